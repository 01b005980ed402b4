// What was found in a document, as it is shown.

import { make } from "./dom.js";
import { base, index } from "./engine.js";

/** @typedef {{ why: { word: string, found: string }[] }} Explained */

/** @type {Set<string> | undefined} */
let stopWords;

/**
 * The terms to mark for a hit. The word itself is marked even if another found it better. Stop words are
 * everywhere and tell nothing.
 *
 * @param {Explained} hit
 */
export const reasons = ({ why }) => {
  stopWords ??= new Set(index().stop.split(" "));
  const small = stopWords;
  const telling = why.filter(({ word }) => !small.has(word));
  /** @param {string} word */
  const stems = (word) => window.vejviserSearch.tokens(word).map(window.vejviserSearch.term).join(" ");
  return (telling.length ? telling : why).map(({ word, found }) => ({ found: `${found} ${stems(word)}` }));
};

/**
 * A text with what was found in marks.
 *
 * @param {string} text
 * @param {{ found: string }[]} why
 */
export const marked = (text, why) =>
  window.vejviserSearch.mark(text, why).map(([part, is]) => (is ? make("mark", "", part) : part));

const BEFORE_THE_ANCHOR = /(?=#|$)/;

/**
 * A link to a hit, which takes the query along.
 *
 * @param {string} url
 * @param {string} text
 * @param {(Node | string)[]} children
 */
export const link = (url, text, children) => {
  const element = make("a", "", ...children);
  element.href = base + url.replace(BEFORE_THE_ANCHOR, `?${new URLSearchParams({ q: text })}`);
  return element;
};
