// The list of hits: pages with their places.

import { count, make } from "./dom.js";
import { badge, loadDocuments } from "./engine.js";
import { link, marked, reasons } from "./found.js";

/** @import { Hit } from "../search/ask.js" */
/** @import { Document } from "../search/types.js" */
/** @import { Documents } from "./engine.js" */
/** @import { Group } from "./groups.js" */

/** How many places of a page are shown at once. */
export const PLACES = 3;

/**
 * @typedef {object} Frame what all places of a list have in common
 * @property {Documents} documents
 * @property {string} text the query
 * @property {Set<string>} seen addresses that are in the list already
 * @property {(found: Document, hit: Hit) => number} depth how many names above a place need not be shown
 * @property {string} url the page that the list belongs to
 * @property {boolean} [badges] whether each place shows its edition
 */

/**
 * Places, each with an excerpt.
 *
 * @param {Hit[]} hits
 * @param {Frame} frame
 */
const placeList = (hits, { documents, text, seen, depth, url, badges }) => {
  const items = hits.flatMap((hit) => {
    const found = documents.get(hit.number);
    if (!found || seen.has(found.url)) return [];
    seen.add(found.url);
    const why = reasons(hit);
    const name = [...found.path.slice(depth(found, hit)), found.title].join(" › ");
    const excerpt = make("p", "excerpt", ...marked(window.vejviserSearch.excerpt(found.text, why), why));
    const edition = badges ? badge(found) : [];
    const heading = found.url === url ? [] : [link(found.url, text, marked(name, why)), ...edition];
    return make("li", "", ...heading, excerpt);
  });
  return make("ul", "places", ...items);
};

/**
 * Adds the places of a list to an element: the first ones, and a button for the rest.
 *
 * @param {HTMLElement} element
 * @param {Hit[]} hits
 * @param {Frame} frame
 * @param {string} where the rest is, in words for the button
 */
const addPlaces = (element, hits, frame, where) => {
  element.append(placeList(hits.slice(0, PLACES), frame));
  const rest = hits.slice(PLACES);
  if (!rest.length) return;
  const more = make("button", "more", `${count(rest.length, "sted", "steder")} mere ${where}`);
  element.append(more);
  more.onclick = async () => {
    const documents = await loadDocuments(rest.flatMap((hit) => [hit.page, hit.number]));
    const list = placeList(rest, { ...frame, documents });
    more.replaceWith(list);
    list.querySelector("a")?.focus();
  };
};

/**
 * What older editions have of a page.
 *
 * @param {Hit[]} older
 * @param {Pick<Frame, "documents" | "text">} given
 */
const olderPlaces = (older, { documents, text }) => {
  const summary = make("summary", "", `Ældre udgaver: ${count(older.length, "sted", "steder")}`);
  const element = make("details", "older", summary);
  // The name of its own page is shown only where the place is not named for it.
  /** @type {Frame["depth"]} */
  const depth = ({ kind, path, title }, hit) => {
    const own = documents.get(hit.page)?.path.length ?? path.length;
    return kind === "question" || title.startsWith(String(path[own])) ? own + 1 : own;
  };
  const frame = { documents, text, seen: new Set(), depth, url: "", badges: true };
  addPlaces(element, older, frame, "i ældre udgaver");
  return element;
};

/**
 * A page with its places; nothing if the files with its words did not come.
 *
 * @param {Group} group
 * @param {object} given
 * @param {Documents} given.documents
 * @param {string} given.text the query
 * @param {Record<string, string>} given.kinds names of kinds
 */
export const group = ({ page, hits, older }, { documents, text, kinds }) => {
  const head = documents.get(page) ?? documents.get(hits[0].number);
  if (!head) return "";
  const above = [...head.path];
  const [url, anchor] = head.url.split("#");
  const title = anchor && above.length ? String(above.pop()) : head.title;
  const traits = [kinds[head.kind] || head.kind, above.join(" › ")].join(" · ");
  const why = hits.slice(0, PLACES).flatMap(reasons);
  const item = make(
    "li",
    "",
    make("h2", "", link(url, text, marked(title, why))),
    make("p", "traits", traits, ...badge(head)),
  );
  const depth = above.length + 1;
  addPlaces(item, hits, { documents, text, seen: new Set(), depth: () => depth, url }, "på siden");
  if (older.length) item.append(olderPlaces(older, { documents, text }));
  return item;
};
