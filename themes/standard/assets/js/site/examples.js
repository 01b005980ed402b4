// Picks examples by what they have in common. The choice stands in the address behind #, so that it can be
// shared and is there after a reload; behind ? it would not work from a folder. The page is complete without
// this file.

import { address, each } from "./page.js";

/**
 * The values that are chosen, by the name of what examples have in common.
 *
 * @param {HTMLSelectElement[]} selects
 */
const chosen = (selects) => selects.filter(({ value }) => value);

/**
 * Hides the examples that do not fit the choice, and groups without any.
 *
 * @param {HTMLSelectElement[]} selects
 * @returns {number} how many are shown
 */
const showFitting = (selects) => {
  const wanted = chosen(selects);
  /** @param {HTMLElement} card */
  const fits = (card) =>
    wanted.every(({ name, value }) => (card.dataset[name] ?? "").split(" ").includes(value));
  let count = 0;
  each("[data-group]", (group) => {
    let shown = 0;
    for (const card of group.querySelectorAll("li")) {
      card.hidden = !fits(card);
      if (!card.hidden) shown += 1;
    }
    group.hidden = shown === 0;
    count += shown;
  });
  return count;
};

/** @param {HTMLFormElement} form */
const filterExamples = (form) => {
  const status = /** @type {HTMLElement} */ (form.querySelector("[data-count]"));
  const selects = [...form.querySelectorAll("select")];
  const total = document.querySelectorAll("[data-group] li").length;

  const show = () => {
    each("[data-unfiltered]", (part) => {
      part.hidden = chosen(selects).length > 0;
    });
    const count = showFitting(selects);
    const advice = count ? "" : " Fjern et valg for at se flere.";
    status.textContent = `Viser ${count} af ${total} eksempler.${advice}`;
  };

  const change = () => {
    show();
    const parts = chosen(selects).map(({ name, value }) => `${name}=${value}`);
    history.replaceState(null, "", address() + (parts.length ? `#${parts.join("&")}` : ""));
  };

  // An address that names a place on the page, as the skip link does, leaves the choice as it is.
  const recall = () => {
    const written = location.hash.slice(1);
    if (written && !written.includes("=") && status.textContent) return;
    const found = new URLSearchParams(written);
    for (const select of selects) {
      select.value = found.get(select.name) ?? "";
      if (select.selectedIndex < 0) select.value = "";
    }
    show();
  };

  form.onchange = change;
  // The fields are empty only after this event.
  form.onreset = () => setTimeout(change);
  form.onsubmit = (event) => event.preventDefault();
  window.addEventListener("hashchange", recall);
  form.hidden = false;
  recall();
};

each("[data-filter]", (form) => filterExamples(/** @type {HTMLFormElement} */ (form)));
