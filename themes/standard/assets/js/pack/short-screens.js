// Where a short address leads if not to a pack: two packs that it fits, or none.

import { make, stamp } from "./dom.js";
import { importer } from "./importer.js";
import { labelOf } from "./locked.js";
import { longAddress } from "./short-address.js";
import { dayOf } from "./times.js";

/** @import { Screen } from "./types.js" */

/** @typedef {{ id: string, name?: string, created?: number, deleted?: number }} Candidate */

/**
 * @param {Candidate[]} packs
 * @param {string} unit
 */
const choiceScreen = (packs, unit) => {
  const items = packs.map(({ id, name, created = 0, deleted }) => {
    const facts = [created > 0 && `oprettet ${dayOf(created)}`, deleted && "i papirkurven"];
    return make(
      "li",
      {},
      make("a", { href: longAddress(id, unit) }, labelOf({ id, name })),
      make("p", { className: "meta" }, facts.filter(Boolean).join(" · ")),
    );
  });
  return stamp("which", { packs: items });
};

/**
 * The screen for an address that does not mean one pack.
 *
 * @param {Candidate[]} packs those it may mean
 * @param {string} unit the indicator that it names
 * @returns {Screen}
 */
export const shortScreen = (packs, unit) => ({
  part: packs.length
    ? choiceScreen(packs, unit)
    : stamp("away", { address: location.href, import: importer().part }),
});
