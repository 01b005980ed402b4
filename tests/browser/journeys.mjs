// The ways through the site that have to work in every browser: search, visit pack, report, handing over, lock, folder, offline.
// `firefox.test.mjs` and `webkit.test.mjs` choose the browser before they import this.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import PizZip from "pizzip";
import { open } from "./browser.mjs";
import {
  PACK_PAGE, card, goTo, handOver, importFile, note, openOnline, packOf, quickPack, saved, saveFile, setPassphrase, state, unlock,
  visiting, write,
} from "./pack.mjs";
import { fileAddress, server } from "./site.mjs";

const MOUNT = "/tilsyn/guide/";
const { root, stop } = await server(MOUNT);
const INDICATOR = "kvalitetsmodel/2021/sundhed-og-trivsel/5.c.html";
const WAYS = { "as it is": "", "under a passphrase": "fire tilfældige ord" };
const PLACES = { "over http": root, "from files": fileAddress("") };

const hits = (page) => page.locator("[data-hits]").getByRole("link");
const count = (page, pattern) => page.locator("[data-count]").filter({ hasText: pattern }).waitFor();

/** Tests them all. */
export function journeys() {
  after(stop);
  for (const [name, place] of Object.entries(PLACES)) inPlace(name, place);
  for (const [name, passphrase] of Object.entries(WAYS)) handedOver(name, passphrase);
  test("a locked pack opens with its passphrase after a reload", lockedPack);
  test("without a network the site and its packs are there", withoutNetwork);
}

function inPlace(name, place) {
  test(`search ${name}: from the home page to a hit, and a word that is misspelt`, async () => {
    const page = await openOnline();
    await page.goto(`${place}index.html`);
    const field = page.getByRole("combobox", { name: /^(Søg|Skriv)/ }).first();
    await field.fill("naloxon");
    await field.press("Enter");
    await page.waitForURL(/soeg\.html\?q=naloxon/);
    await count(page, /^Fandt \d/);
    await hits(page).first().click();
    await page.waitForURL(/kvalitetsmodel|retningslinjer|lovgivning|begreber/);
    assert.match(await page.getByRole("main").innerText(), /naloxon/i);
    await page.goto(`${place}soeg.html?q=behandlignsplan`);
    await count(page, /^Fandt \d/);
    assert.match(await page.locator("[data-also]").textContent(), /^Viser også .*behandlingsplan/i);
    await page.context().close();
  });

  test(`a visit pack ${name}: three taps, notes, by source, and all of it there after a reload`, async () => {
    const page = await openOnline();
    await quickPack(page, place);
    await state(page, "5.c.7", "Følg op").check();
    await write(page, "5.c.7", "Borgere", "To borgere siger ja.");
    await write(page, "5.c.7", "Medarbejdere", "Naloxon ligger i skabet.\nNøglen har vagten. 😀");
    await goTo(page, "Efter kilde");
    assert.equal(await note(page, "5.c.7", "Borgere").inputValue(), "To borgere siger ja.");
    await page.reload();
    await goTo(page, "Efter indikator");
    assert.equal(await note(page, "5.c.7", "Medarbejdere").inputValue(), "Naloxon ligger i skabet.\nNøglen har vagten. 😀");
    assert.ok(await state(page, "5.c.7", "Følg op").isChecked());
    await page.context().close();
  });

  test(`the report ${name}: an assessment as text and as a Word document`, async () => {
    const page = await openOnline();
    await packOf(page, place, INDICATOR, { name: "Engen" });
    await write(page, "5.c.1", "Borgere", "Borger 1 har naloxon.");
    await goTo(page, "Vurdér");
    await page.getByLabel("Vores vurdering, indikator 5.c", { exact: true }).fill("Tilbuddet forebygger overdosis.");
    await saved(page);
    await goTo(page, "Rapport");
    const text = await saveFile(page, () => page.getByRole("button", { name: "Gem som tekst", exact: true }).click());
    assert.match(text.text, /Borger 1 har naloxon\.[\s\S]*Tilbuddet forebygger overdosis\.|overdosis\.[\s\S]*naloxon\./);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Gem som Word-dokument" }).click(),
    ]);
    const document = new PizZip(readFileSync(await download.path())).file("word/document.xml").asText();
    assert.ok(document.includes("Tilbuddet forebygger overdosis.") && document.includes("Borger 1 har naloxon."));
    await page.context().close();
  });
}

function handedOver(name, passphrase) {
  test(`a pack is handed over ${name}, and a colleague takes it in`, async () => {
    const page = await openOnline();
    await packOf(page, root, INDICATOR, { name: "Engen" });
    await write(page, "5.c.1", "Borgere", "Borger 1 har naloxon.");
    const { text } = await handOver(page, "Anna", passphrase);
    assert.equal(text.includes("naloxon."), !passphrase, "what is sealed can be read, or what is not cannot");
    await page.context().close();
    const colleague = await openOnline();
    if (passphrase) {
      await colleague.goto(`${root}${PACK_PAGE}#pakker`);
      const file = { name: "pakke.vejviser.json", mimeType: "application/json", buffer: Buffer.from(text) };
      await colleague.getByLabel("Fil fra en kollega eller en anden enhed").setInputFiles(file);
      await unlock(colleague, passphrase);
      await colleague.getByRole("button", { name: "Hent pakken ind" }).click();
      await visiting(colleague);
    } else await importFile(root, text, colleague);
    assert.equal(await note(colleague, "5.c.1", "Borgere").inputValue(), "Borger 1 har naloxon.");
    await colleague.context().close();
  });
}

async function lockedPack() {
  const page = await openOnline();
  await packOf(page, root, INDICATOR, { name: "Engen", passphrase: "fire tilfældige ord" });
  await write(page, "5.c.1", "Borgere", "Borger 1 har naloxon.");
  await page.reload();
  await unlock(page, "fire andre ord her");
  await page.getByText(/^Adgangssætningen passer ikke/).waitFor();
  await unlock(page, "fire tilfældige ord");
  await visiting(page);
  assert.equal(await note(page, "5.c.1", "Borgere").inputValue(), "Borger 1 har naloxon.");
  await setPassphrase(page, "");
  await page.reload();
  await card(page, "5.c.1").waitFor();
  await page.context().close();
}

async function withoutNetwork() {
  const other = await server(MOUNT);
  const page = await open();
  const id = await quickPack(page, other.root);
  await write(page, "5.c.7", "Borgere", "Naloxon ligger i skabet.");
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await other.stop();
  await page.goto(`${other.root}${INDICATOR}`);
  assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), "Indikator 5.c");
  await page.goto(`${other.root}soeg.html?q=naloxon`);
  await count(page, /^Fandt \d/);
  await page.goto(`${other.root}${PACK_PAGE}#pakke/${id}`);
  await note(page, "5.c.7", "Borgere").waitFor();
  await write(page, "5.c.7", "Borgere", "Skrevet uden net.");
  await page.reload();
  await note(page, "5.c.7", "Borgere").waitFor();
  assert.equal(await note(page, "5.c.7", "Borgere").inputValue(), "Skrevet uden net.");
  await page.context().close();
}
