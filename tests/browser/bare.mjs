// Browsers as a user starts them, on a profile that stays, and killed with everything that belongs to them. No driver is
// between them and the site: what it would switch off (session restore, storage that lasts) is what is tried here. For Linux.

import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { display, executable } from "./programs.mjs";

/** In the environment of everything that a started browser starts. */
const MARK = "VEJVISER_BARE";

/** Nothing asks, nothing is fetched from elsewhere, and a browser that was killed comes back with the page it is given. */
const PREFERENCES = {
  "app.normandy.enabled": false,
  "app.update.enabled": false,
  "browser.aboutwelcome.enabled": false,
  "browser.sessionstore.resume_from_crash": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "datareporting.healthreport.uploadEnabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "http://127.0.0.1:9/",
  "toolkit.startup.max_resumed_crashes": -1,
};

const preferences = () =>
  Object.entries(PREFERENCES).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join("");

/** How each is started on a profile: its options, and what is added to the environment. */
const WAYS = {
  chromium: (profile) => ({
    options: [
      "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--password-store=basic", `--user-data-dir=${profile}`,
    ],
  }),
  firefox(profile) {
    writeFileSync(join(profile, "user.js"), preferences());
    return { options: ["--headless", "--no-remote", "--profile", profile], environment: { MOZ_CRASHREPORTER_DISABLE: "1" } };
  },
  async webkit(profile) {
    const places = Object.fromEntries(["DATA", "CACHE", "CONFIG"].map((name) => [`XDG_${name}_HOME`, join(profile, name.toLowerCase())]));
    return { options: [], environment: { ...places, DISPLAY: await display(), GDK_BACKEND: "x11" } };
  },
};

/** The environment a process was started with; "" where it is gone or not ours. */
function environmentOf(id) {
  try {
    return readFileSync(`/proc/${id}/environ`, "latin1");
  } catch {
    return "";
  }
}

/** What a process of that number says of itself in `/proc`: its parent, and whether it has ended. */
function statusOf(id) {
  try {
    const [, state, parent] = readFileSync(`/proc/${id}/stat`, "latin1").replace(/^.*\) /s, "x ").split(" ");
    return { parent: Number(parent), isAlive: !"ZX".includes(state) };
  } catch {
    return { parent: 0, isAlive: false };
  }
}

const processes = () => readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number);

/** A process and all that came of it, also what has another parent by now. */
function familyOf(first, mark) {
  const all = processes().map((id) => ({ id, ...statusOf(id) })).filter(({ isAlive }) => isAlive);
  const family = new Set([first, ...all.filter(({ id }) => environmentOf(id).split("\0").includes(`${MARK}=${mark}`)).map(({ id }) => id)]);
  for (let before = 0; before < family.size; ) {
    before = family.size;
    for (const { id, parent } of all) if (family.has(parent)) family.add(id);
  }
  return [...family];
}

function send(signal, ids) {
  for (const id of ids) {
    try {
      process.kill(id, signal);
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  }
}

let count = 0;

/**
 * Starts a browser. `kill` ends it at once with everything, `close` as a user does. Finding its processes takes 20 ms:
 * whoever wants to kill it at a certain moment calls `remember` before.
 */
export async function startBare(name, profile, address) {
  mkdirSync(profile, { recursive: true });
  const { options, environment } = await WAYS[name](profile);
  const mark = `${process.pid}-${(count += 1)}`;
  const started = spawn(executable(name), [...options, address], {
    stdio: "ignore",
    env: { ...process.env, ...environment, [MARK]: mark },
  });
  const ended = new Promise((resolve) => started.once("exit", resolve));
  const family = () => familyOf(started.pid, mark).filter((id) => statusOf(id).isAlive);
  const endWithThis = () => send("SIGKILL", family());
  process.once("exit", endWithThis);
  ended.then(() => process.off("exit", endWithThis));
  let known = [];
  const kill = async () => {
    // What is started meanwhile is killed too. A process that was killed is there until the system has taken it away.
    for (let ids = known.length ? known : family(); ids.length; ids = family()) {
      send("SIGKILL", ids);
      await new Promise(setImmediate);
    }
    await ended;
  };
  const close = async () => {
    send("SIGTERM", [started.pid]);
    await ended;
    while (family().length) await new Promise(setImmediate);
  };
  return { remember: () => (known = family()), kill, close, ended };
}
