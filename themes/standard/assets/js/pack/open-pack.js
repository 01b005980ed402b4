// An open pack: its records in plain words, saved one by one, and stored anew as a whole where its lock
// changes or a file comes in. The stored record decides, never what a tab remembers of it.

import { shout } from "./channel.js";
import { failure, nameOfError } from "./failures.js";
import { isSameLock, newLock, opens, unlock } from "./lock.js";
import { afterLeaving, mergePacks, revise } from "./merge.js";
import { keepOffline } from "./offline.js";
import { PackTexts } from "./pack-texts.js";
import { readRecords, sealPack, sealText, stateOf } from "./records.js";
import { page } from "./state.js";
import { asPacks, store } from "./store.js";
import { random } from "./times.js";
import { isTyping, typing } from "./typing.js";

/** @import { Secret } from "./records.js" */
/** @import { Lock, Pack, PackRecord, Value, WholePack } from "./types.js" */

export class OpenPack extends PackTexts {
  /**
   * @param {Pack} pack
   * @param {Secret} secret
   * @param {PackRecord[]} records in plain words
   */
  constructor(pack, secret, records) {
    super(pack);
    this.pack = pack;
    this.secret = secret;
    /** @type {Promise<unknown>} */
    this.queue = Promise.resolve();
    /** Whether another tab stored something that was not shown, since it is being typed over. */
    this.isBehind = false;
    this.know(records);
  }

  /**
   * Takes over records as they are now, and shows them in the same moment: who types over a text has seen it.
   *
   * @param {PackRecord[]} records
   * @param {boolean} [isOtherPack]
   */
  know(records, isOtherPack) {
    for (const record of records) this.records.set(record.key, record);
    const keys = [...(isOtherPack ? [""] : []), ...records.map(({ key }) => key)];
    if (keys.length && page.shown.open === this) page.shown.changed?.(keys);
  }

  /**
   * Does one thing after the other, so that nothing overtakes a save.
   *
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
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

  /**
   * Goes over to the lock the pack has now, where that takes no passphrase.
   *
   * @param {Lock | undefined} lock
   */
  async adopt(lock) {
    if (isSameLock(lock, this.pack.lock)) return;
    if (!lock) this.secret = undefined;
    else if (!this.secret || !(await opens(this.pack.id, lock, this.secret))) throw failure("OtherLock");
    this.pack = { ...this.pack, lock };
  }

  /**
   * Opens the lock that another tab has given the pack.
   *
   * @param {string} passphrase
   */
  unlock(passphrase) {
    return this.inTurn(async () => {
      const { id, lock } = (await this.stored()).pack;
      this.secret = lock && (await unlock(id, lock, passphrase));
      this.pack = { ...this.pack, lock };
    });
  }

  /**
   * Saves one value; resolves when it is stored. `drop` leaves a text out that stood beside it.
   *
   * @param {string} key
   * @param {Value} value
   * @param {string} [drop]
   */
  save(key, value, drop) {
    const put = async () => {
      const seen = this.records.get(key);
      if (!drop && JSON.stringify(this.value(key)) === JSON.stringify(value)) return;
      const { id, lock, by } = this.pack;
      const text = { rev: random(), time: Date.now(), by, value };
      const next = await sealText(this.pack, this.secret, key, text);
      /** @param {PackRecord | undefined} current */
      const replace = (current) => revise(current, seen, next, drop);
      const record = await store.setRecord(id, key, replace, lock);
      this.know(await readRecords(this.pack, this.secret, [record]));
      shout(id);
    };
    return this.inTurn(async () => {
      try {
        await put();
      } catch (error) {
        if (nameOfError(error) !== "OtherLock") throw error;
        await this.adopt((await this.stored()).pack.lock);
        await put();
      }
    });
  }

  /**
   * Changes the pack itself; `change` gets it as it is stored.
   *
   * @param {(pack: Pack) => Partial<Pack>} change
   */
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
      const changed = (await readRecords(pack, this.secret, others)).filter(
        ({ key }) => !isTyping(this, key),
      );
      this.isBehind = changed.length < others.length;
      this.know(changed, isOther);
    });
  }

  /**
   * Stores the pack as `work` makes it of what is stored, sealed under `next` or the lock it has. No
   * transaction waits for WebCrypto: everything is sealed first and stored in one go, if nothing was stored
   * meanwhile; else once more.
   *
   * @param {(stored: WholePack) => WholePack} work
   * @param {{ key?: CryptoKey, lock?: Lock }} [next]
   */
  rewrite(work, next) {
    return this.inTurn(async () => {
      const { id } = this.pack;
      const sealed = new Map();
      for (;;) {
        const before = await store.all(id);
        const [stored] = asPacks(before);
        if (!stored) throw failure("Gone");
        const now = await this.readStored(stored, next);
        const made = work(now);
        const { key, lock } = next ?? { key: this.secret, lock: stored.pack.lock };
        const pack = { ...made.pack, lock };
        const after = await sealPack(pack, key, made.records, sealed);
        if (!(await store.replace(id, before, after))) continue;
        this.pack = pack;
        this.secret = key;
        this.know(made.records.filter((record) => !isTyping(this, record.key)));
        shout(id);
        return;
      }
    });
  }

  /**
   * What is stored of this pack in plain words, with the lock that it has now.
   *
   * @param {WholePack} stored
   * @param {{ key?: CryptoKey, lock?: Lock }} [next] the lock it is about to get
   */
  async readStored(stored, next) {
    // It was stored, but the answer did not come.
    if (next?.lock && isSameLock(stored.pack.lock, next.lock)) {
      this.pack = stored.pack;
      this.secret = next.key;
    }
    await this.adopt(stored.pack.lock);
    const records = await readRecords(stored.pack, this.secret, stored.records);
    // What was plain here and cannot be read now has another key: it is not to be locked up for good.
    /** @param {PackRecord} record */
    const isPlainHere = ({ key, rev, data }) =>
      data !== undefined && this.records.get(key)?.rev === rev && this.value(key);
    if (records.some(isPlainHere)) throw failure("OtherLock");
    return { pack: stored.pack, records };
  }

  /**
   * Seals everything under a new passphrase, or under none.
   *
   * @param {string} [passphrase]
   */
  async lock(passphrase) {
    await this.rewrite((stored) => stored, await newLock(this.pack.id, passphrase));
  }

  /**
   * Remembers that texts left in a file, each in the revision that was written, and changes the pack.
   *
   * @param {Map<string, string>} written
   * @param {Partial<Pack>} change
   */
  leave(written, change) {
    return this.inTurn(async () => {
      /** @param {PackRecord} record */
      const left = (record) =>
        record.key ? afterLeaving(record, written.get(record.key)) : { ...record, ...change };
      await store.changeRecords(this.pack.id, left);
      this.pack = { ...this.pack, ...change };
      this.know([...this.records.values()].map(left), true);
      shout(this.pack.id);
    });
  }

  /** The pack with what is typed and not stored yet, for a file. */
  typed() {
    const own = [...typing.values()].filter(({ open }) => open.pack.id === this.pack.id);
    const typed = own.map(({ key, area }) => {
      const text = { rev: random(), time: Date.now(), by: this.pack.by, value: area.value };
      const known = this.records.get(key);
      return /** @type {[string, PackRecord]} */ ([
        key,
        { past: [], also: [], ...known, data: undefined, key, ...text },
      ]);
    });
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
