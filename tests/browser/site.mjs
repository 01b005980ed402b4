// The built portal, as the tests see it: a folder of files, and a plain server in front of it.
//
// VEJVISER_SITE names a portal that is built already (tests/run does that); otherwise VEJVISER_BIN builds one.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, relative, resolve, sep } from "node:path";
import { after } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

export const repository = fileURLToPath(new URL("../..", import.meta.url));

/** A folder that is gone when the process ends. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "vejviser-test-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The program under test. */
export function program() {
  const path = process.env.VEJVISER_BIN;
  if (!path) throw new Error("VEJVISER_BIN is not set: run `bash tests/run browser`");
  return resolve(path);
}

/** Builds a portal. */
export const buildFrom = (source, output, ...options) =>
  execFileSync(program(), ["--root", source, "--output", output, ...options], { stdio: "pipe" });

/** Builds the portal into a folder of its own and returns that folder. */
export function build(...options) {
  const output = join(temporaryFolder(), "site");
  buildFrom(repository, output, ...options);
  return output;
}

/** Switches visit packs off in a copy of what the portal is built from. */
export function switchNotesOff(source) {
  const config = join(source, "config.toml");
  writeFileSync(config, readFileSync(config, "utf8").replace(/^\[site\]$/m, "$&\nnotes = false"));
}

/** A copy of what the portal is built from, to be changed. */
export function sourceCopy() {
  const copy = temporaryFolder();
  for (const part of ["config.toml", "content", "themes"]) cpSync(join(repository, part), join(copy, part), { recursive: true });
  return copy;
}

let built;

/** The folder with the portal, built at most once in a process. */
export function portal() {
  built ??= process.env.VEJVISER_SITE ? resolve(process.env.VEJVISER_SITE) : build();
  return built;
}

/** The paths of all files below a folder, with `/`, sorted; only those with one ending if it is given. */
export function files(folder, ending = "") {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
    .sort();
}

export const read = (path, folder = portal()) => readFileSync(join(folder, path), "utf8");

export const fileAddress = (path, folder = portal()) => pathToFileURL(folder + sep).href + path;

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".jsonld": "application/ld+json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ttl": "text/turtle",
  ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml",
};

/**
 * Serves a folder under a path, as the plainest of servers does: a file under exactly its name, else 404. No directory
 * index, no redirect. `beside` answers some addresses otherwise: path → (request, response); `headers` come with every other
 * answer. Returns the address of the site's root, ending in `/`, and `stop`.
 */
export async function server(mount = "/", folder = portal(), beside = {}, headers = {}) {
  const started = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    if (Object.hasOwn(beside, path)) return beside[path](request, response);
    const file = path.startsWith(mount) && join(folder, path.slice(mount.length));
    const found = file && !path.endsWith("/") && existsSync(file) && extname(file) in TYPES;
    response.writeHead(found ? 200 : 404, { ...headers, "content-type": found ? TYPES[extname(file)] : TYPES[".txt"] });
    response.end(found ? readFileSync(file) : "not found");
  });
  await new Promise((listening) => started.listen(0, "127.0.0.1", listening));
  // A test that fails stops no server, and its file is to end all the same.
  started.unref();
  const stop = () => {
    started.closeAllConnections();
    return new Promise((stopped) => started.close(stopped));
  };
  return { root: `http://127.0.0.1:${started.address().port}${mount}`, stop };
}

/** The address of a folder that is served until the tests are over. */
export async function serve(mount, folder, headers) {
  const { root, stop } = await server(mount, folder, {}, headers);
  after(stop);
  return root;
}

/** A name for this computer that browsers do not take for it: without https it is no secure context. */
export const HOST = "tilsyn.example";

/** The same address under that name, where there is no WebCrypto, service worker or clipboard. */
export const insecure = (root) => root.replace("127.0.0.1", HOST);

/** Where a visit pack has to work. */
export const PLACES = {
  "over http": () => serve("/tilsyn/guide/"),
  "over plain http under a name": async () => insecure(await serve("/tilsyn/guide/")),
  "from files": () => fileAddress(""),
};

const theme = "kvalitetsmodel/2021/sundhed-og-trivsel";

/** One page of each kind; html.test.mjs sees to it that none is forgotten. */
export const samples = {
  home: "index.html",
  section: "begreber/index.html",
  "edition of the model": "kvalitetsmodel/2021/index.html",
  "edition of the guidelines": "retningslinjer/2020/index.html",
  "edition of the law": "lovgivning/2021/index.html",
  theme: `${theme}/index.html`,
  "theme with a footnote": "kvalitetsmodel/2021/maalgruppe-metoder-og-resultater/index.html",
  criterion: `${theme}/5.html`,
  indicator: `${theme}/5.c.html`,
  guideline: "retningslinjer/2020/3.7.html",
  recommendation: "retningslinjer/2020/3.1.1.html",
  paragraph: "lovgivning/2021/serviceloven-101.html",
  term: "begreber/naloxon.html",
  example: "eksempler/aaben-raadgivning-fra-gaden.html",
  "example in steps": "eksempler/anders-direkte-i-doegnbehandling.html",
  "index of the examples": "eksempler/index.html",
  "list of examples": "eksempler/efter/indikator-5.c.html",
  source: "kilder/socialstyrelsen-2021-guideline/index.html",
  passage: "kilder/socialstyrelsen-2021-guideline/maal-metoder-og-tilbudstyper.html",
  page: "sider/saadan-bruger-du-vejviseren.html",
  "page with a table": "sider/tilgaengelighed-krav.html",
  "checklist of a theme": `${theme}/tjekliste.html`,
  "checklist of the model": "kvalitetsmodel/2021/tjekliste.html",
  coverage: "kvalitetsmodel/2021/daekning.html",
  "indicator touched by a law": "kvalitetsmodel/2021/uddannelse-og-beskaeftigelse/1.a.html",
  "historical recommendation": "retningslinjer/2016/3.1.1.html",
  "changes between editions": "retningslinjer/2020/aendringer.html",
  "old and new numbers": "retningslinjer/2020/numre.html",
  "everything that has changed": "aendringer.html",
  search: "soeg.html",
  "visit pack": "besoegspakke.html",
  "what is stored": "gemt-paa-enheden.html",
  "list from A to Å": "a-til-z.html",
  "not found": "404.html",
};

/** The quality model as data, and its questions in order, each with its indicator. */
export const model = () => JSON.parse(read("data/kvalitetsmodel-2021.json"));

export const questionsOf = (themes) =>
  themes.flatMap((theme) => theme.criteria)
    .flatMap((criterion) => criterion.indicators)
    .flatMap((indicator) => indicator.questions.map((question) => ({ ...question, indicator: indicator.id })));

/** The questions as the visit packs know them, in order, with their editorial marks, indicator, criterion and theme. */
export function packQuestions() {
  const script = read("data/spoergsmaal.js");
  const [edition] = JSON.parse(script.slice(script.indexOf("{"), script.lastIndexOf("}") + 1)).editions;
  return edition.themes.flatMap((theme) => theme.criteria.flatMap((criterion) => criterion.indicators.flatMap((indicator) =>
    indicator.questions.map((question) => ({ ...question, theme, criterion, indicator })))));
}
