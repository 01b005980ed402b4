// What is kept on the device, and how. One IndexedDB database for each site id and path; it comes into being with the
// first pack and not before. A pack is its records: the one without a key is the pack itself. Where a browser forbids
// storage, packs live as long as the page.

/** How long storage may take before the page says so, in milliseconds. */
const PATIENCE = 4000;

const prefix = () => `vejviser|${site.id}|`;
const ownName = () => prefix() + site.path;

/** Opens a database; null where there is none and none is to be made. */
const openDatabase = (name, create, version) => new Promise((resolve, reject) => {
  let absent = false;
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = () => {
    if (create) request.result.createObjectStore("records", { keyPath: ["pack", "key"] });
    else {
      absent = true;
      request.transaction.abort();
    }
  };
  request.onsuccess = () => resolve(request.result);
  request.onerror = (event) => {
    event.preventDefault();
    if (absent) resolve(null);
    else reject(request.error);
  };
});

/** The same four methods as an object store, on nothing that lasts. */
const inMemory = () => {
  const kept = new Map();
  return {
    get: (key) => kept.get(String(key)),
    put: (record) => kept.set(String([record.pack, record.key]), record),
    delete: (key) => kept.delete(String(key)),
    getAll: (range) => [...kept.keys()].sort().map((key) => kept.get(key)).filter(({ pack }) => !range || pack === range.lower[0]),
  };
};

let connection = null;
let wasConnected = false;
let opening = Promise.resolve();

const disconnect = () => {
  connection?.close();
  connection = null;
};

// What browsers say that let a page store nothing; the last where there is no storage at all.
const FORBIDDEN = ["SecurityError", "InvalidStateError", "TypeError"];

/** Opens the site's database where it is not open; one call at a time, so that no connection is left over. */
const connect = (create) => (opening = opening.catch(() => {}).then(async () => {
  if (connection || site.memory) return;
  try {
    connection = await openDatabase(ownName(), create, 1);
  } catch (error) {
    if (FORBIDDEN.includes(error.name) && !wasConnected) site.memory = inMemory();
    throw error;
  }
  if (!connection) return;
  wasConnected = true;
  // Another tab deletes everything, or the browser was emptied: let it, and look again next time.
  connection.onversionchange = connection.onclose = disconnect;
}));

const lost = () => new DOMException("", "AbortError");

/** One transaction. `work` gets `ask(method, argument)`; what it throws undoes all of it. */
const within = (database, write, work) => new Promise((resolve, reject) => {
  const transaction = database.transaction("records", write ? "readwrite" : "readonly", { durability: "strict" });
  const ask = (method, argument) => new Promise((answer, fail) => {
    const request = transaction.objectStore("records")[method](argument);
    request.onsuccess = () => answer(request.result);
    request.onerror = () => fail(request.error);
  });
  let result;
  transaction.oncomplete = () => resolve(result);
  transaction.onabort = () => reject(transaction.error ?? lost());
  work(ask).then((value) => (result = value), (error) => {
    reject(error);
    try {
      transaction.abort();
    } catch {
      // The browser has undone it already.
    }
  });
});

// A connection can be lost without an event, as when a tablet wakes. What its transaction wrote is then undone.
const LOST = ["AbortError", "InvalidStateError", "TransactionInactiveError", "UnknownError"];

const onDevice = async (write, work, create) => {
  for (let isFirst = true; ; isFirst = false) {
    try {
      await connect(create);
      if (site.memory) throw lost();
      if (connection) return await within(connection, write, work);
      if (write) throw failure("Gone");
      return await work(async (method) => (method === "getAll" ? [] : undefined));
    } catch (error) {
      if (!isFirst || site.memory || !LOST.includes(error.name)) throw error;
      disconnect();
    }
  }
};

let giveUp;
const givenUp = new Promise((_, reject) => (giveUp = reject));
givenUp.catch(() => {});

/** From now on nothing is stored on the device; what waits for an answer goes on with these records. */
const goWithoutStorage = (records) => {
  site.memory = inMemory();
  site.isGivenUp = true;
  records.forEach(site.memory.put);
  giveUp(lost());
};

/** How many answers are overdue. */
let overdue = 0;

/** Waits for an answer of the storage; the page says so where it takes long. */
const patiently = async (answer) => {
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    tellSilence(overdue += 1);
  }, PATIENCE);
  try {
    return await Promise.race([answer, givenUp]);
  } finally {
    clearTimeout(timer);
    if (isLate) tellSilence(overdue -= 1);
  }
};

const run = async (write, work, create) => {
  if (!site.memory) {
    try {
      return await patiently(onDevice(write, work, create));
    } catch (error) {
      if (!site.memory) throw error;
    }
  }
  return work(async (method, argument) => site.memory[method](argument));
};

/** An answer, or a failure of that name after a few seconds. */
const answered = (answer, name) =>
  Promise.race([answer, new Promise((_, reject) => setTimeout(() => reject(failure(name)), PATIENCE))]);

const recordsOf = (id) => IDBKeyRange.bound([id], [id, []]);

/** Records in their order, as packs. */
const asPacks = (records) => {
  const packs = [];
  for (const record of records) {
    if (!record.key) packs.push({ pack: record, records: [] });
    else if (packs.at(-1)?.pack.pack === record.pack) packs.at(-1).records.push(record);
  }
  return packs;
};

const readAll = async (ask) => asPacks(await ask("getAll"));

const putAll = (ask, records) => Promise.all(records.map((record) => ask("put", record)));

const store = {
  /** All packs, each with its records as they are stored. */
  packs: () => run(false, readAll),

  /** Everything stored of one pack: itself, then its records; nothing where it is not here. */
  all: (id) => run(false, (ask) => ask("getAll", recordsOf(id))),

  read: async (id) => asPacks(await store.all(id))[0],

  /**
   * Puts `after` in the place of everything stored of a pack, if that is still what it was `before`. Returns whether it
   * was. Makes the database for a pack that was not there.
   */
  replace: (id, before, after) => run(true, async (ask) => {
    if (JSON.stringify(await ask("getAll", recordsOf(id))) !== JSON.stringify(before)) return false;
    await putAll(ask, after);
    return true;
  }, before.length === 0),

  /** Replaces a record by what `revise` makes of the stored one, sealed for `lock`. */
  setRecord: (id, key, revise, lock) => run(true, async (ask) => {
    const [pack, current] = await Promise.all([ask("get", [id, ""]), ask("get", [id, key])]);
    if (!pack) throw failure("Gone");
    // What is sealed with a key of yesterday could not be read tomorrow.
    if (key && !isSameLock(pack.lock, lock)) throw failure("OtherLock");
    const record = { ...revise(current), pack: id, key };
    await ask("put", record);
    return record;
  }),

  /** Changes the pack itself; `change` gets it as it is stored. */
  setPack: (id, change) => store.setRecord(id, "", (pack) => ({ ...pack, ...change(pack) })),

  /** Replaces each record by what `change` makes of it. */
  changeRecords: (id, change) => run(true, async (ask) => putAll(ask, (await ask("getAll", recordsOf(id))).map(change))),

  remove: (id) => run(true, async (ask) => {
    const records = await ask("getAll", recordsOf(id));
    await Promise.all(records.map(({ key }) => ask("delete", [id, key])));
  }),

  /** Names of the site's databases. A browser that does not list them still knows whether this page's is there. */
  names: async () => {
    if (!window.indexedDB) return [];
    const all = await answered(indexedDB.databases?.().catch(() => null), "Unlisted");
    if (all) return all.map(({ name }) => name).filter((name) => name.startsWith(prefix()));
    const database = await answered(openDatabase(ownName()).catch(() => null), "Unlisted");
    database?.close();
    return database ? [ownName()] : [];
  },

  /** Packs of the same site under other paths, each with its records. */
  elsewhere: async () => {
    const found = [];
    for (const name of await store.names()) {
      if (name === ownName()) continue;
      let database;
      try {
        database = await answered(openDatabase(name), "Unlisted");
        const path = name.slice(prefix().length);
        for (const one of await answered(within(database, false, readAll), "Unlisted")) found.push({ path, ...one });
      } catch (error) {
        // Anything else is another program's shape under our name, and not ours to read.
        if (error.name === "Unlisted") throw error;
      }
      database?.close();
    }
    return found;
  },

  /** Deletes every database of the site. */
  removeAll: async () => {
    disconnect();
    for (const name of await store.names().catch(() => [ownName()])) {
      await answered(new Promise((done) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = request.onerror = request.onblocked = done;
      }), "Unlisted");
    }
  },
};

// Tabs tell each other what they saved, and the service worker what became of keeping the site. Where they cannot, a tab
// looks again when it comes to the front.
let channel = null;
const listen = (hear, hearWorker) => {
  if (!window.BroadcastChannel) return;
  const name = prefix() + site.path;
  channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }) => hear(data);
  new BroadcastChannel(`${name}|uden-net`).onmessage = ({ data }) => hearWorker(data);
};
const shout = (pack) => channel?.postMessage(pack);
