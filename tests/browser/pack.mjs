// What the tests of the visit pack share: making packs, writing notes, reading what is stored and what is saved as a file.

import { createHmac, hkdfSync } from "node:crypto";
import { readFile } from "node:fs/promises";
import { open, openBeside } from "./browser.mjs";

export const PACK_PAGE = "besoegspakke.html";

/** The sources in the order of a visit, as notes are labelled. */
export const SOURCES = ["Borgere", "Pårørende", "Medarbejdere", "Ledelse", "Visiterende kommune", "Dokumenter", "Observation"];

/** The screens of an open pack, as its menu names them. */
export const SCREENS = [
  "Efter indikator", "Efter kilde", "Dokumenter", "Plan", "Triangulering", "Vurdér", "Rapport", "Udskriv", "Aflever", "Vælg spørgsmål",
];

const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true });
const create = (page) => page.getByRole("button", { name: "Opret pakke" }).first();

/** Waits until every card of the visit is there that is not folded away. */
const complete = (page) => page.locator('[aria-busy="true"]').waitFor({ state: "detached" });

/** Waits for the visit screen of a pack; returns the pack's id. */
export async function visiting(page) {
  await page.waitForURL(/#pakke\/[^/]+$/);
  // The address changes before the screen does, and other screens of the pack have the same navigation.
  const { hash } = new URL(page.url());
  await page.getByRole("navigation", { name: "Pakken" }).locator(`a[aria-current="page"][href="${hash}"]`).waitFor();
  await complete(page);
  return decodeURIComponent(hash.split("/")[1]);
}

/** A pack in three taps, on the page of the packs. Returns its id. */
export async function quickPack(page, root, service = "Døgntilbud", visit = "Uanmeldt") {
  await page.goto(`${root}${PACK_PAGE}#pakker`);
  await page.getByLabel(service, { exact: true }).check();
  await page.getByLabel(visit, { exact: true }).check();
  await create(page).click();
  return visiting(page);
}

/** A pack of the questions at some addresses of the site, as links on other pages ask for them. Returns its id. */
export async function packOf(page, root, addresses, { name = "", passphrase } = {}) {
  await page.goto(`${root}${PACK_PAGE}#laeg=${encodeURIComponent([addresses].flat().join(" "))}`);
  await page.getByLabel(/^Navn på pakken/).fill(name);
  if (passphrase) await choosePassphrase(page, passphrase);
  await create(page).click();
  if (passphrase) await unlock(page, passphrase);
  return visiting(page);
}

/** Writes a new passphrase, of the pack or of a file, in both fields. */
export async function choosePassphrase(page, passphrase) {
  await page.getByLabel(/^Adgangssætning til (pakken|filen)/).fill(passphrase);
  await page.getByLabel("Gentag adgangssætningen").fill(passphrase);
}

/** Opens the locked pack on the screen; a new one asks too, so that a slip of the finger is noticed before the first note. */
export async function unlock(page, passphrase) {
  await page.getByLabel("Adgangssætning", { exact: true }).fill(passphrase);
  await page.getByRole("button", { name: "Lås op" }).click();
}

/** A page of its own that makes no copy of the site for use without a network, which would take most of a test's time. */
export const openOnline = (options) => open({ serviceWorkers: "block", ...options });

/** Such a page with a pack open on it. */
export async function openedPack(root, addresses, { options, ...choice } = {}) {
  const page = await openOnline(options);
  const id = await packOf(page, root, addresses, choice);
  return { page, id };
}

/** Follows a link of the pack's own menu, such as "Triangulering", and waits for its screen. */
export async function goTo(page, name) {
  const link = page.getByRole("navigation", { name: "Pakken" }).getByRole("link", { name, exact: true });
  await link.click();
  // The list of packs has no such menu.
  if (name === "Alle pakker") await heading(page, "Besøgspakke").waitFor();
  else await page.locator('nav a[aria-current="page"]', { hasText: name }).waitFor();
  await complete(page);
}

/** A question on the visit screen; by source it stands there once for each source. */
export const card = (page, number) => page.getByRole("group", { name: `Spørgsmål ${number}`, exact: true });

export const note = (page, number, source) => page.getByLabel(`${source}, note til ${number}`, { exact: true });

export const state = (page, number, name) => card(page, number).getByRole("radio", { name, exact: true });

/** Opens every group of the visit screen. */
export async function openGroups(page) {
  const closed = page.locator(".fold:not([open]) > summary");
  while (await closed.count()) await closed.first().click();
}

/** The line that tells whether what is typed is stored. */
export const savedLine = (page) => page.locator("[data-saved]");

/** Waits until the line says that everything is stored. */
export const saved = (page) => savedLine(page).filter({ hasText: /^Gemt \d/ }).waitFor();

/** Types a note over what is there, and waits until it is stored. */
export async function write(page, number, source, text) {
  const field = note(page, number, source);
  if (!(await field.count())) await card(page, number).getByText("Andre kilder", { exact: true }).click();
  await field.fill(text);
  await field.press("Control+Enter");
  await saved(page);
}

/** A pack of two indicators with something of everything: notes, a state, a question of one's own, a warning. */
export async function filledPack(page, root) {
  const indicators = ["4.a", "5.c"].map((id) => `kvalitetsmodel/2021/sundhed-og-trivsel/${id}.html`);
  await page.goto(`${root}${PACK_PAGE}#laeg=${indicators.join("%20")}`);
  await page.getByLabel("Spørgsmål", { exact: true }).fill("Er der ro om natten?");
  await page.getByLabel("Under tema").selectOption({ label: "Sundhed og trivsel" });
  await page.getByRole("button", { name: "Tilføj spørgsmålet" }).click();
  await create(page).click();
  const id = await visiting(page);
  await write(page, "4.a.1", "Borgere", "To borgere siger ja.");
  await write(page, "5.c.7", "Medarbejdere", "Naloxon ligger i skabet.");
  await write(page, "5.c.7", "Ledelse", "Født 010190-1234 hører ikke hjemme her.");
  await state(page, "5.c.7", "Følg op").check();
  return id;
}

/** What the databases of the page's origin hold: a list of records by the name of each database. */
export const stored = (page) =>
  page.evaluate(async () => {
    const found = {};
    for (const { name } of await indexedDB.databases()) {
      found[name] = await new Promise((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const database = request.result;
          const asked = database.transaction("records").objectStore("records").getAll();
          asked.onsuccess = () => {
            database.close();
            resolve(asked.result);
          };
        };
      });
    }
    return found;
  });

/** Waits until no database of the page's origin is left. */
export const emptiedOf = (page) =>
  page.evaluate(async () => {
    while ((await indexedDB.databases()).length) await new Promise((again) => setTimeout(again, 20));
  });

/** Everything that the page's origin has on the device, as soon as `isReady` says so of it. */
export async function onDevice(page, isReady) {
  for (;;) {
    const files = await page.evaluate(async () => {
      const texts = [];
      const walk = async (folder) => {
        for await (const one of folder.values()) {
          texts.push(one.name);
          if (one.kind === "directory") await walk(one);
          else texts.push(await (await one.getFile()).text());
        }
      };
      await walk(await navigator.storage.getDirectory());
      return texts;
    });
    const local = await page.evaluate(() => [Object.entries(localStorage), Object.entries(sessionStorage), history.state]);
    const all = { databases: await stored(page), files, local };
    if (isReady(all)) return all;
    await page.waitForTimeout(50);
  }
}

/** The item of a locked pack in the list, which knows no name; of all that are there where no id is given. */
export const lockedItem = (page, id) =>
  page.getByRole("listitem").filter({ has: page.getByRole("link", { name: id ? `Låst pakke ${id.slice(0, 4)}` : /^Låst pakke/ }) });

/** One stored record, such as "note/5.c.7/borgere"; "" is the pack itself. */
export async function record(page, key, pack) {
  const all = Object.values(await stored(page)).flat();
  return all.find((one) => one.key === key && (!pack || one.pack === pack));
}

/** The bits that a passphrase makes, to be imported as keys for what they are to do. */
async function bitsOf(passphrase, { hash, iterations, salt }) {
  const raw = await crypto.subtle.importKey("raw", Buffer.from(passphrase.normalize("NFC")), "PBKDF2", false, ["deriveBits"]);
  return crypto.subtle.deriveBits({ name: "PBKDF2", hash, iterations, salt: Buffer.from(salt, "base64") }, raw, 256);
}

/** The key that a passphrase makes for texts. */
export const textKeyOf = async (passphrase, kdf) =>
  crypto.subtle.importKey("raw", await bitsOf(passphrase, kdf), "AES-GCM", false, ["encrypt", "decrypt"]);

/** The name under which a locked pack stores a record, made by other code than the page's. */
async function hiddenName({ id, lock }, passphrase, key) {
  const bits = await bitsOf(passphrase, lock.kdf);
  const secret = Buffer.from(hkdfSync("sha256", bits, "", "vejviser names", 32));
  return `~${createHmac("sha256", secret).update(JSON.stringify([id, key])).digest("base64")}`;
}

/** One stored record of a locked pack. */
export async function hiddenRecord(page, passphrase, key, pack) {
  const itself = await record(page, "", pack);
  return record(page, await hiddenName(itself, passphrase, key), itself.id);
}

/** Puts records into the database of the site that the page is on, past its scripts; makes the database where there is none. */
export const putRecords = (page, records) =>
  page.evaluate((all) => new Promise((resolve, reject) => {
    const request = indexedDB.open(`vejviser|vejviser|${new URL(".", location.href).pathname}`, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("records", { keyPath: ["pack", "key"] });
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const writing = request.result.transaction("records", "readwrite");
      for (const one of all) writing.objectStore("records").put(one);
      writing.onabort = () => reject(writing.error);
      writing.oncomplete = () => resolve(request.result.close());
    };
  }), records);

/** The storage as it is, and slow: what the name of a test says of it, and by how much. */
export const SPEEDS = [["", 0], [", with slow storage", 300]];

/** A page with no worker whose storage is that slow. */
export async function openAtSpeed(ms, options) {
  const page = await openOnline(options);
  if (ms) await slowStorage(page, ms);
  return page;
}

/** Another tab beside a page, at the same speed. */
export async function tabBeside(page, ms) {
  const tab = await openBeside(page);
  if (ms) await slowStorage(tab, ms);
  return tab;
}

/** Does what saves a file; returns its name and its text. */
export async function saveFile(page, act) {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

/** Gives a file to the field for packs from elsewhere, on the list of packs. */
export async function offerFile(page, content, name = "pakke.vejviser.json") {
  const buffer = Buffer.from(typeof content === "string" ? content : JSON.stringify(content));
  await page.getByLabel("Fil fra en kollega eller en anden enhed").setInputFiles({ name, mimeType: "application/json", buffer });
}

/** Hands a pack over: the file a colleague would get, sealed when there is a passphrase. */
export async function handOver(page, by, passphrase) {
  await goTo(page, "Aflever");
  await page.getByLabel(/^Dit navn/).fill(by);
  if (passphrase) {
    await choosePassphrase(page, passphrase);
    return saveFile(page, () => page.getByRole("button", { name: "Gem låst fil" }).click());
  }
  page.once("dialog", (dialog) => dialog.accept());
  return saveFile(page, () => page.getByRole("button", { name: "Gem fil uden lås" }).click());
}

/** A pack of the list, and the link that opens it; one in the bin has none. */
export const packLink = (page, name) => page.getByRole("main").getByRole("link", { name, exact: true });
export const packItem = (page, name) => page.getByRole("listitem").filter({ has: page.getByText(name, { exact: true }) });

/** Gives the open pack a passphrase, another one, or none. */
export async function setPassphrase(page, passphrase) {
  await goTo(page, "Vælg spørgsmål");
  if (passphrase) await choosePassphrase(page, passphrase);
  else await page.getByLabel("Fjern adgangssætningen").check();
  await page.getByRole("button", { name: "Gem valget" }).first().click();
  await visiting(page);
}

/** The message that something went wrong. */
export const trouble = (page) => page.getByRole("main").getByRole("alert");

/**
 * Makes the storage of a page slow, from its next address on: what is written is written at once, but the page hears of it,
 * and of its database being open, `ms` later. With `late` each transaction also begins `ms` late: it waits behind one of ours.
 */
export const slowStorage = (page, ms, { late = false } = {}) =>
  page.addInitScript(([delay, isLate]) => {
    const hearsLate = (target, types) => {
      const listen = target.addEventListener;
      target.addEventListener = (type, listener, options) =>
        listen.call(target, type, types.includes(type) ? (event) => setTimeout(() => listener.call(target, event), delay) : listener, options);
      for (const type of types) Object.defineProperty(target, `on${type}`, { set: (listener) => target.addEventListener(type, listener) });
      return target;
    };
    /** Keeps the records to itself: whoever asks for them meanwhile waits. */
    const occupy = (transaction, until) => {
      const records = transaction.objectStore(transaction.objectStoreNames[0]);
      const hold = () => {
        if (performance.now() < until) records.count().onsuccess = hold;
      };
      hold();
    };
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (...asked) {
      return hearsLate(open.apply(this, asked), ["success"]);
    };
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (names, ...asked) {
      if (isLate) occupy(transaction.call(this, names, "readwrite"), performance.now() + delay);
      return hearsLate(transaction.call(this, names, ...asked), ["complete", "abort"]);
    };
  }, [ms, late]);

/** Gives a file to the site, on a page of its own if none is given, takes it in, and waits for the pack. */
export async function importFile(root, content, page) {
  const importing = page ?? (await openOnline());
  await importing.goto(`${root}${PACK_PAGE}#pakker`);
  await offerFile(importing, content);
  await importing.getByRole("button", { name: "Hent pakken ind" }).click();
  await visiting(importing);
  return importing;
}

/** Deletes everything, on the page that tells what is stored. */
export async function removeAll(page, root) {
  await page.goto(`${root}gemt-paa-enheden.html`);
  page.once("dialog", (dialog) => dialog.accept());
  await page.getByRole("button", { name: "Slet alt" }).click();
  await page.getByText(/^(Alt er slettet|Noget kunne ikke slettes)\./).waitFor();
}
