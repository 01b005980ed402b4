// What is typed or ticked and not stored yet.

/** @import { OpenPack } from "./open-pack.js" */

/** @typedef {{ open: OpenPack, key: string, area: { value: string } }} Typed a field with its pack and key */

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
