// Opens pages of a built site from the disk in Chromium and reports what axe-core finds wrong, and any script error,
// failed request or page that scrolls sideways. Every page kind is seen light and dark, on a desktop and on a phone.
//
// usage: node axe.mjs SITE_FOLDER

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { chromiumPath } from "./chromium.mjs";

const VIEWS = [
  { name: "desktop light", colorScheme: "light", viewport: { width: 1280, height: 900 } },
  { name: "desktop dark", colorScheme: "dark", viewport: { width: 1280, height: 900 } },
  { name: "phone light", colorScheme: "light", viewport: { width: 360, height: 740 } },
  { name: "phone dark", colorScheme: "dark", viewport: { width: 360, height: 740 } },
];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const PAGES_OF_A_KIND = 3;

const site = resolve(process.argv[2] ?? "public");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pages = samplePages(site);
const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox"] });
let faults = 0;
for (const { name, ...view } of VIEWS) {
  // The checker is put into the page, which the page's own security policy rightly forbids.
  const context = await browser.newContext({ ...view, bypassCSP: true });
  for (const page of pages) {
    for (const fault of await check(context, page)) {
      faults += 1;
      console.log(`${page} (${name}): ${fault}`);
    }
  }
  await context.close();
}
await browser.close();
console.log(`axe: ${pages.length} pages in ${VIEWS.length} views, ${faults} faults`);
process.exitCode = faults > 0 ? 1 : 0;

async function check(context, page) {
  const tab = await context.newPage();
  const found = [];
  tab.on("pageerror", (error) => found.push(`script error: ${error.message}`));
  tab.on("requestfailed", (request) => found.push(`cannot be loaded: ${request.url()}`));
  await tab.goto(pathToFileURL(join(site, page)).href);
  const sideways = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (sideways > 0) found.push(`scrolls sideways by ${sideways} pixels`);
  await tab.addScriptTag({ content: axe });
  // Without preload: fetching the style sheets a second time is forbidden to pages from the disk, and would count as a fault.
  const { violations } = await tab.evaluate((tags) => window.axe.run({ runOnly: tags, preload: false }), RULES);
  for (const { id, help, nodes } of violations) {
    found.push(`${id}: ${help} (${nodes.length}), first: ${nodes[0].target.join(" ")}`);
  }
  await tab.close();
  return found;
}

// The pages at the root and a few of each section, chosen by name so that every run sees the same.
function samplePages(root) {
  const own = ["index.html", "404.html"];
  const sections = readdirSync(root).filter((name) => statSync(join(root, name)).isDirectory()).sort();
  for (const section of sections) {
    own.push(join(section, "index.html"));
    const below = readdirSync(join(root, section)).sort().map((name) => join(section, name, "index.html"));
    own.push(...below.filter((page) => existsSync(join(root, page))).slice(0, PAGES_OF_A_KIND));
  }
  return own.filter((page) => existsSync(join(root, page)));
}
