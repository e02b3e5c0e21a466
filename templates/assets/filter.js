// Narrows the index of speakers while a name is typed. The index is complete without it.
const input = document.querySelector("#speaker-filter");
const status = document.querySelector("#speaker-filter-count");
// Whether the index goes on on other pages, and the search page, which knows all of them.
const { paged, search } = input.closest("p").dataset;
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
  status.textContent = wanted ? `${found} found${paged === undefined ? "" : " on this page"}` : "";
  if (wanted && search) {
    const link = document.createElement("a");
    link.href = `${search}?speaker=${encodeURIComponent(input.value.trim())}`;
    link.textContent = "Look among all speakers";
    status.append(" ", link);
  }
}

input.addEventListener("input", narrow);
input.addEventListener("keydown", (event) => event.key === "Enter" && status.querySelector("a")?.click());
input.closest("p").hidden = false;
narrow();
