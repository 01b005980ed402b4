// Where somebody is in a pack: the question, the source, whether questions are shown one at a time, and what
// its paper has. It outlasts screens, reloads and crashes.

import { local } from "./local.js";
import { isRemembered } from "./tombstones.js";

/**
 * @typedef {object} Place
 * @property {string} [question]
 * @property {string} [source] where the screen is by source
 * @property {boolean} [isSingle]
 * @property {boolean} [isWithoutCodes] on paper
 */

const KIND = "sted";

/**
 * @param {string} id of the pack
 * @returns {Place}
 */
export const placeIn = (id) => local.get(KIND, id) ?? {};

/**
 * @param {string} id of the pack
 * @param {Place} change
 */
export const setPlace = (id, change) =>
  isRemembered(id) && local.set(KIND, id, { ...placeIn(id), ...change });

/** @param {string} id of the pack */
export const forgetPlace = (id) => local.remove(KIND, id);
