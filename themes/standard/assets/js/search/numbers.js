// What a text is as a number or an id. Does what `src/index/numbers.rs` does.

import { fold } from "./analysis.js";

const WITH_YEAR = /^([^]*)\((\d{4})\)$/;

// Everything but letters, numbers, §, and the dots between digits.
const OTHER_SIGN = "[^\\p{Alphabetic}\\p{N}§.]";
const DOT_WITHOUT_NUMBERS = "(?<![0-9])\\.|\\.(?![0-9])";
const DROPPED = new RegExp(`${OTHER_SIGN}|${DOT_WITHOUT_NUMBERS}`, "gu");

/**
 * The letters and numbers of a text; "/2020" where a year is behind it in brackets.
 *
 * @param {string} text
 */
export const key = (text) => {
  const [, name, year] = WITH_YEAR.exec(text.trim()) ?? ["", text, ""];
  const letters = fold(name).replace(DROPPED, "");
  return letters && year ? `${letters}/${year}` : letters;
};
