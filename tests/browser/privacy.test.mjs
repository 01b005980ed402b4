// Nothing leaves the origin, nothing is kept, and the pages work under their own security policy, from files too.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./browser.mjs";
import { PACK_PAGE, SCREENS, goTo, quickPack, write } from "./pack.mjs";
import { PLACES, samples, serve } from "./site.mjs";

/** A page that records what it asks for and what it complains about. */
async function watched() {
  const page = await open();
  const seen = { requests: [], complaints: [] };
  page.on("request", (request) => seen.requests.push(request.url()));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && seen.complaints.push(message.text()));
  page.on("pageerror", (error) => seen.complaints.push(String(error)));
  return { page, seen };
}

/** Everything a page could have kept in the browser. */
const kept = (page) =>
  page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    files: await (async () => {
      const names = [];
      const folder = await navigator.storage?.getDirectory?.().catch(() => undefined);
      for await (const name of folder?.keys() ?? []) names.push(name);
      return names;
    })(),
    cookies: document.cookie,
    databases: (await indexedDB.databases()).map(({ name }) => name),
    // A page from a file may not even ask, and plain http has neither.
    caches: (await window.caches?.keys().catch(() => [])) ?? [],
    workers: ((await navigator.serviceWorker?.getRegistrations().catch(() => [])) ?? []).map(({ scope }) => scope),
  }));

const NOTHING = { local: [], session: [], files: [], cookies: "", databases: [], caches: [], workers: [] };

test("a page that does leave traces is seen", async () => {
  const root = await serve();
  const { page, seen } = await watched();
  await page.goto(`${root}index.html`);
  await page.evaluate(() => {
    localStorage.setItem("a", "1");
    document.cookie = "b=1";
    const image = document.createElement("img");
    image.src = "https://elsewhere.test/c.png";
    document.body.append(image);
    const script = document.createElement("script");
    script.textContent = "window.inline = true";
    document.body.append(script);
    return new Promise((done) => (image.onerror = done));
  });
  const traces = await kept(page);
  assert.deepEqual([traces.local, traces.cookies], [["a"], "b=1"]);
  // The page's own policy stops both, and says so.
  assert.equal(await page.evaluate(() => window.inline), undefined);
  assert.equal(seen.complaints.filter((text) => text.includes("Content Security Policy")).length, 2);
});

for (const [name, place] of Object.entries(PLACES)) {
  test(`no page asks elsewhere, complains or keeps anything, ${name}`, async (t) => {
    const root = await place();
    const { page, seen } = await watched();
    for (const [kind, path] of Object.entries(samples)) {
      await t.test(kind, async () => {
        seen.requests.length = 0;
        seen.complaints.length = 0;
        await page.goto(root + path, { waitUntil: "load" });
        assert.ok(seen.requests.includes(root + path));
        assert.deepEqual(seen.requests.filter((url) => !url.startsWith(root)), []);
        assert.deepEqual(seen.complaints, []);
        assert.deepEqual(await kept(page), NOTHING);
      });
    }
    assert.deepEqual(await page.context().cookies(), []);
  });

  test(`style sheet and script work under the policy, ${name}`, async () => {
    const root = await place();
    const { page } = await watched();
    await page.goto(root + samples.indicator);
    assert.equal(await page.locator(".print-only").first().isVisible(), false, "the style sheet is not applied");
    assert.equal(await page.locator("[data-print]").first().isVisible(), true, "the script has not run");
  });

  test(`nothing is kept before "Opret pakke", then only what is told; nothing is ever sent, ${name}`, async () => {
    const root = await place();
    const { page, seen } = await watched();
    await page.goto(`${root}${PACK_PAGE}`);
    await page.getByLabel("Ambulant", { exact: true }).check();
    await page.getByRole("main").getByRole("link", { name: "Sæt en pakke sammen" }).click();
    await page.getByLabel("Alle spørgsmål", { exact: true }).check();
    await page.getByLabel("Spørgsmål", { exact: true }).fill("Mit eget");
    await page.getByRole("button", { name: "Tilføj spørgsmålet" }).click();
    await page.getByLabel(/^Navn på pakken/).fill("Hemmeligt navn");
    await page.goto(`${root}${samples.indicator}`);
    await page.getByRole("main").getByRole("link", { name: "Læg i besøgspakke" }).first().click();
    await page.getByRole("button", { name: "Opret pakke" }).first().waitFor();
    await page.goto(root + samples["what is stored"]);
    await page.getByText("Lige nu er intet gemt.").waitFor();
    assert.deepEqual(await kept(page), NOTHING);

    // Only here is there a service worker.
    const secure = root.startsWith("http://127.");
    const id = await quickPack(page, root);
    await write(page, "5.c.7", "Borgere", "Hemmelig note");
    for (const screen of SCREENS) await goTo(page, screen);
    if (secure) await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    const traces = await kept(page);
    const path = new URL(root).pathname;
    const own = `vejviser|vejviser|${path}`;
    const told = { databases: [own], local: [`${own}|pakke|${id}`, `${own}|sted|${id}`], workers: secure ? [root] : [] };
    const files = secure ? [encodeURIComponent(own)] : [];
    const sorted = { ...traces, local: traces.local.toSorted(), caches: [] };
    assert.deepEqual(sorted, { ...NOTHING, ...told, files });
    assert.doesNotMatch(await page.evaluate(() => JSON.stringify(localStorage)), /Hemmelig note/);
    assert.equal(traces.caches.length > 0, secure);
    for (const cache of traces.caches) assert.ok(cache.startsWith(`vejviser|vejviser|${path}|`), cache);
    assert.deepEqual(await page.context().cookies(), []);
    assert.deepEqual(seen.requests.filter((url) => !url.startsWith(root)), []);
    assert.deepEqual(seen.requests.filter((url) => /Hemmelig/i.test(decodeURIComponent(url))), []);
    assert.deepEqual(seen.complaints, []);
  });
}
