// Finding one's way in a large pack: groups that fold, a bar that stays in view, one question at a time, and the place that is
// remembered.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openBeside } from "./browser.mjs";
import { PACK_PAGE, card, goTo, note, openedPack, openOnline, quickPack, saved, state, visiting, write } from "./pack.mjs";
import { PLACES } from "./site.mjs";

const INDICATORS = ["5.a", "5.b", "5.c"].map((id) => `kvalitetsmodel/2021/sundhed-og-trivsel/${id}.html`);
const root = await Object.values(PLACES)[0]();

const group = (page, name) => page.locator("details.fold").filter({ has: page.getByRole("heading", { level: 2, name, exact: true }) });
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const focused = (page) => page.evaluate(() => document.activeElement.closest("[data-question]")?.dataset.question);
const inView = (page, number) => card(page, number).first().evaluate((element) => {
  const { top } = element.getBoundingClientRect();
  const { bottom } = document.querySelector(".pack-bar").getBoundingClientRect();
  return top >= bottom - 20 && top < innerHeight / 2;
});

/** Opens the menu of the screen; the browser tells the page of it a moment later. */
async function openMenu(page) {
  await page.getByText("Spring til", { exact: true }).click();
  await page.locator(".jump button").first().waitFor();
}

/** A pack with every question of the model, on the visit screen. */
async function wholePack() {
  const page = await openOnline();
  await page.goto(`${root}${PACK_PAGE}#pakker`);
  await press(page, "Opret pakke");
  const id = await visiting(page);
  return { page, id };
}

test("by source one group is open, the others are made when they are opened, and each counts its notes", async () => {
  const { page } = await wholePack();
  await goTo(page, "Efter kilde");
  const open = await page.locator("details.fold[open] h2").allInnerTexts();
  assert.deepEqual(open, ["Spørg borgerne"]);
  assert.equal(await group(page, "Spørg ledelsen").locator("[data-question]").count(), 0);
  await group(page, "Spørg ledelsen").locator("summary").first().click();
  await group(page, "Spørg ledelsen").locator("[data-question]").first().waitFor();
  await note(page, "5.c.1", "Ledelse").fill("De kender dem.");
  await note(page, "5.c.1", "Ledelse").press("Control+Enter");
  await saved(page);
  assert.match(await group(page, "Spørg ledelsen").locator("summary .meta").first().textContent(), /^1 af \d+ har en note$/);
  assert.match(await page.locator(".visit-bar").textContent(), /^1 af 86 spørgsmål har noter, og 0 har en status/);
});

test("the bar stays in view, and its menu leads to every theme, indicator and source", async () => {
  const { page } = await wholePack();
  await page.keyboard.press("End");
  await page.waitForFunction(() => scrollY > 1000);
  assert.equal(await page.locator(".pack-bar").evaluate((bar) => bar.getBoundingClientRect().top), 0);
  await openMenu(page);
  const names = await page.locator(".jump button").allInnerTexts();
  assert.equal(names.filter((name) => name.startsWith("Tema: ")).length, 7);
  assert.equal(names.filter((name) => name.startsWith("Indikator ")).length, 19);
  await press(page, "Indikator 5.c");
  assert.equal(await focused(page), "5.c.1");
  assert.ok(await inView(page, "5.c.1"));
  assert.equal(await page.locator(".jump").evaluate((menu) => menu.open), false);
  await goTo(page, "Efter kilde");
  await openMenu(page);
  const inSources = await page.locator(".jump button").allInnerTexts();
  const inner = inSources.filter((name) => name.startsWith("Indikator "));
  assert.ok(inner.length > 3);
  assert.deepEqual(inner, [...new Set(inner)], "only of the source that is worked on");
  await press(page, "Se i dokumenterne");
  assert.equal(await page.evaluate(() => document.activeElement.closest("details").querySelector("h2").textContent), "Se i dokumenterne");
  await openMenu(page);
  await press(page, "Indikator 5.c");
  assert.match(await focused(page), /^5\.c\./);
});

test("the assessment has a menu, which says how far each part is and leads to it", async () => {
  const { page } = await openedPack(root, INDICATORS);
  await goTo(page, "Vurdér");
  const field = page.getByLabel("Vores vurdering, indikator 5.c");
  await field.fill("Naloxon er til stede.");
  await field.blur();
  await saved(page);
  await page.keyboard.press("Alt+g");
  const menu = page.locator(".jump button");
  assert.ok(await page.evaluate(() => document.activeElement.matches(".jump button")));
  const names = await menu.allInnerTexts();
  assert.deepEqual(names, ["Indikator 5.a: mangler", "Indikator 5.b: mangler", "Indikator 5.c: udkast", "Temaet Sundhed og trivsel: mangler", "Aftaler og opfølgning"]);
  await press(page, "Indikator 5.c: udkast");
  assert.equal(await page.evaluate(() => document.activeElement.ariaLabel), "Vurdering af indikator 5.c");
  assert.equal(await page.locator(".pack-bar").evaluate((bar) => bar.getBoundingClientRect().top), 0);
  const card = page.getByRole("region", { name: "Vurdering af indikator 5.c" });
  const [bar, top] = [await page.locator(".pack-bar").boundingBox(), await card.boundingBox()];
  assert.ok(top.y >= bar.height && top.y < bar.height + 20, `the card begins at ${top.y}, below a bar of ${bar.height}`);
});

test("a large pack opens with the first questions, and all are there a moment later", async () => {
  const { page } = await wholePack();
  await page.waitForFunction(() => document.querySelectorAll("[data-question]").length === 86);
  const order = await page.locator("[data-question]").evaluateAll((cards) => cards.map(({ dataset }) => dataset.question));
  assert.deepEqual(order, [...new Set(order)]);
  const headings = await page.getByRole("heading", { name: /^Indikator / }).allInnerTexts();
  assert.deepEqual(headings, [...new Set(headings)], "each indicator has one heading");
  assert.equal(headings.length, 19);
});

test("a list that is drawn again does not move the page, not even for a moment", async () => {
  const { page } = await wholePack();
  const [first, lowest] = await page.evaluate(async () => {
    const { scrollingElement: root } = document;
    const before = root.scrollHeight;
    scrollTo(0, before);
    document.querySelector("[data-at=filter]").dispatchEvent(new Event("change"));
    const heights = [];
    while (heights.length < 5) {
      heights.push(root.scrollHeight);
      await new Promise((drawn) => requestAnimationFrame(drawn));
    }
    return [before, Math.min(...heights)];
  });
  assert.ok(lowest > first / 2, `the page of ${first} px was ${lowest} px high`);
});

test("a place far down is there as soon as the pack opens, with all that is above it", async () => {
  const { page, id } = await wholePack();
  await page.goto("about:blank");
  await page.goto(`${root}${PACK_PAGE}#pakke/${id}/7.a.1`);
  await page.locator("[data-question]").first().waitFor();
  assert.ok(await page.locator('[data-question="7.a.1"]').count());
  await page.waitForFunction(() => document.activeElement.dataset.question === "7.a.1");
  assert.ok(await inView(page, "7.a.1"));
});

test("keys move to the next question, note, source and to the menu, and over closed groups", async () => {
  const { page } = await wholePack();
  await goTo(page, "Efter kilde");
  await page.keyboard.press("Alt+ArrowDown");
  const first = await focused(page);
  await page.keyboard.press("Alt+ArrowDown");
  assert.notEqual(await focused(page), first);
  await page.keyboard.press("Alt+n");
  assert.match(await page.evaluate(() => document.activeElement.name), /^note\/.*\/borgere$/);
  const before = await focused(page);
  await page.keyboard.press("Alt+n");
  assert.notEqual(await focused(page), before, "the last note of a question is followed by the first of the next");
  await page.keyboard.press("Alt+k");
  assert.equal(await page.evaluate(() => document.activeElement.closest("details").querySelector("h2").textContent), "Spørg de pårørende");
  await page.keyboard.press("Alt+g");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Spørg borgerne");
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Spring til");
});

test("one question at a time: the others are hidden, the buttons lead on over groups, and the mode is remembered", async () => {
  const { page } = await openedPack(root, INDICATORS);
  await page.getByLabel("Ét ad gangen").check();
  const visible = () => page.locator("[data-question]:visible").evaluateAll((cards) => cards.map(({ dataset }) => dataset.question));
  assert.deepEqual(await visible(), ["5.a.1"]);
  await press(page, "Næste");
  assert.deepEqual(await visible(), ["5.a.2"]);
  await goTo(page, "Efter kilde");
  assert.deepEqual(await visible(), ["5.a.2"], "the place is the same on the other screen");
  const groupNow = () => page.evaluate(() => document.querySelector("[data-current]").closest("details").querySelector("h2").textContent);
  const before = await groupNow();
  const count = await page.locator("details.fold:has([data-current]) [data-question]").count();
  for (let step = 0; step < count; step += 1) await press(page, "Næste");
  assert.notEqual(await groupNow(), before);
  const here = await visible();
  await page.reload();
  await page.locator("[data-current]").waitFor();
  assert.deepEqual(await visible(), here);
  await page.getByLabel("Ét ad gangen").uncheck();
  assert.ok((await visible()).length > 1);
});

test("the place is remembered over another screen, a reload and a crash, read or written", async () => {
  const { page, id } = await wholePack();
  await note(page, "8.a.2", "Ledelse").first().fill("her var jeg");
  await saved(page);
  await goTo(page, "Triangulering");
  await goTo(page, "Efter indikator");
  assert.equal(await focused(page), "8.a.2");
  assert.ok(await inView(page, "8.a.2"));
  await page.reload();
  await card(page, "8.a.2").waitFor();
  assert.equal(await focused(page), "8.a.2");
  // Who only reads has a place too.
  await card(page, "9.a.2").evaluate((element) => element.scrollIntoView());
  await page.waitForFunction(() => document.querySelector("[data-current]")?.dataset.question === "9.a.2");
  const tab = await openBeside(page);
  const session = await page.context().newCDPSession(page);
  const crash = page.waitForEvent("crash");
  session.send("Page.crash").catch(() => {});
  await crash;
  await tab.goto(`${root}${PACK_PAGE}#pakke/${id}`);
  await card(tab, "9.a.2").waitFor();
  assert.equal(await focused(tab), "9.a.2");
});

test("a link to a question goes before the place, and a new pack begins at its heading", async () => {
  const page = await openOnline();
  const id = await quickPack(page, root);
  assert.equal(await page.evaluate(() => document.activeElement.localName), "h1");
  await write(page, "4.a.1", "Borgere", "her var jeg");
  await page.goto(`${root}${PACK_PAGE}#pakke/${id}//5.c.7`);
  await card(page, "5.c.7").waitFor();
  await page.waitForFunction(() => document.activeElement.dataset.question === "5.c.7");
});

test("saving is read out when typing rests, not while it goes on", async () => {
  const { page } = await openedPack(root, INDICATORS);
  await page.evaluate(() => {
    window.spoken = [];
    const region = document.querySelector("[data-spoken]");
    new MutationObserver(() => window.spoken.push(region.textContent)).observe(region, { childList: true, characterData: true, subtree: true });
  });
  await note(page, "5.a.1", "Borgere").pressSequentially("en note, der skrives i seks sekunder uden pause af betydning", { delay: 100 });
  assert.deepEqual(await page.evaluate(() => window.spoken), []);
  await page.waitForFunction(() => window.spoken.length);
  assert.match((await page.evaluate(() => window.spoken)).join(), /^Gemt \d\d\.\d\d$/);
});

test("the filter keeps its groups, and says of each how many there are", async () => {
  const { page } = await openedPack(root, INDICATORS);
  await state(page, "5.c.7", "Følg op").check();
  await write(page, "5.c.7", "Medarbejdere", "Ikke i skabet.");
  await page.locator('[data-at="filter"]').selectOption("follow");
  assert.deepEqual(await page.locator("[data-question]").evaluateAll((cards) => cards.map(({ dataset }) => dataset.question)), ["5.c.7"]);
  assert.equal(await page.locator(".fold .meta").first().textContent(), "1 af 1 har en note");
});

test("a word finds questions by their wording, their number and what was noted, in every group", async () => {
  const { page } = await wholePack();
  await write(page, "8.a.2", "Ledelse", "Vagtplanen er ny.");
  await goTo(page, "Efter kilde");
  const found = () => page.locator("[data-question]:visible").evaluateAll((cards) => [...new Set(cards.map(({ dataset }) => dataset.question))]);
  const search = page.getByLabel("Søg i pakken");
  await search.fill("vagtplan");
  await page.waitForFunction(() => document.querySelectorAll("details.fold").length < 7);
  assert.deepEqual(await found(), ["8.a.2"]);
  await search.fill("5.c.7");
  await page.waitForFunction(() => document.querySelector("[data-question]")?.dataset.question === "5.c.7");
  assert.deepEqual(await found(), ["5.c.7"]);
  await search.fill("findes slet ikke");
  await page.getByText("Ingen spørgsmål passer.").waitFor();
  assert.deepEqual(await found(), []);
  await search.fill("");
  await page.locator("[data-question]:visible").first().waitFor();
});
