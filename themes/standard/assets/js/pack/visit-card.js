// A question of the visit, with all its sources or only one.

import { becameParts, knownChanges } from "./became.js";
import { find, link, make, pieces, stamp } from "./dom.js";
import { editionOf } from "./model.js";
import { bearing, relevant } from "./questions.js";
import { flush, soon } from "./saving.js";
import { SOURCES, toldOf } from "./sources.js";
import { model, site } from "./state.js";
import { drawState, noteField, placeUnsaved } from "./visit-notes.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Entry, OwnQuestion, Part, Question } from "./types.js" */

/** The source whose card says what to ask for; nobody is asked there. */
const DOCUMENTS = "dokumenter";

/**
 * The anvisninger and examples of a question.
 *
 * @param {Question} question
 * @returns {Part}
 */
const standingBehind = ({ cites, indicator }) => {
  const cited = cites.map(([name, url]) => {
    const { title, wording, edition } = model().cited[url] ?? {};
    const elsewhere = `. Ordlyden står i ${edition ?? "publikationen"}.`;
    const words = wording ? make("blockquote", {}, wording) : elsewhere;
    return make("li", {}, link(url, name), title && ` – ${title}`, words);
  });
  if (site.carried) return cited;
  const examples = indicator.examples.map(({ title, url, year }) =>
    make("li", {}, "Eksempel: ", link(url, title), ` (${year})`),
  );
  return [cited, examples, make("li", {}, link(`${indicator.url}#t-eksempler`, "Alle eksempler"))];
};

/**
 * How to ask the sources of a question, or only one of them. For some, the editors have no words.
 *
 * @param {Question | undefined} question
 * @param {string} [only]
 */
const prompts = (question, only) =>
  (question?.ask ?? [])
    .filter(({ sources }) => !only || sources.includes(only))
    .map(({ sources, text }) => stamp("ask", { told: toldOf(only ? [only] : sources), text }));

/**
 * Has the buttons of a card say what state its question is in.
 *
 * @param {OpenPack} open
 * @param {HTMLElement} card
 * @param {string} key of the state
 * @param {string} [only] the source the card is for
 */
const listenToState = (open, card, key, only) => {
  /** @type {NodeListOf<HTMLInputElement>} */
  const inputs = card.querySelectorAll("[type=radio]");
  // What is empty does not last in a small page.
  inputs[0].value = "";
  for (const input of inputs) {
    input.name = `${only ?? ""}/${key}`;
    input.dataset.state = key;
    input.onchange = () => {
      soon(open, key, input);
      flush();
    };
  }
  placeUnsaved(open, key, card);
  drawState(open, card, key);
};

/**
 * What fills the template of a card.
 *
 * @param {OpenPack} open
 * @param {Entry} entry
 * @param {string | undefined} only
 * @param {() => HTMLElement} card
 */
const placesOf = (open, entry, only, card) => {
  const { id, question, how } = entry;
  const wanted = only ? [only] : bearing(open, entry);
  const first = SOURCES.filter(([source]) => wanted.includes(source));
  const ask = prompts(question, only);
  /** @param {typeof SOURCES} sources */
  const fields = (sources) => sources.map((source) => noteField(open, entry, source));
  const showOthers = () => {
    const others = find("others", card());
    if (!others.firstChild) others.append(...fields(SOURCES.filter((one) => !first.includes(one))));
  };
  return {
    number: entry.number,
    heading: link(question?.url, entry.number),
    text: entry.text,
    ask,
    asking: ask.length > 0,
    moved: how === "moved",
    before: id,
    reworded: how === "reworded",
    today: question?.text,
    gone: how === "gone",
    wordings: otherWordings(open, entry),
    became: becameParts(question),
    // By indicator, it stands under the heading.
    changed: Boolean(only && question?.indicator.known?.length),
    known: knownChanges(question?.indicator),
    documents: only === DOCUMENTS && question?.documents.map((name) => make("li", {}, name)),
    notes: fields(first),
    // Made when somebody looks: a large pack opens faster.
    more: !only && first.length < SOURCES.length && showOthers,
    behind: question && (() => find("standing", card()).replaceChildren(...pieces(standingBehind(question)))),
  };
};

/**
 * How somebody else has put a question of the user's own, when both changed it.
 *
 * @param {OpenPack} open
 * @param {Entry} entry
 */
const otherWordings = (open, { id, how }) =>
  how === "own" &&
  open.also(id).map(({ by, value }) => {
    const { text } = /** @type {OwnQuestion} */ (value);
    return make("p", { className: "notice" }, `${by || "En anden"} har skrevet spørgsmålet sådan: ${text}`);
  });

/**
 * A question, with all its sources or only `only`.
 *
 * @param {OpenPack} open
 * @param {Entry} entry
 * @param {string} [only]
 */
export const visitCard = (open, entry, only) => {
  const { id, question, number } = entry;
  const isDim = Boolean(question && !relevant(question, open.pack));
  /** @type {HTMLElement} */
  const card = stamp("card", { ...placesOf(open, entry, only, () => card), dim: isDim });
  if (isDim) card.classList.add("dim");
  card.dataset.question = id;
  card.dataset.label = `Spørgsmål ${number}, ${editionOf(open.pack.edition).label}`;
  if (question) card.dataset.address = question.url;
  card.ariaLabel = `Spørgsmål ${number}`;
  // On the visit the plain words come first.
  if (only) card.querySelector(".official")?.before(...card.querySelectorAll(".ask"));
  listenToState(open, card, `state/${id}`, only);
  return card;
};
