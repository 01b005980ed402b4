// What is typed is saved at every pause, and at least once a second. The line at the top tells what became of
// it.

import { layAsideNow } from "./aside.js";
import { discardEmptied } from "./bin.js";
import { calm, mayPass, report } from "./failures.js";
import { page, site } from "./state.js";
import { clockOf } from "./times.js";
import { placeOf, typing } from "./typing.js";
import { tellSaved, tellUnsaved } from "./unsaved.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Typed } from "./typing.js" */

/** How long a pause is, in milliseconds, and how long somebody may type without one. */
const PAUSE = 400;
const LONGEST = 900;

/** When the first text was typed that is not stored yet; 0 where there is none. */
let since = 0;
let timer = 0;

/** How long storage may take before the fields say that they are not stored yet, in milliseconds. */
const SLOW = 2000;

/** How long to wait for the next try after a save that failed, in milliseconds; 0 where none did. */
let delay = 0;
const FIRST_DELAY = 1000;
const LONGEST_DELAY = 3e4;

/** How long nothing may change before it is read out, in milliseconds. */
const REST = 1500;
let speaking = 0;

/**
 * Shows what became of saving, and has it read out when typing rests.
 *
 * @param {string} text
 */
const said = (text) => {
  const place = document.querySelector("[data-saved]");
  if (place) place.textContent = text;
  clearTimeout(speaking);
  speaking = setTimeout(() => {
    const spoken = document.querySelector("[data-spoken]");
    if (spoken && spoken.textContent !== text) spoken.textContent = text;
  }, REST);
};

/**
 * Another tab saved something, or this one comes to the front again.
 *
 * @param {string | undefined} pack
 */
export const hear = async (pack) => {
  const { open, changed } = page.shown;
  if (!open) return changed?.([]);
  if (pack !== open.pack.id) return;
  // If the pack is gone or locked otherwise the next save tells; what is on the screen stays.
  await open.refresh().catch(() => {});
};

/** Saves all that is typed. Returns the failure that is to be told first, if there was one. */
const saveTyped = async () => {
  /** @type {{ error: unknown, open: OpenPack } | undefined} */
  let failed;
  // What could not be stored at the last try comes last: a text that is too large holds up no other.
  const failing = (/** @type {Typed} */ { hasFailed }) => Number(hasFailed ?? false);
  const waiting = [...typing].sort(([, one], [, other]) => failing(one) - failing(other));
  for (const [place, item] of waiting) {
    // Settled meanwhile, or of a pack that was deleted.
    if (typing.get(place) !== item) continue;
    try {
      await discardEmptied(item.open, item.key, item.area.value);
      await item.open.save(item.key, item.area.value);
      // Typed again meanwhile: that is still to be saved.
      if (typing.get(place) !== item) continue;
      typing.delete(place);
      tellSaved(item);
    } catch (error) {
      item.hasFailed = true;
      await tellUnsaved(item);
      // What happened to the pack on the screen is told first.
      if (!failed || item.open === page.shown.open) failed = { error, open: item.open };
    }
  }
  return failed;
};

/**
 * Saves what is typed; the line at the top says what became of it.
 *
 * @returns {Promise<boolean>} whether all that was typed is stored
 */
export const flush = async () => {
  clearTimeout(timer);
  if (!typing.size) return true;
  since = 0;
  if (!delay) said("Gemmer …");
  const slow = setTimeout(() => typing.forEach(tellUnsaved), SLOW);
  const failed = await saveTyped();
  clearTimeout(slow);
  if (failed) {
    said("IKKE GEMT");
    const isPassing = mayPass(failed.error);
    report(failed.error, failed.open, { isUnsaved: isPassing, isRepeated: true });
    if (!isPassing) return false;
    delay = Math.min(2 * delay || FIRST_DELAY, LONGEST_DELAY);
    timer = setTimeout(flush, delay);
    return false;
  }
  delay = 0;
  calm();
  if (typing.size) return flush();
  const { open } = page.shown;
  if (open?.isBehind) hear(open.pack.id);
  said(site.memory ? "Ikke gemt på enheden" : `Gemt ${clockOf(Date.now())}`);
  return true;
};

/**
 * Has the value of a field saved at the next pause.
 *
 * @param {OpenPack} open
 * @param {string} key
 * @param {{ value: string }} area
 */
export const soon = (open, key, area) => {
  // What is said of the last save does not hold for what is typed now.
  if (!delay) said("");
  const place = placeOf(open, key);
  typing.set(place, { open, key, area, hasFailed: typing.get(place)?.hasFailed });
  since ||= performance.now();
  clearTimeout(timer);
  timer = setTimeout(flush, Math.min(PAUSE, Math.max(0, since + LONGEST - performance.now())));
};

/** Saves what is typed before the page may go, and puts it aside for the case that it is gone first. */
export const rescue = () => {
  typing.forEach(layAsideNow);
  flush();
};

/**
 * The pack as it is stored now, with all that is typed: what leaves the page must not be older than it says.
 *
 * @param {OpenPack} open
 */
export const latest = async (open) => {
  do {
    const isStored = await flush();
    await open.refresh();
    if (!isStored) return;
  } while (typing.size);
};

/**
 * Saves what settles the text `rev`, which stood beside this one. Like what is typed, it was made from what
 * was on the screen: until it is stored no text of another tab takes that place, for then it would go over a
 * text that nobody has seen.
 *
 * @param {OpenPack} open
 * @param {string} key
 * @param {{ value: string }} area
 * @param {string} rev
 */
export const settled = async (open, key, area, rev) => {
  const place = placeOf(open, key);
  const item = { open, key, area };
  typing.set(place, item);
  try {
    await open.save(key, area.value, rev);
    if (typing.get(place) === item) typing.delete(place);
    tellSaved(item);
  } catch (error) {
    soon(open, key, area);
    throw error;
  }
};
