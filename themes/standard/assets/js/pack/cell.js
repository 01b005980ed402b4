// A cell of a table for spreadsheets.

// A cell that begins like a formula would be run by a spreadsheet, and where a cell begins depends on what
// the reader takes for a separator. The signs are there in full width too, for some programs take these for
// the others.
const CELL_START = "(^|[,;|\\t\\r\\n])";
const BLANKS_AND_QUOTES = "([\\s\"']*)";
const FORMULA = "(?=[=+\\-@＝＋－＠])";
const RUN = new RegExp(CELL_START + BLANKS_AND_QUOTES + FORMULA, "g");

/** @param {string} text */
export const cell = (text) => `"${text.replace(RUN, "$1$2'").replaceAll('"', '""')}"`;
