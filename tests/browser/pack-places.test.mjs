// Where a pack is, and how it goes from there: a folder that was moved, other programs on the same origin, deleting one
// pack and everything, and the pack that is one HTML file.

import assert from "node:assert/strict";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { openBeside } from "./browser.mjs";
import {
  PACK_PAGE, card, emptiedOf, goTo, handOver, importFile, lockedItem, note, openedPack, openOnline, packItem, packLink, packOf,
  removeAll, saveFile, stored, unlock, visiting, write,
} from "./pack.mjs";
import { PLACES, fileAddress, portal, serve, temporaryFolder } from "./site.mjs";

const INDICATOR = "kvalitetsmodel/2021/sundhed-og-trivsel/5.a.html";

const PASSPHRASE = "en sætning med ord";

const places = await Promise.all(Object.entries(PLACES).map(async ([name, place]) => [name, await place()]));
const [[, root]] = places;

const foundElsewhere = (page) => page.getByRole("heading", { name: "Fundet pakker fra en anden mappe" });

/** Stores something as another program would, in a database of its own. */
const storeAs = (page, name) =>
  page.evaluate((database) => new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => {
      const records = request.result.createObjectStore("records", { keyPath: ["pack", "key"] });
      records.put({ pack: "1", key: "", name: "En andens pakke", ends: 1, created: 1, questions: [] });
    };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => resolve(request.result.close());
  }), name);

/** The database of this site under another path. */
const ELSEWHERE = "vejviser|vejviser|/et-andet-sted/";

const FOREIGN = ["en-anden-app", "vejviser|andet-site|/sti/", "vejviser|vejviser-2|/sti/"];

test("packs of a folder that was moved are offered, copied, and stay where they are", async () => {
  const folder = join(temporaryFolder(), "et andet sted");
  cpSync(portal(), folder, { recursive: true });
  const { page } = await openedPack(fileAddress(""), INDICATOR, { name: "Den flyttede" });
  await write(page, "5.a.1", "Borgere", "skrevet før flytningen");
  const [[name, before]] = Object.entries(await stored(page));

  await page.goto(fileAddress(PACK_PAGE, folder));
  await foundElsewhere(page).waitFor();
  assert.equal(await packLink(page, "Den flyttede").count(), 0);
  await page.getByRole("button", { name: "Kopiér hertil" }).click();
  await visiting(page);
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "skrevet før flytningen");
  await write(page, "5.a.1", "Borgere", "skrevet efter");
  const after = await stored(page);
  assert.equal(Object.keys(after).length, 2);
  assert.deepEqual(after[name], before, "the original is as it was");

  // Copied again, it does not take the place of what was written since.
  await goTo(page, "Alle pakker");
  await page.getByRole("button", { name: "Kopiér hertil" }).click();
  await visiting(page);
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "skrevet efter");
});

test("a locked pack of a folder that was moved is copied locked; where it is already, a copy with the passphrase stands beside it", async () => {
  const folder = join(temporaryFolder(), "et andet sted");
  cpSync(portal(), folder, { recursive: true });
  const { page } = await openedPack(fileAddress(""), INDICATOR, { name: "Den låste", passphrase: PASSPHRASE });
  await write(page, "5.a.1", "Borgere", "skrevet før flytningen");

  await page.goto(fileAddress(PACK_PAGE, folder));
  await page.getByRole("button", { name: "Kopiér hertil" }).click();
  await unlock(page, PASSPHRASE);
  const id = await visiting(page);
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "skrevet før flytningen");
  await write(page, "5.a.1", "Borgere", "skrevet efter");
  assert.doesNotMatch(JSON.stringify(await stored(page)), /skrevet/);

  await goTo(page, "Alle pakker");
  await page.getByRole("button", { name: "Kopiér hertil" }).click();
  await unlock(page, "en anden sætning");
  await page.getByText("Adgangssætningen passer ikke").waitFor();
  await unlock(page, PASSPHRASE);
  await page.waitForURL((url) => url.hash.startsWith("#pakke/") && url.hash !== `#pakke/${id}`);
  await unlock(page, PASSPHRASE);
  await visiting(page);
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "skrevet før flytningen");
  await goTo(page, "Alle pakker");
  await packLink(page, "Den låste").waitFor();
  await lockedItem(page, id).waitFor();
  await page.getByRole("main").locator(`a[href="#pakke/${id}"]`).click();
  await unlock(page, PASSPHRASE);
  await visiting(page);
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "skrevet efter");
});

test("packs of another folder that the browser does not open are told of, and keep nobody from those that are here", async () => {
  const page = await openOnline();
  await packOf(page, root, INDICATOR, { name: "Engen" });
  await storeAs(page, ELSEWHERE);
  await page.addInitScript((name) => {
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (...given) {
      return given[0] === name ? new EventTarget() : Reflect.apply(open, this, given);
    };
  }, ELSEWHERE);
  await page.goto(`${root}index.html`);
  await page.goto(`${root}${PACK_PAGE}`);
  await page.getByText("Browseren svarer ikke på, om der ligger pakker fra andre mapper.").waitFor();
  await packLink(page, "Engen").click();
  await visiting(page);
});

for (const [where, address] of places) {
  test(`what other programs and sites store on the same origin is neither shown nor deleted, ${where}`, async () => {
    const page = await openOnline();
    await page.goto(`${address}index.html`);
    for (const name of FOREIGN) await storeAs(page, name);
    const before = await stored(page);
    await page.goto(`${address}${PACK_PAGE}`);
    await page.getByRole("heading", { name: "Hurtig pakke" }).waitFor();
    assert.equal(await page.getByText("En andens pakke").count(), 0);
    await page.goto(`${address}gemt-paa-enheden.html`);
    await page.getByText("Lige nu er intet gemt.").waitFor();
    await packOf(page, address, INDICATOR);
    await removeAll(page, address);
    assert.deepEqual(await stored(page), before);
  });

  test(`»Slet alt« leaves nothing, says so, and is asked for first, ${where}`, async () => {
    const { page } = await openedPack(address, INDICATOR, { options: { serviceWorkers: "allow" } });
    await write(page, "5.a.1", "Borgere", "en note");
    const works = await page.evaluate(() => Boolean(navigator.serviceWorker) && location.protocol !== "file:");
    if (works) await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
    const kept = () => page.evaluate(async () => ({
      databases: (await indexedDB.databases()).length,
      caches: window.caches ? (await caches.keys().catch(() => [])).length : 0,
      workers: (await navigator.serviceWorker?.getRegistrations().catch(() => []))?.length ?? 0,
      local: localStorage.length, session: sessionStorage.length, cookies: document.cookie,
    }));
    const full = await kept();
    assert.deepEqual([full.databases, full.caches > 0, full.workers], [1, works, works ? 1 : 0]);

    await page.goto(`${address}gemt-paa-enheden.html`);
    page.once("dialog", (dialog) => dialog.dismiss());
    await page.getByRole("button", { name: "Slet alt" }).click();
    assert.deepEqual(await kept(), full, "nothing is deleted when the answer is no");
    await removeAll(page, address);
    await page.getByText("Alt er slettet. Siden har intet gemt på enheden.").waitFor();
    const empty = { databases: 0, caches: 0, workers: 0, local: 0, session: 0, cookies: "" };
    assert.deepEqual(await kept(), empty);
    assert.deepEqual(await page.context().cookies(), []);
    // Nor does a look at the packs bring anything back.
    await page.goto(`${address}${PACK_PAGE}`);
    await page.getByRole("heading", { name: "Hurtig pakke" }).waitFor();
    assert.equal(await page.getByRole("heading", { name: "Dine pakker" }).count(), 0);
    assert.deepEqual(await kept(), empty);
  });
}

test("»Slet alt« tells when a page that does not let go keeps something", async () => {
  const { page } = await openedPack(root, INDICATOR);
  const holder = await openBeside(page);
  await holder.goto(`${root}index.html`);
  await holder.evaluate(async () => {
    const [{ name }] = await indexedDB.databases();
    await new Promise((resolve) => (indexedDB.open(name).onsuccess = ({ target }) => resolve((window.held = target.result))));
  });
  await removeAll(page, root);
  await page.getByText("Noget kunne ikke slettes. Luk andre faner med siden, og prøv igen.").waitFor();
  // The browser carries out then what it was asked for.
  await holder.close();
  await emptiedOf(page);
  await page.reload();
  await page.getByText("Lige nu er intet gemt.").waitFor();
});

test("one pack is deleted for good from the bin, after a question, and no other", async () => {
  const { page } = await openedPack(root, INDICATOR, { name: "Bliver" });
  await write(page, "5.a.1", "Borgere", "bliver");
  await packOf(page, root, INDICATOR, { name: "Går" });
  await write(page, "5.a.1", "Borgere", "går");
  await write(page, "5.a.2", "Borgere", "går også");
  await goTo(page, "Alle pakker");
  await packItem(page, "Går").getByRole("button", { name: "Slet" }).click();
  await packLink(page, "Går").waitFor({ state: "detached" });
  await page.getByText("Papirkurv", { exact: true }).click();
  const remove = packItem(page, "Går").getByRole("button", { name: "Slet for altid" });
  const questions = [];
  page.once("dialog", (dialog) => (questions.push(dialog.message()), dialog.dismiss()));
  await remove.click();
  await remove.waitFor();
  page.once("dialog", (dialog) => dialog.accept());
  await remove.click();
  await remove.waitFor({ state: "detached" });
  assert.match(questions[0], /^Slet .*\? .*Det kan ikke fortrydes\.$/);
  assert.doesNotMatch(JSON.stringify(await stored(page)), /går/i);
  await packLink(page, "Bliver").click();
  await visiting(page);
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "bliver");
});

test("a copy of a pack is one of its own, and a pack can have another name", async () => {
  const { page } = await openedPack(root, INDICATOR, { name: "Først" });
  await write(page, "5.a.1", "Borgere", "fælles");
  await goTo(page, "Alle pakker");
  await packItem(page, "Først").getByRole("button", { name: "Kopiér" }).click();
  await packLink(page, "Først (kopi)").click();
  await visiting(page);
  await write(page, "5.a.1", "Borgere", "kun i kopien");
  await goTo(page, "Vælg spørgsmål");
  await page.getByLabel(/^Navn på pakken/).fill("Et andet navn");
  await page.getByRole("button", { name: "Gem valget" }).first().click();
  await page.getByRole("heading", { level: 1, name: "Et andet navn" }).waitFor();
  await goTo(page, "Alle pakker");
  assert.equal(await packLink(page, "Først (kopi)").count(), 0);
  await packLink(page, "Et andet navn").waitFor();
  await packLink(page, "Først").click();
  await visiting(page);
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "fælles");
});

for (const withNotes of [true, false]) {
  for (const [where, address] of places) {
    test(`a pack as one HTML file ${withNotes ? "with" : "without"} notes, made ${where}, works alone and comes home`, async () => {
      const { page } = await openedPack(address, INDICATOR, { name: "Til turen" });
      await write(page, "5.a.1", "Borgere", "hjemmefra");
      await goTo(page, "Aflever");
      if (withNotes) await page.getByLabel(/^Tag mine noter med/).check();
      const { text: html } = await saveFile(page, () => page.getByRole("button", { name: "Gem som én HTML-fil" }).click());
      assert.equal(html.includes("hjemmefra"), withNotes);

      const path = join(temporaryFolder(), "til turen.html");
      writeFileSync(path, html);
      const alone = pathToFileURL(path).href;
      const away = await openOnline();
      const seen = [];
      away.on("request", (request) => seen.push(request.url()));
      away.on("console", (message) => message.type() === "error" && seen.push(message.text()));
      away.on("pageerror", (error) => seen.push(String(error)));
      await away.goto(alone);
      await away.getByRole("button", { name: "Hent pakken ind" }).click();
      await visiting(away);
      assert.equal(await note(away, "5.a.1", "Borgere").inputValue(), withNotes ? "hjemmefra" : "");
      await card(away, "5.a.1").getByText("Oplever borgerne, at behandlingen er meningsfuld").waitFor();
      await card(away, "5.a.1").getByText("Anvisninger og eksempler").click();
      await card(away, "5.a.1").getByRole("listitem").filter({ hasText: /^anvisning 3\.1\.1 – Samarbejde med borgeren\b/ }).waitFor();
      assert.equal(await away.locator("a[href]:not([href^='#'])").count(), 0, "no link to a page that is not there");
      await write(away, "5.a.2", "Borgere", "skrevet på turen");
      if (withNotes) await write(away, "5.a.1", "Borgere", "hjemmefra, rettet på turen");

      // It is there when the file is opened again.
      await away.reload();
      await visiting(away);
      assert.equal(await note(away, "5.a.2", "Borgere").inputValue(), "skrevet på turen");
      const { text } = await handOver(away, "Anna");
      assert.deepEqual(seen.filter((url) => url.replace(/#.*/, "") !== alone && !url.startsWith("blob:")), []);

      await importFile(address, text, page);
      assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "hjemmefra" + (withNotes ? ", rettet på turen" : ""));
      assert.equal(await note(page, "5.a.2", "Borgere").inputValue(), "skrevet på turen");
      await goTo(page, "Alle pakker");
      assert.equal(await packLink(page, "Til turen").count(), 1, "it is the same pack");
    });
  }
}
