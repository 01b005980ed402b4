// What is written of an indicator or a theme, how far it is, and what a report still lacks.

import { outlineOf } from "./outline.js";
import { ASSESSED, DONE, FACTS, STATE, assessKey, factKey, planKey } from "./report-keys.js";
import { namesSource } from "./sources.js";
import { isDay, wordsOfDay } from "./times.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Entry } from "./types.js" */

/**
 * How the kinds of a visit are written in a report.
 *
 * @type {Record<string, string>}
 */
const VISITS = { anmeldt: "Anmeldt", uanmeldt: "Uanmeldt" };

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
 * What the pack itself says of a fact that nobody has written: the kind of the visit, and when it is planned.
 *
 * @param {OpenPack} open
 * @param {string} fact
 */
export const suggestedFact = (open, fact) => {
  if (fact === "varsel") return VISITS[open.pack.visit ?? ""] ?? "";
  const day = open.text(planKey("dato"));
  if (fact !== "tidspunkt" || !isDay(day)) return "";
  const clock = open.text(planKey("klokken")).replace(":", ".");
  return `${wordsOfDay(day)}${clock && ` kl. ${clock}`}`;
};

/**
 * A fact of the visit, as it was written or as the pack has it.
 *
 * @param {OpenPack} open
 * @param {string} fact
 */
export const factOf = (open, fact) => wholeText(open, factKey(fact)) || suggestedFact(open, fact);

/**
 * The facts of the visit that are known, as [name, text].
 *
 * @param {OpenPack} open
 * @returns {[name: string, text: string][]}
 */
export const factsOf = (open) => {
  const facts = Object.entries(FACTS).map(([fact, name]) => [name, factOf(open, fact)]);
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

const DRAFT = "udkast";

/**
 * How far an assessment is.
 *
 * @param {OpenPack} open
 * @param {string} place
 */
export const stateOf = (open, place) => {
  if (!assessmentOf(open, place).length) return "mangler";
  return open.text(assessKey(place, STATE)) === DONE ? DONE : DRAFT;
};

/**
 * That an assessment is a draft, as a report says it.
 *
 * @param {OpenPack} open
 * @param {string} place
 * @returns {[name: string, text: string][]}
 */
export const draftOf = (open, place) => (stateOf(open, place) === DRAFT ? [["Tilstand", DRAFT]] : []);

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
  const isDisputed = Object.keys(ASSESSED).some((part) => open.also(assessKey(place, part)).length);
  /** @type {[lacks: boolean, what: string][]} */
  const lacks = [
    [!text("vurdering"), "vurderingen mangler"],
    [!reason, "begrundelsen mangler"],
    [Boolean(reason) && !namesSource(reason), "begrundelsen nævner ingen kilde"],
    [isDisputed, "to tekster står ved siden af hinanden"],
    [stateOf(open, place) === DRAFT, "den er et udkast"],
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
const NEEDED = ["tilbud", "tidspunkt", "varsel", "grundlag"];

/** @typedef {{ name: string, lacks: string[], place?: string }} Lack what is missing, and where it belongs */

/**
 * The facts of the visit that a report lacks.
 *
 * @param {OpenPack} open
 * @returns {Lack[]}
 */
const factsMissing = (open) =>
  Object.entries(FACTS).map(([fact, name]) => {
    const key = factKey(fact);
    const lacks = NEEDED.includes(fact) && !factOf(open, fact) ? ["er ikke udfyldt"] : [];
    return { name, lacks: open.also(key).length ? ["to tekster står ved siden af hinanden"] : lacks };
  });

/**
 * What a report of a pack lacks.
 *
 * @param {OpenPack} open
 * @returns {Lack[]}
 */
export const missingOf = (open) => {
  const parts = outlineOf(open);
  const indicators = parts.flatMap((part) => part.indicators);
  const ofIndicators = indicators.map(({ place, indicator, entries }) => {
    const none = entries.length ? [] : ["pakken har ingen spørgsmål om den"];
    return { name: `Indikator ${indicator.id}`, lacks: [...lacksOf(open, place), ...none], place };
  });
  // A theme need not be assessed as a whole.
  const begun = parts.filter(({ place }) => assessmentOf(open, place).length);
  const ofThemes = begun.map(({ place, theme }) => ({
    name: `Temaet ${theme?.title}`,
    lacks: lacksOf(open, place),
    place,
  }));
  return [...factsMissing(open), ...ofIndicators, ...ofThemes].filter(({ lacks }) => lacks.length);
};

/**
 * The numbers of the pack's indicators for which nobody has written an assessment, in words; nothing where
 * there is no assessment yet.
 *
 * @param {OpenPack} open
 */
export const unassessedIn = (open) => {
  const all = outlineOf(open).flatMap(({ indicators }) => indicators);
  const lacking = all.filter(({ place }) => !wholeText(open, assessKey(place, "vurdering")));
  return lacking.length < all.length ? lacking.map(({ indicator }) => indicator.id).join(", ") : "";
};
