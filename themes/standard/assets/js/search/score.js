// How well documents meet a query: BM25 by field, the best way of each word. Does what `src/index/score.rs`
// does.

import { authoritative, data, documentCount, weights } from "./index-files.js";
import { decode, first } from "./lists.js";
import { COMPOUND_PARTS, FIELDS, TEXT, entry } from "./terms.js";

/** @import { QueryWord } from "./query.js" */
/** @import { Way } from "./ways.js" */

const NAMES = ["title", "text", "compound_parts", "path", "hint"];

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
 * What a term is worth in a field: the numbers of documents, and their scores.
 *
 * @param {string} term
 * @param {number} field
 * @returns {[documents: number[], scores: number[]]}
 */
const termScores = (term, field) => {
  const found = entry(term);
  if (!found?.lists[field]) return [[], []];
  const { lists, scores } = found;
  if (!scores[field]) {
    const [documents, counts] = decode(lists[field]);
    const rarity = Math.log(1 + (documentCount - documents.length + 0.5) / (documents.length + 0.5));
    const worth = weights[NAMES[field]] * rarity * (weights.k1 + 1);
    // A large index leaves out the lengths of compound parts.
    const own = lengthsOf(weights.large && field === COMPOUND_PARTS ? TEXT : field);
    scores[field] = [documents, counts.map((count, at) => (worth * count) / (count + own[documents[at]]))];
  }
  return scores[field];
};

/** @param {Way} way */
const fieldsOf = ({ textOnly }) => (textOnly ? [TEXT] : FIELDS);

/**
 * Calls `take(number, score)` for each document, field by field; several terms count where all of them are.
 *
 * @param {Way} way
 * @param {(number: number, score: number) => void} take
 */
const wayScores = (way, take) => {
  const fields = fieldsOf(way);
  /**
   * @param {string} term
   * @param {typeof take} takeOne
   */
  const each = (term, takeOne) => {
    for (const field of fields) {
      const [documents, scores] = termScores(term, field);
      for (let at = 0; at < documents.length; at += 1) takeOne(documents[at], scores[at]);
    }
  };
  const all = way.found.split(" ");
  if (all.length < 2) {
    each(way.found, (number, score) => take(number, score * way.weight));
    return;
  }
  togetherScores(all, each).forEach((score, number) => take(number, score * (way.weight / all.length)));
};

/**
 * The sum of the best scores of several terms, where all of them are.
 *
 * @param {string[]} terms
 * @param {(term: string, take: (number: number, score: number) => void) => void} each
 */
const togetherScores = (terms, each) => {
  /** @type {Map<number, number> | undefined} */
  let total;
  for (const term of terms) {
    const before = total;
    /** @type {Map<number, number>} */
    const best = new Map();
    each(term, (number, score) => {
      if (!before || before.has(number)) best.set(number, Math.max(best.get(number) ?? 0, score));
    });
    if (before) best.forEach((score, number) => best.set(number, (before.get(number) ?? 0) + score));
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
  const best = new Float64Array(documentCount);
  const sum = new Float64Array(documentCount);
  for (const way of ways) {
    wayScores(way, (number, score) => {
      if (score > best[number]) best[number] = score;
      sum[number] += score;
    });
  }
  return best.map((own, number) => own + weights.tie * (sum[number] - own));
};

/**
 * Whether a document is what the authority says, or explains it.
 *
 * @param {number} number of the document
 */
const isAuthoritative = (number) => first(authoritative.length, (at) => authoritative[at] > number) % 2 === 1;

/**
 * The score of every document.
 *
 * @param {QueryWord[]} words
 */
export const rank = (words) => {
  const total = new Float64Array(documentCount);
  const has = new Float64Array(documentCount);
  const scored = new Map(words.map((word) => [word, wordScores(word)]));
  const required = words.filter((word) => word.required).length;
  for (const [word, scores] of scored) {
    const covered = (word.covers ?? []).map((other) => ({ weight: other.weight, scores: scored.get(other) }));
    scores.forEach((own, number) => {
      if (!own) return;
      const score = word.weight * own;
      // A phrase and its words say the same: the better of the two counts, and a share of the other.
      let said = 0;
      for (const other of covered) said += other.weight * (other.scores?.[number] ?? 0);
      total[number] += score > said ? score - said + weights.tie * said : weights.tie * score;
      if (word.required) has[number] += 1;
    });
  }
  return total.map((score, number) => {
    if (!score) return score;
    const whole = required > 1 && has[number] === required ? score * weights.all_words : score;
    return isAuthoritative(number) ? whole * weights.authority : whole;
  });
};

/**
 * What a term is worth in one document, in its best field.
 *
 * @param {string} term
 * @param {number} number of the document
 * @param {number[]} fields
 */
const scoreAt = (term, number, fields) => {
  let best = 0;
  for (const field of fields) {
    const [documents, scores] = termScores(term, field);
    const at = first(documents.length, (place) => documents[place] >= number);
    if (documents[at] === number && scores[at] > best) best = scores[at];
  }
  return best;
};

/**
 * Why a document is found: the best way of each word of the query.
 *
 * @param {QueryWord[]} words
 * @param {number} number of the document
 * @returns {Reason[]}
 */
export const explain = (words, number) =>
  words.flatMap(({ word, weight, ways }) => {
    /** @type {Reason | undefined} */
    let best;
    for (const way of ways) {
      const own = way.found.split(" ").map((term) => scoreAt(term, number, fieldsOf(way)));
      const sum = own.reduce((before, more) => before + more);
      const score = own.every(Boolean) ? sum * (way.weight / own.length) * weight : 0;
      if (score > (best?.score ?? 0)) best = { ...way, word, score };
    }
    return best ?? [];
  });
