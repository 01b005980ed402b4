// The search engine: loaded when somebody is about to search, and asked from here.

import { make } from "./dom.js";

/** @import { Data, Document } from "../search/types.js" */

/** The address of the site; this script is in its assets/js/. */
export const base = new URL("../../", /** @type {HTMLScriptElement} */ (document.currentScript).src).href;

/** @type {Promise<Data> | undefined} */
let loading;

/** @type {Data | undefined} */
let loaded;

const loadScript = () =>
  new Promise((done, failed) => {
    if (window.vejviserSearch) return done(undefined);
    const script = make("script");
    Object.assign(script, { src: `${base}assets/js/search.js`, onload: done, onerror: failed });
    document.head.append(script);
  });

const load = async () => {
  await loadScript();
  loaded = await window.vejviserSearch.ready(base);
  return loaded;
};

/** Loads the engine and the index, once. */
export const engine = () => {
  loading ??= load();
  return loading;
};

/** What the index says of the site, if it is here. */
export const about = () => loaded;

/** What the index says of the site, where it is known to be here. */
export const index = () => /** @type {Data} */ (loaded);

/**
 * The documents that a text names by a number.
 *
 * @param {string} text
 * @returns {Promise<Document[]>}
 */
export const places = async (text) => {
  await engine();
  const { numbered } = window.vejviserSearch.referred(text);
  const found = await window.vejviserSearch.documents(numbered);
  return found.filter((shown) => shown !== null);
};

/** @typedef {Map<number, Document | null>} Documents what is shown of search documents, by number */

/**
 * What is shown of search documents.
 *
 * @param {number[]} numbers
 * @returns {Promise<Documents>}
 */
export const loadDocuments = async (numbers) => {
  const found = await window.vejviserSearch.documents(numbers);
  return new Map(numbers.map((number, at) => [number, found[at]]));
};

/**
 * The edition of a document, as a badge.
 *
 * @param {Document} shown
 */
export const badge = ({ edition }) =>
  edition ? [" ", make("span", "badge", index().editions[edition] || edition)] : [];
