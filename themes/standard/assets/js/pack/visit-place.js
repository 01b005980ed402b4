// Where somebody is in a pack: the question, the source, whether questions are shown one at a time, what its
// paper has, and whom its report is for. It outlasts screens, reloads and crashes; of a locked pack it is
// sealed.

import { local } from "./local.js";
import { headOf, isSameLock, seal, unseal } from "./lock.js";
import { isRemembered } from "./tombstones.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Keys } from "./types.js" */

/**
 * @typedef {object} Place
 * @property {string} [question]
 * @property {string} [source] where the screen is by source
 * @property {boolean} [isSingle]
 * @property {boolean} [isWithoutCodes] on paper
 * @property {string} [reader] whom the report is for: "own" or "place"
 */

const KIND = "sted";

/** @type {Map<string, Place>} by pack */
const places = new Map();

/** @param {string} id of the pack */
export const placeIn = (id) => places.get(id) ?? {};

/**
 * Writes the place down, under the lock that the pack has now.
 *
 * @param {OpenPack} open
 */
export const keepPlace = async ({ pack: { id, lock }, secret }) => {
  const place = placeIn(id);
  const sealed = lock && (await seal(/** @type {Keys} */ (secret), place, headOf(lock, id, KIND)));
  if (isRemembered(id)) local.set(KIND, id, sealed ? { lock, sealed } : place);
};

/**
 * @param {OpenPack} open
 * @param {Place} change
 */
export const setPlace = (open, change) => {
  const { id } = open.pack;
  const place = placeIn(id);
  const next = { ...place, ...change };
  if (JSON.stringify(next) === JSON.stringify(place)) return;
  places.set(id, next);
  keepPlace(open).catch(() => {});
};

/**
 * Looks up where somebody was the last time.
 *
 * @param {OpenPack} open
 */
export const recallPlace = async ({ pack: { id, lock }, secret }) => {
  const kept = local.get(KIND, id);
  if (places.has(id) || !kept) return;
  if (!lock) places.set(id, kept);
  else if (isSameLock(lock, kept.lock)) {
    places.set(id, await unseal(/** @type {Keys} */ (secret), kept.sealed, headOf(lock, id, KIND)));
  }
};

/** @param {string} id of the pack */
export const forgetPlace = (id) => {
  places.delete(id);
  local.remove(KIND, id);
};
