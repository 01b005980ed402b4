// The ways in which a word of a query can be met: its stem, other forms, synonyms, parts, longer words, words
// spelled alike.

import { LONGEST, cut } from "./compounds.js";
import { forms, particles, synonyms, weights } from "./index-files.js";
import { spelledLike } from "./spelling.js";
import { stem } from "./stemmer.js";
import { TEXT, TITLE, beginning, byFrequency, frequency } from "./terms.js";

/**
 * @typedef {object} Way
 * @property {string} found one term, or several that all have to be there
 * @property {string} reason
 * @property {number} weight
 * @property {boolean} [textOnly] it counts in texts only
 */

/** How many longer words of a known and of an unknown word count, and of an unknown beginning. */
const LONGER_OF_KNOWN = 8;
const LONGER = 24;
const OF_A_BEGINNING = 8;

/** From how many letters on a word may have two mistakes. */
const LONG = 8;

/** The reason of a compound part, as the command line has it too. */
const COMPOUND_PART = "piece";

/** How many letters a half of a compound has at least. */
const SHORTEST_HALF = 4;

/**
 * Adds a way; the heavier of two with the same terms stays.
 *
 * @param {Way[]} ways
 * @param {string} found
 * @param {number} weight
 * @param {string} reason
 */
export const add = (ways, found, weight, reason) => {
  const other = ways.find((way) => way.found === found);
  if (!other) ways.push({ found, reason, weight });
  else if (other.weight < weight) Object.assign(other, { weight, reason });
};

/**
 * Other forms and synonyms.
 *
 * @param {Way[]} ways
 * @param {string} terms
 * @param {boolean} [synonymsOnly]
 */
export const addOthers = (ways, terms, synonymsOnly) => {
  const others = synonymsOnly ? [] : (forms.get(terms) ?? []);
  for (const form of others) add(ways, form, weights.form, "form");
  for (const group of synonyms.get(terms) ?? []) {
    for (const other of group.slice(group.indexOf(">") + 1).split(";")) {
      if (other !== terms) add(ways, other, weights.synonym, "synonym");
    }
  }
  return ways;
};

/**
 * The parts of a compound, one by one and, where the whole is unknown, all together.
 *
 * @param {Way[]} ways
 * @param {string} word
 * @param {boolean} known
 */
export const addCompoundParts = (ways, word, known) => {
  const parts = cut(word);
  const weight = weights.compound_part / Math.sqrt(parts.length);
  for (const part of parts) add(ways, part, weight, COMPOUND_PART);
  if (!known && parts.length > 1) add(ways, parts.join(" "), weights.all_compound_parts, COMPOUND_PART);
};

/**
 * The known halves of a compound whose other half no page has; of other words the longest known beginning.
 *
 * @param {Way[]} ways
 * @param {string} word
 */
export const addHalves = (ways, word) => {
  const { length } = word;
  /** @type {string[]} */
  const parts = [];
  /**
   * @param {number} from
   * @param {number} to
   */
  const isPart = (from, to) => {
    const part = word.slice(from, to);
    const stemmed = stem(part);
    if (particles.has(part) || frequency(stemmed, TITLE, TEXT) <= 1) return false;
    parts.push(stemmed);
    return true;
  };
  let to = Math.min(length - SHORTEST_HALF + 1, LONGEST);
  while (to >= SHORTEST_HALF && !isPart(0, to)) to -= 1;
  let from = Math.max(SHORTEST_HALF - 1, length - LONGEST);
  while (from <= length - SHORTEST_HALF && !isPart(from, length)) from += 1;
  for (let end = Math.min(length - 1, LONGEST); end >= SHORTEST_HALF && !parts.length; end -= 1) {
    const words = beginning(word.slice(0, end)).sort(byFrequency).slice(0, OF_A_BEGINNING);
    parts.push(...words.map((other) => other.word));
  }
  for (const part of parts) add(ways, part, weights.half, COMPOUND_PART);
};

/**
 * Longer words that begin with the letters.
 *
 * @param {Way[]} ways
 * @param {string} prefix
 * @param {string} term
 * @param {boolean} known
 */
export const addPrefixes = (ways, prefix, term, known) => {
  const found = prefix.length < 2 ? [] : beginning(prefix).filter(({ word }) => word !== term);
  found.sort((a, b) => a.word.length - b.word.length || byFrequency(a, b));
  const weight = known ? weights.prefix_known : weights.prefix;
  for (const { word } of found.slice(0, known ? LONGER_OF_KNOWN : LONGER)) {
    add(ways, word, weight / (1 + 0.1 * (word.length - prefix.length)), "prefix");
  }
};

/**
 * Words that are spelled alike. Returns the right spelling of a wrong word.
 *
 * @param {Way[]} ways
 * @param {string} word
 * @param {boolean} known
 */
export const addSpelling = (ways, word, known) => {
  const most = word.length >= LONG && !known ? 2 : 1;
  const near = word.length < 3 ? [] : spelledLike(word, most);
  if (!near.length) return null;
  const { mistakes } = near[0];
  const weight = (known ? weights.spelling_known : weights.spelling) / (mistakes || 1);
  const seen = new Set();
  for (const other of near) {
    const term = stem(other.word);
    if (seen.has(term)) continue;
    if (other.mistakes > mistakes || seen.size > 3) break;
    seen.add(term);
    add(ways, term, weight, "spelling");
    if (known) continue;
    const more = addOthers([], term);
    addCompoundParts(more, other.word, true);
    for (const way of more) add(ways, way.found, way.weight * weight, way.reason);
  }
  return known ? null : near[0].word;
};
