// What is kept on the device, and how. One IndexedDB database for each site id and path; it comes into being with the
// first pack and not before. A pack is its records: the one without a key is the pack itself. Where a browser forbids
// storage, packs live as long as the page.

const prefix = () => `vejviser|${site.id}|`;

let connection = null;

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

const connect = async (create) => {
  if (connection || site.memory) return;
  try {
    connection = await openDatabase(prefix() + site.path, create, 1);
  } catch (error) {
    if (error.name === "VersionError") throw error;
    site.memory = inMemory();
    return;
  }
  // Another tab deletes everything, or the browser was emptied: let it, and look again next time.
  if (connection) connection.onversionchange = connection.onclose = disconnect;
};

const disconnect = () => {
  connection?.close();
  connection = null;
};

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
  transaction.onabort = () => reject(transaction.error);
  work(ask).then((value) => (result = value), (error) => {
    reject(error);
    transaction.abort();
  });
});

const run = async (write, work, create) => {
  await connect(create);
  if (site.memory) return work(async (method, argument) => site.memory[method](argument));
  if (connection) return within(connection, write, work);
  if (write) throw failure("Gone");
  return work(async (method) => (method === "getAll" ? [] : undefined));
};

const recordsOf = (id) => IDBKeyRange.bound([id], [id, []]);

/** Records in their order, as packs. */
const asPacks = (records) => {
  const packs = [];
  for (const record of records) {
    if (record.key) packs.at(-1)?.records.push(record);
    else packs.push({ pack: record, records: [] });
  }
  return packs;
};

const isSameLock = (one, other) => one?.check.iv === other?.check.iv;

const readAll = async (ask) => asPacks(await ask("getAll"));

const store = {
  /** All packs, each with its records as they are stored. */
  packs: () => run(false, readAll),

  read: (id) => run(false, async (ask) => asPacks(await ask("getAll", recordsOf(id)))[0]),

  /** Puts a pack and records in; `join` makes one of what is there and what comes. Makes the database. */
  add: (pack, records, join = (_, incoming) => incoming) => run(true, async (ask) => {
    for (const record of [{ ...pack, key: "" }, ...records]) {
      await ask("put", { ...join(await ask("get", [pack.id, record.key]), record), pack: pack.id });
    }
  }, true),

  /** Replaces a record by what `revise` makes of the stored one, sealed for `lock`. */
  setRecord: (id, key, revise, lock) => run(true, async (ask) => {
    const pack = await ask("get", [id, ""]);
    if (!pack) throw failure("Gone");
    // What is sealed with a key of yesterday could not be read tomorrow.
    if (key && !isSameLock(pack.lock, lock)) throw failure("OtherLock");
    const record = { ...revise(await ask("get", [id, key])), pack: id, key };
    await ask("put", record);
    return record;
  }),

  setPack: (id, change) => store.setRecord(id, "", (pack) => ({ ...pack, ...change })),

  /** Remembers that everything as it is now left in a file. */
  setShared: (id, change) => run(true, async (ask) => {
    for (const record of await ask("getAll", recordsOf(id))) await ask("put", { ...record, ...(record.key ? { shared: record.rev } : change) });
  }),

  remove: (id) => run(true, async (ask) => {
    for (const { key } of await ask("getAll", recordsOf(id))) await ask("delete", [id, key]);
  }),

  /** Names of the site's databases; the browser need not tell. */
  names: async () => {
    const all = (await window.indexedDB?.databases?.().catch(() => [])) ?? [];
    return all.map(({ name }) => name).filter((name) => name.startsWith(prefix()));
  },

  /** Packs of the same site under other paths, each with its records. */
  elsewhere: async () => {
    const found = [];
    for (const name of await store.names()) {
      if (name === prefix() + site.path) continue;
      const database = await openDatabase(name);
      try {
        const path = name.slice(prefix().length);
        for (const one of await within(database, false, readAll)) found.push({ path, ...one });
      } catch {
        // Another program's shape under our name: not ours to read.
      }
      database?.close();
    }
    return found;
  },

  /** Deletes every database of the site. */
  removeAll: async () => {
    disconnect();
    for (const name of await store.names()) {
      await new Promise((done) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = request.onerror = request.onblocked = done;
      });
    }
  },
};

// Tabs tell each other what they saved. Where they cannot, a tab looks again when it comes to the front.
let channel = null;
const listen = (hear) => {
  if (!window.BroadcastChannel) return;
  channel = new BroadcastChannel(prefix() + site.path);
  channel.onmessage = ({ data }) => hear(data);
};
const shout = (pack) => channel?.postMessage(pack);
