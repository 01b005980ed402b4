// The menu that leads to the parts of a screen, in the bar that stays in view.

import { find, make, stamp } from "./dom.js";

/**
 * What the menu leads to.
 *
 * @typedef {object} Jump
 * @property {string} name
 * @property {() => unknown} go
 * @property {boolean} [isInner] whether it is a part of the one above it
 */

/**
 * Puts a part of the screen in view and the focus on it.
 *
 * @param {HTMLElement} part
 */
export const leadTo = (part) => {
  part.focus({ preventScroll: true });
  part.scrollIntoView();
};

/**
 * The menu. What it leads to is asked for when it is opened.
 *
 * @param {() => Jump[]} jumps
 */
export const jumpMenu = (jumps) => {
  const menu = /** @type {HTMLDetailsElement} */ (stamp("jump"));
  const list = find("jumps", menu);
  menu.addEventListener("toggle", () => {
    if (menu.open && list.firstChild) return;
    const all = menu.open ? jumps() : [];
    const items = all.map(({ name, go, isInner }) => {
      const button = make("button", { type: "button", onclick: go }, name);
      return make("li", { className: isInner ? "inner" : "" }, button);
    });
    list.replaceChildren(...items);
  });
  list.addEventListener("click", () => {
    menu.open = false;
  });
  // Open, it would lie over what gets the focus next.
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(/** @type {Node} */ (relatedTarget))) menu.open = false;
  });
  menu.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  return menu;
};

/** Opens the menu of the screen, if it has one, with the focus on its first part. */
export const openJumps = () => {
  const menu = /** @type {HTMLDetailsElement | null} */ (document.querySelector("[data-jump]"));
  if (!menu) return;
  menu.open = true;
  // The browser tells of it only later.
  menu.dispatchEvent(new Event("toggle"));
  menu.querySelector("button")?.focus();
};
