// Where answers can be found, and what the keys of records say.

import { planName, reportName } from "./report-keys.js";

const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById("s-sources"));
const options = /** @type {HTMLOptionElement[]} */ ([...(template?.content.children ?? [])]);

/**
 * Where answers can be found, in the order of a visit: name, label, what to do there.
 *
 * @type {[name: string, label: string, task: string | undefined][]}
 */
export const SOURCES = options.map(({ value, text, dataset }) => [value, text, dataset.task]);

/**
 * Sources in their order, in words.
 *
 * @param {string[]} sources
 */
export const namesOf = (sources) =>
  SOURCES.filter(([source]) => sources.includes(source))
    .map(([, name]) => name.toLowerCase())
    .join(", ");

/**
 * Sources as a sentence names them: "borgerne, ledelsen og dokumenterne".
 *
 * @param {string[]} names
 */
export const toldOf = (names) => {
  const told = options.filter(({ value }) => names.includes(value)).map(({ dataset }) => dataset.told);
  const last = told.pop();
  return last && `${told.length ? `${told.join(", ")} og ` : ""}${last}`;
};

/**
 * Whether a text names a source, in whatever form.
 *
 * @param {string} text
 */
export const namesSource = (text) =>
  options.some(({ dataset }) => text.toLowerCase().includes(String(dataset.word)));

/** @param {string | undefined} name */
export const isSource = (name) => SOURCES.some(([source]) => source === name);

/**
 * What a record holds, as it is named on the page.
 *
 * @param {string} key
 */
export const nameOf = (key) => {
  const ofReport = reportName(key) ?? planName(key);
  if (ofReport) return ofReport;
  const [kind, ...place] = key.split("/");
  const source = SOURCES.find(([name]) => kind === "note" && name === place.at(-1));
  const number = kind === "own" || place[0] === "own" ? "eget spørgsmål" : place[0];
  return [number, source?.[1] ?? (kind === "state" && "status")].filter(Boolean).join(", ");
};

/**
 * The question that a note or a state belongs to.
 *
 * @param {string} key
 */
export const entryOf = (key) => {
  const [kind, ...place] = key.split("/");
  if (kind === "note") return place.slice(0, -1).join("/");
  return kind === "state" ? place.join("/") : undefined;
};
