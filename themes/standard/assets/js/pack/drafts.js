// What is chosen and written on the choosing screen and not stored yet, by pack; the new one is "". A draft
// lasts as long as the page, and over a reload in the tab's history; never a passphrase.

/** @import { OwnQuestion } from "./types.js" */

/**
 * @typedef {object} Draft
 * @property {string[]} added
 * @property {string[]} removed
 * @property {[key: string, value: OwnQuestion][]} own
 * @property {[name: string, value: string][]} fields
 */

/** @type {Map<string, Draft | null | undefined>} */
const drafts = new Map();

/**
 * How long to wait before a draft is written again, in milliseconds: browsers allow it a few times a second.
 */
const SELDOM = 400;

/**
 * @param {string} id
 * @returns {Draft | null | undefined}
 */
export const draftOf = (id) => {
  if (!drafts.has(id)) drafts.set(id, history.state?.draft);
  return drafts.get(id);
};

const nothing = () => {};

/** Writes the draft into the entry of the tab's history. */
let writeDraft = nothing;
let writing = 0;

const writeNow = () => {
  clearTimeout(writing);
  writeDraft();
  writeDraft = nothing;
};
window.addEventListener("beforeunload", writeNow);

/**
 * Keeps a draft, or drops it (null). What belongs to a locked pack is written nowhere.
 *
 * @param {string} id
 * @param {string} hash the address of the screen, behind #
 * @param {Draft | null} draft
 * @param {boolean} [isLocked]
 */
export const setDraft = (id, hash, draft, isLocked) => {
  drafts.set(id, draft);
  if (isLocked) return;
  writeDraft = () => {
    // Another address has an entry of its own.
    if (location.hash === hash) history.replaceState({ draft }, "");
  };
  clearTimeout(writing);
  if (draft) writing = setTimeout(writeNow, SELDOM);
  else writeNow();
};
