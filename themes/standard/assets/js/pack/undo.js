// Takes a deletion back: for ten seconds with one button, on whatever screen. What was deleted is in a bin
// meanwhile, and stays there.

import { stamp } from "./dom.js";
import { keepRoom } from "./room.js";
import { app } from "./state.js";

/** How long the button is there, in milliseconds. */
const OFFERED = 10_000;

/**
 * Takes the offer away, but not from under the focus.
 *
 * @param {HTMLElement} part
 */
const withdraw = (part) => {
  if (part.contains(document.activeElement)) part.addEventListener("focusout", () => part.remove());
  else part.remove();
};

/**
 * Says what was deleted, with a button that takes it back.
 *
 * @param {string} text
 * @param {() => unknown} undo
 * @param {false | (() => unknown)} [save] saves what was deleted as a file
 */
export const offerUndo = (text, undo, save) => {
  app().querySelector("[data-undo]")?.remove();
  const part = stamp("undo", {
    text,
    undo: async () => {
      await undo();
      part.remove();
    },
    save,
  });
  // At the end, from where it stays in view at the bottom of the window.
  app().append(part);
  keepRoom();
  setTimeout(() => withdraw(part), OFFERED);
};
