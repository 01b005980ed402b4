// A pack as a booklet, and the way back: the codes on the printed sheets are read as a phone would read them, and what they say is
// opened on the device that has the pack, and on others.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import readCode from "jsqr";
import { open, openBeside, openProfile } from "./browser.mjs";
import {
  PACK_PAGE, SPEEDS, card, filledPack, goTo, handOver, importFile, offerFile, openAtSpeed, openOnline, openedPack, packOf, quickPack, record, saveFile, saved,
  stored, unlock, visiting, write,
} from "./pack.mjs";
import { squash } from "./paper.mjs";
import { fileAddress, insecure, packQuestions, portal, serve, server, temporaryFolder } from "./site.mjs";
import { violations } from "./violations.mjs";

const root = await serve("/tilsyn/guide/");
const INDICATORS = ["4.a", "5.a", "5.c"].map((id) => `kvalitetsmodel/2021/sundhed-og-trivsel/${id}.html`);
const folder = temporaryFolder();

const main = (page) => page.getByRole("main");
const codes = (page) => page.getByRole("img", { name: /^QR-kode/ });
const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true });
const beginning = (id) => id.slice(0, 8);
const isCoded = (page) => page.getByLabel("QR-koder", { exact: true });

/** The screen of the paper, with its codes drawn. */
async function onPaper(page) {
  await goTo(page, "Udskriv");
  await codes(page).first().waitFor();
}

/** Prints the page: the text of each sheet with the places of its words, and its picture. */
async function sheetsOf(page, resolution = 150) {
  const file = join(folder, "print.pdf");
  await page.pdf({ path: file, format: "A4", tagged: true, preferCSSPageSize: true });
  execFileSync("pdftoppm", ["-r", String(resolution), "-gray", file, join(folder, "sheet")]);
  const boxes = execFileSync("pdftotext", ["-bbox", file, "-"], { encoding: "utf8" }).split("<page ").slice(1);
  const texts = execFileSync("pdftotext", [file, "-"], { encoding: "utf8" }).split("\f").slice(0, -1);
  const digits = String(boxes.length).length;
  return boxes.map((box, at) => {
    const words = [...box.matchAll(/xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g)];
    const picture = readFileSync(join(folder, `sheet-${String(at + 1).padStart(digits, "0")}.pgm`));
    return {
      text: texts[at],
      words: words.map(([, left, top, right, bottom, word]) => ({ word, left: +left, top: +top, right: +right, bottom: +bottom })),
      picture: grey(picture, resolution / 72),
    };
  });
}

/** A picture in shades of grey as pdftoppm writes it; `scale` is how many of its points one of the sheet is. */
function grey(file, scale) {
  const [header, width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(file.toString("latin1", 0, 40));
  return { bytes: file.subarray(header.length), width: Number(width), height: Number(height), scale };
}

/** A piece of such a picture, in the points of the sheet, as the reader of codes wants it. */
function piece({ bytes, width, height, scale }, left, top, size) {
  const side = Math.round(size * scale);
  const rgba = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const [from, row] = [Math.round(left * scale) + x, Math.round(top * scale) + y];
      if (from >= 0 && from < width && row >= 0 && row < height) rgba.fill(bytes[row * width + from], (y * side + x) * 4, (y * side + x) * 4 + 3);
    }
  }
  return [rgba, side, side];
}

/** The short addresses on the sheets, each with the address that the code above it says. */
const scanned = (sheets) =>
  sheets.flatMap(({ words, picture }, at) =>
    words.filter(({ word }) => /^#[\w-]+\//.test(word)).map(({ word, left, top }) => {
      const size = 90;
      return { sheet: at + 1, short: word, address: readCode(...piece(picture, left - 8, top - size, size))?.data };
    }));

/** Opens an address in another window of the same browser. */
async function follow(page, address) {
  const other = await openBeside(page);
  await other.goto(address);
  return other;
}

/** Whether an indicator's heading and its first question are in view, and the question has the focus. */
async function standsAt(page, indicator) {
  const first = packQuestions().find((question) => question.indicator.id === indicator);
  const title = page.getByRole("heading", { name: `Indikator ${indicator}: ${first.indicator.text}`, exact: true });
  await title.waitFor();
  await page.waitForFunction((label) => document.activeElement.ariaLabel === label, `Spørgsmål ${first.id}`);
  const [top, height] = await Promise.all([title.evaluate((element) => element.getBoundingClientRect().top), page.evaluate(() => innerHeight)]);
  assert.ok(top >= 0 && top < height / 2, `the heading of ${indicator} is at ${top} of ${height}`);
  const covered = await page.locator(".pack-bar").evaluate((bar) => (getComputedStyle(bar).position === "sticky" ? bar.getBoundingClientRect().bottom : 0));
  assert.ok(top >= covered, `the bar down to ${covered} covers the heading at ${top}`);
}

for (const [where, address] of [["over http", root], ["over plain http under a name", insecure(root)]]) {
  test(`every code on the sheets is read and leads to its indicator in the pack, ${where}`, async () => {
    const { page, id } = await openedPack(address, INDICATORS, { name: "Engen" });
    await onPaper(page);
    const sheets = await sheetsOf(page);
    const found = scanned(sheets);
    const units = ["", "4.a", "5.a", "5.c"];
    assert.deepEqual(found.map(({ short }) => short), units.map((unit) => `#${beginning(id)}/${unit}`));
    assert.deepEqual(found.map((one) => one.address), units.map((unit) => `${address}${PACK_PAGE}#${beginning(id)}/${unit}`));
    assert.equal(found[0].sheet, 1);
    const before = await stored(page);
    for (const { address: scannedAddress, short } of found.slice(1)) {
      const other = await follow(page, scannedAddress);
      await standsAt(other, short.split("/")[1]);
      await heading(other, "Engen").waitFor();
      assert.equal(decodeURIComponent(new URL(other.url()).hash), `#pakke/${id}/indikator/${short.split("/")[1]}`);
      await other.close();
    }
    const other = await follow(page, found[0].address);
    assert.equal(await visiting(other), id);
    assert.deepEqual(await stored(page), before, "following a code has changed the pack");
  });
}

/** A picture as a faded copy that is out of focus: grey on grey, and each point the mean of nine. */
function faded({ bytes, width, ...rest }) {
  const around = [-1, 0, 1].flatMap((row) => [-1, 0, 1].map((column) => row * width + column));
  const blurred = bytes.map((own, at) => 90 + 0.5 * (around.reduce((sum, by) => sum + (bytes[at + by] ?? own), 0) / 9));
  return { bytes: blurred, width, ...rest };
}

test("faded and out of focus, turned, and with a blot, a code is still read", async () => {
  const { page } = await openedPack(root, INDICATORS, { name: "Engen" });
  await onPaper(page);
  const sheets = (await sheetsOf(page, 200)).map((sheet) => ({ ...sheet, picture: faded(sheet.picture) }));
  const found = scanned(sheets);
  assert.equal(found.length, 4);
  assert.deepEqual(found.filter(({ address }) => !address?.startsWith(root)), []);
  // One code, turned and with a blot.
  await codes(page).nth(1).evaluate((code) => {
    const copy = code.cloneNode(true);
    const blot = copy.querySelector("path").cloneNode();
    blot.setAttribute("d", "M18 18h7v7h-7z");
    copy.append(blot);
    for (const side of ["width", "height"]) copy.setAttribute(side, "400");
    copy.style.setProperty("transform", "rotate(7deg)");
    copy.style.setProperty("margin", "60px");
    document.body.replaceChildren(copy);
  });
  assert.match((await readShot(page.locator("svg")))?.data, /\/4\.a$/);
});

/** What the reader finds in a picture of a part of the page. */
async function readShot(part) {
  const shot = (await part.screenshot()).toString("base64");
  const reader = await open();
  const { bytes, width, height } = await reader.evaluate(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    return { bytes: [...context.getImageData(0, 0, image.width, image.height).data], width: image.width, height: image.height };
  }, shot);
  await reader.context().close();
  return readCode(Uint8ClampedArray.from(bytes), width, height, { inversionAttempts: "dontInvert" });
}

for (const [mode, options] of Object.entries({
  "dark, on a phone": { colorScheme: "dark", viewport: { width: 390, height: 844 } },
  "forced colours": { forcedColors: "active" },
})) {
  test(`on the screen a code is dark on light with its margin, and no violation, ${mode}`, async () => {
    const { page, id } = await openedPack(root, INDICATORS, { options });
    await onPaper(page);
    const read = await readShot(codes(page).last());
    assert.equal(read?.data, `${root}${PACK_PAGE}#${beginning(id)}/5.c`);
    assert.deepEqual(await violations(page), []);
    const modules = await codes(page).last().evaluate((code) => {
      const { width } = code.viewBox.baseVal;
      const dark = code.querySelector("path").getBBox();
      return [dark.x, dark.y, width - dark.x - dark.width, width - dark.y - dark.height];
    });
    assert.deepEqual(modules, [4, 4, 4, 4]);
    // Bits 0 and 1 of what is beside the first finder pattern tell the level: M is 00, masked with 10.
    assert.equal(read.version >= 4, true);
    const level = await codes(page).last().evaluate((code) => {
      const isDark = (x, y) => code.querySelector("path").isPointInFill(new DOMPoint(x + 4.5, y + 4.5));
      return [isDark(0, 8), isDark(1, 8)];
    });
    assert.deepEqual(level, [true, false]);
  });
}

test("on another device the page says that the pack is not there, and a file makes the code work", async () => {
  const { page, id } = await openedPack(root, INDICATORS, { name: "Engen" });
  const address = `${root}${PACK_PAGE}#${beginning(id)}/5.c`;
  const { text: file } = await handOver(page, "Anna");
  const elsewhere = await openOnline({ viewport: { width: 320, height: 640 } });
  await elsewhere.goto(address);
  await heading(elsewhere, "Pakken er ikke på denne enhed").waitFor();
  assert.deepEqual(await violations(elsewhere), []);
  assert.equal(await elsewhere.evaluate(() => document.scrollingElement.scrollWidth), 320);
  assert.match(await main(elsewhere).innerText(), /Scan koden med den enhed, som papiret er udskrevet fra/);
  assert.ok((await main(elsewhere).innerText()).includes(address), "the address to be typed into another browser is not there");
  assert.deepEqual(await stored(elsewhere), {});
  await offerFile(elsewhere, file);
  await elsewhere.getByRole("button", { name: "Hent pakken ind" }).click();
  assert.equal(await visiting(elsewhere), id);
  await elsewhere.goto(`${root}index.html`);
  await elsewhere.goto(address);
  await standsAt(elsewhere, "5.c");
});

test("no address that somebody made up finds a pack, and one that is typed otherwise does", async (t) => {
  const { page, id } = await openedPack(root, INDICATORS, { name: "Engen" });
  const at = async (hash) => {
    await page.goto(`${root}index.html`);
    await page.goto(`${root}${PACK_PAGE}${hash}`);
  };
  const wrong = `${beginning(id).slice(0, 7)}${(Number(id[7]) + 1) % 10 || 0}`;
  for (const name of ["1", id.slice(0, 1), id.slice(0, 7), id.slice(0, 9), id.slice(0, -1), `${beginning(id)} `, wrong, "__proto__", "constructor", "%E0%A4%A"]) {
    await t.test(`#${name.replace(id, "…")}/5.c`, async () => {
      await at(`#${name}/5.c`);
      await heading(page, "Pakken er ikke på denne enhed").waitFor();
    });
  }
  for (const name of [beginning(id), id]) {
    for (const unit of ["5.c", "5.C"]) {
      await t.test(`#${name === id ? "whole id" : "beginning"}/${unit}`, async () => {
        await at(`#${name}/${unit}`);
        await standsAt(page, "5.c");
      });
    }
  }
  await t.test("an indicator that the pack does not have", async () => {
    for (const unit of ["1.a", "9.z", "__proto__", "%3Cb%3E"]) {
      await at(`#${beginning(id)}/${unit}`);
      await heading(page, "Engen").waitFor();
      await main(page).getByText(`Du er i den rigtige pakke, men den har ingen spørgsmål om indikator ${decodeURIComponent(unit)} nu.`).waitFor();
    }
  });
  await t.test("Back leads past the short address", async () => {
    await at(`#${beginning(id)}/5.c`);
    await standsAt(page, "5.c");
    await page.goBack();
    await page.waitForURL(`${root}index.html`);
  });
  await t.test("typed while another screen of the pack is open", async () => {
    await at(`#pakke/${id}/plan`);
    await heading(page, "Plan: Engen").waitFor();
    await page.evaluate((hash) => (location.hash = hash), `#${beginning(id)}/5.a`);
    await standsAt(page, "5.a");
  });
});

test("the bar of the screen covers no heading that a code leads to, from phone to desk", async (t) => {
  const { page, id } = await openedPack(root, INDICATORS);
  for (const width of [320, 356, 390, 512, 768, 884, 1280]) {
    await t.test(`${width} px`, async () => {
      await page.setViewportSize({ width, height: 844 });
      await page.goto(`${root}index.html`);
      await page.goto(`${root}${PACK_PAGE}#${beginning(id)}/5.c`);
      await standsAt(page, "5.c");
    });
  }
});

/** Takes in a copy of a pack's file that has another id and name. */
const withId = (file, id, name) => {
  const pack = JSON.parse(file);
  return { ...pack, pack: { ...pack.pack, id, name } };
};

test("where an address fits two packs the page asks which, and their paper has the whole id", async () => {
  const { page, id } = await openedPack(root, INDICATORS, { name: "Engen" });
  const { text: file } = await handOver(page, "Anna");
  // One that begins alike, and one whose whole id is what the other's paper says.
  const twins = [`${beginning(id)}99-1-2`, beginning(id)];
  for (const [at, twin] of twins.entries()) await importFile(root, withId(file, twin, `Skoven ${at}`), page);
  await page.goto(`${root}index.html`);
  await page.goto(`${root}${PACK_PAGE}#${beginning(id)}/5.c`);
  await heading(page, "Hvilken pakke?").waitFor();
  assert.deepEqual(await violations(page), []);
  const links = main(page).getByRole("listitem").getByRole("link");
  assert.deepEqual((await links.allTextContents()).sort(), ["Engen", "Skoven 0", "Skoven 1"]);
  await links.getByText("Engen", { exact: true }).click();
  await standsAt(page, "5.c");
  assert.equal(new URL(page.url()).hash, `#pakke/${id}/indikator%2F5.c`);
  await onPaper(page);
  const found = scanned(await sheetsOf(page));
  assert.deepEqual(found.map(({ address }) => address), ["", "4.a", "5.a", "5.c"].map((unit) => `${root}${PACK_PAGE}#${id}/${unit}`));
  const other = await follow(page, found[3].address);
  await standsAt(other, "5.c");
  await heading(other, "Engen").waitFor();
});

test("packs with ids like names of screens get codes that work", async () => {
  const page = await openOnline();
  await packOf(page, root, INDICATORS, { name: "Engen" });
  const { text: file } = await handOver(page, "Anna");
  for (const id of ["ny", "pakke", "a"]) {
    await importFile(root, withId(file, id, `Pakken ${id}`), page);
    await onPaper(page);
    const { address } = scanned(await sheetsOf(page)).at(-1);
    const other = await follow(page, address);
    await standsAt(other, "5.c");
    await heading(other, `Pakken ${id}`).waitFor();
    await other.close();
  }
});

test("a locked pack asks for its passphrase, then stands at the indicator; one in the bin says so", async () => {
  const passphrase = "blå hest på taget";
  const page = await openOnline();
  const id = await packOf(page, root, INDICATORS, { name: "Engen", passphrase });
  const address = `${root}${PACK_PAGE}#${beginning(id)}/5.c`;
  const other = await follow(page, address);
  await unlock(other, passphrase);
  await standsAt(other, "5.c");
  await other.close();
  await goTo(page, "Alle pakker");
  await main(page).getByRole("button", { name: "Slet", exact: true }).click();
  await page.getByText("»Engen« ligger i papirkurven.").waitFor();
  const binned = await follow(page, address);
  await main(binned).getByText(/^Pakken ligger i papirkurven/).waitFor();
});

test("a code leads to its question where one is shown at a time, and from the assessment too", async () => {
  const { page, id } = await openedPack(root, INDICATORS);
  await page.getByLabel("Ét ad gangen").check();
  await page.goto(`${root}index.html`);
  await page.goto(`${root}${PACK_PAGE}#${beginning(id)}/5.c`);
  await card(page, "5.c.1").waitFor();
  assert.equal(await page.getByRole("group", { name: /^Spørgsmål \d/ }).filter({ visible: true }).count(), 1);
  await goTo(page, "Vurdér");
  await page.getByRole("region", { name: "Vurdering af indikator 5.a" }).getByText(/spørgsmål uden noter$/).click();
  await main(page).getByRole("link", { name: "5.a.2", exact: true }).click();
  await card(page, "5.a.2").waitFor();
  assert.equal(await card(page, "5.c.1").isVisible(), false);
});

for (const [speed, ms] of SPEEDS.slice(1)) {
  test(`whoever goes on while a short address is looked up stays where they went${speed}`, async () => {
    const page = await openAtSpeed(ms);
    const id = await quickPack(page, root);
    await page.evaluate((hash) => {
      location.hash = hash;
      setTimeout(() => (location.hash = "#ny"), 50);
    }, `#${beginning(id)}/5.c`);
    await heading(page, "Ny besøgspakke").waitFor();
    await page.waitForTimeout(3 * ms);
    assert.equal(new URL(page.url()).hash, "#ny");
    await heading(page, "Ny besøgspakke").waitFor();
  });
}

test("the codes are switched off and stay so for the pack, and the library is loaded for codes alone", async () => {
  const { page, id } = await openedPack(root, INDICATORS);
  const library = () => page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => /qrcode/.test(name)).length);
  const addresses = () => main(page).getByText(`#${beginning(id)}/5.c`);
  for (const screen of ["Efter kilde", "Vurdér", "Rapport", "Aflever"]) await goTo(page, screen);
  assert.equal(await library(), 0);
  await onPaper(page);
  assert.equal(await library(), 1);
  assert.equal(await codes(page).count(), 4);
  await isCoded(page).uncheck();
  await codes(page).first().waitFor({ state: "detached" });
  assert.equal(await addresses().count(), 0);
  assert.deepEqual(scanned(await sheetsOf(page)), []);
  await page.reload();
  await page.getByRole("heading", { level: 1, name: /^Udskriv/ }).waitFor();
  assert.equal(await isCoded(page).isChecked(), false);
  assert.equal(await library(), 0, "loaded although no code is wanted");
  await isCoded(page).check();
  await codes(page).first().waitFor();
});

test("where the library does not come, the paper has the short addresses and the page says so", async () => {
  const { page, id } = await openedPack(root, INDICATORS);
  await page.route("**/qrcode.js", (route) => route.abort());
  await goTo(page, "Udskriv");
  await main(page).getByText(/^Det, der tegner koderne, kunne ikke hentes/).waitFor();
  assert.equal(await codes(page).count(), 0);
  await main(page).getByText(`#${beginning(id)}/5.c`).waitFor();
  await page.unroute("**/qrcode.js");
  await isCoded(page).uncheck();
  await isCoded(page).check();
  await codes(page).first().waitFor();
  assert.equal(await main(page).getByText(/^Det, der tegner koderne/).isVisible(), false);
});

test("from a folder, in the one-file pack and where nothing is stored there are no codes, and the page says why", async (t) => {
  await t.test("from a folder, where a short address works all the same", async () => {
    const { page, id } = await openedPack(fileAddress(""), INDICATORS);
    await goTo(page, "Udskriv");
    await main(page).getByText(/^Siden er åbnet fra en mappe eller en fil/).waitFor();
    assert.equal(await isCoded(page).isDisabled(), true);
    assert.equal(await codes(page).count(), 0);
    const other = await follow(page, `${fileAddress(PACK_PAGE)}#${beginning(id)}/5.c`);
    await standsAt(other, "5.c");
  });
  await t.test("the one-file pack", async () => {
    const { page } = await openedPack(root, INDICATORS);
    await goTo(page, "Aflever");
    const { text } = await saveFile(page, () => page.getByRole("button", { name: "Gem som én HTML-fil" }).click());
    const alone = await openOnline();
    await alone.route("**/alene.html", (route) => route.fulfill({ body: text, contentType: "text/html; charset=utf-8" }));
    await alone.goto(`${root}alene.html`);
    await alone.getByRole("button", { name: "Hent pakken ind" }).click();
    await visiting(alone);
    await goTo(alone, "Udskriv");
    await main(alone).getByText(/^Siden er åbnet fra en mappe eller en fil/).waitFor();
    assert.equal(await codes(alone).count(), 0);
  });
  await t.test("nothing is stored", async () => {
    const page = await openOnline();
    await page.addInitScript(() => (indexedDB.open = () => { throw new DOMException("", "SecurityError"); }));
    await quickPack(page, root);
    await goTo(page, "Udskriv");
    await main(page).getByText(/^Pakken er ikke gemt på enheden/).waitFor();
    assert.equal(await codes(page).count(), 0);
  });
});

test("the booklet: a front page, headings with their questions, and what was written where it is wanted", async () => {
  const page = await openOnline();
  await filledPack(page, root);
  await write(page, "5.c.1", "Borgere", "Borger 1 har naloxon.");
  await goTo(page, "Vurdér");
  for (const [label, text] of [
    ["Tilbud", "Birkehuset"], ["Hvem deltog", "Anna fra tilsynet"], ["Vores vurdering, indikator 5.c", "Overdosis forebygges."],
    ["Begrundelse, indikator 5.c", "Ifølge borgerne."], ["Opmærksomhedspunkter, indikator 5.c", "Nye medarbejdere."],
    ["Vores vurdering, temaet Sundhed og trivsel", "Temaet står godt."],
  ]) await page.getByLabel(label, { exact: true }).fill(text);
  await page.getByRole("button", { name: "Tilføj", exact: true }).click();
  await page.getByLabel("Hvad", { exact: true }).last().fill("Instruks sendes.");
  await saved(page);
  await onPaper(page);
  const written = ["Vores vurdering: Overdosis forebygges.", "Begrundelse: Ifølge borgerne.", "Opmærksomhedspunkter: Nye medarbejdere.",
    "Vores vurdering: Temaet står godt.", "Borgere: Borger 1 har naloxon.", "Aftaler og opfølgning", "Instruks sendes."];
  for (const withNotes of [false, true]) {
    await page.getByLabel("Med noter").setChecked(withNotes);
    const sheets = (await sheetsOf(page)).map(({ text }) => squash(text));
    const has = (sheet, text) => sheet.includes(squash(text));
    for (const part of ["Besøgspakke", "TilbudBirkehuset", "Anna fra tilsynet", "Konsulent", "Sundhed og trivsel: 4.a, 5.c (18 spørgsmål)", "Tilbage til pakken"]) {
      assert.ok(has(sheets[0], part), `the front page lacks ${part}: ${sheets[0]}`);
    }
    assert.ok(!has(sheets[0], "Indikator 4.a:"), "questions on the front page");
    for (const part of written) assert.equal(sheets.filter((sheet) => has(sheet, part)).length, withNotes ? 1 : 0, `${part}, notes: ${withNotes}`);
    assert.equal(sheets.join("").split(squash("Tilstand: udkast")).length - 1, withNotes ? 2 : 0);
    for (const [id, follows] of [["4.a", "4.a.1"], ["5.c", withNotes ? "Vores vurdering: Overdosis" : "5.c.1"]]) {
      const sheet = sheets.find((one) => has(one, `Indikator ${id}:`));
      assert.ok(sheet && has(sheet.slice(sheet.indexOf(squash(`Indikator ${id}:`))), follows), `indicator ${id} has lost its heading`);
    }
    for (const [at, sheet] of sheets.entries()) assert.ok(has(sheet, `Side ${at + 1} af ${sheets.length}`));
  }
});

test("in the booklet of everything no heading is left alone, and every code is read", async () => {
  const page = await openOnline();
  await page.goto(`${root}${PACK_PAGE}#pakker`);
  await page.getByRole("button", { name: "Opret pakke" }).first().click();
  const id = await visiting(page);
  await onPaper(page);
  const indicators = packQuestions().filter(({ indicator }, at, all) => indicator !== all[at - 1]?.indicator);
  const sheets = await sheetsOf(page);
  assert.match(sheets[1].text, /^Tema: /, "the front page does not fit on one sheet");
  for (const first of indicators) {
    const title = squash(`Indikator ${first.indicator.id}: ${first.indicator.text}`);
    const at = sheets.filter(({ text }) => squash(text).includes(title));
    assert.equal(at.length, 1, first.indicator.id);
    assert.ok(squash(at[0].text).includes(squash(first.text)), `indicator ${first.indicator.id} is left alone at the foot of a sheet`);
  }
  const units = ["", ...indicators.map(({ indicator }) => indicator.id)];
  assert.deepEqual(scanned(sheets).map(({ address }) => address), units.map((unit) => `${root}${PACK_PAGE}#${beginning(id)}/${unit}`));
});

test("an indicator of an edition that is not here is named with the edition that is", async () => {
  const { page } = await openedPack(root, INDICATORS);
  const { text: file } = await handOver(page, "Anna");
  const given = withId(file, "12345678-1-2", "Ældre");
  await importFile(root, { ...given, pack: { ...given.pack, edition: "1999" } }, page);
  await onPaper(page);
  const { address } = scanned(await sheetsOf(page)).at(-1);
  assert.equal(address, `${root}${PACK_PAGE}#12345678/2021%3A5.c`);
  const other = await follow(page, address);
  await standsAt(other, "5.c");
  // The same number of the edition that is not here may have been something else.
  await other.goto(`${root}index.html`);
  await other.goto(`${root}${PACK_PAGE}#12345678/5.c`);
  await main(other).getByText(/^Du er i den rigtige pakke, men/).waitFor();
});

test("without a network the codes are drawn and lead back", async () => {
  const { root: place, stop } = await server("/tilsyn/guide/", portal());
  const context = await openProfile(join(folder, "profile"));
  const page = await context.newPage();
  await page.goto(place);
  const id = await packOf(page, place, INDICATORS, { name: "Engen" });
  await page.evaluate(() => navigator.serviceWorker.ready);
  await stop();
  await page.reload();
  await onPaper(page);
  const read = await readShot(codes(page).last());
  assert.equal(read.data, `${place}${PACK_PAGE}#${beginning(id)}/5.c`);
  const other = await context.newPage();
  await other.goto(read.data);
  await standsAt(other, "5.c");
  await context.close();
});

test("the library is the one its author publishes, and printing keeps to the policy", async () => {
  const bytes = (path) => readFileSync(new URL(path, import.meta.url));
  assert.ok(bytes("../../themes/standard/assets/report/qrcode.js").equals(bytes("node_modules/qrcode-generator/dist/qrcode.js")));
  const page = await openOnline();
  const forbidden = [];
  await page.addInitScript(() => addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => console.error(violatedDirective, blockedURI)));
  page.on("console", (message) => message.type() === "error" && forbidden.push(message.text()));
  page.on("pageerror", (error) => forbidden.push(String(error)));
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await packOf(page, root, INDICATORS);
  await onPaper(page);
  await page.addStyleTag({ content: "main{}" }).catch(() => {});
  assert.ok(forbidden.some((one) => /style-src/.test(one)), "what is forbidden is not noticed");
  assert.deepEqual(forbidden.filter((one) => !/style-src|inline style/i.test(one)), []);
  assert.deepEqual(asked.filter((url) => !url.startsWith(root)), []);
  assert.equal((await record(page, "")).name.startsWith("Tilsyn"), true);
});
