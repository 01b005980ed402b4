// The report as a Word document: the site's template or one of the user's own, filled here on the device.

import { attach, download, find, findInput, loadScript, make } from "./dom.js";
import { EXAMPLE, reportOf } from "./report.js";
import { latest } from "./saving.js";
import { store } from "./store.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Entry } from "./types.js" */

/** @typedef {{ name: string, bytes: Uint8Array<ArrayBuffer> }} Template */

const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const SCRIPTS = [
  "assets/report/pizzip.min.js",
  "assets/report/docxtemplater.min.js",
  "assets/js/report.js",
  "data/rapportskabelon.js",
];

/** @type {Uint8Array<ArrayBuffer> | undefined} */
let siteTemplate;

window.vejviserTemplate = (text) => {
  siteTemplate = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
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

/** The record of the user's own template; it belongs to no pack. */
const OWN = "skabelon";

/** @returns {Promise<Template | undefined>} */
const ownTemplate = () => store.own(OWN);

/** @returns {Promise<Template>} the template that is used */
const template = async () => {
  const own = await ownTemplate();
  if (own) return own;
  await load();
  return { name: "", bytes: /** @type {Uint8Array<ArrayBuffer>} */ (siteTemplate) };
};

/**
 * Says what is wrong with a template.
 *
 * @param {HTMLElement} screen
 * @param {string} [name] of its file
 * @param {string[]} [mistakes]
 */
const showMistakes = (screen, name, mistakes = []) => {
  const items = mistakes.map((text) => make("li", {}, text));
  const told = `Skabelonen${name ? ` »${name}«` : ""} kan ikke bruges. Ret den i Word, og vælg den igen:`;
  const notice = make("div", { className: "notice" }, make("p", {}, told), make("ul", {}, items));
  find("mistakes", screen).replaceChildren(...(items.length ? [notice] : []));
};

/**
 * The fields of a report as a list, those of a group below it.
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

/** @param {HTMLElement} screen */
const showTemplate = async (screen) => {
  const own = await ownTemplate();
  find("template", screen).textContent = own
    ? `Skabelon: jeres egen, »${own.name}«. Den er gemt i denne browser.`
    : "Skabelon: sitets egen.";
  find("standard", screen).hidden = !own;
};

/**
 * Listens to what the screen of the report has for Word.
 *
 * @param {OpenPack} open
 * @param {HTMLElement} screen
 * @param {() => (entry: Entry) => boolean} shown which questions the report has
 */
export const listenToWord = (open, screen, shown) => {
  const choice = findInput("own", screen);
  find("fields", screen).replaceChildren(fieldList(EXAMPLE));
  attach(find("docx", screen), "click", async () => {
    await latest(open);
    await load();
    const { name, bytes } = await template();
    const { file, mistakes } = window.vejviserReport.fill(bytes, reportOf(open, shown()), EXAMPLE);
    showMistakes(screen, name, mistakes);
    await showTemplate(screen);
    if (!file) return;
    download(open.pack, "docx", file, DOCX);
    find("template", screen).append(` Rapporten er gemt som »${open.pack.name}.docx«.`);
  });
  attach(choice, "change", async () => {
    const [file] = choice.files ?? [];
    choice.value = "";
    if (!file) return;
    await load();
    const own = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
    // What cannot be used is not kept.
    const { mistakes } = window.vejviserReport.fill(own.bytes, reportOf(open, shown()), EXAMPLE);
    showMistakes(screen, own.name, mistakes);
    if (!mistakes.length) await store.setOwn(OWN, own);
    await showTemplate(screen);
  });
  attach(find("standard", screen), "click", async () => {
    await store.setOwn(OWN, undefined);
    showMistakes(screen);
    await showTemplate(screen);
  });
  attach(find("get", screen), "click", async () => {
    await load();
    download(
      { name: "rapportskabelon" },
      "docx",
      /** @type {Uint8Array<ArrayBuffer>} */ (siteTemplate),
      DOCX,
    );
  });
  // A browser that does not answer has no template of one's own.
  showTemplate(screen).catch(() => {});
};
