// Firefox as Debian has it, with Playwright's interface: over WebDriver BiDi, which both speak, so no program is between them.
//
// Playwright calls this channel "moz-firefox" and does not document it. It follows the newest Firefox. What the version here does
// otherwise is made up for: it does not know a command that is sent for every window, and does not name downloads.

import { renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { firefox } from "playwright-core";
import { executable } from "./programs.mjs";
import { HOST } from "./site.mjs";

/** Sets the colour scheme, which the tests leave as it is. */
const UNKNOWN = "emulation.setMediaFeaturesOverride";

const LAUNCH = {
  channel: "moz-firefox",
  executablePath: executable("firefox"),
  firefoxUserPrefs: {
    "network.dns.localDomains": HOST,
    // What the driver's own settings leave on, and there is no network for.
    "app.normandy.enabled": false,
    "services.settings.server": "http://127.0.0.1:9/",
  },
};

/** What the downloads under way are to be called. */
const names = new Map();

/** A download is known by its address, which is a new one each time. Firefox gives a second file of a name another name. */
const DOWNLOADS = {
  "browsingContext.downloadWillBegin"(told) {
    told.download ??= told.url;
    names.set(told.url, told.suggestedFilename);
  },
  "browsingContext.downloadEnd"(told) {
    told.download ??= told.url;
    if (told.filepath) renameSync(told.filepath, join(dirname(told.filepath), names.get(told.url)));
  },
};

/** Makes up for what Firefox does otherwise, in all windows of this process. */
function makeUp(browser) {
  const session = Object.getPrototypeOf(browser._connection.toImpl(browser)._browserSession);
  const { send, emit } = session;
  session.send = function (command, ...more) {
    return command === UNKNOWN ? Promise.resolve({}) : send.call(this, command, ...more);
  };
  session.emit = function (event, ...more) {
    DOWNLOADS[event]?.(...more);
    return emit.call(this, event, ...more);
  };
}

export async function launchFirefox() {
  const browser = await firefox.launch(LAUNCH);
  makeUp(browser);
  return browser;
}

export const openFirefoxProfile = (folder, options) => firefox.launchPersistentContext(folder, { ...LAUNCH, ...options });
