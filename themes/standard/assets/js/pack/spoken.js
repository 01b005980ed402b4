// What is written about the questions of a pack, as the write-up and the paper show it.

import { make } from "./dom.js";
import { momentOf } from "./times.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Entry, Note, Text } from "./types.js" */

/** @typedef {[name: string, text: string, key?: string]} Spoken */

/**
 * A text that stands beside another.
 *
 * @param {string} name
 * @param {string} other whose it is if that is not known
 * @returns {(text: Text) => [name: string, text: string]}
 */
const beside = (name, other) => (text) => [
  `${name}, ${text.by || other}`,
  /** @type {string} */ (text.value),
];

/**
 * A note of an entry with what is beside it, each as [who, text, key]; what is beside it has no key.
 *
 * @param {Entry} entry
 * @param {Note} note
 */
export const spokenNote = ({ id }, [source, name, text, also]) => {
  /** @type {Spoken[]} */
  const all = [[name, text.trim(), `note/${id}/${source}`], ...also.map(beside(name, "en anden note"))];
  return all.filter(([, one]) => one);
};

/**
 * The state and the notes of an entry as [who, text, key], each note with what is beside it; that has no
 * key.
 *
 * @param {OpenPack} open
 * @param {Entry} entry
 */
export const spoken = (open, entry) => {
  const key = `state/${entry.id}`;
  /** @type {Spoken[]} */
  const all = [
    ["Status", open.text(key)],
    ...open.also(key).map(beside("Status", "en anden")),
    ...open.notes(entry).flatMap((note) => spokenNote(entry, note)),
  ];
  return all.filter(([, text]) => text);
};

/**
 * Texts as elements, each behind its name.
 *
 * @param {Spoken[]} texts
 */
export const namedParts = (texts) =>
  texts.map(([name, text]) => make("p", { className: "typed" }, make("b", {}, `${name}:`), " ", text));

/**
 * The same as elements.
 *
 * @param {OpenPack} open
 * @param {Entry} entry
 * @param {boolean} [isTimed] whether notes have the moment in which they were written
 */
export const spokenParts = (open, entry, isTimed = false) =>
  namedParts(
    spoken(open, entry).map(([name, text, key]) => {
      const mark = key && open.text(key.replace("note/", "mærke/"));
      const time = isTimed && key && momentOf(open.records.get(key)?.time ?? 0);
      const more = [time, mark].filter(Boolean).join(", ");
      return [more ? `${name} (${more})` : name, text];
    }),
  );
