// The second place of what is typed: texts that could not be stored, or not in time, wait here until they
// are. Of a locked pack they are sealed. Each has the revision it was made from, like all that is saved.

import { local } from "./local.js";
import { isSameLock } from "./lock.js";
import { storedKey } from "./locked.js";
import { readText, sealText } from "./records.js";
import { random } from "./times.js";
import { isRemembered } from "./tombstones.js";
import { placeOf } from "./typing.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Typed } from "./typing.js" */
/** @import { Lock, Sealed, Text, Value } from "./types.js" */

/**
 * @typedef {object} Aside
 * @property {string} key of the record, as it is stored
 * @property {string} [seen] the revision it was made from
 * @property {Lock} [lock] what it is sealed under
 * @property {Text & { data: Value | Sealed }} text as it is stored
 */

const KIND = "ikke gemt";

/**
 * The names of texts of locked packs, which say nothing, by pack and key.
 *
 * @type {Map<string, string>}
 */
const hidden = new Map();

/** @param {Typed} item */
const nameOf = ({ open, key }) => {
  const place = placeOf(open, key);
  if (!open.pack.lock) return place;
  const name = hidden.get(place) ?? `${open.pack.id}/${random()}`;
  hidden.set(place, name);
  return name;
};

/**
 * @param {Typed} item
 * @param {string} name
 * @param {Text} text
 */
const put = (item, name, text) => {
  const { id, lock } = item.open.pack;
  const aside = { key: name, seen: item.open.seen(item.key), lock, text };
  return isRemembered(id) && local.set(KIND, nameOf(item), aside);
};

/**
 * Puts what is typed aside. Returns whether it is there.
 *
 * @param {Typed} item
 */
export const layAside = async (item) => {
  const { open, key, area } = item;
  const text = await sealText(open.pack, open.secret, key, open.attempt(key, area.value));
  return put(item, await storedKey(open.pack, open.secret, key), text);
};

/**
 * The same, at once, while the page is being left; not for a locked pack, for nothing can be sealed any more.
 *
 * @param {Typed} item
 */
export const layAsideNow = (item) => {
  const { value, ...text } = item.open.attempt(item.key, item.area.value);
  if (!item.open.pack.lock) put(item, item.key, { ...text, data: value });
};

/** @param {Typed} item */
export const takeAway = (item) => {
  local.remove(KIND, nameOf(item));
  // It may have been put aside before the pack was locked.
  local.remove(KIND, placeOf(item.open, item.key));
};

/**
 * Everything that was put aside of a pack is forgotten, for the pack was deleted.
 *
 * @param {string} id
 */
export const forgetAside = (id) => local.all(KIND, `${id}/`).forEach(([name]) => local.remove(KIND, name));

/**
 * Stores what was put aside of a pack the last time. Returns the keys of what was not stored yet.
 *
 * @param {OpenPack} open
 */
export const takeBack = async (open) => {
  const keys = [];
  for (const [name, aside] of local.all(KIND, `${open.pack.id}/`)) {
    const { key: stored, seen, lock, text } = /** @type {Aside} */ (aside);
    // What is sealed under another passphrase stays until somebody deletes it.
    if (lock && !isSameLock(lock, open.pack.lock)) continue;
    const { key, ...plain } = await readText({ id: open.pack.id, lock }, open.secret, stored, text);
    if (plain.value === undefined) continue;
    if (await open.restore(key, plain, seen)) keys.push(key);
    local.remove(KIND, name);
  }
  return keys;
};
