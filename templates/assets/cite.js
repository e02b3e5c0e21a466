// Copies a quotation with its citation, as text, Markdown or HTML, in APA or Chicago style. The words come from the page's own
// data about its quotations, the forms from "Cite this article"; a page without either keeps its links.
const data = document.querySelector('script[type="application/ld+json"]');
const forms = document.querySelector(".citation dl");
const tools = document.querySelector("#cite-tools");

const quotations = new Map();
for (const part of (data && JSON.parse(data.textContent).hasPart) || []) {
  quotations.set(part["@id"].split("#").pop(), part.text);
}

const escapeHtml = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.codePointAt(0)};`);
const escapeMarkdown = (text) => text.replace(/[\\`*_[\]<>#&]/g, "\\$&");

// How each format writes plain text, the title of a work, an address, and a new paragraph.
const FORMATS = {
  plain: { text: (t) => t, title: (t) => t, link: (u) => u, paragraph: "\n\n" },
  markdown: { text: escapeMarkdown, title: (t) => `*${escapeMarkdown(t)}*`, link: (u) => `<${u}>`, paragraph: "\n\n" },
  html: { text: escapeHtml, title: (t) => `<i>${escapeHtml(t)}</i>`, link: (u) => `<a href="${escapeHtml(u)}">${escapeHtml(u)}</a>`, paragraph: "<br><br>" },
};

function citation(id, speaker, isDirect, style, format) {
  const { text, title, link, paragraph } = FORMATS[format];
  const runs = forms.querySelector(`[data-style="${style}"] .runs`).childNodes;
  const source = [...runs].map((run) => (run.nodeName === "I" ? title : text)(run.textContent)).join("");
  const words = quotations.get(id);
  const quoted = text(isDirect ? `“${words}”` : words).replaceAll("\n\n", paragraph);
  const address = link(`${location.href.split("#")[0]}#${id}`);
  if (style === "apa") {
    const how = isDirect ? "as cited in" : "reported in";
    return `${quoted} (${text(`${speaker}, ${how} ${forms.dataset.inText}`)})${paragraph}${source} ${address}`;
  }
  return `${quoted} ${text(`${speaker}, ${isDirect ? "quoted" : "reported"} in `)}${source.replace(/\.$/, "")}, ${address}.`;
}

// Tools are put into a callout when it is opened for the first time.
function equip(callout) {
  const speaker = callout.querySelector(".callout-name").textContent;
  for (const reasons of callout.querySelectorAll(".reasons")) {
    const id = reasons.dataset.quotation;
    if (!quotations.has(id) || reasons.querySelector(".cite-tools")) continue;
    const own = tools.content.cloneNode(true);
    const [style, format] = own.querySelectorAll("select");
    const status = own.querySelector("[role=status]");
    const isDirect = document.getElementById(id).classList.contains("quote-direct");
    own.querySelector("button").addEventListener("click", async () => {
      const text = citation(id, speaker, isDirect, style.value, format.value);
      try {
        await navigator.clipboard.writeText(text);
        status.textContent = "Copied";
      } catch {
        // Pages from the disk, and those that may not use the clipboard, show the citation to be copied by hand.
        status.textContent = text;
      }
    });
    reasons.append(own);
  }
}

if (forms && tools) {
  for (const callout of document.querySelectorAll("details.callout")) {
    callout.addEventListener("toggle", () => equip(callout));
  }
}
