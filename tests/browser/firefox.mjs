// Firefox as Debian has it, with Playwright's interface: over WebDriver BiDi, which both speak, so no program is between them.
//
// Playwright calls this channel "moz-firefox" and does not document it. It follows the newest Firefox: of what the version
// here does not know yet, one command is sent for every window. It is answered in its place.

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

/** Answers the unknown command for every window of this process. */
function answerUnknown(browser) {
  const session = Object.getPrototypeOf(browser._connection.toImpl(browser)._browserSession);
  const { send } = session;
  session.send = function (command, ...more) {
    return command === UNKNOWN ? Promise.resolve({}) : send.call(this, command, ...more);
  };
}

export async function launchFirefox() {
  const browser = await firefox.launch(LAUNCH);
  answerUnknown(browser);
  return browser;
}

export const openFirefoxProfile = (folder, options) => firefox.launchPersistentContext(folder, { ...LAUNCH, ...options });
