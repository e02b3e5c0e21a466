// Makes the picture of the README: an article of the sample site, with one callout unfolded.
//
// usage: node picture.mjs SITE_FOLDER PICTURE

import { launch } from "./chromium.mjs";
import { serve } from "./server.mjs";

const [site, picture] = process.argv.slice(2);
if (!site || !picture) throw new Error("usage: node picture.mjs SITE_FOLDER PICTURE");
const { url, stop } = await serve(site);
const browser = await launch();
const tab = await browser.newPage({ viewport: { width: 1280, height: 1000 }, colorScheme: "light" });
await tab.goto(`${url}articles/bridge-inquiry/index.html`);
await tab.locator("details.callout-again summary").first().click();
await tab.evaluate(() => {
  document.activeElement.blur();
  document.documentElement.style.scrollBehavior = "auto";
  document.querySelector(".voice-summary").scrollIntoView();
  scrollBy(0, 20);
});
await tab.mouse.move(0, 0);
await tab.screenshot({ path: picture });
await browser.close();
stop();
