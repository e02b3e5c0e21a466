// Narrows the index of speakers while a name is typed. The index is complete without it.
const input = document.querySelector("#speaker-filter");
const status = document.querySelector("#speaker-filter-count");
// To the search page, where the index goes on on other pages.
const elsewhere = input.closest("p").dataset.search;
const groups = [...document.querySelectorAll(".letter-group")];

// Small letters without diacritics, so that "nunez" finds "Núñez".
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const items = [...document.querySelectorAll(".letter-group li")].map((element) => ({ element, text: fold(element.textContent) }));

function narrow() {
  const wanted = fold(input.value.trim());
  let found = 0;
  for (const { element, text } of items) {
    element.hidden = !text.includes(wanted);
    found += element.hidden ? 0 : 1;
  }
  for (const group of groups) {
    group.hidden = !group.querySelector("li:not([hidden])");
  }
  status.textContent = wanted ? `${found} found${elsewhere ? " on this page" : ""}` : "";
  if (wanted && elsewhere) {
    const link = document.createElement("a");
    link.href = `${elsewhere}?speaker=${encodeURIComponent(input.value.trim())}`;
    link.textContent = "Look among all speakers";
    status.append(" ", link);
  }
}

input.addEventListener("input", narrow);
input.closest("p").hidden = false;
narrow();
