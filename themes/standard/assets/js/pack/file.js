// A pack as a file: plain or sealed, written and read. What comes from outside is taken over key by key into
// new objects; anything else in a file is left behind, and a file with a record that is not sound is not
// taken in at all.

import { download } from "./dom.js";
import { failure } from "./failures.js";
import { ITERATIONS, canLock, deriveKeys, keysFor, newKdf, seal, unseal } from "./lock.js";
import { openLabelOf } from "./locked.js";
import { isValue } from "./records.js";
import { isInBin, planName, reportName } from "./report-keys.js";
import { site } from "./state.js";
import { isTime } from "./times.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Content, Kdf, Keys, Pack, PackRecord, Text } from "./types.js" */

const FORMAT = "vejviser-pakke";

/** The versions of files: each has what versions of the site before it cannot read. */
const NOTES_ONLY = 1;
const WITH_REPORT = 2;
const WITH_PLAN = 3;

/** @param {Content} content */
const versionOf = ({ records }) => {
  if (records.some(({ key }) => planName(key))) return WITH_PLAN;
  return records.some(({ key }) => reportName(key)) ? WITH_REPORT : NOTES_ONLY;
};

const MOST_BYTES = 50e6;
const MOST_LETTERS = 5000;
const MOST_ITERATIONS = 10e6;

/** @typedef {Content & { notes: number }} Offered what a file brings, with the number of its notes */

/** @typedef {{ format: string, version: number, site?: string, kdf?: Kdf }} Head */

/**
 * What is bound to a sealed file.
 *
 * @param {Head} head
 */
const boundHead = ({ format, version, site: from, kdf }) => JSON.stringify([format, version, from, kdf]);

/**
 * A record without what cannot be read; nothing where that is all there is.
 *
 * @param {PackRecord} record
 * @returns {PackRecord[]}
 */
const readableOnly = ({ also, ...record }) => {
  /** @type {Text[]} */
  const texts = [record, ...also];
  const [text, ...beside] = texts.filter(({ data }) => data === undefined);
  return text ? [{ ...record, ...text, data: undefined, also: beside }] : [];
};

/**
 * Who a pack is from, and everything in it in plain words.
 *
 * @param {{ pack: Pack & { lock?: unknown }, records: Map<string, PackRecord> }} open
 * @param {string} [by]
 * @param {(key: string) => boolean} [only] picks records by their keys
 * @returns {Content}
 */
export const contentOf = ({ pack: { lock: _, ends, ...pack }, records }, by, only = () => true) => ({
  by,
  saved: Date.now(),
  pack: { ...pack, ends: isTime(ends) ? ends : 0 },
  // What somebody removed is for nobody else.
  records: [...records.values()].filter(({ key }) => !isInBin(key) && only(key)).flatMap(readableOnly),
});

/**
 * The revisions of what a file has of a pack as it is stored, by key. What is only typed so far has none.
 *
 * @param {Content} content
 * @param {OpenPack} open
 */
export const revisionsIn = (content, open) => {
  const stored = content.records.filter(({ key, rev }) => open.records.get(key)?.rev === rev);
  return new Map(stored.map(({ key, rev }) => [key, rev]));
};

/**
 * The text of a file, sealed under keys and readable with the passphrase they were derived from.
 *
 * @param {Content} content
 * @param {{ kdf: Kdf, keys: Keys }} [sealing]
 */
export const fileText = async (content, sealing) => {
  const file = { format: FORMAT, version: versionOf(content), site: site.id };
  if (!sealing) return JSON.stringify({ ...file, ...content });
  const head = { ...file, kdf: sealing.kdf };
  return JSON.stringify({ ...head, ...(await seal(sealing.keys, content, boundHead(head))) });
};

/**
 * What seals a file of a pack as the pack itself is sealed; nothing for one without a lock.
 *
 * @param {OpenPack} open
 */
export const sealingOf = ({ pack: { lock }, secret }) =>
  lock && { kdf: lock.kdf, keys: /** @type {Keys} */ (secret) };

/** @param {string} passphrase */
const newSealing = async (passphrase) => {
  const kdf = newKdf();
  return { kdf, keys: await deriveKeys(passphrase, kdf) };
};

/**
 * Saves a pack as a file; sealed when there is a passphrase.
 *
 * @param {OpenPack} open
 * @param {Content} content
 * @param {string} [passphrase]
 */
export const savePack = async (open, content, passphrase) =>
  download(
    { name: passphrase ? openLabelOf(open.pack) : open.pack.name },
    "vejviser.json",
    await fileText(content, passphrase ? await newSealing(passphrase) : undefined),
    "application/json",
  );

/**
 * Saves a pack as it is on the screen, with what could not be stored.
 *
 * @param {OpenPack} open
 */
export const saveShown = (open) => savePack(open, contentOf(open.typed(), open.pack.by));

/**
 * Stops where a file is not what we write.
 *
 * @param {unknown} holds
 */
const insist = (holds) => {
  if (!holds) throw failure("Broken");
};

/**
 * `given` in the shape of an example: what is missing becomes what the example has. What is of another kind,
 * or longer than anybody writes it, is refused: what cannot be kept must not be lost in silence.
 *
 * @param {any} example
 * @param {any} given
 * @returns {any}
 */
const shaped = (example, given) => {
  if (typeof example === "function") return example(given);
  if (Array.isArray(example)) {
    insist(given == null || Array.isArray(given));
    return (given ?? []).map((/** @type {unknown} */ one) => shaped(example[0], one));
  }
  if (typeof example === "object") {
    insist(typeof given === "object" && given && !Array.isArray(given));
    return Object.fromEntries(Object.entries(example).map(([key, one]) => [key, shaped(one, given[key])]));
  }
  if (given == null) return example;
  insist(typeof given === typeof example);
  if (typeof given === "string") insist(given.length <= MOST_LETTERS);
  // All numbers of a file are moments.
  if (typeof given === "number") insist(isTime(given));
  return given;
};

/**
 * A note of any length, or a question of one's own.
 *
 * @param {unknown} given
 */
const anyValue = (given) => {
  if (typeof given === "string") return given;
  const { out, ...question } = shaped({ text: "", theme: "", source: "", out: false }, given);
  return out ? { ...question, out } : question;
};

const TEXT = { rev: "", time: 0, by: "", value: anyValue };
const CONTENT = {
  by: "",
  saved: 0,
  pack: {
    id: "",
    name: "",
    edition: "",
    service: "",
    visit: "",
    created: 0,
    ends: 0,
    questions: [{ id: "", text: "", out: false }],
  },
  records: [{ ...TEXT, key: "", past: [""], also: [TEXT] }],
};

/**
 * Whether there are no two of the same, and none that is empty.
 *
 * @param {string[]} names
 */
const areNames = (names) => names.every(Boolean) && new Set(names).size === names.length;

/** @param {PackRecord} record */
const isSound = ({ key, rev, value, also }) => {
  const texts = [{ rev, value }, ...also];
  return areNames(texts.map((one) => one.rev)) && texts.every((one) => isValue(key, one.value));
};

/** What may be the id of a pack: part of addresses, and of keys. */
const ID = /^[\w-]+$/;

// Half of a character: no address can have it, and ids and keys are part of addresses.
const HALF = /\p{Surrogate}/u;

/**
 * A pack and its records as new objects with nothing in them that is not ours.
 *
 * @param {unknown} given
 * @returns {Offered}
 */
export const cleanFile = (given) => {
  /** @type {Content} */
  const { by, saved, pack, records: all } = shaped(CONTENT, given);
  const records = all.filter(({ key }) => !isInBin(key));
  const ids = pack.questions.map(({ id }) => id);
  const keys = records.map(({ key }) => key);
  insist(ID.test(pack.id) && areNames(ids) && areNames(keys));
  insist(![...ids, ...keys].some((name) => HALF.test(name)));
  insist(records.every(isSound));
  return {
    by,
    saved,
    notes: records.filter(({ key, value }) => key.startsWith("note/") && value).length,
    pack: { ...pack, exported: 0, by: "" },
    records: records.map((record) => ({ ...record, by: record.by || String(by) })),
  };
};

/**
 * @typedef {object} ReadFile
 * @property {boolean} [locked] `read` needs a passphrase
 * @property {(passphrase?: string) => Promise<Offered>} read gives its content
 * @property {(keys: Keys) => Promise<Offered>} [open] the same, of a sealed file whose keys are at hand
 */

/**
 * The content of a file that was written under the lock of an open pack, or under none.
 *
 * @param {ReadFile} file
 * @param {OpenPack} open
 */
export const contentUnder = (file, { secret }) => file.open?.(/** @type {Keys} */ (secret)) ?? file.read();

/**
 * What a file is.
 *
 * @param {Blob} blob
 * @returns {Promise<ReadFile>}
 */
export const readFile = async (blob) => {
  if (blob.size > MOST_BYTES) throw failure("Large", Math.round(blob.size / 1e6));
  /** @type {any} */
  const file = await blob
    .text()
    .then(JSON.parse)
    .catch(() => ({}));
  const { format, version, site: from, kdf } = file ?? {};
  insist(format === FORMAT && (from === undefined || typeof from === "string"));
  if (![NOTES_ONLY, WITH_REPORT, WITH_PLAN].includes(version)) throw failure("Newer");
  if (from !== site.id) throw failure("OtherSite", from);
  if (!kdf) return { read: async () => cleanFile(file) };
  if (!canLock) throw failure("NoCrypto");
  // Fewer were never written by us, and many more would keep the device busy for hours.
  const { iterations } = kdf;
  insist(Number.isInteger(iterations) && iterations >= ITERATIONS && iterations <= MOST_ITERATIONS);
  return {
    locked: true,
    read: async (passphrase) => {
      const { plain } = await keysFor(String(passphrase), kdf, file, boundHead(file));
      return cleanFile(plain);
    },
    open: async (keys) => {
      const plain = await unseal(keys, file, boundHead(file)).catch(() => null);
      if (!plain) throw failure("Passphrase");
      return cleanFile(plain);
    },
  };
};
