// A reference that leads nowhere: says so, and names the closest that lead somewhere.

import { make } from "./dom.js";
import { badge, base } from "./engine.js";
import { parts } from "./parts.js";

/** @import { Unknown } from "../search/ask.js" */
/** @import { Documents } from "./engine.js" */
/** @import { Document } from "../search/types.js" */

/** @param {Document} place */
const linkTo = (place) => {
  const link = make("a", "", place.title);
  link.href = base + place.url;
  return [link, ...badge(place)];
};

/**
 * @param {Unknown | null | undefined} unknown
 * @param {Documents | undefined} documents
 */
export const showUnknown = (unknown, documents) => {
  parts.unknown.hidden = !unknown;
  if (!unknown) return;
  const places = unknown.nearest.flatMap((number) => documents?.get(number) ?? []);
  const links = places.flatMap((place, at) => [at ? ", " : " De nærmeste: ", ...linkTo(place)]);
  parts.unknown.replaceChildren(`»${unknown.label}« findes ikke her.`, ...links);
};
