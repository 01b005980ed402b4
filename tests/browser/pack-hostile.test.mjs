// Two hundred hostile files, each offered as a file from a colleague. One that is refused is refused in plain words, and
// nothing is stored. One that is taken in is seen on every screen and in every format, also in the pack that is one HTML
// file: nothing of it runs, nothing of it is lost, and no text becomes a formula, a field or a mark.
//
// To be fast, half of the files go through one page each, in turn, and the way through the screens runs in the page itself
// (hostile-walk.mjs). The page that stands alone is opened from its file each time, and one in four is seen as a whole. To look further, or at one file again:
//
//   VEJVISER_SEED=7 VEJVISER_FILES=1000 VEJVISER_FIRST=412 node --test tests/browser/pack-hostile.test.mjs

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import MarkdownIt from "markdown-it";
import { SEPARATORS, beginsFormula, rowsAsRead } from "./csv.mjs";
import { hostileFile } from "./hostile.mjs";
import { filesOf, formats, offer, offered, prepare, removeAll, walk } from "./hostile-walk.mjs";
import { elements, parse, text as textOf } from "./html.mjs";
import { PACK_PAGE, filledPack, goTo, handOver, importFile, openOnline, saved, stored, textKeyOf } from "./pack.mjs";
import { serve, temporaryFolder } from "./site.mjs";
import { RAN, trap } from "./trap.mjs";

const SEED = Number(process.env.VEJVISER_SEED ?? 20261130);
const FILES = Number(process.env.VEJVISER_FILES ?? 200);
const FIRST = Number(process.env.VEJVISER_FIRST ?? 0);
const PASSPHRASE = "blå hest på taget";

const root = await serve("/tilsyn/guide/");

/** The screens by what the menu calls them in the address. */
const SCREENS = Object.entries({
  "": "Efter indikator", kilder: "Efter kilde", dokumenter: "Dokumenter", plan: "Plan", overblik: "Triangulering", vurder: "Vurdér", skriv: "Rapport",
  udskriv: "Udskriv", aflever: "Aflever", vaelg: "Vælg spørgsmål",
});

/** Of the page that stands alone, mostly this is seen: the report, which has nearly every text. */
const SHORT = SCREENS.filter(([screen]) => screen === "skriv");

/** A file with settled names, times and title: a seed means the same files whenever they were made. */
function settled(file) {
  const names = new Map();
  const nameOf = (random) => {
    if (!names.has(random)) names.set(random, `${names.size + 1}-0-0`);
    return names.get(random);
  };
  const text = JSON.stringify({ ...file, pack: { ...file.pack, name: "Engen" } }).replace(/\b\d+-\d+-\d+\b/g, nameOf).replace(/\b\d{13}\b/g, "1790000000000");
  const { records, ...rest } = JSON.parse(text);
  return { ...rest, records: records.sort((one, other) => (one.key < other.key ? -1 : 1)) };
}

/** Two files as they are handed over: a pack with something of everything, and the same with texts beside each other. */
async function realFiles() {
  const page = await openOnline();
  await filledPack(page, root);
  await goTo(page, "Vurdér");
  await page.getByLabel("Tilbud", { exact: true }).fill("Engen");
  await page.getByLabel("Vores vurdering, indikator 4.a", { exact: true }).fill("Den er god.");
  await saved(page);
  const first = JSON.parse((await handOver(page, "Anna")).text);
  const other = structuredClone(first);
  for (const one of other.records) if (!one.key.startsWith("own/")) Object.assign(one, { rev: `${one.rev}-2`, value: `${one.value} Eller?`, by: "Bo" });
  await importFile(root, other, page);
  const second = JSON.parse((await handOver(page, "Anna")).text);
  await page.context().close();
  assert.ok(second.records.some(({ also }) => also.length));
  return [first, second].map(settled);
}

/** Seals a file as the page does, with one key for all. */
async function sealer() {
  const encoded = (value) => new TextEncoder().encode(JSON.stringify(value));
  const base64 = (bytes) => Buffer.from(bytes).toString("base64");
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const kdf = { name: "PBKDF2", hash: "SHA-256", iterations: 600_000, salt: base64(salt) };
  const key = await textKeyOf(PASSPHRASE, kdf);
  return async (content) => {
    const head = { format: "vejviser-pakke", version: 2, site: "vejviser", kdf };
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const additionalData = encoded([head.format, head.version, head.site, kdf]);
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, encoded(content));
    return { text: JSON.stringify({ ...head, iv: base64(iv), data: base64(data) }), passphrase: PASSPHRASE };
  };
}

const bases = await realFiles();
const seal = await sealer();

const REFUSALS = /^(Filen er ikke hel, eller den er ikke en besøgspakke fra Vejviser\.|Filen er gemt af en nyere version|Filen er fra et andet site \(|Adgangssætningen passer ikke, )[^]*Intet er (hentet ind|åbnet)\.$/;

const isString = (value) => typeof value === "string";
const list = (value) => (Array.isArray(value) ? value : []);
const wordsOf = (value) => (isString(value) ? value : value?.text);

/** Every text of a file that somebody wrote, as [where it belongs, text]. */
function textsOf({ by, pack, records }) {
  const questions = list(pack?.questions).map((one) => [`question ${one?.id}`, one?.text]);
  const written = list(records).flatMap((record) =>
    [record, ...list(record?.also)].flatMap((one) => [[record?.key, wordsOf(one?.value)], [`${record?.key} by`, one?.by || by]]));
  return [["name", pack?.name], ["edition", pack?.edition], ["service", pack?.service], ["visit", pack?.visit], ...questions, ...written]
    .filter(([, text]) => isString(text) && text);
}

/** Whether every text of a file is among those of another, in its place. */
function lost(content, file) {
  const there = new Map();
  for (const [place, text] of textsOf(file)) there.set(place, [...(there.get(place) ?? []), text]);
  return textsOf(content).filter(([place, text]) => !there.get(place)?.includes(text));
}

/** What a reader sees of a text: no blanks, and none of the letters that cannot be seen or kept. */
const bare = (text) => text.toWellFormed().replace(/[\s\p{C}\ufffd]+/gu, "");

// Who wrote a text is said where two stand beside each other; days, times, numbers and marks are shown as what they are or not at all.
const UNSAID = /^(edition|service|visit)$|by$|^mærke\/|^plan\/(\w+|.*minutter)$|^aftale\/[^]*\/(dato|slags)$/;

/** What the report says of a file with hostile texts: everything but what it has no place for. Nobody rewrites a question. */
const reported = (content) => {
  const records = content.records.map((record) => (record.key.startsWith("own/") ? { ...record, also: [] } : record));
  return textsOf({ ...content, records }).filter(([place]) => !UNSAID.test(place));
};

/** What a screen's fields and text must have of a text; a field has line feeds for all line ends. */
const isShown = ({ text, values }, wanted) => text.includes(wanted.trim()) || values.some((value) => value === wanted.replace(/\r\n?/g, "\n"));

const PLAIN_TAGS = "html head body meta title style h1 h2 h3 h4 p b strong br code".split(" ");
const tagsOf = (html) => [...new Set([...elements(html)].map(({ tagName }) => tagName))].filter((tag) => !PLAIN_TAGS.includes(tag));
const markdown = new MarkdownIt({ html: true, linkify: true });

/** Sees that no text became a line of its own in a calendar, wherever a reader lets lines end. */
function checkCalendar(calendar) {
  const lines = calendar.replace(/\r\n /g, "").split(/\r\n|[\r\n\u0085\u2028\u2029]/);
  const shape = /^(BEGIN:V|END:V|VERSION:2\.0$|PRODID:|UID:[\w.!~*'()%-]+@vejviser$|DTSTAMP:\d{8}T\d{6}Z$|DT(START|END)(:\d{8}T\d{6}|;VALUE=DATE:\d{8})$|SUMMARY:|$)/;
  assert.deepEqual(lines.filter((line) => !shape.test(line)), [], "the calendar");
  assert.deepEqual(lines.filter((line) => /[\0-\x08\x0b-\x1f\x7f]/.test(line)), [], "control characters in the calendar");
}

/** Holds what was saved against the texts that have to be in it. */
function checkFormats(made, given) {
  // A plan is not reported.
  const texts = given.filter(([place]) => !place.startsWith("plan/"));
  const has = (name, text, { without, change = (one) => one } = {}) => {
    const shown = change(bare(text));
    const wanted = texts.filter(([place]) => !without?.test(place));
    assert.deepEqual(wanted.filter(([, one]) => !shown.includes(change(bare(one)))), [], `missing in ${name}`);
  };
  checkCalendar(made.calendar.text);
  has("the text", made.txt.text);
  assert.equal(bare(made.copied.text), bare(made.txt.text));
  const html = parse(made.html.text);
  assert.deepEqual(tagsOf(html), [], "HTML");
  has("HTML", textOf(html));
  const rendered = parse(markdown.render(made.md.text));
  assert.deepEqual(tagsOf(rendered), [], "Markdown");
  has("Markdown", textOf(rendered));
  const table = made.csv.text.replace(/^\ufeff/, "");
  for (const [name, separator] of Object.entries(SEPARATORS)) {
    assert.deepEqual(rowsAsRead(table, separator).flat().filter(beginsFormula), [], `a formula, parted at ${name}`);
  }
  const rows = rowsAsRead(table, ";");
  assert.deepEqual(rows.filter((row) => row.length !== 9), [], "cells that a text made");
  // A table has no title, and the site's template no place for one, nor for the state of a question.
  has("CSV", rows.flat().join("\n"), { without: /^name$/, change: (one) => one.replaceAll("'", "") });
  if (made.word !== undefined) has("Word", made.word, { without: /^name$|^state\// });
}

/** Sees one screen after the other. */
function checkScreens(screens, texts) {
  for (const [name, { markup }] of Object.entries(screens)) assert.deepEqual(markup, [], name);
  const all = Object.values(screens);
  assert.deepEqual(texts.filter(([, text]) => !all.some((screen) => isShown(screen, text))), [], "on no screen");
}

const folder = temporaryFolder();

/** A page that offers files, and one that opens packs that stand alone, each with its trap. */
async function ready() {
  // What is painted takes time, and nobody looks at it.
  const viewport = { width: 320, height: 240 };
  const [page, away] = [await openOnline({ viewport }), await openOnline({ viewport })];
  const traps = [await trap(page, root), await trap(away, pathToFileURL(folder).href)];
  for (const one of [page, away]) await prepare(one);
  await page.goto(`${root}${PACK_PAGE}`);
  return { page, away, caught: () => traps.flatMap((one) => one.splice(0)) };
}

/** Offers a file, and looks at what becomes of it. Returns whether it was taken in. */
async function tryFile({ page, away, caught }, number) {
  const { kind, content, text, passphrase } = await hostileFile(SEED, number, bases, seal);
  const refused = await offer(page, text, passphrase);
  assert.deepEqual(caught(), []);
  if (refused) {
    assert.match(refused, REFUSALS);
    assert.notEqual(kind, "texts", "nothing is wrong with its shape");
    assert.deepEqual(Object.values(await stored(page)).flat(), []);
    return false;
  }
  const screens = await walk(page, SCREENS);
  const [{ id }] = Object.values(await stored(page)).flat().filter(({ key }) => key === "");
  const texts = kind === "texts" ? reported(content) : [];
  checkScreens(screens, texts);
  checkFormats(await formats(page, id), texts);
  const given = await filesOf(page, id);
  if (content) assert.deepEqual(lost(content, JSON.parse(given.text)), [], "lost");

  const path = join(folder, `${number}.html`);
  writeFileSync(path, given.alone);
  await away.goto(pathToFileURL(path).href);
  await offered(away);
  // The same script draws the same pack: what this file adds is that it holds it. All screens and formats are seen now and then.
  if (number % 4 === 0) {
    checkScreens(await walk(away, SCREENS), texts);
    checkFormats(await formats(away, id), texts);
  } else checkScreens(await walk(away, SHORT), texts.filter(([place]) => !place.startsWith("plan/")));
  assert.deepEqual(lost(JSON.parse(given.text), JSON.parse((await filesOf(away, id)).text)), [], "lost in the file that stands alone");
  assert.deepEqual(caught(), []);
  assert.deepEqual(await page.evaluate(() => Object.keys(Object.prototype).concat(({}).polluted ?? [])), []);
  for (const one of [page, away]) await removeAll(one);
  return true;
}

test(`${FILES} hostile files of seed ${SEED}`, async (t) => {
  const seen = { taken: 0, refused: 0 };
  let next = FIRST;
  const work = async () => {
    let pages = await ready();
    while (next < FIRST + FILES) {
      const number = next;
      next += 1;
      try {
        seen[(await tryFile(pages, number)) ? "taken" : "refused"] += 1;
      } catch (error) {
        await t.test(`file ${number}`, () => Promise.reject(error));
        for (const one of [pages.page, pages.away]) await one.context().close();
        pages = await ready();
      }
    }
  };
  await Promise.all([work(), work()]);
  t.diagnostic(JSON.stringify(seen));
  if (FILES >= 200) assert.ok(seen.taken > FILES / 3 && seen.refused > FILES / 10, JSON.stringify(seen));
});

test("an address that somebody made up runs nothing, stores nothing, and leads to a screen", async () => {
  const page = await openOnline();
  const caught = await trap(page, root);
  const evil = `"><img src=x onerror=${RAN}=1><script>${RAN}=1</script>`;
  for (const part of [evil, encodeURIComponent(evil), `javascript:${RAN}=1`, "__proto__", "constructor/__proto__", "%E0%A4%A", "%00", "\u202e", "x".repeat(50_000)]) {
    await page.goto(`${root}${PACK_PAGE}#laeg=${part}`);
    for (const start of ["", "ny", "pakke/", "pakke/1-2-3/", "pakke/1-2-3/skriv/", "pakker/", "12345678/", "12345678/5.c/"]) {
      await page.locator("[data-packs] h1").waitFor();
      await page.evaluate((hash) => new Promise((done) => {
        location.hash = hash;
        setTimeout(done, 0);
      }), start + part);
    }
    await page.goto(`${root}soeg.html?q=${part.slice(0, 2000)}&slags=${part.slice(0, 2000)}`);
    await page.locator("[data-count]", { hasText: /./ }).or(page.locator("[data-help]")).first().waitFor();
    await page.goto(`${root}eksempler/index.html#form=${part.slice(0, 2000)}`);
  }
  assert.deepEqual(caught, []);
  assert.deepEqual(await stored(page), {});
});

test("the trap and the checks see what they are there for", async () => {
  const { page, caught } = await ready();
  const wrong = (html) => page.evaluate((given) => document.querySelector("[data-packs]").insertAdjacentHTML("beforeend", given), html);
  await wrong(`<img src="https://elsewhere.test/a.png" onerror="${RAN}=1">`);
  await page.evaluate((name) => void (window[name] = 1), RAN);
  await page.evaluate(() => void setTimeout(() => alert("her")));
  await page.waitForEvent("dialog");
  const seen = caught().join("\n");
  for (const one of ["ran what somebody wrote", "img-src forbids https://elsewhere.test/a.png", "asks in a dialog: her"]) assert.ok(seen.includes(one), seen);
  const [base] = bases;
  assert.deepEqual(lost(base, { ...base, records: base.records.slice(1) }).length > 0, true);
  const made = { calendar: { text: "" }, txt: { text: "a" }, copied: { text: "a" }, html: { text: "a" }, md: { text: "a" }, csv: { text: '"a";"a";"a";"a";"a";"a";"a";"a";"a"\r\n' }, word: "a" };
  checkFormats(made, [["note", "a"]]);
  for (const [what, text] of Object.entries({ txt: "b", html: "<b>a</b><img>", md: "[a](http://x.dk)", csv: '"a";"=1"\r\n', calendar: "X:a" })) {
    assert.throws(() => checkFormats({ ...made, [what]: { text } }, [["note", "a"]]), what);
  }
  assert.throws(() => checkScreens({ Rapport: { text: "a", values: [], markup: [] } }, [["note", "b"]]));
  assert.throws(() => checkScreens({ Rapport: { text: "a", values: [], markup: ["<img>"] } }, [["note", "a"]]));
});
