// Tabs tell each other what they saved, and the service worker what became of keeping the site. Where they
// cannot, a tab looks again when it comes to the front.

import { ownName } from "./database.js";

/** @type {BroadcastChannel | null} */
let channel = null;

/**
 * @param {(pack: string) => unknown} hear what another tab stored
 * @param {(word: { name?: string, detail?: string }) => unknown} hearWorker
 */
export const listen = (hear, hearWorker) => {
  if (!window.BroadcastChannel) return;
  channel = new BroadcastChannel(ownName());
  channel.onmessage = ({ data }) => hear(data);
  new BroadcastChannel(`${ownName()}|uden-net`).onmessage = ({ data }) => hearWorker(data);
};

/**
 * Tells other tabs that a pack has changed.
 *
 * @param {string} pack its id
 */
export const shout = (pack) => channel?.postMessage(pack);
