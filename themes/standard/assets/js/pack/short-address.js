// The short address of a place in a pack, as paper has it: the beginning of the pack's id and an indicator.
// It is scanned or typed, and so it may lead to one pack, to several or to none.

import { prefixOf } from "./outline.js";
import { placeOfUnit } from "./report-keys.js";
import { store } from "./store.js";
import { missingFrom } from "./tombstones.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Entry } from "./types.js" */

/** What an address begins with that asks for the questions at other addresses. */
export const ADDING = "laeg=";

/** What else an address can begin with. */
export const NAMES = ["pakker", "pakke", "ny"];

/** How many letters of an id there are. Fewer would lead from a made-up address to somebody's pack. */
const LETTERS = 8;

/** @param {string} id */
const beginning = (id) => id.slice(0, LETTERS);

/**
 * What stands behind # as it was before links were written; nothing if no link is written so.
 *
 * @param {string} text
 */
export const decoded = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
};

/**
 * Whether an address is a short one. Places on the page have no slash.
 *
 * @param {string[]} address its parts
 */
export const isShort = ([name, ...rest]) =>
  Boolean(name) && rest.length > 0 && !NAMES.includes(name) && !name.startsWith(ADDING);

/**
 * The whole address of a place in a pack.
 *
 * @param {string} id of the pack
 * @param {string} [unit] the indicator, as the keys of records have it
 */
export const longAddress = (id, unit) =>
  `#pakke/${id}${unit ? `/${encodeURIComponent(placeOfUnit("indikator", unit))}` : ""}`;

/**
 * The short address of a place in a pack. It has the whole id where another pack here begins alike.
 *
 * @param {string} id of the pack
 * @param {string} [unit] the indicator, as the keys of records have it
 */
export const shortAddress = (id, unit = "") => {
  const isShared = missingFrom([]).some(([other]) => other !== id && beginning(other) === beginning(id));
  const name = isShared ? id : beginning(id);
  return NAMES.includes(name) ? longAddress(id, unit) : `#${name}/${encodeURIComponent(unit)}`;
};

/**
 * The packs that a short address may mean: those here, in the bin too, and those that were here.
 *
 * @param {string} name the pack as the address has it
 */
export const packsAt = async (name) => {
  const packs = await store.packs();
  const lost = missingFrom(packs).map(([id, tombstone]) => ({ id, name: tombstone.name }));
  const all = [...packs.map(({ pack }) => pack), ...lost];
  return all.filter(({ id }) => id === name || beginning(id) === name);
};

const INDICATOR = placeOfUnit("indikator", "");

/**
 * The indicator that an address names; nothing if it names none.
 *
 * @param {string} asked as the address has it
 */
export const unitAt = (asked) => {
  const name = decoded(asked);
  return name.startsWith(INDICATOR) ? name.slice(INDICATOR.length) : "";
};

/**
 * What an address names in a pack: a question, or the first one of an indicator.
 *
 * @param {OpenPack} open
 * @param {string} asked as the address has it
 * @returns {Entry | undefined}
 */
export const entryAt = (open, asked) => {
  const { entries } = open;
  // Who types a number does not mind small letters.
  const unit = unitAt(asked).toLowerCase();
  const prefix = prefixOf(open);
  return (
    entries.find(({ id }) => id === decoded(asked)) ??
    entries.find(({ question }) => question && (prefix + question.indicator.id).toLowerCase() === unit)
  );
};
