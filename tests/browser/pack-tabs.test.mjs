// One visit pack in two tabs: each sees what the other saves, and no text of either is lost.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  card, note, openedPack, openOnline, packOf, record, saved, savedLine, setPassphrase, unlock, visiting, write,
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
  const second = await first.context().newPage();
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
    const second = await first.context().newPage();
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

    const third = await first.context().newPage();
    await third.goto(first.url());
    if (after) await unlock(third, after);
    await visiting(third);
    assert.equal(await note(third, "5.a.1", "Borgere").inputValue(), "før");
  });
}
