// What the browser tests run of the scripts of the theme. Once, by hand, on a site built with `minify_html = false`:
//
//   VEJVISER_COVERAGE=DIR VEJVISER_BIN=… VEJVISER_SITE=… \
//     node --import ./tests/browser/coverage.mjs --test tests/browser/*.test.mjs
//   node tests/browser/coverage.mjs DIR
//
// With --import, every browser that a test starts counts what its pages run, and writes it to DIR when it is closed.
// Called with DIR, it prints for each script the share of its lines that ran, and the lines that never did. Workers are
// not counted.

import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";

const FOLDER = process.env.VEJVISER_COVERAGE;

let written = 0;

/** The pages that count and are not yet written. */
const counting = new Set();

/** Writes what a page has run. */
async function collect(page) {
  if (!counting.delete(page) || page.isClosed()) return;
  const scripts = await page.coverage.stopJSCoverage().catch(() => []);
  const name = `${process.pid}-${(written += 1)}.json`;
  await writeFile(join(FOLDER, name), JSON.stringify(scripts.filter(({ url }) => url.includes("/assets/js/"))));
}

const collectAll = (context) => Promise.all(context.pages().map(collect));

/** Replaces a method by one that runs something before it. */
function before(object, method, run) {
  const original = object[method].bind(object);
  object[method] = async (...values) => {
    await run();
    return original(...values);
  };
}

/** Replaces a method by one that does something with what it returns. */
function after(object, method, run) {
  const original = object[method].bind(object);
  object[method] = async (...values) => {
    const made = await original(...values);
    await run(made);
    return made;
  };
}

function countIn(context) {
  context.on("page", (page) => {
    // The browser is told so before anything that a test asks of the page.
    page.coverage.startJSCoverage({ resetOnNavigation: false }).catch(() => counting.delete(page));
    counting.add(page);
    before(page, "close", () => collect(page));
  });
  before(context, "close", () => collectAll(context));
}

/** Makes every browser of this process count. */
function countAll() {
  after(chromium, "launchPersistentContext", countIn);
  after(chromium, "launch", (browser) => {
    after(browser, "newContext", countIn);
    before(browser, "close", () => Promise.all(browser.contexts().map(collectAll)));
  });
}

/** For each letter of a script, whether it ran, on one page. The innermost range decides. */
function ran({ source, functions }) {
  const letters = new Uint8Array(source.length);
  const ranges = functions.flatMap((one) => one.ranges);
  ranges.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  for (const { startOffset, endOffset, count } of ranges) letters.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  return letters;
}

/** The lines of a script with code in them, each with whether it ran. Comments and lone brackets are no code. */
function linesOf(source, letters) {
  let at = 0;
  const lines = [];
  for (const [index, line] of source.split("\n").entries()) {
    const code = line.trim();
    const first = at + line.indexOf(code);
    if (/\w/.test(code) && !/^(\/\/|\/\*|\*)/.test(code)) {
      lines.push({ number: index + 1, code, ran: letters.subarray(first, first + code.length).some(Boolean) });
    }
    at += line.length + 1;
  }
  return lines;
}

async function report(folder) {
  const scripts = new Map();
  for (const name of await readdir(folder)) {
    for (const entry of JSON.parse(await readFile(join(folder, name), "utf8"))) {
      const path = entry.url.replace(/^.*\/assets\//, "assets/").replace(/[?#].*$/, "");
      const known = scripts.get(path);
      const letters = ran(entry);
      if (known?.source === entry.source) known.letters.forEach((one, at) => (known.letters[at] = one | letters[at]));
      else if (!known) scripts.set(path, { source: entry.source, letters });
    }
  }
  let [all, some] = [0, 0];
  for (const [path, { source, letters }] of [...scripts].sort()) {
    const lines = linesOf(source, letters);
    const missed = lines.filter((line) => !line.ran);
    [all, some] = [all + lines.length, some + lines.length - missed.length];
    console.log(`${path}: ${(100 - (100 * missed.length) / lines.length).toFixed(1)} % of ${lines.length} lines`);
    for (const { number, code } of missed) console.log(`  ${number}: ${code}`);
  }
  console.log(`all: ${((100 * some) / all).toFixed(1)} % of ${all} lines`);
}

if (process.argv[1] === import.meta.filename) await report(process.argv[2]);
else if (FOLDER) {
  await mkdir(FOLDER, { recursive: true });
  countAll();
}
