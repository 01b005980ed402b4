// One visit pack in two tabs: each sees what the other saves, and no text of either is lost, whatever one of them does to
// the pack meanwhile.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openBeside } from "./browser.mjs";
import {
  PACK_PAGE, SPEEDS, card, choosePassphrase, goTo, handOver, importFile, note, offerFile, openAtSpeed, openGroups, openedPack, openOnline, packOf, record, saved,
  savedLine, saveFile, setPassphrase, stored, tabBeside, trouble, unlock, visiting, write,
} from "./pack.mjs";
import { PLACES } from "./site.mjs";

const INDICATOR = "kvalitetsmodel/2021/sundhed-og-trivsel/5.a.html";
const NOTE = "note/5.a.1/borgere";

const places = await Promise.all(Object.entries(PLACES).map(async ([name, place]) => [name, await place()]));
const [[, root]] = places;

/** Waits until a note reads so. */
async function shows(page, number, source, text) {
  const field = await note(page, number, source).elementHandle();
  await page.waitForFunction(([area, wanted]) => area.value === wanted, [field, text]);
}

// A tab comes to the front in the eyes of its page only: without a window all tabs are in front.
const comeToFront = (page) => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));

const CHANNELS = {
  "that tell each other": { prepare: () => {}, meet: async () => {} },
  "that cannot": { prepare: (page) => page.addInitScript(() => delete window.BroadcastChannel), meet: comeToFront },
};

/** A new pack, open in two tabs. */
async function both(address, { prepare }) {
  const first = await openOnline();
  await prepare(first);
  await packOf(first, address, INDICATOR);
  const second = await openBeside(first);
  await prepare(second);
  await second.goto(first.url());
  await note(second, "5.a.1", "Borgere").waitFor();
  return [first, second];
}

for (const [where, address] of places) {
  for (const [kind, channel] of Object.entries(CHANNELS)) {
    test(`two tabs ${kind}, ${where}: what one saves stands in the other`, async () => {
      const [first, second] = await both(address, channel);
      await write(first, "5.a.1", "Borgere", "fra den første");
      await write(second, "5.a.2", "Borgere", "fra den anden");
      await channel.meet(first);
      await channel.meet(second);
      await shows(second, "5.a.1", "Borgere", "fra den første");
      await shows(first, "5.a.2", "Borgere", "fra den anden");
      await write(first, "5.a.1", "Borgere", "rettet");
      await channel.meet(second);
      await shows(second, "5.a.1", "Borgere", "rettet");
      assert.deepEqual((await record(first, NOTE)).also, []);
    });
  }
}

/** Both type the same note, and neither has seen the other's text when it is saved. */
async function sameNote() {
  const [first, second] = await both(root, CHANNELS["that cannot"]);
  await write(first, "5.a.1", "Borgere", "alfa");
  await write(second, "5.a.1", "Borgere", "bravo");
  await comeToFront(first);
  await shows(first, "5.a.1", "Borgere", "bravo");
  for (const page of [first, second]) await card(page, "5.a.1").getByText("alfa", { exact: true }).waitFor();
  return { first, second };
}

test("the same note typed in both: both texts are stored, side by side", async () => {
  const { first } = await sameNote();
  const { data, also } = await record(first, NOTE);
  assert.deepEqual([data, ...also.map((one) => one.data)], ["bravo", "alfa"]);
  await card(first, "5.a.1").getByText(/^Også skrevet et andet sted, /).waitFor();
});

for (const [button, result] of [["Sæt ind i noten", "bravo\nalfa"], ["Fjern denne", "bravo"]]) {
  test(`two texts of a note are settled with »${button}«`, async () => {
    const { first, second } = await sameNote();
    await card(first, "5.a.1").getByRole("button", { name: button }).click();
    await card(first, "5.a.1").getByText(/^Også skrevet/).waitFor({ state: "detached" });
    const { data, also } = await record(first, NOTE);
    assert.deepEqual([data, also], [result, []]);
    await comeToFront(second);
    await shows(second, "5.a.1", "Borgere", result);
    assert.equal(await card(second, "5.a.1").getByText(/^Også skrevet/).count(), 0);
  });
}

test("a note that somebody is typing is not lost to, and does not take the place of, one that arrives meanwhile", async () => {
  const [first, second] = await both(root, CHANNELS["that tell each other"]);
  const typing = note(first, "5.a.1", "Borgere").pressSequentially("alfa ".repeat(10), { delay: 15 });
  await write(second, "5.a.1", "Borgere", "bravo");
  await typing;
  await note(first, "5.a.1", "Borgere").press("Control+Enter");
  await saved(first);
  await card(first, "5.a.1").getByText(/^Også skrevet/).waitFor();
  const { data, also } = await record(first, NOTE);
  assert.deepEqual([data, ...also.map((one) => one.data)].sort(), ["alfa ".repeat(10), "bravo"]);
});

const FIRST = "en sætning med ord";
const SECOND = "en anden sætning";

for (const [name, before, after] of [["gets", "", FIRST], ["changes", FIRST, SECOND], ["loses", FIRST, ""]]) {
  test(`a pack that ${name} its passphrase in one tab keeps what is typed in the other, and can be opened`, async () => {
    const { page: first } = await openedPack(root, INDICATOR, { passphrase: before });
    const second = await openBeside(first);
    await second.goto(first.url());
    if (before) await unlock(second, before);
    await visiting(second);
    await write(second, "5.a.1", "Borgere", "før");
    await setPassphrase(first, after);
    // Whether it is stored at once or told of: what was typed must not be lost, and must not spoil the pack.
    await note(second, "5.a.2", "Borgere").fill("efter");
    await note(second, "5.a.2", "Borgere").press("Control+Enter");
    await savedLine(second).filter({ hasText: /^(Gemt|IKKE GEMT)/ }).waitFor();
    assert.equal(await note(second, "5.a.2", "Borgere").inputValue(), "efter");

    const third = await openBeside(first);
    await third.goto(first.url());
    if (after) await unlock(third, after);
    await visiting(third);
    assert.equal(await note(third, "5.a.1", "Borgere").inputValue(), "før");
  });
}

const PASSPHRASES = [["gets", "", FIRST], ["changes", FIRST, SECOND], ["loses", FIRST, ""]];
const PLAIN = /gammelt ord|rettet ord|nyt ord|sent ord/;

/** A pack with a note, open in two tabs that have seen it, and cannot tell each other what comes after. */
async function twoTabs(ms, passphrase) {
  const first = await openAtSpeed(ms);
  await first.context().addInitScript(() => delete window.BroadcastChannel);
  await packOf(first, root, INDICATOR, { name: "Engen", passphrase });
  await write(first, "5.a.1", "Borgere", "gammelt ord");
  const second = await tabBeside(first, ms);
  await second.goto(first.url());
  if (passphrase) await unlock(second, passphrase);
  await visiting(second);
  await shows(second, "5.a.1", "Borgere", "gammelt ord");
  return [first, second];
}

/** Goes to where a pack gets its passphrase by way of the list, and types it there: nothing is saved yet. */
async function typePassphrase(page, passphrase) {
  await goTo(page, "Alle pakker");
  await page.getByRole("link", { name: "Omdøb" }).click();
  await page.getByRole("heading", { level: 1, name: "Vælg spørgsmål: Engen" }).waitFor();
  if (passphrase) await choosePassphrase(page, passphrase);
  else await page.getByLabel("Fjern adgangssætningen").check();
}

const saveChoice = (page) => page.getByRole("button", { name: "Gem valget" }).first().click();

/** The pack as somebody finds it who opens it later, with the passphrase it has now. */
async function afresh(page, passphrase) {
  const later = await openBeside(page);
  await later.goto(page.url().replace(/(#pakke\/[^/]+).*/, "$1"));
  if (passphrase) await unlock(later, passphrase);
  await visiting(later);
  return later;
}

async function bothAreThere(page, passphrase) {
  const later = await afresh(page, passphrase);
  await shows(later, "5.a.1", "Borgere", "rettet ord");
  await shows(later, "5.a.2", "Borgere", "nyt ord");
  if (passphrase) assert.doesNotMatch(JSON.stringify(await stored(page)), PLAIN);
}

const otherLock = (page) => trouble(page).filter({ hasText: "Pakken har fået en anden adgangssætning i en anden fane." });
const passphraseField = (page) => otherLock(page).getByLabel("Adgangssætning", { exact: true });

async function answer(page, passphrase) {
  await passphraseField(page).fill(passphrase);
  await otherLock(page).getByRole("button", { name: "Lås op" }).click();
}

/** Types notes and saves; what becomes of them is not waited for. */
async function typeBoth(page) {
  await note(page, "5.a.1", "Borgere").fill("rettet ord");
  await note(page, "5.a.2", "Borgere").fill("nyt ord");
  await note(page, "5.a.2", "Borgere").press("Control+Enter");
}

/** Gives the passphrase where the page asks for it; then everything is stored. */
async function storedInTheEnd(page, passphrase) {
  const [line, field] = [savedLine(page).filter({ hasText: /^Gemt \d/ }), passphraseField(page)];
  await line.or(field).first().waitFor();
  if (await field.count()) await answer(page, passphrase);
  await saved(page);
}

/** From now on nothing is sealed or opened in a page; `held` tells whether something was to be, `release` lets it go on. */
const holdSeals = (page) => page.evaluate(() => {
  const release = new Promise((go) => (window.release = go));
  for (const name of ["encrypt", "decrypt"]) {
    const original = SubtleCrypto.prototype[name];
    SubtleCrypto.prototype[name] = async function (...given) {
      window.held = true;
      await release;
      return Reflect.apply(original, this, given);
    };
  }
});

const VISIT = /#pakke\/[^/]+$/;
/** Waits until a page seals, or has nothing to seal and has gone on. */
const sealing = (page) => page.waitForFunction((visit) => window.held || new RegExp(visit).test(location.hash), VISIT.source);

const [[, quick], [, slow]] = SPEEDS;
// Sealing takes its time: the slow storage is tried with one of each.
const CHANGES = [...PASSPHRASES.map((one) => [...one, "", quick]), [...PASSPHRASES[1], ", with slow storage", slow]];

for (const [name, before, after, speed, ms] of CHANGES) {
  test(`a pack that ${name} its passphrase in a tab that has not seen the other's notes keeps them${speed}`, async () => {
    const [first, second] = await twoTabs(ms, before);
    await typePassphrase(first, after);
    await write(second, "5.a.1", "Borgere", "rettet ord");
    await write(second, "5.a.2", "Borgere", "nyt ord");
    await saveChoice(first);
    await visiting(first);
    await bothAreThere(first, after);
  });

  test(`notes that are typed while another tab seals, as the pack ${name} its passphrase, are kept${speed}`, async () => {
    const [first, second] = await twoTabs(ms, before);
    await typePassphrase(first, after);
    await holdSeals(first);
    await saveChoice(first);
    await sealing(first);
    await typeBoth(second);
    await savedLine(second).filter({ hasText: /\S/ }).waitFor();
    await first.evaluate(() => window.release());
    await visiting(first);
    await storedInTheEnd(second, after);
    await bothAreThere(first, after);
  });

  if (after) {
    test(`what is typed after the pack ${name} its passphrase elsewhere is stored as soon as it is given${speed}`, async () => {
      const [first, second] = await twoTabs(ms, before);
      await setPassphrase(first, after);
      await typeBoth(second);
      await passphraseField(second).waitFor();
      await answer(second, "noget helt andet");
      await second.getByRole("main").getByText("Adgangssætningen passer ikke").waitFor();
      assert.equal(await note(second, "5.a.1", "Borgere").inputValue(), "rettet ord");
      await answer(second, after);
      await saved(second);
      await trouble(second).waitFor({ state: "detached" });
      await bothAreThere(first, after);
      await write(second, "5.a.1", "Dokumenter", "sent ord");
      assert.doesNotMatch(JSON.stringify(await stored(second)), PLAIN);
      await shows(await afresh(first, after), "5.a.1", "Dokumenter", "sent ord");
    });
  }
}

// The screen that is asked for wants the same passphrase as the message that says what is not stored.
for (const [speed, ms] of SPEEDS) {
  for (const [when, isThere] of [["when the screen for it stands", true], ["while that screen is on its way", false]]) {
    test(`a passphrase given in the message, ${when}, opens the pack for both${speed}`, async () => {
      const [first, second] = await twoTabs(ms, "");
      await setPassphrase(first, FIRST);
      await typeBoth(second);
      await passphraseField(second).waitFor();
      const menu = second.getByRole("navigation", { name: "Pakken" });
      if (isThere) {
        await menu.getByRole("link", { name: "Aflever" }).click();
        await menu.waitFor({ state: "detached" });
        await answer(second, FIRST);
      } else {
        await passphraseField(second).fill(FIRST);
        await second.evaluate(() => {
          document.querySelector('nav a[href$="/aflever"]').click();
          [...document.querySelectorAll("[role=alert] button")].find((one) => one.textContent === "Lås op").click();
        });
      }
      await second.getByRole("heading", { level: 1, name: "Aflever" }).waitFor();
      await menu.locator('a[aria-current="page"]', { hasText: "Aflever" }).waitFor();
      await trouble(second).waitFor({ state: "detached" });
      await bothAreThere(first, FIRST);
    });
  }
}

for (const [speed, ms] of SPEEDS) {
  test(`who types on after another tab has taken the passphrase away is not asked for it${speed}`, async () => {
    const [first, second] = await twoTabs(ms, FIRST);
    await setPassphrase(first, "");
    await write(second, "5.a.1", "Borgere", "rettet ord");
    await write(second, "5.a.2", "Borgere", "nyt ord");
    assert.equal(await trouble(second).count(), 0);
    assert.equal((await record(second, NOTE)).data, "rettet ord");
    await bothAreThere(first, "");
  });
}

/** A pack with a note on a slow tab, beside it a tab to write in. `deaf` ones cannot tell each other. */
async function readerAndWriter(ms, deaf) {
  const reader = await openAtSpeed(ms);
  if (deaf) await reader.context().addInitScript(() => delete window.BroadcastChannel);
  await packOf(reader, root, INDICATOR, { name: "Engen" });
  await write(reader, "5.a.1", "Borgere", "gammelt ord");
  const writer = await openBeside(reader);
  await writer.goto(reader.url());
  await shows(writer, "5.a.1", "Borgere", "gammelt ord");
  return { reader, writer };
}

const text = (page) => page.getByRole("region", { name: "Teksten" });
const withText = (locator, ...texts) => texts.reduce((found, hasText) => found.filter({ hasText }), locator).waitFor();

// Screens, the source of the new note that is looked for there, and how both are seen.
const SHOWN = [
  ["Efter indikator", "Borgere", async (page, edited, fresh) => {
    await shows(page, "5.a.1", "Borgere", edited);
    await shows(page, "5.a.2", "Borgere", fresh);
  }],
  ["Efter kilde", "Medarbejdere", async (page, edited, fresh) => {
    await openGroups(page);
    await shows(page, "5.a.1", "Borgere", edited);
    await shows(page, "5.a.2", "Medarbejdere", fresh);
  }],
  ["Triangulering", "Ledelse", (page) => page.getByRole("link", { name: "5.a, ledelse: 1" }).waitFor()],
  ["Rapport", "Dokumenter", (page, ...both) => withText(text(page), ...both)],
  ["Udskriv", "Observation", (page, ...both) => withText(page.getByRole("article"), ...both)],
  ["Alle pakker", "Pårørende", (page) => page.getByText("noter: 7 ·").waitFor()],
];

/** Goes to a screen of the pack from wherever the page is. */
async function stand(page, screen) {
  if (await page.getByRole("heading", { level: 1, name: "Besøgspakke", exact: true }).count()) {
    await page.getByRole("link", { name: "Engen", exact: true }).click();
    await visiting(page);
  }
  await goTo(page, screen);
  if (screen === "Udskriv") await page.getByLabel("Med noter").check();
}

const MEETINGS = {
  "as soon as it is saved": { before: stand, meet: () => {} },
  "when the tab comes to the front": { deaf: true, before: stand, meet: comeToFront },
  "when somebody goes there": { deaf: true, before: (page) => stand(page, "Dokumenter"), meet: stand },
};

for (const [speed, ms] of SPEEDS) {
  for (const [when, { deaf, before, meet }] of Object.entries(MEETINGS)) {
    test(`every screen shows what another tab saved, ${when}${speed}`, async (t) => {
      const { reader, writer } = await readerAndWriter(ms, deaf);
      for (const [round, [screen, source, shown]] of SHOWN.entries()) {
        const both = [`rettet ord ${round}`, `nyt ord ${round}`];
        await before(reader, screen);
        await write(writer, "5.a.1", "Borgere", both[0]);
        await write(writer, "5.a.2", source, both[1]);
        await t.test(screen, async () => {
          await meet(reader, screen);
          await shown(reader, ...both);
        });
      }
    });
  }
}

const button = (page, name) => page.getByRole("button", { name, exact: true });

/** The notes of a sealed file: its receiver reads them on the page. */
async function notesInSealed(content, passphrase) {
  const page = await openOnline();
  await page.goto(`${root}${PACK_PAGE}`);
  await offerFile(page, content);
  await unlock(page, passphrase);
  await button(page, "Hent pakken ind").click();
  await visiting(page);
  return page.locator("textarea").evaluateAll((all) => all.map(({ value }) => value).join("\n"));
}

// What leaves, from a screen: everything that is stored, whatever the screen has seen.
const LEAVING = [
  ...["Gem som tekst", "Gem som HTML", "Gem som Markdown", "Gem til regneark (CSV)"].map((name) =>
    [`»${name}«`, "Rapport", async (page) => (await saveFile(page, () => button(page, name).click())).text]),
  ["»Kopiér teksten«", "Rapport", async (page) => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await button(page, "Kopiér teksten").click();
    await page.getByText("Kopieret", { exact: true }).waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  }],
  ["»Gem fil uden lås«", "Aflever", async (page) => {
    await page.getByLabel(/^Dit navn/).fill("Anna");
    page.once("dialog", (dialog) => dialog.accept());
    return (await saveFile(page, () => button(page, "Gem fil uden lås").click())).text;
  }],
  ["»Gem låst fil«", "Aflever", async (page) => {
    await page.getByLabel(/^Dit navn/).fill("Anna");
    await choosePassphrase(page, FIRST);
    return notesInSealed((await saveFile(page, () => button(page, "Gem låst fil").click())).text, FIRST);
  }],
  ["»Gem som én HTML-fil«", "Aflever", async (page) => {
    await page.getByLabel(/^Tag mine noter med/).check();
    return (await saveFile(page, () => button(page, "Gem som én HTML-fil").click())).text;
  }],
];

for (const [speed, ms] of SPEEDS) {
  test(`what leaves has what another tab saved meanwhile${speed}`, async (t) => {
    const { reader, writer } = await readerAndWriter(ms, true);
    // All that is saved on one screen goes the same way: the slow storage is tried with the last of each.
    const ways = LEAVING.filter(([, screen], at) => ms === quick || screen === "Aflever" || LEAVING[at + 1][1] !== screen);
    for (const [round, [name, screen, leave]] of ways.entries()) {
      const both = [`rettet ord ${round}`, `nyt ord ${round}`];
      await goTo(reader, "Dokumenter");
      await goTo(reader, screen);
      await write(writer, "5.a.1", "Borgere", both[0]);
      await write(writer, "5.a.2", "Borgere", both[1]);
      await t.test(name, async () => {
        const left = await leave(reader);
        for (const part of both) assert.ok(left.includes(part), `${part} is missing in ${left.slice(0, 2000)}`);
        assert.ok(!left.includes("gammelt ord"));
      });
    }
  });
}

/** Only what went into a file counts as handed over, and what the colleague sends back takes nothing away. */
async function handedOver(writer, file, passphrase) {
  const colleague = await openOnline();
  await colleague.goto(`${root}${PACK_PAGE}`);
  await offerFile(colleague, file);
  if (passphrase) await unlock(colleague, passphrase);
  await button(colleague, "Hent pakken ind").click();
  await visiting(colleague);
  for (const [number, written] of [["5.a.1", "rettet ord"], ["5.a.2", "nyt ord"]]) {
    const { rev, shared } = await record(writer, `note/${number}/borgere`);
    const left = (await note(colleague, number, "Borgere").inputValue()) === written;
    assert.ok(left || shared !== rev, `${number} is marked as handed over, and is not in the file`);
  }
  await write(colleague, "5.a.1", "Borgere", "kollegas ord");
  await importFile(root, (await handOver(colleague, "Bo")).text, writer);
  const kept = [await note(writer, "5.a.1", "Borgere").inputValue(), ...(await card(writer, "5.a.1").locator(".beside .typed").allTextContents())];
  assert.ok(kept.includes("rettet ord") && kept.includes("kollegas ord"), JSON.stringify(kept));
  assert.equal(await note(writer, "5.a.2", "Borgere").inputValue(), "nyt ord");
}

for (const [speed, ms] of SPEEDS) {
  test(`what another tab saves while a file is sealed does not count as handed over${speed}`, async () => {
    const { reader, writer } = await readerAndWriter(ms, true);
    await goTo(reader, "Aflever");
    await reader.getByLabel(/^Dit navn/).fill("Anna");
    await choosePassphrase(reader, FIRST);
    await holdSeals(reader);
    const { text: file } = await saveFile(reader, async () => {
      await button(reader, "Gem låst fil").click();
      await reader.waitForFunction(() => window.held);
      await write(writer, "5.a.1", "Borgere", "rettet ord");
      await write(writer, "5.a.2", "Borgere", "nyt ord");
      await reader.evaluate(() => window.release());
    });
    await reader.getByText(/^Sidst eksporteret som fil/).waitFor();
    await handedOver(writer, file, FIRST);
  });
}

test("what another tab saves while the storage is still answering does not count as handed over", async () => {
  const { reader, writer } = await readerAndWriter(1000, true);
  await goTo(reader, "Aflever");
  await reader.getByLabel(/^Dit navn/).fill("Anna");
  reader.once("dialog", (dialog) => dialog.accept());
  const { text: file } = await saveFile(reader, async () => {
    await button(reader, "Gem fil uden lås").click();
    await write(writer, "5.a.1", "Borgere", "rettet ord");
    await write(writer, "5.a.2", "Borgere", "nyt ord");
  });
  await reader.getByText(/^Sidst eksporteret som fil/).waitFor();
  await handedOver(writer, file);
});
