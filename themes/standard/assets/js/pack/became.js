// What has changed since the edition of a pack: what became of its questions, and what is known although no
// edition says so.

import { link, make } from "./dom.js";

/** @import { Part, Question } from "./types.js" */

/** @type {Record<string, ["del" | "ins", string]>} */
const MARKS = { older: ["del", "udgået: "], newer: ["ins", "nyt: "] };

/**
 * What became of a question in the edition that replaces that of the pack.
 *
 * @param {Question | undefined} question
 * @returns {Part}
 */
export const becameParts = (question) => {
  if (!question?.became) return null;
  const { edition, units, sort, reason, redline } = question.became;
  const links = units.map(({ name, url }, at) => [at ? ", " : "", link(url, name)]);
  const what = sort ? [links, links.length ? ` (${sort})` : sort] : "ikke kendt her";
  const marked = redline.map(({ side, text }) => {
    if (!MARKS[side]) return text;
    const [tag, said] = MARKS[side];
    return make(tag, {}, make("span", { className: "hidden" }, said), text);
  });
  const more = redline.length > 0 && make("p", { className: "redline" }, marked);
  return [make("p", {}, `I ${edition}: `, what, ".", reason && ` ${reason}`), more];
};

/**
 * What is known to have changed about the indicator of a question, or about an edition as a whole.
 *
 * @param {{ known?: string[] } | undefined} changed
 * @returns {Part}
 */
export const knownChanges = (changed) =>
  changed?.known?.map((text) => make("p", { className: "notice" }, text));
