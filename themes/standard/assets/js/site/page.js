// What the scripts of every page use: its address, and all elements of a kind.

/** The address of the page, without what is behind #. */
export const address = () => location.href.split("#")[0];

/**
 * Does something with every element that a selector finds.
 *
 * @param {string} selector
 * @param {(element: HTMLElement) => void} work
 */
export const each = (selector, work) => {
  /** @type {NodeListOf<HTMLElement>} */
  const found = document.querySelectorAll(selector);
  for (const element of found) work(element);
};
