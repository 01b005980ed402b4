// The questions of a pack by theme and indicator, with the indicators and themes that are assessed.

import { editionOf } from "./model.js";
import { placeOfUnit } from "./report-keys.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Criterion, Entry, Question, Theme } from "./types.js" */

/**
 * @typedef {object} Assessed an indicator, or what is left of one
 * @property {string} id
 * @property {string} text
 * @property {string} [url]
 * @property {string[]} [known]
 */

/**
 * @typedef {object} IndicatorPart
 * @property {string} place in the keys of records
 * @property {Assessed} indicator
 * @property {Pick<Criterion, "id" | "text"> | undefined} criterion
 * @property {number} at where it is in the model
 * @property {Entry[]} entries
 */

/**
 * @typedef {object} ThemePart
 * @property {string} place in the keys of records; empty for what has no theme
 * @property {Pick<Theme, "id" | "title"> | undefined} theme
 * @property {IndicatorPart[]} indicators
 * @property {Entry[]} others questions without an indicator
 * @property {number} at where it is in the model
 */

const GONE = "Findes ikke længere på siden";

/** The place of what the model does not have. */
const LAST = 1e6;

/**
 * Finds or makes the part of a theme.
 *
 * @param {Map<string, ThemePart>} themes
 * @param {ThemePart["theme"]} theme
 * @param {number} [at]
 */
const themePart = (themes, theme, at = LAST) => {
  const place = theme ? placeOfUnit("tema", theme) : "";
  const part = themes.get(place) ?? { place, theme, indicators: [], others: [], at };
  themes.set(place, part);
  return part;
};

/**
 * Finds or makes the part of an indicator in that of its theme.
 *
 * @param {ThemePart} part
 * @param {Assessed} indicator
 * @param {Question} [question] one of its questions
 */
const indicatorPart = (part, indicator, question) => {
  const place = placeOfUnit("indikator", indicator);
  const found = part.indicators.find((one) => one.place === place);
  if (found) return found;
  const { criterion, at = LAST } = question ?? {};
  const made = { place, indicator, criterion, at, entries: [] };
  part.indicators.push(made);
  return made;
};

/**
 * The places that have an assessment, by the keys of records.
 *
 * @param {OpenPack} open
 */
const assessedPlaces = (open) => {
  const keys = [...open.records.keys()].filter((key) => key.startsWith("assess/"));
  const filled = keys.filter((key) => open.value(key) || open.also(key).length);
  return new Set(filled.map((key) => key.split("/").slice(1, 3).join("/")));
};

/**
 * What a pack asks and assesses, by theme. An assessment stays when its questions leave the pack.
 *
 * @param {OpenPack} open
 * @returns {ThemePart[]}
 */
export const outlineOf = (open) => {
  /** @type {Map<string, ThemePart>} */
  const themes = new Map();
  for (const entry of open.entries) {
    const part = themePart(themes, entry.theme, entry.at);
    const { question } = entry;
    if (question) indicatorPart(part, question.indicator, question).entries.push(entry);
    else part.others.push(entry);
  }
  const edition = editionOf(open.pack.edition);
  for (const place of assessedPlaces(open)) {
    const [kind, id] = place.split("/");
    const question = edition.questions.find(({ indicator, theme }) =>
      kind === "tema" ? theme.id === id : indicator.id === id,
    );
    const gone = kind === "tema" ? { id, title: `${id}. ${GONE}` } : undefined;
    const part = themePart(themes, question?.theme ?? gone, question?.at);
    if (kind !== "tema") indicatorPart(part, question?.indicator ?? { id, text: GONE }, question);
  }
  // What is assessed without a question stands where it is in the model.
  const parts = [...themes.values()].sort((a, b) => a.at - b.at);
  for (const { indicators } of parts) indicators.sort((a, b) => a.at - b.at);
  return parts;
};
