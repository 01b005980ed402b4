// The whole site for use without a network, kept by the service worker: what became of it, and the wish for
// it.

import { stamp } from "./dom.js";
import { failure, tell } from "./failures.js";
import { askForPromise } from "./promise.js";
import { app } from "./state.js";

/**
 * Why the site is not kept, if it was tried.
 *
 * @type {Error | null}
 */
let offline = null;

export const offlineNote = () => offline && stamp("online", { text: tell(offline) });

/**
 * The worker says what became of keeping the site: the name of a message, or nothing where all is well.
 *
 * @param {{ name?: string, detail?: string }} word
 */
export const hearWorker = ({ name, detail }) => {
  offline = name ? failure(name, detail) : null;
  app().querySelector("[data-online]")?.remove();
  const note = offlineNote();
  if (note) app().prepend(note);
};

/** Keeps the whole site; only where there is https, and only when somebody keeps packs. */
export const keepSite = () => navigator.serviceWorker?.register("sw.js").catch(() => {});

/** How long after a pack was stored the site is copied, in milliseconds. */
const LATER = 1500;

/**
 * Has the site kept for a pack that was just stored. Hundreds of files at once would hold up what the pack
 * itself writes.
 */
export const keepOffline = () => {
  setTimeout(keepSite, LATER);
  askForPromise();
};
