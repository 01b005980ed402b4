// Where a file is offered. It is made once: whatever the screen around it does, an offered file stays.

import { find, make, stamp, values } from "./dom.js";
import { failure } from "./failures.js";
import { readFile } from "./file.js";
import { canLock } from "./lock.js";
import { editionOf } from "./model.js";
import { bringIn } from "./packs.js";
import { entriesOf } from "./questions.js";
import { store } from "./store.js";
import { momentOf } from "./times.js";

/** @import { Offered } from "./file.js" */

/**
 * A form that asks for a passphrase.
 *
 * @param {(passphrase: string) => unknown} unlocked
 */
export const unlockForm = (unlocked) =>
  /** @type {HTMLFormElement} */ (
    stamp("locked", {
      /** @param {Event} event */
      form: ({ target }) => unlocked(values(/** @type {HTMLFormElement} */ (target)).passphrase),
    })
  );

/**
 * Asks for a passphrase beside a pack of a list; does at once what needs none.
 *
 * @param {HTMLElement} part
 * @param {boolean} isLocked
 * @param {(passphrase?: string) => unknown} work
 */
export const withPassphrase = (part, isLocked, work) => {
  if (!isLocked) return work();
  if (!canLock) throw failure("NoCrypto");
  const form = unlockForm(work);
  find("ask", part).replaceChildren(form);
  /** @type {HTMLInputElement} */ (form.elements.namedItem("passphrase")).focus();
};

/**
 * What a file brings, with a button to take it.
 *
 * @param {Offered} offered
 * @param {() => void} clear
 * @param {string} [passphrase] of the file
 */
const offer = ({ pack, by, saved, notes, records }, clear, passphrase) => {
  const entries = entriesOf(pack, []);
  const changed = entries.filter(({ how }) => how !== "same");
  /** @param {Event} event */
  const take = async ({ target }) => {
    const lock = (await store.read(pack.id))?.pack.lock;
    const { ask } = /** @type {HTMLElement} */ (target).dataset;
    await bringIn({ pack, records }, lock ? (prompt(ask) ?? "") : passphrase);
    clear();
  };
  return stamp("incoming", {
    name: pack.name,
    by: by || "en ukendt",
    saved: momentOf(saved),
    notes,
    count: entries.length,
    sealed: passphrase !== undefined,
    edition: pack.edition !== editionOf(pack.edition).id,
    changed: changed.length > 0,
    changes: changed.map(({ id, number, how, text }) => {
      const now = how === "gone" ? "findes ikke her" : `nu ${number}`;
      return make("li", {}, `${id} (${now}): ${text}`);
    }),
    take,
    cancel: clear,
  });
};

const makeImporter = () => {
  const place = () => find("place", part);
  const clear = () => place().replaceChildren();
  /**
   * @param {Offered} offered
   * @param {string} [passphrase]
   */
  const show = (offered, passphrase) => place().replaceChildren(offer(offered, clear, passphrase));
  const isEmpty = () => !place().firstChild;
  /** @param {Event} event */
  const read = async ({ target }) => {
    clear();
    const { files } = /** @type {HTMLInputElement} */ (target);
    const [given] = files ?? [];
    if (!given) return;
    const file = await readFile(given);
    // Another was chosen meanwhile.
    if (/** @type {HTMLInputElement} */ (target).files?.[0] !== given) return;
    if (file.locked) {
      place().append(unlockForm(async (passphrase) => show(await file.read(passphrase), passphrase)));
    } else show(await file.read());
  };
  const part = stamp("import", { file: read });
  return { part, show, isEmpty };
};

/** @type {ReturnType<typeof makeImporter> | null} */
let made = null;

export const importer = () => {
  made ??= makeImporter();
  return made;
};
