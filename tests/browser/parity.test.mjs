// The search of the browser is that of the command line: the same hits in the same order, over http and from a folder.
// And it is quick, and small. The queries are the project's own judged ones; here without the library, since its texts
// are not in the repository.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { open } from "./browser.mjs";
import { load } from "./engine.mjs";
import { buildFrom, fileAddress, files, program, repository, read, serve, temporaryFolder } from "./site.mjs";

// A root of its own, so that no other build replaces the index that the command line asks.
const root = mkdtempSync(join(tmpdir(), "vejviser-parity-"));
process.on("exit", () => rmSync(root, { recursive: true, force: true }));
for (const name of ["content", "themes", "config.toml", "search-index"]) cpSync(join(repository, name), join(root, name), { recursive: true });
const site = join(root, "site");
execFileSync(program(), ["--root", root, "--output", site], { stdio: "pipe" });

const JUDGED = readFileSync(join(repository, "search-index/queries.jsonl"), "utf8").trim().split("\n");
const ODD = [
  "", " ", "og i at", "?!…", "§", "§§", "3.1.1", "5.c", "5.c.7", "§ 101, stk. 4", "kriterium 10", "anvisning 3.1.1 (2020)",
  "Sundhed og trivsel", "NALOXON", "nalokson", "behandlingsgarenti", "kvalitets standard", "naloxo", "b", "\"uafsluttet",
  "(a|b)*", "[", "\\", "<b>naloxon</b>", "שלום עולם", "🙂 naloxon 🙂", "é", "vaerested", "behandling ".repeat(50), "x".repeat(10000),
];
// Every tenth judged query: the command line answers one at a time.
const QUERIES = [...ODD, ...JUDGED.filter((_, at) => at % 10 === 0).map((line) => JSON.parse(line).query)];
const FIRST = 20;

const commandLine = (query, folder = root) => {
  const out = execFileSync(program(), ["search", "--root", folder, "--limit", String(FIRST), "--format", "json", "--", query], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const { hits, corrected } = JSON.parse(out);
  return { ids: hits.map((hit) => hit.id), corrected };
};
const expected = new Map(QUERIES.map((query) => [query, commandLine(query)]));

/** A site with more words than a browser loads in one go: letters in no order. Returns its folder and the words of each page. */
function largeSite() {
  const folder = temporaryFolder();
  let state = 7;
  const letter = () => String.fromCharCode(97 + ((state = (state * 48_271) % 2_147_483_647) % 26));
  const pages = Array.from({ length: 220 }, () => Array.from({ length: 300 }, () => Array.from({ length: 8 }, letter).join("")));
  writeFileSync(join(folder, "config.toml"), 'title = "Stor"\nminify_html = false\n');
  mkdirSync(join(folder, "content/sider"), { recursive: true });
  for (const [at, words] of pages.entries()) {
    // Parts of a compound, which three pages have.
    const parts = at % 10 === 0 ? " behandling og en plan" : "";
    const compound = at % 100 === 5 ? " behandlingsplan" : "";
    writeFileSync(join(folder, `content/sider/s${at}.md`), `+++\ntitle = "Side ${at}"\n+++\n\nDet er ${words.join(" ")}${parts}${compound}.\n`);
  }
  buildFrom(folder, join(folder, "site"));
  return { folder, pages };
}

const inPage = (page) => (query) =>
  page.evaluate(async ([query, limit]) => {
    const { hits, corrected } = await vejviserSearch.search(query, { limit });
    const found = await vejviserSearch.documents(hits.map((hit) => hit.number));
    return { ids: found.map(({ id }) => id), corrected };
  }, [query, FIRST]);

for (const [place, address] of [["over http", () => serve("/", site)], ["from a folder", () => fileAddress("", site)]]) {
  test(`the browser finds what the command line finds, ${place}`, async () => {
    const page = await open();
    await page.goto(`${await address()}soeg.html`);
    await page.evaluate(() => vejviserSearch.ready(""));
    const ask = inPage(page);
    for (const query of QUERIES) assert.deepEqual(await ask(query), expected.get(query), query.slice(0, 80));
  });
}

test("of a large index a query loads a few files, and finds what the command line finds", async () => {
  const { folder, pages } = largeSite();
  const page = await open();
  const loaded = new Set();
  page.on("request", (request) => request.url().includes("/search/t/") && loaded.add(request.url()));
  await page.goto(`${await serve("/", join(folder, "site"))}soeg.html`);
  await page.evaluate(() => vejviserSearch.ready(""));
  const ask = inPage(page);
  for (const query of [pages[0][7], `${pages[77][1]} ${pages[77][290]}`, `${pages[3][0]} ${pages[219][0]} ${pages[110][0]}`, "side 12", "behandlingsplan"]) {
    const before = loaded.size;
    const found = await ask(query);
    assert.ok(found.ids.length > 0, query);
    assert.deepEqual(found, commandLine(query, folder), query);
    assert.ok(loaded.size - before <= 4, `${loaded.size - before} files for ${query}`);
  }
  const before = loaded.size;
  assert.deepEqual((await ask("æøåæøåæøå")).ids, []);
  assert.ok(loaded.size - before <= 12, `${loaded.size - before} files to find nothing`);
  assert.ok(loaded.size < files(join(folder, "site/search/t")).length, "everything is loaded");
});

test("stems agree on every word of the site", async () => {
  const engine = await load(site);
  const data = (name) => {
    const file = files(join(site, "search"), ".js").find((file) => file.startsWith(`${name}-`));
    return JSON.parse(read(`search/${file}`, site).slice(`vejviserSearch.${name}(`.length, -3));
  };
  // The words stand under the stems that the command line gave them.
  const words = data("words").split("\n");
  let term = "";
  let seen = 0;
  const wrong = [];
  for (const [at, line] of data("index").terms.split("\n").entries()) {
    term = term.slice(0, parseInt(line[0], 36)) + line.slice(1, line.indexOf(" "));
    for (const ending of words[at] ? words[at].slice(1).split(",") : []) {
      const word = term + ending.split("*")[0];
      seen += 1;
      if (engine.stem(word) !== term) wrong.push(word);
    }
  }
  assert.ok(seen > 3000, String(seen));
  assert.deepEqual(wrong, []);
});

test("a query takes at most 15 ms for 95 of 100", async () => {
  const page = await open();
  await page.goto(`${await serve("/", site)}soeg.html`);
  const times = await page.evaluate(async (queries) => {
    await vejviserSearch.ready("");
    const times = [];
    for (let round = 0; round < 2; round += 1) {
      for (const query of queries) {
        const start = performance.now();
        await vejviserSearch.search(query, { limit: 10 });
        if (round) times.push(performance.now() - start);
      }
    }
    return times.sort((a, b) => a - b);
  }, JUDGED.map((line) => JSON.parse(line).query));
  const p95 = times[Math.floor(times.length * 0.95)];
  // Tests share the machine: four times the budget is a fault, the budget itself is measured in benches/search.
  assert.ok(p95 <= 60, `${p95} ms`);
});

test("what a first search loads is at most 320 KB", async () => {
  const page = await open();
  const loaded = [];
  page.on("response", (response) => loaded.push(response));
  const address = await serve("/", site);
  await page.goto(`${address}soeg.html?q=naloxon`, { waitUntil: "networkidle" });
  const sizes = await Promise.all(loaded.map(async (response) => gzipSync(await response.body(), { level: 6 }).length));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(total <= 320_000, `${total} bytes`);
  const before = loaded.length;
  await page.evaluate(async () => vejviserSearch.search("behandlingsplan og supervision"));
  assert.equal(loaded.length, before, "later queries load nothing");
});
