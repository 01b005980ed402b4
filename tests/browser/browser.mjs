// One chromium for all tests of a file, closed after them.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { after } from "node:test";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

function executable() {
  const places = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/snap/bin"];
  const candidates = process.env.CHROMIUM
    ? [process.env.CHROMIUM]
    : NAMES.flatMap((name) => places.map((place) => join(place, name)));
  const found = candidates.find((candidate) => {
    try {
      accessSync(candidate, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!found) throw new Error("no chromium found: install it or set CHROMIUM to its path");
  return found;
}

export const browser = await chromium.launch({
  executablePath: executable(),
  // Chromium refuses its own sandbox to root; what it opens here is our own site only.
  chromiumSandbox: false,
  args: [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
  ],
});

after(() => browser.close());

/** A page in a context of its own: no cookie or storage is shared with another. */
export async function open(options = {}) {
  const context = await browser.newContext({ locale: "da-DK", ...options });
  return context.newPage();
}
