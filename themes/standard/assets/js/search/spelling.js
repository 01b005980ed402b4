// Words that are spelled like another. Does what `src/index/spelling.rs` does.

import { byFrequency, siteWords } from "./terms.js";

/** @import { Word } from "./terms.js" */

/** @typedef {Word & { plain?: string, letters?: number, mistakes?: number }} Compared a word of the site */
/** @typedef {Word & { mistakes: number }} Near */

const SHORTEST = 3;
const ANY_DIGIT = /[0-9]/;

/** @param {string} word */
const withoutRings = (word) => word.replace(/[åæ]/g, "a").replace(/ø/g, "o");

/**
 * The letters of a word as bits.
 *
 * @param {string} word
 */
const lettersOf = (word) => [...word].reduce((bits, letter) => bits | (1 << (letter.charCodeAt(0) & 31)), 0);

/**
 * How many bits are set.
 *
 * @param {number} bits
 * @returns {number}
 */
const count = (bits) => (bits ? 1 + count(bits & (bits - 1)) : 0);

/**
 * Words of the site with at most so many mistakes, those with the fewest first.
 *
 * @param {string} word
 * @param {number} most
 */
export const spelledLike = (word, most) => {
  const own = withoutRings(word);
  const letters = lettersOf(own);
  /** @param {Compared} other */
  const isNear = (other) => {
    if (Math.abs(other.word.length - own.length) > most || other.word.length < SHORTEST) return false;
    other.plain ??= withoutRings(other.word);
    other.letters ??= lettersOf(other.plain);
    // Another first letter counts as one mistake more; a mistake changes two letters of the alphabet at most.
    const begins = Number(other.plain[0] !== own[0]);
    if (count(letters ^ other.letters) > 2 * (most - begins)) return false;
    other.mistakes = begins + distance(own, other.plain);
    return other.mistakes <= most && other.word !== word && !ANY_DIGIT.test(other.word);
  };
  const near = /** @type {Near[]} */ (siteWords().filter(isNear));
  return near.sort((a, b) => a.mistakes - b.mistakes || byFrequency(a, b));
};

/**
 * How many letters have to be added, dropped, changed, or swapped with the next.
 *
 * @param {string} a
 * @param {string} b
 */
export const distance = (a, b) => {
  /** @type {number[]} */
  let before = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = Number(a[i - 1] !== b[j - 1]);
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + change);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwapped) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    before = last;
    last = row;
  }
  return last[b.length];
};
