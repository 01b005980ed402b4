// A soak of the visit packs: two tabs of one browser work on the same packs in random steps, and nothing that the page
// has called saved may be missing afterwards. By hand, with the seeds one after the other:
//
//   node tests/browser/soak.mjs --seeds 20 --steps 500 [--first-seed 1] [--every 20] [--slow MS] [--late MS] [--deaf]
//
// --slow and --late make the storage slow (see slowStorage), --deaf keeps the tabs from telling each other.

import { webcrypto } from "node:crypto";
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { browser } from "./browser.mjs";
import {
  PACK_PAGE, choosePassphrase, handOver, note, offerFile, openOnline, packOf, record, saved, savedLine, saveFile, slowStorage, stored, textKeyOf, trouble, visiting,
} from "./pack.mjs";
import { server } from "./site.mjs";
import { LIST, Model, plan, QUESTIONS, word, wordsIn } from "./soak-plan.mjs";

const INDICATOR = "kvalitetsmodel/2021/sundhed-og-trivsel/5.a.html";
const VISITS = ["Efter indikator", "Efter kilde"];
const OTHER_LOCK = /^Pakken har fået en anden adgangssætning/;
const WRONG = /^Adgangssætningen passer ikke/;

/** A step ended with a message of the page, which was answered. */
class Answered extends Error {}

// What stands on the screen.

const menu = (page) => page.getByRole("navigation", { name: "Pakken" });
const screenOf = (page, name) => page.locator('nav a[aria-current="page"]', { hasText: name });
const listHeading = (page) => page.getByRole("heading", { level: 1, name: "Besøgspakke", exact: true });
const askedFor = (part) => part.getByLabel("Adgangssætning", { exact: true });
const isThere = async (part) => (await part.count()) > 0;
const messageOf = async (page) => (await trouble(page).allInnerTexts())[0]?.split("\n")[0];
const any = (first, ...others) => others.reduce((all, one) => all.or(one), first).first().waitFor();

/** Presses something where it stands. A real click takes two seconds in a tab that is behind another. */
const press = (part) => part.evaluate((one) => one.click());

const saveTyped = (page) => page.getByRole("button", { name: "Gem pakken som fil" });

const pressButton = (part, name) => press(part.getByRole("button", { name }).first());

/** Takes away a message that was read, so that it is not mistaken for the next. */
const forget = (page) => trouble(page).evaluateAll((messages) => messages.forEach((one) => one.remove()));

const addressOf = ({ root }, pack) => `${root}${PACK_PAGE}#${pack ? `pakke/${pack.id}` : "pakker"}`;

/** The passphrase that opens the lock a pack has now, of those that were given to it; "" where there is no lock. */
async function passphraseOf({ watcher }, pack) {
  const { lock } = await record(watcher, "", pack.id);
  if (!lock) return "";
  for (const passphrase of pack.passphrases.filter(Boolean)) if (await opens(pack.id, lock, passphrase)) return passphrase;
  return null;
}

/** Types the passphrase where the lock stands, and waits for what comes in its place. */
async function tryLock(tab) {
  const { page, pack, world } = tab;
  const passphrase = await passphraseOf(world, pack);
  if (passphrase === null) world.faults.push(`the lock is opened by none of: ${pack.passphrases.join(", ")}`);
  const form = await askedFor(page).elementHandle();
  await form.fill(passphrase || "ingen");
  await pressButton(page, "Lås op");
  const isAnswered = (part) => !part.isConnected || [...document.querySelectorAll("main [role=alert]")].some((one) => one.checkVisibility());
  await page.waitForFunction(isAnswered, form);
}

/** With the menu beside it, what asks for the passphrase is a message. */
const isLocked = async (page) => (await isThere(askedFor(page))) && !(await isThere(menu(page)));

/** Opens the lock on the screen. It may be one of yesterday; then the page is loaded again first. */
async function openLock(tab) {
  const { page } = tab;
  await tryLock(tab);
  if (WRONG.test(await messageOf(page))) {
    await page.reload();
    await any(askedFor(page), menu(page), trouble(page));
  }
  if (!(await isLocked(page))) return;
  await tryLock(tab);
  if (await isLocked(page)) throw new Answered("locked anew meanwhile");
}

/**
 * Unlocks in the message itself; what was typed is saved then. A save that was under way may take the message away first, and
 * the lock may have become another in the meantime.
 */
async function unlockInMessage(tab, message) {
  const { page, pack, world } = tab;
  const passphrase = await passphraseOf(world, pack);
  const [told] = await trouble(page).elementHandles();
  // A message that says the same as the next is left standing.
  if (WRONG.test(message)) await told?.evaluate((part) => part.firstElementChild.replaceChildren());
  await told?.evaluate((part, typed) => {
    const form = part.querySelector("form");
    form.elements.passphrase.value = typed;
    form.querySelector("button").click();
  }, passphrase || "ingen");
  await page.waitForFunction((part) => !part?.isConnected || part.querySelector("[data-at=refused]")?.textContent, told);
  // The screen may have been drawn anew, with nothing said of what was saved before.
  if (!(await isThere(trouble(page)))) await isQuiet(tab);
}

/** What the page says to do: save what is typed as a file, load the page again, and take the file in. */
async function saveAndReload(tab) {
  const { page, pack, world, pending } = tab;
  const { text } = await saveFile(page, () => press(saveTyped(page)));
  const file = { pack, text, passphrase: "", due: [...pending], brings: [...pending], from: `the file that ${tab.name} saved because of a message` };
  tab.pending = [];
  world.files.push(file);
  await page.reload();
  await takeIn(tab, file);
}

/** Answers the message on the screen, if there is one; that ends the step. */
async function answer(tab) {
  const { page, world } = tab;
  const message = await messageOf(page);
  if (!message) return;
  if (await isThere(askedFor(trouble(page)))) await unlockInMessage(tab, message);
  else if (OTHER_LOCK.test(message) && (await isThere(saveTyped(page)))) await saveAndReload(tab);
  else {
    if (!OTHER_LOCK.test(message) && !WRONG.test(message)) world.faults.push(`tab ${tab.name} says: ${message}`);
    await forget(page);
  }
  throw new Answered(`»${message}«`);
}

/** Waits for what was asked for, unlocking on the way. */
async function reach(tab, wanted) {
  const { page } = tab;
  await any(wanted, askedFor(page), trouble(page));
  await answer(tab);
  if (!(await isLocked(page))) return;
  await openLock(tab);
  await any(wanted, trouble(page));
  await answer(tab);
}

const isDone = (line) => line.filter({ hasText: /^(Gemt \d|IKKE GEMT)/ });

function acknowledge(tab) {
  tab.world.model.saved(tab.pending, tab.number);
  tab.pending = [];
}

/** Waits until the page says that what was typed is saved, or that it is not. */
async function hearSaved(tab) {
  if (!tab.pending.length) return;
  // The list has no such line: there it is saved when no message is left.
  await any(isDone(savedLine(tab.page)), trouble(tab.page), listHeading(tab.page));
  await answer(tab);
  acknowledge(tab);
}

// Where a tab is.

/** Makes the storage slow, and the tab deaf to the others; not for the tab that only looks. */
async function prepare({ page, isLooking }, { slow, late, deaf }) {
  if (isLooking) return;
  if (slow || late) await slowStorage(page, slow || late, { late: late > 0 });
  if (deaf) await page.addInitScript(() => delete window.BroadcastChannel);
}

async function openTab(tab, pack) {
  const { world } = tab;
  tab.page = await world.context.newPage();
  tab.page.on("pageerror", (error) => world.errors.push(`tab ${tab.name} throws: ${error.message}`));
  // A question is answered with yes, and the one for a passphrase with the one to be tried.
  tab.page.on("dialog", (dialog) => dialog.accept(tab.passphrase));
  tab.pack = pack;
  await prepare(tab, world);
  await tab.page.goto(addressOf(world, pack));
}

/** The list of packs. */
async function toList(tab) {
  if (!tab.page) await openTab(tab, null);
  else {
    await answer(tab);
    await tab.page.goto(addressOf(tab.world, null));
  }
  await any(listHeading(tab.page), trouble(tab.page));
  await answer(tab);
  tab.pack = null;
  await isQuiet(tab);
}

/** Another screen that says neither that something is not saved nor that it is being saved, says that it is saved. */
async function isQuiet(tab) {
  if ((await savedLine(tab.page).allTextContents()).some((line) => line.startsWith("Gemmer"))) await hearSaved(tab);
  else acknowledge(tab);
}

/** Whether a tab is on a pack. A message that was answered may have ended the way to the list, or the way from it. */
const isIn = ({ page, pack: last }, pack) => last === pack && page.url().includes(`#pakke/${pack.id}`);

/** A pack, open on whichever of its screens. */
async function enter(tab, pack) {
  if (!tab.page) await openTab(tab, pack);
  else if (isIn(tab, pack)) await answer(tab);
  else {
    await toList(tab);
    await press(tab.page.locator(`a[href="#pakke/${pack.id}"]`));
    tab.pack = pack;
  }
  await reach(tab, menu(tab.page));
}

/** A screen of the pack that the tab is on, by the menu. */
async function go(tab, name) {
  await press(menu(tab.page).getByRole("link", { name, exact: true }));
  await reach(tab, screenOf(tab.page, name));
  await isQuiet(tab);
}

const isOn = (tab, name) => isThere(screenOf(tab.page, name));

/** A screen that the tab is left on if it is there already, as it was drawn then. */
const stayOrGo = async (tab, name) => (await isOn(tab, name)) || go(tab, name);

async function toVisit(tab, pack) {
  await enter(tab, pack);
  if (!(await isOn(tab, VISITS[0])) && !(await isOn(tab, VISITS[1]))) await go(tab, VISITS[0]);
}

// The steps. Each returns what came of it, in a word or two.

/**
 * Types at the end of a note, over it, or nothing in its place; returns what stood there, or null where nothing can
 * be typed in that moment: the list was drawn anew, or a text beside the note is being settled. The line at the top forgets what was saved before.
 */
const typeInto = (area, [text, how]) => {
  if (!area.isConnected || area.readOnly) return null;
  const seen = area.value;
  document.querySelector("[data-saved]").textContent = "";
  area.focus();
  if (how === "append") area.setSelectionRange(seen.length, seen.length);
  else area.select();
  if (how === "empty") document.execCommand("delete");
  else document.execCommand("insertText", false, how === "append" && seen ? ` ${text}` : text);
  return seen;
};

async function type(tab, pack, { number, field, how, then }) {
  const { model } = tab.world;
  await toVisit(tab, pack);
  const { page } = tab;
  const area = note(page, ...field);
  if (!(await isThere(area))) return "the question is not on the screen";
  const text = word("ord", number);
  if (how !== "empty") model.typed(text, { pack, question: field[0], place: field.join(" "), tab: tab.name, number });
  const seen = await area.evaluate(typeInto, [text, how]);
  if (seen === null) return "nothing can be typed there now";
  if (how !== "append") model.gone(wordsIn(seen), number);
  if (how !== "empty") tab.pending.push(text);
  else if (!seen) return "was empty";
  if (then === "nothing") return `left at that, was »${seen}«`;
  if (then === "Ctrl+Enter") await area.press("Control+Enter");
  await any(isDone(savedLine(page)), trouble(page));
  await answer(tab);
  acknowledge(tab);
  return `saved, was »${seen}«`;
}

/** Presses a button at one of the texts that stand beside a note; returns what it and the note said. */
const settleOne = (list, [which, name]) => {
  const all = [...document.querySelectorAll(".beside")];
  if (!all.length) return null;
  const one = all[which % all.length];
  const area = one.closest(".note-field").querySelector("textarea");
  const told = { beside: one.textContent, note: area.value, field: area.name };
  [...one.querySelectorAll("button")].find(({ textContent }) => textContent === name).click();
  return told;
};

async function settle(tab, pack, { number, which, button }) {
  const { model } = tab.world;
  await toVisit(tab, pack);
  const texts = await tab.page.locator("main").evaluate(settleOne, [which, button]);
  if (!texts) return "nothing beside a note";
  // No line says when that is saved, so what was just typed there is not called saved.
  tab.pending = tab.pending.filter((one) => !wordsIn(texts.note).includes(one));
  if (button === "Fjern denne") model.gone(wordsIn(texts.beside).filter((one) => !wordsIn(texts.note).includes(one)), number);
  return `${texts.field}, was »${texts.note}« beside »${texts.beside}«`.replace(/\s+/g, " ");
}

async function goSomewhere(tab, pack, { screen }) {
  if (screen === LIST) return toList(tab);
  await enter(tab, pack);
  await stayOrGo(tab, screen);
}

async function back(tab, pack, { screens, forward }) {
  await enter(tab, pack);
  if (screens[0] === screens[1]) return "nowhere to go";
  await stayOrGo(tab, screens[0]);
  await go(tab, screens[1]);
  await tab.page.goBack();
  await reach(tab, screenOf(tab.page, screens[0]));
  if (!forward) return;
  await tab.page.goForward();
  await reach(tab, screenOf(tab.page, screens[1]));
}

/** A tab comes to the front in the eyes of its page only: without a window all tabs are in front. */
async function front(tab) {
  if (!tab.page) return "closed";
  await tab.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
}

/**
 * Fills in the form of the pack and sends it. A passphrase is a new one; "" takes it away. `change` is what the form does to the
 * name and the choice of questions: whatever else it shows may be older than what another tab has sent, and takes nothing back.
 */
async function sendForm(tab, pack, { alone }, fill, { passphrase, change = (choice) => choice } = {}) {
  await enter(tab, pack);
  const { page } = tab;
  await stayOrGo(tab, "Vælg spørgsmål");
  const isFilled = await fill(page);
  if (isFilled === false) return "nothing to do";
  const after = pack.choices.map(change);
  pack.choices = [...pack.choices, ...after];
  if (passphrase !== undefined) pack.passphrases.unshift(passphrase);
  await pressButton(page, "Gem valget");
  await reach(tab, screenOf(page, VISITS[0]));
  await isQuiet(tab);
  if (!alone) return "sent";
  pack.choices = after;
  if (passphrase !== undefined) pack.passphrases = [passphrase];
  return "sent";
}

const lock = (tab, pack, step) =>
  sendForm(tab, pack, step, (page) => choosePassphrase(page, step.passphrase), step);

const setTo = async (box, isOn) => (await box.isChecked()) === isOn || press(box);

const bare = (tab, pack, step) => sendForm(tab, pack, step, async (page) => {
  const box = page.getByLabel("Fjern adgangssætningen");
  return (await isThere(box)) && setTo(box, true);
}, { passphrase: "" });

function rename(tab, pack, step) {
  const name = `Pakke ${step.number}`;
  const fill = (page) => page.getByLabel(/^Navn på pakken/).fill(name);
  return sendForm(tab, pack, step, fill, { change: (choice) => ({ ...choice, name }) });
}

async function tick(tab, pack, step, isIn) {
  const id = step.question;
  const fill = async (page) => {
    await page.getByLabel(/^Find spørgsmål/).fill(id);
    await setTo(page.getByRole("checkbox", { name: `${id} ` }), isIn);
  };
  const change = ({ name, out }) => ({ name, out: QUESTIONS.filter((one) => (one === id ? !isIn : out.includes(one))) });
  return sendForm(tab, pack, step, fill, { change });
}

/** Takes a question out, and in again. */
async function question(tab, pack, step) {
  await tick(tab, pack, step, false);
  return tick(tab, pack, step, true);
}

/** Adds a question of one's own, or removes it. */
async function own(tab, pack, step) {
  const { model } = tab.world;
  if (step.act === "remove") {
    return sendForm(tab, pack, step, async (page) => {
      const line = page.getByRole("listitem").filter({ hasText: step.text });
      if (!(await isThere(line))) return false;
      model.gone([step.text], step.number);
      return pressButton(line, "Fjern");
    });
  }
  const sent = await sendForm(tab, pack, step, async (page) => {
    await page.getByLabel("Spørgsmål", { exact: true }).fill(step.text);
    model.typed(step.text, { pack, question: null, place: "a question of one's own", tab: tab.name, number: step.number });
    return pressButton(page, "Tilføj spørgsmålet");
  });
  if (!(await isThere(tab.page.locator(".visit-card").filter({ hasText: step.text })))) return `${sent}, not on the screen`;
  model.saved([step.text], step.number);
  return sent;
}

/** Saves the pack as a file, from the screen as it stands there. */
async function exportFile(tab, pack, step) {
  await enter(tab, pack);
  const { page, world } = tab;
  await stayOrGo(tab, "Aflever");
  await page.getByLabel(/^Dit navn/).fill(`Fane ${tab.name}`);
  if (step.passphrase) await choosePassphrase(page, step.passphrase);
  const due = world.model.due(pack);
  const downloading = page.waitForEvent("download").catch(() => null);
  const told = trouble(page).waitFor().then(() => null, () => null);
  await pressButton(page, step.passphrase ? "Gem låst fil" : "Gem fil uden lås");
  const download = await Promise.race([downloading, told]);
  if (!download) return answer(tab);
  const text = await readFile(await download.path(), "utf8");
  const file = { ...step, pack, text, due, brings: [], from: `the file of step ${step.number}` };
  world.files.push(file);
  world.exports.set(step.number, file);
  return "downloaded";
}

async function offer(page, { text, passphrase }) {
  await offerFile(page, text);
  if (!passphrase) return;
  await askedFor(page).fill(passphrase);
  await pressButton(page, "Lås op");
}

/** Takes a file in. What only the file has is saved then. */
async function takeIn(tab, file) {
  await toList(tab);
  const { page, world } = tab;
  await offer(page, file);
  tab.passphrase = (await passphraseOf(world, file.pack)) ?? "";
  await pressButton(page, "Hent pakken ind");
  await any(menu(page), askedFor(page), trouble(page));
  await answer(tab);
  tab.pack = file.pack;
  world.model.saved(file.brings, tab.number);
  await reach(tab, menu(page));
  return "taken in";
}

const importFile = async (tab, _, { file }) => {
  const made = tab.world.exports.get(file);
  return made ? takeIn(tab, made) : "no such file";
};

async function close(tab) {
  if (!tab.page) return "closed already";
  await tab.page.close();
  Object.assign(tab, { page: null, pack: null, pending: [] });
}

const STEPS = { type, settle, go: goSomewhere, back, front, lock, bare, rename, export: exportFile, import: importFile, close, own, question };

/** What a tab shows, in short. */
async function portrait({ page }) {
  if (!page) return "no page";
  const [text] = await page.locator("main").allTextContents();
  return `${page.url()} ${(await savedLine(page).allTextContents()).join()} ${text?.replace(/\s+/g, " ").slice(0, 300)}`;
}

async function take(world, step) {
  const { number, tab: name, pack, kind, alone, ...details } = step;
  const tab = world.tabs[name];
  tab.number = number;
  const started = performance.now();
  let came;
  try {
    came = await STEPS[kind](tab, world.packs[pack], step);
  } catch (error) {
    came = error.message.split("\n")[0];
    if (!(error instanceof Answered)) world.faults.push(`step ${number} of tab ${name}: ${error.message}\n    ${await portrait(tab)}`);
  }
  world.log.push(`${number} ${name} ${kind} ${Object.values(details).join(", ")}${pack ? " (pack 2)" : ""}: ${came ?? "done"} (${Math.round(performance.now() - started)} ms)`);
}

// The checks.

const fromText = (text) => Buffer.from(text, "base64");

const keys = new Map();

/** The key that a passphrase makes; made once. */
function keyOf(passphrase, kdf) {
  const name = `${kdf.salt} ${passphrase}`;
  if (!keys.has(name)) keys.set(name, textKeyOf(passphrase, kdf));
  return keys.get(name);
}

/** What is sealed for a place, in plain words; null for what is not sealed, or with another key. */
async function unsealed({ kdf }, passphrase, sealed, ...place) {
  if (!sealed?.iv) return null;
  const head = Buffer.from(JSON.stringify(["vejviser 2", ...place]));
  const method = { name: "AES-GCM", iv: fromText(sealed.iv), additionalData: head };
  const opened = await webcrypto.subtle.decrypt(method, await keyOf(passphrase, kdf), fromText(sealed.data)).catch(() => null);
  return opened && Buffer.from(opened).toString();
}

const opens = async (id, lock, passphrase) => (await unsealed(lock, passphrase, lock.check, id)) !== null;

/** What is stored of a pack: itself, its records as they are stored, their texts in plain words, and what cannot be read. */
async function contentOf(page, id, passphrase) {
  const all = Object.values(await stored(page)).flat().filter(({ pack }) => pack === id);
  const records = all.filter(({ key }) => key);
  const itself = all.find(({ key }) => !key);
  const pack = itself.lock ? { ...itself, ...JSON.parse(await unsealed(itself.lock, passphrase, itself.sealed, id, "", "pack")) } : itself;
  const plain = async (key, { rev, data }) => {
    if (pack.lock) return unsealed(pack.lock, passphrase, data, id, key, rev);
    return data?.iv ? null : JSON.stringify(data);
  };
  const texts = await Promise.all(records.flatMap((record) => [record, ...record.also].map(async (one) => [record.key, await plain(record.key, one)])));
  return {
    pack, raw: JSON.stringify(all), texts: texts.map(([, text]) => text ?? "").join("\n"),
    unreadable: texts.filter(([, text]) => text === null).map(([key]) => key),
  };
}

/** Everything that can be read on a page, in its fields too. What is far down has no `innerText` before somebody looks. */
const readable = (page) => page.locator("main").evaluate((main) =>
  [main.textContent, ...[...main.querySelectorAll("textarea")].map(({ value }) => value)].join("\n"));

/** Says of each word that should be in a text, and is not, where it is missing. */
function findMissing({ faults, model }, words, text, where) {
  for (const one of words) if (!text.includes(one)) faults.push(`missing in ${where}: ${model.tell(one)}`);
}

/** The words of questions that are in the pack. */
const shownOf = ({ model }, words, { questions }) =>
  words.filter((one) => !questions.some(({ id, out }) => out && id === model.words.get(one).question));

/** Holds the pack's name and choice of questions against what forms have made of them. */
function checkChoice({ faults }, pack, { name, questions }) {
  const out = questions.filter((one) => one.out).map(({ id }) => id);
  const isMade = pack.choices.some((one) => one.name === name) && pack.choices.some((one) => String(one.out) === String(out));
  if (!isMade) faults.push(`called »${name}«, without the questions [${out}]; forms made it ${JSON.stringify(pack.choices)}`);
  pack.choices = [{ name, out }];
}

/** Looks for everything in the storage. */
async function checkStorage(world, pack) {
  const { faults, model, watcher } = world;
  const passphrase = await passphraseOf(world, pack);
  if (passphrase === null) return faults.push(`the lock is opened by none of: ${pack.passphrases.join(", ")}`);
  if (!passphrase && !pack.passphrases.includes("")) faults.push(`not locked, and should be by: ${pack.passphrases.join(", ")}`);
  pack.passphrases = [passphrase];
  const content = await contentOf(watcher, pack.id, passphrase);
  pack.questions = content.pack.questions;
  if (content.unreadable.length) faults.push(`cannot be read in the storage: ${content.unreadable.join(", ")}`);
  if (passphrase && wordsIn(content.raw).length) faults.push(`not sealed in a locked pack: ${wordsIn(content.raw).join(", ")}`);
  findMissing(world, model.due(pack), content.texts, "the storage");
  checkChoice(world, pack, content.pack);
}

/** Opens a pack in a third tab, and looks for everything there. */
async function checkAfresh(world, pack) {
  const tab = { world, name: "C", isLooking: true, page: null, pending: [] };
  await openTab(tab, pack);
  try {
    await reach(tab, menu(tab.page));
    const words = shownOf(world, world.model.due(pack), pack);
    findMissing(world, words, await readable(tab.page), "the pack opened afresh");
    findMissing(world, words, await writeUp(tab, words), "its write-up");
  } catch (error) {
    if (!(error instanceof Answered)) throw error;
    world.faults.push(`the pack opened afresh says: ${error.message}`);
  } finally {
    await tab.page.close();
  }
}

/** The write-up of all questions, which may come a moment later. */
async function writeUp(tab, words) {
  const { page } = tab;
  if (await isOn(tab, "Rapport")) await go(tab, "Triangulering");
  await go(tab, "Rapport");
  await setTo(page.getByLabel("Kun spørgsmål med noter eller status"), false);
  const text = page.getByRole("region", { name: "Teksten" });
  const isAll = ([part, all]) => all.every((one) => part.innerText.includes(one));
  await page.waitForFunction(isAll, [await text.elementHandle(), words], { timeout: 5000 }).catch(() => {});
  return text.innerText();
}

async function checkTab(world, tab) {
  const { model } = world;
  const { pack } = tab;
  if (!tab.page || !pack) return;
  try {
    if (world.deaf) await front(tab);
    await enter(tab, pack);
    const words = shownOf(world, model.due(pack), pack);
    findMissing(world, words, await writeUp(tab, words), `the write-up of tab ${tab.name}`);
  } catch (error) {
    if (!(error instanceof Answered)) throw error;
    // The pack got another lock, and the tab knows it now.
    world.log.push(`  tab ${tab.name} at the check: ${error.message}`);
  }
}

/** Takes a file in on a device of its own; there a colleague may add a word, and hand the pack on. */
async function readBack(world, file) {
  const { model } = world;
  const page = await openOnline();
  try {
    await page.goto(addressOf(world, null));
    await offer(page, file);
    await pressButton(page, "Hent pakken ind");
    await visiting(page);
    // What came sealed is stored sealed, under the same passphrase.
    const content = await contentOf(page, file.pack.id, file.passphrase);
    findMissing(world, file.due, content.texts, `what ${file.from} has`);
    findMissing(world, shownOf(world, file.due, content.pack), await readable(page), `what ${file.from} shows`);
    if (file.colleague) await addAsColleague(world, file, page);
  } catch (error) {
    world.faults.push(`${file.from} cannot be read back: ${error.message}`);
  } finally {
    await page.context().close();
  }
}

async function addAsColleague({ model }, file, page) {
  const { pack, field, number } = file;
  const area = note(page, ...field);
  if (!(await isThere(area))) return;
  const text = word("kollega", number);
  model.typed(text, { pack, question: field[0], place: field.join(" "), tab: "a colleague", number });
  await area.evaluate(typeInto, [text, "append"]);
  await area.press("Control+Enter");
  await saved(page);
  const { text: content } = await handOver(page, "Kollega");
  Object.assign(file, { text: content, passphrase: "", brings: [text] });
}

/** Waits for what was typed last, and answers messages. */
async function calmDown(tab) {
  if (!tab.page) return;
  try {
    await answer(tab);
    await hearSaved(tab);
  } catch (error) {
    if (!(error instanceof Answered)) throw error;
    tab.world.log.push(`  tab ${tab.name} at the check: ${error.message}`);
  }
}

async function check(world) {
  const started = performance.now();
  const tabs = Object.values(world.tabs);
  for (const tab of tabs) await calmDown(tab);
  for (const pack of world.packs) {
    await checkStorage(world, pack);
    await checkAfresh(world, pack);
  }
  if (!world.faults.length) for (const tab of tabs) await checkTab(world, tab);
  for (const file of world.files.splice(0)) await readBack(world, file);
  world.log.push(`  checked (${Math.round(performance.now() - started)} ms)`);
}

// A soak.

/** Rejects when the browser is gone or a page has crashed, which leaves some waits open without end. */
const death = (context) => new Promise((_, reject) => {
  browser.once("disconnected", () => reject(new Error("the browser is gone")));
  context.on("page", (page) => page.on("crash", () => reject(new Error(`a page has crashed: ${page.url()}`))));
});

/** Two packs. */
async function makePacks(page, root) {
  const packs = [];
  for (const name of ["Pakke et", "Pakke to"]) {
    const id = await packOf(page, root, INDICATOR, { name });
    packs.push({ id, passphrases: [""], choices: [{ name, out: [] }] });
  }
  return packs;
}

/** Takes the steps until something is wrong, with a check after every so many. */
async function takeAll(world, rounds, every) {
  let since = 0;
  for (const round of rounds) {
    await Promise.all(round.map((step) => take(world, step)));
    // What was taken away while a file was being written need not be in it.
    for (const file of world.files.filter(({ isSettled }) => !isSettled)) {
      Object.assign(file, { isSettled: true, due: file.due.filter((one) => !world.model.isGone(one)) });
    }
    since += round.length;
    if (since < every && !world.faults.length) continue;
    since = 0;
    await check(world);
    if (world.faults.length) return;
  }
  await check(world);
}

/** Takes the steps of a seed until something is wrong; returns the faults, and what was done. */
export async function soak(root, { seed, steps, every = 20, slow = 0, late = 0, deaf = false }) {
  const started = performance.now();
  // A third page looks at the storage from a page without packs.
  const watcher = await openOnline();
  const context = watcher.context();
  const world = { root, context, watcher, slow, late, deaf, model: new Model(), files: [], exports: new Map(), faults: [], errors: [], log: [] };
  world.packs = await makePacks(watcher, root);
  await watcher.goto(`${root}index.html`);
  world.tabs = Object.fromEntries(["A", "B"].map((name) => [name, { world, name, page: null, pack: null, pending: [], number: 0 }]));
  try {
    await Promise.race([death(context), takeAll(world, plan(seed, steps), every)]);
  } catch (error) {
    world.faults.push(error.stack);
  }
  await context.close();
  return { seed, faults: [...world.faults, ...world.errors], log: world.log, seconds: Math.round((performance.now() - started) / 1000) };
}

/** What went wrong, for whoever takes the same steps again. */
export const report = ({ seed, faults, log }) => [`seed ${seed}:`, ...faults, "after these steps:", ...log].join("\n  ");

const NUMBERS = ["seeds", "steps", "first-seed", "every", "slow", "late"];

async function byHand() {
  const { values } = parseArgs({ options: { ...Object.fromEntries(NUMBERS.map((name) => [name, { type: "string" }])), deaf: { type: "boolean" } } });
  const given = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? Number(value) : value]));
  const { seeds = 20, steps = 500, "first-seed": first = 1, ...options } = given;
  const { root, stop } = await server("/tilsyn/guide/");
  for (let seed = first; seed < first + seeds; seed += 1) {
    const result = await soak(root, { seed, steps, ...options });
    const { faults, seconds } = result;
    console.log(faults.length ? report(result) : `seed ${seed}: ${steps} steps, ${seconds} s, nothing is missing`);
    if (faults.length) process.exitCode = 1;
  }
  await browser.close();
  await stop();
}

if (process.argv[1] === import.meta.filename) await byHand();
