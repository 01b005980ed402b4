// Examples: found by what they have in common, with and without JavaScript, and where they belong.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./browser.mjs";
import { attribute, only, parse, select, text } from "./html.mjs";
import { fileAddress, files, portal, read, samples, serve } from "./site.mjs";

const root = await serve("/tilsyn/");
const examples = JSON.parse(read("data/eksempler.json"));
const index = samples["index of the examples"];

const titles = (list) => list.map(({ title }) => title).sort();
const where = (keep) => titles(examples.filter(keep));

/** The examples that can be seen on the index. */
const shown = async (page) =>
  (await page.locator("[data-group] li:visible > a").allTextContents()).sort();

const announced = (page) => page.getByRole("status").textContent();
const field = (page, name) => page.getByRole("combobox", { name, exact: true });

async function opened(address = root + index) {
  const page = await open();
  await page.goto(address);
  return page;
}

test("choices combine, are counted aloud and stand in the address", async () => {
  const page = await opened();
  const all = examples.length;
  assert.equal(await announced(page), `Viser ${all} af ${all} eksempler.`);
  assert.deepEqual(await shown(page), titles(examples));

  await field(page, "Form").selectOption("redskab");
  const tools = where(({ form }) => form === "redskab");
  assert.deepEqual(await shown(page), tools);
  assert.equal(await announced(page), `Viser ${tools.length} af ${all} eksempler.`);

  await field(page, "Indikator").selectOption("5.c");
  const both = where(({ form, indicators }) => form === "redskab" && indicators.some(({ id }) => id === "5.c"));
  assert.ok(both.length > 0 && both.length < tools.length);
  assert.deepEqual(await shown(page), both);
  assert.equal(page.url(), `${root}${index}#indikator=5.c&form=redskab`);

  await page.getByRole("button", { name: "Nulstil" }).click();
  await page.waitForFunction((address) => location.href === address, root + index);
  assert.deepEqual(await shown(page), titles(examples));
  assert.equal(await field(page, "Form").inputValue(), "");
});

test("nothing left is said, and all choices can be taken back", async () => {
  const page = await opened(`${root}${index}#aar=2021&kilde=kl-2009-inspirationskatalog`);
  assert.deepEqual(await shown(page), []);
  assert.match(await announced(page), /^Viser 0 af \d+ eksempler\. Fjern et valg/);
  await field(page, "År").selectOption("");
  assert.deepEqual(await shown(page), where(({ source }) => source === "kl-2009-inspirationskatalog"));
});

for (const [name, address] of [
  ["over http", root + index],
  ["from a folder", fileAddress(index)],
]) {
  test(`a choice can be shared and survives a reload and a look at an example, ${name}`, async () => {
    const wanted = where(({ form, year }) => form === "praksis" && year === 2021);
    const page = await opened(`${address}#form=praksis&aar=2021`);
    assert.deepEqual(await shown(page), wanted);
    await page.reload();
    assert.deepEqual(await shown(page), wanted);
    assert.equal(await field(page, "Form").inputValue(), "praksis");
    await page.locator("[data-group] li:visible > a").first().click();
    await page.getByRole("heading", { name: "Det kan du spørge om" }).waitFor();
    await page.goBack();
    await page.waitForFunction(() => location.hash === "#form=praksis&aar=2021");
    assert.deepEqual(await shown(page), wanted);
  });
}

test("an address with what is not there shows everything; the skip link leaves a choice alone", async () => {
  const page = await opened(`${root}${index}#form=ukendt&andet=x`);
  assert.deepEqual(await shown(page), titles(examples));
  await field(page, "Form").selectOption("redskab");
  await page.getByRole("link", { name: "Gå til indholdet" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => location.hash === "#hovedindhold");
  assert.deepEqual(await shown(page), where(({ form }) => form === "redskab"));
});

test("with the keyboard alone", async () => {
  const page = await opened();
  const focused = () => page.evaluate(() => document.activeElement.name || document.activeElement.type);
  await page.locator("#hovedindhold").focus();
  while ((await focused()) !== "tema") await page.keyboard.press("Tab");
  const order = [];
  for (let stop = 0; stop < 8; stop += 1) {
    order.push(await focused());
    await page.keyboard.press("Tab");
  }
  assert.deepEqual(order, ["tema", "indikator", "form", "set-fra", "sted", "kilde", "aar", "reset"]);
  await field(page, "Form").focus();
  await page.keyboard.type("redskab");
  assert.deepEqual(await shown(page), where(({ form }) => form === "redskab"));
  await page.getByRole("button", { name: "Nulstil" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => location.hash === "");
  assert.deepEqual(await shown(page), titles(examples));
});

test("without JavaScript there is no form, and a list for every choice", async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.goto(root + index);
  assert.equal(await page.getByRole("combobox").count(), 0);
  assert.deepEqual(await shown(page), titles(examples));
  await page.getByText("Lister efter tema").click();
  await page.getByRole("link", { name: /^redskab \(\d+\)$/ }).click();
  await page.waitForURL(`${root}eksempler/efter/form-redskab.html`);
  const listed = await page.locator("main .cards > li > a").allTextContents();
  assert.deepEqual(listed.sort(), where(({ form }) => form === "redskab"));
});

test("the lists hold what the data say", () => {
  const facets = {
    indikator: ({ indicators }) => indicators.map(({ id }) => id),
    form: ({ form }) => [form.replace("ø", "oe")],
    "set-fra": ({ perspective }) => [perspective],
    kilde: ({ source }) => [source],
    aar: ({ year }) => [String(year)],
  };
  for (const [facet, values] of Object.entries(facets)) {
    const names = [...new Set(examples.flatMap(values))].sort();
    const there = files(portal(), ".html").filter((path) => path.startsWith(`eksempler/efter/${facet}-`));
    assert.deepEqual(there.sort(), names.map((name) => `eksempler/efter/${facet}-${name}.html`).sort());
    for (const name of names) {
      const list = select(parse(read(`eksempler/efter/${facet}-${name}.html`)), ".traits").length;
      assert.equal(list, examples.filter((example) => values(example).includes(name)).length, `${facet} ${name}`);
    }
  }
});

test("an indicator shows six examples, opens the rest, and prints none", async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.goto(root + samples.indicator);
  const cards = page.locator("main .examples .cards > li");
  const all = examples.filter(({ indicators }) => indicators.some(({ id }) => id === "5.c")).length;
  assert.ok(all > 6);
  const visible = async () => (await cards.evaluateAll((list) => list.filter((card) => card.checkVisibility()))).length;
  assert.equal(await cards.count(), all);
  assert.equal(await visible(), 6);
  await page.locator(".examples summary").focus();
  await page.keyboard.press("Enter");
  assert.equal(await visible(), all);
  await page.emulateMedia({ media: "print" });
  assert.equal(await visible(), 0);
});

test("what is quoted is set apart from our own words and says whose it is", () => {
  const page = parse(read(samples["example in steps"]));
  const remarks = select(only(page, ".course"), ".quotation");
  assert.ok(remarks.length > 0);
  for (const remark of remarks) {
    assert.match(text(only(remark, "figcaption")), /^Ankestyrelsen bemærker/);
    assert.ok(text(only(remark, "blockquote")).length > 20);
  }
  assert.match(text(only(page, ".asks")), /Redaktionelt forslag/);
  const links = select(only(page, "main"), "a").map((link) => attribute(link, "href"));
  assert.ok(links.some((link) => link.includes("kilder/ankestyrelsen-2021-visitation/")));
});
