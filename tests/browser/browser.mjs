// One browser for all tests of a file, closed after them: Chromium, or another with VEJVISER_BROWSER. Not every test can be run in
// Firefox: some ask Chromium itself, or look for what only it can do. In WebKit only those of journeys.mjs can.

import assert from "node:assert/strict";
import { after } from "node:test";
import { chromium } from "playwright-core";
import { launchFirefox, openFirefoxProfile } from "./firefox.mjs";
import { executable } from "./programs.mjs";
import { HOST } from "./site.mjs";
import { openWebKit } from "./webkit.mjs";

/**
 * What Chromium can do and does not here. It reads the last such list only, so those that Playwright leaves out come first.
 * The address bar's menus of suggestions are pages with processes of their own, made anew for every window: no test looks at
 * them, and they took three quarters of the time of opening one.
 */
const LEFT_OUT = [
  ...["AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable"],
  ...["LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect"],
  ...["OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"],
  ...["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"],
];

const LAUNCH = {
  executablePath: executable("chromium"),
  // Chromium refuses its own sandbox to root; what it opens here is our own site only.
  chromiumSandbox: false,
  args: [
    `--host-resolver-rules=MAP ${HOST} 127.0.0.1`,
    `--disable-features=${LEFT_OUT}`,
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
  ],
};

const name = process.env.VEJVISER_BROWSER ?? "chromium";
const isFirefox = name === "firefox";
const isWebKit = name === "webkit";

export const browser = await { chromium: () => chromium.launch(LAUNCH), firefox: launchFirefox, webkit: () => null }[name]();

const windows = name === "chromium" ? await browser.newBrowserCDPSession() : null;

after(() => browser?.close());

/** A page in a context of its own: no cookie or storage is shared with another. */
export async function open(options = {}) {
  if (isWebKit) return openWebKit();
  const context = await browser.newContext({ locale: "da-DK", ...options });
  context.setDefaultTimeout(15_000);
  return context.newPage();
}

/**
 * Another page of the same context, in a window of its own. As a tab it would hide the first, and Chromium draws a hidden page
 * once a second: a click there, which waits until the page has been drawn twice, would take two.
 */
export async function openBeside(page) {
  const context = page.context();
  if (!windows) return context.newPage();
  const session = await context.newCDPSession(page);
  const { targetInfo: { browserContextId } } = await session.send("Target.getTargetInfo");
  await session.detach();
  const opened = context.waitForEvent("page");
  await windows.send("Target.createTarget", { url: "about:blank", browserContextId, newWindow: true });
  return opened;
}

/** A browser of its own that keeps everything in a folder, so that it can be closed and started again. */
export const openProfile = (folder, options = {}) =>
  isFirefox
    ? openFirefoxProfile(folder, { locale: "da-DK", ...options })
    : chromium.launchPersistentContext(folder, { locale: "da-DK", ...LAUNCH, ...options });

/** Moves the focus to a link or a field with Tab alone, and sees at each stop that the focus can be seen. */
export async function tabTo(page, target) {
  const wanted = await target.elementHandle();
  for (let stops = 0; stops < 400; stops += 1) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate((element) => {
      const active = document.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(active);
      const box = active.getBoundingClientRect();
      return {
        there: active === element,
        left: active === document.body,
        name: active.outerHTML.slice(0, 200),
        outlined: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
        inView: box.width > 0 && box.bottom > 0 && box.top < window.innerHeight && box.right > 0,
      };
    }, wanted);
    assert.ok(!focus.left, "Tab has gone through the page without meeting it");
    assert.ok(focus.outlined && focus.inView, `focus cannot be seen on ${focus.name}`);
    if (focus.there) return;
  }
  assert.fail("400 times Tab did not lead to it");
}
