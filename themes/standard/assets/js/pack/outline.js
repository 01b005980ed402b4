// The questions of a pack by theme and indicator, with the indicators and themes that are assessed.

import { editionOf } from "./model.js";
import { GONE } from "./questions.js";
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

/** The place of what the model does not have. */
const LAST = 1e6;

/** The parts of a pack while they are put together. */
class Outline {
  /** @param {string} prefix of ids in the keys of records */
  constructor(prefix) {
    this.prefix = prefix;
    /** @type {Map<string, ThemePart>} */
    this.themes = new Map();
  }

  /**
   * Finds or makes the part of a theme.
   *
   * @param {ThemePart["theme"]} theme
   * @param {number} [at]
   * @param {string} [id] in keys
   */
  theme(theme, at = LAST, id = this.prefix + theme?.id) {
    const place = theme ? placeOfUnit("tema", id) : "";
    const part = this.themes.get(place) ?? { place, theme, indicators: [], others: [], at };
    this.themes.set(place, part);
    return part;
  }

  /**
   * Finds or makes the part of an indicator in that of its theme.
   *
   * @param {ThemePart} part
   * @param {Assessed} indicator
   * @param {Question} [question] one of its questions
   * @param {string} [id] in keys
   */
  indicator(part, indicator, question, id = this.prefix + indicator.id) {
    const place = placeOfUnit("indikator", id);
    const found = part.indicators.find((one) => one.place === place);
    if (found) return found;
    const { criterion, at = LAST } = question ?? {};
    const made = { place, indicator, criterion, at, entries: [] };
    part.indicators.push(made);
    return made;
  }

  /** The parts in the order of the model. */
  parts() {
    const parts = [...this.themes.values()].sort((a, b) => a.at - b.at);
    for (const { indicators } of parts) indicators.sort((a, b) => a.at - b.at);
    return parts;
  }
}

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
 * What stands before numbers of the model in the keys of a pack. An assessment belongs to a number of the
 * pack's own edition: where that is not here, the same number may be something else, and what is assessed now
 * has the edition in its keys.
 *
 * @param {OpenPack} open
 */
export const prefixOf = ({ pack }) => {
  const { id } = editionOf(pack.edition);
  return id === pack.edition ? "" : `${id}:`;
};

/**
 * What a pack asks and assesses, by theme. An assessment stays when its questions leave the pack.
 *
 * @param {OpenPack} open
 * @returns {ThemePart[]}
 */
export const outlineOf = (open) => {
  const edition = editionOf(open.pack.edition);
  const prefix = prefixOf(open);
  const outline = new Outline(prefix);
  for (const entry of open.entries) {
    const part = outline.theme(entry.theme, entry.at);
    const { question } = entry;
    if (question) outline.indicator(part, question.indicator, question).entries.push(entry);
    else part.others.push(entry);
  }
  for (const place of assessedPlaces(open)) {
    const [kind, id] = place.split("/");
    const question = edition.questions.find(
      ({ indicator, theme }) => prefix + (kind === "tema" ? theme : indicator).id === id,
    );
    if (kind === "tema") outline.theme(question?.theme ?? { id, title: `${id}. ${GONE}` }, question?.at, id);
    else {
      const part = outline.theme(question?.theme, question?.at);
      outline.indicator(part, question?.indicator ?? { id, text: GONE }, question, id);
    }
  }
  return outline.parts();
};
