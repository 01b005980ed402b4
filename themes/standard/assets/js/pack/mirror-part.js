// What is shown of the mirror of a pack: a word in the menu, a notice where something is to be done, and its
// section on "Aflever".

import { asked, find, stamp } from "./dom.js";
import { failure, nameOfError, tell } from "./failures.js";
import { contentUnder, readFile } from "./file.js";
import { mergePacks } from "./merge.js";
import {
  bindMirror,
  canMirror,
  mirrorOf,
  mirroredFile,
  onMirror,
  reopenMirror,
  unbindMirror,
  writeMirror,
} from "./mirror.js";
import { app, page } from "./state.js";
import { clockOf } from "./times.js";

/** @import { OpenPack } from "./open-pack.js" */

/**
 * Why the file could not be written.
 *
 * @param {unknown} error
 */
const reasonOf = (error) => {
  const name = nameOfError(error);
  const isKnown = Boolean(document.getElementById(`m-Mirror-${name}`));
  if (isKnown) return tell(failure(`Mirror-${name}`));
  return tell(document.getElementById(`m-${name}`) ? error : failure("Mirror-Other"));
};

/**
 * The word in the menu.
 *
 * @param {OpenPack} open
 */
export const mirrorWord = (open) => {
  const state = mirrorOf(open);
  if (state.how === "none") return "";
  if (state.how === "waiting") return "Spejler …";
  if (state.how === "asking") return "Spejlet venter på dig";
  return state.how === "written" ? `Spejlet ${clockOf(state.time)}` : "IKKE SPEJLET";
};

/**
 * Takes in what the file has, and writes it with both.
 *
 * @param {OpenPack} open
 */
const takeIn = async (open) => {
  const file = await readFile(await mirroredFile(open));
  const content = await contentUnder(file, open);
  if (content.pack.id !== open.pack.id) throw failure("Mirror-OtherPack");
  await open.rewrite((here) => mergePacks(here, content));
  await writeMirror(open, true);
};

/**
 * The notice on every screen of the pack, where something is to be done.
 *
 * @param {OpenPack} open
 */
export const mirrorNote = (open) => {
  const state = mirrorOf(open);
  if (state.how !== "asking" && state.how !== "failed") return null;
  const isChanged = state.how === "failed" && nameOfError(state.error) === "MirrorChanged";
  return stamp("mirror-note", {
    text: state.how === "failed" ? reasonOf(state.error) : tell(failure("Mirror-Asking")),
    reopen: state.how === "asking" && (() => reopenMirror(open)),
    again: state.how === "failed" && !isChanged && (() => writeMirror(open)),
    take: isChanged && (() => takeIn(open)),
    /** @param {Event} event */
    over: isChanged && ((event) => asked(event) && writeMirror(open, true)),
    other: state.how === "failed" && (() => bindMirror(open)),
  });
};

/**
 * The section on "Aflever".
 *
 * @param {OpenPack} open
 */
export const mirrorPart = (open) => {
  if (!canMirror) return stamp("mirror-none");
  const place = stamp("mirror");
  drawPart(open, place);
  return place;
};

/**
 * @param {OpenPack} open
 * @param {HTMLElement} place
 */
const drawPart = (open, place) => {
  const isBound = mirrorOf(open).how !== "none";
  const part = stamp("mirror-inside", {
    state: mirrorWord(open),
    sealed: Boolean(open.pack.lock),
    plain: !open.pack.lock,
    bind: !isBound && (() => bindMirror(open)),
    unbind: isBound && (() => unbindMirror(open)),
  });
  const focused = document.activeElement?.getAttribute("data-at");
  const hadFocus = place.contains(document.activeElement);
  place.replaceChildren(part);
  if (hadFocus) (find(String(focused), part) ?? find("unbind", part) ?? find("bind", part))?.focus();
};

/** @param {OpenPack} open */
const draw = (open) => {
  if (page.shown.open !== open) return;
  const word = document.querySelector("[data-mirrored]");
  if (word) word.textContent = mirrorWord(open);
  /** @type {HTMLElement | null} */
  const place = document.querySelector("[data-mirror]");
  if (place) drawPart(open, place);
  app().querySelector("[data-mirror-note]")?.remove();
  const note = mirrorNote(open);
  if (note) app().prepend(note);
};

onMirror(draw);
