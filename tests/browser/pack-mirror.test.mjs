// The mirror file: written at every pause, sealed if the pack is, never over what somebody else wrote, and open again after one tap.
// The picker cannot be driven without a screen, so it gives files of the browser's own file system, whose handles are real ones.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { goTo, importFile, note, offerFile, openOnline, packOf, record, setPassphrase, trouble, unlock, visiting, write } from "./pack.mjs";
import { PLACES } from "./site.mjs";

const INDICATOR = "kvalitetsmodel/2021/sundhed-og-trivsel/5.a.html";
const PASSPHRASE = "fire heste i regn";
const root = await Object.values(PLACES)[0]();

const button = (page, name) => page.getByRole("button", { name, exact: true });
const mirrored = (page) => page.locator("[data-mirrored]");
const says = (page, text) => mirrored(page).filter({ hasText: text }).waitFor();
const isMirrored = (page) => says(page, /^Spejlet \d\d\.\d\d$/);
const mirrorNote = (page) => page.locator("[data-mirror-note]");

/** A page whose picker gives a file of the browser's own file system. */
async function openWithPicker() {
  const page = await openOnline();
  await page.addInitScript(() => {
    window.showSaveFilePicker = async ({ suggestedName }) => {
      const folder = await navigator.storage.getDirectory();
      window.name ||= "1";
      window.suggested = suggestedName;
      return folder.getFileHandle(`spejl-${window.name}.json`, { create: true });
    };
  });
  return page;
}

/** What the mirror file has in it; nothing in the moment in which it is swapped, for then it cannot be read. */
const fileText = (page, name = "spejl-1.json") =>
  page.evaluate(async (file) => {
    const folder = await navigator.storage.getDirectory();
    try {
      return await (await (await folder.getFileHandle(file)).getFile()).text();
    } catch (error) {
      if (error.name !== "NotReadableError") throw error;
      return "";
    }
  }, name);

/** Another program writes the file. */
const writeFile = (page, text) =>
  page.evaluate(async (content) => {
    const folder = await navigator.storage.getDirectory();
    const writable = await (await folder.getFileHandle("spejl-1.json")).createWritable();
    await writable.write(content);
    await writable.close();
  }, text);

/** A pack with a note, and its mirror file. */
async function mirroredPack(choice) {
  const page = await openWithPicker();
  const id = await packOf(page, root, INDICATOR, choice);
  await write(page, "5.a.1", "Borgere", "én");
  await goTo(page, "Aflever");
  await button(page, "Vælg en spejlfil").click();
  await isMirrored(page);
  return { page, id };
}

const notesOf = (text) =>
  Object.fromEntries(JSON.parse(text).records.filter(({ key }) => key.startsWith("note/")).map(({ key, value }) => [key, value]));

/** Waits until the file has this text in it, or has it no more. */
async function untilFile(page, text, isThere = true) {
  for (let now = ""; !now || now.includes(text) !== isThere; now = await fileText(page)) await setTimeout(50);
  await isMirrored(page);
}

test("a pack is written to its file at once and after every pause, and goes in elsewhere", async () => {
  const { page } = await mirroredPack({ name: "Birkehuset: 30/11" });
  assert.equal(await page.evaluate(() => window.suggested), "Birkehuset- 30-11.vejviser.json");
  assert.deepEqual(notesOf(await fileText(page)), { "note/5.a.1/borgere": "én" });
  await goTo(page, "Efter indikator");
  await write(page, "5.a.2", "Borgere", "den anden");
  await untilFile(page, "den anden");
  assert.deepEqual(notesOf(await fileText(page)), { "note/5.a.1/borgere": "én", "note/5.a.2/borgere": "den anden" });
  const elsewhere = await importFile(root, await fileText(page));
  assert.equal(await note(elsewhere, "5.a.2", "Borgere").inputValue(), "den anden");
});

test("the file of a locked pack is sealed, and the pack's passphrase opens it", async () => {
  const { page } = await mirroredPack({ passphrase: PASSPHRASE });
  const text = await fileText(page);
  assert.doesNotMatch(text, /én/);
  const { kdf, data } = JSON.parse(text);
  assert.ok(kdf.salt && !Buffer.from(data, "base64").includes("én"));
  const elsewhere = await openOnline();
  await elsewhere.goto(`${root}besoegspakke.html`);
  await offerFile(elsewhere, text);
  await unlock(elsewhere, PASSPHRASE);
  await button(elsewhere, "Hent pakken ind").click();
  await visiting(elsewhere);
  assert.equal(await note(elsewhere, "5.a.1", "Borgere").inputValue(), "én");
});

test("a pack that gets a passphrase has a sealed file from then on", async () => {
  const { page } = await mirroredPack();
  assert.match(await fileText(page), /én/);
  await setPassphrase(page, PASSPHRASE);
  await untilFile(page, "én", false);
});

/** The browser wants a tap before it lets the page write again. */
const asksFirst = (page) =>
  page.addInitScript(() => {
    let isAllowed = false;
    FileSystemHandle.prototype.queryPermission = async () => (isAllowed ? "granted" : "prompt");
    FileSystemHandle.prototype.requestPermission = async () => (isAllowed = true) && "granted";
    const own = FileSystemFileHandle.prototype.createWritable;
    FileSystemFileHandle.prototype.createWritable = function (...given) {
      if (!isAllowed) throw new DOMException("", "NotAllowedError");
      return own.apply(this, given);
    };
  });

test("after a restart one tap opens the file again, and it gets what was written meanwhile", async () => {
  const { page } = await mirroredPack();
  await goTo(page, "Efter indikator");
  await asksFirst(page);
  await page.reload();
  await mirrorNote(page).getByText("Browseren vil have et tryk").waitFor();
  assert.equal(await mirrored(page).textContent(), "Spejlet venter på dig");
  await write(page, "5.a.1", "Borgere", "én og to");
  assert.deepEqual(notesOf(await fileText(page)), { "note/5.a.1/borgere": "én" });
  await button(page, "Skriv til spejlfilen igen").click();
  await isMirrored(page);
  assert.equal(await mirrorNote(page).count(), 0);
  assert.deepEqual(notesOf(await fileText(page)), { "note/5.a.1/borgere": "én og to" });
});

test("a restart with the permission still there needs no tap", async () => {
  const { page } = await mirroredPack();
  await page.reload();
  await isMirrored(page);
  assert.equal(await mirrorNote(page).count(), 0);
});

test("a file that somebody else has changed is not written over; its notes can be taken in", async () => {
  const { page } = await mirroredPack();
  const theirs = JSON.parse(await fileText(page));
  const mine = theirs.records.find(({ key }) => key === "note/5.a.1/borgere");
  theirs.records.push({ ...mine, key: "note/5.a.2/ledelse", rev: "7-7-7", value: "fra en kollega" });
  await writeFile(page, JSON.stringify(theirs));
  await goTo(page, "Efter indikator");
  await write(page, "5.a.2", "Borgere", "to");
  await mirrorNote(page).getByText("Spejlfilen er ændret af en anden").waitFor();
  await says(page, "IKKE SPEJLET");
  assert.match(await fileText(page), /fra en kollega/);
  await button(page, "Hent filens noter ind").click();
  await isMirrored(page);
  const expected = { "note/5.a.1/borgere": "én", "note/5.a.2/borgere": "to", "note/5.a.2/ledelse": "fra en kollega" };
  assert.deepEqual(notesOf(await fileText(page)), expected);
  assert.equal((await record(page, "note/5.a.2/ledelse")).data, "fra en kollega");
});

test("a changed file can be replaced after a question, and something that is no pack is refused", async () => {
  const { page } = await mirroredPack();
  await writeFile(page, "noget helt andet");
  await goTo(page, "Efter indikator");
  await write(page, "5.a.2", "Borgere", "to");
  await mirrorNote(page).waitFor();
  await button(page, "Hent filens noter ind").click();
  await trouble(page).filter({ hasText: "Filen er ikke hel" }).waitFor();
  assert.equal(await fileText(page), "noget helt andet");
  page.once("dialog", (dialog) => dialog.dismiss());
  await button(page, "Skriv filen over").click();
  assert.equal(await fileText(page), "noget helt andet");
  page.once("dialog", (dialog) => dialog.accept());
  await button(page, "Skriv filen over").click();
  await isMirrored(page);
  assert.deepEqual(notesOf(await fileText(page)), { "note/5.a.1/borgere": "én", "note/5.a.2/borgere": "to" });
});

test("a mirror that belongs to another pack is not taken in", async () => {
  const { page } = await mirroredPack();
  const other = JSON.parse(await fileText(page));
  await writeFile(page, JSON.stringify({ ...other, pack: { ...other.pack, id: "9-9-9" } }));
  await goTo(page, "Efter indikator");
  await write(page, "5.a.2", "Borgere", "to");
  await button(page, "Hent filens noter ind").click();
  await trouble(page).filter({ hasText: "Filen har en anden pakke" }).waitFor();
});

for (const [name, fault, words] of [
  ["is locked by another program", "NoModificationAllowedError", "Spejlfilen er i brug af et andet program."],
  ["is on a full drive", "QuotaExceededError", "Der er ikke plads på drevet til spejlfilen."],
  ["cannot be written for some other reason", "DataError", "Spejlfilen kunne ikke skrives."],
]) {
  test(`a file that ${name} is told of, nothing is lost, and the next try writes it`, async () => {
    const { page } = await mirroredPack();
    const before = await fileText(page);
    await page.evaluate((kind) => {
      const own = FileSystemWritableFileStream.prototype.close;
      FileSystemWritableFileStream.prototype.close = () => Promise.reject(new DOMException("", kind));
      window.mend = () => (FileSystemWritableFileStream.prototype.close = own);
    }, fault);
    await goTo(page, "Efter indikator");
    await write(page, "5.a.2", "Borgere", "to");
    await mirrorNote(page).getByText(`${words} Noterne er gemt i browseren.`).waitFor();
    assert.equal(await fileText(page), before, "the file is as it was");
    await page.evaluate(() => window.mend());
    await button(page, "Prøv igen").click();
    await isMirrored(page);
    assert.deepEqual(notesOf(await fileText(page)), { "note/5.a.1/borgere": "én", "note/5.a.2/borgere": "to" });
  });
}

test("a file that was deleted or moved is told of, and another can be chosen", async () => {
  const { page } = await mirroredPack();
  await page.evaluate(async () => (await navigator.storage.getDirectory()).removeEntry("spejl-1.json"));
  await goTo(page, "Efter indikator");
  await write(page, "5.a.2", "Borgere", "to");
  await mirrorNote(page).getByText("Spejlfilen er væk.").waitFor();
  await page.evaluate(() => (window.name = "2"));
  await button(page, "Vælg en anden fil").click();
  await isMirrored(page);
  assert.deepEqual(Object.keys(notesOf(await fileText(page, "spejl-2.json"))).length, 2);
});

test("who chooses no file has none, and one that is let go is written no more and stays", async () => {
  const page = await openWithPicker();
  await packOf(page, root, INDICATOR);
  await goTo(page, "Aflever");
  await page.evaluate(() => {
    window.picker = window.showSaveFilePicker;
    window.showSaveFilePicker = () => Promise.reject(new DOMException("", "AbortError"));
  });
  await button(page, "Vælg en spejlfil").click();
  await button(page, "Vælg en spejlfil").waitFor();
  assert.equal(await trouble(page).count(), 0);
  await page.evaluate(() => (window.showSaveFilePicker = window.picker));
  await button(page, "Vælg en spejlfil").click();
  await isMirrored(page);
  const before = await fileText(page);
  await button(page, "Slip spejlfilen").click();
  await button(page, "Vælg en spejlfil").waitFor();
  await goTo(page, "Efter indikator");
  await write(page, "5.a.2", "Borgere", "to");
  await page.reload();
  await visiting(page);
  assert.equal(await mirrored(page).textContent(), "");
  assert.equal(await fileText(page), before);
});

test("two tabs write the same file without taking each other for somebody else", async () => {
  const { page } = await mirroredPack();
  const tab = await page.context().newPage();
  await tab.goto(page.url().replace("/aflever", ""));
  await visiting(tab);
  await isMirrored(tab);
  await write(tab, "5.a.2", "Borgere", "fra den anden");
  await untilFile(tab, "fra den anden");
  await goTo(page, "Efter indikator");
  await write(page, "5.a.1", "Borgere", "herfra");
  await untilFile(page, "herfra");
  assert.deepEqual(notesOf(await fileText(page)), { "note/5.a.1/borgere": "herfra", "note/5.a.2/borgere": "fra den anden" });
});

test("a browser that lets no page write files says so, and many notes suggest a file", async () => {
  const page = await openOnline();
  await page.addInitScript(() => delete window.showSaveFilePicker);
  await packOf(page, root, "kvalitetsmodel/2021/sundhed-og-trivsel/5.c.html");
  const nudge = page.getByRole("link", { name: "noter er kun i browseren. Gem en fil." });
  for (let number = 1; number <= 9; number += 1) await write(page, `5.c.${number}`, "Borgere", `note ${number}`);
  assert.equal(await nudge.count(), 0);
  await write(page, "5.c.1", "Ledelse", "note 10");
  assert.equal(await nudge.textContent(), "10 noter er kun i browseren. Gem en fil.");
  await nudge.click();
  await page.getByText("Denne browser lader ikke en side skrive filer.").waitFor();
});
