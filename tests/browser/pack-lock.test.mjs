// A pack under a passphrase of its own, with records that were damaged, moved or written by a version of before; numbers
// that look like a citizen's, and packs of every size.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  PACK_PAGE, SPEEDS, card, goTo, handOver, hiddenRecord, importFile, lockedItem, note, offerFile, onDevice, openAtSpeed, openedPack,
  openOnline, packOf, putRecords, record, saved, setPassphrase, state, stored, tabBeside, textKeyOf, trouble, unlock, visiting, write,
} from "./pack.mjs";
import { PLACES, model, packQuestions, questionsOf, serve } from "./site.mjs";

const INDICATOR = "kvalitetsmodel/2021/sundhed-og-trivsel/5.a.html";
const FIRST = "en sætning med ord";
const SECOND = "en anden sætning";

const root = await serve("/tilsyn/guide/");

/** The page's pack, opened again on a page that has not seen its passphrase. */
async function again(page, ms = 0) {
  const other = await tabBeside(page, ms);
  await other.goto(page.url().replace(/(#pakke\/[^/]+).*/, "$1"));
  return other;
}

const refused = (page) => trouble(page).filter({ hasText: "Adgangssætningen passer ikke" }).waitFor();

/** A locked pack with a note, a state and a question of one's own. */
async function lockedPack() {
  const { page } = await openedPack(root, INDICATOR, { passphrase: FIRST });
  await write(page, "5.a.1", "Borgere", "hemmelig viden");
  await state(page, "5.a.1", "Følg op").check();
  await saved(page);
  await goTo(page, "Vælg spørgsmål");
  await page.getByLabel("Spørgsmål", { exact: true }).fill("Hvad med lageret?");
  await page.getByRole("button", { name: "Tilføj spørgsmålet" }).click();
  await page.getByText("Hvad med lageret? (").waitFor();
  await page.getByRole("button", { name: "Gem valget" }).first().click();
  await visiting(page);
  await page.getByText("Hvad med lageret?").waitFor();
  return page;
}

const SECRETS = /hemmelig|viden|følg op|lageret|sætning/;

/** What says of a pack what it is about, who wrote in it, and when: a number, a source, a theme, a name, a moment, a date. */
const TRACES = /5\.[a-c]|borgere|sundhed|note\/|state\/|own\/|Anna|Engen|1[789]\d{11}|\b20\d\d\b|januar|februar|november|december/i;

test("of a locked pack nothing on the device says more than that it exists", async () => {
  const page = await openOnline();
  const id = await packOf(page, root, INDICATOR, { name: "Engen", passphrase: FIRST });
  await write(page, "5.a.1", "Borgere", "hemmelig viden");
  await state(page, "5.a.1", "Følg op").check();
  await saved(page);
  await handOver(page, "Anna");
  await goTo(page, "Efter kilde");
  assert.equal(await page.title(), `Efter kilde: Låst pakke ${id.slice(0, 4)}`);
  const device = await onDevice(page, (all) => all.files.length > 0);
  assert.equal(Object.values(device.databases).flat().length, 3);
  const { lock: { kdf } } = await record(page, "");
  assert.deepEqual([kdf.name, kdf.hash, atob(kdf.salt).length], ["PBKDF2", "SHA-256", 16]);
  assert.ok(kdf.iterations >= 600_000);
  // What is sealed is random letters, in which anything may stand.
  const open = JSON.stringify(device, (key, value) => (["data", "iv", "salt"].includes(key) ? "" : value)).replaceAll(/"~[^"]*"/g, '""');
  const noId = open.replaceAll(/\d+-\d+-\d+/g, "").replaceAll(root, "");
  assert.doesNotMatch(noId, SECRETS);
  assert.doesNotMatch(noId, TRACES);
  const other = await tabBeside(page);
  await other.goto(`${root}${PACK_PAGE}#pakker`);
  const item = lockedItem(other, id);
  await item.waitFor();
  // Four random digits tell locked packs apart; they may look like a year.
  assert.doesNotMatch((await item.innerText()).replace(id.slice(0, 4), ""), TRACES);
  await other.goto(`${root}gemt-paa-enheden.html`);
  await other.getByText(`Låst pakke ${id.slice(0, 4)}`).waitFor();
  assert.doesNotMatch(await other.getByRole("main").innerText(), /Engen|noter: |Anna/);
});

test("what was readable of a pack is not any more when it gets a passphrase", async () => {
  const { page } = await openedPack(root, INDICATOR, { name: "Engen" });
  await write(page, "5.a.1", "Borgere", "hemmelig viden");
  const before = await onDevice(page, (all) => all.files.some((text) => text.includes("hemmelig")));
  assert.match(JSON.stringify(before), /note\/5\.a\.1/);
  await setPassphrase(page, FIRST);
  const after = await onDevice(page, (all) => all.files.every((text) => !text.includes("hemmelig")));
  assert.doesNotMatch(JSON.stringify([after.databases, after.local]).replaceAll(root, ""), /hemmelig|Engen|5\.a\.1|borgere/);
});

test("a locked pack opens with its passphrase and with no other", async () => {
  const page = await again(await lockedPack());
  await unlock(page, SECOND);
  await refused(page);
  assert.doesNotMatch(await page.getByRole("main").innerText(), /hemmelig|lageret/);
  await unlock(page, FIRST);
  await visiting(page);
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "hemmelig viden");
  assert.ok(await state(page, "5.a.1", "Følg op").isChecked());
  await page.getByText("Hvad med lageret?").waitFor();
});

test("a passphrase that was changed opens no longer", async () => {
  const page = await lockedPack();
  await setPassphrase(page, SECOND);
  assert.doesNotMatch(JSON.stringify(await stored(page)), SECRETS);
  assert.equal(Object.values(await stored(page)).flat().length, 4, "under new names, and under no other");
  const other = await again(page);
  await unlock(other, FIRST);
  await refused(other);
  await unlock(other, SECOND);
  await visiting(other);
  assert.equal(await note(other, "5.a.1", "Borgere").inputValue(), "hemmelig viden");
});

test("a passphrase can be given later, and taken away", async () => {
  const { page } = await openedPack(root, INDICATOR);
  await write(page, "5.a.1", "Borgere", "hemmelig viden");
  await setPassphrase(page, FIRST);
  assert.doesNotMatch(JSON.stringify(await stored(page)), SECRETS);
  await setPassphrase(page, "");
  const other = await again(page);
  await visiting(other);
  assert.equal(await note(other, "5.a.1", "Borgere").inputValue(), "hemmelig viden");
  assert.equal((await record(other, "note/5.a.1/borgere")).data, "hemmelig viden");
});

test("without https no passphrase is offered, and why is said", async () => {
  const insecure = await PLACES["over plain http under a name"]();
  const { page } = await openedPack(insecure, INDICATOR);
  await goTo(page, "Vælg spørgsmål");
  await page.getByText("Siden er åbnet uden https. Her kan pakken ikke låses med en adgangssætning.").waitFor();
  assert.equal(await page.getByLabel(/^Adgangssætning/).count(), 0);
});

for (const [where, place] of Object.entries(PLACES)) {
  test(`what looks like a civil registration number is warned of, ${where}`, async () => {
    const { page } = await openedPack(await place(), INDICATOR);
    const warning = card(page, "5.a.1").getByText("Det ligner et CPR-nummer. Skriv ikke CPR-numre i noter.").first();
    for (const [text, warned] of [
      ["født 010190-1234", true], ["3112991234 i plan", true], ["010190 1234", true],
      ["123456-7890", false], ["010190", false], ["sag 99010190-12345", false], ["ring 11 22 33 44", false],
    ]) {
      await write(page, "5.a.1", "Borgere", text);
      assert.equal(await warning.isVisible(), warned, text);
    }
  });
}

const KEY = "note/5.a.1/borgere";
const OTHER = "note/5.a.2/borgere";
const text = (page, number) => note(page, number, "Borgere").inputValue();

/** A locked pack with two notes. */
async function twoNotes(ms = 0) {
  const page = await openAtSpeed(ms);
  const id = await packOf(page, root, INDICATOR, { name: "Engen", passphrase: FIRST });
  await write(page, "5.a.1", "Borgere", "hemmelig viden");
  await write(page, "5.a.2", "Borgere", "noget andet");
  return { page, id };
}

/** The page's pack, opened by somebody who gives the passphrase. */
async function openedAgain(page, passphrase = FIRST, ms = 0) {
  const other = await again(page, ms);
  await unlock(other, passphrase);
  await visiting(other);
  return other;
}

/** What the page says of records that it cannot read. */
const unreadable = (page, number) => page.getByRole("main").locator(".notice, [role=alert], [role=status]")
  .filter({ hasText: "kan ikke læses" }).filter({ hasText: number }).filter({ hasText: "Borgere" }).first();

const flip = (sealed) => ({ ...sealed, data: (sealed.data[0] === "A" ? "B" : "A") + sealed.data.slice(1) });

/** A stored record of the page's locked pack. */
const hidden = (page, key, { pack, passphrase = FIRST } = {}) => hiddenRecord(page, passphrase, key, pack);

/** Spoils a stored note as a bad disk would. Returns the record as it is then. */
async function damage(page) {
  const whole = await hidden(page, KEY);
  const spoilt = { ...whole, data: flip(whole.data) };
  await putRecords(page, [spoilt]);
  return spoilt;
}

for (const [speed, ms] of SPEEDS) {
  test(`a record that cannot be read is named, kept as it is, and keeps nobody from the others${speed}`, async () => {
    const { page: writer } = await twoNotes(ms);
    const spoilt = await damage(writer);
    const page = await openedAgain(writer, FIRST, ms);
    await unreadable(page, "5.a.1").waitFor();
    assert.equal(await text(page, "5.a.2"), "noget andet");
    await write(page, "5.a.2", "Borgere", "noget tredje");
    assert.deepEqual(await hidden(page, KEY), spoilt);
    await setPassphrase(page, SECOND);
    const { key: _, ...same } = spoilt;
    const { key: __, ...now } = await hidden(page, KEY, { passphrase: SECOND });
    assert.deepEqual(now, same, "another passphrase");

    const later = await openedAgain(page, SECOND, ms);
    await unreadable(later, "5.a.1").waitFor();
    assert.equal(await text(later, "5.a.2"), "noget tredje");
    await write(later, "5.a.1", "Borgere", "skrevet igen");
    const { data, also } = await hidden(later, KEY, { passphrase: SECOND });
    assert.notDeepEqual(data, spoilt.data);
    assert.ok(also.some((one) => JSON.stringify(one.data) === JSON.stringify(spoilt.data)), JSON.stringify(also));
    assert.equal(await text(await openedAgain(later, SECOND), "5.a.1"), "skrevet igen");
  });
}

test("a file from a pack with a record that cannot be read has the others, and says nothing of that one", async () => {
  const { page: writer } = await twoNotes();
  // A colleague has both notes.
  const colleague = await importFile(root, (await handOver(writer, "Anna")).text);
  await goTo(writer, "Efter indikator");
  const spoilt = await damage(writer);
  const page = await openedAgain(writer);
  await write(page, "5.a.2", "Borgere", "noget tredje");
  const file = (await handOver(page, "Anna")).text;
  assert.deepEqual(await hidden(page, KEY), spoilt, "what is not in the file has not left in it");
  const told = JSON.parse(file).records.filter(({ key }) => key === KEY);
  assert.deepEqual(told.filter(({ value }) => typeof value !== "string" || !value), []);
  await importFile(root, file, colleague);
  assert.deepEqual([await text(colleague, "5.a.1"), await text(colleague, "5.a.2")], ["hemmelig viden", "noget tredje"]);
  const stranger = await importFile(root, file);
  assert.deepEqual([await text(stranger, "5.a.1"), await text(stranger, "5.a.2")], ["", "noget tredje"]);
});

/** Copies a locked pack on the list, which asks for its passphrase, and opens the copy. Returns the copy's id. */
async function copyLocked(page, id, passphrase) {
  await goTo(page, "Alle pakker");
  const items = lockedItem(page);
  const before = await items.count();
  // The open pack is in the list by its name.
  await page.getByRole("button", { name: "Kopiér", exact: true }).first().click();
  await unlock(page, passphrase);
  await items.nth(before + 1).waitFor();
  const names = await items.getByRole("link").filter({ hasText: "Låst pakke" }).allInnerTexts();
  await page.getByRole("link", { name: names.find((name) => !name.endsWith(id.slice(0, 4))), exact: true }).click();
  await unlock(page, passphrase);
  return visiting(page);
}

/** Exchanges what is sealed in two stored notes. */
async function swap(page, [oneKey, onePack], [otherKey, otherPack]) {
  const [one, other] = [await hidden(page, oneKey, { pack: onePack }), await hidden(page, otherKey, { pack: otherPack })];
  assert.ok(one.data.iv && other.data.iv);
  await putRecords(page, [{ ...one, data: other.data }, { ...other, data: one.data }]);
}

test("what is sealed in one note is not taken for another's", async () => {
  const { page, id } = await twoNotes();
  await swap(page, [KEY, id], [OTHER, id]);
  const other = await openedAgain(page);
  for (const number of ["5.a.1", "5.a.2"]) await unreadable(other, number).waitFor();
  assert.doesNotMatch(`${await text(other, "5.a.1")} ${await text(other, "5.a.2")}`, /hemmelig|andet/);
});

test("what is sealed in one pack is not taken for another's with the same passphrase", async () => {
  const { page, id } = await twoNotes();
  const second = await packOf(page, root, INDICATOR, { name: "Åen", passphrase: FIRST });
  await write(page, "5.a.1", "Borgere", "fra åen");
  await swap(page, [KEY, id], [KEY, second]);
  const other = await openedAgain(page);
  await unreadable(other, "5.a.1").waitFor();
  assert.doesNotMatch(await text(other, "5.a.1"), /hemmelig/);
});

test("a locked pack is copied with its passphrase, opens with it, and what is sealed in one is not taken for the other's", async () => {
  const { page, id } = await twoNotes();
  const copy = await copyLocked(page, id, FIRST);
  assert.equal(await text(await openedAgain(page), "5.a.1"), "hemmelig viden");
  await write(page, "5.a.1", "Borgere", "kun i kopien");
  assert.doesNotMatch(JSON.stringify(await stored(page)), /hemmelig|viden|andet|kopien/);
  await swap(page, [KEY, id], [KEY, copy]);
  const other = await openedAgain(page);
  await unreadable(other, "5.a.1").waitFor();
  assert.doesNotMatch(await text(other, "5.a.1"), /hemmelig/);
  assert.equal(await text(other, "5.a.2"), "noget andet");
});

test("a locked pack is not copied with another passphrase, and is when the right one is given after it", async () => {
  const { page, id } = await twoNotes();
  await goTo(page, "Alle pakker");
  const before = await stored(page);
  await page.getByRole("button", { name: "Kopiér", exact: true }).click();
  await unlock(page, SECOND);
  await page.getByRole("main").getByText("Adgangssætningen passer ikke").waitFor();
  assert.deepEqual(await stored(page), before);
  await unlock(page, FIRST);
  await lockedItem(page).nth(1).waitFor();
  await lockedItem(page, id).waitFor();
});

test("a text that stands beside a note is not taken for the note, nor the note for it", async () => {
  const page = await openOnline();
  await page.context().addInitScript(() => delete window.BroadcastChannel);
  await packOf(page, root, INDICATOR, { passphrase: FIRST });
  await write(page, "5.a.1", "Borgere", "fra begyndelsen");
  const second = await openedAgain(page);
  await write(page, "5.a.1", "Borgere", "alfa");
  await write(second, "5.a.1", "Borgere", "bravo");
  const whole = await hidden(page, KEY);
  assert.equal(whole.also.length, 1);
  const [beside] = whole.also;
  await putRecords(page, [{ ...whole, data: beside.data, also: [{ ...beside, data: whole.data }] }]);
  const other = await openedAgain(page);
  await unreadable(other, "5.a.1").waitFor();
  assert.notEqual(await text(other, "5.a.1"), "alfa");
  assert.equal(await card(other, "5.a.1").getByText("bravo", { exact: true }).count(), 0);
});

/** A name of a revision, which says nothing. */
const revOf = (key) => Buffer.from(key).toString("hex");

const base64 = (data) => Buffer.from(data).toString("base64");

/**
 * Seals as packs of before were sealed: what is sealed knows neither its pack nor its key, or, `bound`, both; but keys, names and
 * times are readable.
 */
async function sealedBefore(passphrase, bound) {
  const kdf = { name: "PBKDF2", hash: "SHA-256", iterations: 600_000, salt: base64(crypto.getRandomValues(new Uint8Array(16))) };
  const key = await textKeyOf(passphrase, kdf);
  const seal = async (value, ...place) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const additionalData = new TextEncoder().encode(bound ? JSON.stringify(["vejviser", "1-2-3", ...place]) : "");
    const text = new TextEncoder().encode(JSON.stringify(value));
    return { iv: base64(iv), data: base64(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, text)) };
  };
  return { seal, lock: { kdf, check: await seal("vejviser"), ...(bound && { bound }) } };
}

/** A stored locked pack of before, with the notes that `notes` makes; opened, but for its passphrase. */
async function packOfBefore(notes, bound) {
  const { seal, lock } = await sealedBefore(FIRST, bound);
  const questions = packQuestions().filter(({ indicator }) => indicator.id === "5.a").map(({ id, text }) => ({ id, text, out: false }));
  const pack = {
    pack: "1-2-3", key: "", id: "1-2-3", name: "Engen før", edition: "2021", service: "", visit: "", created: 1.79e12, ends: 4e12, exported: 0,
    by: "", lock, questions,
  };
  const records = Object.entries(await notes(seal)).map(([key, data]) => ({ pack: "1-2-3", key, rev: revOf(key), past: [], also: [], time: 1.79e12, by: "", data }));
  const page = await openOnline();
  await page.goto(`${root}index.html`);
  await putRecords(page, [pack, ...records]);
  await page.goto(`${root}${PACK_PAGE}#pakke/1-2-3`);
  return page;
}

const TWO = async (seal) => ({ [KEY]: await seal("hemmelig viden", KEY, revOf(KEY)), [OTHER]: await seal("noget andet", OTHER, revOf(OTHER)) });

for (const bound of [false, true]) {
  test(`a locked pack of before, its notes ${bound ? "" : "not "}bound to their places, hides what it is about once it is opened`, async () => {
    const page = await packOfBefore(TWO, bound);
    await page.getByRole("heading", { name: "Engen før" }).waitFor();
    await unlock(page, FIRST);
    await visiting(page);
    assert.deepEqual([await text(page, "5.a.1"), await text(page, "5.a.2")], ["hemmelig viden", "noget andet"]);
    const all = Object.values(await stored(page)).flat();
    assert.equal(all.length, 3);
    assert.doesNotMatch(JSON.stringify(all.map(({ sealed, data, ...shown }) => shown)), /Engen|5\.a|borgere|179000/);
    const other = await openedAgain(page);
    assert.deepEqual([await text(other, "5.a.1"), await text(other, "5.a.2")], ["hemmelig viden", "noget andet"]);
    await other.getByRole("heading", { name: "Engen før" }).waitFor();
  });
}

test("a locked pack whose own record is spoilt opens with its notes, at the questions that they answer", async () => {
  const { page } = await twoNotes();
  const whole = await record(page, "");
  await putRecords(page, [{ ...whole, sealed: flip(whole.sealed) }]);
  const other = await openedAgain(page);
  assert.deepEqual([await text(other, "5.a.1"), await text(other, "5.a.2")], ["hemmelig viden", "noget andet"]);
  await write(other, "5.a.2", "Borgere", "noget tredje");
  const later = await openedAgain(other);
  assert.deepEqual([await text(later, "5.a.1"), await text(later, "5.a.2")], ["hemmelig viden", "noget tredje"]);
});

test("a locked pack of before opens, is written on, and from then on each of its notes is bound to its place", async () => {
  const page = await packOfBefore(TWO);
  await unlock(page, FIRST);
  await visiting(page);
  assert.deepEqual([await text(page, "5.a.1"), await text(page, "5.a.2")], ["hemmelig viden", "noget andet"]);
  await write(page, "5.a.1", "Dokumenter", "skrevet nu");
  const other = await openedAgain(page);
  assert.deepEqual([await text(other, "5.a.1"), await text(other, "5.a.2")], ["hemmelig viden", "noget andet"]);
  assert.equal(await note(other, "5.a.1", "Dokumenter").inputValue(), "skrevet nu");
  await swap(other, [KEY, "1-2-3"], [OTHER, "1-2-3"]);
  const later = await openedAgain(other);
  for (const number of ["5.a.1", "5.a.2"]) await unreadable(later, number).waitFor();
  assert.doesNotMatch(`${await text(later, "5.a.1")} ${await text(later, "5.a.2")}`, /hemmelig|andet/);
});

test("a locked pack in which a version of before left a note unsealed opens, and seals it with the next passphrase", async () => {
  const page = await packOfBefore(async (seal) => ({ [KEY]: await seal("hemmelig viden"), [OTHER]: "noget andet" }));
  await unlock(page, FIRST);
  await visiting(page);
  assert.deepEqual([await text(page, "5.a.1"), await text(page, "5.a.2")], ["hemmelig viden", "noget andet"]);
  await setPassphrase(page, SECOND);
  assert.doesNotMatch(JSON.stringify(await stored(page)), /hemmelig|andet/);
  const other = await openedAgain(page, SECOND);
  assert.deepEqual([await text(other, "5.a.1"), await text(other, "5.a.2")], ["hemmelig viden", "noget andet"]);
});

test("a sealed file of before is taken in", async () => {
  const page = await openOnline();
  await page.goto(`${root}${PACK_PAGE}`);
  await offerFile(page, readFileSync(new URL("fixtures/sealed-before.vejviser.json", import.meta.url), "utf8"));
  await unlock(page, FIRST);
  await page.getByText(/^»Engen før« fra Anna, gemt .*, med 2 noter og 2 spørgsmål\.$/).waitFor();
  await page.getByRole("button", { name: "Hent pakken ind" }).click();
  await visiting(page);
  assert.equal(await text(page, "5.a.1"), "skrevet før");
  assert.equal(await note(page, "5.a.2", "Observation").inputValue(), "åben dør");
  assert.ok(await state(page, "5.a.1", "Følg op").isChecked());
});

const every = questionsOf(model().themes).map(({ id, text }) => ({ id, text }));
const KEYS = ["borgere", "pårørende", "medarbejdere", "ledelse", "visiterende kommune"];

/** The file of a pack with five notes to each question and to `own` questions of somebody's own. */
function largeFile(own) {
  const record = (key, value) => ({ key, value, rev: key, past: [], also: [], time: 0, by: "" });
  const owned = Array.from({ length: own }, (_, at) => `own/${at}-0-0`);
  const entries = [...every.map(({ id }) => id), ...owned];
  return {
    format: "vejviser-pakke", version: 1, site: "vejviser", by: "Anna", saved: 0,
    pack: { id: "1-2-3", name: "Stor", edition: "2021", created: 0, ends: 4e12, questions: every },
    records: [
      ...owned.map((key) => record(key, { text: `Eget spørgsmål ${key}`, theme: "sundhed-og-trivsel", source: "borgere" })),
      ...entries.flatMap((id) => KEYS.map((source) => record(`note/${id}/${source}`, `Note om ${id} fra ${source}`))),
    ],
  };
}

for (const [name, own, notes] of [["86 questions with five notes each", 0, 430], ["ten thousand notes", 1914, 10_000]]) {
  test(`${name} can be opened, and written on`, async () => {
    // By names, not by labels: to find a label among so many takes the test longer than all the page has to do.
    const field = (page) => page.locator(`textarea[name="note/${every.at(-1).id}/borgere"]`);
    const page = await importFile(root, largeFile(own));
    const written = await page.locator("textarea").evaluateAll((all) => all.filter(({ value }) => value).length);
    assert.equal(written, notes);
    await field(page).fill("rettet");
    await field(page).press("Control+Enter");
    await saved(page);
    await page.reload();
    await visiting(page);
    assert.equal(await field(page).inputValue(), "rettet");
    await goTo(page, "Alle pakker");
    await page.getByText(`noter: ${notes} ·`).waitFor();
  });
}

test("a locked pack is locked again by a button and after a quarter of an hour without use, with a warning and everything stored", async () => {
  const page = await openOnline();
  await page.clock.install();
  await packOf(page, root, INDICATOR, { passphrase: FIRST });
  const field = page.getByLabel("Adgangssætning", { exact: true });
  await note(page, "5.a.1", "Borgere").fill("skrevet lige før");
  await page.getByRole("button", { name: "Lås", exact: true }).click();
  await field.waitFor();
  assert.equal(await page.getByText("skrevet lige før").count(), 0);
  await unlock(page, FIRST);
  await note(page, "5.a.1", "Borgere").waitFor();
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "skrevet lige før");
  const warning = page.getByRole("alert").filter({ hasText: "Pakken låser om et minut" });
  await page.clock.runFor(13.9 * 60_000);
  assert.equal(await warning.count(), 0);
  await page.clock.runFor(0.5 * 60_000);
  await warning.waitFor();
  await page.keyboard.press("Shift");
  assert.equal(await warning.count(), 0);
  await page.clock.runFor(14.5 * 60_000);
  assert.equal(await field.count(), 0, "a key is use");
  await page.clock.runFor(2 * 60_000);
  await field.waitFor();
  assert.equal(await note(page, "5.a.1", "Borgere").count(), 0);
});

test("a page that wakes up long after it was left asks for the passphrase before anything is seen of the pack", async () => {
  const page = await openOnline();
  await page.clock.install();
  await packOf(page, root, INDICATOR, { passphrase: FIRST });
  await note(page, "5.a.1", "Borgere").waitFor();
  await page.clock.setSystemTime(Date.now() + 20 * 60_000);
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await page.getByLabel("Adgangssætning", { exact: true }).waitFor();
});

test("a pack without a passphrase is left open", async () => {
  const page = await openOnline();
  await page.clock.install();
  await packOf(page, root, INDICATOR);
  await note(page, "5.a.1", "Borgere").waitFor();
  await page.clock.runFor(60 * 60_000);
  assert.equal(await page.getByLabel("Adgangssætning", { exact: true }).count(), 0);
  assert.equal(await page.getByRole("button", { name: "Lås", exact: true }).count(), 0);
});
