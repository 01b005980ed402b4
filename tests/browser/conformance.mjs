// Makes docs/accessibility.md and the page of the portal of clauses.mjs:
//
//   node tests/browser/conformance.mjs                 writes both
//   node tests/browser/conformance.mjs --passed FILE   sees that every test they name is among those in FILE, which passed.mjs wrote

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { CLAUSES, PROOFS } from "./clauses.mjs";
import { repository } from "./site.mjs";

/** What an answer comes to; the first word of a row of the table. */
export function result({ by, none, people, open }) {
  if (none) return "none";
  if (open) return "open";
  if (people) return by ? "part" : "people";
  return "tested";
}

const ENGLISH = { tested: "tested", part: "tested in part", people: "needs people", none: "does not apply", open: "open" };
const DANISH = { tested: "Prøvet", part: "Prøvet i dele", people: "Kræver mennesker", none: "Gælder ikke", open: "Uafklaret" };

const count = (wanted) => CLAUSES.filter(([, , , answer]) => result(answer) === wanted).length;

/** Every test that is named, as "file, a tab, title". */
export const named = () =>
  Object.values(PROOFS).flatMap(([, tests]) => Object.entries(tests).flatMap(([file, titles]) => titles.map((title) => `${file}\t${title}`)));

const whyIn = (language, { none, people, open }) => (none ?? people ?? open)?.[language];

const sentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}.`;

const english = (answer) => {
  const why = whyIn(0, answer);
  const ask = result(answer) === "part" || result(answer) === "people" ? "not tested: " : "";
  return [answer.by?.join(", "), why && `${ask}${why}`].filter(Boolean).join("; ");
};

export const document = () => `# Accessibility

What EN 301 549 asks, clause by clause, and the answer. \`node tests/browser/conformance.mjs\` writes this page from
\`tests/browser/clauses.mjs\`; \`tests/browser/conformance.test.mjs\` fails when it is out of date, and \`tests/run\` fails unless every
test that is named here has run and passed. The portal has [the same table in Danish](../content/sider/tilgaengelighed-krav.md).

This is no statement of conformity. **Nobody who uses a screen reader, a magnifier, a switch or speech has tried the portal yet.**

- **tested** (${count("tested")}): the tests hold what a program can see of the clause, on the pages and screens they look at
- **tested in part** (${count("part")}): they hold some of it; the rest needs people
- **needs people** (${count("people")}): no test can tell
- **open** (${count("open")}): not held, or not settled
- **does not apply** (${count("none")}), with the reason

## The edition

The standard itself was not at hand. V4.1.1 (2026-09) takes over WCAG 2.2 at levels A and AA: its clause 9 is numbered 9 and the number of
the criterion, 9.4.1.1 is void, and 9.7 on user preferences is new. This is so by what others who have read it write, and is to be
checked against the text. Clauses 5, 6, 7, 10, 11 and 12 have the numbers and titles of V3.2.1 (2021-03), and may have others in V4.1.1.

## What the tests look at

Pages of every layout, results and suggestions of the search, and every screen of the visit packs with notes, assessments,
agreements, open menus, messages, a bin, an offered file and a lock: \`tests/browser/screens.mjs\`. A real Chromium is set to dark
colours, more contrast, less movement, forced colours, wider spacing, text of twice the size and 320 × 256 px, which is 1280 × 1024 at
400 %. Target sizes are those of WCAG 2.5.8 with its exceptions, on the visit 44 px.

## Clauses

| clause | title | result | by |
|---|---|---|---|
${CLAUSES.map(([number, title, , answer]) => `| ${number} | ${title} | ${ENGLISH[result(answer)]} | ${english(answer)} |`).join("\n")}

## Tests

${Object.entries(PROOFS).map(([name, [, tests]]) => `- **${name}**: ${Object.entries(tests).map(([file, titles]) =>
  `\`tests/browser/${file}\` ${titles.map((title) => `*${title}*`).join(", ")}`).join("; ")}`).join("\n")}
`;

const danish = (answer) => {
  const why = whyIn(1, answer);
  const by = answer.by && !answer.none ? `${sentence(answer.by.map((name) => PROOFS[name][0]).join("; "))}` : "";
  const missing = result(answer) === "part" ? "Mangler: " : "";
  return [`**${DANISH[result(answer)]}.**`, by, why && `${missing}${missing ? `${why}.` : sentence(why)}`].filter(Boolean).join(" ");
};

export const PAGE = "content/sider/tilgaengelighed-krav.md";

export const page = () => `+++
title = "Tilgængelighed, krav for krav"
description = "Hvad standarden EN 301 549 kræver, hvad vi har prøvet, og hvad kun mennesker kan prøve."
weight = 8
updated = 2026-11-30
+++

Her står hvert krav i standarden EN 301 549 med et kort svar. Siden er lavet ud fra vores liste over test. Den er ikke en erklæring om tilgængelighed. [Læs først, hvad vi har gjort, og hvad der driller](@/sider/tilgaengelighed.md).

**Ingen, der bruger skærmlæser eller andre hjælpemidler, har prøvet siderne endnu.** Det kan ingen test gøre for dem.

## Sådan læser du svarene

- **Prøvet** (${count("tested")} krav): Et program har set på siderne og fandt ingen fejl.
- **Prøvet i dele** (${count("part")} krav): Et program har set på noget af det. Resten kræver mennesker.
- **Kræver mennesker** (${count("people")} krav): Et program kan ikke svare.
- **Uafklaret** (${count("open")} krav): Det er ikke opfyldt, eller vi ved det ikke.
- **Gælder ikke** (${count("none")} krav): Siden har ikke det, kravet handler om.

Axe er et program, der leder efter fejl i tilgængelighed.

Numre, der begynder med 9, følger udgave V4.1.1 fra 2026. De andre numre er fra V3.2.1 fra 2021. Vi havde ikke selve standarden. Numrene er derfor taget fra andre, der har læst den. Titlerne er vores egne.

## Kravene

| Krav | Svar |
|---|---|
${CLAUSES.map(([number, , title, answer]) => `| ${number} ${title} | ${danish(answer)} |`).join("\n")}

## Er der noget, du ikke kan?

[Skriv til os](@/sider/meld-en-fejl.md). Fortæl, hvad du ville, og hvad du bruger: enhed, browser og hjælpemiddel.
`;

/** What of the tests that are named is not among those that passed. */
export const missing = (passed) => named().filter((one) => !passed.includes(one));

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [option, path] = process.argv.slice(2);
  if (option === "--passed") {
    const lacking = missing(readFileSync(path, "utf8").split("\n"));
    if (lacking.length) console.error(`docs/accessibility.md names tests that have not passed:\n${lacking.join("\n")}`);
    else console.log(`all ${new Set(named()).size} tests that docs/accessibility.md names have passed`);
    process.exitCode = lacking.length ? 1 : 0;
  } else {
    writeFileSync(join(repository, "docs/accessibility.md"), document());
    writeFileSync(join(repository, PAGE), page());
  }
}
