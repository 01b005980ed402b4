// The list of hits: pages with their places.

import { count, make } from "./dom.js";
import { badge, documents } from "./engine.js";
import { link, marked, reasons } from "./found.js";

/** @import { Hit } from "../search/ask.js" */
/** @import { Documents } from "./engine.js" */

/** How many places of a page are shown at once. */
export const PLACES = 3;

/**
 * The places of a page.
 *
 * @param {Documents} units
 * @param {Hit[]} hits
 * @param {object} page
 * @param {string} page.url
 * @param {number} page.depth how many names above a place are those of the page
 * @param {string} page.text the query
 * @param {Set<string>} page.seen addresses that are in the list already
 */
const placeList = (units, hits, { url, depth, text, seen }) => {
  const items = hits.flatMap((hit) => {
    const unit = units.get(hit.unit);
    if (!unit || seen.has(unit.url)) return [];
    seen.add(unit.url);
    const why = reasons(hit);
    const name = [...unit.path.slice(depth), unit.title].join(" › ");
    const excerpt = make("p", "excerpt", ...marked(window.vejviserSearch.excerpt(unit.text, why), why));
    return make("li", "", ...(unit.url === url ? [] : [link(unit.url, text, marked(name, why))]), excerpt);
  });
  return make("ul", "places", ...items);
};

/**
 * A page with its places; nothing if the files with its words did not come.
 *
 * @param {object} given
 * @param {Documents} given.units
 * @param {number} given.number the page's first document
 * @param {Hit[]} given.hits
 * @param {string} given.text the query
 * @param {Record<string, string>} given.kinds names of kinds
 */
export const group = ({ units, number, hits, text, kinds }) => {
  const head = units.get(number) ?? units.get(hits[0].unit);
  if (!head) return "";
  const above = [...head.path];
  const [url, anchor] = head.url.split("#");
  const title = anchor && above.length ? String(above.pop()) : head.title;
  const shown = hits.slice(0, PLACES);
  const traits = [kinds[head.kind] || head.kind, above.join(" › ")].join(" · ");
  const item = make(
    "li",
    "",
    make("h2", "", link(url, text, marked(title, shown.flatMap(reasons)))),
    make("p", "traits", traits, ...badge(head)),
  );
  const page = { url, depth: above.length + 1, text, seen: new Set() };
  item.append(placeList(units, shown, page));
  const rest = hits.slice(PLACES);
  if (!rest.length) return item;
  const more = make("button", "more", `${count(rest.length, "sted", "steder")} mere på siden`);
  item.append(more);
  more.onclick = async () => {
    const others = await documents(rest.map((hit) => hit.unit));
    const list = placeList(others, rest, page);
    item.append(list);
    list.querySelector("a")?.focus();
    more.remove();
  };
  return item;
};
