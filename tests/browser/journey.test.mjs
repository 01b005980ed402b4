// What the portal is for: a consultant prepares an inspection. On a desk, on a phone, without JavaScript, without a mouse.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open, tabTo } from "./browser.mjs";
import { serve } from "./site.mjs";

const root = await serve("/tilsyn/");

const DESK = { viewport: { width: 1280, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

const byMouse = (page, link) => link.click();

async function byKeyboard(page, link) {
  await tabTo(page, link);
  await page.keyboard.press("Enter");
}

/** From the home page to what stands behind the question on Naloxon, and back to the question. */
async function prepare(page, follow) {
  const main = page.locator("main");
  const heading = main.getByRole("heading", { level: 1 });
  const go = async (link, address) => {
    assert.equal(await link.count(), 1, `one link to ${address}`);
    await follow(page, link);
    await page.waitForURL(root + address);
  };
  const model = "kvalitetsmodel/2021";
  await page.goto(`${root}index.html`);
  await go(main.getByRole("link", { name: "Forbered et tilsyn", exact: true }), `${model}/index.html`);
  await go(main.getByRole("link", { name: "Tema: Sundhed og trivsel", exact: true }), `${model}/sundhed-og-trivsel/index.html`);
  assert.equal(await heading.textContent(), "Tema: Sundhed og trivsel");
  await go(main.locator('a[href="5.c.html"]'), `${model}/sundhed-og-trivsel/5.c.html`);
  assert.equal(await heading.textContent(), "Indikator 5.c");
  const question = main.getByRole("listitem").filter({ has: page.getByRole("heading", { name: /\b5\.c\.7$/ }) });
  assert.match(await question.textContent(), /brugen af modgiften Naloxon til borgere/);
  await go(question.getByRole("link", { name: "anvisning 2.3.12", exact: true }), "retningslinjer/2020/2.3.12.html");
  assert.equal(await heading.textContent(), "Anvisning 2.3.12");
  const uses = page.locator("#bruges-i");
  assert.equal(await uses.getByRole("heading", { level: 2 }).textContent(), "Bruges i 1 spørgsmål");
  await go(uses.getByRole("link", { name: "Spørgsmål 5.c.7" }), `${model}/sundhed-og-trivsel/5.c.html#spoergsmaal-7`);
  const top = await page.locator("#spoergsmaal-7").evaluate((element) => element.getBoundingClientRect().top);
  assert.ok(top >= 0 && top < page.viewportSize().height, `the question is ${top} px from the top of the window`);
}

for (const [name, options, follow] of [
  ["at a desk", DESK, byMouse],
  ["on a phone", PHONE, byMouse],
  ["without JavaScript", { ...DESK, javaScriptEnabled: false }, byMouse],
  ["on a phone without JavaScript", { ...PHONE, javaScriptEnabled: false }, byMouse],
  ["with the keyboard alone", DESK, byKeyboard],
]) {
  test(`prepare an inspection ${name}`, async () => prepare(await open(options), follow));
}

test("the skip link comes first, is seen when focused, and leads past the menus", async () => {
  const page = await open(DESK);
  await page.goto(`${root}kvalitetsmodel/2021/index.html`);
  await tabTo(page, page.getByRole("link", { name: "Gå til indholdet" }));
  const first = await page.evaluate(() => document.querySelector("a, button, input") === document.activeElement);
  assert.ok(first, "the skip link is not the first stop");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const next = await page.evaluate(() => document.querySelector("main a") === document.activeElement);
  assert.ok(next, "after the skip link, Tab does not lead to the first link of the main part");
});

test("from a recommendation or guideline back to all questions that rest on it", async (t) => {
  const page = await open({ ...DESK, javaScriptEnabled: false });
  const uses = page.locator("#bruges-i");
  await t.test("3.1.1 shows its six indicators", async () => {
    await page.goto(`${root}retningslinjer/2020/3.1.1.html`);
    const names = await uses.getByRole("link", { name: /^Indikator/ }).allTextContents();
    assert.deepEqual(names, ["1.a", "2.a", "4.b", "5.a", "7.a", "10.b"].map((id) => `Indikator ${id}`));
  });
  await t.test("3.7 lists seven references to its recommendations and one to itself", async () => {
    await page.goto(`${root}retningslinjer/2020/3.7.html`);
    const cited = await uses.locator(".cited").allTextContents();
    const expected = ["3.7.2", "3.7.2", "3.7.4", "retningslinje 3.7", "3.7.3", "3.7.1", "3.7.2", "3.7.5"];
    assert.deepEqual(cited, expected.map((id) => (id.includes(" ") ? id : `anvisning ${id}`)));
    assert.equal(await uses.getByRole("link", { name: /^Spørgsmål/ }).count(), 8);
  });
  await t.test("a term tells where it is used", async () => {
    await page.goto(`${root}begreber/naloxon.html`);
    await uses.getByRole("link", { name: "Indikator 5.c", exact: true }).click();
    await page.waitForURL(`${root}kvalitetsmodel/2021/sundhed-og-trivsel/5.c.html`);
  });
});

test("find a retningslinje from the home page", async () => {
  const page = await open(PHONE);
  await page.goto(`${root}index.html`);
  await page.locator("main").getByRole("link", { name: "Find en retningslinje", exact: true }).click();
  await page.locator("main").getByRole("link", { name: "3.7 Behandlingsplan", exact: true }).click();
  await page.waitForURL(`${root}retningslinjer/2020/3.7.html`);
});
