// Packs that were here and are not any more, each with its second copy if there is one.

import { asked, find, stamp } from "./dom.js";
import { failure } from "./failures.js";
import { readFile } from "./file.js";
import { withPassphrase } from "./importer.js";
import { labelOf } from "./locked.js";
import { bringIn } from "./packs.js";
import { forgetReserve, reserveOf } from "./reserve.js";
import { site } from "./state.js";
import { momentOf } from "./times.js";
import { forget, missingFrom } from "./tombstones.js";

/** @import { Tombstone } from "./tombstones.js" */
/** @import { WholePack } from "./types.js" */

/**
 * What can be said of a pack that is gone.
 *
 * @param {string} id
 * @param {Tombstone} tombstone
 */
const factsOf = (id, { name, notes = 0, saved = 0, exported }) => {
  if (name === undefined) return labelOf({ id });
  const file = exported ? `sidst gemt som fil ${momentOf(exported)}` : "aldrig gemt som fil";
  return `»${name}«: noter: ${notes}, sidst skrevet ${momentOf(saved)}, ${file}`;
};

/**
 * Brings back a pack from its second copy.
 *
 * @param {HTMLElement} part
 * @param {File} copy
 */
const bringBack = async (part, copy) => {
  const file = await readFile(copy);
  return withPassphrase(part, Boolean(file.locked), async (passphrase) =>
    bringIn(await file.read(passphrase), passphrase),
  );
};

/**
 * A pack that is gone, with its second copy if there is one.
 *
 * @param {[id: string, tombstone: Tombstone]} missing
 */
const lostItem = ([id, tombstone]) => {
  const back = async () => {
    const copy = await reserveOf(id);
    if (!copy) throw failure("Absent");
    await bringBack(part, copy);
  };
  const part = stamp("lost-pack", { facts: factsOf(id, tombstone), back });
  reserveOf(id).then((copy) => {
    find("copied", part).hidden = !copy;
  });
  return part;
};

/**
 * What is said of packs that were here and are not any more, if there are any.
 *
 * @param {WholePack[]} packs those that are here
 * @param {() => unknown} changed draws the list again
 */
export const lostParts = (packs, changed) => {
  const missing = site.memory ? [] : missingFrom(packs);
  if (!missing.length) return [];
  const items = missing.map(lostItem);
  /** @param {Event} event */
  const forgetAll = async (event) => {
    if (!asked(event)) return;
    missing.forEach(([id]) => forget(id));
    await Promise.all(missing.map(([id]) => forgetReserve(id)));
    return changed();
  };
  return [stamp("lost", { packs: items, forget: forgetAll })];
};
