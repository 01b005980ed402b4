// The table of what EN 301 549 asks: it is up to date, names tests that there are, leaves nothing of WCAG 2.2 out, and is on the
// portal. That the tests have passed is seen at the end of tests/run.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CLAUSES, PROOFS } from "./clauses.mjs";
import { PAGE, document, named, page, result } from "./conformance.mjs";
import { attribute, only, parse, select, text } from "./html.mjs";
import { files, portal, read, repository, temporaryFolder } from "./site.mjs";

const source = (path) => readFileSync(join(repository, path), "utf8");

test("the table is up to date, in the docs and on the page: `node tests/browser/conformance.mjs` writes it", () => {
  assert.equal(source("docs/accessibility.md"), document());
  assert.equal(source(PAGE), page());
});

/** Whether a file has a test of that title, as the name of a case, or with a part for each case. */
const hasTest = (file, title) =>
  source(`tests/browser/${file}`).includes(`\n  "${title}": [`) ||
  [...source(`tests/browser/${file}`).matchAll(/\btest\((["`])(.*?)\1,/g)].some(([, , written]) => {
    const parts = written.split(/\$\{.*?\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`).test(title);
  });

test("every test that is named is there, and no other name is used", () => {
  assert.deepEqual(
    named().filter((one) => !hasTest(...one.split("\t"))),
    [],
  );
  const used = CLAUSES.flatMap(([, , , answer]) => answer.by ?? []);
  assert.deepEqual(
    [...new Set(used)].filter((name) => !(name in PROOFS)),
    [],
  );
  assert.deepEqual(
    Object.keys(PROOFS).filter((name) => !used.includes(name)),
    [],
  );
  assert.ok(!hasTest("axe.test.mjs", "no violation in the dark of night"));
});

/** The criteria of WCAG 2.2 at levels A and AA, by guideline. */
const CRITERIA = {
  1.1: [1],
  1.2: [1, 2, 3, 4, 5],
  1.3: [1, 2, 3, 4, 5],
  1.4: [1, 2, 3, 4, 5, 10, 11, 12, 13],
  2.1: [1, 2, 4],
  2.2: [1, 2],
  2.3: [1],
  2.4: [1, 2, 3, 4, 5, 6, 7, 11],
  2.5: [1, 2, 3, 4, 7, 8],
  3.1: [1, 2],
  3.2: [1, 2, 3, 4, 6],
  3.3: [1, 2, 3, 4, 7, 8],
  4.1: [2, 3],
};

test("every criterion of WCAG 2.2 A and AA has an answer, and every answer says why", () => {
  const numbers = CLAUSES.map(([number]) => number);
  const wanted = Object.entries(CRITERIA).flatMap(([guideline, all]) => all.map((one) => `9.${guideline}.${one}`));
  assert.deepEqual(
    numbers.filter((number) => number.split(".").length === 4),
    wanted,
  );
  assert.equal(wanted.length, 55);
  for (const [number, , , answer] of CLAUSES) {
    assert.ok(answer.by?.length || answer.none || answer.people || answer.open, number);
    assert.ok([answer.none, answer.people, answer.open].filter(Boolean).length <= 1, number);
  }
});

test("the page of the portal has every clause with its answer, and every page leads to it", () => {
  const path = "sider/tilgaengelighed-krav.html";
  const rows = select(only(parse(read(path)), "table"), "tr")
    .slice(1)
    .map((row) => select(row, "td").map((cell) => text(cell)));
  assert.deepEqual(
    rows.map(([clause]) => clause),
    CLAUSES.map(([number, , title]) => `${number} ${title}`),
  );
  const words = {
    tested: /^Prøvet\. /,
    part: /^Prøvet i dele\. .* Mangler: /,
    people: /^Kræver mennesker\. /,
    none: /^Gælder ikke\. /,
    open: /^Uafklaret\. /,
  };
  for (const [at, [number, , , answer]] of CLAUSES.entries()) assert.match(rows[at][1], words[result(answer)], number);
  const lost = files(portal(), ".html")
    .filter((one) => !one.includes("/gaeldende/") && one !== "404.html")
    .filter(
      (one) =>
        !select(parse(read(one)), "a").some((link) =>
          (attribute(link, "href") ?? "").split("#")[0].endsWith("tilgaengelighed-krav.html"),
        ),
    );
  assert.deepEqual(lost, []);
});

test("a named test that has not passed is told of", () => {
  const list = join(temporaryFolder(), "passed");
  const check = (lines) => {
    writeFileSync(list, lines.join("\n"));
    return spawnSync(process.execPath, [join(repository, "tests/browser/conformance.mjs"), "--passed", list], {
      encoding: "utf8",
    });
  };
  assert.equal(check(named()).status, 0);
  const [first, ...others] = [...new Set(named())];
  const { status, stderr } = check(others);
  assert.equal(status, 1);
  assert.ok(stderr.includes(first));
});
