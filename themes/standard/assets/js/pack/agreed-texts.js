// What was agreed at a visit, as the write-up and the paper show it.

import { agreedLines } from "./agreed.js";
import { make } from "./dom.js";
import { namedParts } from "./spoken.js";

/** @import { OpenPack } from "./open-pack.js" */

/**
 * What was agreed, each with its date; nothing if there is none.
 *
 * @param {OpenPack} open
 */
export const agreedParts = (open) => {
  const lines = agreedLines(open);
  return lines.length > 0 && [make("h2", {}, "Aftaler og opfølgning"), namedParts(lines)];
};
