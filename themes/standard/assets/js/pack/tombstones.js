// Which packs are here, in a second kind of storage: names, dates and numbers, no text, and of locked packs
// not even these. If the database is gone, the list can still say what was in it.

import { local } from "./local.js";
import { isHidden } from "./lock.js";

/** @import { Pack, PackRecord } from "./types.js" */

/**
 * What is remembered of a pack; nothing of a locked one.
 *
 * @typedef {object} Tombstone
 * @property {string} [name]
 * @property {number} [notes] how many there are
 * @property {number} [saved] when the last one was
 * @property {number} [exported] when the pack last left as a file
 */

const KIND = "pakke";

/**
 * The notes of a pack; of a locked one any record may be a note.
 *
 * @param {Iterable<PackRecord>} records
 */
export const notesIn = (records) =>
  [...records].filter(
    ({ key, data, value }) => (key.startsWith("note/") || isHidden(key)) && (data || value),
  );

/**
 * The notes that are in no file as they are now.
 *
 * @param {Iterable<PackRecord>} records
 */
export const unfiledIn = (records) => notesIn(records).filter(({ rev, shared }) => rev !== shared);

/**
 * @param {Pack} pack
 * @param {Iterable<PackRecord>} records
 */
export const remember = ({ id, name, created, exported, lock }, records) => {
  if (lock) return local.set(KIND, id, {});
  const notes = notesIn(records);
  const saved = notes.reduce((last, { time }) => Math.max(last, time), created);
  return local.set(KIND, id, { name, notes: notes.length, saved, exported });
};

/**
 * Whether a pack is known to be here. What belongs to one that was deleted is not kept again.
 *
 * @param {string} id
 */
export const isRemembered = (id) => local.get(KIND, id) !== undefined;

/** @param {string} id */
export const forget = (id) => local.remove(KIND, id);

/**
 * The packs that were here and are not any more.
 *
 * @param {{ pack: Pack }[]} packs those that are
 * @returns {[id: string, tombstone: Tombstone][]}
 */
export const missingFrom = (packs) => {
  const here = new Set(packs.map(({ pack }) => pack.id));
  return local.all(KIND).filter(([id]) => !here.has(id));
};
