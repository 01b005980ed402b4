// The screen of the assessment: facts of the visit, then each indicator and theme with what was noted about
// it.

import { copy } from "../site/copy.js";
import { agreedPart, updateAgreed } from "./agreed-part.js";
import { missingSources, sourcesOf, stateOf, suggestedFact } from "./assessment.js";
import { knownChanges } from "./became.js";
import { find, findInput, link, make, stamp } from "./dom.js";
import { jumpMenu, leadTo } from "./jump.js";
import { outlineOf } from "./outline.js";
import { ASSESSED, DONE, FACTS, STATE, assessKey, factKey } from "./report-keys.js";
import { markField, markedIn } from "./marks.js";
import { flush, settled, soon } from "./saving.js";
import { namesOf, toldOf } from "./sources.js";
import { namedParts, spokenNote } from "./spoken.js";
import { valueNow } from "./typing.js";
import { drawBeside, textField, updateFields } from "./visit-notes.js";

/** @import { Jump } from "./jump.js" */
/** @import { OpenPack } from "./open-pack.js" */
/** @import { IndicatorPart, ThemePart } from "./outline.js" */
/** @import { Entry, Part, Screen } from "./types.js" */

/**
 * @typedef {object} Card what is assessed
 * @property {string} place
 * @property {string} name for readers: "indikator 5.c"
 * @property {Entry[]} entries the questions about it
 * @property {HTMLElement} element
 */

/**
 * A question with its notes, to be read.
 *
 * @param {OpenPack} open
 * @param {Entry} entry
 */
const asked = (open, entry) => {
  const address = `#pakke/${open.pack.id}/${encodeURIComponent(entry.id)}`;
  const number = make("a", { href: address }, entry.number);
  const notes = open.notes(entry).map((note) => {
    const [source, name] = note;
    return [namedParts(spokenNote(entry, note)), markField(open, entry, [source, name])];
  });
  const state = open.text(`state/${entry.id}`);
  const status = state && namedParts([["Status", state]]);
  return stamp("asked", { number, text: entry.text, notes: [status, notes], none: !notes.length && !state });
};

/**
 * Questions with notes or a status first; the others are folded.
 *
 * @param {OpenPack} open
 * @param {Entry[]} entries
 */
const askedParts = (open, entries) => {
  /** @param {Entry} entry */
  const isTouched = (entry) => open.notes(entry).length > 0 || Boolean(open.text(`state/${entry.id}`));
  const untouched = entries.filter((entry) => !isTouched(entry));
  const count =
    untouched.length === 1 ? "Et spørgsmål uden noter" : `${untouched.length} spørgsmål uden noter`;
  const questions = untouched.map((entry) => asked(open, entry));
  return [
    entries.filter(isTouched).map((entry) => asked(open, entry)),
    untouched.length > 0 && stamp("unasked", { count, questions }),
  ];
};

/**
 * Shows how far an assessment is, and which sources speak for it.
 *
 * @param {OpenPack} open
 * @param {Card} card
 */
const drawState = (open, { place, entries, element }) => {
  const key = assessKey(place, STATE);
  const state = stateOf(open, place);
  find("state", element).textContent = state;
  findInput("done", element).checked = valueNow(open, key) === DONE;
  const [found, missing] = [sourcesOf(open, entries), missingSources(open, entries)];
  const told = [found.length ? `Kilder med noter: ${namesOf(found)}.` : "Ingen kilder har noter."];
  if (missing.length) told.push(`Foreslået, men uden noter: ${namesOf(missing)}.`);
  const marked = markedIn(open, entries);
  if (marked.length) told.push(`Af noterne: ${marked.join(", ")}.`);
  find("sources", element).textContent = entries.length ? told.join(" ") : "";
  find("insert", element).hidden = !found.length;
  drawBeside(open, key, find("states", element), (rev, value = valueNow(open, key)) =>
    settled(open, key, { value }, rev),
  );
};

/** The part of an assessment that names its sources. */
const REASON = "begrundelse";

/**
 * Puts the sources into the reason, where the caret is.
 *
 * @param {OpenPack} open
 * @param {Card} card
 * @param {HTMLTextAreaElement} area
 */
const insertSources = (open, { entries }, area) => {
  const { value, selectionStart, selectionEnd } = area;
  const sources = String(toldOf(sourcesOf(open, entries)));
  area.focus();
  if (value.includes(sources)) return;
  const before = value.slice(0, selectionStart);
  const isSentence = !before.trim() || /[.!?:]\s*$/.test(before);
  const told = isSentence ? `Vurderingen bygger på oplysninger fra ${sources}. ` : `ifølge ${sources}`;
  const text = `${before && !/\s$/.test(before) ? " " : ""}${told}`;
  area.setRangeText(text, selectionStart, selectionEnd, "end");
  soon(open, area.name, area);
};

/**
 * The fields of an assessment, each with a button that copies it.
 *
 * @param {OpenPack} open
 * @param {Card} card
 */
const fieldsOf = (open, card) =>
  Object.entries(ASSESSED).map(([part, label]) => {
    const { place, name } = card;
    const field = textField(open, assessKey(place, part), label, name);
    const area = /** @type {HTMLTextAreaElement} */ (field.querySelector("textarea"));
    // Inside the label, the button would be a part of the field's name.
    if (part === REASON) {
      area.closest("label")?.after(stamp("insert", { insert: () => insertSources(open, card, area) }));
    }
    /** @param {Event} event */
    const copyField = ({ target }) => copy(area.value, /** @type {HTMLElement} */ (target));
    field.append(stamp("copy", { copy: copyField, name: `${label}, ${name}` }));
    return field;
  });

/**
 * The card of an indicator or a theme.
 *
 * @param {OpenPack} open
 * @param {Omit<Card, "element"> & { heading: Part, known?: Part, asked: Part }} given
 * @returns {Card}
 */
const cardOf = (open, { place, name, entries, heading, known, asked: questions }) => {
  const key = assessKey(place, STATE);
  /** @type {Card} */
  const card = { place, name, entries, element: make("div") };
  card.element = stamp("assess", {
    heading,
    known,
    asked: questions,
    fields: fieldsOf(open, card),
    done: () => {
      soon(open, key, { value: findInput("done", card.element).checked ? DONE : "" });
      flush();
    },
  });
  card.element.dataset.question = place;
  card.element.ariaLabel = `Vurdering af ${name}`;
  drawState(open, card);
  return card;
};

/**
 * @param {OpenPack} open
 * @param {IndicatorPart} part
 */
const indicatorCard = (open, { place, indicator, entries }) => {
  const { id, text } = indicator;
  const heading = [link(indicator.url, `Indikator ${id}`), `: ${text}`];
  const known = knownChanges(indicator);
  return cardOf(open, {
    place,
    name: `indikator ${id}`,
    entries,
    heading,
    known,
    asked: askedParts(open, entries),
  });
};

/**
 * The cards of a theme: its indicators, then the theme as a whole.
 *
 * @param {OpenPack} open
 * @param {ThemePart} part
 */
const cardsOf = (open, { place, theme, indicators, others }) => {
  const cards = indicators.map((part) => indicatorCard(open, part));
  if (!theme) return cards;
  const entries = [...indicators.flatMap((part) => part.entries), ...others];
  const heading = `Temaet samlet: ${theme.title}`;
  const own = askedParts(open, others);
  return [...cards, cardOf(open, { place, name: `temaet ${theme.title}`, entries, heading, asked: own })];
};

/**
 * What the menu leads to: each assessment, with how far it is, and the agreements.
 *
 * @param {OpenPack} open
 * @param {Card[]} cards
 * @param {HTMLElement} agreed
 * @returns {Jump[]}
 */
const jumpsTo = (open, cards, agreed) => [
  ...cards.map(({ place, name, element }) => ({
    name: `${name[0].toUpperCase()}${name.slice(1)}: ${stateOf(open, place)}`,
    go: () => leadTo(element),
  })),
  { name: "Aftaler og opfølgning", go: () => leadTo(agreed) },
];

/**
 * @param {OpenPack} open
 * @returns {Screen}
 */
export const assessScreen = (open) => {
  const facts = Object.entries(FACTS).map(([fact, name]) => {
    const field = textField(open, factKey(fact), name);
    const area = /** @type {HTMLTextAreaElement} */ (field.querySelector("textarea"));
    area.placeholder = suggestedFact(open, fact);
    return field;
  });
  const agreed = agreedPart(open);
  const screen = stamp("assessing", { name: open.pack.name, facts, agreed });
  const list = find("list", screen);
  /** @type {HTMLAnchorElement} */ (find("onward", screen)).href = `#pakke/${open.pack.id}/skriv`;
  /** @type {Card[]} */
  let cards = [];
  const drawAll = () => {
    const parts = outlineOf(open).map((part) => ({ theme: part.theme, cards: cardsOf(open, part) }));
    cards = parts.flatMap((part) => part.cards);
    const shown = parts.map(({ theme, cards: own }) => [
      own.length > 0 && make("h2", {}, theme ? `Tema: ${theme.title}` : "Uden tema"),
      own.map(({ element }) => element),
    ]);
    list.replaceChildren(...shown.flat(2).filter((part) => part !== false));
    find("none", screen).hidden = cards.length > 0;
  };
  drawAll();
  const bar = stamp("assess-bar", { jump: jumpMenu(() => jumpsTo(open, cards, agreed)) });
  return {
    part: screen,
    bar,
    changed: (keys) => {
      keys.forEach((key) => updateFields(open, key));
      updateAgreed(open, agreed);
      // Notes and questions that another tab brought.
      const isOther = keys.some((key) => !/^(assess|fact|aftale|mærke|plan)\//.test(key));
      if (isOther && !list.contains(document.activeElement)) drawAll();
      else cards.forEach((card) => drawState(open, card));
    },
  };
};
