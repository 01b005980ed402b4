// The search field of the page: the one in its own words comes before that of the frame.

const found = document.querySelector("main [data-search]") ?? document.querySelector("[data-search]");

/** Whether the page has a search field. All else here is only for pages that have one. */
export const hasForm = Boolean(found);

export const form = /** @type {HTMLFormElement} */ (found);
export const field = /** @type {HTMLInputElement} */ (found?.querySelector("input"));

/** How much of a pasted text is searched for. */
const MOST_LETTERS = 2000;

export const typed = () => field.value.trim().slice(0, MOST_LETTERS);
