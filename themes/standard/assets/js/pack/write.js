// Writing to the storage of packs: in one transaction, and read back in another. What the browser says it has
// stored and has not is found out here.

import { run } from "./database.js";
import { failure } from "./failures.js";

/** @import { Ask } from "./database.js" */
/** @import { Stored } from "./types.js" */

/** @param {string} id */
export const recordsOf = (id) => IDBKeyRange.bound([id], [id, []]);

/**
 * A record as text, to be compared; bytes too.
 *
 * @param {Stored} record
 */
export const asText = (record) =>
  JSON.stringify(record, (_, value) => (ArrayBuffer.isView(value) ? `${value}` : value));

/**
 * Whether storage has what was put there, or what somebody has put in its place since. What is as it was
 * before was not stored, whatever the browser answered.
 *
 * @param {{ before: Stored, after: Stored }} change
 * @param {Stored} now
 */
const isKept = ({ before, after }, now) => {
  const text = asText(now);
  if (text === asText(after)) return true;
  if (text === asText(before)) return false;
  // Another tab may have settled what stands beside a text; the text itself it replaces with a new revision.
  return !now?.rev || now.rev !== after?.rev || asText(now.data) === asText(after.data);
};

/** @typedef {{ id: [pack: string, key: string], before: Stored, after: Stored }} Change */

/** From how many changes of a pack on it is read as a whole, which is faster. */
const MANY = 20;

/**
 * A transaction's way to ask that remembers what is changed, and what it was before.
 *
 * @param {Ask} ask
 * @param {Change[]} changes
 * @returns {Ask}
 */
const remembering = (ask, changes) => {
  /** @type {Map<string, Stored>} */
  const seen = new Map();
  const whole = new Set();
  /** @param {Stored} record */
  const see = (record) => seen.set(String([record.pack, record.key]), record);
  /** @param {[pack: string, key: string]} id */
  const now = async (id) => {
    const name = String(id);
    return seen.has(name) || whole.has(id[0]) ? seen.get(name) : ask("get", id);
  };
  return async (method, argument) => {
    if (method === "get" || method === "getAll") {
      const found = await ask(method, argument);
      if (method === "get") seen.set(String(argument), found);
      else found.forEach(see);
      if (method === "getAll") whole.add(argument.lower[0]);
      return found;
    }
    const after = method === "put" ? argument : undefined;
    const id = after ? [after.pack, after.key] : argument;
    changes.push({ id, before: await now(id), after });
    return ask(method, argument);
  };
};

/**
 * What is stored now in the place of every change.
 *
 * @param {Change[]} changes
 * @returns {(ask: Ask) => Promise<Stored[]>}
 */
const readBack = (changes) => async (ask) => {
  const packs = new Set(changes.map(({ id }) => id[0]));
  /** @type {Map<string, Stored>} */
  const found = new Map();
  for (const pack of packs) {
    const own = changes.filter(({ id }) => id[0] === pack);
    /** @type {Stored[]} */
    const records =
      own.length > MANY
        ? await ask("getAll", recordsOf(pack))
        : await Promise.all(own.map(({ id }) => ask("get", id)));
    for (const record of records) if (record) found.set(String([record.pack, record.key]), record);
  }
  return changes.map(({ id }) => found.get(String(id)));
};

/**
 * Does some work in one transaction, and reads back in another what it changed.
 *
 * @template T
 * @param {(ask: Ask) => Promise<T>} work
 * @param {boolean} [create]
 * @returns {Promise<T>}
 */
export const write = async (work, create) => {
  /** @type {Change[]} */
  let changes = [];
  const result = await run(
    true,
    (ask) => {
      // A transaction that was undone is tried once more.
      changes = [];
      return work(remembering(ask, changes));
    },
    create,
  );
  const now = await run(false, readBack(changes));
  if (!changes.every((change, at) => isKept(change, now[at]))) throw failure("Unkept");
  return result;
};
