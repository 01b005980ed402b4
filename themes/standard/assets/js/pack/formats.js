// Markdown: what each element of the write-up becomes, and how text is escaped so that it stays what it is.

/**
 * @typedef {object} Format
 * @property {Record<string, string>} tags what an element becomes; `@` stands for what is in it
 * @property {(text: string) => string} escape
 */

// What programs make links of by themselves: web and mail addresses, names of people. Backslashes do not stop
// all of them, but none looks into code.
const LINKED = /\/\/|\bwww\.|@/i;

const BACKTICKS = /`+/g;
const BACKTICK_AT_AN_END = /^`|`$/;

/**
 * A text as a span of code, in more backticks than it has in a row.
 *
 * @param {string} text
 */
const codeSpan = (text) => {
  const runs = Array.from(text.matchAll(BACKTICKS), ([run]) => run.length);
  const marks = "`".repeat(1 + Math.max(0, ...runs));
  const room = BACKTICK_AT_AN_END.test(text) ? " " : "";
  return `${marks}${room}${text}${room}${marks}`;
};

// Words, and the blanks between them within a line.
const WORD_OR_BLANKS = /\S+|[^\S\n]+/g;

// Signs that mean something in Markdown, and a dot in a word, which some programs take for part of an
// address.
const SIGN = "[\\\\`*_[\\]<>#|~&!$]";
const DOT_IN_A_NAME = "\\.(?=\\p{L}{2})";
const MEANING = new RegExp(`${SIGN}|${DOT_IN_A_NAME}`, "gu");

// What makes a list or a heading of a line: a number with a dot or a bracket, a hyphen, a plus, a row of
// equal signs.
const NUMBERED = "[.)](?=\\s)";
const LINE_START = new RegExp(`^(\\d*)([-+=]|${NUMBERED})`, "gm");

const BLANK_AFTER_A_BREAK = /(?<=\n)[ \t]/g;

/** @param {string} part */
const escapeWord = (part) => (LINKED.test(part) ? codeSpan(part) : part.replace(MEANING, "\\$&"));

/** @param {string} text */
export const escapeMarkdown = (text) =>
  text
    .replace(WORD_OR_BLANKS, escapeWord)
    .replace(LINE_START, "$1\\$2")
    // Blanks in front would make a block of code of a line.
    .replace(BLANK_AFTER_A_BREAK, (blank) => `&#${blank.charCodeAt(0)};`)
    .replaceAll("\n", "  \n");

/** @type {Format} */
export const markdown = {
  tags: {
    H1: "# @\n\n",
    H2: "## @\n\n",
    H3: "### @\n\n",
    H4: "#### @\n\n",
    P: "@\n\n",
    B: "**@**",
    BR: "  \n",
  },
  escape: escapeMarkdown,
};

/**
 * What is below a node, in a format.
 *
 * @param {Node} node
 * @param {Format} format
 * @returns {string}
 */
export const written = (node, format) =>
  Array.from(node.childNodes, (child) => {
    if (child instanceof Element)
      return format.tags[child.tagName].replace("@", () => written(child, format));
    return format.escape(/** @type {Text} */ (child).data);
  }).join("");
