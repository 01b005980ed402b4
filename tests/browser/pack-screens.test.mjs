// The screens of a visit pack on a small phone and with the keyboard alone, and what stands there without scripts or notes.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { open, tabTo } from "./browser.mjs";
import { attribute, only, parse, select, text } from "./html.mjs";
import { PACK_PAGE, SCREENS, SOURCES, filledPack, goTo, note, record, saved, visiting } from "./pack.mjs";
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
  const page = await open(SMALL);
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
    const page = await open({ viewport: { width: 1280, height: 900 } });
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
    await tabTo(page, note(page, first.id, firstSource(first)));
  }
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
    "assets/js/pakke.js", "data/filer.json", "data/pakke-i-en-fil.js", "data/spoergsmaal.js",
  ]);
  assert.deepEqual(all.filter((path) => !before.includes(path)), []);
  const page = (path) => only(parse(read(path, folder)), "main");
  assert.match(text(page(PACK_PAGE)), /Besøgspakker er slået fra på dette site\./);
  assert.deepEqual(linksOf(page(PACK_PAGE)).filter((href) => href.endsWith("tjekliste.html")).toSorted(), checklists);
  assert.match(text(page(samples["what is stored"])), /Noter er slået fra på dette site\. Siden gemmer intet på din enhed/);
  const mentions = (path) => /besoegspakke\.html#|pakke\.js|spoergsmaal\.js|data-edition/.test(read(path, folder));
  const inMenu = (path) => linksOf(only(parse(read(path, folder)), "header")).some((href) => href.endsWith(PACK_PAGE));
  assert.deepEqual(files(folder, ".html").filter((path) => mentions(path) || (path !== "404.html" && inMenu(path))), []);
});
