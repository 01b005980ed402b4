// What is typed or ticked and not stored yet.

/** @import { OpenPack } from "./open-pack.js" */

/**
 * @typedef {object} Typed a field with its pack and key
 * @property {OpenPack} open
 * @property {string} key
 * @property {{ value: string }} area
 * @property {boolean} [hasFailed] whether it could not be stored at the last try
 */

/**
 * By pack and key.
 *
 * @type {Map<string, Typed>}
 */
export const typing = new Map();

/**
 * @param {OpenPack} open
 * @param {string} key
 */
export const placeOf = (open, key) => `${open.pack.id}/${key}`;

/**
 * @param {OpenPack} open
 * @param {string} key
 */
export const isTyping = (open, key) => typing.has(placeOf(open, key));

/**
 * What is typed under `key`, or else stored.
 *
 * @param {OpenPack} open
 * @param {string} key
 */
export const valueNow = (open, key) => typing.get(placeOf(open, key))?.area.value ?? open.text(key);

/**
 * Lets go of what is typed and not stored, of a pack that was deleted.
 *
 * @param {string} id
 */
export const forgetTyped = (id) => {
  for (const [place, { open }] of [...typing]) if (open.pack.id === id) typing.delete(place);
};
