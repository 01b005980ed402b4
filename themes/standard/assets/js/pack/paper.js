// The screen of the paper: the questions of a pack as a sheet, with or without notes.

import { becameParts, knownChanges } from "./became.js";
import { find, findInput, stamp } from "./dom.js";
import { drawnScreen } from "./drawn-screen.js";
import { editionOf } from "./model.js";
import { groupParts } from "./questions.js";
import { latest } from "./saving.js";
import { spokenParts } from "./spoken.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Entry } from "./types.js" */

/**
 * @param {OpenPack} open
 * @param {Entry} entry
 * @param {boolean} withNotes
 */
const printRow = (open, entry, withNotes) => {
  const { number, text, cites } = entry;
  const notes = withNotes ? spokenParts(open, entry) : [];
  const became = becameParts(entry.question);
  const row = stamp("row", { number, text, cites, became, notes, lines: !notes.length });
  for (const source of entry.sources) row.querySelector(`[data-source="${source}"]`)?.append("*");
  return row;
};

/** @param {OpenPack} open */
export const printScreen = (open) => {
  const draw = () => {
    const edition = editionOf(open.pack.edition);
    const withNotes = findInput("notes", screen).checked;
    const sheet = stamp("sheet", {
      name: open.pack.name,
      warning: withNotes,
      edition: `${edition.label} (${edition.status_text})`,
      notice: edition.notice,
      known: knownChanges(edition),
      groups: groupParts(open.entries, (entry) => printRow(open, entry, withNotes)),
    });
    find("sheet", screen).replaceChildren(sheet);
  };
  const print = async () => {
    await latest(open);
    draw();
    window.print();
  };
  const screen = stamp("print", { name: open.pack.name, notes: draw, print });
  return drawnScreen(screen, draw);
};
