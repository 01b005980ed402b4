// The answer to a query. Does what `src/index/ask.rs` does, with as much of a large index as it takes.

import { PART, fold, tokens } from "./analysis.js";
import {
  answers,
  bring,
  data,
  facets,
  lacksWords,
  pages,
  shards,
  started,
  stopWords,
  successors,
} from "./index-files.js";
import { first } from "./lists.js";
import { documentsOf, nearest } from "./numbers.js";
import { understand } from "./query.js";
import { asked, labelOf } from "./references.js";
import { explain, rank } from "./score.js";
import { stem } from "./stemmer.js";
import { bringFor, byFrequency, entry, noting, siteWords } from "./terms.js";

/** @import { Shard } from "./types.js" */
/** @import { QueryWord } from "./query.js" */
/** @import { Reason } from "./score.js" */

/**
 * @typedef {object} Hit
 * @property {number} number of the search document
 * @property {number} score
 * @property {number} page the first document of its page
 * @property {number | undefined} newerPage the same for what it became in the current edition
 * @property {Reason[]} why
 */

/**
 * @typedef {object} Unknown
 * @property {string} label its name
 * @property {number[]} nearest the search documents of the closest references
 */

/**
 * @typedef {object} Found
 * @property {number} total
 * @property {Hit[]} hits
 * @property {string | null} corrected
 * @property {Record<string, Record<string, number>>} facets
 * @property {Unknown | null} unknown a reference that leads nowhere, if the query is one
 * @property {boolean} missing whether something was missing that could have changed it
 */

/** How many shards of a large index a query loads, and how many if these find nothing. */
const FEW_SHARDS = 4;
const MORE_SHARDS = 12;

/** Scores are rounded, so that the last bit of a logarithm decides nothing. */
const ROUNDING = 1e4;

/**
 * Asks for every term of a query in a large index: what weighs most first.
 *
 * @param {QueryWord[]} words
 */
const askForTerms = (words) => {
  const ways = words.flatMap((word) =>
    word.ways.map(({ weight, found }) => ({ weight: word.weight * weight, found })),
  );
  for (const { weight, found } of ways.sort((a, b) => b.weight - a.weight)) {
    if (weight) found.split(" ").forEach(entry);
  }
};

/**
 * Brings what a query needs, at most so many files: its own words, what they begin, then what weighs most.
 *
 * @param {string} text
 * @param {number} most
 */
const widen = async (text, most) => {
  /** @type {Set<Shard>} */
  const tried = new Set();
  for (;;) {
    const [query, wanted] = noting(() => {
      const understood = understand(text);
      if (data.shards) askForTerms(understood.words);
      return understood;
    });
    const next = [...wanted].filter((shard) => !tried.has(shard)).slice(0, most - tried.size);
    if (!next.length) {
      const missing = [...tried].some((shard) => !shard.terms) || lacksWords();
      return { ...query, missing };
    }
    for (const shard of next) tried.add(shard);
    await Promise.all(next.map(bring));
  }
};

/**
 * The documents that a text refers to, or a reference that leads nowhere.
 *
 * @param {string} text
 */
export const referred = (text) => {
  const reference = asked(text);
  const numbered = reference ? documentsOf(reference) : [];
  const isUnknown = reference?.isCertain && !numbered.length;
  const unknown = isUnknown ? { label: labelOf(reference), nearest: nearest(reference) } : null;
  return { numbered, unknown };
};

/**
 * What comes first, whatever its score: what a text refers to, and an editor's answer.
 *
 * @param {string} text
 * @param {number[]} numbered
 */
const leading = (text, numbered) => {
  const lead = new Set(numbered);
  const words = tokens(text).filter((token) => !token.extra);
  const answer = answers.get(words.map((token) => token.word).join(" "));
  if (answer !== undefined) lead.add(answer);
  return lead;
};

/**
 * The choice of a visitor: documents by facet. What is not chosen among is left out.
 *
 * @param {Record<string, string[]>} filters
 */
const choiceOf = (filters) => {
  /** @type {Map<string, Set<number>>} */
  const chosen = new Map();
  for (const [facet, values] of facets) {
    const wanted = filters[facet] ?? [];
    if (wanted.length) chosen.set(facet, new Set(wanted.flatMap((value) => values.get(value) ?? [])));
  }
  return chosen;
};

/**
 * How many documents there are of each value of a facet.
 *
 * @param {(number: number, facet: string) => boolean} fits
 */
const countFacets = (fits) => {
  /** @type {Record<string, Record<string, number>>} */
  const counts = {};
  for (const [facet, values] of facets) {
    counts[facet] = {};
    for (const [value, documents] of values) {
      const count = documents.filter((number) => fits(number, facet)).length;
      if (count) counts[facet][value] = count;
    }
  }
  return counts;
};

/**
 * The first document of the page that a document is on.
 *
 * @param {number} number of the document
 */
const pageOf = (number) => pages[first(pages.length, (at) => pages[at] > number) - 1];

/**
 * A hit. Why it is one is computed when somebody asks.
 *
 * @param {number} number of the document
 * @param {number} score
 * @param {QueryWord[]} words
 * @returns {Hit}
 */
const hitOf = (number, score, words) => {
  /** @type {Reason[] | undefined} */
  let why;
  const successor = successors.get(number);
  return {
    number,
    score,
    page: pageOf(number),
    newerPage: successor === undefined ? undefined : pageOf(successor),
    get why() {
      why ??= explain(words, number);
      return why;
    },
  };
};

/**
 * Searches.
 *
 * @param {string} text
 * @param {{ filters?: Record<string, string[]>, limit?: number }} [options]
 * @returns {Promise<Found>}
 */
export const search = async (text, { filters = {}, limit = 100 } = {}) => {
  await started();
  let query = await widen(text, FEW_SHARDS);
  let scores = rank(query.words);
  if (!scores.some(Boolean)) {
    query = await widen(text, MORE_SHARDS);
    scores = rank(query.words);
  }
  const { words, missing } = query;
  const { numbered, unknown } = referred(text);
  const corrected = numbered.length ? null : query.corrected;
  const lead = leading(text, numbered);
  const chosen = choiceOf(filters);
  /**
   * @param {number} number of a document
   * @param {string} [facet] that is not chosen by
   */
  const fits = (number, facet) => {
    if (!scores[number] && !lead.has(number)) return false;
    return [...chosen].every(([other, documents]) => other === facet || documents.has(number));
  };
  /** @type {number[]} */
  const found = [];
  scores.forEach((score, number) => score && !lead.has(number) && found.push(number));
  const rounded = scores.map((score) => Math.round(score * ROUNDING) / ROUNDING);
  found.sort((a, b) => rounded[b] - rounded[a] || a - b);
  const all = [...lead, ...found].filter((number) => fits(number));
  const hits = all.slice(0, limit).map((number) => hitOf(number, rounded[number], words));
  return { total: all.length, hits, corrected, unknown, facets: countFacets(fits), missing };
};

const LAST_LETTERS = new RegExp(`${PART}+$`, "u");
const NUMBER_OR_SIGN = /[\p{N}§]/u;

/**
 * The last word of a text completed: the most frequent ones, one of each stem.
 *
 * @param {string} text
 * @param {number} most
 */
export const suggest = (text, most) => {
  const typed = fold(LAST_LETTERS.exec(text)?.[0] ?? "");
  if (!typed || !shards.length) return [];
  bringFor(() => entry(typed));
  /** @type {Map<string, string>} by stem */
  const shown = new Map();
  const longer = siteWords().filter(({ word }) => word.startsWith(typed));
  for (const { word } of longer.sort(byFrequency)) {
    const isShown =
      word === typed || NUMBER_OR_SIGN.test(word) || stopWords.has(word) || shown.has(stem(word));
    if (!isShown) shown.set(stem(word), word);
  }
  return [...shown.values()].slice(0, most);
};
