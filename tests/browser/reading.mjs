// Reads a built site in Chromium as people do: from a quotation to its speaker and back, to a permalink, by keyboard, through the
// folded notes, with the filter, and with JavaScript off. The site is served below a path.
//
// usage: node reading.mjs SITE_FOLDER

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { launch } from "./chromium.mjs";
import { serve } from "./server.mjs";

const site = resolve(process.argv[2] ?? "public");
const quotations = readFileSync(join(site, "data/quotes.jsonl"), "utf8").trim().split("\n").map((line) => JSON.parse(line));
const first = quotations.find((quotation) => quotation.speaker?.id && quotation.kind === "direct");
// With a base URL the data have whole addresses, without it relative ones.
const base = readFileSync(join(site, "index.html"), "utf8").match(/<link rel="canonical" href="([^"]*)">/)?.[1] ?? "";
const pathOf = (address) => address.split("#")[0].replace(base, "").replace(/^(\.\.\/)*/, "").replace(/index\.html$/, "");
const article = pathOf(first.url);

const faults = [];
const { url, stop } = await serve(site);
const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
await context.grantPermissions(["clipboard-read", "clipboard-write"]);
const tab = await context.newPage();
tab.on("pageerror", (error) => faults.push(`script error: ${error.message}`));
tab.on("console", (message) => message.type() === "error" && faults.push(message.text()));

await test("a quotation leads to its speaker and back", async () => {
  await tab.goto(url + article);
  await tab.locator(`#${first.id}`).click();
  await tab.waitForURL(/\/speakers\//);
  const quotation = tab.locator(`.quotation#${first.id}`);
  expect(await quotation.isVisible(), "the quotation is on the speaker's page");
  await quotation.locator(".exact-place a").first().click();
  await tab.waitForURL((address) => address.href === `${url}${article}index.html#${first.id}` || address.href === `${url}${article}#${first.id}`);
  expect(await inView(`#${first.id}`), "the quotation is in view");
});

await test("a permalink shows its quotation", async () => {
  await tab.goto("about:blank");
  const plain = await (async () => {
    await tab.goto(url + article);
    return background(`#${first.id}`);
  })();
  await tab.goto("about:blank");
  await tab.goto(`${url}${article}#${first.id}`);
  expect(await inView(`#${first.id}`), "it is in view");
  expect((await background(`#${first.id}`)) !== plain, "it is highlighted");
});

await test("keys go from quotation to quotation", async () => {
  await tab.goto("about:blank");
  await tab.goto(url + article);
  const ids = await tab.locator(".article-body .quote[id]").evaluateAll((quotes) => quotes.map((quote) => quote.id));
  await tab.keyboard.press("j");
  await tab.keyboard.press("j");
  const at = async () => new URL(tab.url()).hash.slice(1);
  expect((await at()) === ids[1], `J twice leads to the second of ${ids.length}, not to ${await at()}`);
  expect((await tab.evaluate(() => document.activeElement.id)) === ids[1], "it has the focus");
  await tab.keyboard.press("k");
  expect((await at()) === ids[0], "K leads back");
  await tab.locator(".keys input").uncheck();
  await tab.keyboard.press("j");
  expect((await at()) === ids[0], "the keys can be turned off");
  await tab.locator(".keys input").check();
});

await test("a callout says why, and copies a citation", async () => {
  await tab.goto("about:blank");
  await tab.goto(url + article);
  const reasons = tab.locator(`.reasons[data-quotation="${first.id}"]`);
  expect(!(await reasons.isVisible()), "it is folded away");
  const callout = tab.locator("details.callout", { has: reasons });
  await callout.locator("summary").focus();
  await tab.keyboard.press("Enter");
  await reasons.locator("button").waitFor();
  expect((await reasons.locator("li").count()) > 0, "there are reasons");
  for (const [style, format, part] of [["apa", "plain", "as cited in"], ["chicago", "markdown", "quoted in"], ["apa", "html", "<a href="]]) {
    await reasons.locator("select").nth(0).selectOption(style);
    await reasons.locator("select").nth(1).selectOption(format);
    await reasons.locator("button").click();
    const copied = await tab.evaluate(() => navigator.clipboard.readText());
    expect((await reasons.locator("[role=status]").textContent()) === "Copied", "it is told that it was copied");
    expect(copied.includes(part) && copied.includes(`#${first.id}`) && copied.includes(first.speaker.site_name), `${style}, ${format}: ${copied}`);
  }
});

await test("the filter narrows the index of speakers", async () => {
  await tab.goto(`${url}speakers/`);
  const shown = () => tab.locator(".speaker-list li:visible").count();
  const all = await shown();
  const name = await tab.locator(".speaker-list .name").nth(2).textContent();
  await tab.locator("#speaker-filter").fill(name.toUpperCase());
  await tab.waitForFunction((count) => document.querySelectorAll(".speaker-list li:not([hidden])").length < count, all);
  expect((await tab.locator(".speaker-list li:visible .name").first().textContent()) === name, `${name} is left`);
  expect(/^\d+ found$/.test(await tab.locator("#speaker-filter-count[role=status]").textContent()), "it is told how many are left");
  await tab.locator("#speaker-filter").fill("");
  expect((await shown()) === all, "all come back");
});

await test("callouts never cover text and never meet", async () => {
  for (const width of [320, 1024, 1440]) {
    await tab.setViewportSize({ width, height: 900 });
    for (const page of new Set(quotations.map((quotation) => pathOf(quotation.url)))) {
      await tab.goto(url + page);
      const meeting = await tab.evaluate(() => {
        const boxes = (selector) => [...document.querySelectorAll(selector)].map((element) => [element, element.getBoundingClientRect()]);
        const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
        const [callouts, texts] = [boxes(".callouts"), boxes(".passage > :not(.callouts), .article-body > p")];
        return callouts.find(([one, a]) => callouts.some(([other, b]) => one !== other && overlap(a, b)) || texts.some(([text, b]) => !text.contains(one) && overlap(a, b)))?.[0].textContent;
      });
      expect(!meeting, `${page} at ${width}: ${meeting}`);
    }
  }
});

await context.close();
const still = await browser.newContext({ javaScriptEnabled: false });
const page = await still.newPage();

await test("everything reads with JavaScript off", async () => {
  await page.goto(`${url}${article}#${first.id}`);
  expect((await page.locator(`#${first.id}`).textContent()).trim() === first.pieces[0].replace(/\s+/g, " ").trim(), "the words are there");
  await page.locator("details.callout summary").first().click();
  expect(await page.locator(".reasons").first().isVisible(), "reasons open");
  expect(!(await page.locator(".keys").isVisible()) && (await page.locator(".cite-tools").count()) === 0, "nothing is shown that would not work");
  await page.goto(`${url}speakers/`);
  expect((await page.locator(".speaker-list li").count()) > 0 && !(await page.locator("#speaker-filter").isVisible()), "the index is whole");
});

await browser.close();
stop();
for (const fault of faults) console.log(fault);
console.log(`reading: ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;

async function test(what, check) {
  try {
    await check();
  } catch (error) {
    faults.push(`${what}: ${error.message}`);
  }
}

function expect(holds, what) {
  if (!holds) throw new Error(what);
}

async function background(selector) {
  return tab.locator(selector).evaluate((element) => getComputedStyle(element).backgroundColor);
}

async function inView(selector) {
  return tab.locator(selector).evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
}
