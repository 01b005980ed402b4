// The screen where a pack is put together: what somebody has chosen and typed is there again after a look at another page,
// is stored nowhere before it is to be, and a button that is pressed twice acts once.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  PACK_PAGE, SPEEDS, card, choosePassphrase, goTo, handOver, note, offerFile, openAtSpeed, openedPack, packOf, record, stored, tabBeside, trouble, unlock, visiting, write,
} from "./pack.mjs";
import { serve } from "./site.mjs";

const INDICATOR = "kvalitetsmodel/2021/sundhed-og-trivsel/5.a.html";
const PASSPHRASE = "en sætning med ord";

const root = await serve("/tilsyn/guide/");

const main = (page) => page.getByRole("main");
const button = (page, name) => page.getByRole("button", { name, exact: true }).first();
const counter = (page) => main(page).getByRole("status").filter({ hasText: "spørgsmål valgt" });
const checked = (page) => page.locator("[data-leaf]:has(input:checked) b").allTextContents();
const nameField = (page) => page.getByLabel(/^Navn på pakken/);
const endField = (page) => page.getByLabel(/^Slutdato/);
const ownField = (page) => page.getByLabel("Spørgsmål", { exact: true });
const packs = async (page) => Object.values(await stored(page)).flat().filter(({ key }) => !key);

/** Ticks a question of the tree. */
async function tick(page, id) {
  const leaf = page.locator("[data-leaf]", { has: page.locator("b").getByText(id, { exact: true }) }).getByRole("checkbox", { includeHidden: true });
  await leaf.evaluate((box) => box.closest("details").setAttribute("open", ""));
  await leaf.check();
}

async function addOwn(page, text) {
  await ownField(page).fill(text);
  await button(page, "Tilføj spørgsmålet").click();
  await page.getByText(`${text} (`).waitFor();
}

/** Fills in everything that the screen has, and leaves one question of one's own typed and not added. */
async function fill(page) {
  await counter(page).waitFor();
  await nameField(page).fill("Engen i maj");
  await page.getByLabel("Dagtilbud", { exact: true }).check();
  await page.getByLabel("Anmeldt", { exact: true }).check();
  for (const id of ["1.a.1", "7.a.1"]) await tick(page, id);
  await endField(page).fill("2031-05-06");
  await addOwn(page, "Er der ro om natten?");
  await choosePassphrase(page, PASSPHRASE);
  await ownField(page).fill("Er maden god?");
}

/** Everything that was filled in, but the passphrase, is there; with the questions that were there before. */
async function isThere(page, before) {
  await counter(page).filter({ hasText: `${before.length + 2} af 86` }).waitFor();
  assert.deepEqual(await checked(page), ["1.a.1", ...before, "7.a.1"]);
  assert.equal(await nameField(page).inputValue(), "Engen i maj");
  for (const choice of ["Dagtilbud", "Anmeldt"]) assert.ok(await page.getByLabel(choice, { exact: true }).isChecked(), choice);
  assert.equal(await endField(page).inputValue(), "2031-05-06");
  assert.equal(await page.getByText("Er der ro om natten? (").count(), 1);
  assert.equal(await ownField(page).inputValue(), "Er maden god?");
  assert.equal(await page.getByLabel(/^Adgangssætning til pakken/).inputValue(), "");
}

const kept = (page) => page.evaluate(async () => ({
  databases: (await indexedDB.databases()).length, local: localStorage.length, session: sessionStorage.length,
}));
const NOTHING = { databases: 0, local: 0, session: 0 };

const toList = async (page) => {
  await page.goto(`${root}${PACK_PAGE}#pakker`);
  await page.getByRole("heading", { name: "Hurtig pakke" }).waitFor();
};
const putTogether = (page) => main(page).getByRole("link", { name: "Sæt en pakke sammen" }).click();
const fetched = (page) => page.getByText("Dit udkast er hentet frem.");

/** Every way to the screen: how to come to it the first time and again, and the questions that are chosen by then. */
const NEW = {
  "a new pack": { address: "#ny", again: putTogether, before: [] },
  "a new pack of what another page asked for": { address: `#laeg=${INDICATOR}`, again: putTogether, before: ["5.a.1", "5.a.2"] },
};

for (const [name, { address, again, before }] of Object.entries(NEW)) {
  test(`the draft of ${name} is there after looking elsewhere, and stored nowhere`, async (t) => {
    const page = await openAtSpeed(0);
    await page.goto(`${root}index.html`);
    await page.goto(`${root}${PACK_PAGE}${address}`);
    await fill(page);
    for (const [way, go] of Object.entries({
      "back and forward": async () => {
        await page.goBack();
        await page.waitForURL(/index\.html$/);
        await page.goForward();
      },
      "a reload": () => page.reload(),
      "the list": async () => {
        await toList(page);
        await again(page);
        await fetched(page).waitFor();
      },
    })) {
      await t.test(way, async () => {
        await go();
        await isThere(page, before);
        assert.deepEqual(await kept(page), NOTHING);
      });
    }
    await t.test("»Begynd forfra« empties it", async () => {
      await button(page, "Begynd forfra").click();
      await counter(page).filter({ hasText: /^0 af 86/ }).waitFor();
      assert.deepEqual([await nameField(page).inputValue(), await ownField(page).inputValue()], ["", ""]);
      assert.equal(await page.getByText("Er der ro om natten? (").count(), 0);
      assert.equal(await fetched(page).count(), 0);
    });
  });
}

for (const [speed, ms] of SPEEDS) {
  test(`the draft of a pack that is there is there after looking elsewhere${speed}`, async (t) => {
    const page = await openAtSpeed(ms);
    const id = await packOf(page, root, INDICATOR, { name: "Engen" });
    await goTo(page, "Vælg spørgsmål");
    await fill(page);
    for (const [way, go] of Object.entries({
      "back and forward": async () => {
        await page.goBack();
        await card(page, "5.a.1").waitFor();
        await page.goForward();
        await card(page, "5.a.1").waitFor({ state: "detached" });
      },
      "a reload": () => page.reload(),
      "the list": async () => {
        await goTo(page, "Alle pakker");
        await page.getByRole("link", { name: "Omdøb" }).click();
      },
    })) {
      await t.test(way, async () => {
        await go();
        await isThere(page, ["5.a.1", "5.a.2"]);
        assert.equal((await record(page, "", id)).name, "Engen", "it is saved before anybody wanted it");
      });
    }
    await t.test("and saved with »Gem valget«, with the question that was not added", async () => {
      await button(page, "Gem valget").click();
      await visiting(page);
      for (const own of ["Er der ro om natten?", "Er maden god?"]) await page.getByText(own, { exact: true }).waitFor();
      const { name, service, visit, questions } = await record(page, "", id);
      assert.deepEqual([name, service, visit], ["Engen i maj", "dag", "anmeldt"]);
      assert.deepEqual(questions.filter(({ out }) => !out).map((one) => one.id).toSorted(), ["1.a.1", "5.a.1", "5.a.2", "7.a.1"]);
    });
  });

  test(`with »Opret pakke« the question that was not added is in the pack, and the draft is gone, by Back too${speed}`, async () => {
    const page = await openAtSpeed(ms);
    await page.goto(`${root}${PACK_PAGE}#pakker`);
    await putTogether(page);
    await fill(page);
    await choosePassphrase(page, "");
    await button(page, "Opret pakke").click();
    await visiting(page);
    for (const own of ["Er der ro om natten?", "Er maden god?"]) assert.equal(await page.getByText(own, { exact: true }).count(), 1, own);
    await page.goBack();
    await counter(page).or(page.getByRole("heading", { name: "Hurtig pakke" })).first().waitFor();
    if (await counter(page).count()) assert.deepEqual([await counter(page).textContent(), await nameField(page).inputValue()], ["0 af 86 spørgsmål valgt", ""]);
    await toList(page);
    await putTogether(page);
    await counter(page).filter({ hasText: /^0 af 86/ }).waitFor();
    assert.deepEqual([await nameField(page).inputValue(), await ownField(page).inputValue()], ["", ""]);
    assert.equal(await fetched(page).count(), 0);
  });
}

/** Ways to press a button twice before the page has done what the first asked for. */
const TWICE = {
  "with a double click": (place) => place.dblclick(),
  "by two clicks at once": (place) => place.evaluate((element) => {
    element.click();
    element.click();
  }),
};
const enterTwice = async (page) => {
  await nameField(page).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
};

/** A page that is on the list after having come to the pack that it made or changed. */
async function backOnList(page) {
  await visiting(page);
  await toList(page);
}

for (const [speed, ms] of SPEEDS) {
  for (const [how, twice] of Object.entries(TWICE)) {
    test(`»Opret pakke« pressed twice makes one pack, ${how}${speed}`, async () => {
      const page = await openAtSpeed(ms);
      await toList(page);
      await twice(button(page, "Opret pakke"));
      await backOnList(page);
      assert.equal((await packs(page)).length, 1, "a quick pack");
      await putTogether(page);
      await tick(page, "5.a.1");
      await twice(button(page, "Opret pakke"));
      await backOnList(page);
      assert.equal((await packs(page)).length, 2, "a pack that was put together");
    });

    test(`»Gem valget« pressed twice saves once, ${how}${speed}`, async () => {
      const page = await openAtSpeed(ms);
      await packOf(page, root, INDICATOR, { name: "Engen" });
      await write(page, "5.a.1", "Borgere", "hemmelig viden");
      await goTo(page, "Vælg spørgsmål");
      await ownField(page).fill("Er maden god?");
      await choosePassphrase(page, PASSPHRASE);
      await twice(button(page, "Gem valget"));
      await visiting(page);
      assert.equal(await trouble(page).count(), 0);
      const later = await tabBeside(page, 0);
      await later.goto(page.url());
      await unlock(later, PASSPHRASE);
      await visiting(later);
      assert.equal(await note(later, "5.a.1", "Borgere").inputValue(), "hemmelig viden");
      assert.equal(await later.getByText("Er maden god?", { exact: true }).count(), 1);
    });

    test(`»Kopiér« pressed twice makes one copy, ${how}${speed}`, async () => {
      const page = await openAtSpeed(ms);
      await packOf(page, root, INDICATOR, { name: "Engen" });
      await toList(page);
      await twice(button(page, "Kopiér"));
      const copy = page.getByRole("link", { name: "Engen (kopi)", exact: true });
      await copy.first().waitFor();
      await copy.first().click();
      await backOnList(page);
      assert.deepEqual((await packs(page)).map(({ name }) => name).toSorted(), ["Engen", "Engen (kopi)"]);
    });
  }

  test(`»Opret pakke« makes one pack where Enter is pressed twice${speed}`, async () => {
    const page = await openAtSpeed(ms);
    await page.goto(`${root}${PACK_PAGE}#laeg=${INDICATOR}`);
    await nameField(page).fill("Engen");
    await enterTwice(page);
    await backOnList(page);
    assert.equal((await packs(page)).length, 1);
  });
}

for (const [speed, ms] of SPEEDS) {
  test(`the second click of a double click is not for a button that has come under the pointer since${speed}`, async () => {
    const page = await openAtSpeed(ms);
    await packOf(page, root, INDICATOR, { name: "Engen" });
    await toList(page);
    const names = async () => (await packs(page)).map(({ name }) => name).toSorted();
    const copy = page.getByRole("link", { name: "Engen (kopi)", exact: true });
    await button(page, "Kopiér").scrollIntoViewIfNeeded();
    const { x, y, width, height } = await button(page, "Kopiér").boundingBox();
    await page.mouse.click(x + width / 2, y + height / 2);
    await copy.waitFor();
    const below = await page.evaluate(([left, top]) => document.elementFromPoint(left, top).closest("button")?.textContent, [x + width / 2, y + height / 2]);
    assert.equal(below, "Kopiér", "the copy stands where the pack stood");
    await page.mouse.down({ clickCount: 2 });
    await page.mouse.up({ clickCount: 2 });
    // What a press does is done when another has been.
    await button(page, "Opret pakke").click();
    await backOnList(page);
    assert.equal((await names()).filter((name) => name.startsWith("Engen")).length, 2, String(await names()));
    await button(page, "Kopiér").click();
    await page.getByRole("link", { name: /\(kopi\)$/ }).nth(1).waitFor();
    assert.equal((await names()).length, 4, "a click by itself is one");
  });
}

const file = await (async () => {
  const { page } = await openedPack(root, INDICATOR, { name: "Fra en kollega" });
  await write(page, "5.a.1", "Borgere", "kollegas ord");
  return (await handOver(page, "Bo")).text;
})();

for (const [speed, ms] of SPEEDS) {
  for (const [how, twice] of Object.entries(TWICE)) {
    test(`»Hent pakken ind« pressed twice takes it in once, ${how}${speed}`, async () => {
      const page = await openAtSpeed(ms);
      const errors = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      await toList(page);
      await offerFile(page, file);
      await button(page, "Hent pakken ind").waitFor();
      const before = await page.evaluate(() => history.length);
      await twice(button(page, "Hent pakken ind"));
      await visiting(page);
      assert.equal(await page.evaluate(() => history.length), before + 1);
      assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "kollegas ord");
      const { past, also } = await record(page, "note/5.a.1/borgere");
      assert.deepEqual([(await packs(page)).length, past, also, errors], [1, [], [], []]);
    });
  }

  test(`two tabs that choose for one pack: what each changed is there after both have saved${speed}`, async () => {
    const first = await openAtSpeed(ms);
    const id = await packOf(first, root, INDICATOR, { name: "Engen" });
    const second = await tabBeside(first, ms);
    for (const page of [first, second]) {
      await page.goto(`${root}${PACK_PAGE}#pakke/${id}/vaelg`);
      await counter(page).waitFor();
    }
    await tick(first, "1.a.1");
    await nameField(first).fill("Engen i maj");
    await tick(second, "7.a.1");
    await second.getByLabel("Døgntilbud", { exact: true }).check();
    for (const page of [first, second]) {
      await button(page, "Gem valget").click();
      await visiting(page);
    }
    const { name, service, questions } = await record(first, "", id);
    assert.deepEqual([name, service], ["Engen i maj", "døgn"]);
    assert.deepEqual(questions.filter(({ out }) => !out).map((one) => one.id).toSorted(), ["1.a.1", "5.a.1", "5.a.2", "7.a.1"]);
  });
}
