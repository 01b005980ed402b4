// The policy of the pages: it names what they need and forbids the rest, over http and from a folder, on every kind of page
// and in the pack that is one HTML file. What a host is advised to send as a header is the same, and breaks nothing.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { open } from "./browser.mjs";
import { attribute, parse, select } from "./html.mjs";
import { PACK_PAGE, SCREENS, filledPack, goTo, note, openOnline, quickPack, saveFile, visiting, write } from "./pack.mjs";
import { PLACES, buildFrom, fileAddress, files, portal, read, repository, samples, serve, temporaryFolder } from "./site.mjs";
import { RAN, trap } from "./trap.mjs";

const policyOf = (html) =>
  select(parse(html), "meta")
    .filter((meta) => attribute(meta, "http-equiv") === "Content-Security-Policy")
    .map((meta) => attribute(meta, "content"));

/** A policy as a map from directives to what they allow. */
const directives = (policy) => Object.fromEntries(policy.split("; ").map((one) => /^(\S+) ?(.*)$/.exec(one).slice(1)));

/** What docs/hosting.md advises hosts to send. */
const advised = () => {
  const [, header] = /^Content-Security-Policy: (.+)$/m.exec(readFileSync(join(repository, "docs/hosting.md"), "utf8"));
  return header;
};

test("every page has one policy, which allows nothing but what it names", () => {
  const found = new Map();
  for (const path of files(portal(), ".html")) {
    const policies = policyOf(read(path));
    assert.equal(policies.length, 1, path);
    found.set(policies[0], path);
  }
  const self = (...names) => Object.fromEntries(names.map((name) => [`${name}-src`, "'self'"]));
  const common = { "default-src": "'none'", "base-uri": "'none'" };
  assert.deepEqual([...found.keys()].map(directives).sort((a, b) => Object.keys(b).length - Object.keys(a).length), [
    { ...common, ...self("script", "style", "img", "font", "media", "worker"), "form-action": "'self'" },
    { ...common, ...self("style", "img"), "form-action": "'none'" },
    { ...common, ...self("script", "img"), "form-action": "'none'" },
  ]);
});

test("the header that hosts are advised to send is the policy of the pages, with what only a header can say", () => {
  const { "frame-ancestors": ancestors, "connect-src": connect, ...rest } = directives(advised());
  assert.equal(ancestors, "'none'");
  // The worker fetches the site, and gets no policy but the header.
  assert.equal(connect, "'self'");
  assert.deepEqual(rest, directives(policyOf(read(samples.home))[0]));
});

/** Makes every file of the screen of the report, and copies its text. */
async function everyFormat(page) {
  for (const format of ["tekst", "HTML", "Markdown"]) await saveFile(page, () => page.getByRole("button", { name: `Gem som ${format}` }).click());
  await saveFile(page, () => page.getByRole("button", { name: "Gem til regneark (CSV)" }).click());
  await page.getByRole("button", { name: "Kopiér teksten" }).click();
  await page.locator(".copied").waitFor();
}

/** The open pack as one HTML file; returns its address. */
async function carried(page) {
  await goTo(page, "Aflever");
  await page.getByLabel(/^Tag mine noter med/).check();
  const { text } = await saveFile(page, () => page.getByRole("button", { name: "Gem som én HTML-fil" }).click());
  const path = join(temporaryFolder(), "pakke.html");
  writeFileSync(path, text);
  return pathToFileURL(path).href;
}

/** Goes through all that a site does. */
async function everything(page, root) {
  await page.goto(root + samples.indicator);
  await page.getByRole("combobox", { name: /^Søg/ }).first().fill("nalox");
  await page.getByRole("listbox", { name: "Forslag" }).getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator("[data-hits]").getByRole("link", { name: /Naloxon/i }).first().click();
  await page.goto(root + samples["index of the examples"]);
  await page.getByRole("combobox", { name: "Form", exact: true }).selectOption({ index: 1 });
  await filledPack(page, root);
  for (const screen of SCREENS) await goTo(page, screen);
  await goTo(page, "Rapport");
  await everyFormat(page);
  const [word] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Gem som Word-dokument" }).click()]);
  assert.match(word.suggestedFilename(), /\.docx$/);
  if (root.startsWith("http://127.")) await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
}

const places = { ...PLACES, "with the header that is advised": () => serve("/tilsyn/guide/", undefined, { "content-security-policy": advised() }) };

for (const [name, place] of Object.entries(places)) {
  test(`search, packs, files, the report and the worker keep to the policy, ${name}`, async () => {
    const root = await place();
    const page = await open();
    const caught = await trap(page, root);
    await everything(page, root);
    const alone = await carried(page);
    assert.deepEqual(caught, []);

    const away = await open();
    const caughtThere = await trap(away, alone);
    await away.goto(alone);
    await away.getByRole("button", { name: "Hent pakken ind" }).click();
    await visiting(away);
    assert.equal(await note(away, "5.c.7", "Medarbejdere").inputValue(), "Naloxon ligger i skabet.");
    assert.notEqual(await away.locator(".page").evaluate((part) => getComputedStyle(part).maxWidth), "none", "its style is applied");
    await write(away, "5.c.7", "Borgere", "skrevet på turen");
    for (const screen of SCREENS) await goTo(away, screen);
    await goTo(away, "Rapport");
    await everyFormat(away);
    assert.deepEqual(caughtThere, []);
  });
}

test("pages that lead on and the page of what is not there keep to the policy, with a base URL", async () => {
  const folder = join(temporaryFolder(), "site");
  const root = await serve("/tilsyn/guide/", folder);
  buildFrom(repository, folder, "--base-url", root);
  const page = await openOnline();
  const caught = await trap(page, root);
  await page.goto(`${root}404.html`);
  assert.notEqual(await page.locator("main").evaluate((part) => getComputedStyle(part).maxWidth), "none", "its style is applied");
  // The script takes the anchor along.
  await page.goto(`${root}kvalitetsmodel/gaeldende/5.c.html#hovedindhold`);
  await page.waitForURL(`${root}${samples.indicator}#hovedindhold`);
  await page.getByRole("heading", { level: 1, name: "Indikator 5.c" }).waitFor();
  assert.deepEqual(caught, []);
});

/** What a page must not do, as a browser is asked to do it, and which part of the policy forbids it. */
const FORBIDDEN = {
  "an inline script": ["script-src-elem", (ran) => {
    const script = document.createElement("script");
    script.textContent = `window.${ran} = 1`;
    document.body.append(script);
  }],
  "a script of an attribute": ["script-src-attr", (ran) => {
    const button = document.createElement("button");
    button.setAttribute("onclick", `window.${ran} = 1`);
    document.body.append(button);
    button.click();
  }],
  "a script of a link": ["script-src-elem", (ran) => {
    const link = document.createElement("a");
    link.href = `javascript:void (window.${ran} = 1)`;
    document.body.append(link);
    link.click();
  }],
  "a script of a text": ["script-src", (ran) => setTimeout(`window.${ran} = 1`)],
  "a script from elsewhere": ["script-src-elem", () => {
    const script = document.createElement("script");
    script.src = "https://elsewhere.test/a.js";
    document.body.append(script);
  }],
  "a script that a script has made": ["script-src-elem", (ran) => {
    const script = document.createElement("script");
    script.src = URL.createObjectURL(new Blob([`window.${ran} = 1`], { type: "text/javascript" }));
    document.body.append(script);
  }],
  "an inline style": ["style-src-elem", () => {
    const style = document.createElement("style");
    style.textContent = "main { color: rgb(1, 2, 3) }";
    document.body.append(style);
  }],
  "a style of an attribute": ["style-src-attr", () => document.querySelector("main").setAttribute("style", "color: rgb(1, 2, 3)")],
  "an image from elsewhere": ["img-src", () => {
    document.body.append(Object.assign(new Image(), { src: "https://elsewhere.test/a.png" }));
  }],
  "a request": ["connect-src", () => void fetch("https://elsewhere.test/").catch(() => {})],
  "a beacon": ["connect-src", () => void navigator.sendBeacon("https://elsewhere.test/", "noter")],
  "a frame": ["frame-src", () => document.body.append(Object.assign(document.createElement("iframe"), { src: "https://elsewhere.test/" }))],
  "a document in an attribute": ["script-src-elem", (ran) => {
    document.body.append(Object.assign(document.createElement("iframe"), { srcdoc: `<script>parent.${ran} = 1</script>` }));
  }],
  "an object": ["object-src", () => {
    const object = document.createElement("object");
    object.data = "https://elsewhere.test/a.pdf";
    document.body.append(object);
  }],
  "a form sent elsewhere": ["form-action", () => {
    const form = document.createElement("form");
    form.action = "https://elsewhere.test/";
    document.body.append(form);
    form.submit();
  }],
  "another base": ["base-uri", () => document.head.append(Object.assign(document.createElement("base"), { href: "https://elsewhere.test/" }))],
};

/** Does on a page what its policy forbids, one thing at a time, and finds that it was forbidden. */
async function isForbidden(t, address, prepare = async () => {}) {
  for (const [what, [directive, act]] of Object.entries(FORBIDDEN)) {
    await t.test(what, async () => {
      const page = await openOnline();
      const sent = [];
      await page.route("https://elsewhere.test/**", (route) => {
        sent.push(route.request().url());
        return route.fulfill({ body: "" });
      });
      const caught = await trap(page, address);
      await page.goto(address);
      await prepare(page);
      await page.evaluate(act, RAN);
      const isTold = () => caught.some((one) => one.startsWith(`${directive} forbids `));
      for (const end = Date.now() + 5000; !isTold(); await setTimeout(20)) assert.ok(Date.now() < end, `not forbidden: ${caught}`);
      assert.deepEqual(caught.filter((one) => one.startsWith("ran ")), []);
      assert.deepEqual(sent, []);
      assert.notEqual(await page.evaluate(() => getComputedStyle(document.querySelector("main")).color), "rgb(1, 2, 3)");
      await page.context().close();
    });
  }
}

test("what the policy does not name is forbidden on a page", (t) => isForbidden(t, fileAddress(samples.indicator)));

test("what the policy does not name is forbidden in the pack that is one file", async (t) => {
  const page = await openOnline();
  await quickPack(page, await PLACES["over http"]());
  await isForbidden(t, await carried(page), (alone) => alone.getByRole("button", { name: "Hent pakken ind" }).waitFor());
});
