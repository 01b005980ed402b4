// How to ask: each question has words of its own for those who can be asked, and nobody is shown words for somebody else.

import assert from "node:assert/strict";
import { test } from "node:test";
import { only, parse, select, text } from "./html.mjs";
import { goTo, openGroups, openedPack } from "./pack.mjs";
import { PLACES, packQuestions, read } from "./site.mjs";

const questions = packQuestions();
const root = await PLACES["over http"]();

/** Who is asked: what their part of the list is called, and how they are called in a sentence. */
const ASKED = {
  borgere: ["Spørg borgerne", "borgerne"],
  pårørende: ["Spørg de pårørende", "de pårørende"],
  medarbejdere: ["Spørg medarbejderne", "medarbejderne"],
  ledelse: ["Spørg ledelsen", "ledelsen"],
  "visiterende kommune": ["Spørg den visiterende kommune", "den visiterende kommune"],
};

const told = (sources) => sources.map((source) => ASKED[source][1]).join(" og ");
const all = (ask) => ask.map(({ sources, text: words }) => `Til ${told(sources)}: ${words}`);
const of = (ask, source) => all(ask.filter(({ sources }) => sources.includes(source)).map((one) => ({ ...one, sources: [source] })));

/** The cards of the visit: what stands above them, their question, and how to ask it. */
const shown = (page) =>
  page.locator("[data-visit] .visit-card").evaluateAll((cards) =>
    cards.map((card) => {
      const above = card.closest(".fold").querySelector("h2");
      const label = [...card.querySelectorAll(".ask-label")].map(({ textContent }) => textContent);
      const asks = [...card.querySelectorAll(".ask dl > div")].map((one) => [...one.children].map(({ textContent }) => textContent).join(": "));
      return { heading: above.textContent, number: card.ariaLabel.replace("Spørgsmål ", ""), label, asks };
    }),
  );

const LABEL = "Redaktionelt forslag. Sig det sådan:";

/** A pack of the whole model. */
const everything = async () => {
  const themes = [...new Set(questions.map(({ theme }) => theme.url))];
  return (await openedPack(root, themes)).page;
};

test("by source, each is asked in words for that source, and documents and what is seen are not asked", async () => {
  const page = await everything();
  await goTo(page, "Efter kilde");
  await openGroups(page);
  const cards = await shown(page);
  for (const [source, [heading]] of Object.entries(ASKED)) {
    const here = cards.filter((one) => one.heading === heading);
    const expected = questions.filter(({ sources }) => sources.includes(source)).map(({ id, ask }) => ({
      heading, number: id, label: of(ask, source).length ? [LABEL] : [], asks: of(ask, source),
    }));
    assert.ok(here.some(({ asks }) => asks.length > 0), heading);
    assert.deepEqual(here, expected);
  }
  const others = cards.filter(({ heading }) => ["Se i dokumenterne", "Læg mærke til"].includes(heading));
  assert.ok(others.length > 50);
  assert.deepEqual(others.flatMap(({ asks, label }) => [...asks, ...label]), []);
  // On the visit the plain words come first, with nothing left where they were.
  const [first] = await page.locator(".visit-card", { has: page.locator(".ask") }).evaluateAll((found) =>
    found.map((card) => [...card.children].map((child) => child.className).filter((name) => /ask|official/.test(name))));
  assert.deepEqual(first, ["ask", "official"]);
});

test("by indicator, every wording says whom it is for", async () => {
  const page = await everything();
  const cards = await shown(page);
  const expected = questions.map(({ id, ask }) => ({ number: id, label: ask.length ? [LABEL] : [], asks: all(ask) }));
  assert.deepEqual(cards.map(({ number, label, asks }) => ({ number, label, asks })), expected);
  assert.ok(expected.some(({ asks }) => asks.some((one) => one.startsWith("Til medarbejderne og ledelsen: "))));
  assert.ok(expected.some(({ asks }) => asks.length === 0) && expected.some(({ asks }) => asks.length > 2));
});

test("the page of an indicator says the same", () => {
  for (const { indicator } of questions) {
    const page = parse(read(indicator.url));
    const found = select(page, "li.question").map((question) => select(question, ".ask").flatMap((ask) =>
      select(only(ask, "dl"), "div").map((one) => `${text(only(one, "dt"))}: ${text(only(one, "dd"))}`)));
    assert.deepEqual(found, questions.filter((one) => one.indicator === indicator).map(({ ask }) => all(ask)), indicator.id);
  }
});

test("a citizen is addressed as one, and those who work there are not", () => {
  const one = /(^|[^a-zæøå])(du|dig|din|dit|dine)(?![a-zæøå])/i;
  for (const { id, ask } of questions) {
    for (const { sources, text: words } of ask) {
      const isOne = sources.every((source) => source === "borgere");
      if (isOne || !sources.includes("pårørende")) assert.equal(one.test(words), isOne, `${id}: ${words}`);
    }
  }
});
