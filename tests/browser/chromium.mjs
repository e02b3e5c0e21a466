// The browser: Debian's Chromium, or the one that CHROMIUM names. Checks that need it fail where it is missing.

import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

export function launch() {
  const named = process.env.CHROMIUM;
  const known = named ? [named] : ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const executablePath = known.find((candidate) => existsSync(candidate));
  if (!executablePath) {
    console.error(`no Chromium at ${known.join(", ")}, and this check needs one: run \`apt-get install chromium\`, or name a browser in CHROMIUM`);
    process.exit(2);
  }
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}
