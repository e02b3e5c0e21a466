// Where the browser is.

import { existsSync } from "node:fs";

export function chromiumPath() {
  const known = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const path = known.find((candidate) => candidate && existsSync(candidate));
  if (!path) throw new Error("no Chromium found: install it or name it in CHROMIUM");
  return path;
}
