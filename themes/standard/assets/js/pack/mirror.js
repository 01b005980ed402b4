// The mirror of a pack: a file outside the browser that is written whole at every pause, under the pack's own
// lock. Only some browsers let a page write files, and after a restart they want to be asked again.

import { ownName } from "./database.js";
import { failure, nameOfError } from "./failures.js";
import { contentOf, fileText, sealingOf } from "./file.js";
import { openLabelOf } from "./locked.js";
import { pauses } from "./pauses.js";
import { store } from "./store.js";

/** @import { OpenPack } from "./open-pack.js" */

/**
 * @typedef {object} Mirror as it is stored
 * @property {FileSystemFileHandle} handle
 * @property {number} modified when the file was last changed by us, as the file system says
 * @property {number} size
 * @property {number} time when it was last written; 0 before the first time
 */

/**
 * What becomes of a mirror: `written` has a time, `failed` a reason.
 *
 * @typedef {{ how: "none" | "waiting" | "asking" } | { how: "written", time: number }
 *   | { how: "failed", error: unknown }} MirrorState
 */

/** How long a pause is before the file is written, in milliseconds. */
const PAUSE = 2000;
const waiting = pauses(PAUSE);

export const canMirror = "showSaveFilePicker" in window;

/** @param {OpenPack} open */
const placeOf = (open) => `spejl/${open.pack.id}`;

/**
 * @param {OpenPack} open
 * @returns {Promise<Mirror | undefined>}
 */
const stored = (open) => store.own(placeOf(open));

/** @type {Map<string, MirrorState>} by pack */
const states = new Map();

/** @type {(open: OpenPack) => void} */
let drawer = () => {};

/**
 * Has `listener` called whenever there is something new to say of the mirror of a pack.
 *
 * @param {typeof drawer} listener
 */
export const onMirror = (listener) => {
  drawer = listener;
};

/**
 * @param {OpenPack} open
 * @returns {MirrorState}
 */
export const mirrorOf = (open) => states.get(open.pack.id) ?? { how: "none" };

/**
 * @param {OpenPack} open
 * @param {MirrorState} state
 */
const become = (open, state) => {
  states.set(open.pack.id, state);
  drawer(open);
};

/**
 * Writes a file whole: browsers write beside it and swap when it is complete. Then it is read back.
 *
 * @param {FileSystemFileHandle} handle
 * @param {string} text
 */
const replaceFile = async (handle, text) => {
  const writable = await handle.createWritable();
  try {
    await writable.write(text);
    await writable.close();
  } catch (error) {
    await writable.abort().catch(() => {});
    throw error;
  }
  const file = await handle.getFile();
  if ((await file.text()) !== text) throw failure("Unkept");
  return file;
};

/**
 * @param {OpenPack} open
 * @param {boolean} isForced whether a file that somebody else has changed is replaced
 */
const writeOnce = async (open, isForced) => {
  const mirror = await stored(open);
  if (!mirror) return become(open, { how: "none" });
  const { handle, modified, size, time } = mirror;
  await open.refresh();
  const text = await fileText(contentOf(open, open.pack.by), sealingOf(open));
  const before = await handle.getFile();
  const isOurs = !time || (before.lastModified === modified && before.size === size);
  if (!isOurs && !isForced) throw failure("MirrorChanged");
  const file = await replaceFile(handle, text);
  const now = { handle, modified: file.lastModified, size: file.size, time: Date.now() };
  await store.setOwn(placeOf(open), now);
  become(open, { how: "written", time: now.time });
};

/**
 * Writes the file now, one tab after the other.
 *
 * @param {OpenPack} open
 * @param {boolean} [isForced]
 */
export const writeMirror = async (open, isForced = false) => {
  waiting.cancel(open.pack.id);
  become(open, { how: "waiting" });
  try {
    await navigator.locks.request(`${ownName()}|${placeOf(open)}`, () => writeOnce(open, isForced));
  } catch (error) {
    const isAsking = nameOfError(error) === "NotAllowedError";
    become(open, isAsking ? { how: "asking" } : { how: "failed", error });
  }
};

/**
 * Writes the file at the next pause, if the pack has one.
 *
 * @param {OpenPack} open
 */
export const mirrorSoon = (open) => {
  if (["none", "asking"].includes(mirrorOf(open).how)) return;
  waiting.soon(open.pack.id, () => writeMirror(open));
};

/**
 * Binds the pack to a file that the user chooses. One who chooses none has changed her mind.
 *
 * @param {OpenPack} open
 */
export const bindMirror = async (open) => {
  const types = [{ description: "Besøgspakke", accept: { "application/json": [".json"] } }];
  const suggestedName = `${openLabelOf(open.pack).replace(/[\\/:*?"<>|]/g, "-")}.vejviser.json`;
  let handle;
  try {
    handle = await window.showSaveFilePicker({ suggestedName, types });
  } catch (error) {
    if (nameOfError(error) === "AbortError") return;
    throw error;
  }
  await store.setOwn(placeOf(open), { handle, modified: 0, size: 0, time: 0 });
  await writeMirror(open);
};

/**
 * Lets go of the file, which stays where it is.
 *
 * @param {OpenPack} open
 */
export const unbindMirror = async (open) => {
  waiting.cancel(open.pack.id);
  await store.setOwn(placeOf(open), undefined);
  become(open, { how: "none" });
};

/**
 * Goes on with the file of an earlier session, or asks for the tap that the browser wants first.
 *
 * @param {OpenPack} open
 */
export const resumeMirror = async (open) => {
  if (!canMirror || mirrorOf(open).how !== "none") return;
  const mirror = await stored(open);
  if (!mirror) return;
  const answer = await mirror.handle.queryPermission({ mode: "readwrite" });
  if (answer === "granted") await writeMirror(open);
  else become(open, { how: "asking" });
};

/**
 * Asks for the file again; to be called by a tap.
 *
 * @param {OpenPack} open
 */
export const reopenMirror = async (open) => {
  const mirror = await stored(open);
  const answer = await mirror?.handle.requestPermission({ mode: "readwrite" });
  if (answer === "granted") await writeMirror(open);
};

/**
 * The file as it is now, which somebody else may have changed.
 *
 * @param {OpenPack} open
 * @returns {Promise<File>}
 */
export const mirroredFile = async (open) => {
  const mirror = await stored(open);
  if (!mirror) throw failure("Absent");
  return mirror.handle.getFile();
};
