// The report and the letter as somebody meets them who has them read aloud: language, title, headings, tables, colours; in the
// templates, and in what LibreOffice makes of a filled one.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import PizZip from "pizzip";
import { converted } from "./office.mjs";
import { goTo, openedPack, saved, write } from "./pack.mjs";
import { PLACES, portal, temporaryFolder } from "./site.mjs";

const root = await Object.values(PLACES)[0]();
const TEMPLATES = ["rapportskabelon", "brevskabelon"].map((name) => [name, new PizZip(readFileSync(join(portal(), `assets/report/${name}.docx`)))]);

const part = (zip, name) => zip.file(name).asText();
const all = (text, pattern) => [...text.matchAll(pattern)].map(([, found]) => found);

/** Relative luminance as WCAG 2.2 defines it, of a colour such as "1F3864". */
const luminance = (hex) => {
  const [r, g, b] = hex.match(/../g).map((pair) => parseInt(pair, 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

for (const [name, zip] of TEMPLATES) {
  test(`the template names its language and title, skips no heading, and is legible: ${name}`, () => {
    const [styles, core, body] = ["word/styles.xml", "docProps/core.xml", "word/document.xml"].map((one) => part(zip, one));
    assert.deepEqual([...new Set(all(styles, /<w:lang w:val="([^"]*)"/g))], ["da-DK"]);
    assert.match(core, /<dc:language>da-DK<\/dc:language>/);
    assert.match(core, /<dc:title>[^<]+<\/dc:title>/);
    const levels = all(body, /<w:pStyle w:val="Heading(\d)"/g).map(Number);
    levels.forEach((level, at) => assert.ok(level <= (levels[at - 1] ?? 0) + 1, `level ${level} after ${levels[at - 1]}`));
    for (const colour of all(styles + body, /<w:color w:val="([0-9A-F]{6})"/g)) assert.ok(1.05 / (luminance(colour) + 0.05) >= 4.5, colour);
    // Of a table with one line there is no head; the first one of the report has names at the left.
    for (const table of body.match(/<w:tbl>.*?<\/w:tbl>/gs).filter((one) => one.split("<w:tr>").length > 2)) assert.match(table, /<w:tblHeader w:val="true"/);
    assert.doesNotMatch(body, /<w:drawing|<w:pict/);
  });
}

/**
 * The structure of a document as somebody gets it who has its PDF read aloud: for each text the names of the elements it is in, as
 * "Table/TR/TH/P Kilde".
 */
async function structure(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Gem som Word-dokument" }).click()]);
  const path = join(temporaryFolder(), `${name}.docx`);
  await download.saveAs(path);
  const pdf = converted(path, 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}');
  const within = [];
  const texts = [];
  for (const line of execFileSync("pdfinfo", ["-struct-text", pdf], { encoding: "utf8" }).split("\n")) {
    const [, indent, element, text] = /^( *)(?:(\w+)(?: \(\w+\))?:|"(.*)")$/.exec(line) ?? [];
    if (element) within.splice(indent.length / 2, Infinity, element);
    if (text) texts.push(`${within.slice(1).join("/")} ${text}`);
  }
  return texts;
}

test("a report and a letter have headings, tables with heads, and paragraphs that can be read aloud", async () => {
  const { page } = await openedPack(root, ["5.a", "5.c"].map((id) => `kvalitetsmodel/2021/sundhed-og-trivsel/${id}.html`), { name: "Engen" });
  await write(page, "5.c.7", "Borgere", "Borger 1 har naloxon.");
  await goTo(page, "Dokumenter");
  const letter = await structure(page, "brev");
  assert.ok(letter.includes("H1 Dokumenter til tilsynet"), letter.join("\n"));
  assert.ok(letter.includes("Table/TR/TH/P Dokument"), letter.join("\n"));
  await goTo(page, "Vurdér");
  await page.getByLabel("Tilbud", { exact: true }).fill("Engen");
  await page.getByLabel("Vores vurdering, indikator 5.c").fill("Tilbuddet forebygger overdosis.");
  await page.getByRole("button", { name: "Tilføj" }).click();
  await page.getByLabel("Hvad", { exact: true }).fill("Instruksen bliver skrevet om.");
  await saved(page);
  await goTo(page, "Rapport");
  const report = await structure(page, "rapport");
  for (const [level, text] of [[1, "Kilder"], [1, "Sundhed og trivsel"], [2, "Indikator 5.c: "], [3, "5.c.7: "], [1, "Aftaler og opfølgning"]]) {
    assert.ok(report.some((line) => line.startsWith(`H${level} ${text}`)), `${text} in ${report.join("\n")}`);
  }
  const heads = report.filter((line) => line.startsWith("Table/TR/TH/P ")).map((line) => line.split(" ").slice(1).join(" "));
  assert.deepEqual(heads, ["Kilde", "Antal noter", "Slags", "Hvad", "Dato"]);
});
