// A browser that is killed while notes are typed, and a profile that is put back from a copy: what the page has called saved is
// there. See kill.mjs, which does the same as often as one likes.

import assert from "node:assert/strict";
import { cpSync, rmSync } from "node:fs";
import { after, test } from "node:test";
import { prepare, rounds, textsOf, write } from "./kill.mjs";

/** How often each is killed. */
const TIMES = { chromium: 20, firefox: 4, webkit: 4 };

for (const [browser, count] of Object.entries(TIMES)) {
  test(`${browser}: killed ${count} times, it has lost no note that was saved, and no more than the last second of typing`, async () => {
    const world = await prepare(browser);
    after(world.agent.stop);
    const { faults, acknowledged, missing } = await rounds(world, { count, seed: 11 });
    assert.deepEqual(faults, []);
    assert.ok(acknowledged >= count / 2, `${acknowledged} notes were called saved`);
    // A text is saved 0.9 s after it was typed at the latest; the rest is for a machine that is busy.
    assert.ok(missing < 2000, `${missing} ms of typing are not there`);
  });
}

for (const browser of Object.keys(TIMES)) {
  test(`${browser}: a profile that is put back from a copy has the notes of the copy`, async () => {
    const world = await prepare(browser);
    after(world.agent.stop);
    const [bare, locked] = world.packs;
    const copy = `${world.profile}-copy`;
    // A link that were rewritten would be Chromium's lock of a browser on another machine.
    const options = { recursive: true, verbatimSymlinks: true };
    await write(world, bare, ["To borgere siger ja.", "Instruksen er fra 2025."]);
    await write(world, locked, ["Borger 1 har naloxon."]);
    cpSync(world.profile, copy, options);
    await write(world, bare, ["", "Instruksen er ny.", "Skabet er låst."]);
    await write(world, locked, ["Borger 2 har naloxon.", "Set."]);
    assert.deepEqual(await textsOf(world, bare), ["Instruksen er ny.", "Skabet er låst."]);
    rmSync(world.profile, { recursive: true });
    cpSync(copy, world.profile, options);
    assert.deepEqual(await textsOf(world, bare), ["To borgere siger ja.", "Instruksen er fra 2025."]);
    assert.deepEqual(await textsOf(world, locked), ["Borger 1 har naloxon."]);
  });
}
