// An open pack: its records in plain words, saved one by one, and stored anew as a whole where its lock changes or a file
// comes in. The stored record decides, never what a tab remembers of it.

const isSource = (name) => SOURCES.some(([source]) => source === name);

/** Whether a record of this key can have this value. */
const isValue = (key, value) => {
  const [kind, ...rest] = key.split("/");
  if (kind === "own") return !value || isSource(value.source);
  return typeof value === "string" && (kind === "state" || (kind === "note" && isSource(rest.at(-1))));
};

/** A stored text in plain words. One that is spoilt, or was sealed for another place, stays as it is. */
const readText = async ({ id, lock }, secret, key, { data, ...rest }) => {
  try {
    // Older locks went with a fault that left plain texts in a locked pack.
    const isSealed = lock?.bound || (lock && data.iv);
    const value = isSealed ? await unseal(secret, data, headOf(lock, id, key, rest.rev)) : data;
    if (isValue(key, value)) return { ...rest, value };
  } catch {
    // It cannot be read.
  }
  return { ...rest, data };
};

/** A text as it is stored. `sealed` has what was sealed before. */
const sealText = async ({ id, lock }, secret, key, { value, ...rest }, sealed = new Map()) => {
  if (rest.data !== undefined) return rest;
  if (!lock) return { ...rest, data: value };
  const name = JSON.stringify([key, rest.rev, value]);
  if (!sealed.has(name)) sealed.set(name, seal(secret, value, headOf(lock, id, key, rest.rev)));
  return { ...rest, data: await sealed.get(name) };
};

/** Records of a pack, each text as `turn` makes it. */
const turned = (records, turn) => Promise.all(records.map(async (record) => {
  const [text, ...also] = await Promise.all([record, ...record.also].map((one) => turn(record.key, one)));
  return { ...text, also };
}));

const readRecords = (pack, secret, records) => turned(records, (key, text) => readText(pack, secret, key, text));

/** A pack and its records as they are stored. */
const sealPack = async (pack, secret, records, sealed) => {
  const texts = await turned(records, (key, text) => sealText(pack, secret, key, text, sealed));
  return [{ ...pack, key: "" }, ...texts].map((record) => ({ ...record, pack: pack.id }));
};

/** What tells whether a record has changed. */
const stateOf = ({ rev, past, shared, also }) => JSON.stringify([rev, past, shared, also.map((one) => one.rev)]);

class OpenPack {
  constructor(pack, secret, records) {
    Object.assign(this, { pack, secret, records: new Map(), queue: Promise.resolve() });
    this.know(records);
  }

  /** Takes over records as they are now, and shows them in the same moment: who types over a text has seen it. */
  know(records, isOtherPack) {
    for (const record of records) this.records.set(record.key, record);
    const keys = [...(isOtherPack ? [""] : []), ...records.map(({ key }) => key)];
    if (keys.length && shown.open === this) shown.changed?.(keys);
  }

  value(key) {
    return this.records.get(key)?.value ?? "";
  }

  /** Texts that stand beside the one under `key`. */
  also(key) {
    return (this.records.get(key)?.also ?? []).filter(({ value }) => value);
  }

  /** The consultant's own questions, also those that are left out. */
  own() {
    return [...this.records.values()].filter(({ key, value }) => key.startsWith("own/") && value).map(({ key, value }) => ({ ...value, id: key }));
  }

  /** Whether somebody has answered a question. */
  isAnswered(id) {
    return [...this.records.keys()].some((key) => entryOf(key) === id && (this.value(key) || this.also(key).length));
  }

  /** Questions of one's own that are gone, of which answers are left. */
  removed() {
    const ids = new Set([...this.records.keys()].map(entryOf).filter((id) => id?.startsWith("own/") && !this.value(id)));
    return [...ids].filter((id) => this.isAnswered(id)).map((id) => ({ id, text: "Spørgsmålet er fjernet, men det har svar.", theme: "", source: "" }));
  }

  get entries() {
    return entriesOf(this.pack, [...this.own().filter(({ out }) => !out), ...this.removed()]);
  }

  /** Texts of an entry by source, as [source, name, text, texts beside it]; only those there are. */
  notes({ id }) {
    return SOURCES.map(([source, name]) => [source, name, this.value(`note/${id}/${source}`), this.also(`note/${id}/${source}`)])
      .filter(([, , text, also]) => text.trim() || also.length);
  }

  /** Names of what cannot be read. */
  get unreadable() {
    return [...this.records.values()].filter(({ also, ...text }) => [text, ...also].some(({ data }) => data !== undefined)).map(({ key }) => nameOf(key));
  }

  /** Does one thing after the other, so that nothing overtakes a save. */
  inTurn(work) {
    const done = this.queue.then(work);
    this.queue = done.catch(() => {});
    return done;
  }

  async stored() {
    const stored = await store.read(this.pack.id);
    if (!stored) throw failure("Gone");
    return stored;
  }

  /** Goes over to the lock the pack has now, where that takes no passphrase. */
  async adopt(lock) {
    if (isSameLock(lock, this.pack.lock)) return;
    if (!lock) this.secret = undefined;
    else if (!this.secret || !(await opens(this.pack.id, lock, this.secret))) throw failure("OtherLock");
    this.pack = { ...this.pack, lock };
  }

  /** Opens the lock that another tab has given the pack. */
  unlock(passphrase) {
    return this.inTurn(async () => {
      const { pack: { id, lock } } = await this.stored();
      this.secret = lock && (await unlock(id, lock, passphrase));
      this.pack = { ...this.pack, lock };
    });
  }

  /** Saves one value; resolves when it is stored. `drop` leaves a text out that stood beside it. */
  save(key, value, drop) {
    const put = async () => {
      const seen = this.records.get(key);
      if (!drop && JSON.stringify(this.value(key)) === JSON.stringify(value)) return;
      const { id, lock, by } = this.pack;
      const next = await sealText(this.pack, this.secret, key, { rev: random(), time: Date.now(), by, value });
      const record = await store.setRecord(id, key, (current) => revise(current, seen, next, drop), lock);
      this.know(await readRecords(this.pack, this.secret, [record]));
      shout(id);
    };
    return this.inTurn(async () => {
      try {
        await put();
      } catch (error) {
        if (error.name !== "OtherLock") throw error;
        await this.adopt((await this.stored()).pack.lock);
        await put();
      }
    });
  }

  /** Changes the pack itself; `change` gets it as it is stored. */
  change(change) {
    return this.inTurn(async () => {
      await this.adopt((await this.stored()).pack.lock);
      // A lock without its key would seal what nobody can open.
      const { id, lock } = this.pack;
      this.pack = { ...(await store.setPack(id, change)), lock };
      shout(id);
    });
  }

  /** Looks again at what is stored. */
  refresh() {
    return this.inTurn(async () => {
      const { pack, records } = await this.stored();
      await this.adopt(pack.lock);
      const isOther = JSON.stringify(pack) !== JSON.stringify(this.pack);
      this.pack = pack;
      const others = records.filter((record) => {
        const known = this.records.get(record.key);
        return !known || stateOf(known) !== stateOf(record);
      });
      // What is being typed was made from what stood here before.
      const changed = (await readRecords(pack, this.secret, others)).filter(({ key }) => !isTyping(this, key));
      this.isBehind = changed.length < others.length;
      this.know(changed, isOther);
    });
  }

  /**
   * Stores the pack as `work` makes it of what is stored, sealed under `next` or the lock it has. No transaction waits for
   * WebCrypto: everything is sealed first and stored in one go, if nothing was stored meanwhile; else once more.
   */
  rewrite(work, next) {
    return this.inTurn(async () => {
      const { id } = this.pack;
      const sealed = new Map();
      for (;;) {
        const before = await store.all(id);
        const [stored] = asPacks(before);
        if (!stored) throw failure("Gone");
        // It was stored, but the answer did not come.
        if (next?.lock && isSameLock(stored.pack.lock, next.lock)) Object.assign(this, { pack: stored.pack, secret: next.key });
        await this.adopt(stored.pack.lock);
        const now = { pack: stored.pack, records: await readRecords(stored.pack, this.secret, stored.records) };
        // What was plain here and cannot be read now has another key: it is not to be locked up for good.
        const isPlainHere = ({ key, rev, data }) => data !== undefined && this.records.get(key)?.rev === rev && this.value(key);
        if (now.records.some(isPlainHere)) throw failure("OtherLock");
        const made = work(now);
        const { key, lock } = next ?? { key: this.secret, lock: stored.pack.lock };
        const pack = { ...made.pack, lock };
        if (!(await store.replace(id, before, await sealPack(pack, key, made.records, sealed)))) continue;
        Object.assign(this, { pack, secret: key });
        this.know(made.records.filter((record) => !isTyping(this, record.key)));
        shout(id);
        return;
      }
    });
  }

  /** Seals everything under a new passphrase, or under none. */
  async lock(passphrase) {
    await this.rewrite((stored) => stored, await newLock(this.pack.id, passphrase));
  }

  /** Remembers that texts left in a file, each in the revision that was written, and changes the pack. */
  leave(written, change) {
    return this.inTurn(async () => {
      const left = (record) => (record.key ? afterLeaving(record, written.get(record.key)) : { ...record, ...change });
      await store.changeRecords(this.pack.id, left);
      this.pack = { ...this.pack, ...change };
      this.know([...this.records.values()].map(left), true);
      shout(this.pack.id);
    });
  }

  /** The pack with what is typed and not stored yet, for a file. */
  typed() {
    const typed = [...typing.values()].filter(({ open }) => open.pack.id === this.pack.id).map(({ key, area }) =>
      [key, { past: [], also: [], ...this.records.get(key), data: undefined, key, rev: random(), time: Date.now(), by: this.pack.by, value: area.value }]);
    return { pack: this.pack, records: new Map([...this.records, ...typed]) };
  }

  sealed() {
    return sealPack(this.pack, this.secret, [...this.records.values()]);
  }

  /** Stores everything that is on the screen, of a pack that is not stored. */
  async keep() {
    const all = { pack: this.pack, records: [...this.records.values()] };
    const isStored = await this.inTurn(async () => store.replace(this.pack.id, [], await this.sealed()));
    // Another tab was there first.
    if (!isStored) await this.rewrite((stored) => mergePacks(stored, all));
    keepOffline();
    shout(this.pack.id);
  }
}

/** Opens a stored pack. A locked one needs its passphrase. */
const openPack = async ({ pack, records }, passphrase) => {
  const secret = pack.lock && (await unlock(pack.id, pack.lock, passphrase));
  const open = new OpenPack(pack, secret, await readRecords(pack, secret, records));
  // Texts of an older lock are bound to their places now; where that fails, the next time.
  if (secret && !pack.lock.bound) await open.rewrite((stored) => stored, await lockOf(pack.id, pack.lock.kdf, secret)).catch(() => {});
  return open;
};

/** Stores a new pack with values by key. Returns its id. */
const createPack = async (choice, given, passphrase) => {
  const id = random();
  const { key: secret, lock } = await newLock(id, passphrase);
  const pack = { ...choice, id, created: Date.now(), exported: 0, by: "", lock };
  const records = [...given].map(([key, value]) => ({ key, value, rev: random(), past: [], also: [], time: Date.now(), by: "" }));
  site.asked = [];
  await new OpenPack(pack, secret, records).keep();
  return id;
};

/** Stores a pack again as one of its own, a locked one under the same passphrase. Returns its id. */
const copyPack = async ({ pack, records }, passphrase, change) => {
  const secret = pack.lock && (await unlock(pack.id, pack.lock, passphrase));
  const plain = await readRecords(pack, secret, records);
  const id = random();
  const { key, lock } = await newLock(id, passphrase);
  await new OpenPack({ ...pack, ...change, id, lock }, key, plain).keep();
  return id;
};

/** Puts what a file or another folder brought beside what is here, under the lock of the pack that is here. */
const bringIn = async (content, passphrase) => {
  const { pack, records } = content;
  const stored = await store.read(pack.id);
  if (stored) {
    await (await openPack(stored, passphrase)).rewrite((here) => mergePacks(here, content)).catch((error) => {
      // Another tab has just given it another lock, for which the passphrase is none.
      throw error.name === "OtherLock" ? failure("Passphrase") : error;
    });
  } else await new OpenPack(pack, null, records.map((record) => ({ ...record, shared: record.rev }))).keep();
  arrive(pack.id);
};
