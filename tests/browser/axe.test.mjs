// One page of each kind is accessible: light, dark, at 320 px, and without JavaScript.

import assert from "node:assert/strict";
import { test } from "node:test";
import axe from "axe-core";
import { open } from "./browser.mjs";
import { samples, serve } from "./site.mjs";

const root = await serve();

// Every rule that axe has switched on by itself, and the size of targets, which WCAG 2.2 AA asks for.
const RULES = { rules: { "target-size": { enabled: true } } };

async function violations(page) {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate((options) => window.axe.run(document, options), RULES);
  return found.map(({ id, help, nodes }) => {
    const examples = nodes.slice(0, 3).map((node) => node.target.join(" "));
    return `${id} (${nodes.length}): ${help}: ${examples.join(" | ")}`;
  });
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
        const { wide, width } = await page.evaluate(() => ({
          wide: document.scrollingElement.scrollWidth,
          width: window.innerWidth,
        }));
        assert.ok(wide <= width, `the page is ${wide} px wide in a window of ${width}`);
      });
    }
  });
}

/** What can be read of the page, and what is hidden in its main part, less what only a script can serve. */
function readable() {
  document.querySelectorAll("main [data-filter]").forEach((form) => form.remove());
  const main = document.querySelector("main").cloneNode(true);
  const buttons = [...document.querySelectorAll("main [data-print]")];
  const shown = document.querySelector("main").innerText;
  const labels = buttons.map((button) => button.textContent);
  main.querySelectorAll("[data-print], [hidden] *").forEach((element) => element.remove());
  return {
    text: labels.reduce((rest, label) => rest.replaceAll(label, ""), shown).replace(/\s+/g, " ").trim(),
    hidden: [...main.querySelectorAll("[hidden], noscript, template")].map((element) => element.outerHTML),
    closed: main.querySelectorAll("details:not([open])").length,
  };
}

test("without JavaScript the same can be read", async (t) => {
  const plain = await open({ javaScriptEnabled: false });
  const scripted = await open();
  // The search page is the one place where a script makes the content; it says so, and where else to look.
  for (const [kind, path] of Object.entries(samples).filter(([kind]) => kind !== "search")) {
    await t.test(kind, async () => {
      await Promise.all([plain.goto(root + path), scripted.goto(root + path)]);
      const without = await plain.evaluate(readable);
      assert.ok(without.text.length > 50, `hardly any text: ${without.text}`);
      assert.deepEqual(without.hidden, []);
      assert.deepEqual(without, await scripted.evaluate(readable));
    });
  }
});
