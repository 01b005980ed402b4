// The terms of the index: which there are, where they are, and the words that have them for a stem.

import { bring, generation, shards } from "./index-files.js";
import { first, read } from "./lists.js";

/** @import { Shard } from "./types.js" */

/**
 * @typedef {object} Entry what is known of a term
 * @property {string[]} lists where it is: title, text, compound parts, path, hint, and its words
 * @property {[documents: number[], scores: number[]][]} scores by field, as far as they are computed
 * @property {number[]} counts in how many documents, by field
 */

/** @typedef {{ word: string, count: number }} Word a word with the number of its documents */

/** The fields of a line of terms, in their order; see `src/index/field.rs`. */
export const TITLE = 0;
export const TEXT = 1;
export const COMPOUND_PARTS = 2;
export const FIELDS = [0, 1, 2, 3, 4];

/** Where the words of a line are, behind its fields. */
const WORDS = 5;

/** @type {Map<string, Entry | null>} */
const entries = new Map();

/** @type {Set<Shard>} shards that were asked for and are not here */
let wanted = new Set();

/**
 * Does something that asks for terms. Returns the shards that it asked for and that are not here.
 *
 * @template T
 * @param {() => T} work
 * @returns {[result: T, wanted: Set<Shard>]}
 */
export const noting = (work) => {
  wanted = new Set();
  const result = work();
  return [result, wanted];
};

/**
 * A line of a shard.
 *
 * @param {Shard} shard that is here
 * @param {number} at
 */
const listsOf = ({ lines = [], words = [] }, at) => {
  const lists = lines[at].slice(lines[at].indexOf(" ") + 1).split("|");
  if (words[at]) lists[WORDS] = words[at].slice(1);
  return lists;
};

/**
 * A term; null where there is no such term, undefined where its shard is not here.
 *
 * @param {string} term
 */
export const entry = (term) => {
  const known = entries.get(term);
  if (known !== undefined) return known;
  const shard = shards[Math.max(0, first(shards.length, (at) => shards[at].from > term) - 1)];
  const { terms } = shard;
  if (!terms) {
    wanted.add(shard);
    return undefined;
  }
  const at = first(terms.length, (place) => terms[place] >= term);
  const found = terms[at] === term ? { lists: listsOf(shard, at), scores: [], counts: [] } : null;
  entries.set(term, found);
  return found;
};

/**
 * In how many documents a term is: the most of some fields.
 *
 * @param {string} term
 * @param {...number} fields
 */
export const frequency = (term, ...fields) => {
  const found = entry(term);
  if (!found) return 0;
  const { lists, counts } = found;
  for (const field of fields) counts[field] ??= lists[field] ? lists[field].split(",").length : 0;
  return Math.max(...fields.map((field) => counts[field]));
};

const here = () => shards.filter((shard) => shard.terms);

/**
 * The words of a term: letters behind it, each with the number of their documents if that is not one.
 *
 * @param {string} term
 * @param {string | undefined} list
 * @returns {Word[]}
 */
const wordsIn = (term, list) => {
  if (list === undefined) return [];
  return list.split(",").map((ending) => {
    const [letters, digits] = ending.split("*");
    return { word: term + letters, count: read(digits || "1") };
  });
};

/**
 * The words of a term that is here.
 *
 * @param {string} term
 * @param {Entry} found
 */
export const wordsOf = (term, { lists }) => wordsIn(term, lists[WORDS]);

/** @type {Word[]} */
let vocabulary = [];
let vocabularyOf = -1;

/** All words of the site, as far as they are here. */
export const siteWords = () => {
  if (vocabularyOf !== generation) {
    vocabularyOf = generation;
    vocabulary = here().flatMap((shard) =>
      (shard.terms ?? []).flatMap((term, at) => wordsIn(term, listsOf(shard, at)[WORDS])),
    );
  }
  return vocabulary;
};

/**
 * The most frequent first.
 *
 * @param {Word} a
 * @param {Word} b
 */
export const byFrequency = (a, b) => b.count - a.count || (a.word < b.word ? -1 : 1);

/**
 * Terms that begin with some letters, with the number of their documents.
 *
 * @param {string} prefix
 */
export const beginning = (prefix) => {
  /** @type {Word[]} */
  const found = [];
  entry(prefix);
  for (const { terms = [] } of here()) {
    let at = first(terms.length, (place) => terms[place] >= prefix);
    for (; (terms[at] ?? "").startsWith(prefix); at += 1) {
      const word = terms[at];
      const count = frequency(word, TITLE, TEXT, COMPOUND_PARTS);
      if (count) found.push({ word, count });
    }
  }
  return found;
};

/**
 * Brings the shards that some work asks for.
 *
 * @param {() => unknown} work
 */
export const bringFor = (work) => {
  const [, shardsWanted] = noting(work);
  for (const shard of shardsWanted) bring(shard);
};
