// The browser's search against the command line on texts that nobody wrote: the same tokens, stems, keys, and hits in the
// same order. Texts are generated from what the rules are about: signs, numbers, labels, marks, endings, words of the site.
//
//   VEJVISER_SEED   another seed than the usual one, to look further
//   VEJVISER_TEXTS  how many texts

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { fold, termOf, tokens } from "../../themes/standard/assets/js/search/analysis.js";
import { asked, keyOf } from "../../themes/standard/assets/js/search/references.js";
import { load } from "./engine.mjs";
import { buildFrom, program, repository } from "./site.mjs";

const SEED = Number(process.env.VEJVISER_SEED ?? 20261130);
const TEXTS = Number(process.env.VEJVISER_TEXTS ?? 400);

/** How many of the first hits are compared; the command line answers as many. */
const HITS = 20;

// A root of its own, so that no other build replaces the index that the command line asks.
const root = mkdtempSync(join(tmpdir(), "vejviser-generated-"));
process.on("exit", () => rmSync(root, { recursive: true, force: true }));
for (const name of ["content", "themes", "config.toml", "search-index"]) cpSync(join(repository, name), join(root, name), { recursive: true });
const site = join(root, "site");
buildFrom(root, site);

const lines = (path) => readFileSync(join(repository, path), "utf8").split("\n").filter(Boolean);
const WORDS = [...new Set(lines("search-index/queries.jsonl").flatMap((line) => JSON.parse(line).query.split(/\s+/)))];
const STEMMED = lines("search-index/stemmer-words.txt").flatMap((line) => line.split(/\s+/));
const LABELS = "afsnit anvisning bilag boks figur indikator kapitel kriterium linje nr punkt side stk tabel tema trin".split(" ");
const SIGNS = [..."§.,-‐‑'’´`()/?!\"«»\\[]*|", "§§", "stk.", "nr.", "jf.", "jfr.", "og", "eller", "til"];
const NUMBERS = ["1", "14", "101", "2020", "3.1.1", "5.c", "5.C.7", "12.a", "123.a", "²", "Ⅷ", "٣", "1a", "(2020)"];
const MARKS = ["\u00ad", "\u0301", "\u030a", "\u0308", "\u200b", "\ufe0f"];
const LETTERS = [..."aåäæeéêioöøuüßçñÿABCÅÆØΣİﬁд中ש", "aa", "ae", "oe", "🙂"];
const ENDINGS = "hed hedens erende erne ernes eres ets s t løst igst lig elig els gd dt".split(" ");

const one = (list) => fc.constantFrom(...list);
const written = fc.oneof(one(WORDS), one(STEMMED), one(LABELS));
const made = fc.array(fc.oneof(one(LETTERS), one(MARKS), one(ENDINGS)), { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));
const cutShort = fc.tuple(one(WORDS), fc.nat(12)).map(([word, length]) => word.slice(0, length + 1));
const compound = fc.tuple(one(WORDS), one(["", "s", "e", "-"]), one(WORDS)).map((parts) => parts.join(""));
const piece = fc.oneof(written, written, made, cutShort, compound, one(NUMBERS), one(SIGNS), fc.string({ unit: "grapheme", maxLength: 4 }));
const text = fc.tuple(fc.array(piece, { maxLength: 7 }), one([" ", " ", "", ".", "-", "\u00a0"])).map(([pieces, between]) => pieces.join(between));

/** References to what is there and to what is not, written in all ways. */
const KINDS = ["", "", "anvisning", "Anv.", "NR", "retningslinje", "indikator", "ind.", "kriterium", "spørgsmål", "spm", "tema", "temaet", "afsnit", "§", "SEL", "servicelovens §", "stk.", "paragraf"];
const reference = fc
  .tuple(one(KINDS), one(["3.1.1", "3-1-2b", "9.9.9", "5 c", "5c7", "99.h", "101", "101 a", "4", "10", "3,1", "24 7"]), one(["", ", stk. 4", ", spørgsmål 7", " stk 99", " i indikator 5.c", ", 4"]), one(["", " (2021)", " (2016)", " 2020", "."]))
  .map(([kind, number, more, edition]) => `${kind} ${number}${more}${edition}`);

/** What the command line does not take: a half of a pair, and what Rust's strings cannot hold. */
const isWhole = (given) => given.isWellFormed();
const texts = fc.sample(fc.oneof({ weight: 3, arbitrary: text.filter(isWhole) }, { weight: 1, arbitrary: reference }), { seed: SEED, numRuns: TEXTS });

const answers = () => {
  const { stdout, stderr, status } = spawnSync(program(), ["search", "--root", root, "--compare"], {
    input: JSON.stringify(texts),
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  assert.equal(status, 0, stderr);
  return stdout.trim().split("\n").map((line) => JSON.parse(line));
};
const expected = answers();

test("every text is answered", () => assert.equal(expected.length, texts.length));

test("generated texts become the same tokens, terms, keys and letters", () => {
  for (const [at, given] of texts.entries()) {
    const found = tokens(given).map((token) => [token.word, termOf(token), token.extra]);
    const told = `${JSON.stringify(given)} (seed ${SEED})`;
    assert.deepEqual(found, expected[at].tokens, told);
    const referred = asked(given);
    assert.equal(referred ? keyOf(referred) : "", expected[at].key, told);
    assert.equal(fold(given), expected[at].fold, told);
  }
});

/**
 * Whether a text has letters beyond the basic plane: hieroglyphs, mathematical letters. JavaScript counts each as two, so a
 * word with them that the site does not have may be cut elsewhere.
 */
const hasRareLetters = (given) => [...given].some((letter) => letter.length > 1 && /[\p{Alphabetic}\p{N}\p{M}]/u.test(letter));

test("generated queries find the same documents in the same order", async () => {
  const engine = await load(site);
  for (const [at, given] of texts.entries()) {
    if (hasRareLetters(given)) continue;
    const { hits, corrected, unknown } = await engine.search(given, { limit: HITS });
    const documents = await engine.documents(hits.map(({ number }) => number));
    const told = `${JSON.stringify(given)} (seed ${SEED})`;
    assert.deepEqual(Array.from(documents, ({ id }) => id), expected[at].hits, told);
    assert.equal(corrected, expected[at].corrected, told);
    const nearest = await engine.documents(unknown?.nearest ?? []);
    const named = unknown && [unknown.label, Array.from(nearest, ({ id }) => id)];
    assert.deepEqual(named, expected[at].unknown, told);
  }
});
