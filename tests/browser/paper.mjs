// Reading what comes out of a printer: PDF files of A4 sheets.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { temporaryFolder } from "./site.mjs";

const folder = temporaryFolder();

const run = (program, ...options) => execFileSync(program, options, { encoding: "utf8", maxBuffer: 1 << 26 });

/** Without white space and hyphens: a line break, and a word divided at one, make no difference. */
export const squash = (string) => string.replace(/[\s\u00ad\u2010\u2011-]+/g, "");

export const count = (whole, part) => whole.split(part).length - 1;

/** Prints the page on A4: what pdfinfo says of it, and the text of each sheet. */
export async function printed(page) {
  const file = join(folder, "print.pdf");
  await page.pdf({ path: file, format: "A4", tagged: true, preferCSSPageSize: true });
  const info = Object.fromEntries(
    run("pdfinfo", file).split("\n").map((line) => line.split(/:\s+(.*)/).slice(0, 2)),
  );
  const sheets = run("pdftotext", "-enc", "UTF-8", file, "-").split("\f").slice(0, -1);
  assert.equal(sheets.length, Number(info.Pages));
  return { info, sheets, words: run("pdftotext", "-bbox", file, "-").split("<page ").slice(1).map(positions) };
}

/** The words of a sheet in the output of `pdftotext -bbox`, the lowest first. */
function positions(sheet) {
  const found = [...sheet.matchAll(/yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)</g)];
  return found
    .map(([, top, bottom, word]) => ({ top: Number(top), bottom: Number(bottom), word }))
    .sort((a, b) => b.top - a.top);
}

/** Where each question stands, as sheet numbers: all places of its whole text, and of its number. */
export function places(sheets, questions) {
  const number = (id) => new RegExp(`(?<![\\w.])${id.replaceAll(".", "\\.")}(?![\\w.])`, "g");
  const squashed = sheets.map(squash);
  const where = (occurrences) =>
    sheets.flatMap((sheet, index) => Array(occurrences(sheet, squashed[index])).fill(index + 1));
  return questions.map(({ id, text: wording }) => ({
    id,
    text: where((_, sheet) => count(sheet, squash(wording))),
    number: where((sheet) => (sheet.match(number(id)) ?? []).length),
  }));
}

/** The foot stands below everything else on the sheet, but for the number of the sheet; nothing runs into it. */
export function checkNothingOverFoot(foot, sheets) {
  const letters = (string) => [...squash(string)].sort().join("");
  for (const [index, words] of sheets.entries()) {
    const { top } = words.find(({ word }) => word === foot.split(" ")[0]);
    const low = words.filter((word) => word.bottom > top).map(({ word }) => word).join("");
    const numbered = `${foot} Side ${index + 1} af ${sheets.length}`;
    assert.ok([foot, numbered].map(letters).includes(letters(low)), `sheet ${index + 1} has in its foot: ${low}`);
  }
}
