// The screen of the visit: the questions of a pack by indicator, for writing, or by source, for the visit
// itself.

import { knownChanges } from "./became.js";
import { find, findInput, make, pieces, stamp } from "./dom.js";
import { mirrorOf } from "./mirror.js";
import { editionOf } from "./model.js";
import { groupParts } from "./questions.js";
import { flush, hear, rescue } from "./saving.js";
import { SOURCES } from "./sources.js";
import { page } from "./state.js";
import { bearing, visitCard } from "./visit-card.js";
import { drawState, updateFields } from "./visit-notes.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Entry, Part, Screen } from "./types.js" */

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
  return `${done} af ${entries.length} har en status`;
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
 * @param {OpenPack} open
 * @param {boolean} bySource
 * @param {string} filter
 * @returns {Part}
 */
const visitParts = (open, bySource, filter) => {
  const entries = open.entries.filter((entry) => FITS[filter]?.(open, entry) ?? true);
  if (!bySource) return groupParts(entries, (entry) => visitCard(open, entry));
  return SOURCES.map(([source, , task]) => {
    const here = entries.filter((entry) => bearing(open, entry).includes(source));
    if (!here.length) return null;
    const heading = make("h2", {}, `${task} (${here.length})`);
    return [heading, here.map((entry) => visitCard(open, entry, source))];
  });
};

/**
 * Moves the focus to another question.
 *
 * @param {number} by how many questions on
 */
const step = (by) => {
  /** @type {HTMLElement[]} */
  const cards = [...document.querySelectorAll("[data-question]")].map(
    (card) => /** @type {HTMLElement} */ (card),
  );
  const current = document.activeElement?.closest("[data-question]");
  const at = cards.indexOf(/** @type {HTMLElement} */ (current));
  const next = cards[at < 0 ? 0 : at + by];
  next?.focus();
  next?.scrollIntoView();
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
 * @param {Element} visit
 * @returns {boolean} whether it asked for anything
 */
const pressed = ({ key, code, altKey, ctrlKey, target: pressedAt }, visit) => {
  const target = /** @type {HTMLElement} */ (pressedAt);
  /** @type {HTMLElement | null} */
  const card = target.closest("[data-question]");
  const isWriting = target.matches("input:not([type=radio]), textarea");
  if (altKey && key === "ArrowDown") step(1);
  else if (altKey && key === "ArrowUp") step(-1);
  else if (altKey && code === "KeyN") (card ?? visit).querySelector("textarea")?.focus();
  else if (ctrlKey && key === "Enter") {
    card?.focus();
    flush();
  } else if (key === "?" && !isWriting && findInput("keys").checked) showHelp();
  else return false;
  return true;
};

document.addEventListener("keydown", (event) => {
  const visit = document.querySelector("[data-visit]");
  if (visit && pressed(event, visit)) event.preventDefault();
});

// Leaving the page, putting the tablet to sleep: what is typed is saved first.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) rescue();
  else hear(page.shown.open?.pack.id);
});
window.addEventListener("pagehide", rescue);

/**
 * The screen, in one of the two orders.
 *
 * @param {OpenPack} open
 * @param {boolean} [bySource]
 * @returns {Screen}
 */
export const visitScreen = (open, bySource = false) => {
  const draw = () => pieces(visitParts(open, bySource, findInput("filter", part).value));
  const redraw = () => list.replaceChildren(...draw());
  const { known } = editionOf(open.pack.edition);
  const part = stamp("visiting", {
    name: open.pack.name,
    progress: progress(open),
    filter: redraw,
    changed: known.length > 0,
    known: knownChanges({ known }),
  });
  const list = find("list", part);
  // Questions and fields that another tab brought are drawn when nobody is at work in the list.
  let isDue = false;
  list.addEventListener("focusout", ({ relatedTarget }) => {
    const isOutside = !list.contains(/** @type {Node | null} */ (relatedTarget));
    if (isDue && isOutside) redraw();
    isDue = isDue && !isOutside;
  });
  redraw();
  drawNudge(open, part);
  /** @param {string} key */
  const isNew = (key) => {
    if (!key || key.startsWith("own/")) return true;
    return bySource && key.startsWith("note/") && !document.getElementsByName(key).length;
  };
  return {
    part,
    changed: (keys) => {
      keys.forEach((key) => update(open, key));
      find("progress", part).textContent = progress(open);
      drawNudge(open, part);
      if (!keys.some(isNew)) return;
      isDue = list.contains(document.activeElement);
      if (!isDue) redraw();
    },
  };
};
