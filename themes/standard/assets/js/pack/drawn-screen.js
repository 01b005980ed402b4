/** @import { Screen } from "./types.js" */

/**
 * A screen that is drawn from what is stored, and drawn again when that changes.
 *
 * @param {HTMLElement} part
 * @param {() => void} draw
 * @returns {Screen}
 */
export const drawnScreen = (part, draw) => {
  draw();
  return { part, changed: draw };
};
