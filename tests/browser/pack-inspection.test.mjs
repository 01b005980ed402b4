// A whole inspection: prepared, sixty notes, two themes assessed, and the report in a template that LibreOffice wrote, read back
// sentence by sentence; over http, from a folder, and without a network.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { open } from "./browser.mjs";
import { converted } from "./office.mjs";
import { PACK_PAGE, goTo, saved, visiting } from "./pack.mjs";
import { PLACES, packQuestions, temporaryFolder } from "./site.mjs";

const THEMES = ["Sundhed og trivsel", "Kompetencer"];
const asked = packQuestions().filter(({ theme }) => THEMES.includes(theme.title));
const themes = THEMES.map((title) => asked.find(({ theme }) => theme.title === title).theme);
const indicators = [...new Map(asked.map(({ indicator }) => [indicator.id, indicator])).values()];

/** The authority's template. */
function template() {
  const lines = [
    "Tilsyn hos {tilbud}, {tidspunkt}, {varsel}", "{#temaer}", "Tema {titel}: {vurdering}", "{#indikatorer}", "Indikator {nummer}: {vurdering} Fordi: {begrundelse}",
    "{#spørgsmål}", "Spørgsmål {nummer}", "{#noter}", "{kilde} siger: {tekst}", "{/noter}", "{/spørgsmål}", "{/indikatorer}", "{/temaer}",
    "{#aftaler}", "{slags}: {tekst} ({dato})", "{/aftaler}",
  ];
  const source = join(temporaryFolder(), "skabelon.html");
  writeFileSync(source, `<meta charset="utf-8"><h1>Myndighedens rapport</h1>${lines.map((line) => `<p>${line}</p>`).join("")}`);
  return readFileSync(converted(source, "docx:MS Word 2007 XML"));
}
const foreign = template();

async function cutOff(page) {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  await page.context().setOffline(true);
}

for (const [name, place, prepare] of [
  ["over http", PLACES["over http"], () => {}],
  ["from files", PLACES["from files"], () => {}],
  ["without a network", PLACES["over http"], cutOff],
]) {
  test(`an inspection from the first tap to the report, ${name}`, async () => {
    const root = await place();
    const page = await open({ serviceWorkers: name === "without a network" ? "allow" : "block" });
    await page.goto(`${root}${PACK_PAGE}#pakker`);
    for (const theme of THEMES) await page.getByLabel(theme, { exact: true }).check();
    await page.getByLabel("Anmeldt", { exact: true }).check();
    await page.getByRole("button", { name: "Opret pakke" }).first().click();
    await visiting(page);
    await prepare(page);
    await goTo(page, "Plan");
    await page.getByLabel("Besøgets dato", { exact: true }).fill("2026-12-11");
    await goTo(page, "Efter indikator");
    // Sixty notes, in the fields that are there.
    const areas = page.locator("[data-question] textarea");
    assert.ok((await areas.count()) >= 60);
    const notes = [];
    for (let at = 0; at < 60; at += 1) {
      const text = `Note ${at + 1}: det blev sagt med æ, ø og å.`;
      notes.push([await areas.nth(at).getAttribute("name"), text]);
      await areas.nth(at).fill(text);
    }
    await saved(page);
    await goTo(page, "Vurdér");
    const field = (what, of) => page.getByLabel(`${what}, ${of}`, { exact: true });
    await page.getByLabel("Tilbud", { exact: true }).fill("Birkehuset");
    for (const { title } of themes) await field("Vores vurdering", `temaet ${title}`).fill(`Temaet ${title} er belyst.`);
    for (const { id } of indicators) {
      await field("Vores vurdering", `indikator ${id}`).fill(`Vi vurderer ${id} sådan.`);
      await field("Begrundelse", `indikator ${id}`).fill(`Det siger kilderne om ${id}.`);
    }
    await page.getByRole("button", { name: "Tilføj" }).click();
    await page.getByLabel("Hvad", { exact: true }).fill("Instruksen sendes");
    await page.getByLabel("Dato", { exact: true }).fill("2027-01-15");
    await saved(page);
    await goTo(page, "Rapport");
    await page.getByText("Brug jeres egen skabelon", { exact: true }).click();
    await page.getByLabel("Jeres skabelon (.docx)").setInputFiles({ name: "myndighed.docx", mimeType: "", buffer: foreign });
    await page.getByText("Skabelon: jeres egen, »myndighed.docx«.").waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Gem som Word-dokument" }).click(),
    ]);
    const path = join(temporaryFolder(), "rapport.docx");
    await download.saveAs(path);
    const read = readFileSync(converted(path, "txt:Text (encoded):UTF8"), "utf8").split("\n").map((line) => line.trim());
    const expected = [
      "Myndighedens rapport", "Tilsyn hos Birkehuset, 11. december 2026, Anmeldt",
      ...themes.map(({ title }) => `Tema ${title}: Temaet ${title} er belyst.`),
      ...indicators.map(({ id }) => `Indikator ${id}: Vi vurderer ${id} sådan. Fordi: Det siger kilderne om ${id}.`),
      "Aftalt: Instruksen sendes (15. januar 2027)",
    ];
    for (const line of expected) assert.ok(read.includes(line), `${line}\nin\n${read.join("\n")}`);
    const told = read.filter((line) => line.includes(" siger: "));
    assert.deepEqual(told.map((line) => line.slice(line.indexOf(": ") + 2)).toSorted(), notes.map(([, text]) => text).toSorted());
    const numbers = new Set(notes.map(([key]) => key.split("/")[1]));
    assert.deepEqual(read.filter((line) => line.startsWith("Spørgsmål ")).map((line) => line.slice("Spørgsmål ".length)), [...numbers]);
  });
}
