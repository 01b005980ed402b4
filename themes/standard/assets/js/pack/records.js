// Records as they are stored, and in plain words.

import { isInBin } from "./bin-keys.js";
import { headOf, seal, unseal } from "./lock.js";
import { planName, reportName } from "./report-keys.js";
import { isSource } from "./sources.js";

/** @import { Discarded, Lock, OwnQuestion, Pack, PackRecord } from "./types.js" */
/** @import { Sealed, Stored, Text, Value } from "./types.js" */

/** @typedef {CryptoKey | null | undefined} Secret */

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
 * A stored text in plain words. One that is spoilt, or was sealed for another place, stays as it is.
 *
 * @param {{ id: string, lock?: Lock }} pack
 * @param {Secret} secret
 * @param {string} key
 * @param {Stored} text
 * @returns {Promise<Text>}
 */
export const readText = async ({ id, lock }, secret, key, { data, ...rest }) => {
  try {
    // Older locks went with a fault that left plain texts in a locked pack.
    const isSealed = lock?.bound || (lock && data.iv);
    const value = isSealed
      ? await unseal(/** @type {CryptoKey} */ (secret), data, headOf(lock, id, key, rest.rev))
      : data;
    if (isValue(key, value)) return { ...rest, value };
  } catch {
    // It cannot be read.
  }
  return { ...rest, data };
};

/** @typedef {Map<string, Promise<Sealed>>} SealedTexts what was sealed before, by place and text */

/**
 * A text as it is stored. `sealed` has what was sealed before.
 *
 * @param {{ id: string, lock?: Lock }} pack
 * @param {Secret} secret
 * @param {string} key
 * @param {Text} text
 * @param {SealedTexts} [sealed]
 * @returns {Promise<Text>}
 */
export const sealText = async ({ id, lock }, secret, key, { value, ...rest }, sealed = new Map()) => {
  if (rest.data !== undefined) return rest;
  if (!lock) return { ...rest, data: value };
  const name = JSON.stringify([key, rest.rev, value]);
  if (!sealed.has(name)) {
    sealed.set(name, seal(/** @type {CryptoKey} */ (secret), value, headOf(lock, id, key, rest.rev)));
  }
  return { ...rest, data: await sealed.get(name) };
};

/**
 * Records of a pack, each text as `turn` makes it.
 *
 * @param {PackRecord[]} records
 * @param {(key: string, text: Text) => Promise<Text>} turn
 */
const turned = (records, turn) =>
  Promise.all(
    records.map(async (record) => {
      const texts = [record, ...record.also];
      const [text, ...also] = await Promise.all(texts.map((one) => turn(record.key, one)));
      return /** @type {PackRecord} */ ({ ...text, also });
    }),
  );

/**
 * Stored records in plain words.
 *
 * @param {{ id: string, lock?: Lock }} pack
 * @param {Secret} secret
 * @param {PackRecord[]} records
 */
export const readRecords = (pack, secret, records) =>
  turned(records, (key, text) => readText(pack, secret, key, text));

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
  const texts = await turned(records, (key, text) => sealText(pack, secret, key, text, sealed));
  return [{ ...pack, key: "" }, ...texts].map((record) => ({ ...record, pack: pack.id }));
};

/**
 * What tells whether a record has changed.
 *
 * @param {PackRecord} record
 */
export const stateOf = ({ rev, past, shared, also }) =>
  JSON.stringify([rev, past, shared, also.map((one) => one.rev)]);
