// Which documents a letter asks for: those that the questions suggest, without those left out, and one's own.

import { documentsOf } from "./questions.js";
import { planKey } from "./report-keys.js";
import { valueNow } from "./typing.js";

/** @import { OpenPack } from "./open-pack.js" */

/**
 * The lines of a text that say something.
 *
 * @param {string} text
 */
const linesOf = (text) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/**
 * The names of suggested documents that are not asked for.
 *
 * @param {OpenPack} open
 */
export const leftOut = (open) => new Set(linesOf(valueNow(open, planKey("udeladt"))));

/**
 * The documents to ask for, each with the numbers of its questions.
 *
 * @param {OpenPack} open
 * @returns {{ navn: string, numre: string }[]}
 */
export const wantedDocuments = (open) => {
  const out = leftOut(open);
  const suggested = documentsOf(open.entries).filter(([name]) => !out.has(name));
  const own = linesOf(open.text(planKey("flere")));
  return [
    ...suggested.map(([navn, numbers]) => ({ navn, numre: numbers.join(", ") })),
    ...own.map((navn) => ({ navn, numre: "" })),
  ];
};
