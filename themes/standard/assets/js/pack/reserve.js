// A second copy of every pack, in the browser's own file system: a file that is written whole a moment after
// each save, sealed if the pack is. Databases of browsers are lost to crashes; this is kept apart from them.

import { ownName, prefix } from "./database.js";
import { contentOf, contentUnder, fileText, readFile, sealingOf } from "./file.js";
import { pauses } from "./pauses.js";
import { site } from "./state.js";

/** @import { OpenPack } from "./open-pack.js" */

/** How long a pause is before the copy is written, in milliseconds. */
const PAUSE = 1000;
const waiting = pauses(PAUSE);

/** The folders of the site begin so; a name of a folder has no bars and slashes. */
const folderName = (/** @type {string} */ name) => encodeURIComponent(name);

/** The file system; nothing where there is none, as in pages opened from a folder. */
const root = async () => navigator.storage?.getDirectory?.().catch(() => undefined);

/** @param {boolean} [create] */
const folder = async (create) => {
  const all = await root();
  return all?.getDirectoryHandle(folderName(ownName()), { create }).catch(() => undefined);
};

/** @param {string} id */
const fileName = (id) => `${id}.json`;

/**
 * Writes the copy; what it has is the pack as this tab knows it.
 *
 * @param {OpenPack} open
 */
const write = async (open) => {
  const { pack } = open;
  const handle = await (await folder(true))?.getFileHandle(fileName(pack.id), { create: true });
  if (!handle?.createWritable) return;
  const text = await fileText(contentOf(open, pack.by), sealingOf(open));
  const writable = await handle.createWritable();
  await writable.write(text);
  await writable.close();
};

/**
 * Has the copy written at the next pause.
 *
 * @param {OpenPack} open
 */
export const reserveSoon = (open) => {
  const { id } = open.pack;
  if (site.memory) return waiting.cancel(id);
  // One that cannot be made is missed only with the database: the page says what is stored there.
  waiting.soon(id, () => write(open).catch(() => {}));
};

/**
 * The copy of a pack.
 *
 * @param {string} id
 * @returns {Promise<File | undefined>}
 */
export const reserveOf = async (id) => {
  const handle = await (await folder())?.getFileHandle(fileName(id)).catch(() => undefined);
  const file = await handle?.getFile();
  return file?.size ? file : undefined;
};

/**
 * Takes back what only the copy has: a database may come back from a crash as it was some time ago. A text
 * that differs is put beside the one that is there. Returns the keys.
 *
 * @param {OpenPack} open
 */
export const takeNewer = async (open) => {
  const copy = await reserveOf(open.pack.id);
  if (!copy) return [];
  const file = await readFile(copy);
  // One under another passphrase is older than that passphrase.
  const content = await contentUnder(file, open).catch(() => null);
  const keys = [];
  for (const record of content?.records ?? []) {
    const { key, rev, time, by, value } = record;
    const here = open.records.get(key);
    const revs = here ? [here.rev, ...here.past, ...here.also.map((one) => one.rev)] : [];
    const isKnown = revs.includes(rev) || Number(here?.time) >= time;
    if (!isKnown && (await open.restore(key, { rev, time, by, value }, undefined))) keys.push(key);
  }
  return keys;
};

/** @param {string} id */
export const forgetReserve = async (id) => {
  waiting.cancel(id);
  await (await folder())?.removeEntry(fileName(id)).catch(() => {});
};

/**
 * The names of the site's folders, of other paths too.
 *
 * @returns {Promise<string[]>}
 */
export const reserves = async () => {
  const names = [];
  // Not in all browsers, and so not in the types of the DOM.
  const all = /** @type {any} */ (await root());
  for await (const name of all?.keys?.() ?? []) {
    if (name.startsWith(folderName(prefix()))) names.push(name);
  }
  return names;
};

/** Deletes every copy of the site. */
export const removeReserves = async () => {
  waiting.cancelAll();
  const all = await root();
  for (const name of await reserves()) await all?.removeEntry(name, { recursive: true });
};
