// Whatever is deleted can be had back: for ten seconds with one button, and from a bin after that.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openBeside } from "./browser.mjs";
import {
  PACK_PAGE, card, goTo, handOver, lockedItem, note, offerFile, openedPack, openOnline, packItem, packLink, packOf, record, saved, savedLine,
  saveFile, stored, trouble, unlock, visiting, write,
} from "./pack.mjs";
import { PLACES } from "./site.mjs";

const INDICATOR = "kvalitetsmodel/2021/sundhed-og-trivsel/5.a.html";
const NOTE = "note/5.a.1/borgere";
const PASSPHRASE = "fire heste i regn";
const DAY = 864e5;
const root = await Object.values(PLACES)[0]();

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const undo = (page) => page.locator("[data-undo]");

/** A pack on the list of packs, with one note. */
async function listed(choice) {
  const { page, id } = await openedPack(root, INDICATOR, { name: "Birkehuset", ...choice });
  await write(page, "5.a.1", "Borgere", "en note");
  await goTo(page, "Alle pakker");
  return { page, id };
}

const remove = (page) => packItem(page, "Birkehuset").getByRole("button", { name: "Slet", exact: true }).click();

test("a deleted pack comes back with one button, with all its notes", async () => {
  const { page } = await listed();
  await remove(page);
  await packLink(page, "Birkehuset").waitFor({ state: "detached" });
  assert.match(await undo(page).textContent(), /^»Birkehuset« ligger i papirkurven\./);
  await press(page, "Fortryd");
  await packLink(page, "Birkehuset").click();
  await visiting(page);
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "en note");
  assert.equal(await undo(page).count(), 0);
});

test("the button goes after ten seconds, but not from under the focus, and the bin still has the pack", async () => {
  const page = await openOnline();
  await page.clock.install();
  await packOf(page, root, INDICATOR, { name: "Birkehuset" });
  await goTo(page, "Alle pakker");
  await remove(page);
  await page.getByRole("button", { name: "Fortryd" }).focus();
  await page.clock.runFor(11_000);
  assert.equal(await undo(page).count(), 1);
  await page.getByRole("link", { name: "Sæt en pakke sammen" }).focus();
  assert.equal(await undo(page).count(), 0);
  await page.getByText("Papirkurv", { exact: true }).click();
  await press(page, "Hent tilbage");
  await remove(page);
  await undo(page).waitFor();
  await page.clock.runFor(11_000);
  assert.equal(await undo(page).count(), 0);
  await page.reload();
  await page.getByText("Papirkurv", { exact: true }).click();
  await press(page, "Hent tilbage");
  await packLink(page, "Birkehuset").waitFor();
});

test("what was deleted can be saved as a file before it goes", async () => {
  const { page } = await listed();
  await remove(page);
  const { text } = await saveFile(page, () => press(page, "Gem den som fil uden lås"));
  assert.ok(JSON.parse(text).records.some(({ value }) => value === "en note"));
});

test("a pack is in the bin until its end date, and a week at least; then it goes for good", async () => {
  const page = await openOnline();
  await page.clock.install({ time: new Date("2026-03-02T10:00:00Z") });
  const id = await packOf(page, root, INDICATOR, { name: "Birkehuset" });
  await goTo(page, "Alle pakker");
  await remove(page);
  await page.getByText("Papirkurv", { exact: true }).click();
  assert.match(await packItem(page, "Birkehuset").textContent(), /noter: 0 · slettes for altid: 1\. april 2026/);
  const { ends } = await record(page, "", id);
  await page.clock.setFixedTime(ends - DAY);
  await page.reload();
  await page.getByText("Papirkurv", { exact: true }).waitFor();
  await page.clock.setFixedTime(ends + DAY);
  await page.reload();
  await page.getByRole("heading", { name: "Hurtig pakke" }).waitFor();
  assert.equal(await page.getByText("Papirkurv", { exact: true }).isVisible(), false);
  assert.equal(await record(page, "", id), undefined);
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
});

test("who writes in a pack that another tab has deleted is told, and takes it back with the text", async () => {
  const { page, id } = await openedPack(root, INDICATOR, { name: "Birkehuset" });
  const tab = await openBeside(page);
  await tab.goto(`${root}${PACK_PAGE}#pakker`);
  await remove(tab);
  await packLink(tab, "Birkehuset").waitFor({ state: "detached" });
  await note(page, "5.a.1", "Borgere").fill("stadig her");
  await savedLine(page).filter({ hasText: "IKKE GEMT" }).waitFor();
  assert.match(await trouble(page).first().textContent(), /^Pakken ligger i papirkurven\./);
  await press(page, "Hent pakken tilbage fra papirkurven");
  await saved(page);
  assert.equal((await record(page, NOTE, id)).data, "stadig her");
  await tab.reload();
  await packLink(tab, "Birkehuset").waitFor();
});

test("the address of a pack in the bin says where it is, and its file takes it out", async () => {
  const { page, id } = await openedPack(root, INDICATOR, { name: "Birkehuset" });
  const { text } = await handOver(page, "Anna");
  await goTo(page, "Alle pakker");
  await remove(page);
  await packLink(page, "Birkehuset").waitFor({ state: "detached" });
  await page.goto(`${root}${PACK_PAGE}#pakke/${id}`);
  await page.getByText("Pakken ligger i papirkurven.").first().waitFor();
  await page.goto(`${root}${PACK_PAGE}#pakker`);
  await offerFile(page, text);
  await press(page, "Hent pakken ind");
  await visiting(page);
  await goTo(page, "Alle pakker");
  await packLink(page, "Birkehuset").waitFor();
});

test("the bin has locked packs too, and shows nothing of them but when they go", async () => {
  const { page, id } = await listed({ passphrase: PASSPHRASE });
  await page.reload();
  await lockedItem(page, id).getByRole("button", { name: "Slet", exact: true }).click();
  await lockedItem(page, id).waitFor({ state: "detached" });
  assert.equal(await page.getByRole("button", { name: "Gem den som fil uden lås" }).count(), 0);
  await page.getByText("Papirkurv", { exact: true }).click();
  const binned = page.getByRole("listitem").filter({ hasText: `Låst pakke ${id.slice(0, 4)}` });
  assert.match(await binned.innerText(), /slettes for altid: \d+\. \p{L}+ \d{4}/u);
  assert.doesNotMatch(await binned.innerText(), /noter|Birkehuset/);
  await press(page, "Fortryd");
  await page.getByRole("link", { name: `Låst pakke ${id.slice(0, 4)}` }).click();
  await unlock(page, PASSPHRASE);
  await note(page, "5.a.1", "Borgere").waitFor();
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "en note");
});

for (const passphrase of [undefined, PASSPHRASE]) {
  test(`a note that is emptied can be had back, at once and later${passphrase ? ", in a locked pack" : ""}`, async () => {
    const { page } = await openedPack(root, INDICATOR, { passphrase });
    await write(page, "5.a.1", "Borgere", "svært at skrive igen");
    await write(page, "5.a.1", "Borgere", "");
    assert.match(await undo(page).textContent(), /^Teksten er fjernet fra 5\.a\.1, Borgere\./);
    await press(page, "Fortryd");
    await page.waitForFunction(() => document.querySelector('[name="note/5.a.1/borgere"]').value === "svært at skrive igen");
    await write(page, "5.a.1", "Borgere", "");
    await goTo(page, "Aflever");
    await page.getByRole("heading", { name: "Fjernede tekster" }).waitFor();
    await press(page, "Sæt ind igen");
    await page.getByText("svært at skrive igen").waitFor({ state: "detached" });
    await goTo(page, "Efter indikator");
    assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "svært at skrive igen");
    if (passphrase) assert.doesNotMatch(JSON.stringify(await stored(page)), /svært/);
  });
}

test("what was removed is in no file, and a file cannot bring anything into the bin", async () => {
  const { page } = await openedPack(root, INDICATOR);
  await write(page, "5.a.1", "Borgere", "svært at skrive igen");
  await write(page, "5.a.1", "Borgere", "");
  const { text } = await handOver(page, "Anna");
  assert.doesNotMatch(text, /svært/);
  const file = JSON.parse(text);
  file.records.push({ ...file.records[0], key: "bin/note/5.a.1/borgere/7-7-7", value: { text: "udefra", theme: "", source: "borgere", value: "udefra" } });
  const other = await openOnline();
  await other.goto(`${root}${PACK_PAGE}`);
  await offerFile(other, file);
  await press(other, "Hent pakken ind");
  await visiting(other);
  assert.doesNotMatch(JSON.stringify(await stored(other)), /udefra/);
});

test("a colleague's text that is removed comes back beside the note, with her name", async () => {
  const { page } = await openedPack(root, INDICATOR);
  await write(page, "5.a.1", "Borgere", "min");
  const { text } = await handOver(page, "Anna");
  const file = JSON.parse(text);
  const theirs = file.records.find(({ key }) => key === NOTE);
  Object.assign(theirs, { rev: "8-8-8", value: "hendes", by: "Bodil", past: [] });
  await goTo(page, "Alle pakker");
  await offerFile(page, file);
  await press(page, "Hent pakken ind");
  await visiting(page);
  await card(page, "5.a.1").getByText("Også skrevet af Bodil").waitFor();
  await press(page, "Fjern denne");
  await card(page, "5.a.1").getByText("Også skrevet af Bodil").waitFor({ state: "detached" });
  await press(page, "Fortryd");
  await card(page, "5.a.1").getByText("Også skrevet af Bodil").waitFor();
  const { data, also } = await record(page, NOTE);
  assert.deepEqual([data, also.map((one) => [one.data, one.by])], ["min", [["hendes", "Bodil"]]]);
});

test("an own question without answers can be taken in again", async () => {
  const { page } = await openedPack(root, INDICATOR);
  await goTo(page, "Vælg spørgsmål");
  await page.getByLabel("Spørgsmål", { exact: true }).fill("Er der ro om natten?");
  await press(page, "Tilføj spørgsmålet");
  const own = page.getByRole("listitem").filter({ hasText: "Er der ro om natten?" });
  await own.getByRole("button", { name: "Fjern" }).click();
  await own.waitFor({ state: "detached" });
  await press(page, "Fortryd");
  await own.getByRole("button", { name: "Fjern" }).click();
  await own.waitFor({ state: "detached" });
  await goTo(page, "Aflever");
  await press(page, "Sæt ind igen");
  await goTo(page, "Efter indikator");
  await card(page, "Eget").getByText("Er der ro om natten?").waitFor();
});
