// Firefox: the ways through the site that have to work in every browser, and a checklist on paper.

import assert from "node:assert/strict";
import { test } from "node:test";

process.env.VEJVISER_BROWSER = "firefox";
// Tests are declared at once, when everything is there: with none that waits, the browser is closed.
const { journeys } = await import("./journeys.mjs");
const { open } = await import("./browser.mjs");
const { places, printed, squash } = await import("./paper.mjs");
const { model, questionsOf, samples, serve } = await import("./site.mjs");

journeys();

test("the checklist of Sundhed og trivsel on paper: every question undivided, with its number, and no button", async () => {
  const page = await open();
  await page.goto((await serve("/tilsyn/")) + samples["checklist of a theme"]);
  // Firefox writes "ff" and "fl" as one letter each.
  const sheets = (await printed(page)).sheets.map((sheet) => sheet.normalize("NFKC"));
  const questions = questionsOf(model().themes.filter(({ id }) => id === "sundhed-og-trivsel"));
  assert.equal(questions.length, 33);
  const found = places(sheets, questions);
  assert.deepEqual(found.filter(({ text, number }) => text.length !== 1 || String(number) !== String(text)), []);
  assert.doesNotMatch(squash(sheets.join(" ")), /Lægi?besøgspakke|Kopiérhenvisning/);
});
