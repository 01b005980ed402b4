// A reading edition in the browser: accessible, whole, its anchors in place. The text is the fixture's, with the traps
// of real extractions.

import assert from "node:assert/strict";
import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { spawnSync } from "node:child_process";
import { open } from "./browser.mjs";
import { checkLinks } from "./linkcheck.mjs";
import { fileAddress, serve, temporaryFolder } from "./site.mjs";
import { violations } from "./violations.mjs";

const fixture = fileURLToPath(new URL("../sites/library", import.meta.url));
const folder = temporaryFolder();
cpSync(fixture, folder, { recursive: true });
const built = spawnSync(process.env.VEJVISER_BIN, ["--root", folder, "--library", join(folder, "library")], { encoding: "utf8" });
assert.equal(built.status, 0, built.stdout + built.stderr);
const site = join(folder, "public");
const pages = readdirSync(join(site, "kilder/rapport")).map((name) => `kilder/rapport/${name}`);

test("there is a page for every section", () => {
  assert.deepEqual(pages.sort(), [
    "kilder/rapport/1-om-stofmisbrugsbehandling.html",
    "kilder/rapport/2-1-det-naeste-afsnit.html",
    "kilder/rapport/index.html",
  ]);
});

test("nothing that editors tell the importer is published", () => {
  const files = readdirSync(site, { recursive: true }).map(String);
  assert.deepEqual(files.filter((name) => name.endsWith(".toml") || name.endsWith(".txt")), ["robots.txt"]);
});

for (const [mode, options] of Object.entries({
  light: { viewport: { width: 1280, height: 900 } },
  "dark, at 320 px": { colorScheme: "dark", viewport: { width: 320, height: 640 } },
})) {
  test(`no violation, ${mode}`, async () => {
    const root = await serve("/", site);
    const page = await open(options);
    for (const path of pages) {
      await page.goto(root + path);
      assert.deepEqual((await violations(page)).map((one) => `${path} ${one}`), []);
      const over = await page.evaluate(() => document.scrollingElement.scrollWidth - window.innerWidth);
      assert.ok(over <= 0, `${path} is ${over} px too wide`);
    }
  });
}

for (const form of ["by a server", "as files"]) {
  test(`no broken link or anchor, ${form}`, async () => {
    const root = form === "as files" ? fileAddress("", site) : await serve("/under/", site);
    const { broken } = await checkLinks(root, [`${root}index.html`]);
    assert.deepEqual(broken, []);
  });
}

test("a footnote leads to its note and back; the printed page can be linked to", async () => {
  const page = await open();
  await page.goto(`${fileAddress("", site)}kilder/rapport/1-om-stofmisbrugsbehandling.html`);
  await page.click("a.noteref");
  assert.equal(new URL(page.url()).hash, "#note-1");
  await page.click("#note-1 a.back");
  assert.equal(new URL(page.url()).hash, "#notehenvisning-1");
  const before = await page.evaluate(() => getComputedStyle(document.querySelector("#side-5"), "::before").content);
  assert.match(before, /5/);
});
