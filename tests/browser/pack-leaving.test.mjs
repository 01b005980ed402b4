// Going from one screen to another while the storage is slow: what is typed, offered or chosen meanwhile is kept, or could
// not be typed at all.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openBeside } from "./browser.mjs";
import {
  PACK_PAGE, goTo, handOver, note, offerFile, openedPack, openOnline, packItem, packLink, packOf, putRecords, record, saved, slowStorage, stored, tabBeside,
  visiting, write,
} from "./pack.mjs";
import { serve } from "./site.mjs";

const INDICATOR = "kvalitetsmodel/2021/sundhed-og-trivsel/5.a.html";
const NOTE = "note/5.a.1/borgere";
const SLOW = [300, 1000];

const root = await serve("/tilsyn/guide/");

const menu = (page, name) => page.getByRole("navigation", { name: "Pakken" }).getByRole("link", { name, exact: true });

/** Where what was typed has to stand after leaving. */
const ARRIVALS = {
  "Rapport": (page, text) => page.getByRole("region", { name: "Teksten" }).filter({ hasText: text }).waitFor(),
  "Efter kilde": async (page, text) => {
    const field = await note(page, "5.a.1", "Borgere").elementHandle();
    await page.waitForFunction(([area, wanted]) => area.value === wanted, [field, text]);
  },
};

/** Tries to go into a field; tells whether the page lets it. */
const focus = (element) => element.evaluate((field) => {
  field.focus();
  return document.activeElement === field;
});

/** Types on in a field, as far as the page takes it; returns what stands in it then. */
async function typeOn(page, area, text) {
  if (await focus(area)) await page.keyboard.type(text);
  return area.evaluate((field) => field.value);
}

for (const ms of SLOW) {
  for (const [screen, arrives] of Object.entries(ARRIVALS)) {
    test(`what is typed after »${screen}« was pressed is on it, or could not be typed, ${ms} ms`, async () => {
      const { page: maker } = await openedPack(root, INDICATOR);
      const page = await tabBeside(maker, ms);
      await page.goto(maker.url());
      await visiting(page);
      const area = await note(page, "5.a.1", "Borgere").elementHandle();
      await area.fill("alfa");
      await menu(page, screen).click();
      const typed = await typeOn(page, area, " bravo");
      await page.locator('nav a[aria-current="page"]', { hasText: screen }).waitFor();
      assert.ok(["alfa", "alfa bravo"].includes(typed), typed);
      await arrives(page, typed);
      // What was typed last is stored last.
      if (typed !== "alfa") await saved(page);
      assert.equal((await record(maker, NOTE)).data, typed);
      await arrives(page, typed);
    });
  }

  test(`a state that is chosen after »Rapport« was pressed is on it, or could not be chosen, ${ms} ms`, async () => {
    const { page: maker } = await openedPack(root, INDICATOR);
    const page = await tabBeside(maker, ms);
    await page.goto(maker.url());
    await visiting(page);
    await note(page, "5.a.1", "Borgere").fill("alfa");
    const follow = await page.getByRole("group", { name: "Spørgsmål 5.a.1", exact: true }).getByRole("radio", { name: "Følg op" }).elementHandle();
    await menu(page, "Rapport").click();
    if (await focus(follow)) await page.keyboard.press("Space");
    const chosen = await follow.evaluate((radio) => radio.checked);
    await page.locator('nav a[aria-current="page"]', { hasText: "Rapport" }).waitFor();
    await page.getByRole("region", { name: "Teksten" }).filter({ hasText: chosen ? "Status: følg op" : "alfa" }).waitFor();
    if (chosen) await saved(page);
    assert.equal((await record(maker, "state/5.a.1"))?.data, chosen ? "følg op" : undefined);
  });
}

/** The file of a pack that the page does not have. */
const file = await (async () => {
  const { page } = await openedPack(root, INDICATOR, { name: "Fra en kollega" });
  await write(page, "5.a.1", "Borgere", "kollegas ord");
  return (await handOver(page, "Bo")).text;
})();

const press = (page, name, button) => packItem(page, name).getByRole("button", { name: button, exact: true }).click();

/** Two packs, the second of them past its end, on the list of a slow page that hears nothing of other tabs. */
async function list(ms) {
  const maker = await openOnline();
  await packOf(maker, root, INDICATOR, { name: "Engen" });
  const id = await packOf(maker, root, INDICATOR, { name: "Åen" });
  await putRecords(maker, [{ ...(await record(maker, "", id)), ends: 1.7e12 }]);
  const page = await openBeside(maker);
  await slowStorage(page, ms);
  await page.addInitScript(() => delete window.BroadcastChannel);
  await page.goto(root + PACK_PAGE);
  await packLink(page, "Engen").waitFor();
  return { page, maker };
}

// What makes the list load again, and what is seen on it afterwards.
const AGAIN = {
  "the list is asked for again": {
    act: async ({ page, maker }) => {
      await packOf(maker, root, INDICATOR, { name: "Nyt" });
      await page.goto(`${root}${PACK_PAGE}#pakker`);
    },
    seen: (page) => packLink(page, "Nyt").waitFor(),
  },
  "somebody comes from a pack": {
    act: async ({ page }) => {
      await packLink(page, "Engen").click();
      await visiting(page);
      await goTo(page, "Alle pakker");
    },
    seen: (page) => packLink(page, "Engen").waitFor(),
  },
  "another pack is copied": { act: ({ page }) => press(page, "Engen", "Kopiér"), seen: (page) => packLink(page, "Engen (kopi)").waitFor() },
  "another pack is deleted": {
    act: ({ page }) => press(page, "Engen", "Slet"),
    seen: (page) => packLink(page, "Engen").waitFor({ state: "detached" }),
  },
  "another pack is kept longer": {
    act: ({ page }) => press(page, "Åen", "Behold 30 dage mere"),
    seen: (page) => page.getByRole("button", { name: "Behold 30 dage mere" }).waitFor({ state: "detached" }),
  },
};

for (const ms of SLOW) {
  for (const [when, { act, seen }] of Object.entries(AGAIN)) {
    test(`a file that is offered while ${when} stays, ${ms} ms`, async () => {
      const { page, maker } = await list(ms);
      await act({ page, maker });
      await offerFile(page, file);
      await seen(page);
      await page.getByText(/^»Fra en kollega« fra Bo, gemt /).waitFor();
      await page.getByRole("button", { name: "Hent pakken ind" }).click();
      await visiting(page);
      assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "kollegas ord");
    });
  }

  test(`what is chosen for a quick pack stays when a pack is copied, ${ms} ms`, async () => {
    const { page } = await list(ms);
    const choices = [page.getByLabel("Døgntilbud", { exact: true }), page.getByLabel("Uanmeldt", { exact: true })];
    await choices[0].check();
    await press(page, "Engen", "Kopiér");
    await choices[1].check();
    await packLink(page, "Engen (kopi)").waitFor();
    for (const choice of choices) assert.ok(await choice.isChecked());
    await page.getByText(/^\d+ af 86 spørgsmål passer til dine valg\.$/).filter({ hasNotText: "86 af 86" }).waitFor();
    await page.getByRole("button", { name: "Opret pakke" }).click();
    await visiting(page);
    const packs = Object.values(await stored(page)).flat().filter(({ key }) => !key);
    assert.equal(packs.filter(({ service, visit }) => service === "døgn" && visit === "uanmeldt").length, 1);
  });
}
