// An open pack as a whole: read again, and stored anew where its lock changes or a file comes in.

import { failure } from "./failures.js";
import { isSameLock, newLock, unlock } from "./lock.js";
import { readItself, storedKey } from "./locked.js";
import { afterLeaving, mergePacks } from "./merge.js";
import { mirrorSoon } from "./mirror.js";
import { keepOffline } from "./offline.js";
import { readPack, readRecords, sealPack, stateOf } from "./records.js";
import { reserveSoon } from "./reserve.js";
import { SavedPack } from "./saved-pack.js";
import { asPacks, store } from "./store.js";
import { random } from "./times.js";
import { isTyping, typing } from "./typing.js";
import { keepPlace } from "./visit-place.js";

/** @import { Keys, Lock, Pack, PackRecord, WholePack } from "./types.js" */

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
      const stored = await this.stored();
      await this.adopt(stored.pack.lock);
      const pack = await readItself(stored.pack, this.secret, [...this.records.values()]);
      const isOther = JSON.stringify(pack) !== JSON.stringify(this.pack);
      this.become(pack, this.secret);
      const others = stored.records.filter((record) => this.read.get(record.key) !== stateOf(record));
      const read = await readRecords(pack, this.secret, others);
      // What is being typed was made from what stood here before.
      const isFree = others.map((_, at) => !isTyping(this, read[at].key));
      this.isBehind = isFree.includes(false);
      this.saw(others.filter((_, at) => isFree[at]));
      this.know(
        read.filter((_, at) => isFree[at]),
        isOther,
      );
    });
  }

  /**
   * Stores the pack as `work` makes it of what is stored, sealed under `next` or the lock it has. No
   * transaction waits for WebCrypto: everything is sealed first and stored in one go, if nothing was stored
   * meanwhile; else once more.
   *
   * @param {(stored: WholePack) => WholePack} work
   * @param {{ keys?: Keys, lock?: Lock }} [next]
   */
  rewrite(work, next) {
    return this.inTurn(async () => {
      const { id } = this.pack;
      const sealed = new Map();
      for (;;) {
        const before = await store.all(id);
        const [whole] = asPacks(before);
        if (!whole) throw failure("Gone");
        const now = await this.readStored(whole, next);
        const made = work(now);
        const { keys, lock } = next ?? { keys: this.secret, lock: whole.pack.lock };
        const pack = { ...made.pack, lock };
        const after = await sealPack(pack, keys, made.records, sealed);
        if (!(await store.replace(id, before, after))) continue;
        this.become(pack, keys);
        const [, ...stored] = after;
        this.saw(stored.filter((_, at) => !isTyping(this, made.records[at].key)));
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
   * @param {{ keys?: Keys, lock?: Lock }} [next] the lock it is about to get
   */
  async readStored(stored, next) {
    // It was stored, but the answer did not come.
    if (next?.lock && isSameLock(stored.pack.lock, next.lock)) {
      this.become({ ...this.pack, lock: next.lock }, next.keys);
    }
    await this.adopt(stored.pack.lock);
    const read = await readPack(stored, this.secret);
    // What was plain here and cannot be read now has another key: it is not to be locked up for good.
    const plain = [...this.records.values()].filter(({ value }) => value);
    const plainHere = new Set(plain.map(({ rev }) => rev));
    const isLost = read.records.some(({ rev, data }) => data !== undefined && plainHere.has(rev));
    if (isLost) throw failure("OtherLock");
    return read;
  }

  /**
   * Seals everything under a new passphrase, or under none.
   *
   * @param {string} [passphrase]
   */
  async lock(passphrase) {
    await this.changeLock(await newLock(this.pack.id, passphrase));
  }

  /** @param {{ keys?: Keys, lock?: Lock }} next */
  async changeLock(next) {
    await this.rewrite((stored) => stored, next);
    await keepPlace(this);
  }

  /**
   * Remembers that texts left in a file, each in the revision that was written, and changes the pack.
   *
   * @param {Map<string, string>} written
   * @param {Partial<Pack>} change
   */
  leave(written, change) {
    return this.inTurn(async () => {
      const pairs = [...written].map(async ([key, rev]) => {
        return /** @type {[string, string]} */ ([await storedKey(this.pack, this.secret, key), rev]);
      });
      const names = new Map(await Promise.all(pairs));
      await store.changeRecords(this.pack.id, (record) => afterLeaving(record, names.get(record.key)));
      await this.changeNow(() => change);
      const left = [...this.records.values()].map((record) => afterLeaving(record, written.get(record.key)));
      this.know(left, true);
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
