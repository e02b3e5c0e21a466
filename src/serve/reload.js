// Loads the page again when the site has been built anew.
(() => {
  const shown = document.currentScript.dataset.version;
  const events = new EventSource("/-quotewright/events");
  events.addEventListener("version", (event) => {
    if (event.data !== shown) {
      events.close();
      location.reload();
    }
  });
})();
