// Editions in the browser, on a site with three of each family: what has changed, which number became which, where pages
// without a year lead, and a pack whose edition has been replaced.

import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { open } from "./browser.mjs";
import { goTo, openedPack, write } from "./pack.mjs";
import { printed } from "./paper.mjs";
import { checkData } from "./schemas.mjs";
import { buildFrom, serve, temporaryFolder } from "./site.mjs";

const source = temporaryFolder();
cpSync(fileURLToPath(new URL("../sites/history", import.meta.url)), source, { recursive: true });
const folder = join(temporaryFolder(), "site");
buildFrom(source, folder);
const root = await serve("/udgaver/", folder);

const CHANGES = "model/2026/aendringer.html";
const shown = (page) => page.locator("[data-under] .change:visible").allInnerTexts();

for (const [mode, options] of Object.entries({
  light: { colorScheme: "light", viewport: { width: 1280, height: 900 } },
  dark: { colorScheme: "dark", viewport: { width: 1280, height: 900 } },
  "at 320 px": { viewport: { width: 320, height: 640 } },
  "without JavaScript": { javaScriptEnabled: false },
})) {
  test(`pages of editions are accessible, ${mode}`, async () => {
    const page = await open(options);
    for (const path of [CHANGES, "model/2026/numre.html", "model/2021/ledelse/3.a.html", "nr/2016/2.2.1.html", "lov/2021/serviceloven-1.html"]) {
      await page.goto(root + path);
      if (options.javaScriptEnabled === false) {
        assert.equal(await page.locator(".filter").isVisible(), false, path);
        continue;
      }
      for (const closed of await page.locator("details").all()) await closed.evaluate((part) => { part.open = true; });
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() => window.axe.run(document, { rules: { "target-size": { enabled: true } } }));
      assert.deepEqual(violations.map(({ id, nodes }) => `${path} ${id} ${nodes[0].target}`), []);
      const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - window.innerWidth);
      assert.ok(wide <= 0, `${path} is ${wide} px too wide`);
    }
  });
}

test("the data of three editions follows the published schemas", () => {
  assert.deepEqual(checkData(folder).filter((name) => !/-\d{4}/.test(name)), ["aendringer.json"]);
});

test("changes are picked by what happened and by theme, and an address shows its change whatever is picked", async () => {
  const page = await open();
  await page.goto(root + CHANGES);
  assert.equal(await page.getByRole("status").filter({ hasText: "ændringer" }).innerText(), "Viser 5 af 10 ændringer.");
  await page.getByRole("checkbox", { name: "uændret" }).check();
  assert.equal((await shown(page)).length, 10);
  await page.getByLabel("Under").selectOption({ label: "Tema: Ledelse" });
  assert.equal((await shown(page)).length, 1);
  await page.goto(`${root}${CHANGES}#blev-indicator-1.b`);
  await page.reload();
  assert.equal(await page.locator("#blev-indicator-1\\.b").isVisible(), true);
});

test("everything is there without JavaScript", async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.goto(root + CHANGES);
  assert.equal((await shown(page)).length, 10);
  const split = page.locator(".change", { hasText: "delt" });
  assert.equal(await split.locator("del").textContent(), "udgået: Er der en leder, en stedfortræder og en plan?");
  assert.equal(await split.locator("ins").count(), 3);
});

test("a number leads to what it is called in the other edition", async () => {
  const page = await open();
  await page.goto(`${root}model/2026/numre.html`);
  const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "Spørgsmål 3.a.1", exact: true }) });
  await row.getByRole("link", { name: "Spørgsmål 1.c.2" }).click();
  await page.waitForURL(`${root}model/2026/trivsel/1.c.html#spoergsmaal-stedfortraeder`);
  const gone = `${root}model/2026/numre.html`;
  await page.goto(gone);
  const removed = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "Tema: Ledelse" }) });
  assert.match(await removed.innerText(), /udgået/);
});

test("a page of a historical edition says so above everything, in citations and on paper", async () => {
  const page = await open();
  await page.goto(`${root}model/2016/trivsel/2.a.html`);
  const banner = page.getByRole("note").first();
  assert.match(await banner.innerText(), /^Historisk udgave\. .* I Kvalitetsmodellen, 2026: Indikator 1\.b \(flyttet\)\.$/);
  assert.ok(await page.evaluate(() => document.querySelector("main").firstElementChild.classList.contains("historical")));
  assert.match(await page.locator(".citation").innerText(), /historisk udgave/);
  assert.match(await page.locator(".question").first().getAttribute("data-label"), /historisk udgave/);
  assert.match((await printed(page)).sheets.join(" "), /Historisk udgave/);
});

test("a page of a replaced edition leads to the newer one, and says on paper too what is known to have changed", async () => {
  const page = await open();
  await page.goto(`${root}model/2021/ledelse/3.a.html`);
  const banner = await page.getByRole("note").first().innerText();
  assert.equal(banner, "Der er en nyere udgave. I Kvalitetsmodellen, 2026: Indikator 1.c (flyttet).");
  const paper = (await printed(page)).sheets.join(" ").replace(/\s+/g, " ");
  assert.match(paper, /Der er en nyere udgave/);
  assert.match(paper, /Temaet Ledelse er ophævet ved lov/);
  assert.match(paper, /Det ved vi ikke: Hvornår loven træder i kraft/);
});

test("the difference to another edition opens in place", async () => {
  const page = await open();
  await page.goto(`${root}lov/2021/serviceloven-1.html`);
  const third = page.locator("#stk-3");
  await third.getByText("I andre udgaver").click();
  await third.getByText("Vis forskellen").click();
  assert.equal(await third.locator(".redline").textContent(), "Tilbuddet skal gives udgået: indennyt: senest 14 dagenyt:  efter henvendelsen.");
});

test("an address without a year leads to the current edition", async () => {
  const page = await open();
  await page.goto(`${root}model/gaeldende/1.c.html`);
  await page.waitForURL(`${root}model/2026/trivsel/1.c.html`);
  await page.goto(`${root}model/gaeldende/1.c.html#spoergsmaal-plan`);
  await page.waitForURL(`${root}model/2026/trivsel/1.c.html#spoergsmaal-plan`);
  const plain = await open({ javaScriptEnabled: false });
  await plain.goto(`${root}model/gaeldende/1.c.html#spoergsmaal-plan`);
  await plain.waitForURL((url) => url.href.startsWith(`${root}model/2026/trivsel/1.c.html`));
});

test("a pack of a replaced edition shows what became of its questions, and keeps its notes", async () => {
  const { page } = await openedPack(root, "model/2021/ledelse/3.a.html");
  await write(page, "3.a.1", "Dokumenter", "Planen er fra 2019.");
  const first = page.getByRole("group", { name: "Spørgsmål 3.a.1", exact: true });
  assert.match(await first.textContent(), /I Kvalitetsmodellen, 2026: Spørgsmål 1\.c\.1, Spørgsmål 1\.c\.2, Spørgsmål 1\.c\.3 \(delt\)/);
  const second = page.getByRole("group", { name: "Spørgsmål 3.a.2", exact: true });
  assert.match(await second.textContent(), /I Kvalitetsmodellen, 2026: udgået\. Temaet er ophævet ved lov\./);
  assert.match(await page.locator("main").textContent(), /Ændret siden udgaven: Temaet Ledelse er ophævet ved lov/);
  const general = "Ændret siden udgaven: Tilsynsbesøg er som udgangspunkt uanmeldte. Kilde: Prøvelovforslag nr. 1";
  await page.getByText("Ændret siden udgaven", { exact: true }).click();
  await page.getByText(general).waitFor();
  await page.reload();
  assert.equal(await page.getByLabel("Dokumenter, note til 3.a.1").inputValue(), "Planen er fra 2019.");
  // The wording of the edition it was written to stays.
  // A browser draws a card, and knows its visible text, only near the screen.
  assert.equal(await first.locator(".official").textContent(), "Er der en leder, en stedfortræder og en plan?");
  // What is printed and what is written up say it as well.
  await goTo(page, "Udskriv");
  await page.getByText(general).waitFor();
  const sheets = (await printed(page)).sheets.join(" ").replace(/\s+/g, " ");
  assert.match(sheets, /Tilsynsbesøg er som udgangspunkt uanmeldte/);
  assert.match(sheets, /I Kvalitetsmodellen, 2026: Spørgsmål 1\.c\.1, Spørgsmål 1\.c\.2, Spørgsmål 1\.c\.3 \(delt\)/);
  await goTo(page, "Rapport");
  const text = await page.getByRole("region", { name: "Teksten" }).innerText();
  for (const said of [general, "Temaet Ledelse er ophævet ved lov"]) assert.ok(text.includes(said), text);
});

test("a pack shows the difference of a question that was reworded, on paper too", async () => {
  const { page } = await openedPack(root, "model/2016/trivsel/1.a.html");
  const marked = page.getByRole("group", { name: "Spørgsmål 1.a.1", exact: true }).locator(".redline");
  const difference = await marked.textContent();
  assert.match(difference, /udgået: .*nyt: /);
  await goTo(page, "Udskriv");
  assert.equal(await page.locator(".check .redline").textContent(), difference);
});

test("hits of older editions are folded under what they became, and can be left out", async () => {
  const searched = temporaryFolder();
  cpSync(source, searched, { recursive: true });
  const config = join(searched, "config.toml");
  writeFileSync(config, readFileSync(config, "utf8").replace("build_search_index = false\n", ""));
  const built = join(temporaryFolder(), "site");
  buildFrom(searched, built);
  const page = await open();
  await page.goto(`${await serve("/soegt/", built)}soeg.html?q=p%C3%A5r%C3%B8rende`);
  const group = (path) => page.locator(".hits > li").filter({ has: page.locator(`h2 a[href*="${path}"]`) });
  const current = group("model/2026/trivsel/1.b.html");
  await current.waitFor();
  // The indicator was 2.a in 2016, and 1.b in 2021: both are here, and nowhere else.
  assert.equal(await current.locator("summary").innerText(), "Ældre udgaver: 4 steder");
  assert.equal(await group("model/2021/trivsel/1.b.html").count(), 0);
  assert.equal(await group("model/2016/trivsel/2.a.html").count(), 0);
  assert.equal(await current.locator(".older").getByRole("link").first().isVisible(), false);
  await current.locator("summary").click();
  await current.locator(".older").getByRole("button", { name: "1 sted mere i ældre udgaver" }).click();
  const older = await current.locator(".older li").evaluateAll((items) =>
    items.map((item) => [new URL(item.querySelector("a").href).pathname, item.querySelector(".badge").textContent]));
  assert.deepEqual(older.map(([path, badge]) => [path.replace(/.*model\//, ""), badge]).sort(), [
    ["2016/trivsel/2.a.html", "Kvalitetsmodellen, 2016"],
    ["2016/trivsel/2.a.html", "Kvalitetsmodellen, 2016"],
    ["2021/trivsel/1.b.html", "Kvalitetsmodellen, 2021"],
    ["2021/trivsel/1.b.html", "Kvalitetsmodellen, 2021"],
  ]);
  const total = await page.locator("[data-count]").innerText();
  await page.getByText("Kun gældende udgave").click();
  await page.locator(".older").first().waitFor({ state: "detached" });
  assert.equal(await page.locator(".older").count(), 0);
  assert.notEqual(await page.locator("[data-count]").innerText(), total);
  assert.match(page.url(), /gaeldende=1/);
  // What only an older edition has, and what became of nothing, stands by itself.
  await page.goto(`${new URL("soeg.html", page.url())}?q=kvalificeret`);
  await group("model/2021/ledelse/3.html").waitFor();
  assert.equal(await page.locator(".older").count(), 0);
});
