// A pack under a passphrase of its own, numbers that look like a citizen's, and packs of every size.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  card, goTo, importFile, note, openedPack, record, saved, setPassphrase, state, stored, trouble, unlock, visiting, write,
} from "./pack.mjs";
import { PLACES, model, questionsOf, serve } from "./site.mjs";

const INDICATOR = "kvalitetsmodel/2021/sundhed-og-trivsel/5.a.html";
const FIRST = "en sætning med ord";
const SECOND = "en anden sætning";

const root = await serve("/tilsyn/guide/");

/** The page's pack, opened again on a page that has not seen its passphrase. */
async function again(page) {
  const other = await page.context().newPage();
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

test("of a locked pack the storage has no word that somebody wrote", async () => {
  const page = await lockedPack();
  const records = Object.values(await stored(page)).flat();
  assert.equal(records.filter(({ key }) => /^(note|state|own)\//.test(key)).length, 3);
  assert.doesNotMatch(JSON.stringify(records), SECRETS);
  const { lock: { kdf } } = await record(page, "");
  assert.deepEqual([kdf.name, kdf.hash, atob(kdf.salt).length], ["PBKDF2", "SHA-256", 16]);
  assert.ok(kdf.iterations >= 600_000);
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
