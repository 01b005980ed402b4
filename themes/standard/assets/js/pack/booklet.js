// A pack as a booklet: a front page, then its questions by theme and indicator, with what was written or with
// room for it.

import { agreedParts } from "./agreed-texts.js";
import { assessmentOf, draftOf, factOf, reportedOf } from "./assessment.js";
import { becameParts, knownChanges } from "./became.js";
import { codePart, leftOut } from "./codes.js";
import { make, stamp } from "./dom.js";
import { editionOf, editionWithStatus } from "./model.js";
import { otherParts } from "./questions.js";
import { FACTS } from "./report-keys.js";
import { namedParts, spokenParts } from "./spoken.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { IndicatorPart, ThemePart } from "./outline.js" */
/** @import { Entry, Part } from "./types.js" */

/**
 * @typedef {object} Wish what a booklet has beside the questions
 * @property {boolean} withNotes
 * @property {boolean} withCodes
 */

/**
 * @param {OpenPack} open
 * @param {Entry} entry
 * @param {Wish} wish
 */
const questionRow = (open, entry, { withNotes }) => {
  const { number, text, cites } = entry;
  const notes = withNotes ? spokenParts(open, entry) : [];
  const became = becameParts(entry.question);
  const row = stamp("row", { number, text, cites, became, notes, lines: !notes.length });
  for (const source of entry.sources) row.querySelector(`[data-source="${source}"]`)?.append("*");
  return row;
};

/**
 * What was written of an indicator or a theme as a whole.
 *
 * @param {OpenPack} open
 * @param {string} place
 * @param {Wish} wish
 */
const assessed = (open, place, { withNotes }) =>
  withNotes && namedParts([...assessmentOf(open, place), ...draftOf(open, place)]);

/**
 * An indicator: its heading with a code beside it, what was written of it, and its questions.
 *
 * @param {OpenPack} open
 * @param {IndicatorPart} part
 * @param {unknown} before the criterion of the indicator before it
 * @param {Wish} wish
 * @returns {Part}
 */
const indicatorParts = (open, { place, indicator, criterion, entries }, before, wish) => {
  const { id, text } = indicator;
  const isNew = criterion && criterion !== before;
  const unit = place.slice(place.indexOf("/") + 1);
  const head = stamp("place", {
    criterion: isNew && `Kriterium ${criterion.id}: ${criterion.text}`,
    heading: `Indikator ${id}: ${text}`,
    known: knownChanges(indicator),
    code: wish.withCodes && codePart(open, `QR-kode til indikator ${id} i pakken`, unit),
  });
  return [head, assessed(open, place, wish), entries.map((entry) => questionRow(open, entry, wish))];
};

/**
 * @param {OpenPack} open
 * @param {ThemePart} part
 * @param {Wish} wish
 * @returns {Part}
 */
const themeParts = (open, { place, theme, indicators, others }, wish) => [
  theme && make("h2", {}, `Tema: ${theme.title}`),
  place && assessed(open, place, wish),
  indicators.map((part, at) => indicatorParts(open, part, indicators[at - 1]?.criterion, wish)),
  otherParts(others, (entry) => questionRow(open, entry, wish)),
];

/**
 * The themes of a booklet. What was written of an indicator that has no questions any more is there with the
 * notes.
 *
 * @param {OpenPack} open
 * @param {Wish} wish
 */
const themesOf = (open, { withNotes }) => {
  const all = reportedOf(open, () => true);
  if (withNotes) return all;
  const asked = all.map((part) => ({
    ...part,
    indicators: part.indicators.filter(({ entries }) => entries.length),
  }));
  return asked.filter(({ indicators, others }) => indicators.length || others.length);
};

/**
 * What is in a booklet, theme by theme.
 *
 * @param {ThemePart} part
 */
const contentsLine = ({ theme, indicators, others }) => {
  const count = [...indicators.flatMap(({ entries }) => entries), ...others].length;
  const ids = indicators.map(({ indicator }) => indicator.id).join(", ");
  return make("li", {}, `${theme?.title ?? "Uden tema"}${ids && `: ${ids}`} (${count} spørgsmål)`);
};

/**
 * The facts of the visit, with room for those that are not known.
 *
 * @param {OpenPack} open
 */
const factParts = (open) => {
  const facts = Object.entries(FACTS).map(([fact, name]) => [name, factOf(open, fact)]);
  return [...facts, ["Konsulent", ""]].map(([name, text]) => {
    const row = stamp("fact", { name, text });
    if (!text) Object.assign(row, { className: "print-only", ariaHidden: "true" });
    return row;
  });
};

/**
 * A pack as a booklet.
 *
 * @param {OpenPack} open
 * @param {Wish} wish
 */
export const bookletOf = (open, wish) => {
  const edition = editionOf(open.pack.edition);
  const themes = themesOf(open, wish);
  const back = () => stamp("back", { code: codePart(open, "QR-kode til pakken"), before: leftOut() });
  return stamp("sheet", {
    name: open.pack.name,
    warning: wish.withNotes,
    edition: editionWithStatus(edition),
    notice: edition.notice,
    known: knownChanges(edition),
    facts: factParts(open),
    contents: themes.map(contentsLine),
    back: wish.withCodes && back(),
    groups: themes.map((part) => themeParts(open, part, wish)),
    agreed: wish.withNotes && agreedParts(open),
  });
};
