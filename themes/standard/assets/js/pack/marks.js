// Whether a note supports an assessment or contradicts it; most do neither.

import { make } from "./dom.js";
import { markKey } from "./report-keys.js";
import { fillChoice } from "./visit-notes.js";

/** @import { OpenPack } from "./open-pack.js" */

export const SUPPORTS = "støtter";
export const CONTRADICTS = "taler imod";

/**
 * The field that marks a note.
 *
 * @param {OpenPack} open
 * @param {{ id: string, number: string }} entry
 * @param {[source: string, name: string]} source
 */
export const markField = (open, entry, [source, name]) => {
  const select = make("select", { className: "mark" });
  fillChoice(open, markKey(entry.id, source), select, [
    ["hverken for eller imod vurderingen", ""],
    [`${SUPPORTS} vurderingen`, SUPPORTS],
    [`${CONTRADICTS} vurderingen`, CONTRADICTS],
  ]);
  select.ariaLabel = `${name}, note til ${entry.number}: støtter eller taler imod vurderingen`;
  return select;
};

/**
 * How many notes on some questions support the assessment, and how many contradict it, in words.
 *
 * @param {OpenPack} open
 * @param {{ id: string }[]} entries
 */
export const markedIn = (open, entries) => {
  const marks = entries.flatMap((entry) =>
    open.notes(entry).map(([source]) => open.text(markKey(entry.id, source))),
  );
  const told = [SUPPORTS, CONTRADICTS].map((mark) => [mark, marks.filter((one) => one === mark).length]);
  return told.filter(([, count]) => count).map(([mark, count]) => `${count} ${mark}`);
};
