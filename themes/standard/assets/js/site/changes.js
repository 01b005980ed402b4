// Picks changes between two editions by what happened and by theme. The page is complete without this file; a
// change that an address leads to is shown whatever is picked.

import { each } from "./page.js";

/**
 * Hides the changes that do not fit the choice, and groups without any.
 *
 * @param {Set<string>} sorts what may have happened
 * @param {string} group the id of a group; empty for all
 * @returns {number} how many are shown
 */
const showFitting = (sorts, group) => {
  let count = 0;
  each("[data-under]", (under) => {
    let shown = 0;
    /** @type {NodeListOf<HTMLElement>} */
    const changes = under.querySelectorAll("[data-sort]");
    for (const change of changes) {
      const fits = sorts.has(change.dataset.sort ?? "") && (!group || under.id === group);
      change.hidden = !fits && `#${change.id}` !== location.hash;
      if (!change.hidden) shown += 1;
    }
    under.hidden = shown === 0;
    count += shown;
  });
  return count;
};

/** @param {HTMLFormElement} form */
const filterChanges = (form) => {
  /** @type {NodeListOf<HTMLInputElement>} */
  const boxes = form.querySelectorAll("input");
  const select = /** @type {HTMLSelectElement} */ (form.querySelector("select"));
  const status = /** @type {HTMLElement} */ (form.querySelector("[data-count]"));
  const total = document.querySelectorAll("[data-under] [data-sort]").length;

  const show = () => {
    const sorts = new Set([...boxes].filter(({ checked }) => checked).map(({ value }) => value));
    const count = showFitting(sorts, select.value);
    status.textContent = `Viser ${count} af ${total} ændringer.`;
  };

  const follow = () => {
    show();
    document.getElementById(location.hash.slice(1))?.scrollIntoView();
  };

  form.onchange = show;
  form.onsubmit = (event) => event.preventDefault();
  window.addEventListener("hashchange", follow);
  form.hidden = false;
  show();
  if (location.hash) follow();
};

each("[data-changes]", (form) => filterChanges(/** @type {HTMLFormElement} */ (form)));
