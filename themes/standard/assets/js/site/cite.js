// Citations to copy. What is cited (`data-label`) holds its wording and knows its address, if that is not the
// page.

import { copy } from "./copy.js";
import { dayOf } from "./dates.js";
import { address, each } from "./page.js";

/**
 * What is copied: the wording, its name, the day and the address.
 *
 * @param {HTMLElement} cited
 */
const citation = (cited) => {
  const official = cited.querySelector(".official, .wording");
  const wording = official?.textContent?.replace(/\s+/g, " ").trim();
  const quoted = wording ? `»${wording}« ` : "";
  const place = new URL(cited.dataset.address ?? "", address());
  return `${quoted}${cited.dataset.label}. Læst ${dayOf(Date.now())} på ${place}`;
};

each("[data-cite]", (button) => {
  button.hidden = false;
});

// Scripts make buttons too: the document hears of all of them.
document.addEventListener("click", ({ target: button }) => {
  if (!(button instanceof HTMLElement) || !("cite" in button.dataset)) return;
  /** @type {HTMLElement | null} */
  const cited = button.closest("[data-label]");
  if (cited) copy(citation(cited), button);
});
