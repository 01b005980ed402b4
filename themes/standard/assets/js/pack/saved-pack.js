// An open pack and its records in plain words, saved one by one. The stored record decides, never what a tab
// remembers of it.

import { shout } from "./channel.js";
import { failure, nameOfError } from "./failures.js";
import { isSameLock, opens } from "./lock.js";
import { sealItself, readItself, storedKey } from "./locked.js";
import { revise } from "./merge.js";
import { PackTexts } from "./pack-texts.js";
import { readRecords, sealText, stateOf } from "./records.js";
import { page } from "./state.js";
import { store } from "./store.js";
import { random } from "./times.js";
import { remember } from "./tombstones.js";

/** @import { Secret } from "./records.js" */
/** @import { Lock, Pack, PackRecord, Text, Value } from "./types.js" */

export class SavedPack extends PackTexts {
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
    /**
     * Texts that were to be stored and of which the storage has not said that they are, by key. They may be
     * there all the same.
     *
     * @type {Map<string, Text[]>}
     */
    this.attempts = new Map();
    /**
     * Keys of texts that an earlier page could not store, and this one has.
     *
     * @type {string[]}
     */
    this.takenBack = [];
    /** Whether another tab stored something that was not shown, since it is being typed over. */
    this.isBehind = false;
    /**
     * The state of each stored record as it was last read, by the name it is stored under.
     *
     * @type {Map<string, string>}
     */
    this.read = new Map();
    this.know(records);
  }

  /**
   * Notes in which state records were read.
   *
   * @param {PackRecord[]} stored
   */
  saw(stored) {
    for (const record of stored) this.read.set(record.key, stateOf(record));
  }

  /**
   * Takes over the pack itself as it is now, and the key of its lock.
   *
   * @param {Pack} pack
   * @param {Secret} secret
   */
  become(pack, secret) {
    this.pack = pack;
    this.secret = secret;
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
    const { open } = page.shown;
    if (keys.length && /** @type {unknown} */ (open) === this) page.shown.changed?.(keys);
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
   * The revision that is shown of a text.
   *
   * @param {string} key
   */
  seen(key) {
    return this.records.get(key)?.rev;
  }

  /**
   * A value as the text that is to be stored. The same value is the same text, however often it is tried.
   *
   * @param {string} key
   * @param {Value} value
   */
  attempt(key, value) {
    const tried = this.attempts.get(key) ?? [];
    const again = tried.find((one) => JSON.stringify(one.value) === JSON.stringify(value));
    const text = again ?? { rev: random(), time: Date.now(), by: this.pack.by, value };
    if (!again) this.attempts.set(key, [...tried, text]);
    return text;
  }

  /**
   * Stores a text in the place of the one that was `seen`.
   *
   * @param {string} key
   * @param {Text} text
   * @param {{ rev: string, data?: unknown } | undefined} seen
   * @param {string} [drop]
   */
  async put(key, text, seen, drop) {
    const next = await sealText(this.pack, this.secret, key, text);
    /** @param {PackRecord | undefined} current */
    const replace = (current) => {
      // What an earlier try has stored was typed here.
      const own = this.attempts.get(key)?.find(({ rev }) => rev === current?.rev);
      return revise(current, own ?? seen, next, drop);
    };
    await this.setRecord(key, replace);
    this.attempts.delete(key);
    this.tell();
  }

  /**
   * Replaces a record by what `replace` makes of the stored one.
   *
   * @param {string} key
   * @param {(current: PackRecord) => Omit<PackRecord, "key">} replace
   */
  async setRecord(key, replace) {
    const { id, lock } = this.pack;
    const record = await store.setRecord(id, await storedKey(this.pack, this.secret, key), replace, lock);
    this.saw([record]);
    this.know(await readRecords(this.pack, this.secret, [record]));
  }

  /**
   * Puts a text beside the one of a record, where it was before.
   *
   * @param {string} key
   * @param {Omit<Text, "rev">} given
   */
  putBeside(key, given) {
    return this.inTurn(async () => {
      const text = await sealText(this.pack, this.secret, key, { ...given, rev: random() });
      await this.setRecord(key, (current) => ({ ...current, also: [...current.also, text] }));
      this.tell();
    });
  }

  /** Tells other tabs, and the second kind of storage, what the pack is now. */
  tell() {
    shout(this.pack.id);
    remember(this.pack, this.records.values());
  }

  /**
   * Stores a text that an earlier page could not store, made from the revision `seen`. Returns whether it was
   * not there yet.
   *
   * @param {string} key
   * @param {Text} text
   * @param {string | undefined} seen
   */
  restore(key, text, seen) {
    return this.inTurn(async () => {
      const { rev, past = [] } = this.records.get(key) ?? {};
      if (rev === text.rev || past.includes(text.rev)) return false;
      await this.put(key, text, seen ? { rev: seen } : undefined);
      return true;
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
      const isShown = JSON.stringify(this.value(key)) === JSON.stringify(value);
      if (isShown && !drop && !this.attempts.has(key)) return;
      await this.put(key, this.attempt(key, value), this.records.get(key), drop);
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
   * Changes the pack itself; `change` gets it as it is stored, in plain words.
   *
   * @param {(pack: Pack) => Partial<Pack>} change
   */
  change(change) {
    return this.inTurn(async () => {
      await this.changeNow(change);
      this.tell();
    });
  }

  /**
   * The same, as a part of something. No transaction waits for WebCrypto: what was changed meanwhile is
   * looked at once more.
   *
   * @param {(pack: Pack) => Partial<Pack>} change
   */
  async changeNow(change) {
    for (;;) {
      const before = (await this.stored()).pack;
      await this.adopt(before.lock);
      const pack = await readItself(before, this.secret, [...this.records.values()]);
      const changed = { ...pack, ...change(pack) };
      if (!(await store.replaceItself(before, await sealItself(changed, this.secret)))) continue;
      this.pack = changed;
      return;
    }
  }
}
