// An open pack: its records as plain values, saved one by one. The stored record decides, never a clock: who saves without
// having seen what is stored puts another text beside it, not in its place.

/** A record with its texts, which stand under `from`, as `work` makes them, under `to`. */
const turned = async (record, from, to, work) => {
  const one = async ({ [from]: text, ...rest }) => ({ ...rest, [to]: await work(text) });
  return { ...(await one(record)), also: await Promise.all(record.also.map(one)) };
};
const readable = (secret, record) => turned(record, "data", "value", (data) => (secret ? unseal(secret, data) : data));
const sealed = (secret, value) => (secret ? seal(secret, value) : value);
const storable = (secret, record) => turned(record, "value", "data", (value) => sealed(secret, value));

const beside = ({ rev, time, by, data }) => ({ rev, time, by, data });

/** What is stored when `next` is saved over `current` by somebody who had seen `seen`; `drop` leaves one text out. */
const revise = (current, seen, next, drop) => {
  const { past, also, shared } = current ?? { past: [], also: [] };
  const isSettled = ({ rev }) => rev === seen?.rev || rev === drop;
  const settled = also.filter(isSettled).map(({ rev }) => rev);
  const others = also.filter((one) => !isSettled(one));
  if (current && current.rev !== seen?.rev && current.data) others.push(beside(current));
  else if (current && shared === current.rev) settled.push(current.rev);
  return { ...next, past: [...past, ...settled], shared, also: others };
};

/** One record of two: the newer where one was made from the other, else both texts side by side. */
const mergeRecord = (mine, theirs) => {
  const past = [...new Set([...mine.past, ...theirs.past])];
  const newer = theirs.past.includes(mine.rev);
  const main = newer ? theirs : mine;
  const others = [...mine.also, ...theirs.also, beside(newer ? mine : theirs)].filter(({ rev, data }) =>
    data && rev !== main.rev && !past.includes(rev) && JSON.stringify(data) !== JSON.stringify(main.data));
  const also = [...new Map(others.map((one) => [one.rev, one])).values()];
  return { ...main, past, shared: newer ? theirs.rev : mine.shared, also };
};

/** Two lists of questions as one; a question that either has is chosen. */
const mergePacks = (mine, theirs) => {
  const questions = new Map(theirs.questions.map((question) => [question.id, question]));
  for (const question of mine.questions) {
    const other = questions.get(question.id);
    questions.set(question.id, { ...question, out: question.out && (!other || other.out) });
  }
  return { ...mine, questions: [...questions.values()] };
};

/** Puts what a file or another folder has beside what is here. */
const join = (mine, theirs) => {
  if (!mine) return { ...theirs, shared: theirs.rev };
  return theirs.key ? mergeRecord(mine, theirs) : mergePacks(mine, theirs);
};

class OpenPack {
  constructor(pack, secret, records) {
    Object.assign(this, { pack, secret, records: new Map(records.map((record) => [record.key, record])), queue: Promise.resolve() });
  }

  value(key) {
    return this.records.get(key)?.value ?? "";
  }

  /** Texts that stand beside the one under `key`. */
  also(key) {
    return (this.records.get(key)?.also ?? []).filter(({ value }) => value);
  }

  /** The consultant's own questions. */
  own() {
    return [...this.records.values()].filter(({ key, value }) => key.startsWith("own/") && value).map(({ key, value }) => ({ ...value, id: key }));
  }

  get entries() {
    return entriesOf(this.pack, this.own());
  }

  /** Texts of an entry by source, as [source, name, text, texts beside it]; only those there are. */
  notes({ id }) {
    return SOURCES.map(([source, name]) => [source, name, this.value(`note/${id}/${source}`), this.also(`note/${id}/${source}`)])
      .filter(([, , text, also]) => text.trim() || also.length);
  }

  async take(record) {
    this.records.set(record.key, await readable(this.secret, record));
  }

  /** Saves one value; resolves when it is stored. One after the other, so that no save overtakes another. */
  save(key, value, drop) {
    const saving = this.queue.then(async () => {
      const seen = this.records.get(key);
      if (!drop && JSON.stringify(this.value(key)) === JSON.stringify(value)) return;
      const next = { rev: random(), time: Date.now(), by: this.pack.by, data: await sealed(this.secret, value) };
      await this.take(await store.setRecord(this.pack.id, key, (current) => revise(current, seen, next, drop), this.pack.lock));
      shout(this.pack.id);
    });
    this.queue = saving.catch(() => {});
    return saving;
  }

  async change(change) {
    this.pack = await store.setPack(this.pack.id, change);
    shout(this.pack.id);
  }

  /** Looks again at what is stored. Returns the keys of what changed; what is being typed was not made from it. */
  async refresh() {
    await this.queue;
    const { pack, records } = await store.read(this.pack.id);
    if (!isSameLock(pack.lock, this.pack.lock)) throw failure("OtherLock");
    this.pack = pack;
    const changed = records.filter(({ key, rev, also }) => {
      const known = this.records.get(key);
      return !waiting.has(key) && (known?.rev !== rev || known.also.length !== also.length);
    });
    for (const record of changed) await this.take(record);
    return changed.map((record) => record.key);
  }

  /** Remembers that everything as it is now left in a file. */
  async leave(change) {
    await store.setShared(this.pack.id, change);
    Object.assign(this.pack, change);
    for (const record of this.records.values()) record.shared = record.rev;
  }

  /** The pack with what is typed and could not be saved, for a file. */
  typed() {
    const typed = [...waiting].map(([key, { area }]) =>
      [key, { past: [], also: [], ...this.records.get(key), key, rev: random(), time: Date.now(), by: this.pack.by, value: area.value }]);
    return { pack: this.pack, records: new Map([...this.records, ...typed]) };
  }

  /** Stores everything that is on the screen, under a new passphrase, none ("") or the one there is. */
  async keep(passphrase) {
    const locked = passphrase ? await newLock(passphrase) : passphrase === "" ? {} : { key: this.secret, lock: this.pack.lock };
    this.secret = locked.key;
    this.pack = { ...this.pack, lock: locked.lock };
    const records = await Promise.all([...this.records.values()].map((record) => storable(this.secret, record)));
    await store.add(this.pack, records);
    keepOffline();
  }
}

/** Opens a stored pack. A locked one needs its passphrase. */
const openPack = async ({ pack, records }, passphrase) => {
  const secret = pack.lock && (await unlock(pack.lock, passphrase));
  return new OpenPack(pack, secret, await Promise.all(records.map((record) => readable(secret, record))));
};

/** Stores a new pack with values by key. */
const createPack = async (choice, given, passphrase) => {
  const pack = { ...choice, id: random(), created: Date.now(), exported: 0, by: "" };
  const records = [...given].map(([key, value]) => ({ key, value, rev: random(), past: [], also: [], time: Date.now(), by: "" }));
  site.asked = [];
  await new OpenPack(pack, null, records).keep(passphrase);
  go(pack.id);
};

/** Stores what a file brought, under the lock of the pack that is here. */
const bringIn = async ({ pack, records }, lock, passphrase) => {
  const secret = lock && (await unlock(lock, passphrase));
  await store.add(pack, await Promise.all(records.map((record) => storable(secret, record))), join);
  keepOffline();
  arrive(pack.id);
};
