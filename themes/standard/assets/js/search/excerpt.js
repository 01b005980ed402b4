// What is shown of a text that was found: its words marked, or the part where most of them are.

import { termOf, tokens } from "./analysis.js";
import { cut } from "./compounds.js";

/** @typedef {{ found: string }[]} Why the terms that were found */

/** How many words an excerpt has. */
const WORDS = 30;

const WHITE_SPACE = /\p{White_Space}+/u;

/** @param {Why} why */
const stemsOf = (why) => why.flatMap(({ found }) => found.split(" "));

/**
 * A text in parts, each with whether it was found.
 *
 * @param {string} text
 * @param {Why} why
 */
export const markFound = (text, why) => {
  const found = stemsOf(why);
  /** @type {[part: string, isFound: boolean][]} */
  const parts = [];
  let end = 0;
  /**
   * @param {number} to
   * @param {boolean} isFound
   */
  const upTo = (to, isFound) => {
    if (to > end) parts.push([text.slice(end, to), isFound]);
    end = Math.max(end, to);
  };
  /** @param {string} word */
  const isCompound = (word) =>
    found.some((stem) => word.includes(stem)) && cut(word).some((part) => found.includes(part));
  for (const token of tokens(text)) {
    const { word, from, to, isWord } = token;
    if (found.includes(termOf(token)) || (isWord && isCompound(word))) {
      upTo(from, false);
      upTo(to, true);
    }
  }
  upTo(text.length, false);
  return parts;
};

/** @type {Map<string, string[]>} words of texts come again and again */
const terms = new Map();

/** @param {string} word */
const termsOf = (word) => {
  let found = terms.get(word);
  if (!found) {
    found = tokens(word).map(termOf);
    terms.set(word, found);
  }
  return found;
};

/**
 * The part of a text with most of the words that were found.
 *
 * @param {string} text
 * @param {Why} why
 */
export const excerpt = (text, why) => {
  const found = stemsOf(why);
  const words = text.split(WHITE_SPACE).filter(Boolean);
  const is = words.map((word) => Number(termsOf(word).some((term) => found.includes(term))));
  let best = 0;
  let most = 0;
  let hits = 0;
  is.forEach((yes, at) => {
    hits += yes - (is[at - WORDS] ?? 0);
    if (hits > most) {
      most = hits;
      best = Math.max(0, at - WORDS + 1);
    }
  });
  const before = best ? "… " : "";
  const after = best + WORDS < words.length ? " …" : "";
  return before + words.slice(best, best + WORDS).join(" ") + after;
};
