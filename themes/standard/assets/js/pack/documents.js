// The screen of the documents to ask for: which ones, and a letter, as text and as a Word document.

import { copy } from "../site/copy.js";
import { leftOut, wantedDocuments } from "./documents-wanted.js";
import { download, find, make, stamp } from "./dom.js";
import { documentsOf } from "./questions.js";
import { factKey, planKey } from "./report-keys.js";
import { reportOf } from "./report.js";
import { flush, soon } from "./saving.js";
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
 * A box for each suggested document. Returns the boxes.
 *
 * @param {OpenPack} open
 * @param {[name: string, numbers: string[]][]} suggested
 * @param {HTMLElement} place
 * @param {() => void} changed
 */
const choice = (open, suggested, place, changed) => {
  const boxes = suggested.map(([name]) => make("input", { type: "checkbox", value: name }));
  const choose = async () => {
    const out = boxes.filter(({ checked }) => !checked).map(({ value }) => value);
    soon(open, planKey("udeladt"), { value: out.join("\n") });
    await flush();
    changed();
  };
  boxes.forEach((box) => box.addEventListener("change", choose));
  const labels = suggested.map(([name, numbers], at) =>
    make("label", { className: "option" }, boxes[at], `${name} (${numbers.join(", ")})`),
  );
  place.append(...labels);
  return boxes;
};

/**
 * @param {OpenPack} open
 * @returns {Screen}
 */
export const documentsScreen = (open) => {
  const letter = () => find("letter", part);
  const data = () => reportOf(open, () => true, { hasNotes: false, hasKnown: true });
  const part = stamp("documents", {
    name: open.pack.name,
    unannounced: open.pack.visit === "uanmeldt",
    deadline: textField(open, planKey("frist"), "Frist for dokumenter", undefined, "date"),
    place: textField(open, factKey("tilbud"), "Tilbud"),
    sender: textField(open, planKey("afsender"), "Afsender: navn og socialtilsyn"),
    more: textField(open, planKey("flere"), "Flere dokumenter, ét på hver linje"),
    /** @param {Event} event */
    copy: ({ target }) => copy(letter().innerText, /** @type {HTMLElement} */ (target)),
    text: () => download({ name: `Brev, ${open.pack.name}` }, "txt", letter().innerText, "text/plain"),
  });
  if (!site.carried) {
    find("word", part).append(wordPart(open, { ...LETTER, data }));
  }
  const suggested = documentsOf(open.entries);
  const boxes = choice(open, suggested, find("choice", part), () => draw());
  const draw = () => {
    const wanted = wantedDocuments(open);
    const out = leftOut(open);
    for (const box of boxes) box.checked = !out.has(box.value);
    const chosen = boxes.filter(({ checked }) => checked).length;
    find("count", part).textContent = `${chosen} af ${boxes.length} dokumenter er valgt.`;
    find("empty", part).hidden = suggested.length > 0;
    find("proposed", part).hidden = !suggested.length;
    const lines = wanted.map(({ navn, numre }) =>
      make("div", {}, numre ? `– ${navn} (spørgsmål ${numre})` : `– ${navn}`),
    );
    const ending = ["Med venlig hilsen", open.text(planKey("afsender")).trim()].filter(Boolean);
    const signed = ending.map((text) => make("p", {}, text));
    letter().replaceChildren(...opening(open), ...lines, ...signed);
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
