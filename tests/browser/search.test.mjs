// Search as a person uses it: type, choose, narrow down, follow a hit to the place and back. Over http and from a folder,
// with the keyboard, on a phone, without JavaScript, and with files missing.

import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { open } from "./browser.mjs";
import { fileAddress, files, portal, read, samples, serve, temporaryFolder } from "./site.mjs";
import { violations } from "./violations.mjs";

const root = await serve("/tilsyn/");
const PHONE = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };

const FACETS = { kind: "Slags", theme: "Tema", edition: "Udgave", source: "Kilde" };
const indicator = samples.indicator;

const field = (page) => page.getByRole("combobox", { name: /^(Søg|Skriv)/ });
const options = (page) => page.getByRole("listbox", { name: "Forslag" }).getByRole("option");
const hits = (page) => page.locator("[data-hits] > li");
const announced = (page) => page.locator("[data-count]");
const box = (page, facet, name) =>
  page.getByRole("group", { name: FACETS[facet] }).getByRole("checkbox", { name: new RegExp(`^${name}\\s*\\d`) });

/** What the status says was found: places and pages. */
async function found(page) {
  const [, places, pages] = /^Fandt (\d+) steder? på (\d+) sider?\.$/.exec(await announced(page).textContent());
  return { places: Number(places), pages: Number(pages) };
}

/** A page that keeps what it asks for and complains about. */
async function watched(options) {
  const page = await open(options);
  const seen = { requests: [], complaints: [] };
  page.on("request", (request) => seen.requests.push(request.url()));
  page.on("pageerror", (error) => seen.complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && seen.complaints.push(message.text()));
  return { page, seen };
}

/** The search page after a query that finds something. */
async function searched(query, { place = root, more = {}, ...options } = {}) {
  const { page, seen } = await watched(options);
  await page.goto(`${place}soeg.html?${new URLSearchParams({ q: query, ...more })}`);
  await page.waitForFunction(() => /^Fandt/.test(document.querySelector("[data-count]").textContent));
  return { page, seen };
}

/** What the engine itself says. */
const ask = (page, query, more = {}) =>
  page.evaluate(async ([query, more]) => {
    const found = await vejviserSearch.search(query, { limit: 1e6, ...more });
    const documents = await vejviserSearch.documents(found.hits.slice(0, 10).map((hit) => hit.number));
    return { total: found.total, facets: found.facets, pages: new Set(found.hits.map((hit) => hit.page)).size, documents };
  }, [query, more]);

/** A copy of the portal that `change` has been at. */
function copy(change) {
  const folder = join(temporaryFolder(), "site");
  cpSync(portal(), folder, { recursive: true });
  change(folder);
  return folder;
}

const indexFile = (folder) => join(folder, "search", files(join(folder, "search")).find((path) => path.startsWith("index-")));

/** Changes the index of a copy of the portal. */
const changed = (change) =>
  copy((folder) => {
    const text = readFileSync(indexFile(folder), "utf8");
    const [from, to] = [text.indexOf("{"), text.lastIndexOf("}") + 1];
    const data = JSON.parse(text.slice(from, to));
    change(data, folder);
    writeFileSync(indexFile(folder), text.slice(0, from) + JSON.stringify(data) + text.slice(to));
  });

test("nothing of the search is loaded before somebody is about to search", async () => {
  const { page, seen } = await watched();
  await page.goto(root + indicator, { waitUntil: "networkidle" });
  const loaded = () => seen.requests.filter((url) => /\/search\/|\/js\/search\.js/.test(url));
  assert.deepEqual(loaded(), []);
  await field(page).focus();
  for (let waited = 0; loaded().length < 4 && waited < 50; waited += 1) await page.waitForTimeout(100);
  assert.equal(loaded().length, 4, String(loaded()));
  assert.deepEqual(seen.complaints, []);
});

test("typing suggests, and the keyboard chooses", async () => {
  const page = await open();
  await page.goto(`${root}begreber/index.html`);
  const input = field(page);
  const state = async () => ({
    expanded: await input.getAttribute("aria-expanded"),
    active: await input.evaluate((element) => {
      const id = element.getAttribute("aria-activedescendant");
      const option = id && document.getElementById(id);
      return option ? option.textContent : "";
    }),
    selected: await options(page).and(page.locator('[aria-selected="true"]')).allTextContents(),
  });
  await input.focus();
  assert.deepEqual(await state(), { expanded: "false", active: "", selected: [] });
  await page.keyboard.type("social beh");
  await options(page).first().waitFor();
  const words = await options(page).allTextContents();
  assert.ok(words.length > 2 && words.every((word) => word.startsWith("social beh")), String(words));
  assert.deepEqual(await state(), { expanded: "true", active: "", selected: [] });
  assert.equal(await input.getAttribute("aria-controls"), await page.getByRole("listbox").getAttribute("id"));

  const after = async (key) => {
    await page.keyboard.press(key);
    const { active, selected } = await state();
    assert.deepEqual(selected, active ? [active] : []);
    return active;
  };
  assert.equal(await after("ArrowDown"), words[0]);
  assert.equal(await after("ArrowDown"), words[1]);
  assert.equal(await after("End"), words.at(-1));
  assert.equal(await after("ArrowDown"), "", "below the last stands the field itself");
  assert.equal(await after("ArrowUp"), words.at(-1));
  assert.equal(await after("Home"), words[0]);
  assert.equal(await after("ArrowUp"), "");
  assert.equal(await input.inputValue(), "social beh", "moving changes nothing that was typed");

  await page.keyboard.press("Escape");
  assert.equal((await state()).expanded, "false");
  assert.equal(await options(page).count(), 0);
  await page.keyboard.press("ArrowDown");
  await options(page).first().waitFor();
  await page.keyboard.press("Tab");
  await page.waitForFunction(() => !document.querySelector('[role="option"]'));

  await input.focus();
  await page.keyboard.press("ArrowDown");
  await options(page).first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${root}soeg.html?${new URLSearchParams({ q: words[0] })}`);
  await hits(page).first().waitFor();
});

test("a suggestion can be clicked and touched", async () => {
  const page = await open(PHONE);
  await page.goto(`${root}index.html`);
  await field(page).tap();
  await page.keyboard.type("naloxo");
  await options(page).filter({ hasText: /^naloxon$/ }).tap();
  await page.waitForURL(`${root}soeg.html?q=naloxon`);
  await hits(page).first().waitFor();

  // On the search page nothing is left: the results change.
  await page.evaluate(() => (window.stays = true));
  await field(page).fill("");
  await field(page).pressSequentially("behandlingspl");
  await options(page).filter({ hasText: /^behandlingsplan$/ }).tap();
  await page.waitForURL(`${root}soeg.html?q=behandlingsplan`);
  assert.equal(await field(page).inputValue(), "behandlingsplan");
  await page.waitForFunction(() => /behandlingsplan/i.test(document.querySelector("[data-hits] mark")?.textContent));
  assert.ok(await page.evaluate(() => window.stays));
});

test("no single key does anything: who dictates or types amiss stays where they are", async () => {
  const page = await open();
  await page.goto(root + indicator);
  for (const key of ["/", "s", "k"]) await page.keyboard.press(key);
  assert.notEqual(await page.evaluate(() => document.activeElement.name), "q");
});

test("results stand by page, with path, kind, edition, marked words and a count", async () => {
  const { page, seen } = await searched("naloxon borgere");
  const expected = await ask(page, "naloxon borgere");
  assert.deepEqual(await found(page), { places: expected.total, pages: expected.pages });
  assert.equal(await announced(page).getAttribute("role"), "status");
  const links = await hits(page).locator("h2 a").evaluateAll((list) => list.map((link) => link.pathname));
  const order = expected.documents.map(({ url }) => `/tilsyn/${url.split("#")[0]}`);
  assert.deepEqual(links.slice(0, 3), [...new Set(order)].slice(0, 3));
  assert.equal(new Set(links).size, links.length, "a page stands once");

  const own = hits(page).filter({ has: page.getByRole("heading", { name: "Indikator 5.c", exact: true }) });
  const traits = await own.locator(".traits").textContent();
  assert.match(traits, /^Indikator · Kvalitetsmodellen › .*Tema: Sundhed og trivsel › Kriterium 5/);
  assert.match(await own.locator(".badge").textContent(), /2021/);
  const question = own.locator(".places > li").filter({ has: page.getByRole("link", { name: "Spørgsmål 5.c.7" }) });
  const marks = (await question.locator(".excerpt mark").allTextContents()).map((word) => word.toLowerCase());
  assert.ok(marks.includes("naloxon") && marks.includes("borgere"), String(marks));
  assert.deepEqual(seen.complaints, []);
});

test("the rest of a page's places and of the pages come when asked for, and take the focus", async () => {
  const { page } = await searched("behandling");
  const { pages } = await found(page);
  assert.ok(pages > 20);
  assert.equal(await hits(page).count(), 10);
  const rest = page.getByRole("button", { name: /mere på siden$/ }).first();
  const group = hits(page).nth(await rest.evaluate((button) => [...document.querySelectorAll("[data-hits] > li")].indexOf(button.parentNode)));
  const many = await group.locator(".places > li").count();
  await rest.click();
  await page.waitForFunction(() => document.activeElement.closest(".places"));
  assert.ok((await group.locator(".places > li").count()) > many);
  const more = page.getByRole("button", { name: "Vis flere", exact: true });
  await more.click();
  await hits(page).nth(19).waitFor();
  await page.waitForFunction(() => document.activeElement === document.querySelectorAll("[data-hits] > li")[10].querySelector("a"));
});

test("facets count, combine, stand in the address and survive a reload", async () => {
  const query = "behandling";
  const { page } = await searched(query);
  const all = await found(page);
  const { facets } = await ask(page, query);
  const counts = (facet) =>
    page.getByRole("group", { name: FACETS[facet] }).locator("label:visible .meta").allTextContents();
  for (const facet of Object.keys(FACETS)) {
    const expected = Object.values(facets[facet] ?? {}).map(String);
    assert.deepEqual((await counts(facet)).sort(), expected.sort(), facet);
  }

  await box(page, "kind", "Spørgsmål").check();
  await page.waitForFunction((all) => !document.querySelector("[data-count]").textContent.includes(` ${all} `), all.places);
  assert.equal((await found(page)).places, facets.kind.question);
  assert.equal(new URL(page.url()).searchParams.get("slags"), "question");
  assert.ok(await box(page, "kind", "Spørgsmål").evaluate((element) => document.activeElement === element), "the focus stays");
  // The other kinds still count what they would add.
  assert.match(await box(page, "kind", "Begreb").locator("..").textContent(), new RegExp(`${facets.kind.term}$`));

  await box(page, "kind", "Begreb").check();
  const both = `Fandt ${facets.kind.question + facets.kind.term} steder`;
  await page.waitForFunction((both) => document.querySelector("[data-count]").textContent.startsWith(both), both);
  await page.reload();
  await page.waitForFunction((both) => document.querySelector("[data-count]").textContent.startsWith(both), both);
  assert.ok(await box(page, "kind", "Spørgsmål").isChecked());

  await box(page, "kind", "Begreb").uncheck();
  const theme = page.getByRole("group", { name: FACETS.theme }).getByRole("checkbox").first();
  await theme.focus();
  await page.keyboard.press("Space");
  const filters = { kind: ["question"], theme: [await theme.getAttribute("value")] };
  const { total } = await ask(page, query, { filters });
  assert.ok(total > 0 && total < facets.kind.question);
  await page.waitForFunction((total) => document.querySelector("[data-count]").textContent.startsWith(`Fandt ${total} `), total);
});

test("an address with choices that do not exist finds nothing and says how to go on", async () => {
  const { page } = await searched("behandling", { more: { slags: "ukendt" } });
  assert.match(await announced(page).textContent(), /^Fandt intet for »behandling«\. Fjern et valg/);
  await box(page, "kind", "ukendt").uncheck();
  await hits(page).first().waitFor();
});

test("a deep link leads to the place, with the words marked until they are not wanted", async () => {
  const { page, seen } = await searched("naloxon borgere");
  await hits(page).getByRole("link", { name: "Spørgsmål 5.c.7" }).click();
  await page.waitForURL(`${root}${indicator}?q=naloxon+borgere#spoergsmaal-7`);
  const remove = page.getByRole("button", { name: "Fjern markering" });
  await remove.waitFor();
  const marked = () => page.evaluate(() => [...(CSS.highlights.get("found") ?? [])].map((range) => range.toString().toLowerCase()));
  const words = await marked();
  assert.ok(words.includes("naloxon") && words.includes("borgere"), String(words));
  const inView = await page.locator("#spoergsmaal-7").evaluate((element) => {
    const { top } = element.getBoundingClientRect();
    return top >= 0 && top < innerHeight;
  });
  assert.ok(inView);
  assert.equal(await field(page).inputValue(), "naloxon borgere");
  await remove.click();
  assert.deepEqual(await marked(), []);
  assert.equal(await remove.count(), 0);
  assert.equal(page.url(), `${root}${indicator}#spoergsmaal-7`);
  assert.deepEqual(seen.complaints, []);
});

test("a browser without the Highlight API gets mark elements, and its text back", async () => {
  const page = await open();
  await page.addInitScript(() => delete window.Highlight);
  await page.goto(root + indicator);
  const text = await page.locator("main").innerText();
  await page.goto(`${root}${indicator}?q=naloxon`);
  await page.locator("main mark").first().waitFor();
  assert.ok((await page.locator("main mark").allTextContents()).every((word) => /naloxon/i.test(word)));
  await page.getByRole("button", { name: "Fjern markering" }).click();
  assert.equal(await page.locator("main mark").count(), 0);
  assert.equal(await page.locator("main").innerText(), text);
});

for (const [place, address] of [["over http", root], ["from a folder", fileAddress("")]]) {
  test(`numbers and ids go straight to their page, ${place}`, async (t) => {
    const page = await open();
    for (const [query, expected] of [
      ["3.1.2", "retningslinjer/2020/3.1.2.html"],
      ["3.1.1 (2020)", "retningslinjer/2020/3.1.1.html"],
      ["5.c", indicator],
      ["Indikator 5C", indicator],
      ["5.c.7", `${indicator}#spoergsmaal-7`],
      ["indikator 5.c, spørgsmål 7 (2021)", `${indicator}#spoergsmaal-7`],
      ["5 c", indicator],
      ["NR 3.1.2", "retningslinjer/2020/3.1.2.html"],
      ["3-1-2", "retningslinjer/2020/3.1.2.html"],
      ["3,1,2", "retningslinjer/2020/3.1.2.html"],
      ["anvisning 3.1.2b", "retningslinjer/2020/3.1.2.html"],
      ["tema 4", /sundhed-og-trivsel\/index\.html$/],
      ["kriterium 10", /\/10\.html$/],
      ["101 stk 4", /serviceloven-101\.html#/],
      ["§ 101, 4", /serviceloven-101\.html#/],
      ["SEL § 101 stk. 4", /serviceloven-101\.html#/],
      ["§ 101 stk. 4", /serviceloven-101\.html#/],
    ]) {
      await t.test(query, async () => {
        await page.goto(`${address}index.html`);
        await field(page).fill(query);
        await page.keyboard.press("Enter");
        await page.waitForURL(typeof expected === "string" ? address + expected : expected);
      });
    }
    await t.test("and the list says where", async () => {
      await page.goto(`${address}index.html`);
      await field(page).pressSequentially("5.c");
      await options(page).filter({ hasText: /^Gå til Indikator 5\.c/ }).click();
      await page.waitForURL(address + indicator);
    });
  });

  test(`the search works, ${place}`, async () => {
    const { page, seen } = await watched();
    await page.goto(`${address}${samples.term}`);
    await field(page).fill("koordineret indsats");
    await page.keyboard.press("Enter");
    await page.waitForURL(`${address}soeg.html?q=koordineret+indsats`);
    await hits(page).first().waitFor();
    await hits(page).first().locator("h2 a").click();
    await page.getByRole("button", { name: "Fjern markering" }).waitFor();
    assert.match(page.url(), /\?q=koordineret\+indsats$/);
    assert.deepEqual(seen.requests.filter((url) => !url.startsWith(address)), []);
    assert.deepEqual(seen.complaints, []);
  });

  test(`the address follows what is typed, and back leads to it, ${place}`, async () => {
    const page = await open();
    await page.goto(`${address}index.html`);
    await page.goto(`${address}soeg.html`);
    const before = await page.evaluate(() => history.length);
    await field(page).pressSequentially("tandpleje", { delay: 20 });
    await page.waitForURL(`${address}soeg.html?q=tandpleje`);
    await hits(page).first().waitFor();
    await field(page).fill("naloxon");
    await page.waitForURL(`${address}soeg.html?q=naloxon`);
    assert.equal(await page.evaluate(() => history.length), before, "typing adds nothing to the history");
    // The address is there before the hits.
    await hits(page).locator("h2", { hasText: "Naloxon" }).first().waitFor();
    const names = await hits(page).locator("h2").allTextContents();
    await page.keyboard.press("Escape");
    await hits(page).first().locator("h2 a").click();
    await page.waitForURL(/naloxon[^/]*\?q=naloxon|\?q=naloxon/);
    await page.goBack();
    await page.waitForURL(`${address}soeg.html?q=naloxon`);
    await hits(page).first().waitFor();
    assert.equal(await field(page).inputValue(), "naloxon");
    assert.deepEqual(await hits(page).locator("h2").allTextContents(), names);
    await page.goBack();
    await page.waitForURL(`${address}index.html`);
  });
}

test("a number that means something else in an older edition shows both on top, with their badges", async () => {
  const page = await open();
  await page.goto(`${root}index.html`);
  await field(page).pressSequentially("3.1.1");
  await options(page).nth(1).waitFor();
  assert.match((await options(page).allTextContents()).join("|"), /2020.*\|.*2016/);
  await page.keyboard.press("Enter");
  await page.waitForURL(/soeg\.html\?q=3\.1\.1$/);
  await hits(page).first().waitFor();
  const badges = await hits(page).locator(".traits .badge").allTextContents();
  assert.match(badges[0], /2020/);
  assert.match(badges[1], /2016/);
  assert.deepEqual((await hits(page).locator("h2").allTextContents()).slice(0, 2), ["Anvisning 3.1.1", "Anvisning 3.1.1 (2016)"]);
});

for (const [query, label, nearest] of [
  ["anvisning 9.9.9", "anvisning 9.9.9", /^Anvisning /],
  ["3.1.2 (2019)", "anvisning 3.1.2 (2019)", /^Anvisning 3\.1\.2/],
  ["§ 101 stk. 99", "§ 101, stk. 99", /101/],
]) {
  test(`a number that does not exist says so, with the nearest that do: ${query}`, async () => {
    const { page } = await searched(query);
    const notice = page.locator("[data-unknown]");
    await notice.waitFor();
    assert.ok((await notice.innerText()).startsWith(`»${label}« findes ikke her. De nærmeste: `));
    const first = notice.getByRole("link").first();
    assert.match(await first.innerText(), nearest);
    await first.click();
    await page.waitForURL(/retningslinjer|lovgivning/);
  });
}

test("what stands in for a word is said", async () => {
  const { page } = await searched("behandlignsplan");
  const also = page.locator("[data-also]");
  assert.match(await also.textContent(), /^Viser også .*behandlingsplan/i);
  await field(page).fill("2.3.12");
  await page.waitForURL(/q=2\.3\.12/);
  await page.waitForFunction(() => document.querySelector("[data-also]").hidden);
});

test("nothing found is said, with help", async () => {
  const { page } = await searched("xyzzyqwt");
  assert.equal(await announced(page).textContent(), "Fandt intet for »xyzzyqwt«.");
  assert.equal(await hits(page).count(), 0);
  const help = page.locator("[data-help]");
  assert.ok(await help.isVisible());
  await help.getByRole("link", { name: "A til Å" }).click();
  await page.waitForURL(`${root}a-til-z.html`);
});

test("a query is text, whatever it is", async (t) => {
  const { page, seen } = await watched();
  await page.goto(`${root}soeg.html`);
  for (const query of [
    "<img src=x onerror=\"document.title='caught'\">",
    "\"behandling", "(.*)+$ [a-z]{3,}", "constructor __proto__ hasOwnProperty", "$& $1 %00 %ZZ", "   ", "?!…", "og i på",
    "שלום בעולם", "🙂🙃 behandling", "\ud800 behandling", "behandling ".repeat(910),
  ]) {
    await t.test(query.slice(0, 40), async () => {
      await field(page).fill(query);
      await page.keyboard.press("Enter");
      await page.waitForFunction((wanted) => (new URLSearchParams(location.search).get("q") ?? "").startsWith(wanted), query.trim().slice(0, 5).replace("\ud800", "\ufffd"));
      await page.waitForTimeout(100);
      assert.equal(await page.locator("main img").count(), 0);
      assert.notEqual(await page.title(), "caught");
      assert.ok(await page.locator("[data-problem]:visible").count() === 0);
    });
  }
  assert.deepEqual(seen.complaints, []);
});

test("with a file missing the search shows what it has and says so", async (t) => {
  const problem = (page) => page.getByRole("alert").filter({ visible: true });
  const ignoring = async (folder) => {
    const page = await open();
    await page.goto(`${await serve("/", folder)}soeg.html?q=naloxon+borgere`);
    await problem(page).waitFor();
    return page;
  };
  await t.test("texts of hits", async () => {
    const { page: whole } = await searched("naloxon borgere");
    const { documents } = await ask(whole, "naloxon borgere");
    const folder = copy((folder) => {
      const name = files(join(folder, "search/f")).find((path) => readFileSync(join(folder, "search/f", path), "utf8").includes(`"${documents[0].url}"`));
      rmSync(join(folder, "search/f", name));
    });
    const page = await ignoring(folder);
    assert.match(await problem(page).textContent(), /kunne ikke hente alt/);
    assert.ok((await hits(page).count()) >= 8);
    assert.match(await announced(page).textContent(), /^Fandt/);
  });
  await t.test("a text that was cut short", async () => {
    const folder = copy((folder) => {
      for (const path of files(join(folder, "search/f"))) {
        const file = join(folder, "search/f", path);
        const text = readFileSync(file, "utf8");
        if (text.includes("naloxon")) writeFileSync(file, text.slice(0, text.length / 2));
      }
    });
    assert.match(await problem(await ignoring(folder)).textContent(), /kunne ikke hente alt/);
  });
  for (const [name, remove] of [
    ["the index", (folder) => rmSync(indexFile(folder))],
    ["the loader", (folder) => rmSync(join(folder, "search/loader.js"))],
    ["the index, cut short", (folder) => writeFileSync(indexFile(folder), readFileSync(indexFile(folder), "utf8").slice(0, 5000))],
  ]) {
    await t.test(name, async () => {
      const page = await ignoring(copy(remove));
      assert.match(await problem(page).textContent(), /kunne ikke hente sit indeks/);
      assert.equal(await hits(page).count(), 0);
      assert.equal(await problem(page).getByRole("link", { name: "A til Å" }).getAttribute("href"), "a-til-z.html");
    });
  }
  await t.test("an index of another version", async () => {
    const folder = copy((folder) => {
      const file = join(folder, "search/loader.js");
      writeFileSync(file, readFileSync(file, "utf8").replace(/"version":\s*\d+/, '"version":999'));
    });
    assert.match(await problem(await ignoring(folder)).textContent(), /ikke fra samme udgave/);
  });
});

test("nothing is kept", async () => {
  const { page } = await searched("naloxon");
  await field(page).fill("behandling");
  await page.waitForURL(/q=behandling/);
  const kept = await page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    cookies: document.cookie,
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
  }));
  assert.deepEqual(kept, { local: [], session: [], cookies: "", databases: [], caches: [] });
});

test("at 320 px everything fits and can be touched", async () => {
  const fits = (page) => page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth);
  const { page } = await searched("behandling", PHONE);
  assert.ok(await fits(page));
  assert.equal(await box(page, "kind", "Begreb").isVisible(), false, "the choices are folded away");
  await page.getByText("Vælg, hvad du vil se").tap();
  await box(page, "kind", "Begreb").tap();
  await page.waitForURL(/slags=term/);
  assert.ok(await fits(page));
  const small = await page.locator("main input, main button, main .facets label, main [role=option]").evaluateAll((list) =>
    list.filter((element) => element.type !== "checkbox" && element.checkVisibility())
      .map((element) => [element.outerHTML.slice(0, 80), element.getBoundingClientRect().height])
      .filter(([, height]) => height < 44));
  assert.deepEqual(small, []);
  await page.goto(`${root}index.html`);
  await field(page).fill("beh");
  await options(page).first().waitFor();
  assert.ok(await fits(page));
});

test("without JavaScript the form leads to the search page, and that to a list of everything", async (t) => {
  for (const [place, address] of [["over http", root], ["from a folder", fileAddress("")]]) {
    await t.test(place, async () => {
      const page = await open({ javaScriptEnabled: false });
      await page.goto(address + indicator);
      await page.getByRole("textbox", { name: /^Søg/ }).fill("naloxon");
      await page.keyboard.press("Enter");
      await page.waitForURL(`${address}soeg.html?q=naloxon`);
      await page.locator("noscript").locator("a", { hasText: "A til Å" }).click();
      await page.waitForURL(`${address}a-til-z.html`);
      await page.locator("main").getByRole("link", { name: "Naloxon", exact: true }).click();
      await page.waitForURL(address + samples.term);
    });
  }
});

test("the list from A to Å is in Danish order and its letters lead to their places", async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.goto(`${root}a-til-z.html`);
  const letters = await page.locator("main section > h2").allTextContents();
  const order = [..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ"];
  const words = letters.filter((letter) => /^\p{L}$/u.test(letter));
  assert.ok(words.length > 10);
  assert.deepEqual(words, order.filter((letter) => words.includes(letter)));
  assert.deepEqual(await page.getByRole("navigation", { name: "Bogstaver" }).getByRole("link").allTextContents(), letters);
  const compare = new Intl.Collator("da").compare;
  for (const section of await page.locator("main section").all()) {
    const titles = await section.locator("li > a").allTextContents();
    // Numbers stand by their value.
    const first = titles.map((title) => /^\d+/.exec(title)?.[0] ?? title[0].replace("É", "E"));
    const inOrder = (a, b) => (/^\d/.test(a) && /^\d/.test(b) ? a - b : compare(a, b));
    assert.deepEqual(first, [...first].sort(inOrder));
  }
  const listed = new Set(await page.locator("main .cards a").evaluateAll((list) => list.map((link) => link.pathname)));
  for (const kind of ["theme", "criterion", "indicator", "guideline", "recommendation", "term", "source", "page"]) {
    assert.ok(listed.has(`/tilsyn/${samples[kind]}`), `${kind} is missing`);
  }
});

test("on paper there is no field and no button", async () => {
  const page = await open();
  await page.goto(`${root}${indicator}?q=naloxon`);
  await page.getByRole("button", { name: "Fjern markering" }).waitFor();
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".marking").isVisible(), false);
  assert.equal(await page.locator("form.search").first().isVisible(), false);
});

const MODES = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  "at 320 px": { viewport: { width: 320, height: 640 } },
  "in forced colours": { forcedColors: "active" },
};

for (const [mode, options] of Object.entries(MODES)) {
  test(`axe finds nothing wrong with what the script makes, ${mode}`, async () => {
    const { page } = await searched("behandlignsplan borgere", options);
    await page.locator("[data-facets]").evaluate((element) => (element.open = true));
    assert.deepEqual(await violations(page), [], "results");
    await field(page).focus();
    await field(page).pressSequentially(" beh");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    assert.deepEqual(await violations(page), [], "suggestions");
    await page.goto(`${root}${indicator}?q=naloxon`);
    await page.getByRole("button", { name: "Fjern markering" }).waitFor();
    assert.deepEqual(await violations(page), [], "marks");
    await page.goto(`${root}soeg.html?q=xyzzyqwt`);
    await page.waitForFunction(() => /^Fandt intet/.test(document.querySelector("[data-count]").textContent));
    assert.deepEqual(await violations(page), [], "nothing found");
  });
}
