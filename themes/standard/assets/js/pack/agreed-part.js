// The list of what was agreed, on the screen of the assessment.

import { AGREED, FOLLOW_UP, agreedOf } from "./agreed.js";
import { discard } from "./bin.js";
import { find, stamp } from "./dom.js";
import { agreedKey } from "./report-keys.js";
import { flush } from "./saving.js";
import { random } from "./times.js";
import { valueNow } from "./typing.js";
import { fillChoice, textField } from "./visit-notes.js";

/** @import { OpenPack } from "./open-pack.js" */

/**
 * One row, with fields for what, which and when.
 *
 * @param {OpenPack} open
 * @param {string} id
 */
const row = (open, id) => {
  const part = stamp("agreed", {
    text: textField(open, agreedKey(id, "tekst"), "Hvad"),
    date: textField(open, agreedKey(id, "dato"), "Dato", undefined, "date"),
    remove: async () => {
      await flush();
      const key = agreedKey(id, "tekst");
      const record = open.records.get(key);
      if (record?.value) await discard(open, key, record, false);
      await open.save(key, "");
      part.remove();
    },
  });
  fillChoice(open, agreedKey(id, "slags"), /** @type {HTMLSelectElement} */ (find("sort", part)), [
    [AGREED, AGREED],
    [FOLLOW_UP, FOLLOW_UP],
  ]);
  part.dataset.agreed = id;
  return part;
};

/**
 * The list, with a button that adds a row; a row lasts once something is written in it.
 *
 * @param {OpenPack} open
 */
export const agreedPart = (open) => {
  const part = stamp("agreed-list", {
    rows: agreedOf(open).map(({ id }) => row(open, id)),
    add: () => {
      const added = row(open, random());
      find("rows", part).append(added);
      added.querySelector("textarea")?.focus();
    },
  });
  return part;
};

/**
 * Adds what another tab has agreed.
 *
 * @param {OpenPack} open
 * @param {HTMLElement} part
 */
export const updateAgreed = (open, part) => {
  for (const { id } of agreedOf(open)) {
    const shown = /** @type {HTMLElement | null} */ (part.querySelector(`[data-agreed="${CSS.escape(id)}"]`));
    if (!shown) find("rows", part).append(row(open, id));
    else {
      const select = /** @type {HTMLSelectElement} */ (find("sort", shown));
      select.value = valueNow(open, agreedKey(id, "slags")) || AGREED;
    }
  }
};
