// Lets readers select words inside a quotation, which is a link, without following it when they let go of the mouse.
document.querySelector(".article-body")?.addEventListener("click", (event) => {
  if (event.target.closest("a.quote") && !getSelection().isCollapsed) {
    event.preventDefault();
  }
});
