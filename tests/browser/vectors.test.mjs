// What a word is: the browser's engine against the file that src/index/analysis.rs passes as well. Where the two differ,
// the browser finds other places than the command line.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { load } from "./engine.mjs";

const vectors = JSON.parse(readFileSync(new URL("../../search-index/vectors.json", import.meta.url), "utf8"));
const engine = await load(null);

test("texts become the same tokens and terms", () => {
  for (const { text, tokens } of vectors.tokens) {
    const found = engine.tokens(text);
    assert.deepEqual(Array.from(found, (token) => [token.word, engine.term(token), token.extra]), tokens, JSON.stringify(text));
    for (const { from, to } of found) assert.ok(from < to && to <= text.length, `a place outside ${JSON.stringify(text)}`);
  }
});

for (const [name, of] of [["stems", engine.stem], ["keys", engine.key], ["fold", engine.fold]]) {
  test(`${name} are the same`, () => {
    const found = vectors[name].map(([text]) => [text, of(text)]);
    assert.deepEqual(found, vectors[name]);
  });
}
