// What several modules share and change: what is known of the site, and what is on the screen.

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Content, Memory, Model, Screen } from "./types.js" */

/**
 * @typedef {object} Site what the page knows of its site
 * @property {string[]} asked addresses whose questions another page asked for
 * @property {string} [id]
 * @property {string} [path]
 * @property {Model} [model]
 * @property {string} [modelText] the model as it is written into a page that stands alone
 * @property {Memory} [memory] the packs where nothing can be stored
 * @property {boolean} [isGivenUp] somebody chose to store nothing
 * @property {{ model: Model, file: Content }} [carried] what a page that stands alone has in it
 * @property {string} [carryFile] such a page without a pack
 */

/** @type {Site} */
export const site = { asked: [] };

/** The model; only pages that have it ask for it. */
export const model = () => /** @type {Model} */ (site.model);

/** @type {Screen} */
const NOTHING = { part: [] };

/** What the page shows. */
export const page = {
  /** @type {HTMLElement | undefined} the element with the screens */
  element: undefined,

  /** @type {OpenPack | null} the pack that was opened last; a locked one stays open until another is */
  opened: null,

  /**
   * The screen that is shown: { open, changed } with its pack, if it has one, and what shows what was stored
   * since.
   */
  shown: NOTHING,

  /** How often a screen was asked for, and which of these is shown. */
  turns: 0,
  drawn: 0,

  /** Draws the screen that the address names; `start.js` brings it. */
  route: async () => {},
};

/** The element with the screens, on pages that have it. */
export const app = () => /** @type {HTMLElement} */ (page.element);
