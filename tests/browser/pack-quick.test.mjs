// The quick pack: by themes, and as much as there is time for, with the reason for every question.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./browser.mjs";
import { PACK_PAGE, openOnline, record, visiting } from "./pack.mjs";
import { PLACES, packQuestions } from "./site.mjs";

const root = await Object.values(PLACES)[0]();
const all = packQuestions();
const ids = (questions) => questions.map(({ id }) => id);
const labels = (page) => page.locator("[data-question]").evaluateAll((cards) => cards.map(({ dataset }) => dataset.question));

test("three taps for an unannounced visit on two themes", async () => {
  const page = await open({ serviceWorkers: "block", viewport: { width: 390, height: 844 }, hasTouch: true });
  await page.goto(`${root}${PACK_PAGE}#pakker`);
  await page.getByLabel("Sundhed og trivsel", { exact: true }).tap();
  await page.getByLabel("Kompetencer", { exact: true }).tap();
  await page.getByRole("button", { name: "Opret til uanmeldt besøg" }).tap();
  const id = await visiting(page);
  const fits = all.filter(({ theme, unannounced }) => ["Sundhed og trivsel", "Kompetencer"].includes(theme.title) && unannounced);
  assert.ok(fits.length > 10);
  assert.deepEqual(await labels(page), ids(fits));
  assert.equal((await record(page, "", id)).visit, "uanmeldt");
});

const reasons = async (page) => {
  const lines = await page.locator('[data-at="reasons"] li').allTextContents();
  return lines.map((line) => {
    const [, id, text, reason] = /^(\S+): (.*) \((.*)\)$/.exec(line);
    assert.equal(text, all.find((one) => one.id === id).text);
    return [id, reason];
  });
};

for (const [name, count] of [["10 minutter", 2], ["1 time", 12], ["3 timer", 36]]) {
  test(`with ${name} there are ${count} questions, spread over themes and indicators, each with its reason`, async () => {
    const page = await openOnline();
    await page.goto(`${root}${PACK_PAGE}#pakker`);
    await page.getByLabel(name, { exact: true }).check();
    await page.getByText(`${count} af ${all.length} spørgsmål er valgt ud til tiden.`).waitFor();
    await page.getByText("Hvilke spørgsmål, og hvorfor").click();
    const told = await reasons(page);
    const chosen = told.map(([id]) => all.find((one) => one.id === id));
    const indicators = new Set(chosen.map(({ indicator }) => indicator.id));
    const known = new Set(all.map(({ indicator }) => indicator.id)).size;
    if (count < known) assert.equal(indicators.size, count, "no indicator has two");
    else assert.equal(indicators.size, known, "every indicator has one");
    const themes = new Set(chosen.map(({ theme }) => theme.id)).size;
    assert.equal(themes, Math.min(count, 7));
    for (const [id, reason] of told) {
      const { indicator, sources, unannounced } = all.find((one) => one.id === id);
      assert.match(reason, new RegExp(`^\\d\\. valg under indikator ${indicator.id}`));
      assert.equal(reason.includes("borgerne kan svare"), sources.includes("borgere"), id);
      assert.equal(reason.includes("kan undersøges uden varsel"), unannounced, id);
      // Nothing better of the indicator was passed over.
      if (!reason.startsWith("1.")) continue;
      const weight = (one) => one.sources.includes("borgere") + one.unannounced;
      const best = Math.max(...all.filter((one) => one.indicator.id === indicator.id).map(weight));
      assert.equal(weight(all.find((one) => one.id === id)), best, id);
    }
    await page.getByRole("button", { name: "Opret pakke" }).first().click();
    await visiting(page);
    assert.deepEqual(await labels(page), told.map(([id]) => id));
  });
}

test("time and themes together choose among what is marked for the visit", async () => {
  const page = await openOnline();
  await page.goto(`${root}${PACK_PAGE}#pakker`);
  await page.getByLabel("Uanmeldt", { exact: true }).check();
  await page.getByLabel("Sundhed og trivsel", { exact: true }).check();
  await page.getByLabel("1 time", { exact: true }).check();
  await page.getByText("Hvilke spørgsmål, og hvorfor").click();
  const told = await reasons(page);
  assert.equal(told.length, 12);
  for (const [id] of told) {
    const question = all.find((one) => one.id === id);
    assert.deepEqual([question.theme.title, question.unannounced], ["Sundhed og trivsel", true]);
  }
  await page.getByLabel("Alle spørgsmål", { exact: true }).check();
  assert.equal(await page.getByText("Hvilke spørgsmål, og hvorfor").isVisible(), false);
});
