// From notes to the report: facts of the visit, assessments, what is missing, and the Word document, made on the device
// from the site's template or from one that somebody else's program wrote.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import axe from "axe-core";
import PizZip from "pizzip";
import { open } from "./browser.mjs";
import { goTo, handOver, importFile, openedPack, saveFile, saved, setPassphrase, state, visiting, write } from "./pack.mjs";
import { converted, paragraphs } from "./office.mjs";
import { printed } from "./paper.mjs";
import { PLACES, packQuestions, portal, temporaryFolder } from "./site.mjs";

const places = Object.fromEntries(await Promise.all(Object.entries(PLACES).map(async ([name, place]) => [name, await place()])));
const root = places["over http"];
const question = (id) => packQuestions().find((one) => one.id === id);
const indicators = ["5.c.1", "5.a.1"].map((id) => question(id).indicator.url);

const field = (page, name, of) => page.getByLabel(`${name}, ${of}`, { exact: true });
const fact = (page, name) => page.getByLabel(name, { exact: true });
const card = (page, id) => page.getByLabel(`Vurdering af indikator ${id}`, { exact: true });

/** Has every text that XML, Word or the library could take for something else. */
const ODD = "Fem {tilbud} & <w:p/> \u0007 æøå 😀\nanden linje";

async function assess(page) {
  await goTo(page, "Vurdér");
  await fact(page, "Tilbud").fill("Engen");
  await fact(page, "Dato og tid").fill("30. november 2026");
  await field(page, "Vores vurdering", "indikator 5.c").fill("Tilbuddet forebygger overdosis.");
  const reason = field(page, "Begrundelse", "indikator 5.c");
  await reason.fill("Det ser vi");
  await reason.press("End");
  await card(page, "5.c").getByRole("button", { name: "Indsæt kilderne i begrundelsen" }).click();
  await card(page, "5.c").getByRole("button", { name: "Indsæt kilderne i begrundelsen" }).click();
  assert.equal(await reason.inputValue(), "Det ser vi ifølge borgerne og dokumenterne");
  await field(page, "Opmærksomhedspunkter", "indikator 5.c").fill(ODD);
  await card(page, "5.c").getByLabel("Vurderingen er færdig").check();
  await saved(page);
}

/** A pack of two indicators with notes and one assessment, on the screen of the report. */
async function assessed(place, options) {
  const opened = await openedPack(place, indicators, { name: "Engen", options });
  await write(opened.page, "5.c.1", "Borgere", "Borger 1 har naloxon.");
  await write(opened.page, "5.c.2", "Dokumenter", "Instruksen er fra 2025.");
  await assess(opened.page);
  await goTo(opened.page, "Rapport");
  return opened.page;
}

async function savedBytes(page, act) {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}
const saveWord = (page) => savedBytes(page, () => page.getByRole("button", { name: "Gem som Word-dokument" }).click());
const choose = (page, name, buffer) => page.getByLabel("Jeres skabelon (.docx)").setInputFiles({ name, mimeType: "", buffer: Buffer.from(buffer) });

/** A template as a program of somebody else writes it, with these paragraphs. */
function foreign(...lines) {
  const source = join(temporaryFolder(), "skabelon.html");
  writeFileSync(source, `<meta charset="utf-8"><h1>Kommunens skabelon</h1>${lines.map((line) => `<p>${line}</p>`).join("")}`);
  return readFileSync(converted(source, "docx:MS Word 2007 XML"));
}

for (const [name, place] of Object.entries(places)) {
  test(`the report as a Word document, in the site's own template, ${name}`, async () => {
    const page = await assessed(place);
    const { name: file, bytes } = await saveWord(page);
    assert.equal(file, "Engen.docx");
    const lines = paragraphs(bytes);
    for (const line of [
      "Tilbud", "Engen", "Ændringer siden udgaven", "Vores vurdering: Tilbuddet forebygger overdosis.", "Begrundelse: Det ser vi ifølge borgerne og dokumenterne",
      "Opmærksomhedspunkter: Fem {tilbud} & <w:p/>  æøå 😀\nanden linje", "Kilder: borgere, dokumenter",
      `Indikator 5.c: ${question("5.c.1").indicator.text}`, `5.c.1: ${question("5.c.1").text}`, "Borgere: Borger 1 har naloxon.",
    ]) assert.ok(lines.includes(line), `${line}\nin\n${lines.join("\n")}`);
    // Only questions with notes are asked for, and nothing of the template is left.
    for (const start of ["5.c.3:", "Indikator 5.a"]) assert.ok(!lines.some((line) => line.startsWith(start)), lines.join("\n"));
    assert.doesNotMatch(lines.join("\n"), /\{[#/]|\{(?!tilbud\})/);
  });
}

test("the report in a template of another program, read back sentence by sentence", async () => {
  const page = await assessed(root);
  await choose(page, "kommunen.docx", foreign(
    "Rapport om {tilbud}, {tidspunkt}", "{#temaer}", "Tema: {titel}", "{#indikatorer}", "{nummer} {ordlyd}", "{vurdering} {begrundelse}",
    "{#opmærksomhedspunkter}OBS: {opmærksomhedspunkter}{/}", "{/indikatorer}", "{/temaer}", "Slut for {tilbud}.",
  ));
  await page.getByText("Skabelon: jeres egen, »kommunen.docx«. Den er gemt i denne browser.").waitFor();
  // It stays when the page is opened again, and without a network.
  await page.reload();
  await page.getByText("»kommunen.docx«").waitFor();
  const { bytes } = await saveWord(page);
  const path = join(temporaryFolder(), "rapport.docx");
  writeFileSync(path, bytes);
  const text = readFileSync(converted(path, "txt:Text (encoded):UTF8"), "utf8");
  for (const sentence of [
    "Kommunens skabelon", "Rapport om Engen, 30. november 2026", `5.c ${question("5.c.1").indicator.text}`,
    "Tilbuddet forebygger overdosis. Det ser vi ifølge borgerne og dokumenterne", "OBS: Fem {tilbud} & <w:p/>", "anden linje", "Slut for Engen.",
  ]) assert.ok(text.includes(sentence), `${sentence}\nin\n${text}`);
  await page.getByRole("button", { name: "Brug den skabelon, der følger med" }).click();
  await page.getByText("Skabelon: den, der følger med.").waitFor();
  assert.ok(paragraphs((await saveWord(page)).bytes).includes("Tilsynsrapport"));
});

test("what is wrong with a template is said in Danish, with the field's name, and it is not kept", async (t) => {
  const page = await assessed(root);
  const zip = (files) => {
    const archive = new PizZip();
    for (const [name, content] of Object.entries(files)) archive.file(name, content);
    return archive.generate({ type: "nodebuffer" });
  };
  const own = readFileSync(new URL("../../themes/standard/assets/report/rapportskabelon.docx", import.meta.url));
  const edited = (edit) => {
    const archive = new PizZip(own);
    edit(archive);
    return archive.generate({ type: "nodebuffer" });
  };
  const withText = (text) => edited((archive) => {
    const change = (name, pattern, by) => archive.file(name, archive.file(name).asText().replace(pattern, by));
    change("word/document.xml", /<w:body>.*<w:sectPr/s, `<w:body><w:p><w:r><w:t>${text}</w:t></w:r></w:p><w:sectPr`);
    change("word/footer1.xml", /<w:t[ >].*?<\/w:t>/g, "");
  });
  const withMacros = () => edited((archive) => archive.file("word/vbaProject.bin", "x"));
  for (const [what, buffer, said] of [
    ["an unknown field", withText("{tillbud} {tidspunkt}"), "{tillbud} er ikke et felt."],
    ["a field that is not closed", withText("{tilbud og mere"), "er ikke lukket."],
    ["a field that is not opened", withText("tilbud} og mere"), "er lukket, men ikke åbnet."],
    ["a group that is not closed", withText("{#temaer}{titel}"), "{#temaer} er ikke lukket."],
    ["a group that is not opened", withText("{titel}{/temaer}"), "{/temaer} lukker en gruppe, der ikke er åbnet."],
    ["a group as a field", withText("{temaer}"), "{temaer} er en gruppe."],
    ["a field in other letters", withText("{TILBUD}"), "Mente du {tilbud}?"],
    ["a field outside its group", withText("{ordlyd}"), "{ordlyd} hører til i gruppen {#indikatorer} … {/indikatorer}."],
    ["a group outside its group", withText("{#noter}{tekst}{/noter}"), "{noter} hører til i gruppen {#spørgsmål}"],
    ["a blank in the end of a group", withText("{#temaer}{titel}{/ temaer}"), "er lukket med et mellemrum i {/temaer}."],
    ["two brackets", withText("{{tilbud}}"), "for mange krøllede parenteser"],
    ["no fields", withText("Kære alle"), "Skabelonen har ingen felter."],
    ["no document", "Kære alle", "Filen er ikke et Word-dokument (.docx)."],
    ["another archive", zip({ "a.txt": "a" }), "Filen er ikke et Word-dokument (.docx)."],
    ["half a document", own.subarray(0, own.length / 2), "Filen er ikke hel."],
    ["one under a password", Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(2000)]), "låst med adgangskode"],
    ["one with macros", withMacros(), "Skabelonen har makroer."],
    ["one of 11 MB", Buffer.alloc(11e6, "PK"), "større end 10 MB"],
  ]) {
    await t.test(what, async () => {
      await choose(page, "forkert.docx", buffer);
      await page.getByRole("alert").filter({ hasText: said }).waitFor();
      assert.match(await page.getByRole("alert").innerText(), /^Skabelonen »forkert\.docx« kan ikke bruges\./);
      assert.equal(await page.getByText("Skabelon: den, der følger med.").isVisible(), true);
    });
  }
  await t.test("and a good one takes the message away", async () => {
    await choose(page, "god.docx", withText("{tilbud}"));
    await page.getByText("»god.docx«").waitFor();
    assert.equal(await page.getByText("Skabelonen kan ikke bruges").count(), 0);
    assert.deepEqual(paragraphs((await saveWord(page)).bytes), ["Engen"]);
  });
});

test("what the report lacks is listed, and each leads to its place", async () => {
  const { page } = await openedPack(root, indicators, { name: "Engen" });
  await write(page, "5.c.1", "Borgere", "Borger 1 har naloxon.");
  await goTo(page, "Rapport");
  const missing = page.locator("details").filter({ hasText: "Mangler før rapporten" });
  assert.match(await missing.locator("summary").innerText(), /: 6$/);
  await missing.locator("summary").click();
  assert.deepEqual(await missing.getByRole("listitem").allInnerTexts(), [
    "Tilbud: er ikke udfyldt", "Dato og tid: er ikke udfyldt", "Anmeldt eller uanmeldt: er ikke udfyldt", "Grundlag: er ikke udfyldt",
    "Indikator 5.a: vurderingen mangler, begrundelsen mangler", "Indikator 5.c: vurderingen mangler, begrundelsen mangler",
  ]);
  await missing.getByRole("link", { name: "Indikator 5.c" }).click();
  await card(page, "5.c").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.ariaLabel), "Vurdering af indikator 5.c");
  await field(page, "Vores vurdering", "indikator 5.c").fill("God.");
  await field(page, "Begrundelse", "indikator 5.c").fill("Fordi vi synes det.");
  await saved(page);
  assert.equal(await card(page, "5.c").locator(".badge").textContent(), "udkast");
  await goTo(page, "Rapport");
  assert.match(await page.locator("li").filter({ hasText: "Indikator 5.c" }).textContent(), /begrundelsen nævner ingen kilde, den er et udkast/);
});

test("beside an assessment are the questions, their notes, and the sources that are missing", async () => {
  const { page } = await openedPack(root, indicators, { name: "Engen" });
  await write(page, "5.c.1", "Borgere", "Borger 1 har naloxon.");
  await goTo(page, "Vurdér");
  const text = await card(page, "5.c").textContent();
  assert.ok(text.includes(question("5.c.1").text), text);
  assert.match(text, /Borgere: Borger 1 har naloxon\./);
  assert.match(text, /Kilder med noter: borgere\. Foreslået, men uden noter: .*dokumenter/);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await field(page, "Vores vurdering", "indikator 5.c").fill("Til Tilbudsportalen.");
  await card(page, "5.c").getByRole("button", { name: /^Kopiér ?: Vores vurdering/ }).click();
  await page.getByText("Kopieret", { exact: true }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "Til Tilbudsportalen.");
});

test("an assessment goes wherever notes go: text, table, a file under a passphrase, and a pack that is locked", async () => {
  const page = await assessed(root);
  for (const [button, pattern] of [
    ["Gem som tekst", /Tilbud: Engen[\s\S]*Indikator 5\.c[\s\S]*Vores vurdering: Tilbuddet forebygger overdosis\./],
    ["Gem som Markdown", /\*\*Vores vurdering:\*\* Tilbuddet forebygger overdosis/],
    ["Gem til regneark (CSV)", /"5\.c";"";"[^"]*";"";"Vores vurdering";"Tilbuddet forebygger overdosis\."/],
  ]) assert.match((await saveFile(page, () => page.getByRole("button", { name: button, exact: true }).click())).text, pattern);
  await setPassphrase(page, "fire tilfældige ord");
  await goTo(page, "Vurdér");
  assert.equal(await field(page, "Vores vurdering", "indikator 5.c").inputValue(), "Tilbuddet forebygger overdosis.");
  const { text } = await handOver(page, "Anna");
  assert.equal(JSON.parse(text).version, 2, "earlier versions of the site say that the file is newer");
  const other = await open();
  await importFile(root, text, other);
  await visiting(other);
  await goTo(other, "Vurdér");
  assert.equal(await field(other, "Opmærksomhedspunkter", "indikator 5.c").inputValue(), ODD);
  assert.equal(await card(other, "5.c").getByLabel("Vurderingen er færdig").isChecked(), true);
});

test("an assessment stays when its questions leave the pack", async () => {
  const page = await assessed(root);
  await goTo(page, "Vælg spørgsmål");
  await page.getByLabel(/^Indikator 5\.c/).uncheck();
  await page.getByRole("button", { name: "Gem valget" }).first().click();
  await visiting(page);
  await goTo(page, "Rapport");
  const { criterion } = question("5.c.1");
  const text = await page.getByRole("region", { name: "Teksten" }).innerText();
  assert.match(text, /Tilbuddet forebygger overdosis/);
  assert.ok(text.includes(`Kriterium ${criterion.id}: ${criterion.text}`), "under its own criterion");
  assert.match(await page.locator("details").filter({ hasText: "Mangler før rapporten" }).textContent(), /Indikator 5\.c: pakken har ingen spørgsmål om den/);
});

test("a draft and two texts beside each other are said to be, and the whole report is on paper", async () => {
  const page = await assessed(root);
  const { text } = await handOver(page, "Anna");
  const file = JSON.parse(text);
  const verdict = file.records.find(({ key }) => key === "assess/indikator/5.c/vurdering");
  Object.assign(verdict, { rev: "1-2-3", past: [], value: "Den er ikke opfyldt.", by: "Bo" });
  await importFile(root, JSON.stringify(file), page);
  await visiting(page);
  await goTo(page, "Vurdér");
  await card(page, "5.c").getByLabel("Vurderingen er færdig").uncheck();
  await saved(page);
  await goTo(page, "Rapport");
  assert.match(await page.locator("li").filter({ hasText: "Indikator 5.c" }).textContent(), /to tekster står ved siden af hinanden, den er et udkast/);
  const lines = paragraphs((await saveWord(page)).bytes);
  assert.ok(lines.includes("Tilstand: udkast"), lines.join("\n"));
  assert.ok(lines.includes("Vores vurdering: Tilbuddet forebygger overdosis.\nBo: Den er ikke opfyldt."), lines.join("\n"));
  const paper = (await printed(page)).sheets.join(" ").replace(/\s+/g, " ");
  for (const said of ["Indikator 5.c", "Borger 1 har naloxon.", "Instruksen er fra 2025."]) assert.ok(paper.includes(said), paper);
  assert.doesNotMatch(paper, /Mangler før rapporten|Skabelon/);
});

test("an assessment of an edition that is not here is not taken for one of the same number", async () => {
  const page = await assessed(root);
  const file = JSON.parse((await handOver(page, "Anna")).text);
  Object.assign(file.pack, { id: "4-5-6", edition: "kvalitetsmodel-2011", name: "Gammel" });
  const other = await open();
  await importFile(root, JSON.stringify(file), other);
  await visiting(other);
  await goTo(other, "Vurdér");
  assert.equal(await field(other, "Vores vurdering", "indikator 5.c").nth(0).inputValue(), "");
  await goTo(other, "Rapport");
  const text = await other.getByRole("region", { name: "Teksten" }).innerText();
  assert.match(text, /Indikator 5\.c: Findes ikke længere på siden\s+Vores vurdering: Tilbuddet forebygger overdosis\./);
});

for (const [mode, options] of Object.entries({
  "at 320 px": { viewport: { width: 320, height: 640 } },
  dark: { colorScheme: "dark", viewport: { width: 1280, height: 900 } },
})) {
  test(`the screens of the report are accessible, ${mode}`, async () => {
    const page = await assessed(root, options);
    for (const screen of ["Rapport", "Vurdér"]) {
      await goTo(page, screen);
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() => window.axe.run(document, { rules: { "target-size": { enabled: true } } }));
      assert.deepEqual(violations.map(({ id, nodes }) => `${screen} ${id} ${nodes[0].target}`), []);
      const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - window.innerWidth);
      assert.ok(wide <= 0, `${screen} is ${wide} px too wide`);
    }
  });
}

test("the libraries are those their authors publish, and nothing of a report is loaded before somebody asks for one", async () => {
  const bytes = (path) => readFileSync(new URL(path, import.meta.url));
  for (const [name, path] of [["docxtemplater.min.js", "docxtemplater/build/docxtemplater.min.js"], ["pizzip.min.js", "pizzip/dist/pizzip.min.js"]]) {
    assert.ok(readFileSync(join(portal(), "assets/report", name)).equals(bytes(`node_modules/${path}`)), name);
  }
  const { page } = await openedPack(root, indicators);
  const loaded = () => page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => /report|skabeloner/.test(name)));
  await goTo(page, "Rapport");
  assert.deepEqual(await loaded(), []);
  await saveWord(page);
  assert.equal((await loaded()).length, 4);
});

test("a report for the place that was visited has no notes, and nothing of ours about the edition", async () => {
  const page = await assessed(root);
  const told = page.getByRole("region", { name: "Teksten" });
  assert.match(await told.innerText(), /Borger 1 har naloxon\./);
  await page.getByLabel(/^tilbuddet: uden noter/).check();
  const text = await told.innerText();
  assert.match(text, /Vores vurdering: Tilbuddet forebygger overdosis\./);
  const { bytes } = await saveWord(page);
  const lines = paragraphs(bytes).join("\n");
  assert.match(lines, /Vores vurdering: Tilbuddet forebygger overdosis\./);
  for (const written of [text, lines]) {
    assert.doesNotMatch(written, /Borger 1 har naloxon|5\.c\.1: |Ændringer siden udgaven|Ændret siden udgaven/);
    assert.match(written, new RegExp(`Indikator 5\\.c: ${question("5.c.1").indicator.text.slice(0, 30)}`));
  }
  await goTo(page, "Vurdér");
  await page.getByRole("link", { name: "Videre til Rapport" }).click();
  await told.waitFor();
  assert.ok(await page.getByLabel(/^tilbuddet: uden noter/).isChecked());
  assert.doesNotMatch(await told.innerText(), /Borger 1 har naloxon/);
});

test("the report names the indicators that are not assessed", async () => {
  const page = await assessed(root);
  const line = "Ikke vurderet ved dette tilsyn: 5.a.";
  assert.ok((await page.getByRole("region", { name: "Teksten" }).innerText()).includes(line));
  assert.ok(paragraphs((await saveWord(page)).bytes).includes(line));
});

test("the status of a question is in the report", async () => {
  const page = await assessed(root);
  await goTo(page, "Efter indikator");
  await state(page, "5.c.1", "Følg op").check();
  await saved(page);
  await goTo(page, "Rapport");
  assert.ok(paragraphs((await saveWord(page)).bytes).includes("Status: følg op"));
});
