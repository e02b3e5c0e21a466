// Lets readers select words inside a quotation with the mouse. A quotation is a link, and browsers let no selection begin in
// one; so it is none while the button is down, and is followed afterwards only where nothing was selected.
const body = document.querySelector(".article-body");

body?.addEventListener("mousedown", (event) => {
  const link = event.target.closest("a.quote[href]");
  if (!link || event.button !== 0) return;
  const href = link.getAttribute("href");
  link.removeAttribute("href");
  addEventListener("mouseup", () => link.setAttribute("href", href), { once: true, capture: true });
});

body?.addEventListener("click", (event) => {
  // The keyboard counts no clicks, and selects nothing.
  if (event.detail > 0 && event.target.closest("a.quote") && !getSelection().isCollapsed) {
    event.preventDefault();
  }
});

// J and K go to the next and the previous quotation. The address changes with them, so it can be copied at any time.
const quotes = [...document.querySelectorAll(".article-body .quote[id]")];
const keys = document.querySelector(".keys");
const box = keys?.querySelector("input");

function go(by) {
  const current = quotes.findIndex((quote) => `#${quote.id}` === location.hash);
  const half = innerHeight / 2;
  // Where no quotation is chosen, the one nearest on the way.
  const near = by > 0 ? quotes.findIndex((q) => q.getBoundingClientRect().top > 0) : quotes.findLastIndex((q) => q.getBoundingClientRect().top < half);
  const quote = quotes[current >= 0 ? current + by : near];
  if (!quote) return;
  location.replace(`#${quote.id}`);
  if (!quote.href) quote.tabIndex = -1;
  quote.focus({ preventScroll: true });
}

if (keys && quotes.length > 1) {
  keys.hidden = false;
  try {
    box.checked = localStorage.getItem("quotation-keys") !== "off";
    box.addEventListener("change", () => localStorage.setItem("quotation-keys", box.checked ? "on" : "off"));
  } catch {
    // Where nothing may be kept, the choice holds for this page.
  }
  addEventListener("keydown", (event) => {
    if (!box.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea")) return;
    if (event.key === "j" || event.key === "J") go(1);
    if (event.key === "k" || event.key === "K") go(-1);
  });
}
