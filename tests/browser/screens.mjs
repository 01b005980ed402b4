// The screens of the portal and of the visit packs as they look at work: with results, notes, assessments, messages, open menus.

import {
  PACK_PAGE,
  SCREENS,
  filledPack,
  goTo,
  handOver,
  offerFile,
  packItem,
  packOf,
  putRecords,
  saved,
  trouble,
  unlock,
  write,
} from "./pack.mjs";
import { samples } from "./site.mjs";

/** Kinds of pages that have something of their own; those that are left out are made of the same parts. */
const PAGES = [
  "home",
  "edition of the model",
  "theme with a footnote",
  "indicator",
  "guideline",
  "paragraph",
  "term",
  "example in steps",
  "index of the examples",
  "passage",
  "page",
  "page with a table",
  "checklist of a theme",
  "coverage",
  "changes between editions",
  "old and new numbers",
  "list from A to Å",
  "not found",
];

const PASSPHRASE = "et langt ordsprog";

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

async function fill(page, field, value) {
  await field.fill(value);
  await field.blur();
  await saved(page);
}

/** Opens what is folded, as often as there is something in it that is made only then. */
const unfold = (page) =>
  page.evaluate(async () => {
    for (let round = 0; round < 2; round += 1) {
      document.querySelectorAll("main details:not(.jump)").forEach((details) => (details.open = true));
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    }
  });

async function* pages(page, root) {
  for (const kind of PAGES) {
    await page.goto(root + samples[kind]);
    yield kind;
  }
  await page.goto(
    `${root}${samples.indicator}#${await page.goto(root + samples.indicator).then(() => page.locator(".question[id]").nth(1).getAttribute("id"))}`,
  );
  yield "a question that a link leads to";
  await page.goto(`${root}soeg.html?q=naloxon`);
  await page.getByText(/^Fandt \d/).waitFor();
  yield "results of a search";
  await page.getByRole("combobox").last().press("End");
  await page.getByRole("combobox").last().pressSequentially(" o");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("ArrowDown");
  yield "suggestions of the search";
}

/** The screens before there is a pack. */
async function* beginning(page, root) {
  await page.goto(`${root}${PACK_PAGE}#pakker`);
  await page.getByLabel("Døgntilbud", { exact: true }).check();
  await page.getByLabel("10 minutter").check();
  yield "a quick pack";
  await page.goto(`${root}${PACK_PAGE}#ny`);
  await page.getByLabel(/^Find spørgsmål/).fill("naloxon");
  await page.getByLabel(/^Adgangssætning til pakken/).fill("kort og let");
  yield "choosing questions";
}

/** Fills in what the screens of a pack have room for. */
async function fillIn(page, id) {
  const beside = { rev: "b", time: 1, by: "Anna", data: "Skabet var låst." };
  await putRecords(page, [
    { pack: id, key: "note/5.c.7/observation", rev: "a", past: [], time: 1, by: "", data: "Skabet stod åbent.", also: [beside] },
  ]);
  await page.reload();
  await goTo(page, "Plan");
  await fill(page, page.getByLabel("Besøgets dato"), "2026-12-11");
  await fill(page, page.getByLabel("Hvem og hvornår, Spørg borgerne"), "To borgere efter morgenmaden");
  await goTo(page, "Vurdér");
  await fill(page, page.getByLabel("Tilbud", { exact: true }), "Birkehuset");
  await fill(
    page,
    page.getByLabel("Begrundelse, indikator 5.c"),
    "Det ser vi ifølge borgerne, medarbejderne og ledelsen. ".repeat(6),
  );
  await page.getByLabel(/^Medarbejdere, note til 5\.c\.7: /).selectOption("støtter");
  await press(page, "Tilføj");
  await fill(page, page.getByLabel("Hvad", { exact: true }).last(), "Instruksen bliver skrevet om.");
  await goTo(page, "Efter indikator");
  await write(page, "4.a.1", "Ledelse", "Den note bliver fjernet.");
  await write(page, "4.a.1", "Ledelse", "");
}

async function* pack(page, root) {
  await fillIn(page, await filledPack(page, root));
  await unfold(page);
  yield "Efter indikator";
  await page.getByText("Spring til", { exact: true }).click();
  await page.getByLabel("Ét ad gangen").check();
  yield "one question at a time, with the menu open";
  await page.getByLabel("Ét ad gangen").uncheck();
  for (const screen of SCREENS.slice(1)) {
    await goTo(page, screen);
    if (screen === "Udskriv") await page.getByLabel("Med noter").check();
    await unfold(page);
    yield screen;
  }
}

/** The list of packs, with the messages that it can show. */
async function* list(page, root) {
  const { text: file } = await handOver(page, "Anna");
  await packOf(page, root, samples.indicator, { name: "Birkehuset" });
  await goTo(page, "Alle pakker");
  await packItem(page, "Birkehuset").getByRole("button", { name: "Slet", exact: true }).click();
  await page.locator("[data-undo]").waitFor();
  await offerFile(page, file);
  await page.getByRole("button", { name: "Hent pakken ind" }).waitFor();
  await unfold(page);
  yield "the list of packs, with a bin and an offered file";
  await offerFile(page, "{}");
  await trouble(page).waitFor();
  yield "a file is refused";
}

async function* locked(page, root) {
  await packOf(page, root, samples.indicator, { passphrase: PASSPHRASE });
  yield "an unlocked pack";
  await press(page, "Lås");
  await unlock(page, "en helt anden sætning");
  await trouble(page).waitFor();
  yield "a locked pack, and a wrong passphrase";
  await page.goto(root + samples["what is stored"]);
  await page.getByRole("button", { name: "Slet alt" }).waitFor();
  yield "what is stored";
}

/** Goes through all screens; gives the name of each when it is there. */
export async function* filledScreens(page, root) {
  for (const part of [pages, beginning, pack, list, locked]) yield* part(page, root);
}
