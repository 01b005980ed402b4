// Where two wishes meet: two passphrases, a text that is settled while it is being saved, a choice that is drafted while
// another tab changes the pack, answers to a question that is taken out. Nothing is lost, and nothing comes back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openBeside } from "./browser.mjs";
import {
  PACK_PAGE, SPEEDS, card, choosePassphrase, goTo, handOver, importFile, note, openAtSpeed, openedPack, packOf, record, saved, state, trouble, unlock, visiting, write,
} from "./pack.mjs";
import { serve } from "./site.mjs";

const INDICATOR = "kvalitetsmodel/2021/sundhed-og-trivsel/5.a.html";
const FIRST = "en sætning med ord";
const SECOND = "en anden sætning";

const root = await serve("/tilsyn/guide/");

const nameField = (page) => page.getByLabel(/^Navn på pakken/);
const ownField = (page) => page.getByLabel("Spørgsmål", { exact: true });
const keep = (page) => page.getByRole("button", { name: "Gem valget" }).first().click();
const OTHER_LOCK = "Pakken har fået en anden adgangssætning i en anden fane.";

async function secondTab(page, passphrase) {
  const second = await openBeside(page);
  await second.goto(page.url().replace(/(#pakke\/[^/]+).*/, "$1"));
  if (passphrase) await unlock(second, passphrase);
  await card(second, "5.a.1").waitFor();
  return second;
}

async function setPassphrase(page, passphrase) {
  await goTo(page, "Vælg spørgsmål");
  await choosePassphrase(page, passphrase);
  await keep(page);
  await card(page, "5.a.1").waitFor();
}

for (const [name, before] of [["without a passphrase", ""], ["with one", "en gammel sætning"]]) {
  test(`of two tabs that give a pack ${name} another, the later is asked for the one of the earlier, and no note is locked up`, async () => {
    const { page: first } = await openedPack(root, INDICATOR, { passphrase: before });
    await write(first, "5.a.1", "Borgere", "hemmelig viden");
    const second = await secondTab(first, before);
    await goTo(first, "Vælg spørgsmål");
    await choosePassphrase(first, SECOND);
    await setPassphrase(second, FIRST);
    await keep(first);
    await trouble(first).filter({ hasText: OTHER_LOCK }).getByLabel("Adgangssætning", { exact: true }).fill(FIRST);
    await trouble(first).getByRole("button", { name: "Lås op" }).click();
    await trouble(first).waitFor({ state: "detached" });
    await keep(first);
    await card(first, "5.a.1").waitFor();
    const later = await secondTab(first, SECOND);
    assert.equal(await note(later, "5.a.1", "Borgere").inputValue(), "hemmelig viden");
    assert.equal(await later.getByText("kan ikke læses").count(), 0);
  });
}

test("who saves the choice after another tab has changed the passphrase seals nothing with the old one", async () => {
  const { page: first } = await openedPack(root, INDICATOR, { passphrase: FIRST });
  const second = await secondTab(first, FIRST);
  await goTo(first, "Vælg spørgsmål");
  await setPassphrase(second, SECOND);
  await nameField(first).fill("Engen");
  await keep(first);
  await trouble(first).filter({ hasText: OTHER_LOCK }).getByLabel("Adgangssætning", { exact: true }).fill(SECOND);
  await trouble(first).getByRole("button", { name: "Lås op" }).click();
  await trouble(first).waitFor({ state: "detached" });
  await keep(first);
  await write(first, "5.a.2", "Borgere", "nyt ord");
  const later = await secondTab(first, SECOND);
  assert.equal(await note(later, "5.a.2", "Borgere").inputValue(), "nyt ord");
});

/** A note with a colleague's text beside it, on a slow page. */
async function textsThatMeet(page, key) {
  await openPackOn(page);
  await write(page, "5.a.1", "Borgere", "fælles");
  const id = new URL(page.url()).hash.split("/")[1];
  await page.evaluate(async ([pack, recordKey]) => {
    const [{ name }] = await indexedDB.databases();
    const database = await new Promise((resolve) => (indexedDB.open(name).onsuccess = ({ target }) => resolve(target.result)));
    await new Promise((resolve) => {
      const records = database.transaction("records", "readwrite").objectStore("records");
      records.get([pack, recordKey]).onsuccess = ({ target: { result } }) => {
        const mine = result ?? { pack, key: recordKey, rev: "1", past: [], time: 1, by: "", data: "undersøgt" };
        records.put({ ...mine, also: [{ rev: "b", time: 1, by: "Bo", data: "følg op" }] }).onsuccess = resolve;
      };
    });
    database.close();
  }, [id, key]);
  await goTo(page, "Dokumenter");
  await goTo(page, "Efter indikator");
}

const openPackOn = (page) => packOf(page, root, INDICATOR, { name: "Engen" });

for (const ms of [300, 1000]) {
  test(`a text that is settled while the note is being saved stays in it, with storage ${ms} ms slower`, async () => {
    const page = await openAtSpeed(ms);
    await textsThatMeet(page, "note/5.a.1/borgere");
    const field = note(page, "5.a.1", "Borgere");
    const settled = card(page, "5.a.1").getByRole("button", { name: "Sæt ind i noten" });
    // In the moment in which the page begins to save, the next word is typed and the button pressed.
    await field.evaluate((area, button) => new Promise((done) => {
      const type = (text) => {
        area.value += text;
        area.dispatchEvent(new Event("input"));
      };
      const line = document.querySelector("[data-saved]");
      const watch = new MutationObserver(() => {
        if (!line.textContent.startsWith("Gemmer")) return;
        watch.disconnect();
        type(" endnu");
        button.click();
        done();
      });
      watch.observe(line, { childList: true });
      type(" mere");
    }), await settled.elementHandle());
    await card(page, "5.a.1").getByText(/^Også skrevet/).waitFor({ state: "detached" });
    await saved(page);
    await field.press("Control+Enter");
    const { data, also } = await record(page, "note/5.a.1/borgere");
    assert.deepEqual([data, also], ["fælles mere endnu\nfølg op", []]);
  });
}

// What is settled, how, what another tab saves there in that moment, and all that is stored then.
const SETTLED = [
  ["note/5.a.1/borgere", "Sæt ind i noten", (tab) => write(tab, "5.a.1", "Borgere", "fælles, og nyt"), ["fælles\nfølg op", "fælles, og nyt"]],
  ["state/5.a.1", "Fjern denne", async (tab) => {
    // Not `check`: the tab may show the status that won before the click is looked at again.
    await state(tab, "5.a.1", "Ikke relevant").click();
    await saved(tab);
  }, ["undersøgt", "ikke relevant"]],
];

for (const [speed, ms] of SPEEDS) {
  for (const [key, button, saveThere, all] of SETTLED) {
    test(`what another tab saves in ${key} in the moment in which a text beside it is settled stays${speed}`, async () => {
      const page = await openAtSpeed(ms);
      await textsThatMeet(page, key);
      const settling = await card(page, "5.a.1").getByRole("button", { name: button }).elementHandle();
      // The page has just been told, and is reading what is stored, when the button is pressed.
      await page.evaluate(async (pressed) => {
        const [{ name }] = await indexedDB.databases();
        const channel = new BroadcastChannel(name);
        channel.onmessage = () => {
          channel.close();
          pressed.click();
        };
      }, settling);
      await saveThere(await secondTab(page));
      await card(page, "5.a.1").getByText("Også skrevet af Bo").waitFor({ state: "detached" });
      const { data, also } = await record(page, key);
      assert.deepEqual([data, ...also.map((one) => one.data)], all);
      // The text that stands beside it now is shown.
      await card(page, "5.a.1").getByText(/^Også skrevet et andet sted/).waitFor();
    });
  }
}

test("a colleague's other status is shown on the card and in the write-up, and can be taken", async () => {
  const page = await openAtSpeed(0);
  await textsThatMeet(page, "state/5.a.1");
  await goTo(page, "Rapport");
  await page.getByRole("region", { name: "Teksten" }).filter({ hasText: /Status: undersøgt[^]*Status, Bo: følg op/ }).waitFor();
  await goTo(page, "Efter indikator");
  await card(page, "5.a.1").getByText("Også skrevet af Bo").waitFor();
  await card(page, "5.a.1").getByRole("button", { name: "Sæt ind i noten" }).click();
  await card(page, "5.a.1").getByText("Også skrevet af Bo").waitFor({ state: "detached" });
  assert.ok(await state(page, "5.a.1", "Følg op").isChecked());
});

async function withOwn(page) {
  await goTo(page, "Vælg spørgsmål");
  await ownField(page).fill("Er der ro?");
  await page.getByRole("button", { name: "Tilføj spørgsmålet" }).click();
  await page.getByText("Er der ro? (").waitFor();
  await keep(page);
  await page.locator(".visit-card").filter({ hasText: "Er der ro?" }).waitFor();
}

const ownNote = (page) => page.locator(".visit-card").filter({ hasText: "Er der ro?" }).getByLabel(/^Borgere, note/);

async function writeOwn(page, text) {
  await ownNote(page).fill(text);
  await ownNote(page).press("Control+Enter");
  await saved(page);
}

test("an own question with answers is taken out and in again with them", async () => {
  const { page } = await openedPack(root, INDICATOR);
  await withOwn(page);
  await writeOwn(page, "ja, efter ti");
  await goTo(page, "Vælg spørgsmål");
  await page.getByRole("button", { name: "Fjern", exact: true }).click();
  await page.getByText("taget ud, svarene er i pakken").waitFor();
  await keep(page);
  await card(page, "5.a.1").waitFor();
  assert.equal(await page.getByText("Er der ro?", { exact: true }).count(), 0);
  await goTo(page, "Vælg spørgsmål");
  await page.getByRole("button", { name: "Tag med igen" }).click();
  await page.getByRole("button", { name: "Fjern", exact: true }).waitFor();
  await keep(page);
  await ownNote(page).waitFor();
  assert.equal(await ownNote(page).inputValue(), "ja, efter ti");
});

test("a colleague's answer to an own question that is gone here is shown all the same", async () => {
  const { page: anna } = await openedPack(root, INDICATOR);
  await withOwn(anna);
  const bo = await importFile(root, (await handOver(anna, "Anna")).text);
  await writeOwn(bo, "ja, efter ti");
  await goTo(anna, "Vælg spørgsmål");
  await anna.getByRole("button", { name: "Fjern", exact: true }).click();
  await anna.getByText("Er der ro? (").waitFor({ state: "detached" });
  await keep(anna);
  await card(anna, "5.a.1").waitFor();
  await importFile(root, (await handOver(bo, "Bo")).text, anna);
  await anna.getByText("Spørgsmålet er fjernet, men det har svar.").waitFor();
  await goTo(anna, "Rapport");
  await anna.getByRole("region", { name: "Teksten" }).filter({ hasText: "ja, efter ti" }).waitFor();
});

test("a draft takes back nothing that another tab changed and it did not", async () => {
  const { page, id } = await openedPack(root, INDICATOR, { name: "Alfa" });
  const second = await secondTab(page);
  await goTo(page, "Vælg spørgsmål");
  await page.getByLabel("Ambulant", { exact: true }).check();
  await goTo(page, "Dokumenter");
  await goTo(second, "Vælg spørgsmål");
  await nameField(second).fill("Beta");
  await keep(second);
  await card(second, "5.a.1").waitFor();
  await goTo(page, "Vælg spørgsmål");
  await page.getByText("Dit udkast er hentet frem.").waitFor();
  await keep(page);
  await card(page, "5.a.1").waitFor();
  const { name, service } = await record(page, "", id);
  assert.deepEqual([name, service], ["Beta", "ambulant"]);
});

test("what is typed while »Opret pakke« is at work is not accepted", async () => {
  const page = await openAtSpeed(1000);
  await page.goto(`${root}${PACK_PAGE}#laeg=${INDICATOR}`);
  await nameField(page).fill("Engen");
  await page.getByRole("button", { name: "Opret pakke" }).first().evaluate((button) => button.click());
  assert.ok(await nameField(page).evaluate((field) => Boolean(field.closest("[inert]"))));
  await visiting(page);
});

test("the link to the content leads there, and the page goes on working", async () => {
  const { page } = await openedPack(root, INDICATOR, { passphrase: FIRST });
  await page.reload();
  await page.locator(".skip").focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.localName), "main");
  await unlock(page, FIRST);
  await card(page, "5.a.1").waitFor();
  await page.goto(`${root}index.html`);
  await page.goto(`${root}${PACK_PAGE}#hovedindhold`);
  await page.getByRole("heading", { name: "Hurtig pakke" }).waitFor();
});

test("storage that fails once at the start is not taken for storage that is forbidden", async () => {
  const { page } = await openedPack(root, INDICATOR);
  await write(page, "5.a.1", "Borgere", "står her endnu");
  await page.addInitScript(() => {
    const { open } = IDBFactory.prototype;
    let isFirst = true;
    IDBFactory.prototype.open = function (...given) {
      if (!isFirst) return open.apply(this, given);
      isFirst = false;
      throw new DOMException("Internal error", "UnknownError");
    };
  });
  await page.reload();
  await card(page, "5.a.1").waitFor();
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "står her endnu");
  assert.equal(await page.getByText("Browseren tillader ikke").count(), 0);
});
