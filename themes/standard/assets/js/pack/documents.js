// The screen of the documents to ask for: a letter, as text and as a Word document.

import { copy } from "../site/copy.js";
import { download, find, make, stamp } from "./dom.js";
import { documentsOf } from "./questions.js";
import { factKey, planKey } from "./report-keys.js";
import { reportOf } from "./report.js";
import { site } from "./state.js";
import { isDay, wordsOfDay } from "./times.js";
import { textField, updateFields } from "./visit-notes.js";
import { LETTER, wordPart } from "./word.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Screen } from "./types.js" */

/**
 * How the letter begins, with what is known of the visit.
 *
 * @param {OpenPack} open
 */
const opening = (open) => {
  const deadline = open.text(planKey("frist"));
  const by = isDay(deadline) ? ` senest ${wordsOfDay(deadline)}` : "";
  const place = open.text(factKey("tilbud")).trim();
  const parts = [place && `Til ${place}`, `Til brug for tilsynet beder vi om at få${by}:`];
  return parts.filter(Boolean).map((text) => make("p", {}, text));
};

/**
 * @param {OpenPack} open
 * @returns {Screen}
 */
export const documentsScreen = (open) => {
  const letter = () => find("letter", part);
  const part = stamp("documents", {
    name: open.pack.name,
    unannounced: open.pack.visit === "uanmeldt",
    deadline: textField(open, planKey("frist"), "Frist for dokumenter", undefined, "date"),
    place: textField(open, factKey("tilbud"), "Tilbud"),
    /** @param {Event} event */
    copy: ({ target }) => copy(letter().innerText, /** @type {HTMLElement} */ (target)),
    text: () => download({ name: `Brev, ${open.pack.name}` }, "txt", letter().innerText, "text/plain"),
  });
  if (!site.carried) {
    find("word", part).append(wordPart(open, { ...LETTER, data: () => reportOf(open, () => true) }));
  }
  const draw = () => {
    const documents = documentsOf(open.entries);
    find("empty", part).hidden = documents.length > 0;
    find("some", part).hidden = !documents.length;
    const lines = documents.map(([name, numbers]) =>
      make("div", {}, `– ${name} (spørgsmål ${numbers.join(", ")})`),
    );
    letter().replaceChildren(...opening(open), ...lines);
  };
  draw();
  return {
    part,
    changed: (keys) => {
      keys.forEach((key) => updateFields(open, key));
      draw();
    },
  };
};
