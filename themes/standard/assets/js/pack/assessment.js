// What is written of an indicator or a theme, how far it is, and what a report still lacks.

import { outlineOf } from "./outline.js";
import { ASSESSED, DONE, FACTS, STATE, assessKey, factKey } from "./report-keys.js";
import { namesSource } from "./sources.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Entry } from "./types.js" */

/**
 * The text of a record with those that stand beside it, each with its author.
 *
 * @param {OpenPack} open
 * @param {string} key
 */
export const wholeText = (open, key) => {
  const beside = open.also(key).map(({ by, value }) => `${by || "En anden"}: ${value}`);
  return [open.text(key).trim(), ...beside].filter(Boolean).join("\n");
};

/**
 * The facts of the visit that are known, as [name, text].
 *
 * @param {OpenPack} open
 * @returns {[name: string, text: string][]}
 */
export const factsOf = (open) => {
  const facts = Object.entries(FACTS).map(([fact, name]) => [name, wholeText(open, factKey(fact))]);
  return /** @type {[string, string][]} */ (facts.filter(([, text]) => text));
};

/**
 * The texts of an assessment, as [name, text]; only those there are.
 *
 * @param {OpenPack} open
 * @param {string} place
 * @returns {[name: string, text: string][]}
 */
export const assessmentOf = (open, place) => {
  const parts = Object.entries(ASSESSED);
  const texts = parts.map(([part, name]) => [name, wholeText(open, assessKey(place, part))]);
  return /** @type {[string, string][]} */ (texts.filter(([, text]) => text));
};

/**
 * How far an assessment is.
 *
 * @param {OpenPack} open
 * @param {string} place
 */
export const stateOf = (open, place) => {
  if (!assessmentOf(open, place).length) return "mangler";
  return open.text(assessKey(place, STATE)) === DONE ? DONE : "udkast";
};

/**
 * The sources that have a note on any of the questions.
 *
 * @param {OpenPack} open
 * @param {{ id: string }[]} entries
 */
export const sourcesOf = (open, entries) => [
  ...new Set(entries.flatMap((entry) => open.notes(entry).map(([source]) => source))),
];

/**
 * The sources that the editors suggest for any of the questions, and that have no note.
 *
 * @param {OpenPack} open
 * @param {{ id: string, sources: string[] }[]} entries
 */
export const missingSources = (open, entries) => {
  const found = sourcesOf(open, entries);
  return [...new Set(entries.flatMap(({ sources }) => sources))].filter((source) => !found.includes(source));
};

/**
 * What an assessment lacks.
 *
 * @param {OpenPack} open
 * @param {string} place
 * @returns {string[]}
 */
const lacksOf = (open, place) => {
  /** @param {keyof typeof ASSESSED} part */
  const text = (part) => wholeText(open, assessKey(place, part));
  const reason = text("begrundelse");
  /** @type {[lacks: boolean, what: string][]} */
  const lacks = [
    [!text("vurdering"), "vurderingen mangler"],
    [!reason, "begrundelsen mangler"],
    [Boolean(reason) && !namesSource(reason), "begrundelsen nævner ingen kilde"],
    [stateOf(open, place) === "udkast", "den er et udkast"],
  ];
  return lacks.filter(([is]) => is).map(([, what]) => what);
};

/**
 * The themes and indicators that a report has: those with a question that is shown, or with an assessment.
 *
 * @param {OpenPack} open
 * @param {(entry: Entry) => boolean} isShown
 */
export const reportedOf = (open, isShown) => {
  /** @type {(place: string, entries: Entry[]) => boolean} */
  const isReported = (place, entries) => assessmentOf(open, place).length > 0 || entries.some(isShown);
  const themes = outlineOf(open).map((part) => ({
    ...part,
    indicators: part.indicators.filter(({ place, entries }) => isReported(place, entries)),
  }));
  return themes.filter(({ place, indicators, others }) => indicators.length || isReported(place, others));
};

/** The facts that a report cannot do without. */
const NEEDED = /** @type {const} */ (["tilbud", "tidspunkt"]);

/**
 * What a report of a pack lacks: what of what, and the place where it is written, if that is an assessment.
 *
 * @param {OpenPack} open
 * @returns {{ name: string, lacks: string[], place?: string }[]}
 */
export const missingOf = (open) => {
  const facts = NEEDED.filter((fact) => !wholeText(open, factKey(fact))).map((fact) => ({
    name: FACTS[fact],
    lacks: ["er ikke udfyldt"],
  }));
  const indicators = outlineOf(open).flatMap((part) => part.indicators);
  const assessments = indicators.map(({ place, indicator }) => ({
    name: `Indikator ${indicator.id}`,
    lacks: lacksOf(open, place),
    place,
  }));
  return [...facts, ...assessments].filter(({ lacks }) => lacks.length);
};
