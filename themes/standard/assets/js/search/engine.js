// The search in the browser: gives the hits of `vejviser search` in the same order. Its parts have the names
// of those in `src/index/`; the files of the index call it, and so do the search field and the tests.

import { fold, termOf, tokens } from "./analysis.js";
import { referred, search, suggest } from "./ask.js";
import { excerpt, markFound } from "./excerpt.js";
import { calls, documents, ready } from "./index-files.js";
import { understand } from "./query.js";
import { stem } from "./stemmer.js";

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
  referred,
  understand,
  ...calls,
};

/** @typedef {typeof engine} Engine */

// Files of the index are scripts: they find it by this name.
window.vejviserSearch = engine;
