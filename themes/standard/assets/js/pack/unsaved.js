// Says at a field that its text is not stored, and puts the text in a second place meanwhile.

import { layAside, takeAway } from "./aside.js";
import { failure, tell } from "./failures.js";
import { page } from "./state.js";
import { isTyping, placeOf } from "./typing.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Typed } from "./typing.js" */

/**
 * The message of every text that is not stored, by pack and key.
 *
 * @type {Map<string, string>}
 */
const told = new Map();

/**
 * Shows at the fields of `key` what is told of it.
 *
 * @param {OpenPack} open
 * @param {string} key
 * @param {ParentNode} [part] where the fields are
 */
export const drawUnsaved = (open, key, part = document) => {
  /** @type {NodeListOf<HTMLElement>} */
  const places = part.querySelectorAll(`[data-unsaved="${CSS.escape(key)}"]`);
  const text = told.get(placeOf(open, key)) ?? "";
  for (const place of places) {
    if (place.textContent !== text) place.textContent = text;
    place.hidden = !text;
  }
};

/** @param {Typed} item */
const draw = ({ open, key }) => {
  if (page.shown.open === open) drawUnsaved(open, key);
};

/** @param {Typed} item */
export const tellUnsaved = async (item) => {
  const place = placeOf(item.open, item.key);
  const isAside = await layAside(item).catch(() => false);
  // Stored meanwhile.
  if (!isTyping(item.open, item.key)) return takeAway(item);
  told.set(place, tell(failure(isAside ? "Aside" : "OnlyHere")));
  draw(item);
};

/**
 * The text is stored.
 *
 * @param {Typed} item
 */
export const tellSaved = (item) => {
  takeAway(item);
  if (told.delete(placeOf(item.open, item.key))) draw(item);
};
