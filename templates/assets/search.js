// Finds quotations and articles by their words, speaker, publisher and year. The files of the index are scripts that hand over a
// value each (`src/render/search` writes them): pages from the disk may load nothing else. Results are put together as elements
// with text; no query and no record is ever read as markup.
const form = document.querySelector("#search");
const status = document.querySelector("#search-status");
const AT_ONCE = 20;

const received = new Map();
const asked = new Map();
window.quotewrightSearch = { receive: (name, value) => received.set(name, value) };

// The value that a file of the index hands over; each file is loaded once.
function load(name, address) {
  if (!asked.has(name)) {
    asked.set(name, new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      const fail = () => {
        asked.delete(name);
        script.remove();
        reject(new Error(`${address} cannot be loaded`));
      };
      script.addEventListener("load", () => (received.has(name) ? resolve(received.get(name)) : fail()));
      script.addEventListener("error", fail);
      document.head.append(script);
    }));
  }
  return asked.get(name);
}

const index = () => load("index", form.dataset.index);
const file = ({ folder }, name) => load(name, `${folder}${name}.js`);

// Text as the index has it: small letters, Latin ones without diacritics, no apostrophes.
const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", þ: "th", ı: "i" };
const DROPPED = /['\u2018\u2019\u02BC\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u;
function fold(text) {
  let folded = "";
  let afterLatin = false;
  for (const upper of text.normalize("NFKD")) {
    for (const letter of upper.toLowerCase()) {
      if (/\p{M}/u.test(letter)) {
        if (!afterLatin) folded += letter;
        continue;
      }
      afterLatin = /[a-z]/.test(letter) || letter in LETTERS;
      if (!DROPPED.test(letter)) folded += LETTERS[letter] ?? letter;
    }
  }
  return folded.normalize("NFC");
}
const words = (text) => fold(text).match(/[\p{Alphabetic}\p{N}\p{M}]+/gu) ?? [];

// The last place in a sorted list whose value is not above `wanted`; 0 where there is none.
function lastNotAbove(list, wanted) {
  let [low, high] = [0, list.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (list[middle] > wanted) high = middle;
    else low = middle;
  }
  return low;
}

// Distances as numbers: -n stands for n records that follow one another.
function numbers(distances) {
  const all = [];
  let last = 0;
  for (const distance of distances) {
    if (distance < 0) for (let n = distance; n < 0; n += 1) all.push((last += 1));
    else all.push((last += distance));
  }
  return all;
}

// The records with a term, or with any term that begins so.
async function records(about, term, isBeginning) {
  const found = new Set();
  const first = lastNotAbove(about.terms.map(([word]) => word), term);
  for (let n = first; n < about.terms.length; n += 1) {
    const [start, name] = about.terms[n];
    if (n > first && !(isBeginning && start.startsWith(term))) break;
    for (const [word, distances] of await file(about, name)) {
      if (word === term || (isBeginning && word.startsWith(term))) {
        for (const record of numbers(distances)) found.add(record);
      }
    }
  }
  return found;
}

// Sorted numbers of the records that hold everything that is asked for; null where nothing is asked for.
async function find(about, { q, speaker, publisher, year }) {
  const common = new Set(about.common);
  const terms = words(q).map((word) => [word, true]);
  terms.push(...words(speaker).map((word) => [`s:${word}`, true]));
  if (publisher) terms.push([`p:${publisher}`, false]);
  if (year) terms.push([`y:${year}`, false]);
  if (terms.length === 0) return null;
  let found = null;
  for (const [term, isBeginning] of terms.filter(([term]) => !common.has(term))) {
    const these = await records(about, term, isBeginning);
    found = found === null ? these : found.intersection?.(these) ?? new Set([...found].filter((n) => these.has(n)));
  }
  return [...(found ?? [])].sort((a, b) => a - b);
}

// The article with this number, or the one that the quotation with this number stands in, and the quotation.
async function record(about, number) {
  const isArticle = number < about.articles;
  const wanted = isArticle ? number : number - about.articles;
  const starts = about.records.map(([article, quotation]) => (isArticle ? article : quotation));
  const n = lastNotAbove(starts, wanted);
  let place = wanted - starts[n];
  for (const article of await file(about, about.records[n][2])) {
    if (isArticle ? place === 0 : place < article.quotations.length) {
      return { article, quotation: isArticle ? undefined : article.quotations[place] };
    }
    place -= isArticle ? 1 : article.quotations.length;
  }
  throw new Error(`record ${number} is not in the index`);
}

function quotationResult({ article, quotation }) {
  const item = document.querySelector("#quotation-result").content.cloneNode(true);
  const place = `${article.href}#${quotation.id}`;
  const words = item.querySelector("blockquote");
  words.cite = place;
  words.classList.add(`quotation-${quotation.kind}`);
  for (const paragraph of quotation.text.split("\n\n")) {
    const piece = document.createElement("span");
    piece.className = "piece";
    piece.textContent = paragraph;
    const element = document.createElement("p");
    element.append(piece);
    words.append(element);
  }
  item.querySelector(".quotation-speaker").append(speakerName(quotation));
  item.querySelector(".quotation-source a").href = place;
  item.querySelector("cite").textContent = article.title;
  setDate(item.querySelector("time"), article.date);
  return item;
}

function speakerName({ name, href }) {
  const element = document.createElement(href ? "a" : "span");
  if (href) element.href = href;
  element.className = `name name-${href ? "named" : name ? "unnamed" : "unknown"}`;
  element.textContent = name ?? "Unknown speaker";
  return element;
}

function articleResult({ article }) {
  const item = document.querySelector("#article-result").content.cloneNode(true);
  const link = item.querySelector("h3 a");
  link.href = article.href;
  link.textContent = article.title;
  setDate(item.querySelector("time"), article.date);
  setText(item.querySelector(".dateline-publisher"), article.publisher);
  setText(item.querySelector("p"), article.summary);
  return item;
}

function setDate(element, date) {
  if (date) element.dateTime = date.iso;
  setText(element, date?.text);
}

// An element without text goes.
function setText(element, text) {
  if (text) element.textContent = text;
  else element.remove();
}

let latest = 0;

async function search() {
  const turn = (latest += 1);
  const isLatest = () => turn === latest;
  const wanted = { q: "", speaker: "", publisher: "", year: "", ...Object.fromEntries(new FormData(form)) };
  keepInAddress(wanted);
  try {
    const about = await index();
    const found = await find(about, wanted);
    if (!isLatest()) return;
    const articles = found?.filter((n) => n < about.articles) ?? [];
    const quotations = found?.filter((n) => n >= about.articles) ?? [];
    await show(about, "#found-quotations", quotations, quotationResult, isLatest);
    await show(about, "#found-articles", articles, articleResult, isLatest);
    if (!isLatest()) return;
    const counts = [counted(quotations, "quotation"), counted(articles, "article")].filter(Boolean);
    status.textContent = found === null ? "" : `${counts.join(" and ") || "Nothing"} found.`;
  } catch (error) {
    status.textContent = "The search index cannot be loaded. The lists below are complete.";
    throw error;
  }
}

const counted = ({ length }, noun) => (length > 0 ? `${length} ${noun}${length === 1 ? "" : "s"}` : "");

// Shows the first results, and a button for more.
async function show(about, selector, found, result, isLatest) {
  const section = document.querySelector(selector);
  const [list, button] = [section.querySelector("ol"), section.querySelector("button")];
  let shown = 0;
  const more = async () => {
    const next = await Promise.all(found.slice(shown, shown + AT_ONCE).map((n) => record(about, n)));
    if (!isLatest()) return undefined;
    if (shown === 0) list.replaceChildren();
    section.hidden = found.length === 0;
    section.querySelector(".count").textContent = found.length;
    shown += next.length;
    button.hidden = shown >= found.length;
    const items = next.map(result);
    const first = items[0]?.querySelector("a");
    list.append(...items);
    return first;
  };
  // The reader goes on with the first of the new results.
  button.onclick = async () => (await more())?.focus();
  await more();
}

// A search has an address, to be kept and sent.
function keepInAddress(wanted) {
  const given = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value));
  try {
    history.replaceState(null, "", given.size > 0 ? `?${given}` : location.pathname);
  } catch {
    // Some browsers give pages from the disk no address of their own.
  }
}

let pause;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pause);
  search();
});
form.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(search, 250);
});

for (const [name, value] of new URLSearchParams(location.search)) {
  if (form.elements[name]) form.elements[name].value = value;
}
form.hidden = false;
if (location.search) search();
