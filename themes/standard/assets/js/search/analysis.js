// Text analysis: folding, tokens, terms. Does what `src/index/analysis.rs` does; `search-index/vectors.json`
// keeps the two in agreement.

import { stem } from "./stemmer.js";

/**
 * @typedef {object} Token a word or number of a text
 * @property {string} word its folded letters
 * @property {number} from where it begins in the text
 * @property {number} to where it ends
 * @property {boolean} extra it repeats what other tokens cover
 * @property {boolean} isWord it has letters only, and so a stem
 */

const LETTER = "\\p{Alphabetic}";

// Characters that nobody sees: they are part of a word and mean nothing.
const INVISIBLE = [
  "\\u00ad",
  "\\u180e",
  "\\u200b-\\u200f",
  "\\u202a-\\u202e",
  "\\u2060-\\u2064",
  "\\u2066-\\u2069",
  "\\ufe00-\\ufe0f",
  "\\ufeff",
].join("");

// Accents: combining marks but for the ring and the diaeresis, which make letters of a and o.
const ACCENTS = "\\u0300-\\u0307\\u0309\\u030b-\\u036f";
// eslint-disable-next-line no-misleading-character-class -- marks are meant one by one
const DROPPED = new RegExp(`[${INVISIBLE}${ACCENTS}]`, "g");

// What can be between the letters of a word; u0345 is a letter to Unicode.
const MARK = `\\u0300-\\u0344\\u0346-\\u036f${INVISIBLE}`;
export const PART = `[${LETTER}\\p{N}${MARK}]`;
const MARKS = `[${MARK}]*`;
const DIGIT = `[0-9${MARK}]`;
const HYPHEN = "[-\\u2010\\u2011]";
const APOSTROPHE = "['’‘´`]";

// 5.c: one or two digits, a dot, and a letter that ends the word.
const LETTERED = `${MARKS}(?:[0-9]${MARKS}){1,2}\\.(?=[A-Za-z](?!${PART}))${PART}`;
// 3.1.1, 14, 2021a
const NUMBER = `${MARKS}[0-9]${DIGIT}*(?:\\.(?=[0-9])${DIGIT}+)*${PART}*`;
const WORD = `(${LETTERED}|${NUMBER}|${PART}+)`;
// An ending behind an apostrophe (SKP'ere) says nothing.
const ENDING = `(?:${APOSTROPHE}${LETTER}{1,4}(?!${LETTER}))?`;
// Whether a hyphen ties the word to the one in front.
const TIED = `(?<=(${PART}${HYPHEN})?)`;
// Whether a number follows behind nothing but blanks and dots.
const NUMBER_FOLLOWS = "(?=([.\\p{White_Space}]+[0-9])?)";
// What hyphens tie to the word.
const MORE = `(?=((?:${HYPHEN}${PART}+)+)?)`;
// eslint-disable-next-line no-misleading-character-class -- marks are meant one by one
const TOKEN = new RegExp(`§|${TIED}${WORD}${ENDING}${NUMBER_FOLLOWS}${MORE}`, "gu");

const ALL_HYPHENS = new RegExp(HYPHEN, "g");
const HAS_LETTER = new RegExp(LETTER, "u");
const NOT_A_WORD = /[\p{N}§.]/u;
const DOT_BEFORE_A_LETTER = /\.(?=[a-z])/i;
const STARTS_WITH_DIGIT = /^[0-9]/;

// Words between the numbers behind §§, and words that may stand between a paragraph and its subsection.
const JOINING = new Set(["og", "eller", "til"]);
const OF_PARAGRAPHS = new Set(["stk", "nr", "jf", "jfr"]);

/**
 * Words that form one token with the number that follows, so that "kriterium 14" is not "linje 14": the stem
 * of the word, and the prefix of the token.
 */
const LABELS = new Map([
  ["kriteri", "kriterium"],
  ["styk", "stk"],
]);
const LABEL_WORDS = [
  "afsnit anvisning bilag boks figur indikator kapitel kriterium linje nr punkt retningslinje side spørgsmål",
  "stk tabel tema trin",
];
for (const label of LABEL_WORDS.join(" ").split(" ")) LABELS.set(stem(label), label);

// Latin letters with accents. They are taken apart, so that the accents can be dropped.
const ACCENTED = /[à-ÿ]+/g;
const RINGED_A = /a\u030a/g;
const DOTTED_A = /a\u0308/g;
const DOTTED_O = /o\u030a*\u0308/g;
const OTHER_DOTS = /[\u0308\u030a]/g;

/**
 * Lower case without accents, and the old spellings of å, æ and ø replaced. Never å to a: *måling* and
 * *maling* are different words.
 *
 * @param {string} text
 */
export const fold = (text) =>
  text
    // At the end of a word, browsers make another letter of it.
    .replace(/Σ/g, "σ")
    .toLowerCase()
    .replace(ACCENTED, (letters) => letters.normalize("NFD"))
    .replace(DROPPED, "")
    .replace(RINGED_A, "å")
    .replace(DOTTED_A, "æ")
    .replace(DOTTED_O, "ø")
    .replace(OTHER_DOTS, "")
    .replace(/ß/g, "ss")
    .replace(/aa/g, "å")
    .replace(/ae/g, "æ")
    .replace(/oe/g, "ø");

/** Reads the tokens of a text one by one; what came before decides what a number is. */
class Reader {
  constructor() {
    /** @type {Token[]} */
    this.found = [];
    /** How many § came before. Behind §§ every number of the list is a paragraph. */
    this.signs = 0;
    /** The label that the next number belongs to. */
    this.label = "";
    /** The paragraph that a subsection belongs to. */
    this.paragraph = "";
  }

  /**
   * @param {string} word
   * @param {boolean} extra
   * @param {{ from: number, to: number }} place
   */
  push(word, extra, { from, to }) {
    if (word) this.found.push({ word, from, to, extra, isWord: !NOT_A_WORD.test(word) });
  }

  /**
   * What a number is besides itself: that of a label, of a paragraph, of a subsection.
   *
   * @param {string} word
   * @param {{ from: number, to: number }} place
   */
  readNumber(word, place) {
    if (this.label) {
      if (this.paragraph && this.label === "stk") this.push(this.paragraph + this.label + word, true, place);
      this.push(this.label + word, true, place);
      this.label = "";
    } else if (this.signs) {
      this.paragraph = `§${word}`;
      this.push(this.paragraph, true, place);
      if (this.signs < 2) this.signs = 0;
    }
  }

  /** @param {RegExpExecArray} match of TOKEN */
  read(match) {
    const [all, tied, raw, number, more] = match;
    if (!raw) {
      this.signs += 1;
      return;
    }
    const place = { from: match.index, to: match.index + all.length };
    const word = fold(raw.replace(DOT_BEFORE_A_LETTER, ""));
    if (STARTS_WITH_DIGIT.test(word)) this.readNumber(word, place);
    else {
      if (this.signs < 2 || !JOINING.has(word)) this.signs = 0;
      this.label = (number && LABELS.get(stem(word))) || "";
      if (!OF_PARAGRAPHS.has(word)) this.paragraph = "";
    }
    this.push(word, false, place);
    const joined = more && !tied ? fold(word + more.replace(ALL_HYPHENS, "")) : "";
    if (HAS_LETTER.test(joined)) this.push(joined, true, { ...place, to: place.to + more.length });
  }
}

/**
 * The tokens of a text, in order.
 *
 * @param {string} text
 */
export const tokens = (text) => {
  const reader = new Reader();
  for (const match of text.matchAll(TOKEN)) reader.read(match);
  return reader.found;
};

/**
 * The term of a token in the index: its stem; numbers as they are.
 *
 * @param {{ word: string, isWord: boolean }} token
 */
export const termOf = ({ isWord, word }) => (isWord ? stem(word) : word);
