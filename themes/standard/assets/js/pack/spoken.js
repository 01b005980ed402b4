// What is written about the questions of a pack, as the write-up and the paper show it.

import { make } from "./dom.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Entry, Note, Text } from "./types.js" */

/**
 * The state and the notes of an entry as [who, text], each note with what is beside it.
 *
 * @param {OpenPack} open
 * @param {Entry} entry
 */
export const spoken = (open, entry) => {
  const key = `state/${entry.id}`;
  /**
   * @param {string} name
   * @param {string} other whose it is if that is not known
   * @returns {(text: Text) => [name: string, text: string]}
   */
  const beside = (name, other) => (text) => [
    `${name}, ${text.by || other}`,
    /** @type {string} */ (text.value),
  ];
  /**
   * @param {Note} note
   * @returns {[name: string, text: string][]}
   */
  const ofSource = ([, name, text, also]) => [
    [name, text.trim()],
    ...also.map(beside(name, "en anden note")),
  ];
  /** @type {[name: string, text: string][]} */
  const all = [
    ["Status", open.text(key)],
    ...open.also(key).map(beside("Status", "en anden")),
    ...open.notes(entry).flatMap(ofSource),
  ];
  return all.filter(([, text]) => text);
};

/**
 * Texts as elements, each behind its name.
 *
 * @param {[name: string, text: string][]} texts
 */
export const namedParts = (texts) =>
  texts.map(([name, text]) => make("p", { className: "typed" }, make("b", {}, `${name}:`), " ", text));

/**
 * The same as elements.
 *
 * @param {OpenPack} open
 * @param {Entry} entry
 */
export const spokenParts = (open, entry) => namedParts(spoken(open, entry));
