// The documents that references lead to. Does what `src/index/numbers.rs` does.

import { numbers } from "./index-files.js";
import { keyOf } from "./references.js";

/** @import { Reference } from "./references.js" */

/** How many references are suggested for one that leads nowhere. */
const SUGGESTIONS = 3;

/**
 * The documents that a reference leads to. The letter of an anvisning has no place of its own.
 *
 * @param {Reference} reference
 */
export const documentsOf = (reference) => {
  const found = numbers.get(keyOf(reference));
  if (found || reference.kind !== "anvisning") return found ?? [];
  return numbers.get(keyOf({ ...reference, part: undefined })) ?? [];
};

/**
 * The numbers in a key, letters counted as numbers: [5, 3, 7] for "spørgsmål 5.c 7".
 *
 * @param {string} key
 */
const sizes = (key) =>
  key
    .split(/[ .]/)
    .map((part) => (/^[a-z]$/.test(part) ? part.charCodeAt(0) - 96 : Number.parseInt(part, 10)))
    .filter((size) => size >= 0);

/**
 * How many numbers at the beginning two keys share, and how far apart the next ones are.
 *
 * @param {number[]} own
 * @param {number[]} wanted
 */
const closeness = (own, wanted) => {
  const differs = own.findIndex((size, at) => size !== wanted[at]);
  const shared = differs < 0 ? own.length : differs;
  const [a, b] = [own[shared], wanted[shared]];
  return { shared, distance: a !== undefined && b !== undefined ? Math.abs(a - b) : (a ?? b ?? 0) };
};

/**
 * The documents of the references closest to one that leads nowhere: those of the same kind that agree with
 * it longest, then those whose next number is nearest. If the number is there in other editions, these.
 *
 * @param {Reference} reference
 * @returns {number[]}
 */
export const nearest = (reference) => {
  const undated = keyOf({ ...reference, edition: undefined });
  const sorted = [...numbers].sort(([a], [b]) => (a < b ? -1 : 1));
  const ofOtherEditions = sorted.filter(([key]) => key.startsWith(`${undated} (`));
  if (ofOtherEditions.length) return ofOtherEditions.map(([, documents]) => documents[0]);
  const wanted = sizes(undated);
  const near = sorted
    .filter(([key]) => key.startsWith(`${reference.kind} `) && !key.endsWith(")"))
    .map(([key, documents]) => ({ document: documents[0], ...closeness(sizes(key), wanted) }))
    .sort((a, b) => b.shared - a.shared || a.distance - b.distance);
  // A paragraph has two keys: with its statute and without.
  return [...new Set(near.map(({ document }) => document))].slice(0, SUGGESTIONS);
};
