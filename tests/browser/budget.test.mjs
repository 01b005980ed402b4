// What a visitor has to load stays small.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { open } from "./browser.mjs";
import { files, portal, read, serve } from "./site.mjs";

const KB = 1000;
const packed = (content) => gzipSync(content, { level: 6 }).length;
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** Loaded where codes are printed; pack-paper.test.mjs sees to it that they are not before. */
const isCodes = (path) => path === "assets/report/qrcode.js";
/** Loaded when somebody asks for a Word document. */
const isReport = (path) => /^assets\/(report\/|js\/report\.js$)/.test(path) && !isCodes(path);
const isSearch = (path) => path.startsWith("assets/js/search");

for (const [what, ending, limit, counts] of [
  ["style sheets", ".css", 10 * KB, () => true],
  ["scripts of the search", ".js", 16 * KB, isSearch],
  ["scripts of pages and visit packs", ".js", 44 * KB, (path) => !isSearch(path) && !isReport(path) && !isCodes(path)],
  ["scripts that a report loads", ".js", 60 * KB, isReport],
  ["scripts that codes on paper load", ".js", 8 * KB, isCodes],
]) {
  test(`all ${what} together: at most ${limit / KB} KB`, () => {
    const paths = files(portal(), ending).filter((path) => !/^(search|data)\//.test(path) && counts(path));
    assert.ok(paths.length > 0);
    const size = sum(paths.map((path) => packed(read(path))));
    assert.ok(size <= limit, `${size} bytes: ${paths}`);
  });
}

test("the questions as the visit packs load them: at most 25 KB", () => {
  const size = packed(read("data/spoergsmaal.js"));
  assert.ok(size <= 25 * KB, `${size} bytes`);
});

test("the home page with all that it loads: at most 60 KB", async () => {
  const root = await serve();
  const page = await open();
  const loaded = [];
  page.on("response", (response) => loaded.push(response));
  await page.goto(`${root}index.html`, { waitUntil: "networkidle" });
  const names = loaded.map((response) => response.url().slice(root.length));
  assert.deepEqual(names.filter((name) => /\.(html|css|js)$/.test(name)).length, 4, String(names));
  const size = sum(await Promise.all(loaded.map(async (response) => packed(await response.body()))));
  assert.ok(size <= 60 * KB, `${size} bytes: ${names}`);
});
