// The notes of a pack as a table for spreadsheets.

import { cell } from "./cell.js";
import { editionOf } from "./model.js";
import { spoken } from "./spoken.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Entry } from "./types.js" */

const HEAD = [
  "Udgave",
  "Tema",
  "Kriterium",
  "Indikator",
  "Spørgsmål",
  "Ordlyd",
  "Anvisninger",
  "Kilde",
  "Note",
];

/**
 * @param {OpenPack} open
 * @param {Entry[]} entries
 */
export const asCsv = (open, entries) => {
  const { label } = editionOf(open.pack.edition);
  const rows = [HEAD];
  for (const entry of entries) {
    const { question, theme, number, text, cites } = entry;
    const criterion = question?.criterion.id ?? "";
    const indicator = question?.indicator.id ?? "";
    const start = [label, theme?.title ?? "", criterion, indicator, number, text, cites];
    const notes = spoken(open, entry);
    rows.push(...(notes.length ? notes : [["", ""]]).map((note) => [...start, ...note]));
  }
  // Danish spreadsheets part cells at semicolons, and know the letters by the mark in front.
  return `\ufeff${rows.map((row) => row.map(cell).join(";")).join("\r\n")}\r\n`;
};
