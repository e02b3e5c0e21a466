// Makes pictures of one page of each kind, for people to look at: phone and desktop, light and dark.
//
// usage: node screenshots.mjs SITE_FOLDER PICTURE_FOLDER [PAGE...]

import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { launch } from "./chromium.mjs";
import { pagesByKind } from "./kinds.mjs";
import { serve } from "./server.mjs";

const [site, pictures, ...chosen] = process.argv.slice(2);
if (!site || !pictures) throw new Error("usage: node screenshots.mjs SITE_FOLDER PICTURE_FOLDER [PAGE...]");
mkdirSync(pictures, { recursive: true });
const { url, stop } = await serve(site);
const browser = await launch();
const pages = chosen.length > 0 ? chosen.map((page) => [page.replaceAll("/", "-"), [page]]) : [...pagesByKind(resolve(site), 1)];
for (const [width, height] of [[390, 844], [1440, 900]]) {
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme });
    const tab = await context.newPage();
    for (const [kind, [page]] of pages) {
      await tab.goto(url + page);
      await tab.screenshot({ path: join(pictures, `${kind}-${width}-${colorScheme}.png`), fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(4000, await tab.evaluate(() => document.documentElement.scrollHeight)) } });
    }
    await context.close();
  }
}
await browser.close();
stop();
console.log(`screenshots: ${pages.length} pages in 4 views, in ${pictures}`);
