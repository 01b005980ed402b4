// What goes wrong under a visit pack: storage that is full, forbidden, emptied, silent, cut off or from the future, a crash,
// a clock, an end date. Each is said in plain words, and no note is lost.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { openBeside } from "./browser.mjs";
import {
  PACK_PAGE, emptiedOf, SPEEDS, card, goTo, handOver, importFile, note, openAtSpeed, openedPack, openOnline, packOf, putRecords, record, removeAll, saved, savedLine, saveFile,
  state, stored, trouble, visiting, write,
} from "./pack.mjs";
import { PLACES } from "./site.mjs";

const INDICATOR = "kvalitetsmodel/2021/sundhed-og-trivsel/5.a.html";
const NOTE = "note/5.a.1/borgere";

const places = await Promise.all(Object.entries(PLACES).map(async ([name, place]) => [name, await place()]));
const [[, root]] = places;

const databases = (page) => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
const notSaved = (page) => savedLine(page).filter({ hasText: "IKKE GEMT" }).waitFor();

/** A pack in a storage with room for it and no more, and a note of three megabytes that has just failed to be saved. */
async function fullStorage() {
  const page = await openOnline();
  const session = await page.context().newCDPSession(page);
  const room = (quotaSize) => session.send("Storage.overrideQuotaForOrigin", { origin: new URL(root).origin, quotaSize });
  await room(500_000);
  await packOf(page, root, INDICATOR);
  await write(page, "5.a.1", "Borgere", "kort");
  await write(page, "5.a.2", "Borgere", "før");
  // Browsers store a text of repeated words in a tenth of its size. Without digits, it never looks like a CPR number.
  const word = () => Math.random().toString(36).slice(2, 11).replace(/\d/g, "x");
  const long = Array.from({ length: 300_000 }, word).join(" ");
  await note(page, "5.a.1", "Borgere").fill(long);
  await notSaved(page);
  return { page, long, makeRoom: () => room() };
}

test("storage full: what was typed stays, and can be saved as a file that goes in elsewhere", async () => {
  const { page, long } = await fullStorage();
  assert.match(await trouble(page).textContent(), /^Der er ikke plads til mere på enheden.*Det står stadig på skærmen\./);
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), long);
  assert.equal((await record(page, NOTE)).data, "kort");
  const { text } = await saveFile(page, () => page.getByRole("button", { name: "Gem pakken som fil" }).click());
  const elsewhere = await importFile(root, text);
  assert.equal(await note(elsewhere, "5.a.1", "Borgere").inputValue(), long);
  assert.equal(await note(elsewhere, "5.a.2", "Borgere").inputValue(), "før");
});

for (const [name, meanwhile] of [
  ["at the next try", () => {}],
  ["after it was saved as a file", (page) => saveFile(page, () => page.getByRole("button", { name: "Gem pakken som fil" }).click())],
]) {
  test(`storage full: when there is room again the note is stored, ${name}`, async () => {
    const { page, long, makeRoom } = await fullStorage();
    await meanwhile(page);
    // Waits behind any try that is under way.
    assert.equal((await record(page, NOTE)).data, "kort");
    await makeRoom();
    await note(page, "5.a.1", "Borgere").press("Control+Enter");
    await saved(page);
    const { data, also } = await record(page, NOTE);
    assert.equal(data.length, long.length);
    assert.deepEqual(also, [], "nobody else wrote, so nothing stands beside it");
    assert.deepEqual(await trouble(page).allInnerTexts(), [], "the message that it is not stored has gone");
  });
}

for (const [name, forbid] of [
  ["refused", () => (IDBFactory.prototype.open = () => { throw new DOMException("", "SecurityError"); })],
  ["not there", () => Object.defineProperty(window, "indexedDB", { value: undefined })],
]) {
  for (const [where, address] of places) {
    test(`storage ${name}, ${where}: work goes on, can be saved as a file, and leaving asks`, async () => {
      const page = await openOnline();
      await page.addInitScript(forbid);
      await packOf(page, address, INDICATOR);
      await page.getByText(/^Browseren tillader ikke, at siden gemmer noget\./).waitFor();
      await note(page, "5.a.1", "Borgere").fill("kun her");
      await note(page, "5.a.1", "Borgere").press("Control+Enter");
      await savedLine(page).filter({ hasText: "Ikke gemt på enheden" }).waitFor();
      await goTo(page, "Triangulering");
      await goTo(page, "Efter indikator");
      assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "kun her");
      const { text } = await handOver(page, "Anna");
      const asking = page.waitForEvent("dialog");
      await page.close({ runBeforeUnload: true });
      const dialog = await asking;
      assert.equal(dialog.type(), "beforeunload");
      await dialog.dismiss();
      const elsewhere = await importFile(address, text);
      assert.equal(await note(elsewhere, "5.a.1", "Borgere").inputValue(), "kun her");
    });
  }
}

/** A pack with two notes and a state, whose storage is then emptied. */
async function emptied(address, empty) {
  const { page } = await openedPack(address, INDICATOR);
  await write(page, "5.a.1", "Borgere", "gammel");
  await write(page, "5.a.2", "Borgere", "urørt");
  await state(page, "5.a.2", "Følg op").check();
  await saved(page);
  await empty(page);
  await emptiedOf(page);
  return page;
}

const byOtherTab = async (page, address) => removeAll(await openBeside(page), address);

const byBrowser = async (page) => {
  const session = await page.context().newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin: new URL(root).origin, storageTypes: "all" });
};

for (const [name, address, empty] of [
  ...places.map(([where, address]) => [`by another tab, ${where}`, address, byOtherTab]),
  ["by the browser", root, byBrowser],
]) {
  test(`storage emptied ${name}: the next save says so, and everything can be stored again`, async () => {
    const page = await emptied(address, (page) => empty(page, address));
    await note(page, "5.a.1", "Borgere").fill("ny");
    await notSaved(page);
    assert.match(await trouble(page).textContent(), /^Pakken findes ikke længere på enheden\..*Det, du ser, står kun på skærmen\./);
    assert.deepEqual(await databases(page), [], "nothing comes back by itself");
    await page.getByRole("button", { name: "Gem pakken på enheden igen" }).click();
    await saved(page);
    assert.equal(await trouble(page).count(), 0);
    const other = await openBeside(page);
    await other.goto(page.url());
    await note(other, "5.a.1", "Borgere").waitFor();
    assert.equal(await note(other, "5.a.1", "Borgere").inputValue(), "ny");
    assert.equal(await note(other, "5.a.2", "Borgere").inputValue(), "urørt");
    assert.ok(await state(other, "5.a.2", "Følg op").isChecked());
  });
}

test("what could not be saved is still there, and said, after a look at another screen", async () => {
  const page = await emptied(root, (page) => byOtherTab(page, root));
  await note(page, "5.a.1", "Borgere").fill("ikke gemt endnu");
  await notSaved(page);
  await goTo(page, "Triangulering");
  await trouble(page).waitFor();
  await goTo(page, "Efter indikator");
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "ikke gemt endnu");
  await page.getByRole("button", { name: "Gem pakken på enheden igen" }).click();
  await saved(page);
  assert.equal((await record(page, NOTE)).data, "ikke gemt endnu");
});

test("a state that could not be saved is stored with the rest", async () => {
  const page = await emptied(root, (page) => byOtherTab(page, root));
  await state(page, "5.a.1", "Ikke relevant").check();
  await trouble(page).filter({ hasText: /^Pakken findes ikke længere på enheden\./ }).waitFor();
  await page.getByRole("button", { name: "Gem pakken på enheden igen" }).click();
  await saved(page);
  await page.reload();
  await visiting(page);
  assert.ok(await state(page, "5.a.1", "Ikke relevant").isChecked());
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "gammel");
});

for (const [where, address] of places) {
  test(`a database from a newer version is left as it is, ${where}`, async () => {
    const page = await openOnline();
    await page.goto(`${address}index.html`);
    await page.evaluate(() => new Promise((resolve, reject) => {
      const request = indexedDB.open(`vejviser|vejviser|${new URL(".", location.href).pathname}`, 99);
      request.onupgradeneeded = () => request.result.createObjectStore("records", { keyPath: "id" }).put({ id: 1, text: "fra fremtiden" });
      request.onerror = () => reject(request.error);
      request.onsuccess = () => resolve(request.result.close());
    }));
    const before = await stored(page);
    for (const screen of ["#pakker", "#ny", "#pakke/1"]) {
      await page.goto(`${address}${PACK_PAGE}${screen}`);
      await page.reload();
      if (screen === "#ny") await page.getByRole("button", { name: "Opret pakke" }).first().click();
      await trouble(page).filter({ hasText: "Pakkerne her er gemt af en nyere version af Vejviser." }).waitFor();
    }
    assert.deepEqual(await stored(page), before);
    const versions = await page.evaluate(async () => (await indexedDB.databases()).map(({ version }) => version));
    assert.deepEqual(versions, [99]);
  });
}

test("a crash takes the last second of typing at most, and typing without a pause is saved meanwhile", async () => {
  const { page } = await openedPack(root, INDICATOR);
  const watcher = await openBeside(page);
  await watcher.goto(`${root}index.html`);
  const text = "0123456789".repeat(4);
  const delay = 75;
  let typed = false;
  const typing = note(page, "5.a.1", "Borgere").pressSequentially(text, { delay }).then(() => (typed = true));
  while (!(await record(watcher, NOTE))) assert.ok(!typed, "3 seconds of typing are over and nothing is stored");
  await typing;
  const session = await page.context().newCDPSession(page);
  const crash = page.waitForEvent("crash");
  session.send("Page.crash").catch(() => {});
  await crash;
  const { data } = await record(watcher, NOTE);
  assert.ok(text.startsWith(data) && data.length >= text.length - 1000 / delay, `of 40 letters ${data.length} are left`);
});

/** A page in Denmark, at a time of its own. */
async function openAt(time) {
  const page = await openOnline({ timezoneId: "Europe/Copenhagen" });
  await page.clock.install({ time: new Date(time) });
  return page;
}

test("a clock that goes back a year decides nothing: the later edit wins, here and from a colleague", async () => {
  const page = await openAt("2026-06-01T10:00:10+02:00");
  await packOf(page, root, INDICATOR);
  await write(page, "5.a.1", "Borgere", "først");
  assert.match(await savedLine(page).textContent(), /^Gemt 10[.:]00$/);
  await page.clock.setSystemTime(new Date("2025-06-01T08:30:10+02:00"));
  await write(page, "5.a.1", "Borgere", "senere");
  assert.match(await savedLine(page).textContent(), /^Gemt 08[.:]30$/);
  const { data, also } = await record(page, NOTE);
  assert.deepEqual([data, also], ["senere", []]);

  const sent = await handOver(page, "Anna");
  const colleague = await openAt("2020-01-01T12:00:00+01:00");
  await importFile(root, sent.text, colleague);
  await write(colleague, "5.a.1", "Borgere", "sidst");
  await importFile(root, (await handOver(colleague, "Bo")).text, page);
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "sidst");
  assert.equal(await card(page, "5.a.1").getByText("Også skrevet").count(), 0);
});

test("past its end date a pack asks, and deletes nothing by itself", async () => {
  const page = await openAt("2026-06-01T10:00:00+02:00");
  const id = await packOf(page, root, INDICATOR);
  await write(page, "5.a.1", "Borgere", "bliver");
  const question = page.getByText("Slutdatoen er passeret. Skal pakken slettes?");
  await goTo(page, "Alle pakker");
  assert.equal(await question.count(), 0);
  await page.clock.setSystemTime(new Date("2026-07-03T10:00:00+02:00"));
  await page.reload();
  await question.waitFor();
  assert.equal((await record(page, NOTE)).data, "bliver");
  await page.getByRole("button", { name: "Behold 30 dage mere" }).click();
  await page.getByText("slutdato: 2. august 2026").waitFor();
  assert.equal(await question.count(), 0);
  await page.goto(`${root}${PACK_PAGE}#pakke/${id}`);
  await visiting(page);
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "bliver");
});

/** Waits until a record holds this; the page is not asked, for what is stored counts and not what is said. */
async function holds(page, key, data, pack) {
  for (const end = Date.now() + 15_000; (await record(page, key, pack))?.data !== data; await setTimeout(50)) {
    assert.ok(Date.now() < end, `${key} is not stored`);
  }
}

/** Lets a test cut the page's connections to its storage, as browsers do without a word. */
const keepConnections = (page) => page.addInitScript(() => {
  const connections = [];
  window.cutConnections = () => connections.splice(0).forEach((one) => one.close());
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (...given) {
    const request = Reflect.apply(open, this, given);
    request.addEventListener("success", () => connections.push(request.result));
    return request;
  };
});

/** Lets a test spoil what the page writes: `aborts` of its next transactions end early, or each begins with an error `failing`. */
const spoilWrites = (page) => page.addInitScript(() => {
  Object.assign(window, { aborts: 0, failing: "" });
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (...given) {
    if (given[1] !== "readwrite") return Reflect.apply(transaction, this, given);
    if (window.failing) throw new DOMException("Connection to the backing store was lost", window.failing);
    const made = Reflect.apply(transaction, this, given);
    if (window.aborts > 0) {
      window.aborts -= 1;
      queueMicrotask(() => made.abort());
    }
    return made;
  };
});

const failWith = (page, name) => page.evaluate((failing) => (window.failing = failing), name);

/** A pack on a page at some speed, prepared before it is loaded. */
async function prepared(ms, prepare, choice) {
  const page = await openAtSpeed(ms);
  await prepare(page);
  const id = await packOf(page, root, INDICATOR, choice);
  return { page, id };
}

for (const [speed, ms] of SPEEDS) {
  test(`a connection that the browser has cut without a word is made again${speed}`, async () => {
    const { page } = await prepared(ms, keepConnections, { name: "Engen" });
    await page.evaluate(() => window.cutConnections());
    await write(page, "5.a.1", "Borgere", "efter bruddet");
    assert.equal((await record(page, NOTE)).data, "efter bruddet");
    assert.equal(await trouble(page).count(), 0);
    await page.evaluate(() => window.cutConnections());
    await goTo(page, "Alle pakker");
    await page.getByText("noter: 1 ·").waitFor();
  });

  for (const [often, times] of [["once", 1], ["three times", 3]]) {
    test(`what the browser did not carry out ${often} is stored without another key${speed}`, async () => {
      const { page } = await prepared(ms, spoilWrites);
      await page.evaluate((count) => (window.aborts = count), times);
      await note(page, "5.a.1", "Borgere").fill("kommer frem");
      await holds(page, NOTE, "kommer frem");
      await saved(page);
      await trouble(page).waitFor({ state: "detached" });
      assert.equal(await page.evaluate(() => window.aborts), 0);
    });
  }

  test(`what could not be saved in one pack is not in another's, and both are stored in the end${speed}`, async () => {
    const { page, id: engen } = await prepared(ms, spoilWrites, { name: "Engen" });
    const aaen = await packOf(page, root, INDICATOR, { name: "Åen" });
    const visit = async (name) => {
      await goTo(page, "Alle pakker");
      await page.getByRole("link", { name, exact: true }).click();
      await visiting(page);
      await note(page, "5.a.1", "Borgere").waitFor();
    };
    await visit("Engen");
    await page.evaluate(() => (window.failing = "UnknownError"));
    await note(page, "5.a.1", "Borgere").fill("kun i engen");
    await notSaved(page);
    await visit("Åen");
    assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "");
    await note(page, "5.a.1", "Borgere").fill("kun i åen");
    await notSaved(page);
    await page.evaluate(() => (window.failing = ""));
    await note(page, "5.a.1", "Borgere").press("Control+Enter");
    await holds(page, NOTE, "kun i engen", engen);
    await holds(page, NOTE, "kun i åen", aaen);
    await visit("Engen");
    assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "kun i engen");
  });
}

const NAMES = [
  "UnknownError", "AbortError", "InvalidStateError", "NotReadableError", "DataError", "ConstraintError", "TransactionInactiveError", "ReadOnlyError",
  "TimeoutError", "NotFoundError", "OperationError",
];

test("whatever the storage says is told in Danish", async (t) => {
  const { page } = await prepared(0, spoilWrites);
  for (const name of NAMES) {
    await t.test(name, async () => {
      await failWith(page, name);
      await note(page, "5.a.1", "Borgere").fill(`under ${name.toLowerCase().replace("error", "")}`);
      await trouble(page).waitFor();
      await notSaved(page);
      const told = await page.getByRole("main").innerText();
      await failWith(page, "");
      await note(page, "5.a.1", "Borgere").press("Control+Enter");
      await saved(page);
      await trouble(page).waitFor({ state: "detached" });
      assert.doesNotMatch(told, /Error|connection|backing|store was|lost/i);
    });
  }
});

test("a question of one's own that could not be stored is in its field again, and is not in the list", async () => {
  const { page } = await prepared(0, spoilWrites);
  await goTo(page, "Vælg spørgsmål");
  const own = page.getByLabel("Spørgsmål", { exact: true });
  const add = page.getByRole("button", { name: "Tilføj spørgsmålet" });
  const listed = page.getByText("Er der ro om natten? (");
  await failWith(page, "QuotaExceededError");
  await own.fill("Er der ro om natten?");
  await add.click();
  await trouble(page).filter({ hasText: /^Der er ikke plads til mere på enheden/ }).waitFor();
  assert.equal(await own.inputValue(), "Er der ro om natten?");
  assert.equal(await listed.count(), 0);
  await failWith(page, "");
  await add.click();
  await listed.waitFor();
  assert.equal(await own.inputValue(), "");
  await page.reload();
  await listed.waitFor();
});

test("a colleague's text that was taken while storage failed is stored with the note as soon as it can be", async () => {
  const { page } = await prepared(0, spoilWrites);
  await write(page, "5.a.1", "Borgere", "min");
  await putRecords(page, [{ ...(await record(page, NOTE)), also: [{ rev: "b", time: 1, by: "Bo", data: "bos" }] }]);
  await page.reload();
  await failWith(page, "QuotaExceededError");
  await card(page, "5.a.1").getByRole("button", { name: "Sæt ind i noten" }).click();
  await notSaved(page);
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "min\nbos");
  await failWith(page, "");
  await note(page, "5.a.1", "Borgere").press("Control+Enter");
  await saved(page);
  assert.equal((await record(page, NOTE)).data, "min\nbos");
});

/** Storage that does not say whether it opens before `letOpen`. */
const silentStorage = (page) => page.addInitScript(() => {
  const until = new Promise((letOpen) => (window.letOpen = letOpen));
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (...given) {
    const asked = new EventTarget();
    let real;
    for (const name of ["result", "error", "transaction"]) Object.defineProperty(asked, name, { get: () => real[name] });
    until.then(() => {
      real = Reflect.apply(open, this, given);
      for (const type of ["upgradeneeded", "success", "error", "blocked"]) {
        real.addEventListener(type, (event) => {
          const told = new Event(type, { cancelable: true });
          asked.dispatchEvent(told);
          asked[`on${type}`]?.(told);
          if (told.defaultPrevented) event.preventDefault();
        });
      }
    });
    return asked;
  };
});

const silence = (page) => page.getByText(/Browserens lager svarer ikke\./).first();
const ABOUT_FIVE = { timeout: 8000 };
const MEMORY = /Browseren tillader ikke, at siden gemmer noget\.|Intet bliver gemt på enheden\./;

test("storage that never answers is told of, and work can go on without it or on paper", async () => {
  const page = await openOnline();
  await silentStorage(page);
  await page.goto(`${root}${PACK_PAGE}`);
  await silence(page).waitFor(ABOUT_FIVE);
  const paper = await page.getByRole("main").getByRole("link", { name: "Tjeklister til papir" }).evaluate((link) => link.href);
  assert.equal((await fetch(paper)).status, 200);
  await page.getByRole("button", { name: "Arbejd videre uden at gemme" }).click();
  await page.getByRole("heading", { name: "Hurtig pakke" }).waitFor();
  await page.getByLabel("Døgntilbud", { exact: true }).check();
  await page.getByRole("button", { name: "Opret pakke" }).click();
  await visiting(page);
  await page.getByText(MEMORY).waitFor();
  assert.equal(await silence(page).count(), 0);
  await note(page, "5.a.1", "Borgere").fill("kun her");
  await note(page, "5.a.1", "Borgere").press("Control+Enter");
  await savedLine(page).filter({ hasText: "Ikke gemt på enheden" }).waitFor();
  const elsewhere = await importFile(root, (await handOver(page, "Anna")).text);
  assert.equal(await note(elsewhere, "5.a.1", "Borgere").inputValue(), "kun her");
});

test("storage that never answers a new pack is told of as well", async () => {
  const page = await openOnline();
  await silentStorage(page);
  await page.goto(`${root}${PACK_PAGE}#ny`);
  await page.getByLabel(/^Navn på pakken/).fill("Engen");
  await page.getByRole("button", { name: "Opret pakke" }).first().click();
  await silence(page).waitFor(ABOUT_FIVE);
  await page.getByRole("button", { name: "Arbejd videre uden at gemme" }).click();
  await page.getByText(MEMORY).waitFor();
});

test("storage that answers late after all is waited for", async () => {
  const { page: maker } = await openedPack(root, INDICATOR, { name: "Engen" });
  const page = await openBeside(maker);
  await silentStorage(page);
  await page.goto(`${root}${PACK_PAGE}`);
  await silence(page).waitFor(ABOUT_FIVE);
  await page.evaluate(() => window.letOpen());
  await page.getByRole("link", { name: "Engen", exact: true }).click();
  await visiting(page);
  assert.equal(await silence(page).count(), 0);
  assert.equal(await page.getByText(MEMORY).count(), 0);
  await write(page, "5.a.1", "Borgere", "alligevel");
  assert.equal((await record(maker, NOTE)).data, "alligevel");
});

test("a browser that does not say which databases there are keeps nobody from the packs, and is told of", async () => {
  const { page: maker } = await openedPack(root, INDICATOR, { name: "Engen" });
  const page = await openBeside(maker);
  await page.addInitScript(() => (IDBFactory.prototype.databases = () => new Promise(() => {})));
  await page.goto(`${root}${PACK_PAGE}`);
  await page.getByRole("link", { name: "Engen", exact: true }).waitFor();
  await page.getByRole("heading", { name: "Hurtig pakke" }).waitFor();
  await page.getByText("Browseren svarer ikke på, om der ligger pakker fra andre mapper.").waitFor();
  await page.getByRole("link", { name: "Engen", exact: true }).click();
  await visiting(page);
  await page.goto(`${root}gemt-paa-enheden.html`);
  await page.getByText("Browseren svarer ikke på, hvad der er gemt.").waitFor();
  assert.equal(await page.getByText("Lige nu er intet gemt.").count(), 0);
});

for (const [where, address] of places) {
  test(`in a browser that cannot list its databases, what this path has is told and deleted, ${where}`, async () => {
    const page = await openOnline();
    const watcher = await openBeside(page);
    await watcher.goto(`${address}index.html`);
    await page.addInitScript(() => delete IDBFactory.prototype.databases);
    await page.goto(`${address}gemt-paa-enheden.html`);
    await page.getByRole("main").getByRole("status").first().waitFor();
    assert.deepEqual(await databases(watcher), [], "looking makes a database");
    await packOf(page, address, INDICATOR);
    await page.goto(`${address}gemt-paa-enheden.html`);
    await page.getByRole("listitem").filter({ hasText: "Besøgspakker. De bliver" }).waitFor();
    await removeAll(page, address);
    await page.getByText("Alt er slettet.").waitFor();
    assert.deepEqual(await databases(watcher), []);
  });
}

test("a note that is too large for the storage does not keep the others from being stored", async () => {
  const { page, long } = await fullStorage();
  await note(page, "5.a.2", "Borgere").fill("efter");
  await note(page, "5.a.2", "Borgere").press("Control+Enter");
  await holds(page, "note/5.a.2/borgere", "efter");
  await notSaved(page);
  assert.match(await trouble(page).textContent(), /^Der er ikke plads til mere på enheden/);
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), long);
});
