// Parts that every screen of the visit pack uses. What is shown passes `make` and `stamp`, which know text
// and elements only: nothing that somebody wrote, here or in a file from elsewhere, is ever read as markup.

import { attempt, failure } from "./failures.js";
import { site } from "./state.js";

/** @import { Part } from "./types.js" */

/**
 * What can be put into an element: no lists in lists, and nothing for what is not there.
 *
 * @param {Part} children
 * @returns {(Node | string)[]}
 */
export const pieces = (children) => {
  const all = /** @type {Part[]} */ ([children].flat(5));
  return /** @type {(Node | string)[]} */ (all.filter((child) => child != null && child !== false));
};

/**
 * An element with properties and children.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Partial<HTMLElementTagNameMap[T]> | Record<string, unknown>} [properties]
 * @param {...Part} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...pieces(children));
  return element;
};

/**
 * Listens to an element; what goes wrong is told on the page. A button or a form that is at work cannot be
 * pressed again: a second press is the same wish.
 *
 * @param {Element} element
 * @param {string} kind of the event
 * @param {(event: any) => unknown} work
 */
export const attach = (element, kind, work) => {
  let atWork = false;
  element.addEventListener(kind, async (event) => {
    if (kind === "submit") event.preventDefault();
    else if (kind !== "click") return attempt(() => work(event));
    if (atWork || element.closest("[inert]")) return;
    atWork = true;
    const button = /** @type {SubmitEvent} */ (event).submitter ?? element;
    button.ariaDisabled = "true";
    await attempt(() => work(event));
    button.ariaDisabled = null;
    atWork = false;
  });
};

/** @type {Record<string, string>} */
const USUAL = { FORM: "submit", BUTTON: "click", DETAILS: "toggle" };

/** @typedef {Part | ((event: any) => unknown)} Filling */

/**
 * Fills one place of a template.
 *
 * @param {HTMLElement} element
 * @param {Filling} value
 */
const fill = (element, value) => {
  if (typeof value === "function")
    attach(element, element.dataset.on ?? USUAL[element.tagName] ?? "change", value);
  else if (value == null || value === false) element.remove();
  else if (value !== true) element.replaceChildren(...pieces(value));
};

/**
 * A template of the page with its places (`data-at`) filled: a function listens, true leaves a place as it
 * is, null and false take it away, anything else is put in. What goes wrong in a listener is told on the
 * page.
 *
 * @param {string} name
 * @param {Record<string, Filling>} [places]
 * @returns {HTMLElement}
 */
export const stamp = (name, places = {}) => {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(`s-${name}`));
  const part = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  /** @type {NodeListOf<HTMLElement>} */
  const elements = part.querySelectorAll("[data-at]");
  for (const element of elements) {
    const at = /** @type {string} */ (element.dataset.at);
    if (at in places) fill(element, places[at]);
  }
  if (part.childElementCount > 1) return make("div", {}, part);
  return /** @type {HTMLElement} */ (part.firstElementChild);
};

/**
 * A place of a part or of the page. Whoever asks knows that it is there.
 *
 * @param {string} place
 * @param {ParentNode} [part]
 */
export const find = (place, part = document) =>
  /** @type {HTMLElement} */ (part.querySelector(`[data-at="${place}"]`));

/**
 * The same, of a field.
 *
 * @param {string} place
 * @param {ParentNode} [part]
 */
export const findInput = (place, part) => /** @type {HTMLInputElement} */ (find(place, part));

/**
 * The same, of a form.
 *
 * @param {string} place
 * @param {ParentNode} [part]
 */
export const findForm = (place, part) => /** @type {HTMLFormElement} */ (find(place, part));

/**
 * A link into the site; plain text in a file that stands alone.
 *
 * @param {string | undefined} href
 * @param {...Part} label
 */
export const link = (href, ...label) =>
  site.carried || !href ? make("span", {}, label) : make("a", { href }, label);

/**
 * What stands in the fields of a form.
 *
 * @param {HTMLFormElement} form
 * @returns {Record<string, string>}
 */
export const values = (form) =>
  Object.fromEntries(/** @type {Iterable<[string, string]>} */ (new FormData(form)));

/**
 * Whether the user means it: what the button asks, with a name in it.
 *
 * @param {Event} event
 * @param {string} [name]
 */
export const asked = ({ target }, name) => {
  const { ask } = /** @type {HTMLElement} */ (target).dataset;
  return confirm(String(ask).replace("%", () => String(name)));
};

/**
 * Has the browser save a file.
 *
 * @param {{ name: string }} pack
 * @param {string} ending
 * @param {string | Uint8Array<ArrayBuffer>} content
 * @param {string} type
 */
export const download = (pack, ending, content, type) => {
  const address = URL.createObjectURL(new Blob([content], { type }));
  make("a", { href: address, download: `${pack.name}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 6e4);
};

/**
 * Loads a script of the site; `fetch` would fail from a folder.
 *
 * @param {string} src
 */
export const loadScript = (src) =>
  new Promise((resolve, reject) => {
    const fail = () => reject(failure("Missing"));
    document.head.append(make("script", { src, onload: resolve, onerror: fail }));
  });

/**
 * Moves the focus to an element that takes none by itself.
 *
 * @param {HTMLElement} element
 */
export const focusOn = (element) => {
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
};
