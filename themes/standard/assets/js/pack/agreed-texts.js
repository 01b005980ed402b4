// What was agreed at a visit, as the write-up and the paper show it.

import { agreedTexts } from "./agreed.js";
import { make } from "./dom.js";
import { namedParts } from "./spoken.js";

/** @import { OpenPack } from "./open-pack.js" */

/**
 * What was agreed, each with its date; nothing if there is none.
 *
 * @param {OpenPack} open
 */
export const agreedParts = (open) => {
  const agreed = agreedTexts(open);
  const lines = agreed.map(
    ({ slags, tekst, dato }) => /** @type {[string, string]} */ ([dato ? `${slags}, ${dato}` : slags, tekst]),
  );
  return agreed.length > 0 && [make("h2", {}, "Aftaler og opfølgning"), namedParts(lines)];
};
