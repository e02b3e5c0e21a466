// The kinds of pages of a built site, and one or more pages of each, the longest of each, which show most.

import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

// Pages by the kind that their body names, at most `count` of each, by their paths from the root.
export function pagesByKind(root, count) {
  const kinds = new Map();
  const files = readdirSync(root, { recursive: true }).filter((file) => file.endsWith(".html")).sort();
  const sizes = new Map(files.map((file) => [file, statSync(join(root, file)).size]));
  for (const file of files.sort((a, b) => sizes.get(b) - sizes.get(a))) {
    const kind = readFileSync(join(root, file), "utf8").match(/<body class="page-([a-z_]+)"/)?.[1];
    if (!kind) continue;
    const pages = kinds.get(kind) ?? [];
    if (pages.length < count) kinds.set(kind, [...pages, file]);
  }
  return kinds;
}
