// A selection for a short visit: what to ask first if there is not time for everything, and why. It follows
// from the editors' marks by a rule that the screen tells.

/** @import { Question } from "./types.js" */

/** How long a question takes if nobody says otherwise, in minutes. */
export const EACH = 5;

/**
 * Why a question comes before others of its indicator.
 *
 * @param {Question} question
 */
const reasonsOf = ({ sources, unannounced }) =>
  [sources.includes("borgere") && "borgerne kan svare", unannounced && "kan undersøges uden varsel"].filter(
    Boolean,
  );

/**
 * The position of everything in its group.
 *
 * @template T
 * @param {T[]} all
 * @param {(one: T) => unknown} groupOf
 * @returns {Map<T, number>}
 */
const rankIn = (all, groupOf) => {
  /** @type {Map<unknown, number>} */
  const counts = new Map();
  return new Map(
    all.map((one) => {
      const group = groupOf(one);
      const rank = counts.get(group) ?? 0;
      counts.set(group, rank + 1);
      return [one, rank];
    }),
  );
};

/**
 * As many questions as fit, in the order of the model, each with its reason. No indicator has two before
 * every one has one, and no theme has two indicators before every theme has one. Within an indicator come
 * first those that citizens can answer, then those that can be examined without notice.
 *
 * @param {Question[]} questions
 * @param {number} minutes
 * @returns {{ question: Question, reason: string }[]}
 */
export const coreOf = (questions, minutes) => {
  const count = Math.max(1, Math.floor(minutes / EACH));
  const indicators = [...new Set(questions.map(({ indicator }) => indicator))];
  const themeOf = new Map(questions.map(({ indicator, theme }) => [indicator, theme]));
  const indicatorRank = rankIn(indicators, (indicator) => themeOf.get(indicator));
  const best = [...questions].sort(
    (one, other) => reasonsOf(other).length - reasonsOf(one).length || one.at - other.at,
  );
  const rank = rankIn(best, ({ indicator }) => indicator);
  /** @param {Question} question */
  const place = (question) => [rank.get(question) ?? 0, indicatorRank.get(question.indicator) ?? 0];
  const ordered = [...questions].sort((one, other) => {
    const [mine, theirs] = [place(one), place(other)];
    return mine[0] - theirs[0] || mine[1] - theirs[1] || one.at - other.at;
  });
  return ordered
    .slice(0, count)
    .sort((one, other) => one.at - other.at)
    .map((question) => {
      const choice = `${(rank.get(question) ?? 0) + 1}. valg under indikator ${question.indicator.id}`;
      return { question, reason: [choice, ...reasonsOf(question)].join(", ") };
    });
};
