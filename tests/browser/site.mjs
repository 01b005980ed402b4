// The built portal, as the tests see it: a folder of files, and a plain server in front of it.
//
// VEJVISER_SITE names a portal that is built already (tests/run does that); otherwise VEJVISER_BIN builds one.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
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

/** Builds the portal into a folder of its own and returns that folder. */
export function build(...options) {
  const output = join(temporaryFolder(), "site");
  execFileSync(program(), ["--root", repository, "--output", output, ...options], { stdio: "pipe" });
  return output;
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
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml",
};

/**
 * Serves a folder under a path, as the plainest of servers does: a file under exactly its name, else 404. No directory
 * index, no redirect. Returns the address of the site's root, ending in `/`; the server stops after the tests.
 */
export async function serve(mount = "/", folder = portal()) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = path.startsWith(mount) && join(folder, path.slice(mount.length));
    const found = file && !path.endsWith("/") && existsSync(file) && extname(file) in TYPES;
    response.writeHead(found ? 200 : 404, { "content-type": found ? TYPES[extname(file)] : TYPES[".txt"] });
    response.end(found ? readFileSync(file) : "not found");
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}${mount}`;
}

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
  "checklist of a theme": `${theme}/tjekliste.html`,
  "checklist of the model": "kvalitetsmodel/2021/tjekliste.html",
  coverage: "kvalitetsmodel/2021/daekning.html",
  search: "soeg.html",
  "list from A to Å": "a-til-z.html",
  "not found": "404.html",
};

/** The quality model as data, and its questions in order, each with its indicator. */
export const model = () => JSON.parse(read("data/kvalitetsmodel-2021.json"));

export const questionsOf = (themes) =>
  themes.flatMap((theme) => theme.criteria)
    .flatMap((criterion) => criterion.indicators)
    .flatMap((indicator) => indicator.questions.map((question) => ({ ...question, indicator: indicator.id })));
