// What was agreed at a visit, and what is to be followed up, each with a date.

import { wholeText } from "./assessment.js";
import { agreedKey } from "./report-keys.js";
import { isDay, wordsOfDay } from "./times.js";

/** @import { OpenPack } from "./open-pack.js" */

/**
 * @typedef {object} Agreed
 * @property {string} id
 * @property {string} sort "Aftalt" or "Følg op"
 * @property {string} text with what somebody else has written in its place
 * @property {string} date as fields for dates have it; empty where there is none
 */

export const AGREED = "Aftalt";
export const FOLLOW_UP = "Følg op";

/**
 * Everything agreed that has a text, in the order of the dates; what has none comes last.
 *
 * @param {OpenPack} open
 * @returns {Agreed[]}
 */
export const agreedOf = (open) => {
  const ids = new Set(
    [...open.records.keys()].filter((key) => key.startsWith("aftale/")).map((key) => key.split("/")[1]),
  );
  return [...ids]
    .map((id) => ({
      id,
      sort: open.text(agreedKey(id, "slags")) || AGREED,
      text: wholeText(open, agreedKey(id, "tekst")),
      date: open.text(agreedKey(id, "dato")),
    }))
    .filter(({ text }) => text)
    .sort(
      (one, other) =>
        (one.date || "9999").localeCompare(other.date || "9999") || one.id.localeCompare(other.id),
    );
};

/**
 * The same in lines: what it is and when, and the text.
 *
 * @param {OpenPack} open
 * @returns {[name: string, text: string][]}
 */
export const agreedLines = (open) =>
  agreedTexts(open).map(({ slags, tekst, dato }) => [dato ? `${slags}, ${dato}` : slags, tekst]);

/**
 * The same as the report says it: sort, text and date.
 *
 * @param {OpenPack} open
 */
export const agreedTexts = (open) =>
  agreedOf(open).map(({ sort, text, date }) => ({
    slags: sort,
    tekst: text,
    dato: isDay(date) ? wordsOfDay(date) : "",
  }));
