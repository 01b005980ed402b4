// "Viser også": words that were found in place of those that were typed.

import { parts } from "./parts.js";

/** @import { Hit } from "../search/ask.js" */
/** @import { Reason } from "../search/score.js" */
/** @import { Documents } from "./engine.js" */

/** How many words are told for each that was typed. */
const MOST = 3;

/** Reasons that need no telling. */
const PLAIN = ["word", "prefix"];

/**
 * Notes the words of a hit that were found for others.
 *
 * @param {Map<string, Set<string>>} others by the word that was typed
 * @param {Reason[]} why
 * @param {string} text the words of the document
 */
const noteWords = (others, why, text) => {
  for (const token of window.vejviserSearch.tokens(text)) {
    const term = window.vejviserSearch.term(token);
    for (const { word, found, reason } of why) {
      /** @param {string} stem */
      const is = (stem) => stem === term || (reason === "piece" && token.word.includes(stem));
      if (token.word === word || !found.split(" ").some(is)) continue;
      const words = others.get(word) ?? new Set();
      if (words.size < MOST) others.set(word, words.add(token.word));
    }
  }
};

/**
 * Tells what else was searched for.
 *
 * @param {string | null | undefined} corrected the query with its mistakes corrected
 * @param {Hit[]} hits
 * @param {Documents | undefined} documents
 */
export const showAlso = (corrected, hits, documents) => {
  /** @type {Map<string, Set<string>>} */
  const others = new Map();
  for (const hit of hits) {
    const why = hit.why.filter(({ reason }) => !PLAIN.includes(reason));
    const found = documents?.get(hit.number);
    if (why.length && found) noteWords(others, why, [found.title, found.text, ...found.path].join(" "));
  }
  const lines = [...others].map(([word, words]) => `${[...words].join(", ")} (for »${word}«)`);
  if (corrected) lines.unshift(`»${corrected}«`);
  parts.also.textContent = `Viser også ${lines.join(" · ")}`;
  parts.also.hidden = !lines.length;
};
