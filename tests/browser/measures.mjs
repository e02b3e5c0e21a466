// What wcag.mjs measures inside a page. Each function runs in the browser by itself, so it brings all that it needs; each gives the
// faults that it finds, as text.

// 2.5.8: targets of less than 24 pixels either way, but for links in running text and those with room around them.
export function smallTargets() {
  const boxes = [...document.querySelectorAll("a[href], button, input, select, summary, label:has(input)")]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".skip-link"))
    .map((element) => [element, element.getBoundingClientRect()]);
  const isSmall = ({ width, height }) => width < 23.9 || height < 23.9;
  const isInSentence = (element) => {
    const rest = element.parentElement.textContent.replace(element.textContent, "");
    return getComputedStyle(element).display === "inline" && /\p{L}{2}/u.test(rest);
  };
  // A box of a label makes up for the box inside it.
  const isInLabel = (element) => element.matches("label > input");
  const middle = ({ left, right, top, bottom }) => [(left + right) / 2, (top + bottom) / 2];
  const isCrowded = (element, box) => {
    const [x, y] = middle(box);
    return boxes.some(([other, around]) => {
      if (other === element || other.contains(element) || element.contains(other)) return false;
      const [dx, dy] = [Math.max(around.left - x, 0, x - around.right), Math.max(around.top - y, 0, y - around.bottom)];
      const [ox, oy] = middle(around);
      return Math.hypot(dx, dy) < 12 || (isSmall(around) && Math.hypot(ox - x, oy - y) < 24);
    });
  };
  return boxes
    .filter(([element, box]) => isSmall(box) && !isInSentence(element) && !isInLabel(element) && isCrowded(element, box))
    .map(([element, { width, height }]) => `${element.outerHTML.slice(0, 80)} is ${width.toFixed(0)} by ${height.toFixed(0)}`);
}

// 1.4.10: a page that is wider than its window.
export function sideways() {
  const by = document.documentElement.scrollWidth - innerWidth;
  return by > 0 ? [`it scrolls sideways by ${by} pixels`] : [];
}

// 1.4.12: text that is cut off, or a page that scrolls sideways, with as much space as readers may set.
export function cutOffWhenSpaced() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const found = [];
  const by = document.documentElement.scrollWidth - innerWidth;
  if (by > 0) found.push(`it scrolls sideways by ${by} pixels`);
  for (const element of document.querySelectorAll("main *, header *, footer *")) {
    const { overflowX, overflowY, clipPath } = getComputedStyle(element);
    const isHiddenFromView = clipPath !== "none" || element.closest(".visually-hidden, [aria-hidden=true], svg");
    const isCut = (overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1) || (overflowY !== "visible" && element.scrollHeight > element.clientHeight + 1);
    if (isCut && !isHiddenFromView && !element.matches("input, select, pre") && element.checkVisibility()) found.push(`“${element.textContent.trim().slice(0, 60)}” is cut off`);
  }
  return found;
}

// How many stops the keyboard has on the page.
export function countStops() {
  const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
  window.visitedStops = new Set();
  window.lastStop = null;
  return stops.filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled).length;
}

// 2.4.3, 2.4.7, 2.4.11: what is wrong with the element that the keyboard has come to.
export function focusFaults(isOnTheWayDown) {
  const element = document.activeElement;
  if (!element || element === document.body) return [];
  window.visitedStops.add(element);
  const found = [];
  const name = `“${(element.textContent.trim() || element.outerHTML).slice(0, 50)}”`;
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
  if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) found.push(`${name} shows no focus`);
  if (/, 0\)$|transparent/.test(outlineColor)) found.push(`${name} has an outline without a colour`);
  const boxes = [...element.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
  const isSeen = boxes.some((box) => {
    const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
    const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
    const top = document.elementFromPoint(x, y);
    return top && (element.contains(top) || top.contains(element));
  });
  if (!isSeen) found.push(`${name} is out of sight or covered`);
  // It may go up to another column, but not to what stands above the last stop.
  const here = boxes[0] && { left: boxes[0].left, right: boxes[0].right, top: boxes[0].top + scrollY, bottom: boxes[0].bottom + scrollY };
  const before = window.lastStop;
  const isAbove = here && before && here.bottom < before.top - 4 && here.left < before.right && here.right > before.left;
  if (isOnTheWayDown && isAbove && !element.matches(".skip-link")) found.push(`${name} comes after what stands below it`);
  window.lastStop = here ?? before;
  return found;
}

// 1.4.11: borders of fields and buttons, and the parts of drawings, that stand out by less than 3 to 1.
export function faintParts() {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (one, other) => {
    const [a, b] = [luminance(rgba(one)), luminance(rgba(other))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const behind = (element) => {
    for (let above = element.parentElement; above; above = above.parentElement) {
      const { backgroundColor } = getComputedStyle(above);
      if (rgba(backgroundColor)[3] > 0.9) return backgroundColor;
    }
    return "Canvas";
  };
  // Of each sort of part the colours of which one has to stand out.
  const parts = {
    "input, select, button": ({ borderTopColor, backgroundColor }) => [borderTopColor, backgroundColor],
    "svg rect": ({ fill, stroke }) => [fill, stroke],
    ".spark path": ({ stroke }) => [stroke],
    ".badge": ({ borderTopColor, backgroundColor }) => [borderTopColor, backgroundColor],
    ".swatch": ({ backgroundColor }) => [backgroundColor],
    ".jump": ({ borderTopColor }) => [borderTopColor],
    ".callout": ({ borderInlineStartColor }) => [borderInlineStartColor],
    ".quote": ({ textDecorationColor }) => [textDecorationColor],
    "[aria-current]": ({ borderBottomColor, backgroundColor, fontWeight }) => [borderBottomColor, backgroundColor, Number(fontWeight) >= 600 ? "CanvasText" : "transparent"],
  };
  const found = [];
  for (const [selector, colors] of Object.entries(parts)) {
    for (const element of document.querySelectorAll(selector)) {
      if (!element.checkVisibility() || element.closest("template")) continue;
      const ground = behind(element);
      const best = Math.max(...colors(getComputedStyle(element)).filter((color) => color && color !== "none" && rgba(color)[3] > 0.9).map((color) => contrast(color, ground)), 1);
      if (best < 3) found.push(`${selector}: ${best.toFixed(1)} to 1 in ${element.outerHTML.slice(0, 80)}`);
    }
  }
  const chevron = document.querySelector(".callout summary");
  if (chevron && contrast(getComputedStyle(chevron, "::after").borderBottomColor, behind(chevron)) < 3) found.push("the chevron of a callout");
  return [...new Set(found)].slice(0, 8);
}

// 1.3.1, 2.4.6: headings in steps, one main part, and names for what there is several of.
export function structure() {
  const found = [];
  const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((heading) => heading.checkVisibility()).map((heading) => Number(heading.localName[1]));
  if (levels.filter((level) => level === 1).length !== 1) found.push("there is not just one h1");
  levels.forEach((level, n) => n > 0 && level > levels[n - 1] + 1 && found.push(`h${level} follows h${levels[n - 1]}`));
  if (document.querySelectorAll("main").length !== 1) found.push("there is not just one main part");
  if (!document.title.trim()) found.push("there is no title");
  const names = [...document.querySelectorAll("nav")].map((nav) => nav.getAttribute("aria-label") ?? "");
  if (new Set(names).size < names.length || (names.length > 1 && names.includes(""))) found.push(`navigation goes by ${names.map((name) => `“${name}”`).join(", ")}`);
  return found;
}
