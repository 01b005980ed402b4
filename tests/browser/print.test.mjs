// The checklists on A4 paper.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./browser.mjs";
import { attribute, only, parse, select, text } from "./html.mjs";
import { checkNothingOverFoot, count, places, printed, squash } from "./paper.mjs";
import { model, questionsOf, read, samples, serve } from "./site.mjs";

const root = await serve("/tilsyn/");
const { themes } = model();
const plain = await open({ javaScriptEnabled: false });
const scripted = await open();
await scripted.clock.setFixedTime(new Date(2031, 2, 9, 12));

/** Prints a page of the portal. */
async function print(path, page = plain) {
  await page.goto(root + path);
  return printed(page);
}

/** Every question once, its number and its whole text on one sheet, with its sources to tick. */
function checkQuestions(path, sheets, questions) {
  const found = places(sheets, questions);
  const wrong = found.filter((place) => place.text.length !== 1 || String(place.number) !== String(place.text));
  assert.deepEqual(wrong, [], "questions that are missing, doubled or divided between sheets");
  const label = squash(text(select(parse(read(path)), ".ticks-label")[0]));
  sheets.forEach((sheet, index) => {
    const here = found.filter(({ text: [place] }) => place === index + 1).length;
    assert.equal(count(squash(sheet), label), here, `sheet ${index + 1} divides a question from its sources`);
  });
}

/** What a page of the portal prints at the foot of each sheet. */
const footOf = (path) => text(only(parse(read(path)), ".sheet-foot"));

/** Edition, address within the site and day of the last change on every sheet. */
function checkFoot(path, sheets, ...more) {
  const updated = /opdateret \d+\. [a-zæøå]+ \d{4}/.exec(footOf(path))?.[0];
  assert.ok(updated, `no day of the last change: ${footOf(path)}`);
  for (const [index, sheet] of sheets.entries()) {
    for (const part of ["Kvalitetsmodellen, juli 2021", path, updated, ...more]) {
      assert.ok(squash(sheet).includes(squash(part)), `sheet ${index + 1} lacks "${part}":\n${sheet}`);
    }
  }
}

const health = themes.filter(({ id }) => id === "sundhed-og-trivsel");

test("no wording is part of another, so that counting texts counts questions", () => {
  const texts = questionsOf(themes).map((question) => squash(question.text));
  assert.equal(new Set(texts).size, 86);
  assert.deepEqual(texts.filter((one) => texts.some((other) => other !== one && other.includes(one))), []);
});

test("the checklist of Sundhed og trivsel: 33 questions on at most 8 tagged sheets", async () => {
  const path = samples["checklist of a theme"];
  const questions = questionsOf(health);
  assert.equal(questions.length, 33);
  const { info, sheets, words } = await print(path);
  assert.equal(info.Tagged, "yes");
  assert.match(info["Page size"], /A4/);
  checkQuestions(path, sheets, questions);
  checkFoot(path, sheets, "Dato: ____");
  checkNothingOverFoot(footOf(path), words);
  const others = questionsOf(themes).filter(({ id }) => !questions.some((question) => question.id === id));
  assert.deepEqual(places(sheets, others).filter((place) => place.text.length > 0), []);
  assert.ok(sheets.length <= 8, `${sheets.length} sheets`);
});

test("with JavaScript every sheet has the full address and the day of printing", async () => {
  const path = samples["checklist of a theme"];
  const { sheets } = await print(path, scripted);
  checkQuestions(path, sheets, questionsOf(health));
  checkFoot(path, sheets, "Udskrevet 9. marts 2031", root + path);
  assert.ok(!sheets.join("").includes("____"), "a line for the date although the day is known");
  assert.ok(sheets.length <= 8, `${sheets.length} sheets`);
});

test("the page of indicator 5.c is its checklist", async () => {
  const questions = questionsOf(themes).filter(({ indicator }) => indicator === "5.c");
  assert.equal(questions.length, 10);
  const { info, sheets, words } = await print(samples.indicator);
  assert.equal(info.Tagged, "yes");
  checkQuestions(samples.indicator, sheets, questions);
  checkFoot(samples.indicator, sheets, "Dato: ____");
  checkNothingOverFoot(footOf(samples.indicator), words);
});

test("the checklist of the whole model prints all 86 questions", async () => {
  const path = samples["checklist of the model"];
  const { info, sheets, words } = await print(path);
  assert.equal(info.Tagged, "yes");
  checkQuestions(path, sheets, questionsOf(themes));
  checkFoot(path, sheets, "Dato: ____");
  checkNothingOverFoot(footOf(path), words);
});

for (const kind of ["indicator", "checklist of a theme"]) {
  test(`on paper each question has a box, its numbers, lines to write on, and stays whole: ${kind}`, async () => {
    await plain.goto(root + samples[kind]);
    await plain.emulateMedia({ media: "print" });
    const items = await plain.locator("li:has(.lines)").evaluateAll((list) =>
      list.map((item) => {
        const height = (selector) => item.querySelector(selector)?.getBoundingClientRect().height ?? 0;
        return {
          whole: getComputedStyle(item).breakInside,
          box: height(".box") > 8,
          lines: height(".lines") > 30,
          cites: [...item.querySelectorAll('a[href*="retningslinjer/"]')].every((link) => link.checkVisibility()),
        };
      }),
    );
    await plain.emulateMedia({ media: null });
    const lists = select(parse(read(samples[kind])), "li").filter((item) => select(item, ".lines").length > 0);
    assert.equal(items.length, kind === "indicator" ? 10 : 33);
    assert.equal(items.length, lists.filter((item) => select(item, "a").some((a) => /\/2020\//.test(attribute(a, "href")))).length);
    assert.deepEqual(items, Array(items.length).fill({ whole: "avoid", box: true, lines: true, cites: true }));
  });
}

test("what is only for the screen is not on paper", async () => {
  const page = await open();
  await page.goto(`${root}${samples.indicator}`);
  assert.equal(await page.getByRole("button", { name: "Kopiér henvisning" }).first().isVisible(), true);
  assert.doesNotMatch((await printed(page)).sheets.join(" "), /Læg i besøgspakke|Kopiér henvisning|I andre udgaver/);
});
