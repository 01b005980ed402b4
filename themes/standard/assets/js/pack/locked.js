// What is hidden of a locked pack, and what is not: that it exists, when it was put into the bin, and how
// many records it has. Everything else is sealed, and the names of its records say nothing.

import { headOf, hiddenName, isHidden, seal, unseal } from "./lock.js";
import { SOURCES, entryOf } from "./sources.js";
import { inAMonth } from "./times.js";

/** @import { Keys, Lock, Pack, Stored } from "./types.js" */

/** @typedef {{ id: string, lock?: Lock }} Owner the pack of what is sealed */

/** What a sealed pack itself is bound to, beside its id. */
const ITSELF = "pack";

/**
 * What a pack is called where it may be locked.
 *
 * @param {Partial<Pack> & { id: string }} pack
 */
export const labelOf = ({ id, name }) => name ?? `Låst pakke ${id.slice(0, 4)}`;

/**
 * What may be written where others can read it: a file's name, the browser's history.
 *
 * @param {Pack} pack
 */
export const openLabelOf = ({ id, name, lock }) => labelOf({ id, name: lock ? undefined : name });

/**
 * The key under which a record is stored.
 *
 * @param {Owner} pack
 * @param {Keys | undefined} keys
 * @param {string} key
 */
export const storedKey = async ({ id, lock }, keys, key) =>
  lock?.hidden && key && !isHidden(key) ? hiddenName(/** @type {Keys} */ (keys), id, key) : key;

/**
 * A pack itself as it is stored.
 *
 * @param {Pack} pack
 * @param {Keys | undefined} keys
 * @returns {Promise<Stored>}
 */
export const sealItself = async (pack, keys) => {
  const { id, lock, deleted, key: _, pack: __, ...hidden } = pack;
  if (!lock?.hidden) return { ...pack, pack: id, key: "" };
  const sealed = await seal(/** @type {Keys} */ (keys), hidden, headOf(lock, id, "", ITSELF));
  return { pack: id, key: "", id, lock, ...(deleted && { deleted }), sealed };
};

/**
 * What can be said of a pack whose own record is spoilt: its notes name its questions.
 *
 * @param {Stored} stored
 * @param {{ key: string }[]} records
 * @returns {Pack}
 */
const rebuilt = ({ sealed: _, ...stored }, records) => {
  const ids = new Set(records.map(({ key }) => entryOf(key)).filter((id) => id && !id.startsWith("own/")));
  const questions = [...ids].map((id) => ({ id: String(id), text: "" }));
  const { id } = stored;
  return {
    ...stored,
    name: labelOf({ id }),
    edition: "",
    created: 0,
    ends: inAMonth(),
    exported: 0,
    by: "",
    questions,
  };
};

/**
 * A pack itself in plain words.
 *
 * @param {Stored} stored
 * @param {Keys | undefined} keys
 * @param {{ key: string }[]} [records] its records in plain words
 * @returns {Promise<Pack>}
 */
export const readItself = async (stored, keys, records = []) => {
  const { sealed, ...shown } = stored;
  if (!sealed) return stored;
  const { id, lock } = shown;
  const hidden = await unseal(/** @type {Keys} */ (keys), sealed, headOf(lock, id, "", ITSELF)).catch(
    () => null,
  );
  return hidden ? { ...shown, ...hidden } : rebuilt(stored, records);
};

/**
 * What the names of spoilt records stand for, as far as they can be of notes and states.
 *
 * @param {Owner} pack
 * @param {Keys} keys
 * @param {string[]} ids of the pack's questions
 * @returns {Promise<Map<string, string>>} keys by names
 */
export const namesOfRecords = async (pack, keys, ids) => {
  const all = ids.flatMap((id) => [`state/${id}`, ...SOURCES.map(([source]) => `note/${id}/${source}`)]);
  const pairs = all.map(
    async (key) => /** @type {[string, string]} */ ([await storedKey(pack, keys, key), key]),
  );
  return new Map(await Promise.all(pairs));
};
