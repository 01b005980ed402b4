// The notes of a pack as a table for spreadsheets.

import { agreedLines } from "./agreed.js";
import { assessmentOf, factsOf } from "./assessment.js";
import { cell } from "./cell.js";
import { editionOf } from "./model.js";
import { outlineOf } from "./outline.js";
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
 * @param {(entry: Entry) => boolean} isShown
 */
export const asCsv = (open, isShown) => {
  const { label } = editionOf(open.pack.edition);
  const rows = [HEAD, ...factsOf(open).map((fact) => [label, "", "", "", "", "", "", ...fact])];
  for (const entry of open.entries.filter(isShown)) {
    const { question, theme, number, text, cites } = entry;
    const criterion = question?.criterion.id ?? "";
    const indicator = question?.indicator.id ?? "";
    const start = [label, theme?.title ?? "", criterion, indicator, number, text, cites];
    const notes = spoken(open, entry).map(([name, note]) => [name, note]);
    rows.push(...(notes.length ? notes : [["", ""]]).map((note) => [...start, ...note]));
  }
  for (const { place, theme, indicators } of outlineOf(open)) {
    const title = theme?.title ?? "";
    const ofTheme = assessmentOf(open, place).map((text) => [label, title, "", "", "", "", "", ...text]);
    const ofIndicators = indicators.flatMap(({ place: own, indicator: { id, text } }) =>
      assessmentOf(open, own).map((written) => [label, title, "", id, "", text, "", ...written]),
    );
    rows.push(...ofTheme, ...ofIndicators);
  }
  rows.push(...agreedLines(open).map((text) => [label, "", "", "", "", "", "", ...text]));
  // Danish spreadsheets part cells at semicolons, and know the letters by the mark in front.
  return `\ufeff${rows.map((row) => row.map(cell).join(";")).join("\r\n")}\r\n`;
};
