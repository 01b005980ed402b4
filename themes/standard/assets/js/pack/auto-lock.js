// Locks a pack with a passphrase again: when nobody has used the page for a quarter of an hour, after a
// warning, and on a button. What was shown goes with the keys.

import { stamp } from "./dom.js";
import { flush } from "./saving.js";
import { app, page } from "./state.js";

/** How long a page may be left alone, in milliseconds. */
const IDLE = 15 * 6e4;

/** How long before that the page warns, in milliseconds: time enough to press a key. */
const WARNED = 6e4;

/** How often it is looked whether it is, in milliseconds. */
const OFTEN = 15e3;

let used = Date.now();

/** Forgets the keys of the pack that is open, once everything typed is stored. */
export const lockNow = async () => {
  // What could not be stored would be lost with the keys.
  if (!(await flush())) return;
  page.opened = null;
  await page.route();
};

const shownWarning = () => app().querySelector("[data-locking]");

const lockIfIdle = () => {
  if (!page.opened?.pack.lock) return;
  // Tablets stop clocks while they sleep: the time counts, not the turns.
  const idle = Date.now() - used;
  if (idle > IDLE) lockNow();
  else if (idle > IDLE - WARNED && !shownWarning()) app().prepend(stamp("locking"));
};

/** Watches whether the page is used. */
export const watchIdleness = () => {
  const use = () => {
    lockIfIdle();
    used = Date.now();
    shownWarning()?.remove();
  };
  for (const kind of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) {
    document.addEventListener(kind, use, { passive: true, capture: true });
  }
  document.addEventListener("visibilitychange", lockIfIdle);
  setInterval(lockIfIdle, OFTEN);
};
