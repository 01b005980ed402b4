// A pack between two colleagues: what both wrote stands side by side, what one of them changed replaces what it was made
// from, and nothing is lost, however often a file is taken in.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  PACK_PAGE, card, goTo, handOver, importFile, note, offerFile, openedPack, putRecords, saved, state, stored, trouble, unlock,
  visiting, write,
} from "./pack.mjs";
import { serve } from "./site.mjs";

const INDICATOR = "kvalitetsmodel/2021/sundhed-og-trivsel/5.a.html";
const PASSPHRASE = "blå hest på taget";

const root = await serve("/tilsyn/guide/");

const passOn = async (from, by, to) => importFile(root, (await handOver(from, by)).text, to);
const beside = (page, number) => card(page, number).getByText(/^Også skrevet/);
const value = (page, number, source = "Borgere") => note(page, number, source).inputValue();

async function addOwn(page, text) {
  await goTo(page, "Vælg spørgsmål");
  await page.getByLabel("Spørgsmål", { exact: true }).fill(text);
  await page.getByRole("button", { name: "Tilføj spørgsmålet" }).click();
  await page.getByText(`${text} (`).waitFor();
  await page.getByRole("button", { name: "Gem valget" }).first().click();
  await visiting(page);
  await ownQuestion(page, text).waitFor();
}

const ownQuestion = (page, text) => page.locator(".visit-card").filter({ hasText: text });

async function mark(page, number, name) {
  await state(page, number, name).check();
  await saved(page);
}

/** Anna has written and handed over; Bo has the pack now. */
async function annaAndBo(options) {
  const { page: anna } = await openedPack(root, INDICATOR, options);
  await write(anna, "5.a.1", "Borgere", "begyndelsen");
  await write(anna, "5.a.2", "Borgere", "annas");
  await mark(anna, "5.a.1", "Undersøgt");
  const bo = await passOn(anna, "Anna");
  await visitAgain(anna);
  return { anna, bo };
}

async function visitAgain(page) {
  await goTo(page, "Efter indikator");
  await note(page, "5.a.1", "Borgere").waitFor();
}

test("what both wrote stands side by side, what one wrote is taken over, and nothing is lost", async () => {
  const { anna, bo } = await annaAndBo();
  await write(anna, "5.a.1", "Borgere", "annas mening");
  await write(anna, "5.a.1", "Dokumenter", "kun anna");
  await mark(anna, "5.a.2", "Ikke relevant");
  await addOwn(anna, "Annas eget?");
  await write(bo, "5.a.1", "Borgere", "bos mening");
  await write(bo, "5.a.2", "Borgere", "annas, rettet af bo");
  await write(bo, "5.a.2", "Dokumenter", "kun bo");
  await mark(bo, "5.a.1", "Følg op");
  await addOwn(bo, "Bos eget?");
  await ownQuestion(bo, "Bos eget?").getByLabel(/^Borgere, note/).fill("note til eget");
  await ownQuestion(bo, "Bos eget?").getByLabel(/^Borgere, note/).press("Control+Enter");
  await saved(bo);

  await passOn(bo, "Bo", anna);
  // Both changed it.
  assert.equal(await value(anna, "5.a.1"), "annas mening");
  await card(anna, "5.a.1").getByText(/^Også skrevet af Bo, /).waitFor();
  await card(anna, "5.a.1").getByText("bos mening", { exact: true }).waitFor();
  // Only Bo did.
  assert.equal(await value(anna, "5.a.2"), "annas, rettet af bo");
  assert.equal(await beside(anna, "5.a.2").count(), 0);
  assert.ok(await state(anna, "5.a.1", "Følg op").isChecked());
  // Only Anna did, and Bo never had it.
  assert.ok(await state(anna, "5.a.2", "Ikke relevant").isChecked());
  assert.equal(await value(anna, "5.a.1", "Dokumenter"), "kun anna");
  assert.equal(await value(anna, "5.a.2", "Dokumenter"), "kun bo");
  for (const own of ["Annas eget?", "Bos eget?"]) await ownQuestion(anna, own).waitFor();
  assert.equal(await ownQuestion(anna, "Bos eget?").getByLabel(/^Borgere, note/).inputValue(), "note til eget");
  await goTo(anna, "Rapport");
  const text = await anna.getByRole("region", { name: "Teksten" }).innerText();
  for (const part of ["annas mening", "bos mening", "annas, rettet af bo", "kun anna", "kun bo", "note til eget"]) {
    assert.ok(text.includes(part), part);
  }
});

test("taking in the same file twice changes nothing", async () => {
  const { anna, bo } = await annaAndBo();
  await write(anna, "5.a.1", "Borgere", "annas mening");
  await write(bo, "5.a.1", "Borgere", "bos mening");
  const { text } = await handOver(bo, "Bo");
  await importFile(root, text, anna);
  const once = await stored(anna);
  await importFile(root, text, anna);
  assert.deepEqual(await stored(anna), once);
});

for (const [button, result] of [["Sæt ind i noten", "annas mening\nbos mening"], ["Fjern denne", "annas mening"]]) {
  test(`what was settled with »${button}« does not come back, here or at the colleague's`, async () => {
    const { anna, bo } = await annaAndBo();
    await write(anna, "5.a.1", "Borgere", "annas mening");
    await write(bo, "5.a.1", "Borgere", "bos mening");
    const { text } = await handOver(bo, "Bo");
    await importFile(root, text, anna);
    await card(anna, "5.a.1").getByRole("button", { name: button }).click();
    await beside(anna, "5.a.1").waitFor({ state: "detached" });
    await importFile(root, text, anna);
    assert.equal(await value(anna, "5.a.1"), result);
    assert.equal(await beside(anna, "5.a.1").count(), 0);
    await passOn(anna, "Anna", bo);
    assert.equal(await value(bo, "5.a.1"), result);
    assert.equal(await beside(bo, "5.a.1").count(), 0);
  });
}

test("a note that went to and fro several times is replaced each time", async () => {
  const { anna, bo } = await annaAndBo();
  for (const round of [1, 2, 3]) {
    await visitAgain(bo);
    await write(bo, "5.a.1", "Borgere", `bo ${round}`);
    await passOn(bo, "Bo", anna);
    assert.equal(await value(anna, "5.a.1"), `bo ${round}`);
    await write(anna, "5.a.1", "Borgere", `anna ${round}`);
    await passOn(anna, "Anna", bo);
    assert.equal(await value(bo, "5.a.1"), `anna ${round}`);
    await visitAgain(anna);
  }
  for (const page of [anna, bo]) assert.equal(await beside(page, "5.a.1").count(), 0);
});

test("a note the colleague emptied is empty, and one emptied here does not take the colleague's with it", async () => {
  const { anna, bo } = await annaAndBo();
  await write(bo, "5.a.2", "Borgere", "");
  await write(anna, "5.a.1", "Borgere", "");
  await write(bo, "5.a.1", "Borgere", "bos mening");
  await passOn(bo, "Bo", anna);
  assert.equal(await value(anna, "5.a.2"), "");
  assert.equal(await beside(anna, "5.a.2").count(), 0);
  const texts = [await value(anna, "5.a.1"), ...(await card(anna, "5.a.1").locator(".beside .typed").allTextContents())];
  assert.ok(texts.includes("bos mening"), JSON.stringify(texts));
});

test("a pack under a passphrase takes a file in only with it, sealed, and side by side where both wrote", async () => {
  const { anna, bo } = await annaAndBo({ passphrase: PASSPHRASE });
  await write(anna, "5.a.1", "Borgere", "annas mening");
  await write(bo, "5.a.1", "Borgere", "bos mening");
  await write(bo, "5.a.2", "Borgere", "annas, rettet af bo");
  const { text } = await handOver(bo, "Bo");
  const before = await stored(anna);

  const takeIn = async (answer) => {
    await anna.goto(`${root}${PACK_PAGE}#pakker`);
    await offerFile(anna, text);
    anna.once("dialog", (dialog) => (answer ? dialog.accept(answer) : dialog.dismiss()));
    await anna.getByRole("button", { name: "Hent pakken ind" }).click();
  };
  for (const answer of ["en helt forkert", ""]) {
    await takeIn(answer);
    await trouble(anna).filter({ hasText: "Adgangssætningen passer ikke" }).waitFor();
    assert.deepEqual(await stored(anna), before);
  }
  await takeIn(PASSPHRASE);
  await unlock(anna, PASSPHRASE);
  await visiting(anna);
  assert.doesNotMatch(JSON.stringify(await stored(anna)), /annas|bos mening/);
  assert.equal(await value(anna, "5.a.1"), "annas mening");
  await card(anna, "5.a.1").getByText("bos mening", { exact: true }).waitFor();
  assert.equal(await value(anna, "5.a.2"), "annas, rettet af bo");
  assert.equal(await beside(anna, "5.a.2").count(), 0);
});

test("two who know nothing of each other's packs keep two packs", async () => {
  const { page: anna } = await openedPack(root, INDICATOR, { name: "Annas" });
  const { page: bo } = await openedPack(root, INDICATOR, { name: "Bos" });
  await passOn(bo, "Bo", anna);
  await goTo(anna, "Alle pakker");
  for (const name of ["Annas", "Bos"]) await anna.getByRole("link", { name, exact: true }).waitFor();
});

test("a question of one's own that two have put differently is there in both wordings", async () => {
  const { page, id } = await openedPack(root, INDICATOR);
  const own = (text) => ({ text, theme: "sundhed-og-trivsel", source: "borgere" });
  const beside = { rev: "b", time: 1.79e12, by: "Bo", data: own("Hvornår er her roligt?") };
  await putRecords(page, [{ pack: id, key: "own/7-7-7", rev: "a", past: [], also: [beside], time: 1.79e12, by: "", data: own("Er her roligt?") }]);
  for (const screen of ["", "/kilder"]) {
    await page.goto("about:blank");
    await page.goto(`${root}${PACK_PAGE}#pakke/${id}${screen}`);
    await card(page, "Eget").getByText("Er her roligt?", { exact: true }).waitFor();
    await card(page, "Eget").getByText("Bo har skrevet spørgsmålet sådan: Hvornår er her roligt?").waitFor();
  }
});
