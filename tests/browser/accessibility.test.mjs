// All screens, filled, as people set up their browsers: colours, contrast, movement, spacing, size, keyboard. One walk looks at each
// screen in every way; the tests tell what it saw.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SCREENS, filledPack, goTo, openOnline, packOf } from "./pack.mjs";
import { filledScreens } from "./screens.mjs";
import { see, watch } from "./seen.mjs";
import { files, portal, read, samples, serve } from "./site.mjs";
import { violations } from "./violations.mjs";

const WIDE = { width: 1280, height: 900 };
/** 1280 × 1024 px at 400 %. */
const ZOOMED = { width: 320, height: 256 };
const PHONE = { width: 390, height: 700 };

/** The lengths that WCAG 1.4.12 names. */
const SPACED =
  "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }";
const DOUBLE = "html { font-size: 200% !important }";

const AA = { text: 4.5, large: 3 };
/** What WCAG calls enhanced. */
const AAA = { text: 7, large: 4.5 };

const CALM = { colorScheme: "light", contrast: "no-preference", reducedMotion: "no-preference", forcedColors: "none" };

const found = async (page, ...checks) => {
  const lines = [];
  for (const [check, given] of checks) lines.push(...(await see(page, check, given)));
  return lines;
};

const hasContrast = (text, edges) => (page) => found(page, ["paleText", text], ["paleEdges", edges]);

const LEGIBLE = [["overlapping"], ["clipped"]];

const legibleWith = (css) => async (page) => {
  await see(page, "styled", css);
  const lines = await found(page, ...LEGIBLE, ["sideways"]);
  await see(page, "styled", "");
  return lines;
};

/** A ring shows where the focus is when somebody uses keys. */
const showsFocus = async (page) => {
  await page.keyboard.press("Tab");
  return see(page, "lostFocus");
};

const leavesRoom = async (page) => {
  const taken = await see(page, "takenByBars");
  return taken > 0.5 ? [`${Math.round(100 * taken)} % of the window`] : [];
};

/** What axe finds on the screens that axe.test.mjs does not look at. */
const axeFinds = async (page, screen) => {
  if (screen in samples) return [];
  // What is out of sight has a size that is only guessed, and axe would see things overlap.
  await see(page, "styled", "* { content-visibility: visible !important }");
  const lines = await violations(page);
  await see(page, "styled", "");
  return lines;
};

const DARK = { colorScheme: "dark" };
const FORCED = { forcedColors: "active" };

/** What is looked at: how the browser is set up, and what must find nothing then. */
const LOOKS = {
  "light: text and edges have contrast": [{}, WIDE, hasContrast(AA, 3)],
  "dark: text and edges have contrast": [DARK, WIDE, hasContrast(AA, 3)],
  "more contrast: text and edges have enhanced contrast": [{ contrast: "more" }, WIDE, hasContrast(AAA, 4.5)],
  "more contrast, dark: text and edges have enhanced contrast": [{ ...DARK, contrast: "more" }, WIDE, hasContrast(AAA, 4.5)],
  "less movement: nothing moves": [{ reducedMotion: "reduce" }, WIDE, (page) => found(page, ["moving"])],
  "forced colours: they are used for everything, and what is chosen is marked by more than colour": [
    FORCED,
    WIDE,
    (page) => found(page, ["overridden"], ["unmarked"], ["paleText", AA], ["paleEdges", 3]),
  ],
  "forced colours: the focus can be seen": [FORCED, WIDE, showsFocus],
  "text spacing: nothing is cut off or lies over something else": [{}, WIDE, legibleWith(SPACED)],
  "text spacing on a phone: nothing is cut off or lies over something else": [{}, PHONE, legibleWith(SPACED)],
  "text of twice the size: nothing is cut off or lies over something else": [{}, WIDE, legibleWith(DOUBLE)],
  "400 %: nothing has to be moved sideways, and nothing is cut off": [
    {},
    ZOOMED,
    (page) => found(page, ["sideways"], ...LEGIBLE),
  ],
  "400 %: what stays in view leaves room for the rest": [{}, ZOOMED, leavesRoom],
  "the focus can be seen, and nothing lies over it": [{}, WIDE, showsFocus],
  "dark: the focus can be seen": [DARK, WIDE, showsFocus],
  "the focus can be seen, and nothing lies over it, on a phone": [{}, PHONE, showsFocus],
  "Tab goes through a screen in the order in which it is read": [{}, WIDE, (page) => found(page, ["disordered"])],
  "axe finds nothing wrong with the messages and menus of the screens": [{}, WIDE, axeFinds],
};

const root = await serve("/tilsyn/guide/");

/** For each check a page on which it has to find something, and one on which nothing is to be found. */
const EXAMPLES = {
  paleText: [
    AA,
    "<p style='color: #888'>grey</p>",
    "<p style='color: #666'>grey</p><p style='font-size: 30px; color: #888'>large</p>",
  ],
  paleEdges: [
    3,
    "<button style='border: 1px solid #ccc; background: #fff'>x</button>",
    "<button style='border: 1px solid #888; background: #fff'>x</button>",
  ],
  moving: [null, "<p style='transition: color 1s'>x</p>", "<p>x</p>"],
  overridden: [null, "<p style='forced-color-adjust: none'>x</p>", "<p>x</p>"],
  unmarked: [
    null,
    "<nav><a href=a aria-current=page style='background: red'>a</a><a href=b>b</a></nav>",
    "<nav><a href=a aria-current=page style='border: 1px solid'>a</a><a href=b>b</a></nav>",
  ],
  overlapping: [null, "<p style='height: 2px'>one<p style='margin-top: -20px'>other", "<p>one<p>other"],
  clipped: [
    null,
    "<p style='height: 8px; overflow: hidden'>cut off</p>",
    "<p style='height: 8px; overflow: auto'>not cut off</p>",
  ],
  sideways: [
    null,
    "<p style='width: 3000px'>wide</p>",
    "<div style='overflow: auto'><table><tr><td style='min-width: 3000px'>wide</table></div>",
  ],
  lostFocus: [
    null,
    "<a href=a>below</a><div style='position: fixed; inset: 0; background: #fff'>above</div>",
    "<a href=a>free</a>",
  ],
  disordered: [
    null,
    "<p style='display: flex; flex-direction: row-reverse'><a href=a>first</a><a href=b>second</a></p>",
    "<p style='display: flex'><a href=a>first</a><a href=b>second</a></p>",
  ],
};

test("every check sees what it is there for, and nothing else", async () => {
  const page = await openOnline({ viewport: WIDE });
  await watch(page);
  const open = (html) =>
    page.goto(
      `data:text/html,${encodeURIComponent(`<!doctype html><title>x</title><style>:focus { outline: 2px solid }</style>${html}`)}`,
    );
  for (const [check, [given, bad, good]] of Object.entries(EXAMPLES)) {
    await open(bad);
    assert.notDeepEqual(await see(page, check, given), [], check);
    await open(good);
    assert.deepEqual(await see(page, check, given), [], check);
  }
  await open("<a href=a>no ring</a><style>:focus { outline: none !important }</style>");
  assert.match(String(await see(page, "lostFocus")), /^no ring: /);
  await open("<p style='position: fixed; top: 0; height: 90vh'>bar</p><p style='height: 3000px'>page</p>");
  assert.ok((await see(page, "takenByBars")) > 0.8);
});

/** What was seen, by look; and the titles of the screens. */
async function walk() {
  const page = await openOnline({ viewport: WIDE });
  await watch(page);
  const seen = Object.fromEntries(Object.keys(LOOKS).map((look) => [look, []]));
  const titles = {};
  for await (const screen of filledScreens(page, root)) {
    titles[screen] = await page.title();
    for (const [look, [media, viewport, check]] of Object.entries(LOOKS)) {
      await page.emulateMedia({ ...CALM, ...media });
      await page.setViewportSize(viewport);
      seen[look].push(...(await check(page, screen)).map((fault) => `${screen}: ${fault}`));
    }
    await page.emulateMedia(CALM);
    await page.setViewportSize(WIDE);
  }
  return { seen, titles };
}

const walked = walk();
// The tests below tell of it.
walked.catch(() => {});

for (const look of Object.keys(LOOKS)) test(look, async () => assert.deepEqual((await walked).seen[look], []));

test("titles tell the screens of a pack apart", async () => {
  const { titles } = await walked;
  assert.deepEqual(
    SCREENS.filter((screen) => !titles[screen].startsWith(`${screen}: `)),
    [],
  );
});

test("Tab goes through a screen and out again", async () => {
  const page = await openOnline({ viewport: WIDE });
  await filledPack(page, root);
  for (const go of [
    () => goTo(page, "Efter kilde"),
    () => goTo(page, "Aflever"),
    () => page.goto(`${root}soeg.html?q=naloxon`),
  ]) {
    await go();
    const count = await page.evaluate(() => {
      document.activeElement.blur();
      window.stopped = new Set();
      addEventListener("focusin", ({ target }) => window.stopped.add(target));
      return document.querySelectorAll("a, button, input, select, textarea, summary, [tabindex]").length;
    });
    let presses = 0;
    do {
      await page.keyboard.press("Tab");
      presses += 1;
    } while (presses < count + 5 && (await page.evaluate(() => document.activeElement !== document.body)));
    assert.ok(presses < count + 5, "Tab never leaves the screen");
    const stopped = await page.evaluate(() => window.stopped.size);
    assert.ok(stopped > 15, `only ${stopped} stops`);
  }
});

test("a passphrase can be pasted", async () => {
  const page = await openOnline();
  await packOf(page, root, samples.indicator, { passphrase: "et langt ordsprog" });
  await page.reload();
  const search = page.getByRole("combobox");
  await search.fill("et langt ordsprog");
  await search.press("Control+a");
  await search.press("Control+c");
  const field = page.getByLabel("Adgangssætning", { exact: true });
  await field.press("Control+v");
  assert.equal(await field.inputValue(), "et langt ordsprog");
});

test("the key for the help stays off on other screens", async () => {
  const page = await openOnline();
  await filledPack(page, root);
  await page.getByText("Tastatur (?)").click();
  await page.getByLabel("Tasten ? åbner hjælpen").uncheck();
  await goTo(page, "Efter kilde");
  const help = page.getByText("Tastatur (?)").locator("..");
  await page.keyboard.press("?");
  assert.equal(await help.getAttribute("open"), null);
  await page.getByText("Tastatur (?)").click();
  await page.getByLabel("Tasten ? åbner hjælpen").check();
  await page.getByText("Tastatur (?)").click();
  await page.keyboard.press("?");
  assert.notEqual(await help.getAttribute("open"), null);
});

test("no script wants a gesture, a drag, a held button or a moved device", () => {
  const wanted = files(portal(), ".js")
    .filter((path) => path.startsWith("assets/js/"))
    .flatMap((path) =>
      [
        ...read(path).matchAll(
          /["'`](drag\w*|drop|pointer(?:move|up)|mouse(?:up|move|over|enter|out|leave)|touch(?:start|end)|gesture\w*|device\w+|orientation\w*)["'`]/g,
        ),
      ].map(([, event]) => `${path}: ${event}`),
    );
  assert.deepEqual(wanted, []);
});
