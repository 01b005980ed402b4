// What is kept on the device, and how. A pack is its records: the one without a key is the pack itself.

import { answered, disconnect, openDatabase, ownName, prefix, run, within } from "./database.js";
import { failure, nameOfError } from "./failures.js";
import { isSameLock } from "./lock.js";
import { asText, recordsOf, write } from "./write.js";

/** @import { Ask } from "./database.js" */
/** @import { Lock, Stored, WholePack } from "./types.js" */

/**
 * Records in their order, as packs.
 *
 * @param {Stored[]} records
 */
export const asPacks = (records) => {
  /** @type {WholePack[]} */
  const packs = [];
  for (const record of records) {
    const last = packs.at(-1);
    if (!record.key) packs.push({ pack: record, records: [] });
    else if (last?.pack.pack === record.pack) last?.records.push(record);
  }
  return packs;
};

/** @param {Ask} ask */
const readAll = async (ask) => asPacks(await ask("getAll"));

/**
 * @param {Ask} ask
 * @param {Stored[]} records
 */
const putAll = (ask, records) => Promise.all(records.map((record) => ask("put", record)));

/**
 * Deletes a database, or as much of it as other tabs let go.
 *
 * @param {string} name
 */
const deleteDatabase = (name) =>
  new Promise((done) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = done;
    request.onerror = done;
    request.onblocked = done;
  });

export const store = {
  /** All packs, each with its records as they are stored. */
  packs: () => run(false, readAll),

  /**
   * Everything stored of one pack: itself, then its records; nothing where it is not here.
   *
   * @param {string} id
   * @returns {Promise<Stored[]>}
   */
  all: (id) => run(false, (ask) => ask("getAll", recordsOf(id))),

  /**
   * @param {string} id
   * @returns {Promise<WholePack | undefined>}
   */
  read: async (id) => asPacks(await store.all(id))[0],

  /**
   * Puts `after` in the place of everything stored of a pack, if that is still what it was `before`. Returns
   * whether it was. Makes the database for a pack that was not there.
   *
   * @param {string} id
   * @param {Stored[]} before
   * @param {Stored[]} after
   */
  replace: (id, before, after) =>
    write(async (ask) => {
      if (JSON.stringify(await ask("getAll", recordsOf(id))) !== JSON.stringify(before)) return false;
      const names = new Set(after.map(({ key }) => key));
      const gone = before.filter(({ key }) => !names.has(key));
      await Promise.all(gone.map(({ key }) => ask("delete", [id, key])));
      await putAll(ask, after);
      return true;
    }, before.length === 0),

  /**
   * Replaces a record by what `revise` makes of the stored one, sealed for `lock`.
   *
   * @param {string} id
   * @param {string} key
   * @param {(current: Stored) => Stored} revise
   * @param {Lock} [lock]
   * @returns {Promise<Stored>}
   */
  setRecord: (id, key, revise, lock) =>
    write(async (ask) => {
      const [pack, current] = await Promise.all([ask("get", [id, ""]), ask("get", [id, key])]);
      if (!pack) throw failure("Gone");
      if (key && pack.deleted) throw failure("Binned");
      // What is sealed with a key of yesterday could not be read tomorrow.
      if (key && !isSameLock(pack.lock, lock)) throw failure("OtherLock");
      const record = { ...revise(current), pack: id, key };
      await ask("put", record);
      return record;
    }),

  /**
   * Puts a pack itself in the place of what it was `before`, if it is still that. Returns whether it was.
   *
   * @param {Stored} before
   * @param {Stored} after
   * @returns {Promise<boolean>}
   */
  replaceItself: (before, after) =>
    write(async (ask) => {
      if (asText(await ask("get", [before.pack, ""])) !== asText(before)) return false;
      await ask("put", after);
      return true;
    }),

  /**
   * Puts a pack into the bin, or takes it out: of a locked one this needs no passphrase.
   *
   * @param {string} id
   * @param {number} [deleted] when; nothing takes it out
   */
  bin: (id, deleted) => store.setRecord(id, "", (pack) => ({ ...pack, deleted })),

  /**
   * Replaces each record of a pack by what `change` makes of it.
   *
   * @param {string} id
   * @param {(record: Stored) => Stored} change
   */
  changeRecords: (id, change) =>
    write(async (ask) => {
      /** @type {Stored[]} */
      const [, ...records] = await ask("getAll", recordsOf(id));
      const changed = records.map((record) => ({ record, next: change(record) }));
      const others = changed.filter(({ record, next }) => asText(record) !== asText(next));
      return putAll(
        ask,
        others.map(({ next }) => next),
      );
    }),

  /**
   * A record that belongs to no pack, so that no list of packs has it; nothing where there is none.
   *
   * @param {string} key
   * @returns {Promise<Stored>}
   */
  own: (key) => run(false, (ask) => ask("get", ["", key])),

  /**
   * @param {string} key
   * @param {object | undefined} value
   */
  setOwn: (key, value) =>
    write((ask) => (value ? ask("put", { ...value, pack: "", key }) : ask("delete", ["", key]))),

  /** @param {string} id */
  remove: (id) =>
    write(async (ask) => {
      /** @type {Stored[]} */
      const records = await ask("getAll", recordsOf(id));
      const all = [...records.map(({ key }) => [id, key]), ["", `spejl/${id}`]];
      await Promise.all(all.map((place) => ask("delete", place)));
    }),

  /**
   * Names of the site's databases. A browser that does not list them still knows whether this page's is
   * there.
   */
  names: async () => {
    if (!window.indexedDB) return [];
    const all = await answered(
      indexedDB.databases?.().catch(() => null),
      "Unlisted",
    );
    if (all) return all.map(({ name }) => String(name)).filter((name) => name.startsWith(prefix()));
    const database = await answered(
      openDatabase(ownName()).catch(() => null),
      "Unlisted",
    );
    database?.close();
    return database ? [ownName()] : [];
  },

  /**
   * The packs of a database; it fails where there is no answer.
   *
   * @param {string} name
   */
  packsAt: (name) => packsAt(name),

  /** Packs of the same site under other paths, each with its records. */
  elsewhere: async () => {
    /** @type {(WholePack & { path: string })[]} */
    const found = [];
    for (const name of await store.names()) {
      if (name !== ownName()) found.push(...(await packsAt(name)));
    }
    return found;
  },

  /** Deletes every database of the site. */
  removeAll: async () => {
    disconnect();
    for (const name of await store.names().catch(() => [ownName()])) {
      await answered(deleteDatabase(name), "Unlisted");
    }
  },
};

/**
 * The packs of any database of the site.
 *
 * @param {string} name
 */
const packsAt = async (name) => {
  /** @type {(WholePack & { path: string })[]} */
  const found = [];
  /** @type {IDBDatabase | null | undefined} */
  let database;
  try {
    database = await answered(openDatabase(name), "Unlisted");
    const path = name.slice(prefix().length);
    // Without a database there is nothing to read, which counts as somebody else's.
    const packs = await answered(within(/** @type {IDBDatabase} */ (database), false, readAll), "Unlisted");
    for (const one of packs ?? []) found.push({ path, ...one });
  } catch (error) {
    // Anything else is another program's shape under our name, and not ours to read.
    if (nameOfError(error) === "Unlisted") throw error;
  }
  database?.close();
  return found;
};
