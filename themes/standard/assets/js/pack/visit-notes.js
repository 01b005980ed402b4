// The fields of the visit: a note for each source, and whatever stands beside a note.

import { discard } from "./bin.js";
import { looksLikeCpr } from "./cpr.js";
import { find, make, stamp } from "./dom.js";
import { flush, settled, soon } from "./saving.js";
import { momentOf } from "./times.js";
import { isTyping, valueNow } from "./typing.js";
import { drawUnsaved } from "./unsaved.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Entry } from "./types.js" */

/**
 * Texts that stand beside the one under `key`, each to be taken or dropped.
 *
 * @param {OpenPack} open
 * @param {string} key
 * @param {HTMLElement} place
 * @param {(rev: string, value?: string) => unknown} settle
 */
export const drawBeside = (open, key, place, settle) => {
  const texts = open.also(key);
  const revisions = texts.map(({ rev }) => rev).join();
  // The same buttons stay, and so does the focus.
  if (place.dataset.revisions === revisions) return;
  place.dataset.revisions = revisions;
  const parts = texts.map((one) => {
    const { rev, by, time, value } = one;
    const text = /** @type {string} */ (value);
    return stamp("beside", {
      by: `${by ? `af ${by}` : "et andet sted"}, ${momentOf(time)}`,
      text,
      take: () => settle(rev, text),
      // At once: what another tab stores from now on is not what was looked at.
      drop: () => Promise.all([discard(open, key, one, true), settle(rev)]),
    });
  });
  place.replaceChildren(...parts);
};

/**
 * Shows what belongs to a note's field: a warning, and what stands beside it.
 *
 * @param {OpenPack} open
 * @param {HTMLTextAreaElement} area
 */
export const drawNote = (open, area) => {
  const field = /** @type {HTMLElement} */ (area.closest(".note-field"));
  const warning = /** @type {HTMLElement} */ (field.querySelector("[data-cpr]"));
  warning.hidden = !looksLikeCpr(area.value);
  /**
   * @param {string} rev
   * @param {...string} more
   */
  const settle = async (rev, ...more) => {
    // What is typed now would be taken for a text that has seen the other. Whoever saves the field from here
    // on saves both.
    area.readOnly = true;
    area.value = [area.value, ...more].filter(Boolean).join("\n");
    try {
      await settled(open, area.name, area, rev);
    } finally {
      area.readOnly = false;
    }
    area.focus();
  };
  const place = /** @type {HTMLElement} */ (field.querySelector("[data-beside]"));
  drawBeside(open, area.name, place, (rev, value) =>
    value === undefined ? settle(rev) : settle(rev, value),
  );
};

/**
 * Shows what is stored under `key` in its fields, except over what is being typed.
 *
 * @param {OpenPack} open
 * @param {string} key
 */
export const updateFields = (open, key) => {
  const value = open.text(key);
  for (const element of document.getElementsByName(key)) {
    const field = /** @type {HTMLTextAreaElement} */ (element);
    if (!isTyping(open, key) && field.value !== value) field.value = value;
    drawNote(open, field);
  }
};

/**
 * The text of one source, and whatever stands beside it.
 *
 * @param {OpenPack} open
 * @param {Entry} entry
 * @param {[source: string, name: string, task?: string]} source
 */
export const noteField = (open, entry, [source, name]) =>
  textField(open, `note/${entry.id}/${source}`, name, `note til ${entry.number}`);

/**
 * A field for the text of a record, and whatever stands beside that.
 *
 * @param {OpenPack} open
 * @param {string} key
 * @param {string} name
 * @param {string} [more] of its name, for those who do not see where it is
 * @param {string} [type] of the field, where it is not for text: "date" or "time"
 */
export const textField = (open, key, name, more, type) => {
  const part = stamp("note", { source: name, more: more && `, ${more}` });
  if (type) part.querySelector("textarea")?.replaceWith(make("input", { type }));
  const area = /** @type {HTMLTextAreaElement} */ (part.querySelector("textarea, input"));
  area.name = key;
  area.value = valueNow(open, area.name);
  area.oninput = () => soon(open, area.name, area);
  area.onchange = flush;
  placeUnsaved(open, key, part);
  drawNote(open, area);
  return part;
};

/**
 * Makes a field one for a choice, which is saved at once.
 *
 * @param {OpenPack} open
 * @param {string} key
 * @param {HTMLSelectElement} field
 * @param {[text: string, value: string][]} options the first is chosen where nothing is stored
 */
export const fillChoice = (open, key, field, options) => {
  field.replaceChildren(...options.map(([text, value]) => new Option(text, value)));
  field.value = valueNow(open, key) || options[0][1];
  field.onchange = () => {
    soon(open, key, field);
    return flush();
  };
};

/**
 * Has a part say whether what is under `key` is stored.
 *
 * @param {OpenPack} open
 * @param {string} key
 * @param {HTMLElement} part
 */
export const placeUnsaved = (open, key, part) => {
  find("unsaved", part).dataset.unsaved = key;
  drawUnsaved(open, key, part);
};

/**
 * Shows the state of a question on its card, and what others say it is.
 *
 * @param {OpenPack} open
 * @param {HTMLElement} card
 * @param {string} key
 */
export const drawState = (open, card, key) => {
  /**
   * @param {string} rev
   * @param {string} [value]
   */
  const settle = (rev, value = valueNow(open, key)) => settled(open, key, { value }, rev);
  /** @type {NodeListOf<HTMLInputElement>} */
  const inputs = card.querySelectorAll("[data-state]");
  for (const input of inputs) input.checked = input.value === valueNow(open, key);
  drawBeside(open, key, find("states", card), settle);
};
