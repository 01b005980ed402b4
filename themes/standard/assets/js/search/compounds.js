// Compounds: a word cut into parts that the site has. Does what `src/index/compounds.rs` does.

import { compoundParts, cuts, data, particles } from "./index-files.js";
import { read } from "./lists.js";
import { stem } from "./stemmer.js";
import { COMPOUND_PARTS, frequency } from "./terms.js";

/** No part of a word that is longer is known: a pasted one is read soon enough. */
export const LONGEST = 99;
const LONGEST_CUT = 300;

/**
 * How many letters a part has at least, and in how many documents a part of so many and of more letters is.
 */
const SHORTEST = 3;
const LEAST_OF_SHORTEST = 8;
const LEAST = 2;

const LINKING_LETTER = /[se]/;

/** @type {Map<string, string[]>} */
const known = new Map();

/**
 * The parts of a word; none if it is no compound.
 *
 * @param {string} word
 */
export const cut = (word) => {
  let found = known.get(word);
  // In a large index, more parts may be known now.
  if (!found || data.shards) {
    const given = cuts.get(word);
    found = given === undefined ? cheapest(word) : given.split(" ").filter(Boolean);
    known.set(word, found);
  }
  return found;
};

/**
 * In how many documents the part of a word is; 0 where it counts as none.
 *
 * @param {string} letters
 * @param {string} stemmed
 */
const countOf = (letters, stemmed) => {
  const count = compoundParts ? read(compoundParts.get(stemmed) ?? "0") : frequency(stemmed, COMPOUND_PARTS);
  const least = letters.length === SHORTEST ? LEAST_OF_SHORTEST : LEAST;
  return particles.has(letters) || count < least ? 0 : count;
};

/**
 * The cheapest way to cut a word: few parts, and frequent ones.
 *
 * @param {string} word
 */
const cheapest = (word) => {
  const { length } = word;
  if (length > LONGEST_CUT) return [];
  /** @type {[cost: number, parts: string[]][]} the best way up to each letter */
  const best = [[0, []]];
  for (let from = 0; from < length; from += 1) {
    if (!best[from]) continue;
    const [before, parts] = best[from];
    for (let to = from + SHORTEST; to <= Math.min(length, from + LONGEST); to += 1) {
      const letters = word.slice(from, to);
      const part = stem(letters);
      const count = countOf(letters, part);
      if (to - from === length || !count) continue;
      const cost = before + 100 - Math.log(count);
      const isLinked = to + 2 < length && LINKING_LETTER.test(word[to]);
      for (const next of isLinked ? [to, to + 1] : [to]) {
        if (!best[next] || cost < best[next][0]) best[next] = [cost, [...parts, part]];
      }
    }
  }
  return best[length]?.[1] ?? [];
};
