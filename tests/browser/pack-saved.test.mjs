// "Gemt" means saved: every write is read back, what is not stored is told at its note and has a second place, and packs that are
// gone are missed.

import assert from "node:assert/strict";
import { appendFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { openBeside, openProfile } from "./browser.mjs";
import {
  PACK_PAGE, card, goTo, handOver, note, offerFile, openedPack, openOnline, packItem, packOf, putRecords, record, removeAll, saved, savedLine, setPassphrase, state,
  trouble, unlock, visiting, write,
} from "./pack.mjs";
import { PLACES, temporaryFolder } from "./site.mjs";

const INDICATOR = "kvalitetsmodel/2021/sundhed-og-trivsel/5.a.html";
const NOTE = "note/5.a.1/borgere";
const PASSPHRASE = "fire heste i regn";

const places = await Promise.all(Object.entries(PLACES).map(async ([name, place]) => [name, await place()]));
const [[, root]] = places;

const notSaved = (page) => savedLine(page).filter({ hasText: "IKKE GEMT" }).waitFor();

/** What is said at a note, or on a card for its status, while it is not stored. */
const unsavedAt = (page, key) => page.locator(`[data-unsaved="${key}"]:not([hidden])`);

const locals = (page) => page.evaluate(() => Object.entries(localStorage));
const asides = async (page) => (await locals(page)).filter(([key]) => key.includes("|ikke gemt|"));

/**
 * Puts a fault under the storage of the page on the screen, from now on: `put` is called for each record of a note in the place of the
 * browser's own method, with that method as its second argument. `mend` takes the fault away.
 */
const withFault = (page, put) =>
  page.evaluate((text) => {
    const own = IDBObjectStore.prototype.put;
    const faulty = new Function(`return ${text}`)();
    IDBObjectStore.prototype.put = function (record) {
      return /^(note\/|~)/.test(record.key) ? faulty.call(this, record, own) : own.call(this, record);
    };
    window.mend = () => (IDBObjectStore.prototype.put = own);
  }, String(put));

const mend = (page) => page.evaluate(() => window.mend());

for (const [name, put] of [
  ["that says yes and stores nothing", function (record) { return this.get([record.pack, record.key]); }],
  ["that stores something else", function (record, own) { return own.call(this, { ...record, data: "noget andet" }); }],
]) {
  for (const [where, address] of places) {
    test(`storage ${name} is found out, at the note too, and the text waits in a second place, ${where}`, async () => {
      const { page } = await openedPack(address, INDICATOR);
      await write(page, "5.a.1", "Borgere", "før");
      await withFault(page, put);
      await note(page, "5.a.1", "Borgere").fill("før og efter");
      await notSaved(page);
      assert.match(await trouble(page).textContent(), /^Browserens lager svarede ja, men det har ikke gemt det sidste\..*Siden prøver igen/);
      assert.equal(await unsavedAt(page, NOTE).textContent(), "Ikke gemt endnu. Teksten står her og i browserens reserve. Siden prøver igen.");
      const [[, aside]] = await asides(page);
      assert.match(aside, /"før og efter"/);
      await mend(page);
      await saved(page);
      const { data, also } = await record(page, NOTE);
      assert.deepEqual({ data, also }, { data: "før og efter", also: [] });
      assert.equal(await unsavedAt(page, NOTE).count(), 0);
      assert.deepEqual(await asides(page), []);
      assert.equal(await trouble(page).count(), 0);
    });
  }
}

test("what was not stored when the page was closed is taken back when the pack is opened again", async () => {
  const { page } = await openedPack(root, INDICATOR);
  await write(page, "5.a.1", "Borgere", "før");
  await withFault(page, function (record) { return this.get([record.pack, record.key]); });
  await note(page, "5.a.1", "Borgere").fill("før og efter");
  await note(page, "5.a.2", "Borgere").fill("ny");
  await notSaved(page);
  await unsavedAt(page, "note/5.a.2/borgere").waitFor();
  await page.reload();
  await page.getByText("Det, der ikke nåede at blive gemt sidst, er hentet frem og gemt: 5.a.1, Borgere; 5.a.2, Borgere.").waitFor();
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "før og efter");
  assert.equal(await note(page, "5.a.2", "Borgere").inputValue(), "ny");
  assert.deepEqual((await record(page, NOTE)).also, [], "it was made from what was stored");
  assert.deepEqual(await asides(page), []);
});

test("what was put aside does not go over what another tab has stored since", async () => {
  const { page, id } = await openedPack(root, INDICATOR);
  await write(page, "5.a.1", "Borgere", "før");
  await withFault(page, function (record) { return this.get([record.pack, record.key]); });
  await note(page, "5.a.1", "Borgere").fill("herfra");
  await notSaved(page);
  const kept = await locals(page);
  await page.close({ runBeforeUnload: false });
  const tab = await page.context().newPage();
  await tab.goto(`${root}${PACK_PAGE}#pakker`);
  // The other tab had the pack open all the time, so it took nothing back.
  await tab.evaluate(() => localStorage.clear());
  await tab.goto(`${root}${PACK_PAGE}#pakke/${id}`);
  await write(tab, "5.a.1", "Borgere", "derfra");
  await tab.evaluate((all) => all.forEach(([key, value]) => localStorage.setItem(key, value)), kept);
  await tab.reload();
  await visiting(tab);
  await card(tab, "5.a.1").getByText("derfra").waitFor();
  assert.equal(await note(tab, "5.a.1", "Borgere").inputValue(), "herfra");
  assert.deepEqual((await record(tab, NOTE)).also.map(({ data }) => data), ["derfra"]);
});

for (const [where, address] of places) {
  test(`what is typed in the moment of a reload is there afterwards, ${where}`, async () => {
    const { page } = await openedPack(address, INDICATOR);
    page.on("dialog", (dialog) => dialog.accept());
    await note(page, "5.a.1", "Borgere").fill("i sidste øjeblik");
    await page.reload();
    await note(page, "5.a.1", "Borgere").waitFor();
    assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "i sidste øjeblik");
    await page.waitForFunction(() => !Object.keys(localStorage).some((key) => key.includes("|ikke gemt|")));
    assert.deepEqual((await record(page, NOTE)).also, []);
  });
}

test("of a locked pack only sealed texts are put aside, and they are taken back with the passphrase", async () => {
  const { page } = await openedPack(root, INDICATOR, { passphrase: PASSPHRASE });
  await write(page, "5.a.1", "Borgere", "før");
  await withFault(page, function (record) { return this.get([record.pack, record.key]); });
  await note(page, "5.a.1", "Borgere").fill("hemmeligt ord");
  await notSaved(page);
  await unsavedAt(page, NOTE).waitFor();
  const [[key, aside]] = await asides(page);
  assert.match(key, /\|\d+-\d+-\d+\/\d+-\d+-\d+$/);
  assert.doesNotMatch(aside, /5\.a|borgere/);
  const { data } = JSON.parse(aside).text;
  assert.ok(data.iv && !Buffer.from(data.data, "base64").includes("hemmeligt"));
  assert.doesNotMatch(aside, /hemmeligt/);
  await page.reload();
  await unlock(page, PASSPHRASE);
  await note(page, "5.a.1", "Borgere").waitFor();
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "hemmeligt ord");
  assert.deepEqual(await asides(page), []);
});

test("leaving a locked pack writes nothing readable", async () => {
  const { page } = await openedPack(root, INDICATOR, { passphrase: PASSPHRASE });
  await page.evaluate(() => {
    const set = Storage.prototype.setItem;
    Storage.prototype.setItem = function (key, value) {
      if (value.includes("i sidste øjeblik")) document.cookie = "seen=1";
      set.call(this, key, value);
    };
  });
  await note(page, "5.a.1", "Borgere").fill("i sidste øjeblik");
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide")));
  await saved(page);
  assert.equal(await page.evaluate(() => document.cookie), "");
});

test("a save whose answer was lost is not taken for somebody else's text", async () => {
  const { page } = await openedPack(root, INDICATOR);
  await write(page, "5.a.1", "Borgere", "før");
  // The text is stored; the reading back is refused twice, once for the try and once for its repetition.
  await page.evaluate(() => {
    const own = IDBDatabase.prototype.transaction;
    let refusals = 2;
    let hasWritten = false;
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      if (mode === "readwrite") hasWritten = true;
      else if (hasWritten && refusals) {
        refusals -= 1;
        throw new DOMException("", "AbortError");
      }
      return own.call(this, stores, mode, options);
    };
  });
  await note(page, "5.a.1", "Borgere").fill("før og efter");
  await notSaved(page);
  assert.equal((await record(page, NOTE)).data, "før og efter", "it was stored all the same");
  await note(page, "5.a.1", "Borgere").fill("før og efter det");
  await saved(page);
  const { data, also } = await record(page, NOTE);
  assert.deepEqual({ data, also }, { data: "før og efter det", also: [] });
});

test("a status that is not stored is told on its card", async () => {
  const { page } = await openedPack(root, INDICATOR);
  await page.evaluate(() => {
    const own = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (record) { return this.get([record.pack, record.key]); };
    window.mend = () => (IDBObjectStore.prototype.put = own);
  });
  await state(page, "5.a.1", "Følg op").check();
  await unsavedAt(page, "state/5.a.1").waitFor();
  await mend(page);
  await saved(page);
  assert.equal((await record(page, "state/5.a.1")).data, "følg op");
  assert.equal(await unsavedAt(page, "state/5.a.1").count(), 0);
});

test("a text that does not fit anywhere is told to be on the screen only", async () => {
  const { page } = await openedPack(root, INDICATOR);
  await withFault(page, function (record) { return this.get([record.pack, record.key]); });
  await page.evaluate(() => (Storage.prototype.setItem = () => { throw new DOMException("", "QuotaExceededError"); }));
  await note(page, "5.a.1", "Borgere").fill("kun her");
  await unsavedAt(page, NOTE).filter({ hasText: "Ikke gemt. Teksten står kun her på skærmen. Gem pakken som fil." }).waitFor();
  await mend(page);
  await saved(page);
});

test("a slow save is told at the note, which is put aside meanwhile", async () => {
  const { page } = await openedPack(root, INDICATOR);
  await write(page, "5.a.1", "Borgere", "før");
  await page.evaluate(() => {
    const own = IDBDatabase.prototype.transaction;
    // A transaction of ours goes on until it is let go, and whatever comes later waits for it.
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      const transaction = own.call(this, stores, mode, options);
      if (mode === "readwrite" && !window.letGo) {
        let isHeld = true;
        window.letGo = () => (isHeld = false);
        const hold = () => { if (isHeld) transaction.objectStore("records").get(["", ""]).onsuccess = hold; };
        hold();
      }
      return transaction;
    };
  });
  await note(page, "5.a.1", "Borgere").fill("før og efter");
  await unsavedAt(page, NOTE).waitFor();
  assert.equal(await savedLine(page).textContent(), "Gemmer …");
  assert.match((await asides(page))[0][1], /"før og efter"/);
  await page.evaluate(() => window.letGo());
  await saved(page);
  assert.equal(await unsavedAt(page, NOTE).count(), 0);
  assert.deepEqual(await asides(page), []);
});

/** The packs that the list says were here. */
const missed = (page) => page.getByRole("heading", { name: "Pakker, der ikke er her mere" }).locator("xpath=..");

for (const [where, address] of places) {
  test(`packs of a database that is gone are named with their notes, and go from the list when their file comes in, ${where}`, async () => {
    const { page } = await openedPack(address, INDICATOR, { name: "Birkehuset" });
    await write(page, "5.a.1", "Borgere", "én");
    await write(page, "5.a.2", "Borgere", "to");
    const { text } = await handOver(page, "Anna");
    await goTo(page, "Alle pakker");
    assert.equal(await missed(page).count(), 0);
    await emptyDatabases(page);
    await page.reload();
    await missed(page).waitFor();
    assert.match(await missed(page).getByRole("listitem").textContent(), /^»Birkehuset«: noter: 2, sidst skrevet .* kl\. \d\d\.\d\d, sidst gemt som fil /);
    assert.ok(!(await locals(page)).some(([, value]) => /én|"to"/.test(value)), "the list has no text of notes");
    await offerFile(page, text);
    await page.getByRole("button", { name: "Hent pakken ind" }).click();
    await visiting(page);
    await goTo(page, "Alle pakker");
    assert.equal(await missed(page).count(), 0);
    assert.match(await page.getByRole("main").textContent(), /noter: 2/);
  });
}

test("a pack that was deleted on purpose is not missed, and neither is one that the user gives up", async () => {
  const { page } = await openedPack(root, INDICATOR, { name: "Birkehuset" });
  await packOf(page, root, INDICATOR, { name: "Egehuset" });
  await goTo(page, "Alle pakker");
  page.on("dialog", (dialog) => dialog.accept());
  await packItem(page, "Birkehuset").getByRole("button", { name: "Slet", exact: true }).click();
  await page.getByText("Papirkurv", { exact: true }).click();
  await packItem(page, "Birkehuset").getByRole("button", { name: "Slet for altid" }).click();
  await packItem(page, "Birkehuset").waitFor({ state: "detached" });
  await page.reload();
  await page.getByRole("link", { name: "Egehuset" }).waitFor();
  assert.equal(await missed(page).count(), 0);
  await emptyDatabases(page);
  await page.reload();
  assert.match(await missed(page).getByRole("listitem").textContent(), /^»Egehuset«: noter: 0, .*, aldrig gemt som fil/);
  await page.getByRole("button", { name: "Fjern beskeden" }).click();
  await missed(page).waitFor({ state: "detached" });
  await page.reload();
  await page.getByRole("heading", { level: 1 }).waitFor();
  assert.equal(await missed(page).count(), 0);
});

test("»Slet alt« leaves nothing in either kind of storage", async () => {
  const { page } = await openedPack(root, INDICATOR);
  await write(page, "5.a.1", "Borgere", "væk");
  const other = await openBeside(page);
  await removeAll(other, root);
  assert.deepEqual(await locals(other), []);
});

for (const [name, answer, words] of [
  ["has promised to keep them", true, /^Browseren har lovet at beholde pakkerne, også når enheden mangler plads\. Rydder du selv browserens data, forsvinder de\.\s*$/],
  ["has not promised to keep them", false, /^Browseren har ikke lovet at beholde pakkerne\..*Gem pakken som fil under »Aflever« efter hvert besøg\..*Bed browseren om at love det$/s],
  ["does not say", undefined, /^Browseren siger ikke, om den beholder pakkerne\..*Gem pakken som fil/s],
]) {
  test(`a browser that ${name}: in words, on the list, in the pack and on the page of what is stored`, async () => {
    const page = await openOnline();
    await page.addInitScript((promised) => {
      if (promised === undefined) delete StorageManager.prototype.persisted;
      else StorageManager.prototype.persisted = async () => promised;
    }, answer);
    await packOf(page, root, INDICATOR);
    const promise = page.locator("[data-promise]");
    for (const show of [
      () => goTo(page, "Aflever"),
      () => goTo(page, "Alle pakker"),
      () => page.goto(`${root}gemt-paa-enheden.html`),
    ]) {
      await show();
      await promise.locator("p").first().waitFor();
      assert.match((await promise.innerText()).trim(), words);
    }
  });
}

test("a browser that is asked and agrees is taken at its word at once", async () => {
  const page = await openOnline();
  await page.addInitScript(() => {
    let promised = false;
    let asked = 0;
    StorageManager.prototype.persisted = async () => promised;
    StorageManager.prototype.persist = async () => (promised = ++asked > 1);
  });
  await packOf(page, root, INDICATOR);
  await goTo(page, "Aflever");
  await page.getByRole("button", { name: "Bed browseren om at love det" }).click();
  await page.getByText(/^Browseren har lovet at beholde pakkerne/).waitFor();
});

test("Safari's rule of seven days is named in Safari, and only there", async () => {
  const page = await openOnline();
  await packOf(page, root, INDICATOR);
  await goTo(page, "Aflever");
  await page.locator("[data-promise] p").first().waitFor();
  assert.doesNotMatch(await page.getByRole("main").innerText(), /Safari/);
  await page.addInitScript(() => Object.defineProperty(navigator, "vendor", { value: "Apple Computer, Inc." }));
  await page.reload();
  await page.getByText(/Safari sletter det gemte, når du har brugt Safari i syv dage/).waitFor();
});


const emptyDatabases = (page) =>
  page.evaluate(async () => {
    const all = await indexedDB.databases();
    await Promise.all(all.map(({ name }) => new Promise((done) => (indexedDB.deleteDatabase(name).onsuccess = done))));
  });

/** What the second copy of the pack has in it. */
const reserve = (page) =>
  page.evaluate(async () => {
    const all = await navigator.storage.getDirectory();
    const texts = [];
    for await (const folder of all.values()) {
      for await (const file of folder.values()) texts.push(await (await file.getFile()).text());
    }
    return texts.join("\n");
  });

async function untilReserve(page, fits) {
  while (!fits(await reserve(page).catch(() => ""))) await setTimeout(50);
}

test("of a locked pack that is gone the list says no more than that, and its copy opens with the passphrase", async () => {
  const { page, id } = await openedPack(root, INDICATOR, { name: "Birkehuset", passphrase: PASSPHRASE });
  await untilReserve(page, (text) => text);
  await goTo(page, "Alle pakker");
  await emptyDatabases(page);
  await page.reload();
  await missed(page).filter({ hasText: `Låst pakke ${id.slice(0, 4)}` }).waitFor();
  assert.doesNotMatch(await missed(page).innerText(), /Birkehuset|noter: /);
});

for (const passphrase of [undefined, PASSPHRASE]) {
  test(`a pack whose database is gone comes back from its second copy${passphrase ? ", with its passphrase" : ""}`, async () => {
    const { page } = await openedPack(root, INDICATOR, { name: "Birkehuset", passphrase });
    await write(page, "5.a.1", "Borgere", "til sidst");
    if (!passphrase) await untilReserve(page, (text) => text.includes("til sidst"));
    else {
      const before = await reserve(page);
      await untilReserve(page, (text) => text && text !== before);
      assert.doesNotMatch(await reserve(page), /til sidst/);
    }
    await goTo(page, "Alle pakker");
    await emptyDatabases(page);
    await page.reload();
    await page.getByRole("button", { name: "Hent pakken frem fra kopien" }).click();
    if (passphrase) {
      await unlock(page, "forkert sætning");
      await trouble(page).filter({ hasText: "Adgangssætningen passer ikke" }).waitFor();
      await unlock(page, passphrase);
    }
    await visiting(page);
    assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "til sidst");
    if (passphrase) assert.equal((await record(page, "")).lock.hidden, true);
    await goTo(page, "Alle pakker");
    assert.equal(await missed(page).count(), 0);
  });
}

test("the second copy is sealed as soon as the pack is, and goes with the pack", async () => {
  const { page } = await openedPack(root, INDICATOR, { name: "Birkehuset" });
  await write(page, "5.a.1", "Borgere", "først åben");
  await untilReserve(page, (text) => text.includes("først åben"));
  await setPassphrase(page, PASSPHRASE);
  await untilReserve(page, (text) => text && !text.includes("først åben"));
  await goTo(page, "Alle pakker");
  page.on("dialog", (dialog) => dialog.accept());
  await packItem(page, "Birkehuset").getByRole("button", { name: "Slet", exact: true }).click();
  await page.getByText("Papirkurv", { exact: true }).click();
  const binned = page.getByRole("listitem").filter({ hasText: "Låst pakke" });
  await binned.getByRole("button", { name: "Slet for altid" }).click();
  await binned.waitFor({ state: "detached" });
  assert.equal(await reserve(page), "");
});

test("»Slet alt« deletes the second copies too", async () => {
  const { page } = await openedPack(root, INDICATOR);
  await write(page, "5.a.1", "Borgere", "væk");
  await untilReserve(page, (text) => text.includes("væk"));
  await page.goto(`${root}gemt-paa-enheden.html`);
  await page.getByText("en ekstra kopi af hver pakke i browserens filsystem").waitFor();
  await removeAll(page, root);
  assert.equal(await reserve(page), "");
});

/**
 * What a crash between the two writes of a record leaves at the end of a log of Chromium's databases: a header without its record. The
 * first start after it reads the log and appends to it, the second finds a log that makes no sense and begins an empty database.
 */
function tear(profile) {
  const databases = join(profile, "Default/IndexedDB");
  const logs = readdirSync(databases, { recursive: true }).filter((name) => name.endsWith(".log"));
  assert.ok(logs.length > 0);
  for (const log of logs) appendFileSync(join(databases, log), Buffer.from([0x1d, 0xc0, 0x96, 0x66, 0x40, 0, 1]));
}

test("when a crash costs the browser its database, packs come back from their second copies", async () => {
  const profile = temporaryFolder();
  const visit = async (work) => {
    const context = await openProfile(profile);
    const [page] = context.pages();
    const result = await work(page);
    await context.close();
    return result;
  };
  const id = await visit(async (page) => {
    const made = await packOf(page, root, INDICATOR, { name: "Birkehuset" });
    await write(page, "5.a.1", "Borgere", "skrevet før nedbruddet");
    await untilReserve(page, (text) => text.includes("skrevet før nedbruddet"));
    return made;
  });
  tear(profile);
  await visit(async (page) => {
    await page.goto(`${root}${PACK_PAGE}#pakke/${id}`);
    await write(page, "5.a.2", "Borgere", "og efter det");
    await untilReserve(page, (text) => text.includes("og efter det"));
  });
  await visit(async (page) => {
    await page.goto(`${root}${PACK_PAGE}#pakke/${id}`);
    await page.getByText("Pakken er ikke i browserens database mere.").waitFor();
    await page.goto(`${root}${PACK_PAGE}#pakker`);
    await page.getByRole("button", { name: "Hent pakken frem fra kopien" }).click();
    await visiting(page);
    assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "skrevet før nedbruddet");
    assert.equal(await note(page, "5.a.2", "Borgere").inputValue(), "og efter det");
  });
});

test("a database that comes back as it was before takes the newer notes from the second copy, and nothing is replaced", async () => {
  const { page, id } = await openedPack(root, INDICATOR);
  await write(page, "5.a.1", "Borgere", "før");
  await write(page, "5.a.2", "Borgere", "urørt");
  const before = await record(page, NOTE);
  await write(page, "5.a.1", "Borgere", "efter");
  await write(page, "5.a.2", "Ledelse", "helt ny");
  await untilReserve(page, (text) => text.includes("helt ny"));
  const tab = await openBeside(page);
  await page.close({ runBeforeUnload: false });
  await tab.goto(`${root}${PACK_PAGE}#pakker`);
  await putRecords(tab, [before]);
  await tab.evaluate(([pack]) => new Promise((done) => {
    indexedDB.open(`vejviser|vejviser|${new URL(".", location.href).pathname}`).onsuccess = ({ target }) => {
      const records = target.result.transaction("records", "readwrite").objectStore("records");
      records.delete([pack, "note/5.a.2/ledelse"]).onsuccess = () => done(target.result.close());
    };
  }), [id]);
  await tab.goto(`${root}${PACK_PAGE}#pakke/${id}`);
  await tab.getByText(/er hentet frem og gemt: 5\.a\.1, Borgere; 5\.a\.2, Ledelse\./).waitFor();
  assert.equal(await note(tab, "5.a.1", "Borgere").inputValue(), "efter");
  assert.deepEqual((await record(tab, NOTE)).also.map(({ data }) => data), ["før"]);
  assert.equal((await record(tab, "note/5.a.2/ledelse")).data, "helt ny");
  assert.deepEqual((await record(tab, "note/5.a.2/borgere")).also, []);
});

test("a pack whose id begins another's is missed by itself", async () => {
  const page = await openOnline();
  await page.goto(`${root}${PACK_PAGE}`);
  await page.evaluate(() => {
    const path = new URL(".", location.href).pathname;
    localStorage.setItem(`vejviser|vejviser|${path}|pakke|1-2-34`, JSON.stringify({ name: "Anden", notes: 1, saved: 1, exported: 0 }));
  });
  await page.goto(`${root}${PACK_PAGE}#pakke/1-2-3`);
  await page.getByText("Pakken er ikke i denne browser.").waitFor();
  await page.goto(`${root}${PACK_PAGE}#pakke/1-2-34`);
  await page.getByText("Pakken er ikke i browserens database mere.").waitFor();
});
