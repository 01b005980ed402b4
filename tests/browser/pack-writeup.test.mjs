// What leaves a visit pack: the text for the report in every format, sheets of paper, and citations.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import MarkdownIt from "markdown-it";
import { marked } from "marked";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { open } from "./browser.mjs";
import { SEPARATORS, beginsFormula, rowsAsRead } from "./csv.mjs";
import { elements, parse, select, text as textOf, words } from "./html.mjs";
import { card, goTo, importFile, openedPack, saveFile, state, write } from "./pack.mjs";
import { checkNothingOverFoot, count, places as whereQuestions, printed, squash } from "./paper.mjs";
import { PLACES, buildFrom, fileAddress, insecure, packQuestions, samples, serve, sourceCopy, temporaryFolder } from "./site.mjs";

const places = Object.fromEntries(await Promise.all(Object.entries(PLACES).map(async ([name, place]) => [name, await place()])));
const root = places["over http"];
const TODAY = new Date(2031, 2, 9, 12);
const all = packQuestions();
const question = (id) => all.find((one) => one.id === id);

// Each would be something else where it is not escaped: a formula, a tag, a heading, a list, a link, a backslash.
const ODD = "=1+1 <b>tyk</b> & [her](x) {\\b} \"citat\"; æøå – 😀\n# ikke en overskrift\n1. ikke en liste";

/** Notes in the order they are typed in; the write-up has them in the order of the model and of the visit. */
const NOTES = [
  ["5.c.7", "Ledelse", "Der er en instruks."],
  ["5.c.7", "Borgere", ODD],
  ["1.a.1", "Dokumenter", "Tre planer set."],
  ["5.c.1", "Observation", "Roligt."],
];

/** A pack of two indicators of different themes with notes, on the screen with the text. */
async function written(place) {
  const indicators = ["1.a.1", "5.c.1"].map((id) => question(id).indicator.url);
  const { page } = await openedPack(place, indicators, { name: "Engen" });
  for (const note of NOTES) await write(page, ...note);
  await state(page, "5.c.7", "Følg op").check();
  await goTo(page, "Rapport");
  return page;
}

const preview = (page) => page.getByRole("region", { name: "Teksten" });
const save = (page, name) => saveFile(page, () => page.getByRole("button", { name, exact: true }).click());

/** What has to stand in the text one after the other. */
const ORDER = ["1.a.1", "5.c.1", "5.c.7"].flatMap((id, index, ids) => {
  const { theme, criterion, indicator, text, cites } = question(id);
  const same = index > 0 && question(ids[index - 1]).indicator.id === indicator.id;
  return [
    ...(same ? [] : [`Tema: ${theme.title}`, `Kriterium ${criterion.id}: ${criterion.text}`, `Indikator ${indicator.id}: ${indicator.text}`]),
    `${id}: ${text}`,
    cites.map(([name]) => name).join(", "),
    ...{
      "1.a.1": ["Dokumenter: Tre planer set."],
      "5.c.1": ["Observation: Roligt."],
      "5.c.7": ["Status: følg op", `Borgere: ${ODD}`, "Ledelse: Der er en instruks."],
    }[id],
  ];
});

/** Finds all parts of the write-up in a text, in their order, and no other question. */
function checkOrder(text) {
  const whole = words(text);
  let at = 0;
  for (const part of ["Engen", "Kvalitetsmodellen, juli 2021", ...ORDER].map(words)) {
    const found = whole.indexOf(part, at);
    assert.ok(found >= 0, `"${part}" is missing or stands too early in: ${whole}`);
    at = found + part.length;
  }
  assert.ok(!whole.includes(words(question("5.c.2").text)), "a question without notes is written up");
}

/** Rows of a CSV file with semicolons, every cell in quotation marks. */
const rowsOf = (csv) =>
  [...csv.matchAll(/((?:"(?:[^"]|"")*";?)+)\r\n/g)].map(([, row]) =>
    [...row.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell]) => cell.replaceAll('""', '"')));

for (const [name, place] of Object.entries(places)) {
  test(`the write-up in every format, ${name}`, async (t) => {
    const page = await written(place);
    await t.test("on the page", async () => checkOrder(await preview(page).innerText()));
    await t.test("as text", async () => {
      const file = await save(page, "Gem som tekst");
      assert.equal(file.name, "Engen.txt");
      checkOrder(file.text);
    });
    await t.test("as HTML", async () => {
      const file = await save(page, "Gem som HTML");
      assert.equal(file.name, "Engen.html");
      const document = parse(file.text);
      checkOrder(textOf(document));
      const headings = [...elements(document)].map(({ tagName }) => tagName).filter((tag) => /^h\d$/.test(tag));
      assert.deepEqual(headings, ["h1", "h2", "h3", "h4", "h2", "h3", "h4"]);
      assert.deepEqual(select(document, "b").map((node) => textOf(node)).filter((bold) => bold === "tyk"), []);
    });
    await t.test("as Markdown", async () => {
      const file = await save(page, "Gem som Markdown");
      assert.equal(file.name, "Engen.md");
      // As Markdown means it: marks of headings and bold go, what is escaped stays.
      checkOrder(file.text.replace(/^#+ /gm, "").replace(/(?<!\\)\*\*/g, "").replace(/\\([!-/:-@[-`{-~])/g, "$1"));
      const headings = file.text.split("\n").filter((line) => /^\s*#/.test(line));
      assert.deepEqual(headings.map((line) => line.split(" ")[0]), ["#", "##", "###", "####", "##", "###", "####"]);
      assert.match(file.text, /\\<b\\>tyk\\<\/b\\> \\& \\\[her\\\]\(x\).*\n\\# ikke en overskrift +\n1\\\. ikke en liste/);
    });
    await t.test("as CSV", async () => {
      const file = await save(page, "Gem til regneark (CSV)");
      assert.equal(file.name, "Engen.csv");
      assert.equal(file.text[0], "\ufeff");
      const [head, ...rows] = rowsOf(file.text);
      assert.deepEqual(head, ["Udgave", "Tema", "Kriterium", "Indikator", "Spørgsmål", "Ordlyd", "Anvisninger", "Kilde", "Note"]);
      const row = (id, source, note) => {
        const { theme, criterion, indicator, text, cites } = question(id);
        const cited = cites.map(([cite]) => cite).join(", ");
        return ["Kvalitetsmodellen, juli 2021", theme.title, criterion.id, indicator.id, id, text, cited, source, note];
      };
      assert.deepEqual(rows, [
        row("1.a.1", "Dokumenter", "Tre planer set."),
        row("5.c.1", "Observation", "Roligt."),
        row("5.c.7", "Status", "følg op"),
        row("5.c.7", "Borgere", `'${ODD}`),
        row("5.c.7", "Ledelse", "Der er en instruks."),
      ]);
    });
    await t.test("with all questions", async () => {
      await page.getByLabel("Kun spørgsmål med noter eller status").uncheck();
      const whole = words((await save(page, "Gem som tekst")).text);
      const own = all.filter(({ indicator }) => ["1.a", "5.c"].includes(indicator.id));
      const found = own.map(({ id, text }) => whole.indexOf(words(`${id}: ${text}`)));
      assert.ok(found.every((at, index) => at > (found[index - 1] ?? 0)), String(found));
    });
  });
}

/** The write-up of a pack with these notes, each to a question of its own, in a format. */
async function writeUpOf(notes, button) {
  const record = (value, at) => ({ key: `note/n${at}/borgere`, value, rev: `r${at}`, past: [], also: [], time: 1, by: "" });
  const page = await importFile(root, {
    format: "vejviser-pakke", version: 1, site: "vejviser", by: "Anna", saved: 1,
    pack: { id: "1-2-3", name: "Engen", edition: "2021", service: "", visit: "", created: 1, ends: 4e12, questions: notes.map((_, at) => ({ id: `n${at}`, text: `Ordlyd ${at}` })) },
    records: notes.map(record),
  });
  await goTo(page, "Rapport");
  return (await save(page, button)).text;
}

test("cells are read as spreadsheets read them", () => {
  assert.deepEqual(rowsAsRead('"a";"b ""c"";d"e;f"g\r\n"x\ny"\r\n', ";"), [["a", 'b "c";de', 'f"g'], ["x\ny"]]);
  assert.deepEqual(rowsAsRead('"a";"b,=1"\r\n', ","), [['a;"b', '=1"']]);
});

const FORMULAS = [
  "=1+2", "x,=1+2,y", "x;=1+2", "a\tb\t=1+2", "x|=1+2", "først\n=1+2", "først\n+1", "først\n-1", "først\n@SUM(A1)", "x;＝1+2", "x,＋1", "x\t－1", "x|＠a",
  "først\n＝1", '"=1+2"', 'x,"=1+2",y', 'x;"=1+2";y', 'x\n"=1"', '"\n=1"', " =1", "x, =1", "x; \t=1", 'a"",=1', "a,,=1", ";;-1", "x,\u00a0=1",
];
const ORDINARY = ["To borgere siger ja.", "Kl. 10-12; 3 + 4 = 7, se side 5", 'Hun sagde "nej" til det.', "Første linje\nanden linje", "a/b (c) – 50 %"];

test("in a spreadsheet no note begins a formula, whatever parts the cells, and every note is there", async (t) => {
  const csv = (await writeUpOf([...FORMULAS, ...ORDINARY], "Gem til regneark (CSV)")).replace(/^\ufeff/, "");
  for (const [name, separator] of Object.entries(SEPARATORS)) {
    await t.test(`parted at ${name}`, () => {
      const cells = rowsAsRead(csv, separator).flat();
      assert.ok(cells.length >= FORMULAS.length);
      assert.deepEqual(cells.filter(beginsFormula), []);
    });
  }
  // Something may stand in front of a formula, and quotation marks may be of another kind.
  const bare = (text) => text.replace(/['’"“”»«\s]/g, "");
  await t.test("every note is there", () => {
    const notes = rowsAsRead(csv, ";").slice(1).map((row) => row.at(-1));
    assert.deepEqual(notes.slice(0, FORMULAS.length).map(bare), FORMULAS.map((note) => bare(note)));
    assert.deepEqual(notes.slice(FORMULAS.length), ORDINARY);
  });
});

const extensions = { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true };
const READERS = {
  "markdown-it": (text) => new MarkdownIt({ html: true, linkify: true }).render(text),
  marked: (text) => marked(text, { gfm: true, async: false }),
  micromark: (text) => micromark(text, extensions),
};

const ADDRESSES = [
  "http://a.dk/x", "se https://a.dk/x?y=1&z=2#t.", "www.a.dk", "HTTP://A.DK", "ftp://a.dk", "mailto:a@b.dk", "anna@firma.dk", "<https://a.dk>", "[x]: http://a.dk",
  "firma.dk", "xmpp:a@b.dk", "@anna", "[x][]", "[x](http://a.dk)", "<anna@firma.dk>", "(www.a.dk)", "//a.dk", "ring til anna.holm+x@firma.dk nu", "https://æøå.dk/ø",
];
const MARKED_UP = [
  "`kode` og ``mere``", "*fed* og **fed** og _kursiv_ og __fed__", "$x$ og $$y$$", "| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n--- | ---\n1 | 2", "# Overskrift\n## To",
  "- en\n- to\n* tre\n+ fire", "1. en\n2) to", "Titel\n===", "Titel\n---", "***", "> citat", "~~væk~~ ~a~", "<b>tyk</b> &amp; &lt; &copy;", "a\\b \\* \\\\", "[ ] åben\n[x] lukket",
  "```\nkode\n```", "~~~\nkode\n~~~", "[^1]: fodnote [^1]", "![billede](x)", "50 % & 3 < 4 > 2", "{a} ^b^ ==c== :smil:", "Hej!",
];

/** What a reader shows of a paragraph: its text, with the breaks of its lines. */
const shownIn = (node) => node.childNodes.map((child) => {
  if (child.nodeName === "#text") return child.value;
  return child.nodeName === "br" ? "\0" : shownIn(child);
}).join("").replace(/\0\n?/g, "\n");

const noted = [...ADDRESSES, ...MARKED_UP];
let markdown;
/** The write-up of all of them, made once. */
const markdownOfAll = () => (markdown ??= writeUpOf(noted, "Gem som Markdown"));

for (const [name, render] of Object.entries(READERS)) {
  test(`what ${name} makes of the write-up has no link and shows every note to the letter`, async (t) => {
    const html = parse(render(await markdownOfAll()));
    const shown = select(html, "p").map((part) => shownIn(part)).filter((text) => text.startsWith("Borgere: ")).map((text) => text.slice(9).trimEnd());
    await t.test("no link", () => assert.deepEqual(select(html, "a").map((link) => textOf(link)), []));
    await t.test("to the letter", () => assert.deepEqual(shown, noted));
    const tags = new Set([...elements(html)].map(({ tagName }) => tagName));
    await t.test("nothing else", () => {
      // Addresses are code, which no reader looks into.
      const usual = ["html", "head", "body", "h1", "h2", "h3", "h4", "p", "strong", "br", "code"];
      assert.deepEqual([...tags].filter((tag) => !usual.includes(tag)), []);
    });
  });
}

const CLIPBOARD = ["clipboard-read", "clipboard-write"];
const pasted = (page) => page.evaluate(() => navigator.clipboard.readText());
const byHand = (page) => page.getByLabel("Kopiér teksten herfra");

test("the text is copied where that is allowed", async () => {
  const page = await written(root);
  await page.context().grantPermissions(CLIPBOARD);
  await page.getByRole("button", { name: "Kopiér teksten" }).click();
  await page.getByText("Kopieret", { exact: true }).waitFor();
  checkOrder(await pasted(page));
  await goTo(page, "Dokumenter");
  await page.getByRole("button", { name: "Kopiér til et brev" }).click();
  await page.getByText("Kopieret", { exact: true }).waitFor();
  assert.match(await pasted(page), /^Til brug for tilsynet beder vi om at få:\n+– /);
});

test("where copying is not allowed, the text stands in a field, selected", async () => {
  const page = await written(places["over plain http under a name"]);
  await page.getByRole("button", { name: "Kopiér teksten" }).click();
  await byHand(page).waitFor();
  checkOrder(await byHand(page).evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd)));
});

/** A portal in which the authority's wording of an anvisning is known. */
function worded() {
  const source = sourceCopy();
  const path = join(source, "content/retningslinjer/2020/3.1.1.md");
  writeFileSync(path, readFileSync(path, "utf8").replace(/^id = .*$/m, '$&\nwording = "Det anbefales at gøre det."'));
  const folder = join(temporaryFolder(), "site");
  buildFrom(source, folder);
  return folder;
}

/** What is cited: where, the part of the page, and the citation up to the day. */
const printedPage = question("5.c.7").indicator.page;
const MODEL = `Kvalitetsmodellen, juli 2021, guidelinens side ${printedPage}`;
const CITED = [
  [samples.indicator, "#spoergsmaal-7", `»${words(question("5.c.7").text)}« Spørgsmål 5.c.7, ${MODEL}`, "#spoergsmaal-7"],
  [samples.indicator, ".cite", `»${words(question("5.c.7").indicator.text)}« Indikator 5.c, ${MODEL}`, ""],
  ["retningslinjer/2020/3.1.1.html", "main", "»Det anbefales at gøre det.« Anvisning 3.1.1, Nationale retningslinjer, 2020", ""],
  ["retningslinjer/2020/3.7.2.html", "main", "Anvisning 3.7.2, Nationale retningslinjer, 2020", ""],
  [samples.paragraph, "#stk-4", "»Tilbud efter stk. 1 skal iværksættes senest 14 dage efter henvendelsen til kommunen.« " +
    "Servicelovens § 101, stk. 4, Lovgivning, juli 2021", "#stk-4"],
];

const withWording = worded();
const served = await serve("/tilsyn/guide/", withWording);
const citing = { "over http": served, "over plain http under a name": insecure(served), "from files": fileAddress("", withWording) };

for (const [name, place] of Object.entries(citing)) {
  test(`a citation has wording, number, edition, day and address, ${name}`, async () => {
    const page = await open();
    if (name !== "over plain http under a name") await page.context().grantPermissions(CLIPBOARD);
    await page.clock.setFixedTime(TODAY);
    const copied = async (button) => {
      await button.click();
      if (name === "over http") {
        await page.getByText("Kopieret", { exact: true }).waitFor();
        return pasted(page);
      }
      // From a file a browser may copy, or not.
      await page.locator(".copied").waitFor();
      return (await byHand(page).count()) ? byHand(page).inputValue() : pasted(page);
    };
    for (const [path, part, citation, anchor] of CITED) {
      await page.goto(place + path);
      const text = await copied(page.locator(part).getByRole("button", { name: "Kopiér henvisning" }));
      const [, cited, rest] = /^(.*)(\. Læst .*)$/s.exec(text);
      assert.equal(cited, citation);
      assert.equal(rest, `. Læst 9. marts 2031 på ${place}${path}${anchor}`);
    }
  });
}

test("a citation can be copied on the visit too", async () => {
  const { page } = await openedPack(root, samples.indicator);
  await page.context().grantPermissions(CLIPBOARD);
  await card(page, "5.c.7").getByText("Anvisninger og eksempler", { exact: true }).click();
  await card(page, "5.c.7").getByRole("button", { name: "Kopiér henvisning" }).click();
  await page.getByText("Kopieret", { exact: true }).waitFor();
  const text = await pasted(page);
  assert.ok(text.startsWith(`»${question("5.c.7").text}« Spørgsmål 5.c.7, Kvalitetsmodellen, juli 2021`), text);
  assert.ok(text.endsWith(` på ${root}${question("5.c.7").url}`), text);
});

const WARNING = "Arket har noter. Det kan rumme følsomme oplysninger om borgere.";

for (const [name, place] of Object.entries(places)) {
  test(`a pack of Sundhed og trivsel on paper, without and with notes, ${name}`, async () => {
    const { page } = await openedPack(place, samples.theme, { name: "Engen i maj" });
    await write(page, "5.c.7", "Borgere", "Naloxon ligger i skabet.");
    await state(page, "5.c.7", "Følg op").check();
    await goTo(page, "Udskriv");
    const health = all.filter(({ theme }) => theme.id === "sundhed-og-trivsel");
    // The style sheet puts a dot before the address.
    const footer = () => page.locator(".sheet-foot").evaluate((foot) =>
      [...foot.children].map((line) => line.textContent).join(" ").replace(/(?=(http|file):)/, "· "));
    for (const withNotes of [false, true]) {
      await page.getByLabel("Med noter").setChecked(withNotes);
      const { sheets, info, words: positions } = await printed(page);
      assert.equal(info.Tagged, "yes");
      const found = whereQuestions(sheets, health);
      const wrong = found.filter((one) => one.text.length !== 1 || String(one.number) !== String(one.text));
      assert.deepEqual(wrong, [], "questions that are missing, doubled or divided between sheets");
      for (const [index, sheet] of sheets.entries()) {
        const has = (part) => squash(sheet).includes(squash(part));
        assert.ok(has("Kvalitetsmodellen, juli 2021 (delvist ændret siden)"), `sheet ${index + 1} lacks the edition`);
        assert.ok(has("Engen i maj"), `sheet ${index + 1} lacks the name of the pack`);
        assert.equal(has(WARNING), withNotes, `sheet ${index + 1}`);
      }
      checkNothingOverFoot(words(await footer()), positions);
      const whole = squash(sheets.join(""));
      assert.equal(count(whole, squash("Borgere: Naloxon ligger i skabet.")), withNotes ? 1 : 0);
      assert.equal(count(whole, squash("Status: følg op")), withNotes ? 1 : 0);
      for (const part of ["Alle pakker", "Med noter"]) assert.ok(!whole.includes(squash(part)), `"${part}" is on paper`);
    }
  });
}
