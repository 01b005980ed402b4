// An open pack as a whole: read again, and stored anew where its lock changes or a file comes in.

import { failure } from "./failures.js";
import { isSameLock, newLock, unlock } from "./lock.js";
import { afterLeaving, mergePacks } from "./merge.js";
import { mirrorSoon } from "./mirror.js";
import { keepOffline } from "./offline.js";
import { readRecords, sealPack, stateOf } from "./records.js";
import { reserveSoon } from "./reserve.js";
import { SavedPack } from "./saved-pack.js";
import { asPacks, store } from "./store.js";
import { random } from "./times.js";
import { isTyping, typing } from "./typing.js";

/** @import { Lock, Pack, PackRecord, WholePack } from "./types.js" */

export class OpenPack extends SavedPack {
  /**
   * Opens the lock that another tab has given the pack.
   *
   * @param {string} passphrase
   */
  unlock(passphrase) {
    return this.inTurn(async () => {
      const { id, lock } = (await this.stored()).pack;
      const secret = lock && (await unlock(id, lock, passphrase));
      this.become({ ...this.pack, lock }, secret);
    });
  }

  /** Has it copied to where it is kept twice as well. */
  tell() {
    super.tell();
    mirrorSoon(this);
    reserveSoon(this);
  }

  /** Takes the pack out of the bin. */
  async unbin() {
    await this.change(() => ({ deleted: undefined }));
  }

  /** Looks again at what is stored. */
  refresh() {
    return this.inTurn(async () => {
      const { pack, records } = await this.stored();
      await this.adopt(pack.lock);
      const isOther = JSON.stringify(pack) !== JSON.stringify(this.pack);
      this.become(pack, this.secret);
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
        this.become(pack, key);
        this.know(made.records.filter((record) => !isTyping(this, record.key)));
        this.tell();
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
      this.become(stored.pack, next.key);
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
      this.become({ ...this.pack, ...change }, this.secret);
      this.know([...this.records.values()].map(left), true);
      this.tell();
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
    this.tell();
  }
}
