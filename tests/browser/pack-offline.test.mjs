// The visit without a network: the site and the packs are there after the server is gone and the browser was closed, and
// a new edition of the site comes whole, when it is asked for, or not at all.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { openProfile } from "./browser.mjs";
import { PACK_PAGE, note, quickPack, stored, write } from "./pack.mjs";
import { buildFrom, samples, server, sourceCopy, switchNotesOff, temporaryFolder } from "./site.mjs";

const MOUNT = "/tilsyn/guide/";
const NEWS = "Nyt fra redaktionen.";
const TAKE = "Skift til den nye udgave";

/** A site of its own that can be built anew in its place, a server that can be stopped, a browser that can be closed. */
async function world() {
  const source = sourceCopy();
  const folder = join(temporaryFolder(), "site");
  const profile = temporaryFolder();
  buildFrom(source, folder);
  const { root, stop } = await server(MOUNT, folder);
  let context;
  const restart = async () => {
    await context?.close();
    context = await openProfile(profile);
    context.setDefaultTimeout(15_000);
    return context.newPage();
  };
  after(async () => {
    await context.close();
    await stop();
  });
  return {
    root,
    folder,
    restart,
    page: await restart(),
    stop,
    edit: () => {
      appendFileSync(join(source, "content/_index.md"), `\n${NEWS}\n`);
      buildFrom(source, folder);
    },
    switchOff: () => {
      switchNotesOff(source);
      buildFrom(source, folder);
    },
  };
}

/** Waits until the whole site is kept: a worker is active only after every file of its edition has come. */
const whole = (page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => true));

/** The editions that are kept whole. */
const editions = ({ page, root }) =>
  page.evaluate(async (list) => {
    const names = [];
    for (const name of await window.caches.keys()) if (await window.caches.match(list, { cacheName: name })) names.push(name);
    return names;
  }, `${root}data/filer.json`);

/** Looks for a new edition, and waits until it is kept or refused. */
const look = (page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    const worker = registration.installing;
    if (!worker) return "none";
    return new Promise((done) => {
      worker.onstatechange = () => ["activated", "redundant"].includes(worker.state) && done(worker.state);
    });
  });

const registered = (page) => page.evaluate(async () => Boolean(await navigator.serviceWorker.getRegistration()));
const caches = (page) => page.evaluate(() => window.caches.keys());

/** Waits for an answer that takes time itself, which `page.waitForFunction` does not wait for. */
async function eventually(holds) {
  for (const end = Date.now() + 15_000; !(await holds()); await setTimeout(50)) assert.ok(Date.now() < end, `never: ${holds}`);
}

const text = (page) => page.getByRole("main").innerText();
const announcement = (page) => page.getByRole("button", { name: TAKE });

/** A pack with a note, and the site kept. */
async function packed({ page, root }) {
  const id = await quickPack(page, root);
  await write(page, "5.c.7", "Borgere", "Naloxon ligger i skabet.");
  await whole(page);
  return id;
}

test("without a server, after a cold start, everything works", async () => {
  const site = await world();
  const id = await packed(site);
  await site.stop();
  const page = await site.restart();
  const failed = [];
  // What a page had asked for when it was left is called off, and no failure.
  page.on("requestfailed", (request) => request.failure().errorText === "net::ERR_ABORTED" || failed.push(request.url()));
  page.on("pageerror", (error) => failed.push(String(error)));
  await assert.rejects(fetch(site.root), "the server is still there");

  for (const address of ["", "index.html"]) {
    await page.goto(site.root + address);
    await page.getByRole("main").getByRole("link", { name: "Forbered et tilsyn", exact: true }).waitFor();
  }
  await page.goto(site.root + samples.indicator);
  assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), "Indikator 5.c");
  assert.equal(await page.locator(".print-only").first().isVisible(), false, "the style sheet is missing");

  await page.getByRole("combobox", { name: /^Søg/ }).first().fill("naloxon");
  await page.keyboard.press("Enter");
  await page.waitForURL(/soeg\.html\?q=naloxon/);
  await page.locator("[data-count]", { hasText: /^Fandt \d/ }).waitFor();
  await page.locator("[data-hits]").getByRole("link", { name: /Naloxon/i }).first().waitFor();

  await page.goto(`${site.root}${PACK_PAGE}#pakke/${id}`);
  assert.equal(await note(page, "5.c.7", "Borgere").inputValue(), "Naloxon ligger i skabet.");
  await write(page, "5.c.7", "Borgere", "Skrevet uden net.");
  await page.reload();
  assert.equal(await note(page, "5.c.7", "Borgere").inputValue(), "Skrevet uden net.");
  assert.deepEqual(failed, []);
});

test("a new edition is announced on the next visit and shown when somebody asks, with notes untouched", async () => {
  const site = await world();
  const id = await packed(site);
  const before = await stored(site.page);
  const [old] = await editions(site);
  site.edit();
  const page = await site.restart();
  await page.goto(`${site.root}index.html`);
  await announcement(page).waitFor();
  assert.ok(!(await text(page)).includes(NEWS), "the new edition is shown before anybody asked");
  await page.reload();
  await announcement(page).waitFor();
  assert.ok(!(await text(page)).includes(NEWS), "a reload shows the new edition");
  assert.equal((await editions({ ...site, page })).length, 2);
  // Without a network it can still be taken: it is there whole.
  await site.stop();
  await announcement(page).click();
  await page.getByText(NEWS).waitFor();
  assert.equal(await announcement(page).isVisible(), false);
  const kept = await editions({ ...site, page });
  assert.equal(kept.length, 1, "an edition that nobody sees is kept");
  assert.notEqual(kept[0], old);
  await page.goto(`${site.root}${PACK_PAGE}#pakke/${id}`);
  assert.equal(await note(page, "5.c.7", "Borgere").inputValue(), "Naloxon ligger i skabet.");
  assert.deepEqual(await stored(page), before);
});

test("a site that is half replaced never becomes an edition", async () => {
  const site = await world();
  await packed(site);
  const kept = await editions(site);
  assert.equal(kept.length, 1);
  const home = join(site.folder, "index.html");
  const old = readFileSync(home);
  site.edit();
  const news = readFileSync(home);
  assert.notDeepEqual(news, old);
  writeFileSync(home, old);
  const page = await site.restart();
  await page.goto(`${site.root}${samples.indicator}`);
  assert.equal(await look(page), "redundant");
  assert.deepEqual(await editions({ ...site, page }), kept);
  assert.equal(await announcement(page).isVisible(), false, "half an edition is announced");
  await page.goto(`${site.root}index.html`);
  assert.ok(!(await text(page)).includes(NEWS));
  // As soon as the rest is there, the edition is.
  writeFileSync(home, news);
  assert.equal(await look(page), "activated");
  await announcement(page).click();
  await page.getByText(NEWS).waitFor();
});

test("a site that is half there when the first pack is made is not kept at all", async () => {
  const site = await world();
  appendFileSync(join(site.folder, samples.theme), "<!-- -->");
  await quickPack(site.page, site.root);
  await site.page.getByText(/^Siden kan ikke gemmes til brug uden net\./).waitFor();
  await eventually(async () => !(await registered(site.page)));
  assert.deepEqual(await caches(site.page), [], "half an edition is left behind");
  await site.page.goto(site.root + samples.indicator);
  assert.equal(await site.page.evaluate(() => navigator.serviceWorker.controller), null);
});

/** Another letter in the heading of a file: as many bytes as before. */
function replaceLetter(path) {
  const bytes = readFileSync(path);
  bytes[bytes.indexOf("<h1>") + "<h1>".length] ^= 1;
  writeFileSync(path, bytes);
}

const sumOf = (path) => createHash("sha256").update(readFileSync(path)).digest("base64");

test("a file that was replaced by one of the same length is refused, and the page names it", async () => {
  const site = await world();
  replaceLetter(join(site.folder, samples.theme));
  await quickPack(site.page, site.root);
  const told = site.page.getByText(/^Siden kan ikke gemmes til brug uden net\./);
  await told.filter({ hasText: `Filen »${samples.theme}« kommer ikke, som den blev bygget.` }).waitFor();
  await eventually(async () => !(await registered(site.page)));
  assert.deepEqual(await caches(site.page), []);
});

test("a list that says of a replaced file what it is now is refused: the worker knows its list", async () => {
  const site = await world();
  await packed(site);
  const kept = await editions(site);
  site.edit();
  const theme = join(site.folder, samples.theme);
  const list = join(site.folder, "data/filer.json");
  const before = sumOf(theme);
  replaceLetter(theme);
  const honest = readFileSync(list, "utf8");
  assert.ok(honest.includes(before), "the list has whole sums");
  writeFileSync(list, honest.replace(before, sumOf(theme)));
  const page = await site.restart();
  await page.goto(`${site.root}${samples.indicator}`);
  assert.equal(await look(page), "redundant");
  assert.deepEqual(await editions({ ...site, page }), kept);
  assert.equal(await announcement(page).isVisible(), false);
  // The edition that is shown is the one that was whole, for as long as nobody can be asked for another.
  await page.goto(`${site.root}index.html`);
  assert.ok(!(await text(page)).includes(NEWS));
});

test("a site that has its packs switched off later takes its worker and its files back", async () => {
  const site = await world();
  await packed(site);
  site.switchOff();
  const page = await site.restart();
  await page.goto(`${site.root}index.html`);
  await eventually(async () => !(await registered(page)) && !(await caches(page)).length);
  await page.goto(`${site.root}${PACK_PAGE}`);
  await page.getByText("Besøgspakker er slået fra på dette site.").waitFor();
});
