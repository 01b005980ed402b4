// The write-up: theme, criterion, indicator, question, notes by source. It stands on the page; the formats
// are made from what stands there, escaped for each, so that a note that looks like a formula, a link or a
// tag stays what somebody typed.

import { copy } from "../site/copy.js";
import { agreedParts } from "./agreed-texts.js";
import { assessmentOf, draftOf, factsOf, missingOf, reportedOf, unassessedIn } from "./assessment.js";
import { knownChanges } from "./became.js";
import { asCsv } from "./csv.js";
import { attach, download, find, findInput, make, pieces, stamp } from "./dom.js";
import { drawnScreen } from "./drawn-screen.js";
import { markdown, written } from "./formats.js";
import { editionOf, editionWithStatus } from "./model.js";
import { otherParts } from "./questions.js";
import { reportOf } from "./report.js";
import { latest } from "./saving.js";
import { namedParts, spoken, spokenParts } from "./spoken.js";
import { site } from "./state.js";
import { dayOf } from "./times.js";
import { placeIn, setPlace } from "./visit-place.js";
import { REPORT, wordPart } from "./word.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { ThemePart } from "./outline.js" */
/** @import { Entry, Part } from "./types.js" */

/**
 * Whether a question is written up: all are, or those somebody did something with.
 *
 * @param {OpenPack} open
 * @param {boolean} onlyTouched
 * @returns {(entry: Entry) => boolean}
 */
const isWritten = (open, onlyTouched) => (entry) => !onlyTouched || spoken(open, entry).length > 0;

/**
 * @param {OpenPack} open
 * @param {Entry} entry
 * @param {boolean} isTimed
 */
const questionParts = (open, entry, isTimed) => {
  const words = make("b", {}, `${entry.number}: ${entry.text}`);
  const cites = entry.cites && [make("br"), entry.cites];
  return [make("p", {}, words, cites), spokenParts(open, entry, isTimed)];
};

/**
 * What a write-up is to have.
 *
 * @typedef {object} Wanted
 * @property {boolean} isOnly only questions that somebody answered
 * @property {boolean} isTimed the time of each note
 * @property {boolean} hasNotes questions with their notes
 * @property {boolean} hasKnown what is known to have changed since the edition
 */

/**
 * A theme: its assessment, then its indicators and other questions.
 *
 * @param {OpenPack} open
 * @param {ThemePart} part
 * @param {(entry: Entry) => boolean} isShown
 * @param {Wanted} wanted
 * @returns {Part}
 */
const themeParts = (open, { place, theme, indicators, others }, isShown, { isTimed, hasNotes, hasKnown }) => {
  /** @type {unknown} */
  let last;
  const below = indicators.map(({ place: own, indicator, criterion, entries }) => {
    const isNew = criterion && criterion !== last;
    last = criterion;
    return pieces([
      isNew && make("h3", {}, `Kriterium ${criterion.id}: ${criterion.text}`),
      make("h4", {}, `Indikator ${indicator.id}: ${indicator.text}`),
      hasKnown && knownChanges(indicator),
      namedParts([...assessmentOf(open, own), ...draftOf(open, own)]),
      hasNotes && entries.filter(isShown).map((entry) => questionParts(open, entry, isTimed)),
    ]);
  });
  const heading = theme && make("h2", {}, `Tema: ${theme.title}`);
  return pieces([
    heading,
    namedParts(assessmentOf(open, place)),
    below,
    hasNotes && otherParts(others.filter(isShown), (entry) => questionParts(open, entry, isTimed)),
  ]);
};

/**
 * The parts of the write-up.
 *
 * @param {OpenPack} open
 * @param {Wanted} wanted
 */
const writeUp = (open, wanted) => {
  const edition = editionOf(open.pack.edition);
  const isShown = isWritten(open, wanted.isOnly);
  const unassessed = unassessedIn(open);
  return pieces([
    make("h1", {}, open.pack.name),
    make("p", {}, `${editionWithStatus(edition)}. ${dayOf()}.`),
    wanted.hasKnown && knownChanges(edition),
    namedParts(factsOf(open)),
    reportedOf(open, isShown).map((part) => themeParts(open, part, isShown, wanted)),
    unassessed && make("p", {}, `Ikke vurderet ved dette tilsyn: ${unassessed}.`),
    agreedParts(open),
  ]);
};

const HEAD = [
  "<!doctype html>",
  '<html lang="da">',
  '<meta charset="utf-8">',
  "<title>Besøgspakke</title>",
  "<style>.typed{white-space:pre-wrap}</style>",
  "",
].join("\n");

/** @typedef {(part: HTMLElement, open: OpenPack, onlyTouched: boolean) => string} Writer */

/**
 * The formats: type, and the text made of an open pack and its write-up on the page.
 *
 * @type {Record<string, [type: string, text: Writer]>}
 */
const FORMATS = {
  txt: ["text/plain", (part) => part.innerText],
  md: ["text/markdown", (part) => written(part, markdown)],
  html: ["text/html", (part) => `${HEAD}${part.innerHTML}\n</html>\n`],
  csv: ["text/csv", (_, open, onlyTouched) => asCsv(open, isWritten(open, onlyTouched))],
};

/**
 * Shows what the report still lacks, with links to where it is written.
 *
 * @param {OpenPack} open
 * @param {HTMLElement} screen
 */
const drawMissing = (open, screen) => {
  const missing = missingOf(open);
  const address = `#pakke/${open.pack.id}/vurder`;
  const items = missing.map(({ name, lacks, place }) => {
    const href = place ? `${address}/${encodeURIComponent(place)}` : address;
    return make("li", {}, make("a", { href }, name), `: ${lacks.join(", ")}`);
  });
  find("missing", screen).hidden = !items.length;
  find("lacking", screen).textContent = String(items.length);
  find("lacks", screen).replaceChildren(...items);
};

/**
 * Whether the report stays with those who wrote it.
 *
 * @param {OpenPack} open
 */
const isOwn = (open) => placeIn(open.pack.id).reader !== "place";

/**
 * Shows whom the report is for.
 *
 * @param {OpenPack} open
 * @param {HTMLElement} screen
 */
const showReader = (open, screen) => {
  /** @type {NodeListOf<HTMLInputElement>} */
  const readers = screen.querySelectorAll("[name=reader]");
  for (const reader of readers) reader.checked = reader.value === (isOwn(open) ? "own" : "place");
};

/** @param {OpenPack} open */
export const writeScreen = (open) => {
  /** @param {string} box */
  const isOn = (box) => findInput(box, screen).checked;
  const wanted = () => ({
    isOnly: isOn("only"),
    isTimed: isOn("timed"),
    hasNotes: isOwn(open),
    hasKnown: isOwn(open),
  });
  const place = () => find("text", screen);
  const draw = () => {
    place().replaceChildren(...writeUp(open, wanted()));
    drawMissing(open, screen);
  };
  const drawLatest = async () => {
    await latest(open);
    draw();
  };
  const screen = stamp("write", {
    name: open.pack.name,
    word: !site.carried,
    only: draw,
    timed: draw,
    /** @param {Event} event */
    reader: ({ target }) => {
      setPlace(open, { reader: /** @type {HTMLInputElement} */ (target).value });
      draw();
    },
    /** @param {Event} event */
    copy: ({ target }) => {
      const text = drawLatest().then(() => place().innerText);
      return copy(text, /** @type {HTMLElement} */ (target));
    },
  });
  showReader(open, screen);
  /** @type {NodeListOf<HTMLElement>} */
  const buttons = screen.querySelectorAll("[data-as]");
  for (const save of buttons) {
    const ending = /** @type {string} */ (save.dataset.as);
    const [type, text] = FORMATS[ending];
    attach(save, "click", async () => {
      await drawLatest();
      download(open.pack, ending, text(place(), open, isOn("only")), type);
    });
  }
  const data = () => reportOf(open, isWritten(open, isOn("only")), wanted());
  if (!site.carried) find("word", screen).append(wordPart(open, { ...REPORT, data }));
  return drawnScreen(screen, draw);
};
