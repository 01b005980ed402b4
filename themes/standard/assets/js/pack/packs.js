// Packs as wholes: opened, made, copied, brought in.

import { takeBack } from "./aside.js";
import { failure, nameOfError } from "./failures.js";
import { lockOf, newLock, unlock } from "./lock.js";
import { mergePacks } from "./merge.js";
import { arrive, go } from "./navigation.js";
import { OpenPack } from "./open-pack.js";
import { readPack } from "./records.js";
import { takeNewer } from "./reserve.js";
import { page, site } from "./state.js";
import { store } from "./store.js";
import { dayOf, random } from "./times.js";
import { recallPlace } from "./visit-place.js";

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
export const openPack = async (stored, passphrase) => {
  const { id, lock } = stored.pack;
  const secret = lock && (await unlock(id, lock, /** @type {string} */ (passphrase)));
  const { pack, records } = await readPack(stored, secret);
  const open = new OpenPack(pack, secret, records);
  open.saw(stored.records);
  await recallPlace(open).catch(() => {});
  open.takenBack = await takeBack(open).catch(() => []);
  // An older lock hides less, and is replaced; where that fails, the next time.
  if (secret && !lock.hidden) {
    await open.changeLock(await lockOf(id, lock.kdf, secret)).catch(() => {});
  }
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
  const { keys, lock } = await newLock(id, passphrase);
  const pack = { ...choice, id, created: Date.now(), exported: 0, by: "", lock };
  const records = [...given].map(([key, value]) => {
    const text = { value, rev: random(), time: Date.now(), by: "" };
    return { key, ...text, past: [], also: [] };
  });
  site.asked = [];
  await new OpenPack(pack, keys, records).keep();
  return id;
};

/**
 * Stores a pack again as one of its own, a locked one under the same passphrase. Returns its id.
 *
 * @param {WholePack} stored
 * @param {string} [passphrase]
 * @param {(pack: Pack) => Partial<Pack>} [change]
 */
export const copyPack = async (stored, passphrase, change = () => ({})) => {
  const { id: from, lock: lockThere } = stored.pack;
  const secret = lockThere && (await unlock(from, lockThere, /** @type {string} */ (passphrase)));
  const { pack, records } = await readPack(stored, secret);
  const id = random();
  const { keys, lock } = await newLock(id, passphrase);
  await new OpenPack({ ...pack, ...change(pack), id, lock }, keys, records).keep();
  return id;
};

/**
 * Puts what a file or another folder brought beside what is here, under the lock of the pack that is here; or
 * stores it, under the passphrase that it came with.
 *
 * @param {WholePack} content
 * @param {string} [passphrase] of the pack that is here, or else of what comes in
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
    const { keys, lock } = await newLock(pack.id, passphrase);
    const open = new OpenPack({ ...pack, lock }, keys, shared);
    await open.keep();
    // Who gave the passphrase of a file is not asked for it again.
    page.opened = open;
    return go(pack.id);
  }
  return arrive(pack.id);
};
