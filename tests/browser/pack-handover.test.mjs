// A pack as a file, sealed or plain: what it tells before it is taken in, and what is refused. A file is data from
// somewhere else, and nothing is stored before somebody has seen whose it is.

import assert from "node:assert/strict";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  PACK_PAGE, goTo, handOver, importFile, note, offerFile, openedPack, openOnline, saved, state, stored, trouble, unlock, visiting, write,
} from "./pack.mjs";
import { PLACES, serve, temporaryFolder } from "./site.mjs";

const INDICATOR = "kvalitetsmodel/2021/sundhed-og-trivsel/5.a.html";
const PASSPHRASE = "blå hest på taget";

const root = await serve("/tilsyn/guide/");

const WRONG = /^Adgangssætningen passer ikke, eller .* er ændret\./;
const BROKEN = /^Filen er ikke hel, eller den er ikke en besøgspakke/;

/** A pack with two notes and a state, and the files it was handed over as. */
const made = await (async () => {
  const { page } = await openedPack(root, INDICATOR, { name: "Tilsyn i Storby" });
  await write(page, "5.a.1", "Borgere", "særlig viden");
  await write(page, "5.a.2", "Observation", "åben dør");
  await state(page, "5.a.1", "Følg op").check();
  await saved(page);
  const sealed = (await handOver(page, "Anna Holm", PASSPHRASE)).text;
  const plain = (await handOver(page, "Anna Holm")).text;
  return { sealed, plain };
})();

const sealed = () => JSON.parse(made.sealed);
const plain = () => JSON.parse(made.plain);

async function atDoor(address = root) {
  const page = await openOnline();
  await page.goto(`${address}${PACK_PAGE}`);
  return page;
}

/** A page that was given a file. */
async function offered(content, address) {
  const page = await atDoor(address);
  await offerFile(page, content);
  return page;
}

const takeIn = (page) => page.getByRole("button", { name: "Hent pakken ind" });

async function nothingTaken(page) {
  assert.equal(await takeIn(page).count(), 0);
  assert.deepEqual(await stored(page), {});
}

/** Offers a file that the page is to refuse, saying so and storing nothing. */
async function refuses(page, content, message, passphrase) {
  // What was said of the file before is not mistaken for this one.
  await page.reload();
  await offerFile(page, content);
  if (passphrase) await unlock(page, passphrase);
  await trouble(page).filter({ hasText: message }).waitFor();
  assert.match(await trouble(page).textContent(), /Intet er (hentet ind|åbnet)\.$/);
  await nothingTaken(page);
}

test("a sealed file says how it is sealed, and no word of what is in it", () => {
  const { format, version, site, kdf, iv, data, ...rest } = sealed();
  assert.deepEqual([format, version, site, rest], ["vejviser-pakke", 1, "vejviser", {}]);
  assert.deepEqual([kdf.name, kdf.hash], ["PBKDF2", "SHA-256"]);
  assert.ok(kdf.iterations >= 600_000);
  assert.equal(Buffer.from(kdf.salt, "base64").length, 16);
  assert.equal(Buffer.from(iv, "base64").length, 12);
  // In a few thousand random letters of Base64 a short name turns up now and then; among the bytes they stand for it does not.
  assert.equal(Buffer.from(data, "base64").toString("base64"), data);
  for (const text of [made.sealed.replace(data, ""), Buffer.from(data, "base64").toString("utf8")]) {
    assert.doesNotMatch(text, /særlig|viden|åben|Anna|Holm|Storby|5\.a\.1|følg op|blå hest/i);
  }
});

test("two sealed files of one pack share neither salt nor nonce", async () => {
  const page = await importFile(root, made.plain);
  const again = JSON.parse((await handOver(page, "Anna Holm", PASSPHRASE)).text);
  assert.notEqual(again.kdf.salt, sealed().kdf.salt);
  assert.notEqual(again.iv, sealed().iv);
});

for (const [kind, content, passphrase] of [["sealed", made.sealed, PASSPHRASE], ["plain", made.plain]]) {
  test(`a ${kind} file tells whose it is before anything is stored, and is taken in whole`, async () => {
    const page = await offered(content);
    if (passphrase) {
      assert.doesNotMatch(await page.getByRole("main").innerText(), /Anna/);
      await unlock(page, passphrase);
    }
    const told = page.getByText(/^»Tilsyn i Storby« fra Anna Holm, gemt .* kl\. .*, med 2 noter og 2 spørgsmål\.$/);
    await told.waitFor();
    assert.deepEqual(await stored(page), {});
    await page.getByRole("button", { name: "Fortryd" }).click();
    await told.waitFor({ state: "detached" });
    assert.deepEqual(await stored(page), {});
    await page.reload();
    await offerFile(page, content);
    if (passphrase) await unlock(page, passphrase);
    await takeIn(page).click();
    await visiting(page);
    assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "særlig viden");
    assert.equal(await note(page, "5.a.2", "Observation").inputValue(), "åben dør");
    assert.ok(await state(page, "5.a.1", "Følg op").isChecked());
    if (!passphrase) return;
    assert.doesNotMatch(JSON.stringify(await stored(page)), /særlig|Storby/, "what came sealed is stored sealed");
    await page.reload();
    await unlock(page, passphrase);
    await visiting(page);
    assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "særlig viden");
  });
}

const flipped = (text, at) => text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);

const SPOILT = [
  ["with a wrong passphrase", () => {}, "rød hest på taget"],
  ["whose iterations were changed", ({ kdf }) => (kdf.iterations += 1)],
  ["whose salt was changed", ({ kdf }) => (kdf.salt = flipped(kdf.salt, 3))],
  ["whose hash was changed", ({ kdf }) => (kdf.hash = "SHA-1")],
  ["whose nonce was changed", (file) => (file.iv = flipped(file.iv, 3))],
  ["whose data was changed", (file) => (file.data = flipped(file.data, 400))],
  ["whose data was cut off", (file) => (file.data = file.data.slice(0, -40))],
  ["whose data is no Base64", (file) => (file.data = "æ!")],
];

test("a sealed file that was changed opens no more than with a wrong passphrase, and the right one goes in after it", async (t) => {
  const page = await atDoor();
  for (const [name, change, passphrase = PASSPHRASE] of SPOILT) {
    await t.test(name, async () => {
      const file = sealed();
      change(file);
      await refuses(page, file, WRONG, passphrase);
    });
  }
  await offerFile(page, made.sealed);
  await unlock(page, PASSPHRASE);
  await takeIn(page).waitFor();
});

/** A plain file, changed. */
const changed = (change) => {
  const file = plain();
  change(file);
  return file;
};

const OTHER_SITE = /^Filen er fra et andet site \(andet-site\)\./;
const NEWER = /^Filen er gemt af en nyere version af Vejviser\./;

const REFUSED = [
  ["that is no JSON", "intet her", BROKEN],
  ["that is empty", "", BROKEN],
  ["that is `null`", "null", BROKEN],
  ["that is something else", { name: "noget" }, BROKEN],
  ["that was cut off", made.plain.slice(0, -20), BROKEN],
  ["that was cut off while sealed", made.sealed.slice(0, -20), BROKEN],
  ["of another site", changed((file) => (file.site = "andet-site")), OTHER_SITE],
  ["of another site, sealed", { ...sealed(), site: "andet-site" }, OTHER_SITE],
  ["of a newer version", changed((file) => (file.version = 4)), NEWER],
  ["of a newer version, sealed", { ...sealed(), version: 4 }, NEWER],
  ["sealed with one round", { ...sealed(), kdf: { ...sealed().kdf, iterations: 1 } }, BROKEN],
  ["sealed with 10¹² rounds", { ...sealed(), kdf: { ...sealed().kdf, iterations: 1e12 } }, BROKEN],
  ["sealed with no number of rounds", { ...sealed(), kdf: { ...sealed().kdf, iterations: "mange" } }, BROKEN],
  ["without a pack", changed((file) => delete file.pack), BROKEN],
  ["whose pack has no id", changed(({ pack }) => (pack.id = {})), BROKEN],
  ["whose pack's id leads elsewhere", changed(({ pack }) => (pack.id = "a/../%")), BROKEN],
  ["with a record of an unknown kind", changed(({ records }) => (records[1].key = "andet/5.a.1")), BROKEN],
  ["with a record of no kind", changed(({ records }) => (records[1].key = "")), BROKEN],
  ["with a note from an unknown source", changed(({ records }) => (records[1].key = "note/5.a.1/ukendt")), BROKEN],
  ["with a note that is no text", changed(({ records }) => (records[1].value = { text: "x" })), BROKEN],
  ["with a record that is nothing", changed(({ records }) => (records[1] = null)), BROKEN],
  ["with a record of no revision", changed(({ records }) => (records[1].rev = "")), BROKEN],
  ["with two records of one key", changed(({ records }) => records.push({ ...records[0], value: "noget andet" })), BROKEN],
  ["with two texts of one revision", changed(({ records: [first] }) => first.also.push({ rev: first.rev, time: 0, by: "", value: "noget andet" })), BROKEN],
  ["with two questions of one id", changed(({ pack }) => pack.questions.push({ ...pack.questions[0], text: "Noget andet?" })), BROKEN],
  ["with a question of no id", changed(({ pack }) => delete pack.questions[0].id), BROKEN],
  ["with an id that no address can have", changed(({ pack }) => (pack.questions[0].id = "\ud800")), BROKEN],
  ["with a key that no address can have", changed(({ records }) => (records[1].key = "assess/indikator/\udfff/vurdering")), BROKEN],
  ["whose name is a list", changed(({ pack }) => (pack.name = ["Tilsyn"])), BROKEN],
  ["whose name would be cut off", changed(({ pack }) => (pack.name = "lang".repeat(2000))), BROKEN],
  ["whose questions are no list", changed(({ pack }) => (pack.questions = { 0: pack.questions[0] })), BROKEN],
  ["of a site that is no name", changed((file) => (file.site = { toString: null, valueOf: null })), BROKEN],
  ["sealed with rounds that are an object", { ...sealed(), kdf: { ...sealed().kdf, iterations: { toString: null, valueOf: null } } }, BROKEN],
  ["with an own question that is a text", changed(({ records }) => (records[1].key = "own/1")), BROKEN],
];

test("a file that is not sound, not ours or not for this edition is refused whole", async (t) => {
  const page = await atDoor();
  for (const [name, content, message] of REFUSED) await t.test(name, () => refuses(page, content, message));
  await offerFile(page, made.plain);
  await takeIn(page).waitFor();
});


test("a file of 200 MB is refused unread", async () => {
  const path = join(temporaryFolder(), "stor.vejviser.json");
  writeFileSync(path, "");
  truncateSync(path, 200e6);
  const page = await atDoor();
  await page.getByLabel("Fil fra en kollega eller en anden enhed").setInputFiles(path);
  await trouble(page).filter({ hasText: "Filen er på 200 MB. En besøgspakke er højst 50 MB." }).waitFor();
  await nothingTaken(page);
});

test("keys of prototypes are names like any other", async () => {
  const evil = JSON.stringify(changed((file) => {
    file.pack.questions.push({ id: "constructor", text: "toString" });
    file.records.push({ ...file.records[0], key: "note/__proto__/borgere", rev: "hasOwnProperty", value: "bare tekst" });
  })).replace(/"(format|rev|id)":/g, '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"$1":');
  const page = await atDoor();
  const before = await page.evaluate(() => Reflect.ownKeys(Object.prototype).map(String));
  await importFile(root, evil, page);
  assert.equal(await note(page, "5.a.1", "Borgere").inputValue(), "særlig viden");
  await page.getByText("toString", { exact: true }).waitFor();
  for (const screen of ["Triangulering", "Rapport", "Vælg spørgsmål"]) await goTo(page, screen);
  assert.deepEqual(await page.evaluate(() => Reflect.ownKeys(Object.prototype).map(String)), before);
  assert.equal(await page.evaluate(() => ({}).polluted), undefined);
  assert.doesNotMatch(JSON.stringify(await stored(page)), /polluted/);
});

for (const [where, place] of Object.entries(PLACES)) {
  test(`the plain file comes after a warning, ${where}`, async () => {
    const { page } = await openedPack(await place(), INDICATOR);
    await write(page, "5.a.1", "Borgere", "kan læses");
    await goTo(page, "Aflever");
    await page.getByLabel(/^Dit navn/).fill("Anna");
    const downloads = [];
    page.on("download", (download) => downloads.push(download));
    const asking = page.waitForEvent("dialog");
    const pressed = page.getByRole("button", { name: "Gem fil uden lås" }).click();
    const dialog = await asking;
    assert.equal(dialog.message(), "Filen kan læses af alle, der får fat i den. Gem den uden lås?");
    await dialog.dismiss();
    await pressed;
    const { text } = await handOver(page, "Anna");
    assert.equal(downloads.length, 1, "no file is saved when the answer is no");
    const file = JSON.parse(text);
    assert.equal(file.records.find(({ key }) => key === "note/5.a.1/borgere").value, "kan læses");
  });
}

test("without https the page says that nothing can be locked, offers the plain file, and opens no sealed one", async () => {
  const insecure = await PLACES["over plain http under a name"]();
  const { page } = await openedPack(insecure, INDICATOR);
  await goTo(page, "Aflever");
  await page.getByText("Siden er åbnet uden https. Her kan filen ikke låses.").waitFor();
  assert.equal(await page.getByLabel(/^Adgangssætning/).count(), 0);
  assert.equal(await page.getByRole("button", { name: "Gem låst fil" }).count(), 0);
  assert.ok(await page.getByRole("button", { name: "Gem fil uden lås" }).isVisible());
  const other = await offered(made.sealed, insecure);
  await trouble(other).filter({ hasText: "Her kan intet låses eller låses op, for siden er åbnet uden https." }).waitFor();
  await nothingTaken(other);
});
