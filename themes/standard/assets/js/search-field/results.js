// The search page: what was found for the text in the field, and for what is chosen beside it.

import { showAlso } from "./also.js";
import { count } from "./dom.js";
import { engine, loadDocuments } from "./engine.js";
import { showFacets } from "./facets.js";
import { field, typed } from "./form.js";
import { grouped, needed } from "./groups.js";
import { showUnknown } from "./unknown.js";
import { PLACES, group } from "./hits.js";
import { kinds, parts, sets } from "./parts.js";

/** @import { Found } from "../search/ask.js" */
/** @import { Documents } from "./engine.js" */
/** @import { Picked } from "./facets.js" */
/** @import { Group } from "./groups.js" */

/** How many pages are shown at once. */
const PAGES = 10;

/** How long to wait for the next letter, in milliseconds. */
const PAUSE = 250;

const MOST_HITS = 1e6;
const MOST_SHOWN_LETTERS = 80;
const WIDE = "(min-width: 62rem)";

/** What visit packs can ask about. */
const ASKABLE = ["question", "indicator", "recommendation", "guideline"];

/** How many pages are shown. */
let shown = PAGES;

/** @type {Picked} */
let picked = [];

/** How often something was searched for: an answer that comes late is dropped. */
let finds = 0;

/**
 * @typedef {object} Answer
 * @property {Pick<Found, "total" | "facets"> & Partial<Found>} found
 * @property {Group[]} groups hits by page
 * @property {Documents} [documents]
 * @property {string} problem which of the page's messages is shown
 */

const addressOf = (/** @type {string} */ text) =>
  text || picked.length ? `?${new URLSearchParams([["q", text], ...picked])}` : "soeg.html";

/**
 * @param {string} text
 * @param {Answer} answer filled in as far as it goes
 */
const ask = async (text, answer) => {
  /** @type {Record<string, string[]>} */
  const filters = {};
  for (const { name, dataset } of sets) {
    const values = picked.filter(([own]) => own === name).map(([, value]) => value);
    filters[String(dataset.facet)] = values;
  }
  await engine();
  const found = await window.vejviserSearch.search(text, { filters, limit: MOST_HITS });
  answer.found = found;
  answer.groups = grouped(found.hits);
  const shownHits = answer.groups.slice(0, shown).flatMap(needed);
  answer.documents = await loadDocuments([...shownHits, ...(found.unknown?.nearest ?? [])]);
  if (found.missing || [...answer.documents.values()].includes(null)) answer.problem = "parts";
};

/**
 * @param {string} text
 * @param {Answer} answer
 */
const summary = (text, { found, groups, problem }) => {
  if (found.total) {
    const places = count(found.total, "sted", "steder");
    const pages = new Set(groups.flatMap(({ hits, older }) => [...hits, ...older].map((hit) => hit.page)));
    return `Fandt ${places} på ${count(pages.size, "side", "sider")}.`;
  }
  if (!text || problem) return "";
  const advice = picked.length ? " Fjern et valg for at se mere." : "";
  return `Fandt intet for »${text.slice(0, MOST_SHOWN_LETTERS)}«.${advice}`;
};

/**
 * Offers to take what was found into a visit pack.
 *
 * @param {Documents | undefined} documents
 */
const showPack = (documents) => {
  if (!parts.pack) return;
  const asking = [...(documents?.values() ?? [])].filter((found) => found && ASKABLE.includes(found.kind));
  const addresses = asking.map((found) => found?.url).join(" ");
  const link = /** @type {HTMLAnchorElement} */ (parts.pack.firstChild);
  parts.pack.hidden = !asking.length;
  link.href = `besoegspakke.html#laeg=${encodeURIComponent(addresses)}`;
};

/**
 * @param {string} text
 * @param {Answer} answer
 */
const show = (text, answer) => {
  const { found, groups, documents, problem } = answer;
  parts.count.textContent = summary(text, answer);
  /** @type {NodeListOf<HTMLElement>} */
  const notices = document.querySelectorAll("[data-problem]");
  for (const notice of notices) notice.hidden = notice.dataset.problem !== problem;
  parts.help.hidden = found.total > 0;
  parts.more.hidden = groups.length <= shown;
  showFacets(found.facets, picked);
  const pages = documents ? groups.slice(0, shown) : [];
  showAlso(
    found.corrected,
    pages.flatMap(({ hits }) => hits.slice(0, PLACES)),
    documents,
  );
  showUnknown(found.unknown, documents);
  const given = { documents: /** @type {Documents} */ (documents), text, kinds };
  const items = pages.map((page) => group(page, given));
  parts.hits.replaceChildren(...items);
  showPack(documents);
};

/** Searches for what is in the field. */
export const find = async () => {
  finds += 1;
  const own = finds;
  const text = typed();
  history.replaceState({ shown }, "", addressOf(text));
  /** @type {Answer} */
  const answer = { found: { total: 0, hits: [], facets: {} }, groups: [], problem: "" };
  try {
    if (text) await ask(text, answer);
  } catch (error) {
    answer.problem = /** @type {Error} */ (error).message === "version" ? "version" : "missing";
  }
  // Somebody typed on in the meantime.
  if (own === finds) show(text, answer);
};

/** @param {URLSearchParams} asked what the address asks for */
export const startResults = (asked) => {
  let waiting = 0;
  picked = sets.flatMap(({ name }) => {
    return asked.getAll(name).map((value) => /** @type {[string, string]} */ ([name, value]));
  });
  shown = history.state?.shown || PAGES;
  // Who comes here is about to search. What goes wrong is told when they do.
  engine().catch(() => {});
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    shown = PAGES;
    waiting = setTimeout(find, PAUSE);
  });
  parts.facets.open = matchMedia(WIDE).matches;
  parts.facets.addEventListener("change", () => {
    /** @type {NodeListOf<HTMLInputElement>} */
    const boxes = parts.facets.querySelectorAll(":checked");
    picked = [...boxes].map((box) => [box.name, box.value]);
    find();
  });
  parts.more.addEventListener("click", async () => {
    const before = parts.hits.children.length;
    shown += PAGES;
    await find();
    parts.hits.children[before].querySelector("a")?.focus();
  });
  find();
};
