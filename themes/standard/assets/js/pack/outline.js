// The questions of a pack by theme and indicator, with the indicators and themes that are assessed.

import { editionOf } from "./model.js";
import { placeOfUnit } from "./report-keys.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Entry, Indicator, Theme } from "./types.js" */

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
 * @property {Entry[]} entries
 */

/**
 * @typedef {object} ThemePart
 * @property {string} place in the keys of records; empty for what has no theme
 * @property {Pick<Theme, "id" | "title"> | undefined} theme
 * @property {IndicatorPart[]} indicators
 * @property {Entry[]} others questions without an indicator
 */

const GONE = "Findes ikke længere på siden";

/**
 * Finds or makes the part of a theme.
 *
 * @param {Map<string, ThemePart>} themes
 * @param {ThemePart["theme"]} theme
 */
const themePart = (themes, theme) => {
  const place = theme ? placeOfUnit("tema", theme) : "";
  const part = themes.get(place) ?? { place, theme, indicators: [], others: [] };
  themes.set(place, part);
  return part;
};

/**
 * Finds or makes the part of an indicator in that of its theme.
 *
 * @param {ThemePart} part
 * @param {Assessed} indicator
 */
const indicatorPart = (part, indicator) => {
  const place = placeOfUnit("indikator", indicator);
  const found = part.indicators.find((one) => one.place === place);
  if (found) return found;
  const made = { place, indicator, entries: [] };
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
    const part = themePart(themes, entry.theme);
    const indicator = entry.question?.indicator;
    if (indicator) indicatorPart(part, indicator).entries.push(entry);
    else part.others.push(entry);
  }
  const edition = editionOf(open.pack.edition);
  /** @type {(id: string) => { theme: Theme, indicator: Indicator } | undefined} */
  const find = (id) => edition.questions.find(({ indicator }) => indicator.id === id);
  for (const place of assessedPlaces(open)) {
    const [kind, id] = place.split("/");
    if (kind === "tema") {
      themePart(themes, edition.themes.find((theme) => theme.id === id) ?? { id, title: `${id}. ${GONE}` });
    } else {
      const known = find(id);
      indicatorPart(themePart(themes, known?.theme), known?.indicator ?? { id, text: GONE });
    }
  }
  return [...themes.values()];
};
