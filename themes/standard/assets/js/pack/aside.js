// The second place of what is typed: texts that could not be stored, or not in time, wait here until they
// are. Of a locked pack they are sealed. Each has the revision it was made from, like all that is saved.

import { local } from "./local.js";
import { isSameLock } from "./lock.js";
import { readText, sealText } from "./records.js";
import { isRemembered } from "./tombstones.js";
import { placeOf } from "./typing.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Typed } from "./typing.js" */
/** @import { Lock, Sealed, Text, Value } from "./types.js" */

/**
 * @typedef {object} Aside
 * @property {string} key
 * @property {string} [seen] the revision it was made from
 * @property {Lock} [lock] what it is sealed under
 * @property {Text & { data: Value | Sealed }} text as it is stored
 */

const KIND = "ikke gemt";

/**
 * @param {Typed} item
 * @param {Text} text
 */
const put = ({ open, key }, text) => {
  const { id, lock } = open.pack;
  return isRemembered(id) && local.set(KIND, placeOf(open, key), { key, seen: open.seen(key), lock, text });
};

/**
 * Puts what is typed aside. Returns whether it is there.
 *
 * @param {Typed} item
 */
export const layAside = async (item) => {
  const { open, key, area } = item;
  const text = await sealText(open.pack, open.secret, key, open.attempt(key, area.value));
  return put(item, text);
};

/**
 * The same, at once, while the page is being left; not for a locked pack, for nothing can be sealed any more.
 *
 * @param {Typed} item
 */
export const layAsideNow = (item) => {
  const { value, ...text } = item.open.attempt(item.key, item.area.value);
  if (!item.open.pack.lock) put(item, { ...text, data: value });
};

/** @param {string} place */
export const takeAway = (place) => local.remove(KIND, place);

/**
 * Everything that was put aside of a pack is forgotten, for the pack was deleted.
 *
 * @param {string} id
 */
export const forgetAside = (id) => local.all(KIND, `${id}/`).forEach(([place]) => takeAway(place));

/**
 * Stores what was put aside of a pack the last time. Returns the keys of what was not stored yet.
 *
 * @param {OpenPack} open
 */
export const takeBack = async (open) => {
  const keys = [];
  for (const [place, aside] of local.all(KIND, `${open.pack.id}/`)) {
    const { key, seen, lock, text } = /** @type {Aside} */ (aside);
    // What is sealed under another passphrase stays until somebody deletes it.
    if (lock && !isSameLock(lock, open.pack.lock)) continue;
    const plain = await readText({ id: open.pack.id, lock }, open.secret, key, text);
    if (plain.value === undefined) continue;
    if (await open.restore(key, plain, seen)) keys.push(key);
    takeAway(place);
  }
  return keys;
};
