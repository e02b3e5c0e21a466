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
