// Packs as wholes: opened, made, copied, brought in.

import { takeBack } from "./aside.js";
import { failure, nameOfError } from "./failures.js";
import { lockOf, newLock, unlock } from "./lock.js";
import { mergePacks } from "./merge.js";
import { arrive } from "./navigation.js";
import { OpenPack } from "./open-pack.js";
import { readRecords } from "./records.js";
import { takeNewer } from "./reserve.js";
import { site } from "./state.js";
import { store } from "./store.js";
import { dayOf, random } from "./times.js";

/** @import { Pack, Value, WholePack } from "./types.js" */

/**
 * What a pack is, and when. Never a citizen's name.
 *
 * @param {{ service?: string, visit?: string }} choice
 */
export const suggestedName = ({ service, visit }) =>
  ["Tilsyn", service, visit, dayOf()].filter(Boolean).join(", ");

/**
 * Opens a stored pack. A locked one needs its passphrase.
 *
 * @param {WholePack} stored
 * @param {string} [passphrase]
 */
export const openPack = async ({ pack, records }, passphrase) => {
  const { id, lock } = pack;
  const secret = lock && (await unlock(id, lock, /** @type {string} */ (passphrase)));
  const open = new OpenPack(pack, secret, await readRecords(pack, secret, records));
  // Texts of an older lock are bound to their places now; where that fails, the next time.
  if (secret && !lock.bound) {
    await open.rewrite((stored) => stored, await lockOf(id, lock.kdf, secret)).catch(() => {});
  }
  open.takenBack = await takeBack(open).catch(() => []);
  open.takenBack.push(...(await takeNewer(open).catch(() => [])));
  return open;
};

/**
 * Stores a new pack with values by key. Returns its id.
 *
 * @param {Omit<Pack, "id" | "created" | "exported" | "by" | "lock">} choice
 * @param {Iterable<[key: string, value: Value]>} given
 * @param {string} [passphrase]
 */
export const createPack = async (choice, given, passphrase) => {
  const id = random();
  const { key: secret, lock } = await newLock(id, passphrase);
  const pack = { ...choice, id, created: Date.now(), exported: 0, by: "", lock };
  const records = [...given].map(([key, value]) => {
    const text = { value, rev: random(), time: Date.now(), by: "" };
    return { key, ...text, past: [], also: [] };
  });
  site.asked = [];
  await new OpenPack(pack, secret, records).keep();
  return id;
};

/**
 * Stores a pack again as one of its own, a locked one under the same passphrase. Returns its id.
 *
 * @param {WholePack} stored
 * @param {string} [passphrase]
 * @param {Partial<Pack>} [change]
 */
export const copyPack = async ({ pack, records }, passphrase, change) => {
  const secret = pack.lock && (await unlock(pack.id, pack.lock, /** @type {string} */ (passphrase)));
  const plain = await readRecords(pack, secret, records);
  const id = random();
  const { key, lock } = await newLock(id, passphrase);
  await new OpenPack({ ...pack, ...change, id, lock }, key, plain).keep();
  return id;
};

/**
 * Puts what a file or another folder brought beside what is here, under the lock of the pack that is here.
 *
 * @param {WholePack} content
 * @param {string} [passphrase]
 */
export const bringIn = async (content, passphrase) => {
  const { pack, records } = content;
  const stored = await store.read(pack.id);
  if (stored) {
    const open = await openPack(stored, passphrase);
    await open
      .rewrite((here) => mergePacks(here, content))
      .catch((error) => {
        // Another tab has just given it another lock, for which the passphrase is none.
        throw nameOfError(error) === "OtherLock" ? failure("Passphrase") : error;
      });
  } else {
    const shared = records.map((record) => ({ ...record, shared: record.rev }));
    await new OpenPack(pack, null, shared).keep();
  }
  arrive(pack.id);
};
