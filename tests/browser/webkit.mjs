// WebKit as Debian has it, driven over WebDriver, with as much of Playwright's interface as the ways through the site need: pages,
// locators that wait for what they find, files that are saved and chosen. Each window has a browser of its own.
//
// Elements are found in the page, by `locate` of `fixtures/locate.js`; what is clicked is clicked by the driver.

import { mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { display, executable } from "./programs.mjs";
import { repository, temporaryFolder } from "./site.mjs";

const LOCATE = readFileSync(join(repository, "tests/browser/fixtures/locate.js"), "utf8");
const PATIENCE = 15_000;
/** The name of an element in the answers of a driver. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const KEYS = { Enter: "\uE007", Control: "\uE009", Tab: "\uE004" };

const isPattern = (value) => value instanceof RegExp;
const plain = (text) => (isPattern(text) ? { source: text.source, flags: text.flags } : text);

/** Waits until something holds; says what did not. */
async function eventually(what, look) {
  for (const end = Date.now() + PATIENCE; ; await pause(25)) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${PATIENCE / 1000} s: ${what}`);
  }
}

/** Something to be looked for in a page: steps from the whole page to it. */
class Locator {
  constructor(page, steps) {
    this.page = page;
    this.steps = steps;
  }

  with(step) {
    return new Locator(this.page, [...this.steps, step]);
  }

  locator(css, { hasText } = {}) {
    const found = this.with({ by: "css", css });
    return hasText === undefined ? found : found.filter({ hasText });
  }

  getByRole = (role, { name, exact = false, level } = {}) => this.with({ by: "role", role, name: plain(name), exact, level });
  getByLabel = (name, { exact = false } = {}) => this.with({ by: "label", name: plain(name), exact });
  getByText = (name, { exact = false } = {}) => this.with({ by: "text", name: plain(name), exact });
  filter = ({ hasText }) => this.with({ by: "filter", name: plain(hasText) });
  first = () => this.with({ by: "first" });

  #ask = (what, ...more) => this.page.run(`${LOCATE}\nreturn ask(...arguments)`, this.steps, what, ...more);

  /** The one element, when it is there and can be seen. */
  async #one(isSeen = true) {
    const found = await eventually(JSON.stringify(this.steps), async () => {
      const all = await this.#ask(isSeen ? "seen" : "all");
      if (all.length > 1) throw new Error(`${all.length} elements for ${JSON.stringify(this.steps)}`);
      return all[0];
    });
    return found;
  }

  waitFor = ({ state = "visible" } = {}) =>
    eventually(`${JSON.stringify(this.steps)} ${state}`, async () =>
      state === "detached" ? (await this.#ask("all")).length === 0 : (await this.#ask("seen")).length > 0,
    );
  count = async () => (await this.#ask("all")).length;
  #of = async (property) => this.page.run("return arguments[0][arguments[1]]", await this.#one(false), property);
  textContent = () => this.#of("textContent");
  innerText = () => this.#of("innerText");
  inputValue = () => this.#of("value");
  isChecked = () => this.#of("checked");

  async click() {
    const element = await this.#one();
    await this.page.run("arguments[0].scrollIntoView({ block: 'center' })", element);
    await this.page.call("POST", `/element/${element[ELEMENT]}/click`, {});
  }

  async check() {
    if (!(await this.isChecked())) await this.click();
  }

  /** Types over what is there, as a paste would. */
  async fill(text) {
    await this.page.run(
      "const [area, text] = arguments; area.focus(); area.select(); document.execCommand(text ? 'insertText' : 'delete', false, text)",
      await this.#one(), text,
    );
  }

  /** Presses keys together, such as Control+Enter. */
  async press(names) {
    await this.page.run("arguments[0].focus()", await this.#one());
    const keys = names.split("+").map((name) => KEYS[name]);
    const down = keys.map((value) => ({ type: "keyDown", value }));
    const up = keys.toReversed().map((value) => ({ type: "keyUp", value }));
    await this.page.call("POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions: [...down, ...up] }] });
  }

  async setInputFiles({ name, buffer }) {
    const path = join(this.page.folder, name);
    writeFileSync(path, buffer);
    await this.page.call("POST", `/element/${(await this.#one(false))[ELEMENT]}/value`, { text: path });
  }
}

const all = temporaryFolder();
const drivers = new Set();
process.once("exit", () => drivers.forEach((driver) => driver.kill()));

class Page {
  #driver;
  #session;
  folder = mkdtempSync(join(all, "window-"));
  #root = new Locator(this, []);

  async start() {
    const [config, downloads] = ["config", "downloads"].map((name) => join(this.folder, name));
    [config, downloads].forEach((folder) => mkdirSync(folder));
    writeFileSync(join(config, "user-dirs.dirs"), `XDG_DOWNLOAD_DIR="${downloads}"\n`);
    const env = { ...process.env, DISPLAY: await display(), GDK_BACKEND: "x11", XDG_CONFIG_HOME: config, LANG: "C.UTF-8", LANGUAGE: "da" };
    const port = await freePort();
    this.#driver = spawn(executable("WebKitWebDriver"), [`--port=${port}`], { env, stdio: "ignore" });
    drivers.add(this.#driver);
    this.address = `http://127.0.0.1:${port}`;
    const options = { binary: executable("webkit"), args: ["--automation"] };
    const alwaysMatch = { unhandledPromptBehavior: "accept", "webkitgtk:browserOptions": options };
    await eventually("the driver", () => fetch(`${this.address}/status`).then((answer) => answer.ok, () => false));
    const { sessionId } = await this.#send("POST", "/session", { capabilities: { alwaysMatch } });
    this.#session = `/session/${sessionId}`;
    return this;
  }

  async #send(method, path, body) {
    const answer = await fetch(this.address + path, { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }

  call = (method, path, body) => this.#send(method, this.#session + path, body);
  run = (script, ...args) => this.call("POST", "/execute/sync", { script, args });

  context = () => ({ close: () => this.close() });

  async close() {
    await this.call("DELETE", "");
    this.#driver.kill();
    drivers.delete(this.#driver);
  }

  /** The driver answers dialogs with yes. */
  once = () => {};

  goto = (url) => this.call("POST", "/url", { url });
  reload = () => this.call("POST", "/refresh", {});

  async waitForURL(pattern) {
    await eventually(String(pattern), async () => pattern.test((this.last = await this.call("GET", "/url"))));
  }

  /** The address that was waited for. */
  url = () => this.last;

  async evaluate(work, ...args) {
    const script = `const done = arguments[arguments.length - 1]; (${work})(...[...arguments].slice(0, -1)).then(done, (error) => done({ thrown: String(error) }))`;
    const answer = await this.call("POST", "/execute/async", { script, args });
    if (answer?.thrown) throw new Error(answer.thrown);
    return answer;
  }

  locator = (...asked) => this.#root.locator(...asked);
  getByRole = (...asked) => this.#root.getByRole(...asked);
  getByLabel = (...asked) => this.#root.getByLabel(...asked);
  getByText = (...asked) => this.#root.getByText(...asked);

  /** The next file that is saved. */
  async waitForEvent() {
    const folder = join(this.folder, "downloads");
    const before = readdirSync(folder);
    const name = await eventually("a saved file", async () => {
      // The driver answers a dialog when it is asked for something.
      await this.call("GET", "/title");
      const names = readdirSync(folder);
      return names.find((one) => !before.includes(one) && !names.some((other) => other.startsWith(`${one}.`)) && !one.endsWith(".wkdownload"));
    });
    return { suggestedFilename: () => name, path: () => join(folder, name) };
  }
}

/** A number that no server has. */
async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

export const openWebKit = () => new Page().start();
