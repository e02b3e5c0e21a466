// Checks on a built site what axe-core cannot see of WCAG 2.2 AA: pages are opened in Chromium, tabbed through, narrowed, spaced and
// recoloured, and what stands on them is measured.
//
// usage: node wcag.mjs SITE_FOLDER

import { resolve } from "node:path";
import { launch } from "./chromium.mjs";
import { pagesByKind } from "./kinds.mjs";
import { serve } from "./server.mjs";
import * as inPage from "./measures.mjs";

const site = resolve(process.argv[2] ?? "public");
const pages = [...pagesByKind(site, 1)];
const { url, stop } = await serve(site);
const browser = await launch();
const faults = [];
// As many of a check on a page are told.
const AT_MOST = 5;

// A desktop, and the same at 400 % (1.4.10): 320 by 256 pixels.
for (const viewport of [{ width: 1280, height: 1024 }, { width: 320, height: 256 }]) {
  await inEachPage({ viewport, reducedMotion: "reduce" }, [
    ["2.5.8 target size", (tab) => tab.evaluate(inPage.smallTargets)],
    ["1.4.10 reflow", (tab) => tab.evaluate(inPage.sideways)],
    ["1.4.12 text spacing", (tab) => tab.evaluate(inPage.cutOffWhenSpaced)],
    ["2.4.3, 2.4.7, 2.4.11 focus", (tab) => focusOrder(tab, viewport.width < 1000)],
  ]);
}
for (const colorScheme of ["light", "dark"]) {
  for (const forcedColors of ["none", "active"]) {
    await inEachPage({ colorScheme, forcedColors }, [["1.4.11 contrast of what is no text", (tab) => tab.evaluate(inPage.faintParts)]]);
  }
}
await inEachPage({}, [
  ["1.3.1, 2.4.6 headings and landmarks", (tab) => tab.evaluate(inPage.structure)],
  ["3.1.1 language", (tab) => tab.evaluate(() => (document.documentElement.lang ? [] : ["the page has none"]))],
]);

await browser.close();
stop();
for (const fault of faults) console.log(fault);
console.log(`wcag: ${pages.length} pages, ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;

// Makes checks on a page of each kind, each on a fresh page with all that is folded away unfolded.
async function inEachPage(view, checks) {
  const context = await browser.newContext(view);
  for (const [kind, [page]] of pages) {
    for (const [what, check] of checks) {
      const tab = await context.newPage();
      await tab.goto(url + page);
      await tab.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
      const shown = Object.values(view).map((value) => value.width ?? value).join(", ");
      faults.push(...(await check(tab)).slice(0, AT_MOST).map((fault) => `${kind}, ${page} (${shown}): ${what}: ${fault}`));
      await tab.close();
    }
  }
  await context.close();
}

// Tabs through a page, perhaps also back: every stop is seen and has an outline, and on the way down none lies above the one before it.
async function focusOrder(tab, andBack) {
  const found = [];
  const count = await tab.evaluate(inPage.countStops);
  for (const key of andBack ? ["Tab", "Shift+Tab"] : ["Tab"]) {
    for (let stop = 0; stop < count; stop += 1) {
      await tab.keyboard.press(key);
      found.push(...(await tab.evaluate(inPage.focusFaults, key === "Tab")));
    }
  }
  const visited = await tab.evaluate(() => window.visitedStops.size);
  if (visited < count) found.push(`the keyboard reaches ${visited} of ${count}`);
  return [...new Set(found)];
}
