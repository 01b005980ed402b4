// A tree of boxes to tick: themes, criteria, indicators and questions. Ticking one ticks what is under it.

import { find, findInput, make, stamp } from "./dom.js";
import { haystack, relevant } from "./questions.js";

/** @import { Criterion, Edition, Indicator, Part, Question, Theme } from "./types.js" */

/** @typedef {{ question: Question, label: HTMLElement, hay: string }} Leaf */

/**
 * @param {Edition} edition
 * @param {Set<string>} chosen the questions that are ticked; changed by the tree
 * @param {() => void} changed
 */
export const choiceTree = (edition, chosen, changed) => {
  /** @type {{ input: HTMLInputElement, questions: Question[] }[]} */
  const boxes = [];
  /** @type {Leaf[]} */
  const leaves = [];
  /**
   * @param {HTMLElement} part
   * @param {Question[]} questions
   */
  const box = (part, questions) => {
    const input = findInput("box", part);
    input.onchange = () => {
      for (const { id } of questions) chosen[input.checked ? "add" : "delete"](id);
      changed();
    };
    boxes.push({ input, questions });
    return part;
  };
  /** @param {Question} question */
  const leaf = (question) => {
    const part = box(stamp("leaf", { number: question.id, name: question.text }), [question]);
    leaves.push({ question, label: part, hay: haystack(question) });
    return part;
  };
  /**
   * @param {Part} name
   * @param {(question: Question) => boolean} isUnder
   * @param {Part} inside
   */
  const branch = (name, isUnder, inside) =>
    box(stamp("branch", { name, inside }), edition.questions.filter(isUnder));
  const element = branches(edition, branch, leaf);
  /** @param {{ service?: string, visit?: string }} choice */
  const show = (choice) => {
    for (const { input, questions } of boxes) {
      const count = questions.filter(({ id }) => chosen.has(id)).length;
      input.checked = count === questions.length;
      input.indeterminate = count > 0 && !input.checked;
    }
    for (const { question, label } of leaves) {
      const isFit = relevant(question, choice);
      label.classList.toggle("dim", !isFit);
      find("dim", label).hidden = isFit;
    }
  };
  return { element, leaves, show };
};

/**
 * The tree itself.
 *
 * @param {Edition} edition
 * @param {(name: Part, isUnder: (question: Question) => boolean, inside: Part) => HTMLElement} branch
 * @param {(question: Question) => HTMLElement} leaf
 */
const branches = (edition, branch, leaf) => {
  /** @param {Indicator} indicator */
  const ofIndicator = (indicator) => {
    const summary = make("summary", {}, `${indicator.questions.length} spørgsmål`);
    const name = `Indikator ${indicator.id}: ${indicator.text}`;
    const leaves = indicator.questions.map(leaf);
    return branch(name, (question) => question.indicator === indicator, make("details", {}, summary, leaves));
  };
  /** @param {Criterion} criterion */
  const ofCriterion = (criterion) => {
    const name = `Kriterium ${criterion.id}: ${criterion.text}`;
    const inside = criterion.indicators.map(ofIndicator);
    return branch(name, (question) => question.criterion === criterion, inside);
  };
  /** @param {Theme} theme */
  const ofTheme = (theme) => {
    const inside = theme.criteria.map(ofCriterion);
    return branch(make("b", {}, theme.title), (question) => question.theme === theme, inside);
  };
  return branch("Alle spørgsmål", () => true, edition.themes.map(ofTheme));
};
