// Searches a built site from the disk in Chromium, and compares what is found with the site's own data. With JavaScript off the
// page must still lead to every list.
//
// usage: node search.mjs SITE_FOLDER

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { launch } from "./chromium.mjs";

const site = resolve(process.argv[2] ?? "public");
const page = pathToFileURL(join(site, "search/index.html")).href;
const quotations = readFileSync(join(site, "data/quotes.jsonl"), "utf8").trim().split("\n").map((line) => JSON.parse(line));
const speaker = mostQuoted();
const ofSpeaker = quotations.filter((quotation) => quotation.speaker?.id === speaker.id);
const words = ofSpeaker[0].pieces[0].split(/\s+/).slice(0, 4).join(" ");

const faults = [];
const browser = await launch();
const tab = await browser.newPage();
tab.on("pageerror", (error) => faults.push(`script error: ${error.message}`));
tab.on("console", (message) => message.type() === "error" && faults.push(message.text()));
tab.on("dialog", (dialog) => faults.push(`a query ran: ${dialog.message()}`));

await expect("a speaker", `speaker=${encodeURIComponent(speaker.site_name.toUpperCase())}`, async () => {
  const names = await tab.locator(".quotation-speaker").allTextContents();
  return names.length === Math.min(ofSpeaker.length, 20) && names.every((name) => name === speaker.site_name);
});
await expect("words of a quotation", `q=${encodeURIComponent(words)}`, async () => {
  const found = await tab.locator("#found-quotations a[href*='#q-']").evaluateAll((links) => links.map((link) => link.hash));
  return found.includes(`#${ofSpeaker[0].id}`);
});
await expect("markup", `q=${encodeURIComponent("<img src=x onerror=alert(1)>")}`, async () =>
  (await tab.textContent("#search-status")) === "Nothing found." && (await tab.locator("img").count()) === 0);
const year = ofSpeaker[0].article.date.slice(0, 4);
await expect("a speaker in a year", `speaker=${encodeURIComponent(speaker.site_name)}&year=${year}`, async () => {
  const inYear = ofSpeaker.filter(({ article }) => article.date?.startsWith(year));
  return Number(await tab.textContent("#found-quotations .count")) === inYear.length;
});

await tab.goto(page);
await tab.keyboard.press("Tab");
await tab.fill("#search-words", words);
await tab.keyboard.press("Enter");
await settled();
if (new URL(tab.url()).searchParams.get("q") !== words) faults.push("a search has no address of its own");

const quiet = await browser.newPage({ javaScriptEnabled: false });
await quiet.goto(page);
if (await quiet.locator("#search").isVisible()) faults.push("the form is shown though it cannot work");
if ((await quiet.locator(".search-lists a").count()) < 3) faults.push("without JavaScript there are no lists");

await browser.close();
faults.forEach((fault) => console.log(fault));
console.log(`search: ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;

async function expect(what, query, holds) {
  await tab.goto(`${page}?${query}`);
  await settled();
  if (!(await holds())) faults.push(`${what}: ${await tab.textContent("#search-status")} (${query})`);
}

function settled() {
  return tab.waitForFunction(() => document.querySelector("#search-status").textContent !== "");
}

function mostQuoted() {
  const counts = new Map();
  for (const { speaker } of quotations) if (speaker?.id) counts.set(speaker.id, (counts.get(speaker.id) ?? 0) + 1);
  const [id] = [...counts].sort((a, b) => b[1] - a[1])[0];
  return quotations.find((quotation) => quotation.speaker?.id === id).speaker;
}
