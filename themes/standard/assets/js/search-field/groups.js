// Hits by page. What an older edition has of a page is with what the current one has of it.

import { PLACES } from "./hits.js";

/** @import { Hit } from "../search/ask.js" */

/**
 * @typedef {object} Group
 * @property {number} page the first document of the page
 * @property {Hit[]} hits
 * @property {Hit[]} older the hits of older editions
 */

/**
 * Hits in groups, in the order in which a hit of each comes first. A hit of an older edition stays by itself
 * where the page that it became was not found.
 *
 * @param {Hit[]} hits
 */
export const grouped = (hits) => {
  const pages = new Set(hits.map((hit) => hit.page));
  /** @type {Map<number, Group>} */
  const groups = new Map();
  for (const hit of hits) {
    const isOlder = hit.newerPage !== undefined && pages.has(hit.newerPage);
    const page = isOlder ? Number(hit.newerPage) : hit.page;
    const group = groups.get(page) ?? { page, hits: [], older: [] };
    groups.set(page, group);
    (isOlder ? group.older : group.hits).push(hit);
  }
  return [...groups.values()];
};

/**
 * The documents that are needed to show a group.
 *
 * @param {Group} group
 */
export const needed = ({ page, hits, older }) => [
  page,
  ...hits.slice(0, PLACES).map((hit) => hit.number),
  ...older.slice(0, PLACES).flatMap((hit) => [hit.page, hit.number]),
];
