// Around the visit: the letter that asks for documents, the plan of the day, what was agreed, the calendar, and notes marked as for
// or against an assessment.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { openBeside } from "./browser.mjs";
import { paragraphs } from "./office.mjs";
import { PACK_PAGE, goTo, handOver, importFile, openedPack, openOnline, quickPack, record, saveFile, saved, stored, visiting, write } from "./pack.mjs";
import { printed } from "./paper.mjs";
import { PLACES } from "./site.mjs";

const INDICATORS = ["5.a", "5.c"].map((id) => `kvalitetsmodel/2021/sundhed-og-trivsel/${id}.html`);
const places = await Promise.all(Object.entries(PLACES).map(async ([name, place]) => [name, await place()]));
const [[, root]] = places;

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const label = (page, name) => page.getByLabel(name, { exact: true });

/** Waits until what was typed last is stored. */
async function fill(page, field, value) {
  await field.fill(value);
  await field.blur();
  await saved(page);
}

/** The text of a saved Word document. */
async function wordText(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), press(page, "Gem som Word-dokument")]);
  return { name: download.suggestedFilename(), text: paragraphs(readFileSync(await download.path())).join("\n") };
}

for (const [where, address] of places) {
  test(`the letter asks for the documents by the deadline, as text and as a Word document, ${where}`, async () => {
    const { page } = await openedPack(address, INDICATORS, { name: "Engen" });
    await goTo(page, "Dokumenter");
    await fill(page, label(page, "Tilbud"), "Birkehuset");
    await fill(page, label(page, "Frist for dokumenter"), "2026-12-04");
    await fill(page, label(page, "Afsender: navn og socialtilsyn"), "Anna Holm\nSocialtilsyn Øst");
    const { name, text } = await saveFile(page, () => press(page, "Gem som tekst"));
    assert.equal(name, "Brev, Engen.txt");
    assert.match(text, /^Til Birkehuset\s+Til brug for tilsynet beder vi om at få senest 4\. december 2026:\s+– /);
    const asked = [...text.matchAll(/^– (.*) \(spørgsmål (.*)\)$/gm)].map(([, document, numbers]) => [document, numbers]);
    assert.ok(asked.length > 3);
    assert.match(text, /Med venlig hilsen\s+Anna Holm\s+Socialtilsyn Øst$/);
    const word = await wordText(page);
    assert.equal(word.name, "Brev, Engen.docx");
    assert.match(word.text, /Til Birkehuset\n/);
    assert.match(word.text, /beder vi om at få disse dokumenter senest 4\. december 2026:/);
    for (const [document, numbers] of asked) assert.ok(word.text.includes(`${document}\n${numbers}`), document);
    assert.match(word.text, /Med venlig hilsen\s+Anna Holm\s+Socialtilsyn Øst/);
    assert.match(word.text, /Numrene henviser til Kvalitetsmodellen, juli 2021/);
    assert.doesNotMatch(word.text, /[{}]/);
  });
}

test("documents can be left out of the letter, and others added, and both stay", async () => {
  const { page } = await openedPack(root, INDICATORS, { name: "Engen" });
  await goTo(page, "Dokumenter");
  const letter = page.getByRole("region", { name: "Brevet" });
  const boxes = page.getByRole("group", { name: "Dokumenter, der bedes om" }).getByRole("checkbox");
  const count = await boxes.count();
  const asked = async () => (await letter.innerText()).split("\n").filter((line) => line.startsWith("– "));
  assert.equal((await asked()).length, count);
  const left = await boxes.first().getAttribute("value");
  await boxes.first().uncheck();
  await page.getByText(`${count - 1} af ${count} dokumenter er valgt.`).waitFor();
  await fill(page, label(page, "Flere dokumenter, ét på hver linje"), "Husorden\n\nVagtplan for maj");
  for (const then of [() => {}, () => page.reload()]) {
    await then();
    await letter.getByText("– Vagtplan for maj").waitFor();
    const lines = await asked();
    assert.equal(lines.length, count + 1);
    assert.ok(!lines.some((line) => line.startsWith(`– ${left} (`)), left);
    assert.equal(await boxes.first().isChecked(), false);
  }
  const { text } = await wordText(page);
  assert.match(text, /Husorden[\s\S]*Vagtplan for maj[\s\S]*Med venlig hilsen/);
  assert.ok(!text.includes(`${left}\n`), left);
});

test("what was agreed can be removed, and is taken back with one button", async () => {
  const { page } = await openedPack(root, INDICATORS, { name: "Engen" });
  await goTo(page, "Vurdér");
  await press(page, "Tilføj");
  await fill(page, label(page, "Hvad"), "Naloxon i skabet");
  await press(page, "Fjern");
  await label(page, "Hvad").waitFor({ state: "detached" });
  await goTo(page, "Rapport");
  assert.doesNotMatch(await page.getByRole("region", { name: "Teksten" }).innerText(), /Naloxon i skabet/);
  await press(page, "Fortryd");
  await goTo(page, "Vurdér");
  assert.equal(await label(page, "Hvad").inputValue(), "Naloxon i skabet");
});

test("a letter before an unannounced visit is warned of", async () => {
  const page = await openOnline();
  await quickPack(page, root);
  await goTo(page, "Dokumenter");
  await page.getByText("Besøget er uanmeldt, og et brev røber det.").waitFor();
  await quickPack(page, root, "Døgntilbud", "Anmeldt");
  await goTo(page, "Dokumenter");
  assert.equal(await page.getByText("Besøget er uanmeldt.").count(), 0);
});

test("the plan says who is talked to, about what and how long, and prints on one page", async () => {
  const { page } = await openedPack(root, INDICATORS, { name: "Engen" });
  await goTo(page, "Plan");
  const headings = await page.getByRole("heading", { level: 2 }).allInnerTexts();
  assert.ok(headings.some((one) => /^Spørg borgerne \(\d+\)$/.test(one)), headings.join());
  const suggested = await page.locator('[data-at="total"]').textContent();
  assert.match(suggested, /^I alt \d+ t\. \d+ min\.$/);
  await fill(page, label(page, "Besøgets dato"), "2026-12-11");
  await fill(page, label(page, "Klokken"), "09:30");
  await fill(page, page.getByLabel("Hvem og hvornår, Spørg borgerne"), "To borgere efter morgenmaden");
  for (const minutes of await page.getByLabel(/^Minutter \(forslag: \d+\)/).all()) await fill(page, minutes, "20");
  const rows = headings.filter((one) => /\(\d+\)$/.test(one)).length;
  const total = 20 * rows;
  const end = new Date(2026, 11, 11, 9, 30 + total);
  const clock = `${String(end.getHours()).padStart(2, "0")}.${String(end.getMinutes()).padStart(2, "0")}`;
  await page.getByText(`I alt ${Math.floor(total / 60)} t. ${total % 60} min., til kl. ${clock}`).waitFor();
  const { sheets } = await printed(page);
  assert.equal(sheets.length, 1);
  assert.match(sheets[0], /Spørg borgerne/);
  assert.match(sheets[0], /To borgere efter morgenmaden/);
  const question = await page.locator(".worded li").first().textContent();
  const words = (text) => text.replaceAll(/\s+/g, " ");
  assert.ok(!words(sheets[0]).includes(question), question);
  await page.getByLabel(/^Med spørgsmålenes ordlyd/).check();
  assert.ok(words((await printed(page)).sheets.join("\n")).includes(question), question);
  await page.reload();
  await page.getByLabel("Hvem og hvornår, Spørg borgerne").waitFor();
  assert.equal(await page.getByLabel("Hvem og hvornår, Spørg borgerne").inputValue(), "To borgere efter morgenmaden");
});

/** An event of a calendar file, by what its summary begins with. */
const eventOf = (text, summary) => {
  const unfolded = text.replaceAll("\r\n ", "");
  const events = [...unfolded.matchAll(/BEGIN:VEVENT\r\n(.*?)END:VEVENT/gs)].map(([, inside]) =>
    Object.fromEntries(inside.trim().split("\r\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)])));
  return events.find((event) => event.SUMMARY.startsWith(summary));
};

test("what was agreed is in the report, in every format, and in the calendar with the visit and the deadline", async () => {
  const { page } = await openedPack(root, INDICATORS, { name: "Engen; syd, \\ nord" });
  await goTo(page, "Plan");
  await fill(page, label(page, "Besøgets dato"), "2026-12-31");
  await fill(page, label(page, "Klokken"), "23:30");
  await fill(page, label(page, "Frist for dokumenter"), "2026-12-04");
  for (const minutes of await page.getByLabel(/^Minutter/).all()) await fill(page, minutes, "0");
  await fill(page, page.getByLabel(/^Minutter/).first(), "45");
  await goTo(page, "Vurdér");
  await press(page, "Tilføj");
  const long = `Instruksen sendes, når den er revideret: ${"æøå ".repeat(30)}`.trim();
  await fill(page, label(page, "Hvad").last(), long);
  await fill(page, label(page, "Dato").last(), "2027-01-15");
  await press(page, "Tilføj");
  await page.locator("[data-agreed] select").last().selectOption("Følg op");
  await fill(page, label(page, "Hvad").last(), "Naloxon i skabet");
  await goTo(page, "Plan");
  const { name, text } = await saveFile(page, () => press(page, "Gem til kalender (.ics)"));
  assert.match(name, /\.ics$/);
  for (const line of text.split("\r\n")) assert.ok(Buffer.byteLength(line) <= 75, line);
  const visit = eventOf(text, "Engen");
  assert.equal(visit.SUMMARY, "Engen\\; syd\\, \\\\ nord");
  assert.deepEqual([visit.DTSTART, visit.DTEND], ["20261231T233000", "20270101T001500"]);
  const deadline = eventOf(text, "Frist for dokumenter");
  assert.deepEqual([deadline["DTSTART;VALUE=DATE"], deadline["DTEND;VALUE=DATE"]], ["20261204", "20261205"]);
  assert.equal(eventOf(text, "Aftalt: ").SUMMARY, `Aftalt: ${long.replaceAll(",", "\\,")}`);
  assert.equal(eventOf(text, "Følg op"), undefined, "what has no date is in no calendar");
  await goTo(page, "Rapport");
  const shown = await page.getByRole("region", { name: "Teksten" }).innerText();
  assert.match(shown, /Aftaler og opfølgning\s+Aftalt, 15\. januar 2027: Instruksen sendes/);
  assert.match(shown, /Følg op: Naloxon i skabet/);
  const csv = (await saveFile(page, () => press(page, "Gem til regneark (CSV)"))).text;
  assert.match(csv, /;"?Følg op"?;"?Naloxon i skabet/);
  assert.match((await wordText(page)).text, /Aftaler og opfølgning\nSlags\nHvad\nDato\nAftalt\nInstruksen sendes.*\n15\. januar 2027\nFølg op\nNaloxon i skabet/);
});

test("agreements, plans and marks go along in a file, to another tab and under a lock", async () => {
  const { page } = await openedPack(root, INDICATORS, { name: "Engen" });
  await write(page, "5.c.1", "Borgere", "Jeg ved det.");
  await goTo(page, "Vurdér");
  const tab = await openBeside(page);
  await tab.goto(page.url());
  await press(page, "Tilføj");
  await fill(page, label(page, "Hvad").last(), "Naloxon i skabet");
  await page.getByLabel("Borgere, note til 5.c.1: støtter eller taler imod vurderingen").selectOption("taler imod");
  await saved(page);
  await tab.waitForFunction(() => [...document.querySelectorAll("[data-agreed] textarea")].some(({ value }) => value === "Naloxon i skabet"));
  const { text } = await handOver(page, "Anna");
  assert.equal(JSON.parse(text).version, 3);
  const other = await importFile(root, text);
  await goTo(other, "Vurdér");
  assert.equal(await label(other, "Hvad").inputValue(), "Naloxon i skabet");
  assert.equal(await other.getByLabel("Borgere, note til 5.c.1: støtter eller taler imod vurderingen").inputValue(), "taler imod");
  await goTo(other, "Rapport");
  assert.match(await other.getByRole("region", { name: "Teksten" }).innerText(), /Borgere \(taler imod\): Jeg ved det\./);
});

/** A colleague's file of a pack, with other values of some records. */
async function otherFile(page, values) {
  const file = JSON.parse((await handOver(page, "Anna")).text);
  for (const record of file.records) {
    if (record.key in values) Object.assign(record, { rev: `${record.rev}-2`, past: [], value: values[record.key], by: "Bo" });
  }
  return file;
}

test("two texts of one agreement are both in the report and in the calendar", async () => {
  const { page } = await openedPack(root, INDICATORS, { name: "Engen" });
  await goTo(page, "Vurdér");
  await press(page, "Tilføj");
  await fill(page, label(page, "Hvad").last(), "Naloxon i skabet");
  await fill(page, label(page, "Dato").last(), "2027-01-15");
  const { key } = Object.values(await stored(page)).flat().find((one) => /^aftale\/.*\/tekst$/.test(one.key));
  await importFile(root, await otherFile(page, { [key]: "Naloxon i alle rum" }), page);
  await goTo(page, "Rapport");
  assert.match(await page.getByRole("region", { name: "Teksten" }).innerText(), /Aftalt, 15\. januar 2027: Naloxon i skabet\s+Bo: Naloxon i alle rum/);
  await goTo(page, "Plan");
  const { text } = await saveFile(page, () => press(page, "Gem til kalender (.ics)"));
  assert.equal(eventOf(text, "Aftalt: ").SUMMARY, "Aftalt: Naloxon i skabet\\nBo: Naloxon i alle rum");
});

test("no name, text or time of a file becomes a line of its own in the calendar", async () => {
  const { page } = await openedPack(root, INDICATORS, { name: "Engen" });
  await goTo(page, "Plan");
  await fill(page, label(page, "Besøgets dato"), "2026-12-31");
  await fill(page, label(page, "Klokken"), "23:30");
  const file = await otherFile(page, {});
  const line = "ATTACH:https://elsewhere.test/";
  const record = (key, value) => ({ key, value, rev: key, past: [], also: [], time: 0, by: "" });
  Object.assign(file.pack, { id: "1-2-3", name: `Engen\r${line}\u0085${line}\u2028${line}\n${line}` });
  file.records.find(({ key }) => key === "plan/klokken").value = `23:30\r\n${line}`;
  file.records.push(record(`aftale/x\r\nATTACH:x/tekst`, "Noget"), record(`aftale/x\r\nATTACH:x/dato`, "2027-01-15"));
  const other = await importFile(root, file);
  await goTo(other, "Plan");
  const { text } = await saveFile(other, () => press(other, "Gem til kalender (.ics)"));
  const lines = text.replaceAll("\r\n ", "").split(/\r\n|[\r\n\u0085\u2028\u2029]/);
  assert.deepEqual(lines.filter((one) => one.startsWith("ATTACH")), []);
  assert.deepEqual(lines.filter((one) => /NaN|undefined/.test(one)), []);
  assert.equal(eventOf(text, "Engen").SUMMARY, `Engen${`\\n${line}`.repeat(4)}`);
  assert.equal(eventOf(text, "Engen")["DTSTART;VALUE=DATE"], "20261231", "what is no time of day is none");
});

test("the assessment says how many notes speak for and against it", async () => {
  const { page } = await openedPack(root, INDICATORS);
  await write(page, "5.c.1", "Borgere", "Ja.");
  await write(page, "5.c.1", "Ledelse", "Ja.");
  await write(page, "5.c.2", "Dokumenter", "Nej.");
  await goTo(page, "Vurdér");
  await page.getByLabel(/^Borgere, note til 5\.c\.1: /).selectOption("støtter");
  await page.getByLabel(/^Ledelse, note til 5\.c\.1: /).selectOption("støtter");
  await page.getByLabel(/^Dokumenter, note til 5\.c\.2: /).selectOption("taler imod");
  await page.getByLabel("Vurdering af indikator 5.c").getByText("Af noterne: 2 støtter, 1 taler imod.").waitFor();
});

test("notes have the moment they were written when somebody wants it", async () => {
  const page = await openOnline({ timezoneId: "Europe/Copenhagen" });
  await page.clock.install({ time: new Date("2026-12-04T09:15:00+01:00") });
  await page.goto(`${root}${PACK_PAGE}#laeg=${encodeURIComponent(INDICATORS[1])}`);
  await page.getByRole("button", { name: "Opret pakke" }).first().click();
  await visiting(page);
  await page.getByLabel("Borgere, note til 5.c.3", { exact: true }).fill("Det gør jeg.");
  await page.clock.runFor(1000);
  await saved(page);
  await goTo(page, "Rapport");
  const text = page.getByRole("region", { name: "Teksten" });
  assert.match(await text.innerText(), /Borgere: Det gør jeg\./);
  await page.getByLabel("Med tidspunktet for hver note").check();
  assert.match(await text.innerText(), /Borgere \(4\. december 2026 kl\. 09\.15\): Det gør jeg\./);
  assert.ok((await record(page, "note/5.c.3/borgere")).time);
});

test("what the pack knows of the visit need not be written again", async () => {
  const page = await openOnline();
  await quickPack(page, root);
  await goTo(page, "Plan");
  await fill(page, label(page, "Besøgets dato"), "2026-12-11");
  await fill(page, label(page, "Klokken"), "09:30");
  await goTo(page, "Vurdér");
  assert.equal(await label(page, "Anmeldt eller uanmeldt").getAttribute("placeholder"), "Uanmeldt");
  await goTo(page, "Rapport");
  const text = page.getByRole("region", { name: "Teksten" });
  assert.match(await text.innerText(), /Dato og tid: 11\. december 2026 kl\. 09\.30\s+Anmeldt eller uanmeldt: Uanmeldt/);
  await goTo(page, "Vurdér");
  await fill(page, label(page, "Anmeldt eller uanmeldt"), "Uanmeldt, opfølgning");
  await goTo(page, "Rapport");
  assert.match(await text.innerText(), /Anmeldt eller uanmeldt: Uanmeldt, opfølgning/);
});
