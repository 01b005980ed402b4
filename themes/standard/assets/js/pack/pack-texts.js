// What the records of a pack say, in plain words.

import { entriesOf } from "./questions.js";
import { SOURCES, entryOf, nameOf } from "./sources.js";
import { unfiledIn } from "./tombstones.js";

/** @import { NamedQuestion, Note, OwnQuestion, Pack, PackRecord, Text, Value } from "./types.js" */

export class PackTexts {
  /** @param {Pack} pack */
  constructor(pack) {
    this.pack = pack;
    /** @type {Map<string, PackRecord>} */
    this.records = new Map();
  }

  /**
   * @param {string} key
   * @returns {Value}
   */
  value(key) {
    return this.records.get(key)?.value ?? "";
  }

  /**
   * The note or the state under `key`.
   *
   * @param {string} key
   */
  text(key) {
    return /** @type {string} */ (this.value(key));
  }

  /**
   * Texts that stand beside the one under `key`.
   *
   * @param {string} key
   */
  also(key) {
    return (this.records.get(key)?.also ?? []).filter(({ value }) => value);
  }

  /**
   * The consultant's own questions, also those that are left out.
   *
   * @returns {NamedQuestion[]}
   */
  own() {
    const own = [...this.records.values()].filter(({ key, value }) => key.startsWith("own/") && value);
    return own.map(({ key, value }) => ({ .../** @type {OwnQuestion} */ (value), id: key }));
  }

  /**
   * Whether somebody has answered a question.
   *
   * @param {string} id
   */
  isAnswered(id) {
    const keys = [...this.records.keys()].filter((key) => entryOf(key) === id);
    return keys.some((key) => this.value(key) || this.also(key).length);
  }

  /**
   * Questions of one's own that are gone, of which answers are left.
   *
   * @returns {NamedQuestion[]}
   */
  removed() {
    const keys = [...this.records.keys()].map((key) => entryOf(key) ?? "");
    const ids = new Set(keys.filter((id) => id.startsWith("own/") && !this.value(id)));
    const text = "Spørgsmålet er fjernet, men det har svar.";
    return [...ids].filter((id) => this.isAnswered(id)).map((id) => ({ id, text, theme: "", source: "" }));
  }

  /** How many notes are in no file yet, as they are now. */
  get unfiled() {
    return unfiledIn(this.records.values()).length;
  }

  get entries() {
    return entriesOf(this.pack, [...this.own().filter(({ out }) => !out), ...this.removed()]);
  }

  /**
   * Texts of an entry by source; only those there are.
   *
   * @param {{ id: string }} entry
   * @returns {Note[]}
   */
  notes({ id }) {
    return SOURCES.map(([source, name]) => {
      const key = `note/${id}/${source}`;
      return /** @type {Note} */ ([source, name, this.text(key), this.also(key)]);
    }).filter(([, , text, also]) => text.trim() || also.length);
  }

  /** Names of what cannot be read. */
  get unreadable() {
    /** @param {Text} text */
    const isUnread = ({ data }) => data !== undefined;
    const records = [...this.records.values()].filter(({ also, ...text }) => [text, ...also].some(isUnread));
    return records.map(({ key }) => nameOf(key));
  }
}
