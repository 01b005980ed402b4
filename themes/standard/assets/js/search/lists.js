// Lists of numbers as the index has them: in base 36, each as the difference to the one in front.

/**
 * A number in base 36.
 *
 * @param {string} digits
 */
export const read = (digits) => parseInt(digits, 36);

/**
 * The first number that passes a test, as all behind it do.
 *
 * @param {number} high one more than the last number
 * @param {(at: number) => boolean} test
 */
export const first = (high, test) => {
  let low = 0;
  let end = high;
  while (low < end) {
    const middle = (low + end) >> 1;
    if (test(middle)) end = middle;
    else low = middle + 1;
  }
  return low;
};

const COMMA = 44;
const STAR = 42;
const NINE = 57;
/** What is subtracted from the code of a digit, and of a letter, to get its value in base 36. */
const DIGITS = 48;
const LETTERS = 87;

/**
 * Documents and how often each has something; see "The browser's files" in ARCHITECTURE.md. Letter by letter:
 * an index has a hundred thousand of these numbers.
 *
 * @param {string} [list]
 * @returns {[documents: number[], counts: number[]]}
 */
export const decode = (list = "") => {
  /** @type {number[]} */
  const documents = [];
  /** @type {number[]} */
  const counts = [];
  let current = 0;
  let number = 0;
  let count = -1;
  for (let at = 0; list && at <= list.length; at += 1) {
    const code = at < list.length ? list.charCodeAt(at) : COMMA;
    if (code === COMMA) {
      current += number;
      documents.push(current);
      counts.push(count < 0 ? 1 : count);
      number = 0;
      count = -1;
    } else if (code === STAR) count = 0;
    else {
      const digit = code - (code > NINE ? LETTERS : DIGITS);
      if (count < 0) number = number * 36 + digit;
      else count = count * 36 + digit;
    }
  }
  return [documents, counts];
};
