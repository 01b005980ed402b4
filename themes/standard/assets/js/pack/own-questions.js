// Questions of one's own, on the screen where a pack is put together.

import { discardOwn } from "./bin.js";
import { stamp } from "./dom.js";
import { random } from "./times.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Edition, OwnQuestion } from "./types.js" */

/**
 * @typedef {object} OwnFields the parts of the screen that belong to them
 * @property {HTMLElement} place of the list
 * @property {HTMLInputElement} text
 * @property {HTMLInputElement} theme
 * @property {HTMLInputElement} source
 * @property {() => void} remember writes the draft
 */

export class OwnQuestions {
  /**
   * @param {OpenPack | null} open
   * @param {Edition} edition
   * @param {[key: string, value: OwnQuestion][] | undefined} drafted
   * @param {OwnFields} fields
   */
  constructor(open, edition, drafted, fields) {
    this.open = open;
    this.edition = edition;
    this.fields = fields;
    /** @type {[key: string, value: OwnQuestion][] | undefined} */
    const stored = open?.own().map(({ id, ...value }) => [id, value]);
    /** @type {Map<string, OwnQuestion>} */
    this.questions = new Map(open ? stored : drafted);
  }

  all() {
    return [...this.questions];
  }

  draw() {
    const items = this.all().map(([key, question]) => this.item(key, question));
    this.fields.place.replaceChildren(...items);
  }

  /**
   * @param {string} key
   * @param {OwnQuestion} question
   */
  item(key, { out, ...value }) {
    const theme = this.edition.themes.find(({ id }) => id === value.theme)?.title ?? "uden tema";
    const isAnswered = this.open?.isAnswered(key);
    const discardIt = async () => {
      if (this.open) await discardOwn(this.open, key, value, () => this.set(key, value));
      await this.save(key, "");
    };
    const remove = isAnswered ? () => this.save(key, { ...value, out: true }) : discardIt;
    return stamp("own", {
      text: `${value.text} (${theme}, ${value.source})`,
      // One with answers is left out like the others: the answers stay in the pack.
      remove: !out && remove,
      again: Boolean(out) && (() => this.save(key, value)),
      out: Boolean(out),
    });
  }

  /**
   * @param {string} key
   * @param {OwnQuestion | "" | undefined} value
   */
  set(key, value) {
    if (value) this.questions.set(key, value);
    else this.questions.delete(key);
    this.draw();
    this.fields.remember();
  }

  /**
   * Saves a question, and takes the change back where that fails.
   *
   * @param {string} key
   * @param {OwnQuestion | ""} value
   */
  async save(key, value) {
    const old = this.questions.get(key);
    this.set(key, value);
    try {
      await this.open?.save(key, value);
    } catch (error) {
      this.set(key, old);
      throw error;
    }
  }

  /** Adds what is written in the fields. */
  async add() {
    const { text: field, theme, source, remember } = this.fields;
    const text = field.value.trim();
    field.value = "";
    if (!text) return;
    try {
      await this.save(`own/${random()}`, { text, theme: theme.value, source: source.value });
    } catch (error) {
      field.value ||= text;
      remember();
      throw error;
    }
  }

  addAnother() {
    this.fields.text.focus();
    return this.add();
  }
}
