// The database of packs. One IndexedDB database for each site id and path; it comes into being with the first
// pack and not before. Where a browser forbids storage, packs live as long as the page.

import { failure, nameOfError } from "./failures.js";
import { site } from "./state.js";

/** @import { Memory, Stored } from "./types.js" */

/** How long storage may take before the page says so, in milliseconds. */
const PATIENCE = 4000;

export const prefix = () => `vejviser|${site.id}|`;
export const ownName = () => prefix() + site.path;

/** @typedef {(method: "get" | "put" | "delete" | "getAll", argument?: any) => Promise<Stored>} Ask */

/**
 * @template T
 * @typedef {(ask: Ask) => Promise<T>} Work what is done in one transaction
 */

/**
 * Opens a database; null where there is none and none is to be made.
 *
 * @param {string} name
 * @param {boolean} [create]
 * @param {number} [version]
 * @returns {Promise<IDBDatabase | null>}
 */
export const openDatabase = (name, create, version) =>
  new Promise((resolve, reject) => {
    let isAbsent = false;
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => {
      if (create) request.result.createObjectStore("records", { keyPath: ["pack", "key"] });
      else {
        isAbsent = true;
        request.transaction?.abort();
      }
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = (event) => {
      event.preventDefault();
      if (isAbsent) resolve(null);
      else reject(request.error);
    };
  });

/**
 * The same four methods as an object store, on nothing that lasts.
 *
 * @returns {Memory}
 */
const inMemory = () => {
  /** @type {Map<string, Stored>} */
  const kept = new Map();
  const all = () => [...kept.keys()].sort().map((key) => kept.get(key));
  return {
    get: (key) => kept.get(String(key)),
    put: (record) => kept.set(String([record.pack, record.key]), record),
    delete: (key) => kept.delete(String(key)),
    getAll: (range) => all().filter(({ pack }) => !range || pack === range.lower[0]),
  };
};

/** @type {IDBDatabase | null} */
let connection = null;
let wasConnected = false;
let opening = Promise.resolve();

export const disconnect = () => {
  connection?.close();
  connection = null;
};

// What browsers say that let a page store nothing; the last where there is no storage at all.
const FORBIDDEN = ["SecurityError", "InvalidStateError", "TypeError"];

/** @param {boolean} [create] */
const connectOnce = async (create) => {
  if (connection || site.memory) return;
  try {
    connection = await openDatabase(ownName(), create, 1);
  } catch (error) {
    if (FORBIDDEN.includes(nameOfError(error)) && !wasConnected) site.memory = inMemory();
    throw error;
  }
  if (!connection) return;
  wasConnected = true;
  // Another tab deletes everything, or the browser was emptied: let it, and look again next time.
  connection.onversionchange = disconnect;
  connection.onclose = disconnect;
};

/**
 * Opens the site's database where it is not open; one call at a time, so that no connection is left over.
 *
 * @param {boolean} [create]
 */
const connect = (create) => {
  opening = opening.catch(() => {}).then(() => connectOnce(create));
  return opening;
};

const lost = () => new DOMException("", "AbortError");

/**
 * One transaction. `work` gets `ask(method, argument)`; what it throws undoes all of it.
 *
 * @template T
 * @param {IDBDatabase} database
 * @param {boolean} write
 * @param {Work<T>} work
 * @returns {Promise<T>}
 */
export const within = (database, write, work) =>
  new Promise((resolve, reject) => {
    const mode = write ? "readwrite" : "readonly";
    const transaction = database.transaction("records", mode, { durability: "strict" });
    /** @type {Ask} */
    const ask = (method, argument) =>
      new Promise((answer, fail) => {
        /** @type {IDBRequest} */
        const request = transaction.objectStore("records")[method](argument);
        request.onsuccess = () => answer(request.result);
        request.onerror = () => fail(request.error);
      });
    transaction.onabort = () => reject(transaction.error ?? lost());
    /** @param {unknown} error */
    const undo = (error) => {
      reject(error);
      try {
        transaction.abort();
      } catch {
        // The browser has undone it already.
      }
    };
    // Where a dialog holds promises back, the transaction may be complete before its work has heard so.
    const done = work(ask);
    transaction.oncomplete = () => resolve(done);
    done.catch(undo);
  });

// A connection can be lost without an event, as when a tablet wakes. What its transaction wrote is then
// undone.
const LOST = ["AbortError", "InvalidStateError", "TransactionInactiveError", "UnknownError"];

/**
 * @template T
 * @param {boolean} write
 * @param {Work<T>} work
 * @param {boolean} [create]
 * @returns {Promise<T>}
 */
const onDevice = async (write, work, create) => {
  for (let isFirst = true; ; isFirst = false) {
    try {
      await connect(create);
      if (site.memory) throw lost();
      if (connection) return await within(connection, write, work);
      if (write) throw failure("Gone");
      return await work(async (method) => (method === "getAll" ? [] : undefined));
    } catch (error) {
      if (!isFirst || site.memory || !LOST.includes(nameOfError(error))) throw error;
      disconnect();
    }
  }
};

/** @type {(reason: unknown) => void} */
let giveUp;
/** @type {Promise<never>} */
const givenUp = new Promise((_, reject) => {
  giveUp = reject;
});
givenUp.catch(() => {});

/**
 * From now on nothing is stored on the device; what waits for an answer goes on with these records.
 *
 * @param {Stored[]} records
 */
export const goWithoutStorage = (records) => {
  const memory = inMemory();
  site.memory = memory;
  site.isGivenUp = true;
  records.forEach((record) => memory.put(record));
  giveUp(lost());
};

/** @type {(overdue: number) => void} */
let tellSilence = () => {};

/**
 * Has `listener` told how many answers are overdue, whenever that changes.
 *
 * @param {typeof tellSilence} listener
 */
export const onSilence = (listener) => {
  tellSilence = listener;
};

/** How many answers are overdue. */
let overdue = 0;

/**
 * Waits for an answer of the storage; the page says so where it takes long.
 *
 * @template T
 * @param {Promise<T>} answer
 */
const patiently = async (answer) => {
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    overdue += 1;
    tellSilence(overdue);
  }, PATIENCE);
  try {
    return await Promise.race([answer, givenUp]);
  } finally {
    clearTimeout(timer);
    if (isLate) {
      overdue -= 1;
      tellSilence(overdue);
    }
  }
};

/**
 * Does some work in one transaction, on the device or, where that is not to be had, in memory.
 *
 * @template T
 * @param {boolean} write
 * @param {Work<T>} work
 * @param {boolean} [create]
 * @returns {Promise<T>}
 */
export const run = async (write, work, create) => {
  if (!site.memory) {
    try {
      return await patiently(onDevice(write, work, create));
    } catch (error) {
      if (!site.memory) throw error;
    }
  }
  const memory = /** @type {Memory} */ (site.memory);
  return work(async (method, argument) => memory[method](argument));
};

/**
 * An answer, or a failure of that name after a few seconds.
 *
 * @template T
 * @param {Promise<T> | undefined} answer
 * @param {string} name
 * @returns {Promise<T | undefined>}
 */
export const answered = (answer, name) =>
  Promise.race([
    answer,
    new Promise((_, reject) => {
      setTimeout(() => reject(failure(name)), PATIENCE);
    }),
  ]);
