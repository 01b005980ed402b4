// The choices beside the hits: boxes to tick, with how many places there are.

import { make } from "./dom.js";
import { about } from "./engine.js";
import { kinds, parts, sets } from "./parts.js";

/** @typedef {[name: string, value: string][]} Picked what is ticked: names of fields and values */

/** The choice that leaves out older editions. */
const CURRENT = { 1: "Kun gældende udgave" };

/**
 * Adds a box for each value that has none. A box stays once made, so that the focus does.
 *
 * @param {HTMLFieldSetElement} part
 * @param {Record<string, number>} counts
 * @param {string[]} own the values that are ticked
 */
const addBoxes = (part, counts, own) => {
  const kind = part.dataset.facet;
  /** @type {Record<string, string>} */
  const names = (kind && { kind: kinds, edition: about()?.editions, current: CURRENT }[kind]) || {};
  const made = [...part.querySelectorAll("input")].map(({ value }) => value);
  const most = Object.keys(counts).sort((a, b) => counts[b] - counts[a]);
  for (const value of new Set([...most, ...own])) {
    if (made.includes(value)) continue;
    const box = Object.assign(make("input"), { type: "checkbox", name: part.name, value });
    box.checked = own.includes(value);
    part.append(make("label", "", box, make("span", "", names[value] || value), make("span", "meta")));
  }
};

/**
 * Shows what can be chosen.
 *
 * @param {Record<string, Record<string, number>>} facets how many places there are by facet and value
 * @param {Picked} picked
 */
export const showFacets = (facets, picked) => {
  for (const part of sets) {
    const counts = facets[String(part.dataset.facet)] ?? {};
    const own = picked.filter(([name]) => name === part.name).map(([, value]) => value);
    addBoxes(part, counts, own);
    const boxes = [...part.querySelectorAll("input")];
    for (const box of boxes) {
      const label = /** @type {HTMLElement} */ (box.parentElement);
      const place = /** @type {HTMLElement} */ (label.lastElementChild);
      place.textContent = String(counts[box.value] || 0);
      label.hidden = !counts[box.value] && !box.checked;
    }
    part.hidden = boxes.every((box) => box.parentElement?.hidden);
  }
  parts.facets.hidden = sets.every((part) => part.hidden);
};
