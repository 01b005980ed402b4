// Word documents: the site's template or one of the user's own, filled here on the device.

import { download, find, findInput, loadScript, make, stamp } from "./dom.js";
import { EXAMPLE } from "./report.js";
import { latest } from "./saving.js";
import { store } from "./store.js";

/** @import { OpenPack } from "./open-pack.js" */

/** @typedef {{ name: string, bytes: Uint8Array<ArrayBuffer> }} Template */

/**
 * @typedef {object} Kind a kind of document
 * @property {string} template the site's, by the name of its file without the ending
 * @property {string} own the record of the user's own template; it belongs to no pack
 * @property {string} title of the document
 */

/** @type {Kind} */
export const REPORT = { template: "rapportskabelon", own: "skabelon", title: "Rapport" };

/** @type {Kind} */
export const LETTER = { template: "brevskabelon", own: "brevskabelon", title: "Brev" };

const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const SCRIPTS = [
  "assets/report/pizzip.min.js",
  "assets/report/docxtemplater.min.js",
  "assets/js/report.js",
  "data/skabeloner.js",
];

/** @type {Record<string, Uint8Array<ArrayBuffer>>} */
let siteTemplates = {};

window.vejviserTemplates = (texts) => {
  const decoded = Object.entries(texts).map(([name, text]) => [
    name,
    Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)),
  ]);
  siteTemplates = Object.fromEntries(decoded);
};

/** @type {Promise<void> | undefined} */
let loading;

const loadAll = async () => {
  for (const script of SCRIPTS) await loadScript(script);
};

/** Loads what makes Word documents, once; where that fails, again when somebody asks again. */
const load = () => {
  loading ??= loadAll().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
};

/**
 * Says what is wrong with a template.
 *
 * @param {HTMLElement} part
 * @param {string} [name] of its file
 * @param {string[]} [mistakes]
 */
const showMistakes = (part, name, mistakes = []) => {
  const items = mistakes.map((text) => make("li", {}, text));
  const told = `Skabelonen${name ? ` »${name}«` : ""} kan ikke bruges. Ret den i Word, og vælg den igen:`;
  const notice = make("div", { className: "notice" }, make("p", {}, told), make("ul", {}, items));
  find("mistakes", part).replaceChildren(...(items.length ? [notice] : []));
};

/**
 * The fields of a document as a list, those of a group below it.
 *
 * @param {Record<string, any>} example
 * @returns {HTMLUListElement}
 */
const fieldList = (example) => {
  const items = Object.entries(example).map(([name, inner]) =>
    Array.isArray(inner)
      ? make("li", {}, `{#${name}} … {/${name}}`, fieldList(inner[0]))
      : make("li", {}, `{${name}}`),
  );
  return make("ul", {}, items);
};

/**
 * Says which template is used.
 *
 * @param {HTMLElement} part
 * @param {Kind} kind
 */
const showTemplate = async (part, { own }) => {
  const chosen = await store.own(own);
  find("template", part).textContent = chosen
    ? `Skabelon: jeres egen, »${chosen.name}«. Den er gemt i denne browser.`
    : "Skabelon: den, der følger med.";
  find("standard", part).hidden = !chosen;
};

/**
 * The part of a screen that makes a document of one kind of a pack.
 *
 * @param {OpenPack} open
 * @param {Kind & { data: () => Record<string, unknown> }} kind `data` gives what its fields say
 */
export const wordPart = (open, kind) => {
  const { template, own, title, data } = kind;
  const name = title === REPORT.title ? open.pack.name : `${title}, ${open.pack.name}`;
  const save = async () => {
    await latest(open);
    await load();
    const used = /** @type {Template} */ (
      (await store.own(own)) ?? { name: "", bytes: siteTemplates[template] }
    );
    const { file, mistakes } = window.vejviserReport.fill(used.bytes, data(), EXAMPLE);
    showMistakes(part, used.name, mistakes);
    await showTemplate(part, kind);
    if (!file) return;
    download({ name }, "docx", file, DOCX);
    find("template", part).append(` Dokumentet er gemt som »${name}.docx«.`);
  };
  const choose = async () => {
    const choice = findInput("own", part);
    const [file] = choice.files ?? [];
    choice.value = "";
    if (!file) return;
    await load();
    const chosen = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
    // What cannot be used is not kept.
    const { mistakes } = window.vejviserReport.fill(chosen.bytes, data(), EXAMPLE);
    showMistakes(part, chosen.name, mistakes);
    if (!mistakes.length) await store.setOwn(own, chosen);
    await showTemplate(part, kind);
  };
  const part = stamp("word", {
    fields: fieldList(EXAMPLE),
    docx: save,
    own: choose,
    standard: async () => {
      await store.setOwn(own, undefined);
      showMistakes(part);
      await showTemplate(part, kind);
    },
    get: async () => {
      await load();
      download({ name: template }, "docx", siteTemplates[template], DOCX);
    },
  });
  // A browser that does not answer has no template of one's own.
  showTemplate(part, kind).catch(() => {});
  return part;
};
