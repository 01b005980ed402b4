// Records as they are stored, and in plain words.

import { headOf, isHidden, seal, unseal } from "./lock.js";
import { namesOfRecords, readItself, sealItself, storedKey } from "./locked.js";
import { isInBin, planName, reportName } from "./report-keys.js";
import { isSource } from "./sources.js";

/** @import { Owner } from "./locked.js" */
/** @import { Discarded, Keys, OwnQuestion, Pack, PackRecord, Sealed, Stored } from "./types.js" */
/** @import { Text, Value, WholePack } from "./types.js" */

/** @typedef {Keys | undefined} Secret what opens a locked pack */

/**
 * Whether a record of this key can have this value.
 *
 * @param {string} key
 * @param {Value | undefined} value
 */
export const isValue = (key, value) => {
  const [kind, ...rest] = key.split("/");
  if (reportName(key) || planName(key)) return typeof value === "string";
  if (isInBin(key)) return !value || typeof (/** @type {Discarded} */ (value).value) === "string";
  if (kind === "own") return !value || isSource(/** @type {OwnQuestion} */ (value).source);
  return typeof value === "string" && (kind === "state" || (kind === "note" && isSource(rest.at(-1))));
};

/**
 * A stored text in plain words, with the key of its record. One that is spoilt, or was sealed for another
 * place, stays as it is.
 *
 * @param {Owner} pack
 * @param {Secret} secret
 * @param {string} name under which the record is stored
 * @param {Stored} text
 * @returns {Promise<Text & { key: string }>}
 */
export const readText = async ({ id, lock }, secret, name, { data, ...rest }) => {
  try {
    // Older locks went with a fault that left plain texts in a locked pack.
    const isSealed = lock?.bound || (lock && data.iv);
    const head = () => headOf(/** @type {object} */ (lock), id, name, rest.rev);
    const plain = isSealed ? await unseal(/** @type {Keys} */ (secret), data, head()) : data;
    const text = lock?.hidden ? { ...rest, ...plain } : { ...rest, key: name, value: plain };
    if (isValue(text.key, text.value)) return text;
  } catch {
    // It cannot be read.
  }
  return { ...rest, key: name, data };
};

/** @typedef {Map<string, Promise<Sealed>>} SealedTexts what was sealed before, by place and text */

/**
 * A text as it is stored. `sealed` has what was sealed before.
 *
 * @template {Text} T
 * @param {Owner} pack
 * @param {Secret} secret
 * @param {string} key
 * @param {T} text
 * @param {SealedTexts} [sealed]
 * @returns {Promise<T>}
 */
export const sealText = async (pack, secret, key, text, sealed = new Map()) => {
  const { id, lock } = pack;
  const { value, ...rest } = text;
  if (rest.data !== undefined) return /** @type {T} */ (rest);
  if (!lock) return /** @type {T} */ ({ ...rest, data: value });
  const keys = /** @type {Keys} */ (secret);
  const { time, by } = rest;
  const sealNow = async () => {
    const head = headOf(lock, id, await storedKey(pack, keys, key), rest.rev);
    return seal(keys, lock.hidden ? { key, value, time, by } : value, head);
  };
  const place = JSON.stringify([key, rest.rev, value]);
  if (!sealed.has(place)) sealed.set(place, sealNow());
  const data = await sealed.get(place);
  if (!lock.hidden) return /** @type {T} */ ({ ...rest, data });
  const { time: _, by: __, ...shown } = rest;
  return /** @type {T} */ (/** @type {unknown} */ ({ ...shown, data }));
};

/**
 * A stored record in plain words, under its key as far as that is known.
 *
 * @param {Owner} pack
 * @param {Secret} secret
 * @param {PackRecord} record
 * @returns {Promise<PackRecord>}
 */
const readRecord = async (pack, secret, record) => {
  const texts = [record, ...record.also].map((text) => readText(pack, secret, record.key, text));
  const [text, ...also] = await Promise.all(texts);
  const known = [text, ...also].find(({ key }) => !isHidden(key)) ?? record;
  const beside = also.map(({ key: _, ...one }) => one);
  return /** @type {PackRecord} */ ({ ...text, key: known.key, also: beside });
};

/**
 * Spoilt records under the keys of what they were, so that the page can name them.
 *
 * @param {Pick<Pack, "id" | "lock" | "questions">} pack
 * @param {Secret} secret
 * @param {PackRecord[]} records
 */
const named = async (pack, secret, records) => {
  if (!records.some(({ key }) => isHidden(key))) return records;
  const own = records.map(({ key }) => key).filter((key) => key.startsWith("own/"));
  const ids = [...pack.questions.map(({ id }) => id), ...own];
  const keys = await namesOfRecords(pack, /** @type {Keys} */ (secret), ids);
  return records.map((record) => ({ ...record, key: keys.get(record.key) ?? record.key }));
};

/**
 * Stored records in plain words.
 *
 * @param {Pick<Pack, "id" | "lock" | "questions">} pack in plain words
 * @param {Secret} secret
 * @param {PackRecord[]} records
 */
export const readRecords = async (pack, secret, records) =>
  named(pack, secret, await Promise.all(records.map((record) => readRecord(pack, secret, record))));

/**
 * A stored pack in plain words.
 *
 * @param {WholePack} stored
 * @param {Secret} secret
 * @returns {Promise<WholePack>}
 */
export const readPack = async (stored, secret) => {
  const read = await Promise.all(stored.records.map((record) => readRecord(stored.pack, secret, record)));
  const pack = await readItself(stored.pack, secret, read);
  const records = await named(pack, secret, read);
  // Hidden names have an order of their own.
  if (pack.lock?.hidden) records.sort((one, other) => (one.key < other.key ? -1 : 1));
  return { pack, records };
};

/**
 * A pack and its records as they are stored.
 *
 * @param {Pack} pack
 * @param {Secret} secret
 * @param {PackRecord[]} records
 * @param {SealedTexts} [sealed]
 * @returns {Promise<Stored[]>}
 */
export const sealPack = async (pack, secret, records, sealed) => {
  /** @param {PackRecord} record */
  const sealRecord = async (record) => {
    const { key, also } = record;
    const [text, ...beside] = await Promise.all(
      [record, ...also].map((one) => sealText(pack, secret, key, one, sealed)),
    );
    return { ...text, also: beside, key: await storedKey(pack, secret, key), pack: pack.id };
  };
  return Promise.all([sealItself(pack, secret), ...records.map(sealRecord)]);
};

/**
 * What tells whether a record has changed.
 *
 * @param {PackRecord} record
 */
export const stateOf = ({ rev, past, shared, also }) =>
  JSON.stringify([rev, past, shared, also.map((one) => one.rev)]);
