// What somebody wrote, here or in a file from elsewhere, is text and stays text: on every screen, in every format that
// leaves, and in the pack that is one HTML file.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { elements, parse, select, text, words } from "./html.mjs";
import { PACK_PAGE, SCREENS, goTo, importFile, offerFile, openOnline, saveFile, visiting } from "./pack.mjs";
import { serve, temporaryFolder } from "./site.mjs";

const root = await serve("/tilsyn/guide/");

/** Markup that would be seen in the page and run, with `name` to find it by. */
const evil = (name) =>
  `${name} </script></textarea><!--<img src="x" onerror="hurt=1"><script>hurt=1</script><a href="javascript:hurt=1">${name}</a>`;

const record = (key, value, more) => ({ key, value, rev: `r-${key}`, past: [], also: [], time: 1, by: evil("skriver"), ...more });

/** A file in which everything that can be text is markup. */
const file = {
  format: "vejviser-pakke", version: 1, site: "vejviser", by: evil("afsender"), saved: 1,
  pack: {
    id: "1-2-3", name: evil("navn"), edition: evil("udgave"), service: evil("tilbud"), visit: evil("besøg"), created: 1, ends: 1,
    questions: [
      { id: "5.a.1", text: "Oplever borgerne, at behandlingen er meningsfuld og modsvarer deres behov?" },
      { id: evil("nummer"), text: evil("ordlyd") },
    ],
  },
  records: [
    record("note/5.a.1/borgere", evil("note"), { also: [{ rev: "x", time: 1, by: evil("kollega"), value: evil("ved siden af") }] }),
    record("note/5.a.1/dokumenter", "123"),
    record("own/1-1-1", { text: evil("eget"), theme: evil("tema"), source: "borgere" }),
    record("note/own/1-1-1/borgere", evil("note til eget")),
    record("state/5.a.1", evil("status")),
  ],
};

/** No element came of it, and nothing ran. */
async function isText(page) {
  const found = await page.evaluate(() => ({
    hurt: "hurt" in window,
    markup: Array.from(document.querySelectorAll("main :is(img, script, [onerror], [href^='javascript:'])"), (one) => one.outerHTML),
  }));
  assert.deepEqual(found, { hurt: false, markup: [] });
}

test("on every screen of a pack", async () => {
  const page = await openOnline();
  await page.goto(`${root}${PACK_PAGE}`);
  await offerFile(page, file);
  await page.getByRole("button", { name: "Hent pakken ind" }).waitFor();
  assert.ok((await page.getByRole("main").innerText()).includes(evil("afsender")));
  await isText(page);
  await page.getByRole("button", { name: "Hent pakken ind" }).click();
  await visiting(page);
  const shown = new Set();
  for (const screen of [...SCREENS, "Alle pakker"]) {
    await goTo(page, screen);
    await isText(page);
    if (screen === "Udskriv") await page.getByLabel("Med noter").check();
    const main = await page.getByRole("main").innerText();
    const typed = await page.getByRole("main").locator("textarea").evaluateAll((all) => all.map(({ value }) => value));
    for (const name of ["navn", "ordlyd", "note", "kollega", "ved siden af", "eget", "note til eget", "status"]) {
      if ([main, ...typed].some((part) => part.includes(evil(name)))) shown.add(name);
    }
    await isText(page);
  }
  // Proves that the screens were looked at with all of it on them.
  assert.deepEqual([...shown].sort(), ["eget", "kollega", "navn", "note", "note til eget", "ordlyd", "status", "ved siden af"]);
});

/** The write-up of a pack with this file, in a format. */
async function writtenUp(given, button) {
  const page = await importFile(root, given);
  await goTo(page, "Rapport");
  return (await saveFile(page, () => page.getByRole("button", { name: button }).click())).text;
}

test("in the write-up as HTML", async () => {
  const html = parse(await writtenUp(file, "Gem som HTML"));
  const tags = new Set([...elements(html)].map(({ tagName }) => tagName));
  assert.deepEqual([...tags].filter((tag) => ["img", "script", "a", "textarea", "iframe"].includes(tag)), []);
  for (const name of ["navn", "note", "ved siden af", "eget"]) assert.ok(text(html).includes(words(evil(name))), name);
});

test("in the write-up as Markdown", async () => {
  const note = [
    "# ikke en overskrift", "- ikke en liste", "1. heller ikke", "> intet citat", "![billede](http://x)", "[henvisning](http://x)",
    "`kode` *fed* _kursiv_ <b>", "===", "| a | b |", "~~væk~~ &amp;",
  ].join("\n");
  const markdown = await writtenUp({ ...file, records: [record("note/5.a.1/borgere", note)] }, "Gem som Markdown");
  // Outside what the write-up itself marks (headings, bold names), nothing that Markdown reads is left unescaped.
  const from = markdown.indexOf("ikke en overskrift");
  // In code it reads nothing.
  const written = markdown.slice(from - 3, markdown.indexOf("væk") + 20).replace(/(?<![\\`])`[^`\n]+`/g, "kode");
  assert.doesNotMatch(written, /(?<!\\)[`*_[\]<>#|~&!]/);
  assert.doesNotMatch(written, /^\s*([-+=]|\d+[.)])/m);
  assert.match(written, /\\# ikke en overskrift {2}\n\\- ikke en liste/);
});

/** The cells of a CSV file with semicolons. */
const cellsOf = (csv) => [...csv.matchAll(/(?:^|[;\n])"((?:[^"]|"")*)"/g)].map(([, cell]) => cell.replaceAll('""', '"'));

test("in the write-up for a spreadsheet, where nothing is a formula", async () => {
  const formulas = ['=HYPERLINK("http://x";"y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "  =1", "\n=1", '";=1', "＝1"];
  const questions = formulas.map((formula, at) => ({ id: String(at), text: formula }));
  const records = formulas.map((formula, at) => record(`note/${at}/borgere`, formula));
  const csv = await writtenUp({ ...file, pack: { ...file.pack, questions }, records }, "Gem til regneark (CSV)");
  assert.equal(csv[0], "\ufeff", "spreadsheets know the letters by the mark in front");
  const cells = cellsOf(csv.slice(1));
  assert.equal(cells.length, 9 * (formulas.length + 1));
  assert.deepEqual(cells.filter((cell) => /^\s*[=+\-@＝＋－＠]/.test(cell)), []);
  for (const formula of formulas) assert.ok(cells.some((cell) => cell.replace(/'(?=[=+\-@＝])/g, "").includes(formula.trim())), formula);
});

test("in the pack as one HTML file", async () => {
  const page = await importFile(root, file);
  await goTo(page, "Aflever");
  await page.getByLabel(/^Tag mine noter med/).check();
  const { text: html } = await saveFile(page, () => page.getByRole("button", { name: "Gem som én HTML-fil" }).click());
  assert.equal(select(parse(html), "img").length, 0);
  const path = join(temporaryFolder(), "pakke.html");
  writeFileSync(path, html);
  const other = await openOnline();
  await other.goto(pathToFileURL(path).href);
  await other.getByRole("heading", { level: 1 }).filter({ hasText: "navn </script>" }).waitFor();
  await isText(other);
  await other.getByRole("button", { name: "Hent pakken ind" }).click();
  await visiting(other);
  await isText(other);
  assert.equal(await other.getByLabel("Borgere, note til 5.a.1", { exact: true }).inputValue(), evil("note"));
});
