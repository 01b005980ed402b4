// The visit without a network from hosts that do not serve the plain files: with pretty addresses, with pages rewritten on
// their way, and where fetching the site was broken off.

import assert from "node:assert/strict";
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { after, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { open, openBeside, openProfile } from "./browser.mjs";
import { only, parse, text, words } from "./html.mjs";
import { PACK_PAGE, note, packOf, quickPack, record, visiting, write } from "./pack.mjs";
import { buildFrom, portal, read, samples, sourceCopy, temporaryFolder } from "./site.mjs";

const INDICATOR = "kvalitetsmodel/2021/sundhed-og-trivsel/5.a.html";
const MOUNTS = { "at the root": "/", "under a path": "/tilsyn/guide/" };
const MOUNT = MOUNTS["under a path"];

const TYPES = {
  ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".png": "image/png", ".svg": "image/svg+xml",
  ".txt": "text/plain", ".xml": "application/xml",
};

const isFile = (path) => existsSync(path) && statSync(path).isFile();
const isFolder = (path) => existsSync(path) && statSync(path).isDirectory();

/** Where a host with pretty addresses leads an address to, or the file that it serves there. */
function pretty(folder, path) {
  const place = join(folder, path);
  if (/(^|\/)index\.html$/.test(path)) return { to: path.replace(/index\.html$/, "") };
  if (path.endsWith(".html")) return { to: path.replace(/\.html$/, "") };
  if (path === "" || path.endsWith("/")) return { file: join(place, "index.html") };
  if (isFile(`${place}.html`)) return { file: `${place}.html` };
  if (isFolder(place)) return { to: `${path}/` };
  return { file: place };
}

const plain = (folder, path) => ({ file: join(folder, path === "" || path.endsWith("/") ? `${path}index.html` : path) });

/**
 * Serves a folder under a path, as `route` finds its files. `answer` may change what comes: `{ status, body, path }`; it may
 * wait. What is not there is answered with the site's own 404.html. Returns the site's address and `stop`.
 */
async function host(mount, folder, { route = pretty, answer = (given) => given } = {}) {
  const serve = async (request, response) => {
    const { pathname, search } = new URL(request.url, "http://localhost");
    const path = decodeURIComponent(pathname);
    const inside = path.startsWith(mount) ? path.slice(mount.length) : undefined;
    const { to, file } = inside === undefined ? {} : route(folder, inside);
    if (to !== undefined) return response.writeHead(308, { location: encodeURI(mount + to) + search }).end();
    const found = file && isFile(file);
    const body = readFileSync(found ? file : join(folder, "404.html"));
    const given = await answer({ status: found ? 200 : 404, body, path: inside });
    response.writeHead(given.status, { "content-type": `${found ? TYPES[extname(file)] : "text/html"}; charset=utf-8`, "cache-control": "no-cache" });
    return response.end(given.body);
  };
  const started = createServer((request, response) => serve(request, response).catch(() => response.destroy()));
  await new Promise((listening) => started.listen(0, "127.0.0.1", listening));
  let stopped;
  const stop = () => {
    started.closeAllConnections();
    stopped ??= new Promise((done) => started.close(done));
    return stopped;
  };
  after(stop);
  return { root: `http://127.0.0.1:${started.address().port}${mount}`, stop };
}

/**
 * Waits for an answer that takes time itself, which `page.waitForFunction` does not wait for. A site of 660 files that each come by
 * a redirect takes a busy machine a while.
 */
async function eventually(holds, what) {
  for (const end = Date.now() + 60_000; !(await holds()); await setTimeout(50)) assert.ok(Date.now() < end, `never: ${what}`);
}

/** Waits until the whole site is kept: a worker is active only after every file of its edition has come. */
const whole = (page) => eventually(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === "activated"), "a worker");

const registered = (page) => page.evaluate(async () => Boolean(await navigator.serviceWorker.getRegistration()));

/** Every address that is kept, with the name of its cache, and whether its answer was led elsewhere. */
const kept = (page) => page.evaluate(async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found.push({ name, url: request.url, redirected: (await cache.match(request)).redirected });
  }
  return found;
});

/** The addresses under which a page can be asked for. */
function addressesOf(path) {
  const folder = /^(.*\/|)index\.html$/.exec(path)?.[1];
  if (folder === undefined) return [path, path.replace(/\.html$/, "")];
  return [path, folder, ...(folder ? [folder.slice(0, -1)] : [])];
}

const headingOf = (path) => text(only(parse(read(path)), "h1"));

const LATER = new Set(["besoegspakke.html", "gemt-paa-enheden.html"]);

/** Opens pages under each of their addresses; the first that does not open is told by the browser. */
async function pagesOpen(page, root, paths) {
  for (const path of new Set(paths)) {
    for (const address of addressesOf(path)) {
      await page.goto(root + address, { waitUntil: "domcontentloaded" });
      // Scripts put others in the place of some that were sent.
      if (LATER.has(path)) continue;
      assert.equal(words(await page.locator("h1").first().textContent()), headingOf(path), address);
    }
  }
}

// Nobody goes to the page of what is not there, and servers send it as an error: it is not kept.
const EVERY_KIND = Object.entries(samples).filter(([kind]) => kind !== "not found").map(([, path]) => path);
const SOME = ["home", "section", "theme", "indicator", "search", "visit pack"].map((kind) => samples[kind]);

/** Asks for a page that need not come, in a tab of its own. */
async function asked(page, address) {
  const tab = await openBeside(page);
  const came = await tab.goto(address).then(() => true, () => false);
  await tab.close();
  return came;
}

/** Makes a pack with a note, and waits until the site is kept. */
async function packed(page, root) {
  const id = await packOf(page, root, INDICATOR, { name: "Engen" });
  await write(page, "5.a.1", "Borgere", "bliver stående");
  await whole(page);
  return id;
}

async function noteIsThere(page, root, id) {
  for (const address of addressesOf(PACK_PAGE)) {
    await page.goto(`${root}${address}?${address.length}#pakke/${id}`);
    await visiting(page);
    assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "bliver stående", address);
  }
}

for (const [where, mount] of Object.entries(MOUNTS)) {
  test(`from a host with pretty addresses ${where}, every page opens under each of its addresses, with and without a network`, async () => {
    const { root, stop } = await host(mount, portal());
    const page = await open();
    const id = await packed(page, root);
    await pagesOpen(page, root, SOME);
    await noteIsThere(page, root, id);
    const files = await kept(page);
    assert.ok(files.length > 600);
    assert.deepEqual(files.filter(({ redirected }) => redirected), []);
    await stop();
    await assert.rejects(fetch(root), "the server is still there");
    await pagesOpen(page, root, mount === MOUNT ? EVERY_KIND : SOME);
    await noteIsThere(page, root, id);
  });
}

const VERSION = /^self\.vejviserSite=.*?;\n/;

test("a site whose pages open no more after a worker of before is mended by the next build, with notes untouched", async () => {
  const source = sourceCopy();
  const folder = join(temporaryFolder(), "site");
  buildFrom(source, folder);
  const worker = join(folder, "sw.js");
  const [head] = VERSION.exec(readFileSync(worker, "utf8"));
  writeFileSync(worker, head + readFileSync(new URL("fixtures/redirected-worker.js", import.meta.url), "utf8"));
  const { root, stop } = await host(MOUNT, folder);
  const page = await open();
  const id = await packed(page, root);
  const before = await record(page, "note/5.a.1/borgere");
  assert.equal(await asked(page, root + samples.indicator), false, "the worker of before breaks nothing");

  appendFileSync(join(source, "content/_index.md"), "\nNyt fra redaktionen.\n");
  buildFrom(source, folder);
  assert.ok(!readFileSync(worker, "utf8").includes("What the worker of before did"));
  await asked(page, root + samples.indicator);
  // Pretty addresses were never kept: from one of them a browser looks for the next worker, as it does once a day.
  await page.goto(root + samples.indicator.replace(/\.html$/, ""));
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update();
    const next = registration.installing ?? registration.waiting;
    if (!next) return;
    await new Promise((done) => {
      const look = () => ["activated", "redundant"].includes(next.state) && done();
      next.onstatechange = look;
      look();
    });
  });
  await pagesOpen(page, root, SOME);
  await noteIsThere(page, root, id);
  assert.deepEqual(await record(page, "note/5.a.1/borgere"), before);
  await stop();
  await pagesOpen(page, root, SOME);
  await noteIsThere(page, root, id);
});

const commented = (given) => (/\.html$|\/$|^$/.test(given.path) ? { ...given, body: `${given.body}<!-- sent by a host -->` } : given);

test("where a host rewrites pages, the site is not kept, the page says so, and packs work", async () => {
  const { root } = await host(MOUNT, portal(), { route: plain, answer: commented });
  const page = await open();
  const said = page.getByText(/^Siden kan ikke gemmes til brug uden net\./).filter({ visible: true });
  const id = await packOf(page, root, INDICATOR, { name: "Engen" });
  await said.waitFor();
  await write(page, "5.a.1", "Borgere", "bliver stående");
  await page.goto(`${root}${PACK_PAGE}#pakker`);
  await page.reload();
  await page.getByRole("link", { name: "Engen", exact: true }).waitFor();
  await said.waitFor();
  await eventually(async () => !(await registered(page)), "no worker");
  assert.deepEqual((await kept(page)).filter(({ url }) => url !== root), []);
  await page.goto(`${root}${PACK_PAGE}#pakke/${id}`);
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "bliver stående");
});

test("the page for what is not there may be answered as not there", async () => {
  const missing = (given) => (given.path === "404.html" ? { ...given, status: 404 } : given);
  const { root, stop } = await host(MOUNT, portal(), { route: plain, answer: missing });
  const page = await open();
  const id = await packed(page, root);
  await stop();
  await page.goto(root + samples.indicator);
  assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), "Indikator 5.c");
  await page.goto(`${root}${PACK_PAGE}#pakke/${id}`);
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "bliver stående");
});

const STALE = "vejviser|vejviser|/tilsyn/guide/|0123456789abcdef";

/** Leaves half of an edition that is no more, as if fetching it had been broken off long ago. */
const halfAnEdition = (page, root) => page.evaluate(async ([name, address]) => {
  const cache = await caches.open(name);
  await cache.put(address, new Response("halv"));
}, [STALE, `${root}index.html`]);

/** The edition that is there when all is well, and the list of the packs is opened. */
async function takenUp(page, root) {
  await page.goto(root + samples.home);
  await page.goto(`${root}${PACK_PAGE}#pakker`);
  await page.getByRole("heading", { name: "Dine pakker" }).waitFor();
  await whole(page);
  await eventually(async () => !(await kept(page)).some(({ name }) => name === STALE), "the half edition is removed");
  const files = await kept(page);
  assert.equal(new Set(files.filter(({ url }) => url !== root).map(({ name }) => name)).size, 1, "one edition");
  assert.ok(files.length > 600);
}

test("fetching the site that was broken off with the browser is taken up when the packs are opened next", async () => {
  let hold = true;
  let asked;
  const begun = new Promise((done) => (asked = done));
  const answer = async (given) => {
    if (hold && given.path.startsWith("kilder/")) {
      asked();
      await new Promise(() => {});
    }
    return given;
  };
  const { root, stop } = await host(MOUNT, portal(), { route: plain, answer });
  const profile = temporaryFolder();
  const first = await openProfile(profile);
  const making = await first.newPage();
  await quickPack(making, root);
  await begun;
  await halfAnEdition(making, root);
  await first.close();
  hold = false;

  const second = await openProfile(profile);
  after(() => second.close());
  const page = await second.newPage();
  await takenUp(page, root);
  await stop();
  await page.goto(root + samples.source);
  assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), headingOf(samples.source));
});

test("half of an edition that lies there is removed when the packs are opened, and the whole one fetched", async () => {
  const { root } = await host(MOUNT, portal(), { route: plain });
  const page = await open();
  await quickPack(page, root);
  await whole(page);
  // As it was left: a pack, no worker, and half of an edition.
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.getRegistration()).unregister();
    for (const name of await caches.keys()) await caches.delete(name);
  });
  await halfAnEdition(page, root);
  await takenUp(page, root);
});
