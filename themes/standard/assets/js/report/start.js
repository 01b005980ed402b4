// Fills a Word template with a report. docxtemplater does the work; here is what a template may be, and what
// is told where it has a mistake. Loaded when somebody asks for a report.

import { mistakesIn } from "./errors.js";
import { KnownFields } from "./fields.js";

/** @typedef {Record<string, unknown>} Fields what a template can show: texts, and lists of such fields */
/** @typedef {{ file?: Uint8Array<ArrayBuffer>, mistakes: string[] }} Filled */

/** How large a template may be, and what it may unpack to, in bytes. */
const MOST_BYTES = 10e6;
const MOST_UNPACKED = 100e6;

/** The first bytes of what Word locks with a password, and of a zip archive. */
const LOCKED = [0xd0, 0xcf, 0x11, 0xe0];
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/** What XML cannot hold: control characters, halves of characters, and two that are none. */
const CONTROL = "[\\0-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]";
const HALF = "[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]";
const IMPOSSIBLE = new RegExp(`${CONTROL}|${HALF}`, "g");

/**
 * Fields in which every text can stand in a document.
 *
 * @param {unknown} value
 * @returns {unknown}
 */
const clean = (value) => {
  if (typeof value === "string") return value.replace(IMPOSSIBLE, "");
  if (Array.isArray(value)) return value.map(clean);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, clean(inner)]));
};

/**
 * Why a file can be no template; empty if it may be one.
 *
 * @param {Uint8Array} bytes
 */
const refused = (bytes) => {
  /** @param {number[]} start */
  const begins = (start) => start.every((byte, at) => bytes[at] === byte);
  if (bytes.length > MOST_BYTES) return "Skabelonen er større end 10 MB. Gør billederne i den mindre.";
  if (begins(LOCKED)) {
    return "Skabelonen er låst med adgangskode eller i Words gamle format. Gem den som .docx uden lås.";
  }
  return begins(ZIP) ? "" : "Filen er ikke et Word-dokument (.docx).";
};

/**
 * Why the files in an archive are no template; empty if they may be one.
 *
 * @param {any} zip
 */
const refusedFiles = (zip) => {
  const names = Object.keys(zip.files);
  const size = names.reduce((sum, name) => sum + (zip.files[name]._data?.uncompressedSize ?? 0), 0);
  if (size > MOST_UNPACKED) return "Skabelonen er for stor, når den bliver pakket ud.";
  if (names.some((name) => name.endsWith("vbaProject.bin"))) {
    return "Skabelonen har makroer. Gem den som .docx uden makroer.";
  }
  return names.includes("word/document.xml") ? "" : "Filen er ikke et Word-dokument (.docx).";
};

/**
 * Fields with a text in every place, so that everything in a template is looked at.
 *
 * @param {unknown} value
 * @returns {any}
 */
const sample = (value) => {
  if (Array.isArray(value)) return value.map(sample);
  if (typeof value === "string") return "x";
  return Object.fromEntries(
    Object.entries(/** @type {Fields} */ (value)).map(([name, one]) => [name, sample(one)]),
  );
};

/**
 * A document with the fields of a report.
 *
 * @param {any} zip of the template; it is used up
 * @param {Fields} fields
 * @param {(tag: string, meta: any) => object} parser
 */
const rendered = (zip, fields, parser) => {
  const { docxtemplater: Docxtemplater } = window;
  const options = { paragraphLoop: true, linebreaks: true, nullGetter: () => "", errorLogging: false };
  const document = new Docxtemplater(zip, { ...options, parser });
  document.render(fields);
  return document.getZip();
};

/**
 * A template filled with fields, or what is wrong with it.
 *
 * @param {Uint8Array} template
 * @param {Fields} fields
 * @param {Fields} example fields with one of everything
 * @returns {Filled}
 */
const fill = (template, fields, example) => {
  const why = refused(template);
  if (why) return { mistakes: [why] };
  /** @type {any} */
  let zip;
  try {
    zip = new window.PizZip(template);
  } catch {
    return { mistakes: ["Filen er ikke hel. Gem skabelonen igen i Word."] };
  }
  const whyFiles = refusedFiles(zip);
  if (whyFiles) return { mistakes: [whyFiles] };
  const known = new KnownFields(example);
  try {
    // A report may lack what a template asks for: that its fields are right is seen with one of everything.
    rendered(zip, sample(example), known.parser);
    if (!known.count) {
      return { mistakes: ["Skabelonen har ingen felter. Skriv dem i krøllede parenteser, fx {tilbud}."] };
    }
    const filled = rendered(new window.PizZip(template), /** @type {Fields} */ (clean(fields)), known.parser);
    return { file: filled.generate({ type: "uint8array", compression: "DEFLATE" }), mistakes: [] };
  } catch (error) {
    const mistakes = mistakesIn(error);
    if (!mistakes.length) throw error;
    return { mistakes };
  }
};

const report = { fill };

/** @typedef {typeof report} Report */

window.vejviserReport = report;
