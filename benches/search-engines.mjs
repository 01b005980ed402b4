// One search engine, asked many queries; for benches/search.
//
//   node search-engines.mjs vejviser SITE          the browser's engine, from the files of a built site
//   node search-engines.mjs pagefind UNITS NPM     UNITS: units.ndjson; NPM: a folder with node_modules, its own files go there
//   node search-engines.mjs minisearch UNITS NPM
//
// Reads a JSON list of queries, writes `hits` (ids of the first 100, for each query), `times` (ms, of each query when it is
// asked again), and in `first` and `excerpts` what a visitor loads who asks one query and nothing before: [gzipped bytes,
// files] each, for a sample of the queries.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { load } from "../tests/browser/engine.mjs";

const LIMIT = 100;
const SAMPLE = 60;

const [engine, place, npm] = process.argv.slice(2);
const queries = JSON.parse(readFileSync(0, "utf8"));
const every = Math.max(1, Math.floor(queries.length / SAMPLE));
const sample = queries.filter((_, at) => at % every === 0).slice(0, SAMPLE);
const units = () => readFileSync(place, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const packageFile = (path) => pathToFileURL(resolve(npm, "node_modules", path)).href;

// What Pagefind writes is gzipped already.
const packed = (content) => (content[0] === 0x1f && content[1] === 0x8b ? content.length : gzipSync(content, { level: 6 }).length);
const weigh = (contents) => [contents.reduce((sum, content) => sum + packed(content), 0), contents.length];

/** Asks every query, and then once more with a clock: `search` is timed, `idsOf` what it gave is not. */
async function asked(search, idsOf) {
  const hits = [];
  const times = [];
  for (const query of queries) hits.push(await idsOf(await search(query)));
  for (const query of queries) {
    const start = performance.now();
    await search(query);
    times.push(performance.now() - start);
  }
  return { hits, times };
}

const engines = {
  async vejviser() {
    const files = new Map();
    const read = async (name) => {
      if (!files.has(name)) files.set(name, readFileSync(join(place, name), "utf8"));
      return files.get(name);
    };
    const options = { read };
    const begun = await load(place, options);
    const result = await asked((query) => begun.search(query, { limit: LIMIT }), async ({ hits }) =>
      (await begun.documents(hits.map(({ number }) => number))).map(({ id }) => id));
    // The page with what it names, then what the engine reads.
    const page = readFileSync(join(place, "soeg.html"), "utf8");
    const names = new Set(["soeg.html"]);
    for (const [, name] of page.matchAll(/<(?:script|link|img)\b[^>]*?\s(?:src|href)=["']?([^\s"'>]+)/g)) names.add(name);
    const parts = Object.fromEntries([...names].map((name) => [name, packed(readFileSync(join(place, name)))]));
    for (const { name } of begun.loaded.filter(({ name }) => !name.startsWith("search/f/"))) parts[name] = packed(await read(name));
    const fixed = [...names].map((name) => readFileSync(join(place, name)));
    const first = [];
    const excerpts = [];
    for (const query of sample) {
      const fresh = await load(place, options);
      const { hits } = await fresh.search(query, { limit: LIMIT });
      const before = fresh.loaded.length;
      await fresh.documents(hits.slice(0, 10).map(({ number }) => number));
      const texts = fresh.loaded.map(({ name }) => files.get(name));
      first.push(weigh([...fixed, ...texts.slice(0, before)]));
      excerpts.push(weigh(texts.slice(before)));
    }
    return { ...result, first, excerpts, parts };
  },

  async pagefind() {
    const { createIndex, close } = await import(packageFile("pagefind/lib/index.js"));
    const folder = resolve(npm, "pagefind-bundle");
    const html = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
    const all = units();
    const { index } = await createIndex({ forceLanguage: "da" });
    for (const [at, { title, text }] of all.entries()) {
      const content = `<!doctype html><html lang="da"><head><title>${html(title)}</title></head><body><h1>${html(title)}</h1>` +
        text.split("\n").map((line) => `<p>${html(line)}</p>`).join("\n") + "</body></html>";
      const { errors } = await index.addHTMLFile({ url: `/${at}`, content });
      if (errors.length) throw new Error(errors.join("\n"));
    }
    await index.writeFiles({ outputPath: folder });
    await close();
    // Its client for browsers runs here too: without a window it takes no worker, and it fetches what we read.
    const read = [];
    globalThis.document = { currentScript: null, querySelector: () => ({ getAttribute: () => "da" }) };
    globalThis.fetch = async (address) => {
      const content = readFileSync(new URL(String(address).replace(/\?.*/, "")));
      read.push(content);
      return new Response(content);
    };
    const begin = async (number) => {
      const pagefind = await import(pathToFileURL(join(folder, "pagefind.js")).href + `?${number}`);
      await pagefind.init();
      return pagefind;
    };
    const begun = await begin(0);
    const known = new Map();
    const idOf = async (hit) => {
      if (!known.has(hit.id)) known.set(hit.id, all[Number((await hit.data()).raw_url.slice(1))].id);
      return known.get(hit.id);
    };
    const result = await asked((query) => begun.search(query), ({ results }) => Promise.all(results.slice(0, LIMIT).map(idOf)));
    const fixed = ["pagefind.js", "pagefind-worker.js"].map((name) => readFileSync(join(folder, name)));
    const first = [];
    const excerpts = [];
    for (const [at, query] of sample.entries()) {
      read.length = 0;
      const { results } = await (await begin(at + 1)).search(query);
      const before = read.length;
      await Promise.all(results.slice(0, 10).map((hit) => hit.data()));
      first.push(weigh([...fixed, ...read.slice(0, before)]));
      excerpts.push(weigh(read.slice(before)));
    }
    return { ...result, first, excerpts };
  },

  async minisearch() {
    const { default: MiniSearch } = await import(packageFile("minisearch/dist/es/index.js"));
    const search = new MiniSearch({ fields: ["title", "text"], searchOptions: { prefix: true, fuzzy: 0.2, boost: { title: 2 } } });
    search.addAll(units());
    const result = await asked((query) => search.search(query), (found) => found.slice(0, LIMIT).map(({ id }) => id));
    const library = readFileSync(resolve(npm, "node_modules/minisearch/dist/umd/index.js"));
    return { ...result, first: [weigh([library, Buffer.from(JSON.stringify(search))])], excerpts: [] };
  },
};

process.stdout.write(JSON.stringify(await engines[engine]()));
