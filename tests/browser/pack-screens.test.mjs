// The screens of a visit pack on a small phone, with the keyboard alone, under odd addresses and with odd times, and what
// stands there without scripts or notes.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { open, tabTo } from "./browser.mjs";
import { attribute, only, parse, select, text } from "./html.mjs";
import {
  PACK_PAGE, SCREENS, SOURCES, card, filledPack, goTo, note, offerFile, openedPack, openOnline, putRecords, record, saved, stored, trouble, visiting,
} from "./pack.mjs";
import { PLACES, buildFrom, files, packQuestions, portal, read, samples, sourceCopy, switchNotesOff, temporaryFolder } from "./site.mjs";

const places = Object.fromEntries(await Promise.all(Object.entries(PLACES).map(async ([name, place]) => [name, await place()])));
const root = places["over http"];
const SMALL = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** What sticks out of the window, but for what scrolls by itself and what is only for listening. */
const tooWide = (page) =>
  page.evaluate((room) => {
    document.querySelectorAll("main details").forEach((details) => (details.open = true));
    const outside = [...document.querySelectorAll("main *")].filter((element) => {
      const { right, width } = element.getBoundingClientRect();
      return width > 0 && right > room + 1 && !element.closest(".wide, .preview, .hidden");
    });
    const { scrollWidth } = document.scrollingElement;
    return { page: Math.max(0, scrollWidth - room), parts: outside.slice(0, 3).map((part) => part.outerHTML.slice(0, 120)) };
    // A phone makes its window as wide as what is in it.
  }, page.viewportSize().width);

for (const [name, options] of Object.entries({ "at 320 px": SMALL, "on a phone": PHONE })) {
  test(`no screen has to be moved sideways, ${name}`, async (t) => {
    const page = await open(options);
    const fits = (what) => t.test(what, async () => assert.deepEqual(await tooWide(page), { page: 0, parts: [] }));
    await filledPack(page, root);
    for (const screen of SCREENS) {
      await goTo(page, screen);
      if (screen === "Udskriv") await page.getByLabel("Med noter").check();
      await fits(screen);
    }
    await goTo(page, "Alle pakker");
    await fits("Alle pakker");
    await page.goto(`${root}${PACK_PAGE}#laeg=${samples.indicator}`);
    await page.getByRole("heading", { name: "Eller læg spørgsmålene i en pakke, du har" }).waitFor();
    await fits("Ny besøgspakke");
    await page.goto(root + samples["what is stored"]);
    await page.getByRole("button", { name: "Slet alt" }).waitFor();
    await fits("Gemt på enheden");
  });
}

test("on the visit every target is 44 px wide and high", async (t) => {
  const page = await openOnline(SMALL);
  await filledPack(page, root);
  for (const screen of ["Efter indikator", "Efter kilde"]) {
    await t.test(screen, async () => {
      await goTo(page, screen);
      const small = await page.evaluate(async () => {
        document.querySelectorAll("main details").forEach((details) => (details.open = true));
        await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
        const fields = "main :is(button, summary, textarea, select, label:has([type=radio], [type=checkbox]))";
        const targets = [...document.querySelectorAll(`${fields}, nav[aria-label=Pakken] a`)];
        if (targets.length < 100) return [`only ${targets.length} targets`];
        return targets.filter((target) => target.checkVisibility()).flatMap((target) => {
          const { width, height } = target.getBoundingClientRect();
          // Half a pixel is lost in rounding.
          return width < 43.5 || height < 43.5 ? [`${Math.round(width)} × ${Math.round(height)}: ${target.outerHTML.slice(0, 100)}`] : [];
        });
      });
      assert.deepEqual([...new Set(small)].slice(0, 5), []);
    });
  }
});

/** The first source of a question in the order of a visit. */
const firstSource = ({ sources }) => SOURCES.find((label) => sources.includes(label.toLowerCase()));

test("with the keyboard alone: make a pack, go from question to question, write, save, and see where the focus is", async () => {
  for (const place of Object.values(places)) {
    const page = await openOnline({ viewport: { width: 1280, height: 900 } });
    const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
    const focused = () => page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
      const seen = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
      return `${document.activeElement.ariaLabel ?? document.activeElement.localName}${seen ? "" : ", not seen"}`;
    });
    await page.goto(place + PACK_PAGE);
    await tabTo(page, page.getByLabel("Ambulant", { exact: true }));
    await press("ArrowDown", "ArrowDown");
    await tabTo(page, page.getByLabel("Anmeldt", { exact: true }));
    await press("ArrowDown");
    assert.ok(await page.getByLabel("Døgntilbud", { exact: true }).isChecked());
    await tabTo(page, page.getByRole("button", { name: "Opret pakke" }));
    await press("Enter");
    await visiting(page);
    const [first, second] = packQuestions().filter(({ services, unannounced }) => services.includes("døgn") && unannounced);

    await press("Alt+ArrowDown");
    assert.equal(await focused(), `Spørgsmål ${first.id}`);
    await press("Alt+ArrowDown");
    assert.equal(await focused(), `Spørgsmål ${second.id}`);
    await press("Alt+n");
    assert.equal(await focused(), "textarea");
    await page.keyboard.type("Er det nok?");
    assert.equal(await page.getByText("Tastatur (?)").locator("..").getAttribute("open"), null, "a question mark in a note opens the help");
    await press("Control+Enter");
    await saved(page);
    assert.equal(await focused(), `Spørgsmål ${second.id}`);
    assert.equal((await record(page, `note/${second.id}/${firstSource(second).toLowerCase()}`)).data, "Er det nok?");
    await press("Alt+ArrowUp");
    assert.equal(await focused(), `Spørgsmål ${first.id}`);

    const help = page.getByText("næste spørgsmål");
    assert.equal(await help.isVisible(), false);
    await press("?");
    await help.waitFor();
    assert.equal(await focused(), "summary");
    await press("Tab", "Space", "Shift+Tab", "Enter");
    await help.waitFor({ state: "hidden" });
    await press("Alt+ArrowDown", "?");
    assert.equal(await help.isVisible(), false, "the key cannot be switched off");
    assert.equal(await focused(), `Spørgsmål ${second.id}`, "the place was kept meanwhile");
    await tabTo(page, note(page, second.id, firstSource(second)));
  }
});

test("the sheet that is printed has what another tab has stored since it was drawn", async () => {
  const { page, id } = await openedPack(root, FIRST);
  await page.addInitScript(() => (window.print = () => (window.printed = document.querySelector("article").innerText)));
  await page.reload();
  await goTo(page, "Udskriv");
  await page.getByLabel("Med noter").check();
  await putRecords(page, [
    { pack: id, key: "note/5.a.1/borgere", rev: "1", past: [], time: 1, by: "", data: "skrevet i en anden fane", also: [] },
  ]);
  await page.getByRole("button", { name: "Udskriv", exact: true }).click();
  await page.waitForFunction(() => window.printed);
  assert.match(await page.evaluate(() => window.printed), /skrevet i en anden fane/);
});

const checklists = files(portal(), "tjekliste.html");

test("without JavaScript the pages say so, and lead to the checklists", async (t) => {
  for (const [name, place] of Object.entries(places)) {
    await t.test(name, async () => {
      const page = await open({ javaScriptEnabled: false });
      await page.goto(place + samples["what is stored"]);
      await page.getByText(/JavaScript er slået fra/).waitFor();
      await page.getByRole("main").getByRole("link", { name: "besøgspakke" }).click();
      await page.getByText(/virker kun med JavaScript, og det er slået fra her/).waitFor();
      const lists = await page.locator('main a[href$="tjekliste.html"]').evaluateAll((links) => links.map((link) => link.href));
      assert.deepEqual(lists.map((href) => href.slice(place.length)).toSorted(), checklists);
      await page.goto(lists[0]);
      assert.match(await page.getByRole("heading", { level: 1 }).textContent(), /^Tjekliste/);
    });
  }
});

const linksOf = (node) => select(node, "a").map((link) => attribute(link, "href"));

test("a site with its notes switched off has neither packs nor scripts of them, and says so", () => {
  const source = sourceCopy();
  switchNotesOff(source);
  const folder = join(temporaryFolder(), "site");
  buildFrom(source, folder);
  // The names of the search's files tell what they hold.
  const [before, all] = [portal(), folder].map((site) => files(site).filter((path) => !path.startsWith("search/")));
  assert.deepEqual(before.filter((path) => !all.includes(path)), [
    "assets/js/pack.js", "assets/js/report.js", "assets/report/LICENSES.txt", "assets/report/brevskabelon.docx",
    "assets/report/docxtemplater.min.js", "assets/report/pizzip.min.js", "assets/report/qrcode.js", "assets/report/rapportskabelon.docx", "data/filer.json", "data/pakke-i-en-fil.js",
    "data/skabeloner.js", "data/spoergsmaal.js",
  ]);
  assert.deepEqual(all.filter((path) => !before.includes(path)), []);
  const page = (path) => only(parse(read(path, folder)), "main");
  assert.match(text(page(PACK_PAGE)), /Besøgspakker er slået fra på dette site\./);
  assert.deepEqual(linksOf(page(PACK_PAGE)).filter((href) => href.endsWith("tjekliste.html")).toSorted(), checklists);
  assert.match(text(page(samples["what is stored"])), /Noter er slået fra på dette site\. Siden gemmer intet på din enhed/);
  const mentions = (path) => /besoegspakke\.html#|pack\.js|spoergsmaal\.js|data-edition/.test(read(path, folder));
  // A page that leads to another has no menu.
  const inMenu = (path) => select(parse(read(path, folder)), "header").flatMap(linksOf).some((href) => href.endsWith(PACK_PAGE));
  assert.deepEqual(files(folder, ".html").filter((path) => mentions(path) || (path !== "404.html" && inMenu(path))), []);
});

const FIRST = "kvalitetsmodel/2021/sundhed-og-trivsel/5.a.html";
const ABSENT = "Pakken er ikke i denne browser.";

/** Collects what goes wrong in the scripts of a page. */
function faultsOf(page) {
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  return faults;
}

/** Opens an address of the page of the packs anew; no reload is taken for a step on the same page. */
async function openAt(page, hash) {
  await page.goto(`${root}index.html`);
  await page.goto(`${root}${PACK_PAGE}${hash}`);
  await page.getByRole("main").getByRole("heading", { level: 1 }).filter({ visible: true }).first().waitFor();
}

/** Waits until one of the page's own screens stands, and not what was sent. */
const drawn = (page) => page.waitForFunction(() => !document.querySelector("main [data-packs] noscript"));

test("names that every object has, and addresses that are cut off, lead to a screen", async (t) => {
  const { page, id } = await openedPack(root, FIRST, { name: "Engen" });
  const faults = faultsOf(page);
  const visit = () => card(page, "5.a.1").waitFor();
  const absent = () => page.getByRole("main").getByText(ABSENT).waitFor();
  // Whether an address that asks for nothing leads to a new pack or to the list is all the same.
  const choosing = () => page.getByRole("status").filter({ hasText: /^\d+ af 86 spørgsmål valgt/ })
    .or(page.getByRole("heading", { name: "Hurtig pakke" })).first().waitFor();
  for (const [hash, stands] of [
    ...["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"].map((name) => [`#pakke/${id}/${name}`, visit]),
    ["#pakke/__proto__", absent], ["#pakke/constructor", absent], ["#pakke/", absent], ["#pakke", absent], ["#pakke/__proto__/constructor", absent],
    ["#laeg=%E0%A4%A", choosing], ["#laeg=", choosing], ["#laeg=constructor%20__proto__", choosing],
  ]) {
    await t.test(hash.replace(id, "…"), async () => {
      faults.length = 0;
      await openAt(page, hash);
      await drawn(page);
      await stands();
      assert.deepEqual(faults, []);
    });
    await t.test(`${hash.replace(id, "…")}, from the list`, async () => {
      faults.length = 0;
      await page.goto(`${root}${PACK_PAGE}#pakker`);
      await page.getByRole("heading", { name: "Hurtig pakke" }).waitFor();
      await page.evaluate((wanted) => (location.hash = wanted), hash);
      await stands();
      assert.deepEqual(faults, []);
    });
  }
});

test("the keys of the visit harm no other screen, and a question mark in a field stays in it", async (t) => {
  const { page, id } = await openedPack(root, FIRST, { name: "Engen" });
  const faults = faultsOf(page);
  const keys = async () => {
    for (const key of ["?", "Alt+ArrowDown", "Alt+ArrowUp", "Alt+n", "Control+Enter"]) await page.keyboard.press(key);
  };
  const blur = () => page.evaluate(() => document.activeElement?.blur());
  const onScreen = (name, hash, field) => t.test(name, async () => {
    faults.length = 0;
    await openAt(page, hash);
    await drawn(page);
    await blur();
    await keys();
    if (field) {
      const place = field(page);
      await place.focus();
      await page.keyboard.type("Er det nok?");
      assert.equal(await place.inputValue(), "Er det nok?");
      await place.fill("");
      for (const key of ["Alt+ArrowDown", "Alt+ArrowUp", "Alt+n"]) {
        await place.focus();
        await page.keyboard.press(key);
      }
    }
    assert.deepEqual(faults, []);
  });
  const nameField = (on) => on.getByLabel(/^Navn på pakken/);
  await onScreen("the list", "#pakker");
  await onScreen("a new pack", "#ny", nameField);
  await onScreen("a new pack, own question", "#ny", (on) => on.getByLabel("Spørgsmål", { exact: true }));
  await onScreen("a new pack, search", "#ny", (on) => on.getByLabel(/^Find spørgsmål/));
  for (const [name, part, field] of [
    ["Efter indikator", "", (on) => note(on, "5.a.1", "Borgere")], ["Efter kilde", "/kilder", (on) => note(on, "5.a.1", "Borgere")],
    ["Dokumenter", "/dokumenter"], ["Triangulering", "/overblik"],
    ["Vurdér", "/vurder", (on) => on.getByLabel("Tilbud", { exact: true })], ["Rapport", "/skriv"], ["Udskriv", "/udskriv"],
    ["Aflever", "/aflever", (on) => on.getByLabel(/^Dit navn/)], ["Vælg spørgsmål", "/vaelg", (on) => on.getByLabel("Spørgsmål", { exact: true })],
  ]) await onScreen(name, `#pakke/${id}${part}`, field);
  await onScreen("a pack that is not here", "#pakke/1");
});

/** The text of a file with a pack whose times are written so; JSON has numbers that JavaScript cannot write. */
const fileOf = (times) => {
  const at = (name, usual) => times[name] ?? usual;
  return `{"format":"vejviser-pakke","version":1,"site":"vejviser","by":"Anna","saved":${at("saved", "1")},` +
    `"pack":{"id":"1-2-3","name":"Engen","edition":"2021","service":"","visit":"","created":${at("created", "1")},"ends":${at("ends", "4e12")},` +
    '"questions":[{"id":"5.a.1","text":"Oplever borgerne, at behandlingen er meningsfuld og modsvarer deres behov?"}]},' +
    `"records":[{"key":"note/5.a.1/borgere","value":"en note","rev":"r1","past":[],"time":${at("time", "1")},"by":"",` +
    `"also":[{"rev":"r2","time":${at("besideTime", "1")},"by":"","value":"en anden"}]}]}`;
};

const NO_TIMES = ["1e999", "-1e999", "1e300", "-1"];

test("a file with a time that is none is refused, and nothing is stored", async (t) => {
  const page = await openOnline();
  await page.goto(`${root}${PACK_PAGE}`);
  const faults = faultsOf(page);
  for (const field of ["ends", "created", "saved", "time", "besideTime"]) {
    for (const value of NO_TIMES) {
      await t.test(`${field}: ${value}`, async () => {
        faults.length = 0;
        await page.reload();
        await offerFile(page, fileOf({ [field]: value }));
        await trouble(page).filter({ hasText: /^Filen er ikke hel/ }).waitFor();
        assert.equal(await page.getByRole("button", { name: "Hent pakken ind" }).count(), 0);
        assert.deepEqual(await stored(page), {});
        assert.deepEqual(faults, []);
      });
    }
  }
});

/** Goes through all screens of the pack »Engen«. */
async function everyScreenStands(page, id) {
  const faults = faultsOf(page);
  await openAt(page, `#pakke/${id}`);
  await visiting(page);
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "en note");
  for (const screen of SCREENS) {
    await goTo(page, screen);
    await page.getByRole("heading", { level: 1, name: /Engen/ }).first().waitFor();
    if (screen === "Udskriv") await page.getByLabel("Med noter").check();
  }
  await goTo(page, "Alle pakker");
  await page.getByRole("link", { name: "Engen", exact: true }).waitFor();
  assert.doesNotMatch(await page.getByRole("main").innerText(), /Invalid|NaN/);
  assert.deepEqual(faults, []);
}

test("a pack that ends on the last day of calendars is taken in, and every screen works", async () => {
  const page = await openOnline();
  await page.goto(`${root}${PACK_PAGE}`);
  await offerFile(page, fileOf({ ends: String(Date.UTC(9999, 11, 31, 21)) }));
  await page.getByRole("button", { name: "Hent pakken ind" }).click();
  const id = await visiting(page);
  await everyScreenStands(page, id);
  await page.getByText("slutdato: 31. december 9999").waitFor();
  await page.getByRole("link", { name: "Omdøb" }).click();
  await page.getByRole("button", { name: "Gem valget" }).first().click();
  await visiting(page);
});

for (const ends of [Infinity, NaN, 1e300, -1e300]) {
  test(`a pack that is stored with the end ${ends} opens on every screen`, async () => {
    const page = await openOnline();
    await page.goto(`${root}index.html`);
    const { pack, records } = JSON.parse(fileOf({}));
    await putRecords(page, [
      { ...pack, pack: pack.id, key: "", exported: 0, by: "", ends },
      ...records.map(({ value, ...record }) => ({ ...record, pack: pack.id, data: value, also: [] })),
    ]);
    await everyScreenStands(page, pack.id);
  });
}
