// How well documents meet a query: BM25 by field, the best way of each word. Does what `src/index/score.rs`
// does.

import { data, weights } from "./index-files.js";
import { decode, first } from "./lists.js";
import { FIELDS, PIECES, TEXT, entry } from "./terms.js";

/** @import { QueryWord } from "./query.js" */
/** @import { Way } from "./ways.js" */

const NAMES = ["title", "text", "pieces", "path", "hint"];

/** @typedef {Way & { word: string, score: number }} Reason why a document is found */

/** @type {Float64Array[]} */
const lengths = [];

// A length is tantivy's byte as a letter from # on, without the backslash. Bytes are exact up to 40; then
// they go in steps of 2, 4, 8 and so on, eight of each.
const FIRST_LETTER = 35;
const BACKSLASH = 57;
const EXACT = 40;

/** @param {number} byte */
const lengthOf = (byte) => (byte < EXACT ? byte : 24 + ((8 | (byte & 7)) << ((byte >> 3) - 4)));

/**
 * k1 (1 - b + b length / mean) of every document: what BM25 adds to the number of times a term is there.
 *
 * @param {number} field
 */
const lengthsOf = (field) => {
  const { k1, b } = weights;
  lengths[field] ??= Float64Array.from(data.lengths[field], (letter) => {
    const code = letter.charCodeAt(0) - FIRST_LETTER;
    const byte = code > BACKSLASH ? code - 1 : code;
    return k1 * (1 - b + b * (lengthOf(byte) / data.means[field]));
  });
  return lengths[field];
};

/**
 * What a term is worth in a field: documents and scores.
 *
 * @param {string} term
 * @param {number} field
 * @returns {[units: number[], scores: number[]]}
 */
const termScores = (term, field) => {
  const found = entry(term);
  if (!found?.lists[field]) return [[], []];
  const { lists, scores } = found;
  if (!scores[field]) {
    const [units, counts] = decode(lists[field]);
    const rarity = Math.log(1 + (data.units - units.length + 0.5) / (units.length + 0.5));
    const worth = weights[NAMES[field]] * rarity * (weights.k1 + 1);
    // A large index leaves out the lengths of compound parts.
    const own = lengthsOf(weights.large && field === PIECES ? TEXT : field);
    scores[field] = [units, counts.map((count, at) => (worth * count) / (count + own[units[at]]))];
  }
  return scores[field];
};

/** @param {Way} way */
const fieldsOf = ({ textOnly }) => (textOnly ? [TEXT] : FIELDS);

/**
 * Calls `take(unit, score)` field by field; several terms count where all of them are.
 *
 * @param {Way} way
 * @param {(unit: number, score: number) => void} take
 */
const wayScores = (way, take) => {
  const fields = fieldsOf(way);
  /**
   * @param {string} term
   * @param {typeof take} takeOne
   */
  const each = (term, takeOne) => {
    for (const field of fields) {
      const [units, scores] = termScores(term, field);
      for (let at = 0; at < units.length; at += 1) takeOne(units[at], scores[at]);
    }
  };
  const all = way.found.split(" ");
  if (all.length < 2) {
    each(way.found, (unit, score) => take(unit, score * way.weight));
    return;
  }
  togetherScores(all, each).forEach((score, unit) => take(unit, score * (way.weight / all.length)));
};

/**
 * The sum of the best scores of several terms, where all of them are.
 *
 * @param {string[]} terms
 * @param {(term: string, take: (unit: number, score: number) => void) => void} each
 */
const togetherScores = (terms, each) => {
  /** @type {Map<number, number> | undefined} */
  let total;
  for (const term of terms) {
    const before = total;
    /** @type {Map<number, number>} */
    const best = new Map();
    each(term, (unit, score) => {
      if (!before || before.has(unit)) best.set(unit, Math.max(best.get(unit) ?? 0, score));
    });
    if (before) best.forEach((score, unit) => best.set(unit, (before.get(unit) ?? 0) + score));
    total = best;
  }
  return total ?? new Map();
};

/**
 * The best way of a word in every document, and a share of the others.
 *
 * @param {QueryWord} word
 */
const wordScores = ({ ways }) => {
  const best = new Float64Array(data.units);
  const sum = new Float64Array(data.units);
  for (const way of ways) {
    wayScores(way, (unit, score) => {
      if (score > best[unit]) best[unit] = score;
      sum[unit] += score;
    });
  }
  return best.map((own, unit) => own + weights.tie * (sum[unit] - own));
};

/**
 * The score of every document.
 *
 * @param {QueryWord[]} words
 */
export const rank = (words) => {
  const total = new Float64Array(data.units);
  const has = new Float64Array(data.units);
  const scored = new Map(words.map((word) => [word, wordScores(word)]));
  const required = words.filter((word) => word.required).length;
  for (const [word, scores] of scored) {
    const covered = (word.covers ?? []).map((other) => ({ weight: other.weight, scores: scored.get(other) }));
    scores.forEach((own, unit) => {
      if (!own) return;
      const score = word.weight * own;
      // A phrase and its words say the same: the better of the two counts, and a share of the other.
      let said = 0;
      for (const other of covered) said += other.weight * (other.scores?.[unit] ?? 0);
      total[unit] += score > said ? score - said + weights.tie * said : weights.tie * score;
      if (word.required) has[unit] += 1;
    });
  }
  return total.map((score, unit) => {
    return required > 1 && has[unit] === required ? score * weights.all_words : score;
  });
};

/**
 * What a term is worth in one document, in its best field.
 *
 * @param {string} term
 * @param {number} unit
 * @param {number[]} fields
 */
const scoreAt = (term, unit, fields) => {
  let best = 0;
  for (const field of fields) {
    const [units, scores] = termScores(term, field);
    const at = first(units.length, (place) => units[place] >= unit);
    if (units[at] === unit && scores[at] > best) best = scores[at];
  }
  return best;
};

/**
 * Why a document is found: the best way of each word of the query.
 *
 * @param {QueryWord[]} words
 * @param {number} unit
 * @returns {Reason[]}
 */
export const explain = (words, unit) =>
  words.flatMap(({ word, weight, ways }) => {
    /** @type {Reason | undefined} */
    let best;
    for (const way of ways) {
      const own = way.found.split(" ").map((term) => scoreAt(term, unit, fieldsOf(way)));
      const sum = own.reduce((before, more) => before + more);
      const score = own.every(Boolean) ? sum * (way.weight / own.length) * weight : 0;
      if (score > (best?.score ?? 0)) best = { ...way, word, score };
    }
    return best ?? [];
  });
