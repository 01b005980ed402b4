// A consultant makes a visit pack, takes it along on the visit and sees what is missing: wherever the site stands.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./browser.mjs";
import { PACK_PAGE, card, goTo, note, openGroups, openedPack, packOf, record, state, visiting, write } from "./pack.mjs";
import { PLACES, packQuestions, samples } from "./site.mjs";

const all = packQuestions();
const health = all.filter(({ theme }) => theme.id === "sundhed-og-trivsel");
const places = Object.fromEntries(await Promise.all(Object.entries(PLACES).map(async ([name, place]) => [name, await place()])));
const root = places["over http"];
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** What to do at each source, in the order of a visit. */
const VISIT = {
  borgere: "Spørg borgerne", pårørende: "Spørg de pårørende", medarbejdere: "Spørg medarbejderne", ledelse: "Spørg ledelsen",
  "visiterende kommune": "Spørg den visiterende kommune", dokumenter: "Se i dokumenterne", observation: "Læg mærke til",
};

const everywhere = (what, work) => {
  for (const [name, place] of Object.entries(places)) test(`${what}, ${name}`, () => work(place));
};

const main = (page) => page.getByRole("main");
const cards = (page) => page.getByRole("group", { name: /^Spørgsmål/ });
const labels = (locator) => locator.evaluateAll((found) => found.map((element) => element.ariaLabel.replace("Spørgsmål ", "")));
const counter = (page) => main(page).getByRole("status").filter({ hasText: "spørgsmål valgt" });
const checked = (page) => page.locator("[data-leaf]:has(input:checked) b").allTextContents();
const ids = (questions) => questions.map(({ id }) => id);
/** What the filter of the questions looks in, but for numbers. */
const words = ({ text, ask }) => [text, ...ask.map((one) => one.text)].join(" ");

everywhere("prepare a visit by themes, indicators and questions, and see it in both orders", async (place) => {
  const page = await open();
  await page.goto(place + PACK_PAGE);
  await main(page).getByRole("link", { name: "Sæt en pakke sammen" }).click();
  await page.getByLabel("Døgntilbud", { exact: true }).check();
  await page.getByLabel("Anmeldt", { exact: true }).check();
  assert.equal(await counter(page).textContent(), "0 af 86 spørgsmål valgt");
  const theme = page.locator(".tree").getByLabel(health[0].theme.title, { exact: true });
  await theme.check();
  assert.equal(await counter(page).textContent(), "33 af 86 spørgsmål valgt");
  await page.getByLabel(/^Indikator 1\.a:/).check();
  const [first, second] = all.filter(({ indicator }) => indicator.id === "8.a");
  await page.locator(".tree-part", { has: page.getByLabel(/^Indikator 8\.a:/) }).last().locator("summary").click();
  await page.getByLabel(new RegExp(`^${second.id} `)).check();
  await page.getByLabel(/^Find spørgsmål/).fill("naloxon");
  const found = page.locator("[data-leaf]:visible");
  assert.deepEqual(await found.locator("b").allTextContents(), ids(all.filter((one) => /naloxon/i.test(words(one)))));
  await found.first().getByRole("checkbox").uncheck();
  await page.getByLabel(/^Find spørgsmål/).fill("");
  assert.equal(await theme.evaluate((box) => box.indeterminate), true, "a theme that is chosen in part looks chosen or not");
  assert.ok(!(await checked(page)).includes(first.id));

  await page.getByLabel("Spørgsmål", { exact: true }).fill("Er der ro om natten?");
  await page.getByLabel("Under tema").selectOption({ label: health[0].theme.title });
  await page.getByLabel("Svar findes hos").selectOption({ label: "Observation" });
  await page.getByRole("button", { name: "Tilføj spørgsmålet" }).click();
  await page.getByLabel(/^Navn på pakken/).fill("Engen i maj");
  const chosen = all.filter((one) => one.id === second.id || one.indicator.id === "1.a" || (health.includes(one) && one.id !== "5.c.7"));
  await page.getByRole("button", { name: "Opret pakke" }).first().click();
  await visiting(page);

  // By indicator: theme, criterion, indicator, in the order of the model; one's own question ends its theme.
  assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), "Engen i maj");
  const last = chosen.findLastIndex(({ theme: { id } }) => id === "sundhed-og-trivsel");
  assert.deepEqual(await labels(cards(page)), ids(chosen).toSpliced(last + 1, 0, "Eget"));
  const parts = [...new Set(chosen.flatMap(({ theme: { title }, criterion, indicator }) =>
    [`Tema: ${title}`, `Kriterium ${criterion.id}: ${criterion.text}`, `Indikator ${indicator.id}: ${indicator.text}`]))];
  const shown = await page.locator("[data-visit] :is(h2, h3, h4)").allTextContents();
  assert.deepEqual(shown.filter((text) => text !== "Egne spørgsmål"), parts);
  const opened = chosen.find(({ id }) => id === "5.c.1");
  await card(page, "5.c.1").getByText("Anvisninger og eksempler", { exact: true }).click();
  for (const [name, url] of opened.cites) {
    assert.equal(await card(page, "5.c.1").getByRole("link", { name, exact: true }).getAttribute("href"), url);
  }
  const example = card(page, "5.c.1").getByRole("link", { name: opened.indicator.examples[0].title });
  assert.ok(await example.isVisible(), "examples are not one tap away");
  await state(page, "5.c.1", "Følg op").check();
  await main(page).getByText(`0 af ${chosen.length + 1} spørgsmål har noter, og 1 har en status`).waitFor();
  await write(page, "5.c.1", "Borgere", "Tre borgere er enige.");
  await write(page, "Eget", "Observation", "Stille kl. 22.");

  // By source: what to do at each source, with the questions that can be answered there.
  await goTo(page, "Efter kilde");
  const at = (source) => chosen.filter((one) => one.sources.includes(source) || (source === "borgere" && one.id === "5.c.1"));
  const expected = Object.entries(VISIT).map(([source, heading]) => [heading, at(source).length + (source === "observation")]);
  await openGroups(page);
  const headings = await page.locator("[data-visit] h2").allTextContents();
  const counts = (await page.locator(".fold > summary .meta").allTextContents()).map((text) => Number(text.match(/af (\d+)/)[1]));
  const groups = headings.map((heading, place) => [heading, counts[place]]);
  assert.deepEqual(groups, expected.filter(([, count]) => count > 0));
  const order = Object.keys(VISIT).flatMap((source) => ids(at(source)));
  const own = await labels(cards(page));
  assert.deepEqual(own.filter((number) => number !== "Eget"), order);
  assert.equal(own.length, order.length + 1);
  assert.equal(await note(page, "5.c.1", "Borgere").inputValue(), "Tre borgere er enige.");
  assert.ok(await state(page, "5.c.1", "Følg op").first().isChecked());

  await goTo(page, "Dokumenter");
  const wanted = new Map();
  for (const { id, documents } of chosen) for (const name of documents) wanted.set(name, [...(wanted.get(name) ?? []), id]);
  const letter = (await page.locator('[data-at="letter"]').innerText()).split("\n").filter(Boolean);
  const lines = [...wanted].map(([name, numbers]) => `– ${name} (spørgsmål ${numbers.join(", ")})`);
  assert.deepEqual(letter, ["Til brug for tilsynet beder vi om at få:", ...lines, "Med venlig hilsen"]);

  await page.reload();
  await goTo(page, "Efter indikator");
  assert.equal(await note(page, "Eget", "Observation").inputValue(), "Stille kl. 22.");
  assert.ok(await state(page, "5.c.1", "Følg op").isChecked());
});

test("questions are added by what is marked for the visit, by a word, and in one's own words with Enter", async () => {
  const page = await open();
  await page.goto(`${root}${PACK_PAGE}#ny`);
  await page.getByLabel("Ambulant", { exact: true }).check();
  await page.getByLabel("Uanmeldt", { exact: true }).check();
  const fits = ids(all.filter(({ services, unannounced }) => services.includes("ambulant") && unannounced));
  await page.getByRole("button", { name: "Vælg dem, der er mærket til besøget" }).click();
  assert.deepEqual(await checked(page), fits);
  assert.equal(await counter(page).textContent(), `${fits.length} af 86 spørgsmål valgt`);

  const named = ids(all.filter((one) => /stofmisbrug/i.test(words(one))));
  const added = named.filter((id) => !fits.includes(id));
  assert.ok(added.length > 0 && added.length < named.length);
  await page.getByLabel(/^Find spørgsmål/).fill("stofmisbrug");
  await page.getByText(`${named.length} spørgsmål passer.`).waitFor();
  await page.getByRole("button", { name: "Vælg dem", exact: true }).click();
  const chosen = ids(all).filter((id) => fits.includes(id) || added.includes(id));
  assert.deepEqual(await checked(page), chosen, "those chosen before stay chosen");

  const own = page.getByLabel("Spørgsmål", { exact: true });
  await own.fill("Er der ro om natten?");
  await own.press("Enter");
  await page.getByText("Er der ro om natten? (").waitFor();
  assert.equal(await own.inputValue(), "");
  await page.getByRole("button", { name: "Opret pakke" }).first().click();
  await visiting(page);
  assert.deepEqual((await labels(cards(page))).toSorted(), [...chosen, "Eget"].toSorted());
});

everywhere("an unannounced visit in three taps, and what is not marked for it is grey, not hidden", async (place) => {
  const page = await open(PHONE);
  await page.goto(place + PACK_PAGE);
  const fits = all.filter(({ services, unannounced }) => services.includes("døgn") && unannounced);
  await page.getByText("Døgntilbud", { exact: true }).tap();
  await page.getByText("Uanmeldt", { exact: true }).tap();
  await page.getByText(`${fits.length} af 86 spørgsmål passer til dine valg.`).waitFor();
  await page.getByRole("button", { name: "Opret pakke" }).tap();
  await visiting(page);
  assert.deepEqual(await labels(cards(page)), ids(fits));

  await goTo(page, "Vælg spørgsmål");
  const others = all.filter((question) => !fits.includes(question));
  assert.ok(others.length > 0);
  await page.getByLabel("Alle spørgsmål", { exact: true }).check();
  for (const summary of await page.locator(".tree summary").all()) await summary.tap();
  const grey = page.locator("[data-leaf]:visible", { has: page.locator(".badge:visible", { hasText: "ikke mærket til besøget" }) });
  assert.deepEqual(await grey.locator("b").allTextContents(), ids(others));
  await page.getByRole("button", { name: "Gem valget" }).first().tap();
  await visiting(page);
  assert.deepEqual(await labels(cards(page)), ids(all));
  const dim = cards(page).filter({ visible: true, has: page.getByText("ikke mærket til dette besøg") });
  assert.deepEqual(await labels(dim), ids(others));
  const { color, usual } = await card(page, others[0].id).evaluate((element) => ({
    color: getComputedStyle(element.querySelector(".official")).color, usual: getComputedStyle(document.body).color,
  }));
  assert.notEqual(color, usual, "they look like any other");
});

/** Where questions can be put into a pack from: page, name of the link, the questions it stands for. */
const citing = (address) => all.filter(({ cites }) => cites.some(([, url]) => url === address));
const WAYS = [
  [samples.indicator, "Læg indikatorens spørgsmål i en besøgspakke", all.filter(({ indicator }) => indicator.id === "5.c")],
  [`${samples.indicator}#spoergsmaal-7`, "Læg i besøgspakke", all.filter(({ id }) => id === "5.c.7")],
  ["retningslinjer/2020/3.1.1.html", "Læg spørgsmålene i en besøgspakke", citing("retningslinjer/2020/3.1.1.html")],
  ["retningslinjer/2020/3.7.html", "Læg spørgsmålene i en besøgspakke",
    all.filter(({ cites }) => cites.some(([, url]) => /\/3\.7(\.\d+)?\.html$/.test(url)))],
  [samples.theme, "Læg temaet i en besøgspakke", health],
  ["soeg.html?q=5.c.7", "Læg spørgsmålene herfra i en besøgspakke", all.filter(({ id }) => id === "5.c.7")],
];

/** Follows the link of a way into a pack. */
async function follow(page, place, [path, name]) {
  await page.goto(place + path);
  const anchor = path.split("#")[1];
  const within = anchor ? page.locator(`#${anchor}`) : main(page);
  await within.getByRole("link", { name, exact: true }).click();
  await counter(page).waitFor();
}

everywhere("from a page into a new pack", async (place) => {
  const page = await open();
  for (const way of WAYS) {
    const expected = ids(way[2]);
    assert.ok(expected.length > 0);
    await follow(page, place, way);
    // A search finds more than what it was asked for.
    if (way[0].startsWith("soeg")) assert.ok((await checked(page)).includes("5.c.7"));
    else assert.deepEqual(await checked(page), expected, way[0]);
  }
  assert.equal(WAYS[2][2].length, 6);
  await follow(page, place, WAYS[3]);
  await page.getByRole("button", { name: "Opret pakke" }).first().click();
  await visiting(page);
  assert.deepEqual(await labels(cards(page)), ids(WAYS[3][2]));
});

everywhere("from a page into a pack that is there, and not into the next one too", async (place) => {
  const page = await open();
  const other = await packOf(page, place, `${samples.indicator}#spoergsmaal-1`, { name: "En anden" });
  const first = await packOf(page, place, `${samples.indicator}#spoergsmaal-7`, { name: "Den første" });
  await write(page, "5.c.7", "Borgere", "Bliver stående.");
  await follow(page, place, WAYS[3]);
  await main(page).getByRole("link", { name: "Den første" }).click();
  await page.getByRole("heading", { level: 1, name: "Vælg spørgsmål: Den første" }).waitFor();
  await page.getByRole("button", { name: "Gem valget" }).first().click();
  assert.equal(await visiting(page), first);
  const both = all.filter((question) => question.id === "5.c.7" || WAYS[3][2].includes(question));
  assert.deepEqual(await labels(cards(page)), ids(both));
  assert.equal(await note(page, "5.c.7", "Borgere").inputValue(), "Bliver stående.");

  await follow(page, place, WAYS[4]);
  await main(page).getByRole("link", { name: "En anden" }).click();
  await goTo(page, "Alle pakker");
  await main(page).getByRole("link", { name: "Den første" }).click();
  await goTo(page, "Vælg spørgsmål");
  await counter(page).waitFor();
  assert.deepEqual(await checked(page), ids(both), "what was asked for one pack is chosen in another");
  assert.equal((await record(page, "", other)).questions.length, 1);
});

everywhere("who treats finds what an inspection asks about retningslinje 3.7", async (place) => {
  const page = await open({ javaScriptEnabled: false });
  await page.goto(`${place}index.html`);
  await main(page).getByRole("link", { name: "Find en retningslinje", exact: true }).click();
  await main(page).getByRole("link", { name: /^3\.7 / }).click();
  const uses = page.locator("#bruges-i li");
  const numbers = await uses.getByRole("link", { name: /^Spørgsmål/ }).allTextContents();
  assert.deepEqual([...new Set(numbers)].toSorted(), ids(WAYS[3][2]).map((id) => `Spørgsmål ${id}`).toSorted());
  const wording = await uses.first().locator(".official").textContent();
  await uses.first().getByRole("link", { name: /^Spørgsmål/ }).click();
  assert.equal((await page.locator(":target .official").textContent()).trim(), wording.trim());
});

everywhere("triangulation: what has the fewest sources comes first, and a number leads to its question", async (place) => {
  const pages = ["1.a", "5.c", "7.a"].map((id) => all.find(({ indicator }) => indicator.id === id).indicator.url);
  const { page } = await openedPack(place, pages);
  await write(page, "1.a.1", "Borgere", "En");
  await write(page, "1.a.2", "Borgere", "To");
  await write(page, "1.a.2", "Ledelse", "Tre");
  await write(page, "5.c.7", "Medarbejdere", "Fire");
  await goTo(page, "Triangulering");
  const rows = page.getByRole("row").filter({ has: page.getByRole("cell") });
  const names = () => rows.getByRole("rowheader").allTextContents();
  const cells = async (index) => (await rows.nth(index).getByRole("cell").allTextContents()).join("|");
  assert.deepEqual(await names(), ["7.a", "5.c", "1.a"]);
  assert.deepEqual([await cells(0), await cells(1), await cells(2)], ["|||||||0", "||1|||||1", "2|||1||||2"]);
  assert.match(await main(page).innerText(), /Indikatorer: 3\. Øverst står 2 med ingen eller én kilde\./);
  await page.getByLabel("Mangler borgernes perspektiv").check();
  assert.deepEqual(await names(), ["7.a", "5.c"]);
  await rows.getByRole("link", { name: "5.c, medarbejdere: 1" }).click();
  await page.waitForFunction(() => document.activeElement.ariaLabel === "Spørgsmål 5.c.7");
  await page.getByRole("combobox", { name: /^Vis/ }).selectOption({ label: "mangler borgernes perspektiv" });
  const without = all.filter(({ indicator }) => ["1.a", "5.c", "7.a"].includes(indicator.id));
  assert.deepEqual(await labels(cards(page)), ids(without).filter((id) => !["1.a.1", "1.a.2"].includes(id)));
});
