// Opens pages of a built site, served below a path, in Chromium and reports what axe-core finds wrong, and any script error, message on
// the console, failed request, request to elsewhere, or page that scrolls sideways. Every page kind is seen light and dark, at
// the widths of a small phone, a tablet and a desktop; and once with forced colours and less motion.
//
// usage: node axe.mjs SITE_FOLDER

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { launch } from "./chromium.mjs";
import { pagesByKind } from "./kinds.mjs";
import { serve } from "./server.mjs";

const WIDTHS = [320, 768, 1440];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const PAGES_OF_A_KIND = 2;

const views = WIDTHS.flatMap((width) => ["light", "dark"].map((colorScheme) => ({ width, colorScheme })));
views.push({ width: 768, colorScheme: "dark", forcedColors: "active", reducedMotion: "reduce" });

const site = resolve(process.argv[2] ?? "public");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pages = [...pagesByKind(site, PAGES_OF_A_KIND).values()].flat();
const { url, stop } = await serve(site);
const browser = await launch();
let faults = 0;
for (const { width, ...view } of views) {
  // The checker is put into the page, which the page's own security policy rightly forbids.
  const context = await browser.newContext({ ...view, viewport: { width, height: 900 }, bypassCSP: true });
  for (const page of pages) {
    for (const fault of await check(context, page, view)) {
      faults += 1;
      console.log(`${page} (${width}, ${Object.values(view).join(", ")}): ${fault}`);
    }
  }
  await context.close();
}
// As readers see them: with the policy in force, which may block nothing that the pages ask for.
const context = await browser.newContext();
for (const page of pages) {
  const tab = await context.newPage();
  for (const fault of await open(tab, page)) {
    faults += 1;
    console.log(`${page}: ${fault}`);
  }
  await tab.close();
}
await browser.close();
stop();
console.log(`axe: ${pages.length} pages in ${views.length} views, ${faults} faults`);
process.exitCode = faults > 0 ? 1 : 0;

async function open(tab, page) {
  const found = [];
  tab.on("pageerror", (error) => found.push(`script error: ${error.message}`));
  tab.on("console", (message) => ["error", "warning"].includes(message.type()) && found.push(`on the console: ${message.text()}`));
  tab.on("requestfailed", (request) => found.push(`cannot be loaded: ${request.url()}`));
  tab.on("request", (request) => !/^(data:|blob:)/.test(request.url()) && !request.url().startsWith(url) && found.push(`asks elsewhere: ${request.url()}`));
  await tab.goto(url + page, { waitUntil: "load" });
  return found;
}

async function check(context, page, { forcedColors }) {
  const tab = await context.newPage();
  const found = await open(tab, page);
  const sideways = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (sideways > 0) found.push(`scrolls sideways by ${sideways} pixels`);
  // What is folded away has to be good, too.
  await tab.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  await tab.addScriptTag({ content: axe });
  // Forced colours are the reader's own, and axe-core does not see them.
  const options = { runOnly: RULES, preload: false, rules: { "color-contrast": { enabled: !forcedColors } } };
  const { violations } = await tab.evaluate((given) => window.axe.run(given), options);
  for (const { id, help, nodes } of violations) {
    found.push(`${id}: ${help} (${nodes.length}), first: ${nodes[0].target.join(" ")}`);
  }
  await tab.close();
  return found;
}
