// What the browser tests run of the scripts of the theme. Once, by hand, with `minify_html = false` in `config.toml` and in
// `tests/sites/history/config.toml`, so that every test has the scripts as they are linked. (The two tests of their size fail.)
//
//   VEJVISER_COVERAGE=DIR VEJVISER_BIN=… VEJVISER_SITE=… \
//     node --import ./tests/browser/coverage.mjs --test tests/browser/*.test.mjs
//   node tests/browser/coverage.mjs DIR
//
// With --import, every browser that a test starts counts what its pages run, and writes it to DIR when it is closed.
// Called with DIR, it prints for each script the share of its lines that ran, and the lines that never did. Neither workers
// are counted, nor what tests run of the search without a browser.

import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";

const FOLDER = process.env.VEJVISER_COVERAGE;

/** Scripts of the theme are in `assets/js/`, or in the page itself where a pack is in one file. */
const OF_THE_THEME = /\/assets\/js\/|\.html?(?:[?#]|$)/;

let written = 0;

/** What is under way on each page that counts, and when the page is gone: it crashes in one test. */
const turns = new WeakMap();
const ends = new WeakMap();

/** Does something on a page when what was asked before is done; a page that is gone by then has nothing to tell. */
function inTurn(page, work) {
  const turn = turns.get(page).then(() => Promise.race([ends.get(page), work().catch(() => {})]));
  turns.set(page, turn);
  return turn;
}

const start = (page) => inTurn(page, () => page.coverage.startJSCoverage({ resetOnNavigation: false }));

/** Writes what a page has run since it began to count. */
const collect = (page) =>
  inTurn(page, async () => {
    const scripts = (await page.coverage.stopJSCoverage()).filter(({ url, source }) => source && OF_THE_THEME.test(url));
    if (scripts.length) await writeFile(join(FOLDER, `${process.pid}-${(written += 1)}.json`), JSON.stringify(scripts));
  });

/** Begins anew: the browser forgets what a document has run when it leaves it. */
const collectAndStart = (page) => Promise.all([collect(page), start(page)]);

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
    turns.set(page, Promise.resolve());
    ends.set(page, new Promise((done) => ["crash", "close"].forEach((event) => page.once(event, done))));
    // The browser is told so before anything that a test asks of the page.
    start(page);
    for (const method of ["goto", "reload", "goBack", "goForward"]) before(page, method, () => collectAndStart(page));
    page.on("request", (request) => request.isNavigationRequest() && collectAndStart(page));
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

/** What ran of each script, by its text: its path if it came from a file, how many pages had it, and its letters. */
async function readScripts(folder) {
  const scripts = new Map();
  for (const name of await readdir(folder)) {
    for (const entry of JSON.parse(await readFile(join(folder, name), "utf8"))) {
      const text = entry.source.trim();
      const known = scripts.get(text) ?? { source: entry.source, pages: 0, letters: new Uint8Array(entry.source.length) };
      scripts.set(text, known);
      known.pages += 1;
      known.path ??= /assets\/js\/[^?#]*/.exec(entry.url)?.[0];
      const letters = ran(entry);
      // In a page, a script may lack the white space around it.
      const shift = known.source.indexOf(text) - entry.source.indexOf(text);
      letters.forEach((one, at) => { if (one) known.letters[at + shift] = 1; });
    }
  }
  return [...scripts.values()].filter(({ path }) => path);
}

async function report(folder) {
  const scripts = await readScripts(folder);
  scripts.sort((a, b) => b.pages - a.pages);
  // Another text at the same path is that of another site, such as a minified one.
  const own = scripts.filter(({ path }, at) => scripts.findIndex((other) => other.path === path) === at);
  let [all, some] = [0, 0];
  for (const { path, source, letters } of own.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const lines = linesOf(source, letters);
    const missed = lines.filter((line) => !line.ran);
    [all, some] = [all + lines.length, some + lines.length - missed.length];
    console.log(`${path}: ${(100 - (100 * missed.length) / lines.length).toFixed(1)} % of ${lines.length} lines`);
    for (const { number, code } of missed) console.log(`  ${number}: ${code}`);
  }
  console.log(`all: ${((100 * some) / all).toFixed(1)} % of ${all} lines`);
  const others = scripts.filter((script) => !own.includes(script));
  for (const { path, pages } of others) console.log(`not counted: ${pages} pages with another ${path}`);
}

if (process.argv[1] === import.meta.filename) await report(process.argv[2]);
else if (FOLDER) {
  await mkdir(FOLDER, { recursive: true });
  countAll();
}
