// One page of each kind is accessible: light, dark, at 320 px, and without JavaScript.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./browser.mjs";
import { PACK_PAGE, SCREENS, filledPack, goTo, handOver, offerFile, packOf, trouble } from "./pack.mjs";
import { samples, serve } from "./site.mjs";
import { violations } from "./violations.mjs";

const root = await serve();

async function checkWidth(page) {
  const { wide, width } = await page.evaluate(() => ({ wide: document.scrollingElement.scrollWidth, width: window.innerWidth }));
  assert.ok(wide <= width, `the page is ${wide} px wide in a window of ${width}`);
}

test("axe finds what is wrong", async () => {
  const page = await open();
  await page.setContent(`<html lang="da"><title>x</title><main><h1>x</h1><img src="a.png">
    <p style="color: #999; background: #fff">grey</p></main>`);
  const found = (await violations(page)).map((line) => line.split(" ")[0]);
  assert.deepEqual(found.sort(), ["color-contrast", "image-alt"]);
});

const MODES = {
  light: { colorScheme: "light", viewport: { width: 1280, height: 900 } },
  dark: { colorScheme: "dark", viewport: { width: 1280, height: 900 } },
  "at 320 px": { colorScheme: "light", viewport: { width: 320, height: 640 } },
};

for (const [mode, options] of Object.entries(MODES)) {
  test(`no violation, ${mode}`, async (t) => {
    const page = await open(options);
    for (const [kind, path] of Object.entries(samples)) {
      await t.test(kind, async () => {
        await page.goto(root + path);
        assert.deepEqual(await violations(page), []);
        await checkWidth(page);
      });
    }
  });
}

/** Waits for a place on the page, and checks what is there: nothing wrong, and nothing that has to be moved sideways. */
async function check(page, place) {
  await place.waitFor();
  await checkWidth(page);
  await page.evaluate(async () => {
    const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    // A menu that is open lies over other things.
    document.querySelectorAll("main details:not(.jump)").forEach((details) => (details.open = true));
    // What is opened is filled only then, and pushes down what is below.
    await drawn();
    // What is out of sight has a size that is only guessed, and axe would see things overlap.
    document.querySelectorAll("[data-question]").forEach((card) => (card.style.contentVisibility = "visible"));
    document.querySelectorAll("main details:not(.jump)").forEach((details) => (details.open = true));
    await drawn();
  });
  assert.deepEqual(await violations(page), []);
}

for (const [mode, options] of Object.entries(MODES)) {
  test(`no violation on the screens of a visit pack, ${mode}`, async (t) => {
    const page = await open(options);
    const main = page.getByRole("main");
    await filledPack(page, root);
    for (const screen of SCREENS) {
      await t.test(screen, async () => {
        await goTo(page, screen);
        if (screen === "Udskriv") await page.getByLabel("Med noter").check();
        await check(page, main.getByRole("heading", { level: 1 }).first());
      });
    }
    const { text: file } = await handOver(page, "Anna");
    await goTo(page, "Alle pakker");
    await t.test("a file is offered", async () => {
      await offerFile(page, file);
      await check(page, main.getByRole("button", { name: "Hent pakken ind" }));
    });
    await t.test("a file is refused", async () => {
      await offerFile(page, "{}");
      await check(page, trouble(page));
    });
    await t.test("choose for a pack that is there or a new one", async () => {
      await page.goto(`${root}${PACK_PAGE}#laeg=${samples.indicator}`);
      await check(page, main.getByRole("heading", { name: "Eller læg spørgsmålene i en pakke, du har" }));
    });
    await t.test("a pack is locked", async () => {
      await packOf(page, root, samples.indicator, { passphrase: "et langt ordsprog" });
      await page.reload();
      await check(page, page.getByLabel("Adgangssætning", { exact: true }));
    });
    await t.test("something is stored", async () => {
      await page.goto(root + samples["what is stored"]);
      await check(page, main.getByRole("button", { name: "Slet alt" }));
    });
  });
}

/** What can be read of the page, and what is hidden in its main part, less what only a script can serve. */
function readable() {
  document.querySelectorAll("main :is([data-filter], [data-changes])").forEach((form) => form.remove());
  const main = document.querySelector("main").cloneNode(true);
  const buttons = [...document.querySelectorAll("main :is([data-print], [data-cite])")];
  const shown = document.querySelector("main").innerText;
  const labels = buttons.map((button) => button.textContent);
  main.querySelectorAll("[data-print], [data-cite], [hidden] *").forEach((element) => element.remove());
  return {
    text: labels.reduce((rest, label) => rest.replaceAll(label, ""), shown).replace(/\s+/g, " ").trim(),
    hidden: [...main.querySelectorAll("[hidden], noscript, template")].map((element) => element.outerHTML),
    closed: main.querySelectorAll("details:not([open])").length,
  };
}

test("without JavaScript the same can be read", async (t) => {
  const plain = await open({ javaScriptEnabled: false });
  const scripted = await open();
  // Here a script makes the content. Without, these pages say so, and where else to look.
  const made = ["search", "visit pack", "what is stored"];
  for (const [kind, path] of Object.entries(samples).filter(([kind]) => !made.includes(kind))) {
    await t.test(kind, async () => {
      await Promise.all([plain.goto(root + path), scripted.goto(root + path)]);
      const without = await plain.evaluate(readable);
      assert.ok(without.text.length > 50, `hardly any text: ${without.text}`);
      assert.deepEqual(without.hidden, []);
      assert.deepEqual(without, await scripted.evaluate(readable));
    });
  }
});
