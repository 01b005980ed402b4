// The screen of the visit: the questions of a pack by indicator, for writing, or by source, for the visit
// itself.

import { knownChanges } from "./became.js";
import { find, findInput, stamp } from "./dom.js";
import { jumpMenu, openJumps } from "./jump.js";
import { mirrorOf } from "./mirror.js";
import { editionOf } from "./model.js";
import { flush, hear, rescue } from "./saving.js";
import { page } from "./state.js";
import { VisitList } from "./visit-list.js";
import { drawState, updateFields } from "./visit-notes.js";
import { placeIn, setPlace } from "./visit-place.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Entry, Screen } from "./types.js" */

/**
 * Which questions the filter of the screen shows.
 *
 * @type {Record<string, (open: OpenPack, entry: Entry) => boolean>}
 */
const FITS = {
  open: (open, { id }) => !open.value(`state/${id}`),
  follow: (open, { id }) => open.value(`state/${id}`) === "følg op",
  citizens: (open, { id }) => !open.value(`note/${id}/borgere`),
};

/** @param {string} text */
const wordsIn = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

/**
 * Whether a question, or what was noted about it, has all these words or beginnings of words.
 *
 * @param {OpenPack} open
 * @param {Entry} entry
 * @param {string[]} words
 */
const hasWords = (open, entry, words) => {
  const notes = open.notes(entry).flatMap(([, , text, also]) => [text, ...also.map(({ value }) => value)]);
  const all = [entry.number, entry.text, entry.cites, ...notes].join(" ").toLowerCase();
  return words.every((word) => all.includes(word));
};

/**
 * Shows what is stored under `key`, except over what is being typed.
 *
 * @param {OpenPack} open
 * @param {string} key
 */
const update = (open, key) => {
  updateFields(open, key);
  if (!key.startsWith("state/")) return;
  const id = CSS.escape(key.slice("state/".length));
  /** @type {NodeListOf<HTMLElement>} */
  const cards = document.querySelectorAll(`[data-question="${id}"]`);
  for (const card of cards) drawState(open, card, key);
};

/** @param {OpenPack} open */
const progress = (open) => {
  const { entries } = open;
  const done = entries.filter(({ id }) => open.value(`state/${id}`)).length;
  const noted = entries.filter((entry) => open.notes(entry).length).length;
  return `${noted} af ${entries.length} spørgsmål har noter, og ${done} har en status`;
};

/** How many notes may be in the browser alone before the screen suggests a file. */
const MANY = 10;

/**
 * Suggests a file where many notes are in the browser alone.
 *
 * @param {OpenPack} open
 * @param {HTMLElement} part
 */
const drawNudge = (open, part) => {
  const nudge = /** @type {HTMLAnchorElement} */ (find("nudge", part));
  const { unfiled } = open;
  nudge.hidden = unfiled < MANY || mirrorOf(open).how === "written";
  nudge.href = `#pakke/${open.pack.id}/aflever`;
  nudge.textContent = `${unfiled} noter er kun i browseren. Gem en fil.`;
};

/**
 * The list on the screen, for the keys.
 *
 * @type {VisitList | null}
 */
let shownList = null;

/** Moves to the next field for a note, in the question or in one after it. */
const nextNote = () => {
  const card = shownList?.current;
  const areas = [...(card?.querySelectorAll("textarea") ?? [])];
  const at = areas.indexOf(/** @type {HTMLTextAreaElement} */ (document.activeElement));
  if (card && at >= 0 && at === areas.length - 1) shownList?.step(1);
  const next = at === areas.length - 1 ? shownList?.current?.querySelector("textarea") : areas[at + 1];
  next?.focus();
};

/** Whether a single key opens the help: so it stays on every screen until the page is closed. */
let isKeyOn = true;

/** @param {HTMLElement} part */
const keepKey = (part) => {
  const box = findInput("keys", part);
  box.checked = isKeyOn;
  box.addEventListener("change", () => {
    isKeyOn = box.checked;
  });
};

const showHelp = () => {
  const help = /** @type {HTMLDetailsElement} */ (find("help"));
  help.open = true;
  /** @type {HTMLElement} */ (help.firstElementChild).focus();
};

/**
 * Does what a key asks for.
 *
 * @param {KeyboardEvent} event
 * @returns {boolean} whether it asked for anything
 */
const pressed = ({ key, code, altKey, ctrlKey, target: pressedAt }) => {
  const target = /** @type {HTMLElement} */ (pressedAt);
  /** @type {HTMLElement | null} */
  const card = target.closest("[data-question]");
  const isWriting = target.matches("input:not([type=radio]), textarea");
  if (altKey && key === "ArrowDown") shownList?.step(1);
  else if (altKey && key === "ArrowUp") shownList?.step(-1);
  else if (altKey && code === "KeyN") nextNote();
  else if (altKey && code === "KeyK") shownList?.stepGroup(1);
  else if (ctrlKey && key === "Enter") {
    card?.focus();
    flush();
  } else if (key === "?" && !isWriting && isKeyOn) showHelp();
  else return false;
  return true;
};

document.addEventListener("keydown", (event) => {
  if (event.altKey && event.code === "KeyG") openJumps();
  else if (!document.querySelector("[data-visit]") || !pressed(event)) return;
  event.preventDefault();
});

// Leaving the page, putting the tablet to sleep: what is typed is saved first.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) rescue();
  else hear(page.shown.open?.pack.id);
});
window.addEventListener("pagehide", rescue);

/** How long after scrolling the place is remembered, in milliseconds. */
const REST = 300;
let resting = 0;

// Who only reads is somewhere too.
window.addEventListener("scroll", () => {
  clearTimeout(resting);
  resting = setTimeout(() => {
    const middle = document.elementFromPoint(innerWidth / 2, innerHeight / 3);
    const card = middle?.closest("[data-question]");
    if (card && shownList?.element.contains(card)) shownList.become(card);
  }, REST);
});

/**
 * The bar of the screen, which stays in view.
 *
 * @param {OpenPack} open
 * @param {VisitList} list
 * @param {() => void} redraw
 */
const visitBar = (open, list, redraw) => {
  const showSingle = () => {
    const isSingle = findInput("single", bar).checked;
    list.element.classList.toggle("single", isSingle);
    setPlace(open, { isSingle });
    if (isSingle && !list.current) list.step(0);
  };
  const bar = stamp("visit-bar", {
    jump: jumpMenu(() => list.jumps()),
    filter: redraw,
    search: redraw,
    back: () => list.step(-1),
    next: () => list.step(1),
    single: showSingle,
  });
  findInput("single", bar).checked = Boolean(placeIn(open.pack.id).isSingle);
  list.element.classList.toggle("single", findInput("single", bar).checked);
  return bar;
};

/**
 * Leads from the order of the model to that of a visit, and on to the assessment.
 *
 * @param {OpenPack} open
 * @param {HTMLElement} part
 * @param {boolean} isBySource
 */
const drawWays = (open, part, isBySource) => {
  /** @type {HTMLAnchorElement} */ (find("onward", part)).href = `#pakke/${open.pack.id}/vurder`;
  find("hint", part).hidden = isBySource;
  /** @type {HTMLAnchorElement} */ (find("sources", part)).href = `#pakke/${open.pack.id}/kilder`;
};

/**
 * The screen, in one of the two orders.
 *
 * @param {OpenPack} open
 * @param {boolean} [isBySource]
 * @returns {Screen}
 */
export const visitScreen = (open, isBySource = false) => {
  const { known } = editionOf(open.pack.edition);
  const part = stamp("visiting", {
    name: open.pack.name,
    progress: progress(open),
    changed: known.length > 0,
    known: knownChanges({ known }),
  });
  drawWays(open, part, isBySource);
  keepKey(part);
  const list = new VisitList(open, isBySource, find("list", part));
  const redraw = () => {
    const fits = FITS[findInput("filter", bar).value];
    const words = wordsIn(findInput("search", bar).value);
    list.draw((entry) => (fits?.(open, entry) ?? true) && hasWords(open, entry, words), words.length > 0);
    find("none", part).hidden = list.groups.length > 0;
  };
  const bar = visitBar(open, list, redraw);
  shownList = list;
  // Questions and fields that another tab brought are drawn when nobody is at work in the list.
  let isDue = false;
  list.element.addEventListener("focusout", ({ relatedTarget }) => {
    const isOutside = !list.element.contains(/** @type {Node | null} */ (relatedTarget));
    if (isDue && isOutside) redraw();
    isDue = isDue && !isOutside;
  });
  redraw();
  drawNudge(open, part);
  /** @param {string} key */
  const isNew = (key) => {
    if (!key || key.startsWith("own/")) return true;
    return key.startsWith("note/") && list.lacks(key);
  };
  return {
    part,
    bar,
    at: (asked) => list.named(asked) ?? list.current,
    changed: (keys) => {
      keys.forEach((key) => update(open, key));
      find("progress", part).textContent = progress(open);
      list.count();
      drawNudge(open, part);
      if (!keys.some(isNew)) return;
      isDue = list.element.contains(document.activeElement);
      if (!isDue) redraw();
    },
  };
};
