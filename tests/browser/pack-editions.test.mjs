// The questions of a pack in another edition of the site, and packs from another edition: what moved, was reworded or is
// gone is told, and no note is lost.

import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { PACK_PAGE, goTo, handOver, note, offerFile, openedPack, openOnline, visiting, write } from "./pack.mjs";
import { PLACES, model, portal, questionsOf, serve, temporaryFolder } from "./site.mjs";

const THEME = "kvalitetsmodel/2021/sundhed-og-trivsel";
const [first, second, third] = questionsOf(model().themes).filter(({ indicator }) => indicator === "5.b");
const REWORDED = "Er indsatsen for borgerne helt ny og anderledes?";

/** Puts the questions of indicator 5.b, as `change` makes them of those there are, into a built site. */
function changeSite(folder, change) {
  const path = join(folder, "data/spoergsmaal.js");
  const [, json] = /^vejviserModel\((.*)\);?\s*$/.exec(readFileSync(path, "utf8"));
  const data = JSON.parse(json);
  const indicators = data.editions[0].themes.flatMap(({ criteria }) => criteria).flatMap(({ indicators }) => indicators);
  const indicator = indicators.find(({ id }) => id === "5.b");
  // Numbers are given in the order of the questions, whenever the site is built.
  indicator.questions = change(indicator.questions).map((question, at) => ({ ...question, id: `5.b.${at + 1}` }));
  writeFileSync(path, `vejviserModel(${JSON.stringify(data)})`);
}

/** A pack of indicator 5.b with a note to each question, opened where the site has changed meanwhile. */
async function afterChange(change) {
  const folder = join(temporaryFolder(), "site");
  cpSync(portal(), folder, { recursive: true });
  const { page } = await openedPack(await serve("/tilsyn/guide/", folder), `${THEME}/5.b.html`);
  for (const { id } of [first, second, third]) await write(page, id, "Dokumenter", `note til ${id}`);
  changeSite(folder, change);
  await page.reload();
  await visiting(page);
  return page;
}

/** The question on the visit screen that has this wording. */
const worded = (page, text) => page.locator(".visit-card").filter({ has: page.locator(".official").getByText(text, { exact: true }) });
const noteOf = (page, text) => worded(page, text).getByLabel(/^Dokumenter, note/).inputValue();

async function allNotesAreThere(page) {
  for (const { id, text } of [first, second, third]) assert.equal(await noteOf(page, text), `note til ${id}`);
}

test("moved and reworded questions say so, and keep their notes, in the write-up too", async () => {
  const page = await afterChange(([one, two, three]) => [{ ...one, text: REWORDED }, three, two]);
  await allNotesAreThere(page);
  await worded(page, first.text).getByText(`I dag står der: ${REWORDED}`).waitFor();
  for (const { id, text } of [second, third]) {
    await worded(page, text).getByText(`Spørgsmålet havde nummer ${id}, da du valgte det.`).waitFor();
  }
  assert.equal(await worded(page, second.text).getByText(/^Ordlyden er ændret/).count(), 0);
  await goTo(page, "Rapport");
  const text = await page.getByRole("region", { name: "Teksten" }).innerText();
  for (const { id } of [first, second, third]) assert.ok(text.includes(`note til ${id}`), id);
  assert.ok(text.includes(`5.b.3: ${second.text}`), "the number of today stands before the wording");
});

test("questions that are gone are said to be, and keep their notes, in the write-up too", async () => {
  const page = await afterChange(([one, two]) => [one, two]);
  await allNotesAreThere(page);
  await worded(page, third.text).getByText("Spørgsmålet findes ikke længere på siden.").waitFor();
  assert.equal(await page.getByText("Spørgsmålet findes ikke længere på siden.").count(), 1);
  await goTo(page, "Rapport");
  const text = await page.getByRole("region", { name: "Teksten" }).innerText();
  assert.ok(text.includes(third.text) && text.includes(`note til ${third.id}`));
});

// The first is gone, so that each has the number of the one before it: two of the pack stand for one of today.
test("choosing questions anew loses none whose number another has today", async () => {
  const page = await afterChange(([, two, three]) => [two, three]);
  await allNotesAreThere(page);
  await goTo(page, "Vælg spørgsmål");
  await page.getByRole("button", { name: "Gem valget" }).first().click();
  await visiting(page);
  await allNotesAreThere(page);
});

for (const [where, place] of Object.entries(PLACES)) {
  test(`a file from an older edition, ${where}: what has the same wording is found, the rest is listed, and nothing is lost`, async () => {
    const root = await place();
    const { page } = await openedPack(root, `${THEME}/5.b.html`);
    await write(page, first.id, "Dokumenter", "findes ved sin ordlyd");
    await write(page, second.id, "Dokumenter", "findes ikke mere");
    const file = JSON.parse((await handOver(page, "Anna")).text);
    // The edition, the numbers and one wording are others.
    file.pack.id = "1-2-3";
    file.pack.edition = "2014";
    for (const question of file.pack.questions) question.id = `9.${question.id}`;
    for (const record of file.records) record.key = record.key.replace("note/", "note/9.");
    file.pack.questions[1].text = "Er der en plan for alt?";

    const importing = await openOnline();
    await importing.goto(`${root}${PACK_PAGE}`);
    await offerFile(importing, file);
    await importing.getByText(/^Filen er fra en anden udgave/).waitFor();
    const told = await importing.getByRole("status").getByRole("listitem").allTextContents();
    assert.deepEqual(told, [
      `9.${first.id} (nu ${first.id}): ${first.text}`,
      `9.${third.id} (nu ${third.id}): ${third.text}`,
      `9.${second.id} (findes ikke her): Er der en plan for alt?`,
    ]);
    await importing.getByRole("button", { name: "Hent pakken ind" }).click();
    await visiting(importing);
    assert.equal(await noteOf(importing, first.text), "findes ved sin ordlyd");
    await worded(importing, "Er der en plan for alt?").getByText("Andre kilder").click();
    assert.equal(await noteOf(importing, "Er der en plan for alt?"), "findes ikke mere");
    await goTo(importing, "Rapport");
    const text = await importing.getByRole("region", { name: "Teksten" }).innerText();
    for (const part of [first.text, "findes ved sin ordlyd", "Er der en plan for alt?", "findes ikke mere"]) {
      assert.ok(text.includes(part), part);
    }
  });
}
