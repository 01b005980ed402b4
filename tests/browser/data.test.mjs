// The data files: exact counts, fields and their order, addresses that exist, and the source's own words.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { attribute, classes, elements, only, parse, select, text } from "./html.mjs";
import { checkData } from "./schemas.mjs";
import { files, model, portal, questionsOf, read, repository } from "./site.mjs";

const data = model();
const criteria = data.themes.flatMap((theme) => theme.criteria);
const indicators = criteria.flatMap((criterion) => criterion.indicators);
const questions = questionsOf(data.themes);
const cites = questions.flatMap((question) => question.cites);
const recommendations = JSON.parse(read("data/anvisninger-2020.json"));
const law = JSON.parse(read("data/lovgivning-2021.json"));
const examples = JSON.parse(read("data/eksempler.json"));
const terms = JSON.parse(read("data/begreber.json"));

/** Unit name -> wording, as read from the guideline by hand and eye. */
const wordings = new Map(
  readFileSync(join(repository, "tests/wordings/guideline-2021.tsv"), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split("\t")),
);
const unitsOf = (kind) => [...wordings].filter(([unit]) => unit.split(" ")[0] === kind);

const page = (path) => parse(read(path));
const at = (url) => {
  const [path, anchor] = url.split("#");
  return only(page(path), `#${anchor}`);
};

test("the model has its exact numbers", () => {
  const kinds = (kind) => cites.filter((cite) => cite.kind === kind).length;
  assert.deepEqual(
    [data.themes, criteria, indicators, questions, cites].map((list) => list.length),
    [7, 10, 19, 86, 96],
  );
  assert.deepEqual(["anvisning", "retningslinje", "afsnit"].map(kinds), [92, 3, 1]);
  assert.deepEqual(criteria.map(({ id }) => id), ["1", "2", "3", "4", "5", "7", "8", "9", "10", "14"]);
  assert.equal(data.edition, "2021");
  assert.equal(data.status, "partly-changed");
});

test("every record has its fields, in their order", () => {
  const fields = (records, expected) => {
    assert.ok(records.length > 0);
    for (const record of records) assert.deepEqual(Object.keys(record), expected.split(" "), JSON.stringify(record));
  };
  fields([data], "edition status themes");
  const identity = "name edition predecessors successors";
  fields(data.themes, `id title url ${identity} criteria`);
  fields(criteria, `id text ${identity} indicators`);
  fields(indicators, `id text url ${identity} questions`);
  fields(indicators.flatMap((indicator) => indicator.questions), `id text url ${identity} cites`);
  fields(cites, "kind id part url");
  fields(recommendations, `id guideline url ${identity} used_by`);
  fields(recommendations.flatMap((recommendation) => recommendation.used_by), "question indicator url");
  fields(law, `statute id title eli url ${identity} subsections used_by`);
  fields(law.flatMap(({ subsections }) => subsections), `number text url ${identity}`);
  fields(terms, "id title expansion description synonyms url used_by");
  fields(examples, "id title source year place page lines form perspective indicators anvisninger url");
  fields(examples.flatMap((example) => [...example.indicators, ...example.anvisninger]), "id reason");
});

test("every data file follows its published schema", () => {
  assert.deepEqual(checkData(portal()), [
    "aendringer.json", "anvisninger-2016.json", "anvisninger-2020.json", "begreber.json", "eksempler.json", "kilder.json",
    "kvalitetsmodel-2021.json", "lovgivning-2021.json",
  ]);
});

test("ids say where a record stands", () => {
  for (const criterion of criteria) {
    for (const indicator of criterion.indicators) {
      assert.match(indicator.id, new RegExp(`^${criterion.id}\\.[a-z]$`));
      assert.deepEqual(
        indicator.questions.map(({ id }) => id),
        indicator.questions.map((_, position) => `${indicator.id}.${position + 1}`),
      );
    }
  }
  const parts = cites.filter((cite) => cite.part !== null);
  assert.deepEqual(parts.map(({ kind, id, part }) => [kind, id, part]), Array(2).fill(["anvisning", "3.1.2", "b"]));
  const section = cites.find((cite) => cite.kind === "afsnit");
  assert.equal(section.id, "1.1");
  assert.match(section.url, /^retningslinjer\/2020\/index\.html#./);
});

test("the recommendations list every question that cites them, and no other", () => {
  assert.equal(recommendations.length, 64);
  assert.equal(recommendations.flatMap(({ used_by }) => used_by).length, 92);
  for (const { id, guideline, url, used_by } of recommendations) {
    assert.ok(id.startsWith(`${guideline}.`), id);
    const citing = questions.filter((q) => q.cites.some((cite) => cite.kind === "anvisning" && cite.id === id));
    const expected = citing.map((question) => ({ question: question.id, indicator: question.indicator, url: question.url }));
    assert.deepEqual(used_by, expected, id);
    for (const question of citing) assert.ok(question.cites.some((cite) => cite.url === url), question.id);
  }
  const number = ({ id }) => id.split(".").reduce((value, part) => value * 100 + Number(part), 0);
  assert.deepEqual(recommendations.map(number), recommendations.map(number).sort((a, b) => a - b), "order of numbers");
  const central = recommendations.find(({ id }) => id === "3.1.1");
  assert.deepEqual(central.used_by.map(({ indicator }) => indicator), ["1.a", "2.a", "4.b", "5.a", "7.a", "10.b"]);
});

test("the glossary is large enough and explains each term", () => {
  assert.ok(terms.length >= 40, `${terms.length} terms`);
  for (const { id, title, description } of terms) assert.ok(title && description.length > 20, id);
  assert.equal(new Set(terms.map(({ id }) => id)).size, terms.length);
});

test("every address in the data exists, anchor and all, and is plain ASCII", () => {
  const there = new Set(files(portal()));
  const anchors = new Map();
  const anchorsOf = (path) => {
    if (!anchors.has(path)) anchors.set(path, new Set([...elements(page(path))].map((e) => attribute(e, "id"))));
    return anchors.get(path);
  };
  const addresses = [data, recommendations, law, terms].flatMap(function collect(value) {
    if (Array.isArray(value)) return value.flatMap(collect);
    if (value === null || typeof value !== "object") return [];
    const linked = (value.used_by ?? []).filter((use) => typeof use === "string");
    return [...(value.url ? [value.url] : []), ...linked, ...Object.values(value).flatMap(collect)];
  });
  assert.ok(addresses.length > 400, `${addresses.length} addresses`);
  for (const address of addresses) {
    assert.match(address, /^[a-z0-9][a-z0-9./_-]*\.html(#[a-z0-9._-]+)?$/);
    const [path, anchor] = address.split("#");
    assert.ok(there.has(path), address);
    assert.ok(!anchor || anchorsOf(path).has(anchor), address);
  }
});

test("the wordings to compare with are all there", () => {
  const kinds = { criterion: 10, indicator: 19, lead: 19, question: 86, theme: 7, subsection: 13, passage: 3, footnote: 1 };
  for (const [kind, count] of Object.entries(kinds)) assert.equal(unitsOf(kind).length, count, kind);
});

test("criteria and indicators have the source's words, in data and on their pages", () => {
  for (const { id, text: wording, indicators: own } of criteria) {
    assert.equal(wording, wordings.get(`criterion ${id}`));
    const folder = own[0].url.replace(/[^/]*$/, "");
    assert.equal(text(select(page(`${folder}${id}.html`), "p.wording")[0]), wording);
  }
  for (const { id, text: wording, url } of indicators) {
    assert.equal(wording, wordings.get(`indicator ${id}`));
    assert.equal(text(only(page(url), "p.wording")), wording);
    assert.equal(text(only(page(url), ".lead-in")), wordings.get(`lead ${id}`));
  }
});

test("questions have the source's words: without their reference in data, with it on their pages", () => {
  for (const { id, text: wording, url, cites: own } of questions) {
    const source = wordings.get(`question ${id}`);
    assert.ok(source.startsWith(`${wording} `), `${id}: ${wording}`);
    const reference = source.slice(wording.length + 1);
    assert.match(reference, /^(Se (anvisning|afsnit) \d|Se \d|\(se \d)/, id);
    assert.deepEqual(reference.match(/\d+(\.\d+)+/g), own.map((cite) => cite.id), id);
    const shown = ["p.official", "p.reference"].map((part) => text(only(at(url), part)));
    assert.equal(shown.join(" "), source, id);
  }
});

const footnoteMark = (element) => classes(element).includes("footnote-mark");
const footnote = (element) => classes(element).includes("footnote");

test("the framing of each theme and the footnote have the source's words", () => {
  for (const { id, url } of data.themes) {
    const framing = only(page(url), ".quoted");
    assert.equal(text(framing, (e) => footnoteMark(e) || footnote(e)), wordings.get(`theme ${id} framing`), id);
  }
  const note = only(page("kvalitetsmodel/2021/maalgruppe-metoder-og-resultater/index.html"), ".footnote");
  assert.equal(text(note, (e) => classes(e).includes("footnote-back")), wordings.get("footnote 1"));
});

test("the reading pages have the source's words, headings included", () => {
  // What the site adds around the source's own text.
  const ours = (element) =>
    ["h1", "nav"].includes(element.tagName) ||
    classes(element).some((name) => ["edition", "notice", "meta", "see-also", "updated"].includes(name));
  for (const [unit, wording] of unitsOf("passage")) {
    const path = `kilder/socialstyrelsen-2021-guideline/${unit.split(" ")[1]}.html`;
    assert.equal(text(only(page(path), "article"), ours), wording, unit);
  }
});

test("all subsections of the paragraph have the source's words, each under its own address", () => {
  const items = select(only(page("lovgivning/2021/serviceloven-101.html"), "ol.subsections"), "li");
  assert.deepEqual(
    items.map((item) => [`${attribute(item, "id").replace("stk-", "subsection ")}`, text(only(item, "p"))]),
    unitsOf("subsection"),
  );
  const inData = law[0].subsections.map(({ number, text: words }) => [`subsection ${number}`, words]);
  assert.deepEqual(inData, unitsOf("subsection"));
});

test("every example is in the data once, by id, and stands on a page that names its title, year and reasons", () => {
  const ids = examples.map(({ id }) => id);
  assert.deepEqual(ids, [...new Set(ids)].sort());
  for (const { url, title, year, indicators, anvisninger } of examples) {
    const shown = text(only(page(url), "main"));
    const missing = [title, String(year), ...[...indicators, ...anvisninger].map(({ reason }) => reason)];
    assert.deepEqual(missing.filter((words) => !shown.includes(words.replace(/\s+/g, " "))), [], url);
  }
});
