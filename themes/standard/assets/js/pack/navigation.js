// From one screen to another.

import { shout } from "./channel.js";
import { app, page } from "./state.js";

/**
 * The screen that is being left takes no more input: what is typed into it would be missing from the next
 * one.
 */
export const leave = () => {
  const { activeElement } = document;
  if (app().contains(activeElement)) /** @type {HTMLElement} */ (activeElement).blur();
  for (const part of app().children) {
    /** @type {HTMLElement} */ (part).inert = !part.matches("[data-message]");
  }
};

/**
 * Shows a pack.
 *
 * @param {string} id
 */
export const go = (id) => {
  const hash = `#pakke/${id}`;
  if (location.hash === hash) return page.route();
  leave();
  location.hash = hash;
};

/**
 * Shows a pack that was changed in the storage.
 *
 * @param {string} id
 */
export const arrive = (id) => {
  page.opened = null;
  shout(id);
  return go(id);
};
