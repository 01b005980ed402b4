// The browsers of this machine: where their programs are, and a display for the one that cannot do without.

import { accessSync, constants, readdirSync } from "node:fs";
import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";

/** What each may be called. A variable of that name in capitals, such as CHROMIUM, goes before all of them. */
const NAMES = {
  chromium: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
  firefox: ["firefox-esr", "firefox"],
  webkit: ["MiniBrowser"],
  WebKitWebDriver: ["WebKitWebDriver"],
  Xvfb: ["Xvfb"],
};

/** Debian keeps MiniBrowser beside the library it shows, such as `/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/`. */
const besideLibraries = () =>
  readdirSync("/usr/lib", { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.includes("-linux-"))
    .map(({ name }) => `/usr/lib/${name}`)
    .flatMap((folder) => readdirSync(folder).filter((name) => name.startsWith("webkit2gtk-")).map((name) => join(folder, name)));

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function executable(name) {
  const places = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/snap/bin", ...(name === "webkit" ? besideLibraries() : [])];
  const variable = name.toUpperCase();
  const given = process.env[variable];
  const candidates = given ? [given] : NAMES[name].flatMap((one) => places.map((place) => join(place, one)));
  const found = candidates.find(isProgram);
  if (!found) throw new Error(`no ${name} found: install it or set ${variable} to its path`);
  return found;
}

let started;

/** The name of a display that nobody looks at, for DISPLAY. It is there as long as this process. */
export function display() {
  started ??= new Promise((resolve, reject) => {
    const server = spawn(executable("Xvfb"), ["-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`Xvfb ended with ${code}`)));
    server.stdio[3].once("data", (number) => {
      // From now on it does not keep this process waiting.
      server.unref();
      server.stdio[3].unref();
      resolve(`:${String(number).trim()}`);
    });
    process.once("exit", () => server.kill());
  });
  return started;
}
