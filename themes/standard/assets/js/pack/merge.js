// What becomes of texts that meet: of two tabs, of a pack and a file, of two folders. No clock decides, and
// no text goes that nobody has seen: who has not seen what is there puts another text beside it, not in its
// place.
//
// A record is { key, rev, past, shared, time, by, also } with its text; `also` holds the texts beside it. The
// text is `data` as it is stored, sealed where the pack is locked, and `value` in plain words. A stored text
// that cannot be read keeps its `data` and has no `value`.

/** @import { PackQuestion, PackRecord, Text, WholePack } from "./types.js" */

/**
 * @param {Text} record
 * @returns {Text}
 */
const textOf = ({ rev, time, by, data, value }) => ({
  rev,
  time,
  by,
  ...(data === undefined ? { value } : { data }),
});

/** @param {Text} text */
const isEmpty = ({ data, value }) => !data && !value;

/**
 * What is stored when `next` is saved over `current` by somebody who had seen `seen`; `drop` leaves one text
 * out.
 *
 * @param {PackRecord | undefined} current
 * @param {{ rev: string, data?: unknown } | undefined} seen
 * @param {Text} next
 * @param {string} [drop]
 * @returns {Omit<PackRecord, "key">}
 */
export const revise = (current, seen, next, drop) => {
  // It was stored, but the answer did not come; or it was spoilt on the way.
  if (current?.rev === next.rev) return { ...current, data: next.data };
  const { past, also, shared } = current ?? { past: [], also: [] };
  /** @param {Text} text */
  const isSettled = ({ rev }) => rev === seen?.rev || rev === drop;
  const settled = also.filter(isSettled).map(({ rev }) => rev);
  const others = also.filter((one) => !isSettled(one));
  if (current && (current.rev !== seen?.rev || seen.data) && !isEmpty(current)) others.push(textOf(current));
  else if (current && shared === current.rev) settled.push(current.rev);
  return { ...next, past: [...past, ...settled], shared, also: others };
};

/**
 * One record of two: the newer where one was made from the other, else both texts side by side.
 *
 * @param {PackRecord} mine
 * @param {PackRecord} theirs
 * @returns {PackRecord}
 */
export const mergeRecord = (mine, theirs) => {
  const past = [...new Set([...mine.past, ...theirs.past])];
  const isNewer = theirs.past.includes(mine.rev);
  const main = isNewer ? theirs : mine;
  /** @param {Text} one */
  const isAnother = (one) =>
    one.data !== undefined || JSON.stringify(one.value) !== JSON.stringify(main.value);
  const others = [...mine.also, ...theirs.also, textOf(isNewer ? mine : theirs)].filter(
    (one) => !isEmpty(one) && one.rev !== main.rev && !past.includes(one.rev) && isAnother(one),
  );
  const also = [...new Map(others.map((one) => [one.rev, one])).values()];
  return { ...main, past, shared: isNewer ? theirs.rev : mine.shared, also };
};

/**
 * Two lists of questions as one; a question that either has is chosen.
 *
 * @param {PackQuestion[]} mine
 * @param {PackQuestion[]} theirs
 */
const mergeQuestions = (mine, theirs) => {
  const questions = new Map(theirs.map((question) => [question.id, question]));
  for (const question of mine) {
    const other = questions.get(question.id);
    questions.set(question.id, { ...question, out: question.out && (!other || other.out) });
  }
  return [...questions.values()];
};

/**
 * A pack with what a file or another folder has beside it.
 *
 * @param {WholePack} mine
 * @param {WholePack} theirs
 * @returns {WholePack}
 */
export const mergePacks = (mine, theirs) => {
  const records = new Map(mine.records.map((record) => [record.key, record]));
  for (const record of theirs.records) {
    const here = records.get(record.key);
    records.set(record.key, here ? mergeRecord(here, record) : { ...record, shared: record.rev });
  }
  const questions = mergeQuestions(mine.pack.questions, theirs.pack.questions);
  // What comes in takes the pack out of the bin.
  const { deleted: _, ...pack } = mine.pack;
  return { pack: { ...pack, questions }, records: [...records.values()] };
};

/**
 * A record of which the text `rev` left in a file. What has taken its place since was made from it, or stands
 * beside it.
 *
 * @template {{ rev: string, past: string[], also: { rev: string }[], shared?: string }} R
 * @param {R} record
 * @param {string | undefined} rev
 * @returns {R}
 */
export const afterLeaving = (record, rev) => {
  if (!rev || record.past.includes(rev) || record.also.some((one) => one.rev === rev)) return record;
  return record.rev === rev ? { ...record, shared: rev } : { ...record, past: [...record.past, rev] };
};

/**
 * The questions of a pack after somebody changed `before` to `after`, while the pack may have got others.
 *
 * @param {PackQuestion[]} now
 * @param {PackQuestion[]} before
 * @param {PackQuestion[]} after
 */
export const changedQuestions = (now, before, after) => {
  const old = new Map(before.map(({ id, out }) => [id, Boolean(out)]));
  const changed = after.filter(({ id, out }) => old.get(id) !== Boolean(out));
  const wanted = new Map(changed.map((question) => [question.id, question]));
  const kept = now.map((question) => {
    const change = wanted.get(question.id);
    wanted.delete(question.id);
    return change ? { ...question, out: change.out } : question;
  });
  return [...kept, ...wanted.values()];
};
