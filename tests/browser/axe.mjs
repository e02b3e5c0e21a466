// Opens pages of a built site, served below a path, in Chromium and reports what axe-core finds wrong, and any script error, message on
// the console, failed request, request to elsewhere, or page that scrolls sideways. Every page kind is seen light and dark, at
// the widths of a small phone, a tablet and a desktop; and once with forced colours and less motion.
//
// usage: node axe.mjs SITE_FOLDER [brief]
//
// `brief` makes do with a phone in the dark and a desktop in the light: for sites whose templates were seen in every view before.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { launch } from "./chromium.mjs";
import { pagesByKind } from "./kinds.mjs";
import { serve } from "./server.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const PAGES_OF_A_KIND = 2;
const AT_A_TIME = 2;
const PHONE_DARK = { width: 320, colorScheme: "dark" };
const DESKTOP_LIGHT = { width: 1440, colorScheme: "light" };
const ALL_VIEWS = [
  { width: 320, colorScheme: "light" },
  PHONE_DARK,
  { width: 768, colorScheme: "light" },
  { width: 768, colorScheme: "dark" },
  DESKTOP_LIGHT,
  { width: 1440, colorScheme: "dark" },
  { width: 768, colorScheme: "dark", forcedColors: "active", reducedMotion: "reduce" },
];

const views = process.argv[3] === "brief" ? [PHONE_DARK, DESKTOP_LIGHT] : ALL_VIEWS;
const site = resolve(process.argv[2] ?? "public");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pages = [...pagesByKind(site, PAGES_OF_A_KIND).values()].flat();
const { url, stop } = await serve(site);
const browser = await launch();
// The checker is put into the page, which the page's own security policy rightly forbids.
const withChecker = await browser.newContext({ bypassCSP: true });
// As readers see them: with the policy in force, which may block nothing that the pages ask for.
const asRead = await browser.newContext();
const found = new Map(pages.map((page) => [page, []]));
const left = [...pages];
await Promise.all(Array.from({ length: AT_A_TIME }, async () => {
  for (let page = left.shift(); page; page = left.shift()) {
    found.get(page).push(...(await check(page)), ...(await open(asRead, page, (tab) => tab.close())));
  }
}));
await browser.close();
stop();
const faults = [...found].flatMap(([page, ofPage]) => ofPage.map((fault) => `${page}${fault}`));
for (const fault of faults) console.log(fault);
console.log(`axe: ${pages.length} pages in ${views.length} views, ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;

// Opens a page for `use`; gives what went wrong with it meanwhile.
async function open(context, page, use) {
  const found = [];
  const tab = await context.newPage();
  tab.on("pageerror", (error) => found.push(`: script error: ${error.message}`));
  tab.on("console", (message) => ["error", "warning"].includes(message.type()) && found.push(`: on the console: ${message.text()}`));
  tab.on("requestfailed", (request) => found.push(`: cannot be loaded: ${request.url()}`));
  tab.on("request", (request) => !/^(data:|blob:)/.test(request.url()) && !request.url().startsWith(url) && found.push(`: asks elsewhere: ${request.url()}`));
  await tab.goto(url + page, { waitUntil: "load" });
  await use(tab);
  return found;
}

// Checks a page in all views.
async function check(page) {
  const found = [];
  const meanwhile = await open(withChecker, page, async (tab) => {
    await tab.addScriptTag({ content: axe });
    await tab.evaluate(() => (window.folded = [...document.querySelectorAll("details:not([open])")]));
    for (const view of views) {
      const shown = Object.values(view).join(", ");
      found.push(...(await checkView(tab, view)).map((fault) => ` (${shown}): ${fault}`));
    }
    await tab.close();
  });
  return [...meanwhile, ...found];
}

async function checkView(tab, { width, ...media }) {
  const found = [];
  await tab.setViewportSize({ width, height: 900 });
  await tab.emulateMedia({ forcedColors: "none", reducedMotion: "no-preference", ...media });
  const fold = (open) => tab.evaluate((open) => window.folded.forEach((details) => (details.open = open)), open);
  await fold(false);
  const sideways = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (sideways > 0) found.push(`scrolls sideways by ${sideways} pixels`);
  // What is folded away has to be good, too.
  await fold(true);
  // Forced colours are the reader's own, and axe-core does not see them.
  const options = { runOnly: RULES, preload: false, rules: { "color-contrast": { enabled: media.forcedColors !== "active" } } };
  const { violations } = await tab.evaluate((given) => window.axe.run(given), options);
  for (const { id, help, nodes } of violations) {
    found.push(`${id}: ${help} (${nodes.length}), first: ${nodes[0].target.join(" ")}`);
  }
  return found;
}
