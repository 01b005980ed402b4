// Editions in the browser, on a site with three of each family: what has changed, which number became which, where pages
// without a year lead, and a pack whose edition has been replaced.

import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { open } from "./browser.mjs";
import { openedPack, write } from "./pack.mjs";
import { printed } from "./paper.mjs";
import { checkData } from "./schemas.mjs";
import { buildFrom, serve, temporaryFolder } from "./site.mjs";

const source = temporaryFolder();
cpSync(fileURLToPath(new URL("../sites/history", import.meta.url)), source, { recursive: true });
const folder = join(temporaryFolder(), "site");
buildFrom(source, folder);
const root = await serve("/udgaver/", folder);

const CHANGES = "model/2026/aendringer.html";
const shown = (page) => page.locator("[data-under] .change:visible h3").allInnerTexts();

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
  assert.match(await banner.innerText(), /^Historisk udgave\. .* I Kvalitetsmodellen, 2026: Indikator 1\.b \(uændret\)\.$/);
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
});

test("a pack of a replaced edition shows what became of its questions, and keeps its notes", async () => {
  const { page } = await openedPack(root, "model/2021/ledelse/3.a.html");
  await write(page, "3.a.1", "Dokumenter", "Planen er fra 2019.");
  const first = page.getByRole("group", { name: "Spørgsmål 3.a.1", exact: true });
  assert.match(await first.innerText(), /I Kvalitetsmodellen, 2026: Spørgsmål 1\.c\.1, Spørgsmål 1\.c\.2, Spørgsmål 1\.c\.3 \(delt\)/);
  const second = page.getByRole("group", { name: "Spørgsmål 3.a.2", exact: true });
  assert.match(await second.innerText(), /I Kvalitetsmodellen, 2026: udgået\. Temaet er ophævet ved lov\./);
  assert.match(await page.locator("main").innerText(), /Ændret siden udgaven: Temaet Ledelse er ophævet ved lov/);
  await page.reload();
  assert.equal(await page.getByLabel("Dokumenter, note til 3.a.1").inputValue(), "Planen er fra 2019.");
  // The wording of the edition it was written to stays.
  assert.equal(await first.locator(".official").innerText(), "Er der en leder, en stedfortræder og en plan?");
});
