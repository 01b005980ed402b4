// The search in the browser: gives the hits of `vejviser search` in the same order. Its parts have the names
// of those in `src/index/`; the files of the index call it, and so do the search field and the tests.

import { fold, termOf, tokens } from "./analysis.js";
import { search, suggest } from "./ask.js";
import { excerpt, markFound } from "./excerpt.js";
import { calls, documents, ready } from "./index-files.js";
import { documentsOf } from "./numbers.js";
import { understand } from "./query.js";
import { asked, keyOf } from "./references.js";
import { stem } from "./stemmer.js";

/**
 * The key of a text that is a reference; empty for others.
 *
 * @param {string} text
 */
const key = (text) => {
  const reference = asked(text);
  return reference ? keyOf(reference) : "";
};

/**
 * The search documents that a text refers to.
 *
 * @param {string} text
 */
const referred = (text) => {
  const reference = asked(text);
  return reference ? documentsOf(reference) : [];
};

const engine = {
  ready,
  search,
  documents,
  suggest,
  mark: markFound,
  excerpt,
  tokens,
  term: termOf,
  stem,
  fold,
  key,
  referred,
  understand,
  ...calls,
};

/** @typedef {typeof engine} Engine */

// Files of the index are scripts: they find it by this name.
window.vejviserSearch = engine;
