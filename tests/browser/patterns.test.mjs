// The patterns of the theme's scripts, which are composed of named parts: what each is to find, and what not. And the
// merging of records, which must lose no text whatever was written where.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cell } from "../../themes/standard/assets/js/pack/cell.js";
import { looksLikeCpr } from "../../themes/standard/assets/js/pack/cpr.js";
import { escapeMarkdown } from "../../themes/standard/assets/js/pack/formats.js";
import { mergeRecord, revise } from "../../themes/standard/assets/js/pack/merge.js";
import { tokens } from "../../themes/standard/assets/js/search/analysis.js";
import { asked, labelOf } from "../../themes/standard/assets/js/search/references.js";
import { stem } from "../../themes/standard/assets/js/search/stemmer.js";

/** Compares what a function makes of each input. */
const all = (name, of, pairs) =>
  test(name, () => assert.deepEqual(pairs.map(([given]) => [given, of(given)]), pairs));

all("numbers that look like those of citizens", looksLikeCpr, [
  ["010203-1234", true], ["0102031234", true], ["(710203 1234)", true], ["født 311299-0001.", true],
  ["810203-1234", false], ["011303-1234", false], ["010003-1234", false], ["9010203-1234", false], ["010203-12345", false],
]);

all("cells of a spreadsheet", cell, [
  ["a", '"a"'], ['"', '""""'], ["=1", '"\'=1"'], [" -1", '" \'-1"'], ["a;=1", '"a;\'=1"'], ["a\n\"@b", '"a\n""\'@b"'],
  ["＝1", '"\'＝1"'], ["a=1", '"a=1"'], ["1,+2", '"1,\'+2"'],
]);

all("Markdown", escapeMarkdown, [
  ["a*b_c", "a\\*b\\_c"], ["1. a", "1\\. a"], ["1.a", "1.a"], ["a.dk", "a\\.dk"], ["- a", "\\- a"], ["a - b", "a - b"],
  ["www.a.dk", "`www.a.dk`"], ["x@y", "`x@y`"], ["`//`", "`` `//` ``"], ["a\n b", "a  \n&#32;b"], ["2) a", "2\\) a"],
]);

all("words and numbers", (text) => tokens(text).map(({ word }) => word).join(" "), [
  ["5.c 5.cd 123.a", "5c 5 cd 123 a"], ["3.1.1. 14", "3.1.1 14"], ["SKP'ere", "skp"], ["en-to", "en ento to"],
  ["§ 101, stk. 4", "§101 101 stk §101stk4 stk4 4"], ["§§ 1 og 2, 3", "§1 1 og §2 2 §3 3"], ["stk 4", "stk stk4 4"],
]);

const labelled = (text) => {
  const reference = asked(text);
  return reference ? labelOf(reference) : "";
};

all("names of references", labelled, [
  ["3.1.1 2020", "anvisning 3.1.1 (2020)"], ["anv. 3-1-1b", "anvisning 3.1.1 b"], ["§ 101, 4", "§ 101, stk. 4"],
  ["sel 101 a", "servicelovens § 101 a"], ["spm 7 i indikator 5 c", "spørgsmål 5.c.7"], ["a.b 1.", ""], ["(2020)", ""],
]);

all("stems", stem, [
  ["behandlingerne", "behandling"], ["husets", "hus"], ["arbejdsløst", "arbejdsløs"], ["venlighed", "ven"], ["bygget", "byg"], ["tredje", "tredj"],
]);

// Two who write on, each from what the other last gave away: a record with values that are never the same twice.
const steps = fc.array(fc.constantFrom("mine", "theirs", "merge", "empty"), { maxLength: 12 });

/** What a history of steps leaves here and there. */
function played(history) {
  let number = 0;
  const sides = {};
  const write = (side, value) => {
    number += 1;
    const next = { rev: `${side}${number}`, time: 0, by: side, value };
    sides[side] = { key: "k", ...revise(sides[side], sides[side], next) };
  };
  for (const step of history) {
    if (step === "mine" || step === "theirs") write(step, `${step} ${number}`);
    else if (step === "empty" && sides.mine) write("mine", "");
    else if (step === "merge" && sides.mine && sides.theirs) sides.mine = mergeRecord(sides.mine, sides.theirs);
  }
  return sides;
}
const textsOf = ({ value, also }) => [value, ...also.map((one) => one.value)].filter(Boolean).sort();

test("a merged record has the last text of both, and merging again changes nothing", () => {
  fc.assert(fc.property(steps, (history) => {
    const { mine, theirs } = played(history);
    if (!mine || !theirs) return;
    const merged = mergeRecord(mine, theirs);
    const settled = [...mine.past, ...theirs.past];
    for (const one of [mine, theirs]) {
      const isThere = !one.value || settled.includes(one.rev) || textsOf(merged).includes(one.value);
      assert.ok(isThere, `${one.value} is lost: ${history}`);
    }
    assert.deepEqual(textsOf(mergeRecord(merged, theirs)), textsOf(merged), String(history));
    assert.deepEqual(textsOf(mergeRecord(theirs, mine)), textsOf(merged), String(history));
  }));
});
