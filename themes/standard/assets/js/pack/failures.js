// What goes wrong, and how it is told. The words are in the page's messages (`pack_messages.html`).

/**
 * A failure that has its words among the page's messages.
 *
 * @param {string} name
 * @param {string | number} [detail]
 */
export const failure = (name, detail) => Object.assign(new Error(name), { name, detail });

/**
 * The name of whatever was thrown.
 *
 * @param {unknown} error
 */
export const nameOfError = (error) => /** @type {Error} */ (error).name;

/**
 * The words for whatever was thrown.
 *
 * @param {unknown} error
 * @returns {string}
 */
export const tell = (error) => {
  /** @param {string} name */
  const message = (name) => {
    const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById(`m-${name}`));
    return template?.content.textContent;
  };
  const { name, detail } = /** @type {{ name: string, detail?: string | number }} */ (error);
  const text = /** @type {string} */ (message(name) ?? message("Other"));
  return text.replace("%", () => String(detail ?? "ukendt"));
};

/**
 * Whether a save that failed may succeed by itself: what the browser could not do, not what we refused.
 *
 * @param {unknown} error
 */
export const mayPass = (error) =>
  error instanceof DOMException ? error.name !== "VersionError" : nameOfError(error) === "Unkept";

/** @import { OpenPack } from "./open-pack.js" */

/**
 * @typedef {object} About
 * @property {boolean} [isUnsaved] it is saved again by itself
 * @property {boolean} [isRepeated] only news are told, so that an answer that is being typed stays
 */

/** @type {(error: unknown, open?: OpenPack, about?: About) => void} */
let teller = () => {};

/**
 * Has `listener` told what goes wrong. Whatever is lower than the screens reports here, for telling takes a
 * screen.
 *
 * @param {typeof teller} listener
 */
export const tellWith = (listener) => {
  teller = listener;
};

/**
 * Tells what went wrong: on the screen, with what can be done about it for the pack it happened to.
 *
 * @param {unknown} error
 * @param {OpenPack} [open] the pack; that of the screen if it is left out
 * @param {About} [about]
 */
export const report = (error, open, about) => teller(error, open, about);

/** Takes away the message of what went wrong. */
export const calm = () => document.querySelector("[data-trouble]")?.remove();

/**
 * Does something; what goes wrong is told where the user looks. An earlier message goes, unless the work
 * returns false: it did nothing.
 *
 * @param {() => unknown} work
 */
export const attempt = async (work) => {
  const told = document.querySelector("[data-trouble]");
  try {
    if ((await work()) !== false) told?.remove();
  } catch (error) {
    report(error);
  }
};
