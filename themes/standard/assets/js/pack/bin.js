// The bin of a pack: texts that somebody removed, as records of the pack. They last as long as the pack, and
// leave the device in no file.

import { BIN, isInBin } from "./report-keys.js";
import { nameOf } from "./sources.js";
import { random } from "./times.js";
import { offerUndo } from "./undo.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Discarded, OwnQuestion, Text } from "./types.js" */

/**
 * Where a text in the bin is from.
 *
 * @param {string} binKey
 */
const placeOf = (binKey) => binKey.slice(BIN.length, binKey.lastIndexOf("/"));

/** The kinds of records whose texts somebody wrote at length. */
const WRITTEN = ["note", "assess", "fact"];

/** How long a text is at least of which a rest is written over, in letters. */
const LONG = 40;

/**
 * Whether little is left of a text.
 *
 * @param {string} before
 * @param {string} after
 */
const isEmptied = (before, after) =>
  after ? before.length > LONG && after.length < before.length / 4 : before.trim().length > 0;

/**
 * Takes a text out of the bin, to where it was: beside the note, if somebody else wrote it, or into it.
 *
 * @param {OpenPack} open
 * @param {string} binKey
 */
export const putBack = async (open, binKey) => {
  const key = placeOf(binKey);
  const { isBeside, question, value, by, time } = /** @type {Discarded} */ (open.value(binKey));
  if (question) await open.save(key, question);
  else if (isBeside) await open.putBeside(key, { value, by, time });
  else
    await open.save(
      key,
      key.startsWith("state/") ? value : [open.text(key), value].filter(Boolean).join("\n"),
    );
  await open.save(binKey, "");
};

/**
 * Puts a text into the bin, before it goes from its place.
 *
 * @param {OpenPack} open
 * @param {string} key
 * @param {Text} text
 * @param {boolean} isBeside
 */
export const discard = async (open, key, { rev, value, by, time }, isBeside) => {
  const binKey = `${BIN}${key}/${rev}`;
  await open.save(binKey, { isBeside, value: String(value), by, time });
  offerUndo(`Teksten er fjernet fra ${nameOf(key)}. Den ligger under »Aflever«.`, () =>
    putBack(open, binKey),
  );
};

/**
 * Puts the text that is stored into the bin if little would be left of it.
 *
 * @param {OpenPack} open
 * @param {string} key
 * @param {string} after what is about to be stored in its place
 */
export const discardEmptied = async (open, key, after) => {
  const record = open.records.get(key);
  if (!record || !WRITTEN.includes(key.split("/")[0]) || typeof record.value !== "string") return;
  if (isEmptied(record.value, after)) await discard(open, key, record, false);
};

/**
 * Puts a question of one's own into the bin, before it goes.
 *
 * @param {OpenPack} open
 * @param {string} key
 * @param {OwnQuestion} question
 * @param {() => void} shown shows it again
 */
export const discardOwn = async (open, key, question, shown) => {
  const binKey = `${BIN}${key}/${random()}`;
  await open.save(binKey, {
    isBeside: false,
    question,
    value: question.text,
    by: open.pack.by,
    time: Date.now(),
  });
  offerUndo("Spørgsmålet er fjernet.", async () => {
    await putBack(open, binKey);
    shown();
  });
};

/**
 * What is in the bin, the latest first.
 *
 * @param {OpenPack} open
 * @returns {{ key: string, name: string, text: Discarded }[]}
 */
export const binOf = (open) =>
  [...open.records.values()]
    .filter(({ key, value }) => isInBin(key) && value)
    .sort((one, other) => other.time - one.time)
    .map(({ key, value }) => ({ key, name: nameOf(placeOf(key)), text: /** @type {Discarded} */ (value) }));
