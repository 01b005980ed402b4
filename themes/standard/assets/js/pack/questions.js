// The questions of the site, and how a pack finds its own again: by their wording, then by their number.

import { knownChanges } from "./became.js";
import { make } from "./dom.js";
import { editionOf } from "./model.js";
import { SOURCES } from "./sources.js";
import { model } from "./state.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Edition, Entry, NamedQuestion, Pack, PackQuestion, Part, Question } from "./types.js" */

/** Headings of what belongs to no indicator: questions of one's own, and what the model no longer has. */
export const OWN = "Egne spørgsmål";
export const GONE = "Findes ikke længere på siden";

/** @param {string} text */
const plain = (text) => text.replace(/\s+/g, " ").trim();

/**
 * Whether the editors marked a question as fit for this visit.
 *
 * @param {Question} question
 * @param {{ service?: string, visit?: string }} choice
 */
export const relevant = (question, { service, visit }) =>
  (!service || question.services.includes(service)) && (visit !== "uanmeldt" || question.unannounced);

/**
 * The questions that stand at an address of the site, or cite what stands there.
 *
 * @param {Edition} edition
 * @param {string} address
 */
export const questionsAt = (edition, address) =>
  edition.questions.filter((question) => {
    const { indicator, criterion, theme, cites } = question;
    const isThere = [question, indicator, criterion, theme].some(({ url }) => url === address);
    return isThere || cites.some(([, url]) => url === address || model().cited[url]?.guideline === address);
  });

/**
 * Letters and numbers that a filter field looks in.
 *
 * @param {Question} question
 */
export const haystack = ({ id, text, ask, cites }) =>
  plain([id, text, ...ask.map((one) => one.text), ...cites.map(([name]) => name)].join(" ")).toLowerCase();

/**
 * Finds a question of a pack today.
 *
 * @param {PackQuestion} asked
 * @param {Question | undefined} numbered the question that has its number now
 * @param {Map<string, Question>} worded today's questions by their wording
 * @returns {Entry}
 */
const entryFor = ({ id, text }, numbered, worded) => {
  const isKept = numbered && plain(numbered.text) === plain(text);
  const question = isKept ? numbered : (worded.get(plain(text)) ?? numbered);
  /** @returns {Entry["how"]} */
  const how = () => {
    if (!question) return "gone";
    if (isKept) return "same";
    return plain(question.text) === plain(text) ? "moved" : "reworded";
  };
  return {
    id,
    text,
    how: how(),
    question,
    number: question?.id ?? id,
    theme: question?.theme,
    at: question?.at ?? 1e6,
    sources: question?.sources ?? [],
    cites: question?.cites.map(([name]) => name).join(", ") ?? "",
  };
};

/**
 * A question of one's own, after those of its theme.
 *
 * @param {NamedQuestion} own
 * @param {Edition} edition
 * @returns {Entry}
 */
const ownEntry = ({ id, text, theme: themeId, source }, edition) => {
  const theme = edition.themes.find((one) => one.id === themeId);
  const last = edition.questions.findLast((question) => question.theme === theme);
  const at = (last?.at ?? 1e6) + 0.5;
  return { id, text, how: "own", number: "Eget", theme, at, sources: source ? [source] : [], cites: "" };
};

/**
 * What a pack asks, in the model's order: its questions as they are found today, its own after those of their
 * theme.
 *
 * @param {Pick<Pack, "edition" | "questions">} pack
 * @param {NamedQuestion[]} own
 */
export const entriesOf = (pack, own) => {
  const edition = editionOf(pack.edition);
  const isSame = edition.id === pack.edition;
  const worded = new Map(edition.questions.map((question) => [plain(question.text), question]));
  const entries = pack.questions
    .filter(({ out }) => !out)
    .map((asked) => {
      const numbered = isSame ? edition.questions.find((question) => question.id === asked.id) : undefined;
      return entryFor(asked, numbered, worded);
    });
  entries.push(...own.map((question) => ownEntry(question, edition)));
  return entries.sort((a, b) => a.at - b.at);
};

/**
 * The sources that are suggested for an entry, or have a note already.
 *
 * @param {OpenPack} open
 * @param {Entry} entry
 */
export const bearing = (open, entry) => [...entry.sources, ...open.notes(entry).map(([source]) => source)];

/**
 * Entries by the sources they bear on, in the order of a visit; only sources that have any.
 *
 * @param {OpenPack} open
 * @param {Entry[]} entries
 * @returns {{ source: string, task: string, entries: Entry[] }[]}
 */
export const bySources = (open, entries) => {
  const all = entries.map((entry) => ({ entry, sources: bearing(open, entry) }));
  const groups = SOURCES.map(([source, , task]) => ({
    source,
    task: String(task),
    entries: all.filter(({ sources }) => sources.includes(source)).map(({ entry }) => entry),
  }));
  return groups.filter((group) => group.entries.length);
};

/**
 * Puts what `each` makes of an entry under its criterion and indicator, with a heading where one begins. Has
 * to get the entries of one theme in their order.
 *
 * @param {(entry: Entry) => Part} each
 * @returns {(entry: Entry) => Part}
 */
export const underHeadings = (each) => {
  /** @type {unknown[]} */
  const last = [];
  /**
   * @param {3 | 4} level
   * @param {unknown} key
   * @param {() => string} text
   */
  const head = (level, key, text) => {
    if (last[level] === key) return null;
    last[level] = key;
    last.length = level + 1;
    return key ? make(`h${level}`, {}, text()) : null;
  };
  return (entry) => {
    const { question, how } = entry;
    const criterion = question?.criterion;
    const indicator = question?.indicator;
    const others = how === "own" ? OWN : GONE;
    const heads = [
      head(3, criterion, () => `Kriterium ${criterion?.id}: ${criterion?.text}`),
      head(4, indicator ?? how, () => (indicator ? `Indikator ${indicator.id}: ${indicator.text}` : others)),
    ];
    return [heads, heads[1] && knownChanges(indicator), each(entry)];
  };
};

/**
 * What `each` makes of entries that belong to no indicator, under headings of their own.
 *
 * @param {Entry[]} entries
 * @param {(entry: Entry) => Part} each
 * @returns {Part}
 */
export const otherParts = (entries, each) => {
  const [own, gone] = [true, false].map((is) => entries.filter(({ how }) => (how === "own") === is));
  /** @type {(name: string, some: Entry[]) => Part} */
  const under = (name, some) => some.length > 0 && [make("h4", {}, name), some.map(each)];
  return [under(GONE, gone), under(OWN, own)];
};

/**
 * Documents that are suggested, each with the numbers of its questions.
 *
 * @param {Entry[]} entries
 */
export const documentsOf = (entries) => {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const { question, number } of entries) {
    for (const name of question?.documents ?? []) found.set(name, [...(found.get(name) ?? []), number]);
  }
  return [...found];
};
