// The list of the visit: its questions in groups that fold, by theme or by source. So that a large pack opens
// fast, the first cards are made at once, the others after the browser has drawn those, and the cards of a
// closed group when it is opened.

import { find, pieces, stamp } from "./dom.js";
import { leadTo } from "./jump.js";
import { bySources, underHeadings } from "./questions.js";
import { entryAt } from "./short-address.js";
import { visitCard } from "./visit-card.js";
import { placeIn, setPlace } from "./visit-place.js";

/** @import { Jump } from "./jump.js" */
/** @import { OpenPack } from "./open-pack.js" */
/** @import { Entry, Part } from "./types.js" */

/**
 * @typedef {object} Group
 * @property {string} title
 * @property {string} [source] where the list is by source
 * @property {Entry[]} entries
 * @property {HTMLDetailsElement} element
 * @property {(entry: Entry) => Part} partOf makes the card of an entry; has to get them in their order
 * @property {number} made how many of the entries have a card
 */

/** @typedef {Omit<Group, "element" | "partOf" | "made">} Given what a group is made of */

/** How many cards are made at once. */
const PORTION = 10;

/** How long the browser has to draw them before the next are made, in milliseconds. */
const PAUSE = 20;

/**
 * Entries are in the order of the model, so that those of a theme are together.
 *
 * @param {Entry[]} entries
 * @returns {Given[]}
 */
const byThemes = (entries) => {
  /** @type {Map<unknown, Given>} */
  const groups = new Map();
  for (const entry of entries) {
    const { theme } = entry;
    const group = groups.get(theme) ?? { title: theme ? `Tema: ${theme.title}` : "Uden tema", entries: [] };
    group.entries.push(entry);
    groups.set(theme, group);
  }
  return [...groups.values()];
};

export class VisitList {
  /**
   * @param {OpenPack} open
   * @param {boolean} isBySource
   * @param {HTMLElement} element
   */
  constructor(open, isBySource, element) {
    this.open = open;
    this.isBySource = isBySource;
    this.element = element;
    /** @type {Group[]} */
    this.groups = [];
    /** @type {HTMLElement | null} the card that is worked on */
    this.current = null;
    this.next = 0;
    element.addEventListener("focusin", ({ target }) => {
      this.become(/** @type {HTMLElement} */ (target).closest("[data-question]"));
    });
  }

  /**
   * @param {(entry: Entry) => boolean} fits
   * @param {boolean} [areAllOpen] whether somebody looks for something that may be in any group
   */
  draw(fits, areAllOpen) {
    const entries = this.open.entries.filter(fits);
    const groups = this.isBySource
      ? bySources(this.open, entries).map(({ task, ...group }) => ({ title: task, ...group }))
      : byThemes(entries);
    const { source } = placeIn(this.open.pack.id);
    const first = groups.find((group) => group.source === source) ?? groups[0];
    const before = new Map(this.groups.map((group) => [group.title, group]));
    /** @param {Given} group */
    const isOpen = (group) =>
      areAllOpen || (before.get(group.title)?.element.open ?? (!this.isBySource || group === first));
    this.groups = groups.map((group) => this.fold(group, isOpen(group)));
    // What is drawn again is as long as it was: otherwise the page would move under the reader.
    const shown = this.groups.filter(({ element }) => element.open);
    for (const group of shown) this.fill(group, before.get(group.title)?.made ?? 0);
    this.element.replaceChildren(...this.groups.map((group) => group.element));
    this.count();
    this.fillNext();
    this.become(this.remembered());
  }

  /**
   * @param {Given} given
   * @param {boolean} isOpen
   * @returns {Group}
   */
  fold(given, isOpen) {
    const { title, source } = given;
    const element = /** @type {HTMLDetailsElement} */ (stamp("fold", { title }));
    /** @param {Entry} entry */
    const card = (entry) => visitCard(this.open, entry, source);
    element.open = isOpen;
    element.addEventListener("toggle", () => this.fillNext());
    return { ...given, element, partOf: source ? card : underHeadings(card), made: 0 };
  }

  /**
   * Makes the first `count` cards of a group, if they are not there.
   *
   * @param {Group} group
   * @param {number} [count]
   */
  fill(group, count = Infinity) {
    const { element, entries, partOf, made } = group;
    const some = entries.slice(made, count);
    group.made += some.length;
    find("inside", element).append(...pieces(some.map(partOf)));
  }

  /** Makes the next cards that are shown, and those after them when the browser has drawn these. */
  fillNext() {
    clearTimeout(this.next);
    const group = this.groups.find(({ element, entries, made }) => element.open && made < entries.length);
    this.element.ariaBusy = group ? "true" : null;
    if (!group) return;
    this.fill(group, group.made + PORTION);
    // Not at the next frame: a window that is not seen has none, and would never be complete.
    this.next = setTimeout(() => this.fillNext(), PAUSE);
  }

  /** Says of each group how many of its questions have a note. */
  count() {
    const all = new Set(this.groups.flatMap(({ entries }) => entries));
    const sources = new Map([...all].map((entry) => [entry, this.open.notes(entry).map(([name]) => name)]));
    for (const { element, source, entries } of this.groups) {
      const noted = entries.filter((entry) => {
        const found = sources.get(entry) ?? [];
        return source ? found.includes(source) : found.length > 0;
      });
      find("count", element).textContent = `${noted.length} af ${entries.length} har en note`;
    }
  }

  /**
   * Whether a note of this key is missing on the screen, although its group is there.
   *
   * @param {string} key
   */
  lacks(key) {
    if (!this.isBySource || document.getElementsByName(key).length) return false;
    const group = this.groups.find(({ source }) => key.endsWith(`/${source}`));
    if (!group?.element.open) return !group;
    this.fill(group);
    return !document.getElementsByName(key).length;
  }

  /**
   * The card of an entry, in a group that is opened for it. All cards above it are made: later, they would
   * move it.
   *
   * @param {Group} group
   * @param {string} id
   */
  cardIn(group, id) {
    group.element.open = true;
    const above = this.groups.slice(0, this.groups.indexOf(group)).filter(({ element }) => element.open);
    above.forEach((one) => this.fill(one));
    this.fill(group, group.entries.findIndex((entry) => entry.id === id) + 1);
    return /** @type {HTMLElement | null} */ (
      group.element.querySelector(`[data-question="${CSS.escape(id)}"]`)
    );
  }

  /**
   * The card of a question, in the group that was worked on if it is in several.
   *
   * @param {string | undefined} question
   */
  cardOf(question) {
    const { source } = placeIn(this.open.pack.id);
    const has = this.groups.filter(({ entries }) => entries.some(({ id }) => id === question));
    const group = has.find((one) => one.source === source) ?? has[0];
    return group && question ? this.cardIn(group, question) : null;
  }

  /** The card where somebody was the last time, if it is in the list. */
  remembered() {
    return this.cardOf(placeIn(this.open.pack.id).question);
  }

  /**
   * The card that an address names, which is worked on from now on; none if it names none in the list.
   *
   * @param {string} asked as the address has it
   */
  named(asked) {
    const card = this.cardOf(entryAt(this.open, asked)?.id);
    this.become(card);
    return card;
  }

  /** @param {Element | null} card */
  become(card) {
    if (!card || card === this.current) return;
    this.current?.removeAttribute("data-current");
    this.current = /** @type {HTMLElement} */ (card);
    this.current.dataset.current = "";
    const group = this.groups.find(({ element }) => element.contains(card));
    const { question } = this.current.dataset;
    setPlace(this.open, { question, ...(group?.source && { source: group.source }) });
  }

  /**
   * Moves to another question, whatever group it is in.
   *
   * @param {number} by how many questions on
   */
  step(by) {
    const all = this.groups.flatMap((group) => group.entries.map(({ id }) => ({ group, id })));
    const at = all.findIndex(
      ({ group, id }) => id === this.current?.dataset.question && group.element.contains(this.current),
    );
    const next = all[at < 0 ? 0 : at + by];
    if (next) this.goTo(this.cardIn(next.group, next.id));
  }

  /**
   * Moves to the first question of the next group.
   *
   * @param {number} by how many groups on
   */
  stepGroup(by) {
    const at = this.groups.findIndex(({ element }) => element.contains(this.current));
    const next = this.groups[at + by];
    if (next) this.goTo(this.cardIn(next, next.entries[0].id));
  }

  /** @param {HTMLElement | null} card */
  goTo(card) {
    if (!card) return;
    this.become(card);
    leadTo(card);
  }

  /**
   * What the menu leads to: the groups, and the indicators in them; by source, only those of the source that
   * is worked on.
   *
   * @returns {Jump[]}
   */
  jumps() {
    const here = this.open.entries.find(({ id }) => id === this.current?.dataset.question);
    const indicator = here?.question?.indicator;
    const worked = this.groups.find(({ element }) => element.contains(this.current)) ?? this.groups[0];
    return this.groups.flatMap((group) => {
      const { title, source, entries } = group;
      /** @param {Entry} entry */
      const goTo = ({ id }) => this.goTo(this.cardIn(group, id));
      // Of another source one wants the same indicator.
      const same = entries.find(({ question }) => question && question.indicator === indicator);
      const first = { name: title, go: () => goTo((source && same) || entries[0]) };
      if (source && group !== worked) return [first];
      const firsts = entries.filter(
        ({ question }, at) => question && question.indicator !== entries[at - 1]?.question?.indicator,
      );
      const indicators = firsts.map((entry) => ({
        name: `Indikator ${entry.question?.indicator.id}`,
        go: () => goTo(entry),
        isInner: true,
      }));
      return [first, ...indicators];
    });
  }
}
