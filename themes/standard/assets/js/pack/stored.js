// The page that tells what is stored on the device, and deletes it.

import { prefix } from "./database.js";
import { asked, stamp } from "./dom.js";
import { local } from "./local.js";
import { promisePart } from "./promise.js";
import { store } from "./store.js";

const cachesHere = async () => {
  const names = (await window.caches?.keys().catch(() => [])) ?? [];
  return names.filter((name) => name.startsWith(prefix()));
};

const localKeys = () => local.keys(prefix());

const workersHere = async () => {
  const all = (await navigator.serviceWorker?.getRegistrations().catch(() => [])) ?? [];
  return all.filter(({ scope }) => scope === new URL(".", location.href).href);
};

/** Everything that is stored: kind and name. */
const storedNow = async () => [
  ...(await store.names()).map((name) => ["database", name]),
  ...(localKeys().length ? [["local", prefix()]] : []),
  ...(await cachesHere()).map((name) => ["cache", name]),
  ...(await workersHere()).map(({ scope }) => ["worker", scope]),
];

const removeEverything = async () => {
  for (const worker of await workersHere()) await worker.unregister();
  for (const name of await cachesHere()) await caches.delete(name);
  await store.removeAll();
  localKeys().forEach(local.removeKey);
};

/**
 * Tells what is stored, and whether it was just removed.
 *
 * @param {HTMLElement} place
 * @param {boolean} [isRemoved]
 */
export const drawStored = async (place, isRemoved = false) => {
  const rows = await storedNow().catch(() => null);
  const isSome = !rows || rows.length > 0;
  /** @param {Event} event */
  const remove = async (event) => {
    if (!asked(event)) return;
    await removeEverything().catch(() => {});
    await drawStored(place, true);
  };
  const part = stamp("stored", {
    none: !isSome && !isRemoved,
    removed: isRemoved && !isSome,
    left: isRemoved && isSome,
    unknown: !rows,
    some: isSome,
    promise: promisePart(),
    rows: rows?.map(([kind, name]) => stamp(kind, { name })),
    remove,
  });
  place.replaceChildren(part);
};
