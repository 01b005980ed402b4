// The screens of one pack: which there are, and what they need before they can be drawn.

import { assessScreen } from "./assess.js";
import { lockNow } from "./auto-lock.js";
import { chooseScreen } from "./choose.js";
import { documentsScreen } from "./documents.js";
import { find, make, stamp } from "./dom.js";
import { failure, nameOfError, report } from "./failures.js";
import { handOverScreen } from "./handover.js";
import { unlockForm } from "./importer.js";
import { canLock } from "./lock.js";
import { labelOf } from "./locked.js";
import { mirrorNote, mirrorWord } from "./mirror-part.js";
import { resumeMirror } from "./mirror.js";
import { openPack } from "./packs.js";
import { printScreen } from "./paper.js";
import { planScreen } from "./plan.js";
import { reserveSoon } from "./reserve.js";
import { latest } from "./saving.js";
import { entryAt, unitAt } from "./short-address.js";
import { nameOf } from "./sources.js";
import { page } from "./state.js";
import { store } from "./store.js";
import { isRemembered } from "./tombstones.js";
import { matrixScreen } from "./triangulation.js";
import { typing } from "./typing.js";
import { visitScreen } from "./visit.js";
import { writeScreen } from "./write-up.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Screen, WholePack } from "./types.js" */

/**
 * The screens by their names in the address; the visit by indicator has none.
 *
 * @type {Record<string, (open: OpenPack) => Screen>}
 */
const SCREENS = {
  kilder: (open) => visitScreen(open, true),
  dokumenter: documentsScreen,
  plan: planScreen,
  overblik: matrixScreen,
  vurder: assessScreen,
  skriv: writeScreen,
  udskriv: printScreen,
  aflever: handOverScreen,
  vaelg: (open) => chooseScreen(open),
};

/**
 * A question where the passphrase of a pack is needed first.
 *
 * @param {string} name
 * @param {(passphrase: string) => unknown} work opens the pack
 * @returns {Screen}
 */
const lockedScreen = (name, work) => {
  if (!canLock) throw failure("NoCrypto");
  const form = unlockForm(async (passphrase) => {
    await work(passphrase);
    return page.route();
  });
  return { part: [make("h1", {}, name), form] };
};

/** @param {string} id */
const readPack = async (id) => {
  const stored = id && (await store.read(id));
  if (!stored) throw failure(isRemembered(id) ? "Lost" : "Absent");
  if (stored.pack.deleted) throw failure("Binned");
  return stored;
};

/**
 * The menu of a pack.
 *
 * @param {string} id
 * @param {string} shown the name of the screen
 * @param {boolean} isLocked whether the pack has a passphrase
 */
const menu = (id, shown, isLocked) => {
  const nav = stamp("nav", { lock: isLocked && lockNow });
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const items = nav.querySelectorAll("[data-screen]");
  for (const item of items) {
    const own = item.dataset.screen;
    item.href = `#pakke/${id}${own && `/${own}`}`;
    if (own === shown) item.ariaCurrent = "page";
  }
  return nav;
};

/**
 * A screen of an open pack.
 *
 * @param {OpenPack} open
 * @param {string} id as it is in the address
 * @param {string} screen
 * @param {unknown} told what went wrong on the way
 * @returns {Screen}
 */
const openScreen = (open, id, screen, told) => {
  const name = Object.hasOwn(SCREENS, screen) ? screen : "";
  const nav = menu(id, name, Boolean(open.pack.lock));
  find("mirrored", nav).textContent = mirrorWord(open);
  const { part, changed, bar, at } = name ? SCREENS[name](open) : visitScreen(open);
  if (bar) find("bar", nav).append(bar);
  const { unreadable } = open;
  const note = unreadable.length > 0 && stamp("unreadable", { names: unreadable.join("; ") });
  const unit = unitAt(screen);
  const unplaced = Boolean(unit) && !entryAt(open, screen) && stamp("unplaced", { unit });
  const { takenBack } = open;
  const back = takenBack.length > 0 && stamp("taken-back", { names: takenBack.map(nameOf).join("; ") });
  // What stays in view does so within its parent, which has to be the whole screen.
  return { part: [mirrorNote(open), [...nav.children], back, note, unplaced, part], changed, at, open, told };
};

/**
 * Opens a stored pack for its screens.
 *
 * @param {WholePack} stored
 * @param {string} [passphrase]
 */
const begin = async (stored, passphrase) => {
  const open = await openPack(stored, passphrase);
  page.opened = open;
  resumeMirror(open).catch((error) => report(error, open));
  // A crash may have come between a save, or a new passphrase, and the copy.
  reserveSoon(open);
  return open;
};

/**
 * What an address names: a screen of a pack, or the question for its passphrase.
 *
 * @param {string} id
 * @param {string} [screen]
 * @returns {Promise<Screen>}
 */
export const packScreen = async (id, screen = "") => {
  // One with texts that could not be stored is still open.
  if (page.opened?.pack.id !== id) {
    page.opened = [...typing.values()].find(({ open }) => open.pack.id === id)?.open ?? null;
  }
  /** @type {unknown} */
  let told;
  if (page.opened) {
    try {
      await latest(page.opened);
    } catch (error) {
      const open = page.opened;
      if (nameOfError(error) === "OtherLock") {
        return lockedScreen(labelOf(open.pack), (passphrase) => open.unlock(passphrase));
      }
      told = error;
    }
  } else {
    const stored = await readPack(id);
    if (stored.pack.lock) {
      return lockedScreen(labelOf(stored.pack), async (passphrase) => begin(await readPack(id), passphrase));
    }
    await begin(stored);
  }
  return openScreen(/** @type {OpenPack} */ (page.opened), id, screen, told);
};
