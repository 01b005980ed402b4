// What a civil registration number looks like: a day, a month, a year and four digits, not inside another
// number.
const DAY = "[0-7]\\d";
const MONTH = "(?:0[1-9]|1[0-2])";
const CPR = new RegExp(`(?<!\\d)${DAY}${MONTH}\\d\\d[-\\s]?\\d{4}(?!\\d)`);

/**
 * Whether a civil registration number seems to be in a text.
 *
 * @param {string} text
 */
export const looksLikeCpr = (text) => CPR.test(text);
