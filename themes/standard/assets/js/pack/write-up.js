// The write-up: theme, criterion, indicator, question, notes by source. It stands on the page; the formats
// are made from what stands there, escaped for each, so that a note that looks like a formula, a link or a
// tag stays what somebody typed.

import { copy } from "../site/copy.js";
import { knownChanges } from "./became.js";
import { asCsv } from "./csv.js";
import { attach, download, find, findInput, make, pieces, stamp } from "./dom.js";
import { drawnScreen } from "./drawn-screen.js";
import { markdown, rtf, written } from "./formats.js";
import { editionOf } from "./model.js";
import { groupParts } from "./questions.js";
import { latest } from "./saving.js";
import { spoken, spokenParts } from "./spoken.js";
import { dayOf } from "./times.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Entry } from "./types.js" */

/**
 * The entries to write up: all, or those somebody did something with.
 *
 * @param {OpenPack} open
 * @param {boolean} onlyTouched
 */
const toWrite = (open, onlyTouched) =>
  open.entries.filter((entry) => !onlyTouched || spoken(open, entry).length > 0);

/**
 * The parts of the write-up.
 *
 * @param {OpenPack} open
 * @param {boolean} onlyTouched
 */
const writeUp = (open, onlyTouched) => {
  const edition = editionOf(open.pack.edition);
  /** @param {Entry} entry */
  const question = (entry) => {
    const words = make("b", {}, `${entry.number}: ${entry.text}`);
    const cites = entry.cites && [make("br"), entry.cites];
    return [make("p", {}, words, cites), spokenParts(open, entry)];
  };
  return pieces([
    make("h1", {}, open.pack.name),
    make("p", {}, `${edition.label} (${edition.status_text}). ${dayOf()}.`),
    knownChanges(edition),
    groupParts(toWrite(open, onlyTouched), question),
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
const RTF = "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Calibri;}}\\fs22\n";

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
  rtf: ["application/rtf", (part) => `${RTF}${written(part, rtf)}}`],
  csv: ["text/csv", (_, open, onlyTouched) => asCsv(open, toWrite(open, onlyTouched))],
};

/** @param {OpenPack} open */
export const writeScreen = (open) => {
  const isOnly = () => findInput("only", screen).checked;
  const place = () => find("text", screen);
  const draw = () => place().replaceChildren(...writeUp(open, isOnly()));
  const drawLatest = async () => {
    await latest(open);
    draw();
  };
  const screen = stamp("write", {
    name: open.pack.name,
    only: draw,
    /** @param {Event} event */
    copy: ({ target }) => {
      const text = drawLatest().then(() => place().innerText);
      return copy(text, /** @type {HTMLElement} */ (target));
    },
  });
  /** @type {NodeListOf<HTMLElement>} */
  const buttons = screen.querySelectorAll("[data-as]");
  for (const save of buttons) {
    const ending = /** @type {string} */ (save.dataset.as);
    const [type, text] = FORMATS[ending];
    attach(save, "click", async () => {
      await drawLatest();
      download(open.pack, ending, text(place(), open, isOnly()), type);
    });
  }
  return drawnScreen(screen, draw);
};
