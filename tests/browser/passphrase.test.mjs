// Choosing a passphrase: it is typed twice, and a word beside the field says how strong it is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bits, strengthOf } from "../../themes/standard/assets/js/pack/strength.js";
import { PACK_PAGE, choosePassphrase, goTo, openedPack, openOnline, record, stored, unlock, visiting } from "./pack.mjs";
import { serve } from "./site.mjs";

const INDICATOR = "kvalitetsmodel/2021/sundhed-og-trivsel/5.a.html";
const STRONG = "gulerod traktor måne violin kaffe";

const root = await serve("/tilsyn/guide/");

const STRENGTHS = {
  Svag: [
    "kort", "adgangskode1234", "aaaaaaaaaaaaaaaaaaaaaaaa", "12345678901234567890", "qwertyuiopåasdfghjklæø", "98765432109876543210", "sommer2026sommer2026",
    "Rikke Holm 1978", "kaffe kaffe kaffe kaffe kaffe kaffe kaffe", "lampe saks tyrefægter", "Tilsyn 2026!", "abcdefghijklmnop", "010190-1234",
  ],
  Rimelig: ["lampe saks tyrefægter fjord", "x7Kq!9pL2m#v", "god hest saks traktor violin"],
  Stærk: [STRONG, "skovsø ærteblomst hylder triangel briks", "hxkwqpzmvtbnrd", "x7Kq!9pL2m#vT4w&", "83 gulerødder i Ålborg sang for dronningens kat"],
};

for (const [word, passphrases] of Object.entries(STRENGTHS)) {
  test(`what is called ${word.toLowerCase()}`, () => {
    for (const one of passphrases) assert.match(strengthOf(one), new RegExp(`^${word}[:.] `), `${one}: ${bits(one)}`);
  });
}

test("another letter, word or sign never makes a passphrase weaker than a longer run of the same", () => {
  for (const start of ["gulerod", "83", "æble!"]) {
    const more = [" traktor", "?", " 7"].map((end) => bits(start + end) - bits(start));
    assert.ok(more.every((one) => one > 0), `${start}: ${more}`);
    assert.equal(bits(start + start.at(-1).repeat(50)), bits(start + start.at(-1).repeat(3)));
  }
});

test("letters are the same however a keyboard writes them", () => {
  assert.equal(bits("måne på åen".normalize("NFD")), bits("måne på åen"));
});

const strength = (page) => page.getByRole("status").filter({ hasText: /^(Svag|Rimelig|Stærk)/ });
const again = (page) => page.getByLabel("Gentag adgangssætningen");

/** What the browser says of the second field, which keeps the form from being sent. */
const refusal = (page) => again(page).evaluate((field) => field.validationMessage);

const DIFFERENT = "De to adgangssætninger er ikke ens. Skriv den samme i begge felter.";

test("a pack gets a passphrase that was typed twice alike, and no other", async () => {
  const page = await openOnline();
  await page.goto(`${root}${PACK_PAGE}#laeg=${INDICATOR}`);
  const first = page.getByLabel(/^Adgangssætning til pakken/);
  const make = () => page.getByRole("button", { name: "Opret pakke" }).first().click();
  assert.equal(await strength(page).count(), 0);
  await first.fill("adgangskode");
  assert.match(await strength(page).textContent(), /^Svag: /);
  await first.fill(STRONG);
  assert.match(await strength(page).textContent(), /^Stærk\. /);
  for (const typed of ["", `${STRONG} `]) {
    await again(page).fill(typed);
    await make();
    assert.equal(await refusal(page), DIFFERENT);
  }
  // The first is changed to what the second has.
  await first.fill(`${STRONG} `);
  assert.equal(await refusal(page), "");
  await first.fill("");
  assert.equal(await strength(page).count(), 0);
  await make();
  assert.equal(await refusal(page), DIFFERENT);
  assert.deepEqual(await stored(page), {});
  await choosePassphrase(page, STRONG);
  await make();
  await unlock(page, STRONG);
  await visiting(page);
  assert.ok((await record(page, "")).lock);
});

test("a file gets a passphrase that was typed twice alike, and no other", async () => {
  const { page } = await openedPack(root, INDICATOR);
  await goTo(page, "Aflever");
  await page.getByLabel(/^Dit navn/).fill("Anna");
  const downloads = [];
  page.on("download", (one) => downloads.push(one));
  const save = () => page.getByRole("button", { name: "Gem låst fil" }).click();
  await page.getByLabel(/^Adgangssætning til filen/).fill("lampe saks tyrefægter fjord");
  assert.match(await strength(page).textContent(), /^Rimelig\. /);
  for (const typed of ["", "lampe saks tyrefægter ford"]) {
    await again(page).fill(typed);
    await save();
    assert.ok(await refusal(page));
  }
  assert.equal(await refusal(page), DIFFERENT);
  const saved = page.waitForEvent("download");
  await choosePassphrase(page, STRONG);
  await save();
  await saved;
  assert.equal(downloads.length, 1);
});
