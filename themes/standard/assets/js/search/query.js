// What a query asks for: its words, each with the ways in which it can be met. Does what `src/index/query.rs`
// does.

import { termOf, tokens } from "./analysis.js";
import { phrases, plainForm, stopWords, weights } from "./index-files.js";
import { stem } from "./stemmer.js";
import { TEXT, TITLE, entry, frequency, siteWords, wordsOf } from "./terms.js";
import { add, addCompoundParts, addHalves, addOthers, addPrefixes, addSpelling } from "./ways.js";

/** @import { Token } from "./analysis.js" */
/** @import { Way } from "./ways.js" */

/**
 * @typedef {object} QueryWord
 * @property {string} word
 * @property {number} weight
 * @property {Way[]} ways
 * @property {boolean} [required] it counts when all words of the query have to be there
 * @property {QueryWord[]} [covers] words that a phrase says again
 */

const MOST_TOKENS = 64;
const ENDS_IN_A_WORD = /[\p{Alphabetic}\p{N}]$/u;

/**
 * Understands a query.
 *
 * @param {string} text
 * @returns {{ words: QueryWord[], corrected: string | null }}
 */
export const understand = (text) => {
  const tokenized = tokens(text).slice(0, MOST_TOKENS);
  const plain = tokenized.filter((token) => !token.extra);
  const last = plain.at(-1);
  /** @type {QueryWord[]} */
  const words = [];
  let corrected = "";
  let end = 0;
  tokenized.forEach((token, at) => {
    const right = addWord(words, token, token === last && ENDS_IN_A_WORD.test(text));
    if (isLabel(token, tokenized[at + 1])) words[at].weight *= weights.labelled;
    if (!right) return;
    corrected += text.slice(end, token.from) + right;
    end = token.to;
  });
  for (const length of [2, 3]) {
    for (let at = 0; at + length <= plain.length; at += 1) addJoined(words, plain.slice(at, at + length));
  }
  addPhrases(words, plain);
  return { words, corrected: end ? corrected + text.slice(end) : null };
};

/**
 * Whether a word is the label of the number that comes next: the two count together.
 *
 * @param {Token} token
 * @param {Token | undefined} next
 */
const isLabel = (token, next) =>
  token.isWord &&
  !token.extra &&
  next?.extra &&
  !next.isWord &&
  (next.word[0] !== "§" || token.word === "stk");

/**
 * What a token weighs.
 *
 * @param {Token} token
 * @param {boolean} isStopWord
 */
const weightOf = ({ extra, isWord }, isStopWord) => {
  if (extra) return weights.label;
  if (isStopWord) return weights.stop;
  return isWord ? 1 : weights.number;
};

/**
 * Adds a word. Returns the right spelling of a wrong one.
 *
 * @param {QueryWord[]} words
 * @param {Token} token
 * @param {boolean} typing whether it may go on
 */
const addWord = (words, token, typing) => {
  const { word, extra, isWord } = token;
  const term = termOf(token);
  const isStopWord = stopWords.has(word);
  /** @type {Way[]} */
  const ways = [{ found: term, reason: "word", weight: 1, textOnly: isStopWord }];
  words.push({ word, weight: weightOf(token, isStopWord), required: !isStopWord && !extra, ways });
  if (isStopWord) addOthers(ways, term, true);
  if (!isWord || isStopWord || extra) return null;
  return addWays(ways, word, term, typing);
};

/**
 * Adds the ways of a word that says something. Returns the right spelling of a wrong one.
 *
 * @param {Way[]} ways
 * @param {string} word
 * @param {string} term
 * @param {boolean} typing
 */
const addWays = (ways, word, term, typing) => {
  // What is not here may well be known.
  const isAway = entry(term) === undefined;
  const known = isAway || frequency(term, TITLE, TEXT) > 0;
  addOthers(ways, term);
  addCompoundParts(ways, word, known);
  if (typing || !known) addPrefixes(ways, word, term, known);
  const found = entry(term);
  const isWritten = isAway || (found && wordsOf(term, found).some((other) => other.word === word));
  const isMeant = () =>
    addOthers([], term).length || (typing && siteWords().some((other) => other.word.startsWith(word)));
  const right = isWritten || isMeant() ? null : addSpelling(ways, word, known);
  if (!known && ways.length < 2) addHalves(ways, word);
  return right;
};

/**
 * Adds neighbours written as one word.
 *
 * @param {QueryWord[]} words
 * @param {Token[]} neighbours
 */
const addJoined = (words, neighbours) => {
  const isUnfit = neighbours.some(
    (token) => stopWords.has(token.word) || (token.isWord && token.word.length < 2),
  );
  if (isUnfit || !neighbours.some((token) => token.isWord)) return;
  /** @type {Way[]} */
  const ways = [];
  const parts = neighbours.map((token) => token.word);
  for (const link of ["", "s", "e"]) {
    const term = stem(parts.join(link));
    // A label and its number are a word of their own already.
    const isNew = frequency(term, TITLE, TEXT) && !words.some(({ word }) => word === term);
    if (isNew) add(ways, term, 1, "joined");
  }
  if (ways.length) words.push({ word: parts.join(" "), weight: weights.joined, ways });
};

/**
 * Adds phrases that have synonyms.
 *
 * @param {QueryWord[]} words
 * @param {Token[]} plain the tokens that repeat no others
 */
const addPhrases = (words, plain) => {
  const stems = plain.map((token) => plainForm(termOf(token)));
  /** @param {Way} way */
  const isNew = (way) => !way.found.split(" ").every((term) => stems.includes(plainForm(term)));
  /** @type {QueryWord[]} */
  const found = [];
  stems.forEach((own, at) => {
    for (const phrase of phrases.get(own) ?? []) {
      const places = placesOf(phrase, stems, at);
      const ways = addOthers([], phrase).filter(isNew);
      if (!places || !ways.length) continue;
      const parts = places.map((place) => plain[place].word);
      const covers = words.filter(({ word, required }) => required && parts.includes(word));
      found.push({ word: parts.join(" "), weight: weights.phrase, covers, ways });
    }
  });
  words.push(...found);
};

/** How many other words may be between those of a phrase. */
const MOST_BETWEEN = 2;

/**
 * Where the words of a phrase are, from a place on; null if they are not there.
 *
 * @param {string} phrase
 * @param {string[]} stems
 * @param {number} start
 */
const placesOf = (phrase, stems, start) => {
  const places = [];
  let at = start;
  let spare = MOST_BETWEEN;
  for (const wanted of phrase.split(" ")) {
    for (; stems[at] !== wanted; at += 1) {
      if (at >= stems.length || at === start || !spare) return null;
      spare -= 1;
    }
    places.push(at);
    at += 1;
  }
  return places;
};
