// The fields in which a new passphrase is chosen: typed twice, with a word on how strong it is.

import { find } from "./dom.js";
import { strengthOf } from "./strength.js";

const DIFFERENT = "De to adgangssætninger er ikke ens. Skriv den samme i begge felter.";

/**
 * Listens to the two fields of a form. As long as they differ, the form is not sent, and the browser says
 * why.
 *
 * @param {HTMLFormElement} form
 */
export const listenToPassphrase = (form) => {
  const [first, again] = ["passphrase", "again"].map(
    (name) => /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name)),
  );
  // Where nothing can be locked there are none.
  if (!first || !again) return;
  const strength = find("strength", form);
  const look = () => {
    again.setCustomValidity(again.value === first.value ? "" : DIFFERENT);
    const told = first.value && strengthOf(first.value);
    // Said aloud when it changes, not at every letter.
    if (strength.textContent !== told) strength.textContent = told;
  };
  first.addEventListener("input", look);
  again.addEventListener("input", look);
};
