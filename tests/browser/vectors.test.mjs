// What a word is: the browser's modules against the file that src/index/analysis.rs passes as well. Where the two differ,
// the browser finds other places than the command line.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fold, termOf, tokens as tokensOf } from "../../themes/standard/assets/js/search/analysis.js";
import { asked, keyOf } from "../../themes/standard/assets/js/search/references.js";
import { stem } from "../../themes/standard/assets/js/search/stemmer.js";

const vectors = JSON.parse(readFileSync(new URL("../../search-index/vectors.json", import.meta.url), "utf8"));

test("texts become the same tokens and terms", () => {
  for (const { text, tokens } of vectors.tokens) {
    const found = tokensOf(text);
    assert.deepEqual(found.map((token) => [token.word, termOf(token), token.extra]), tokens, JSON.stringify(text));
    for (const { from, to } of found) assert.ok(from < to && to <= text.length, `a place outside ${JSON.stringify(text)}`);
  }
});

const key = (text) => {
  const reference = asked(text);
  return reference ? keyOf(reference) : "";
};

for (const [name, of] of [["stems", stem], ["keys", key], ["fold", fold]]) {
  test(`${name} are the same`, () => {
    const found = vectors[name].map(([text]) => [text, of(text)]);
    assert.deepEqual(found, vectors[name]);
  });
}
