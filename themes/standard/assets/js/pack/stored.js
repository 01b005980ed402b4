// The page that tells what is stored on the device, and deletes it.

import { ownName, prefix } from "./database.js";
import { asked, find, stamp } from "./dom.js";
import { local } from "./local.js";
import { labelOf } from "./locked.js";
import { promisePart } from "./promise.js";
import { removeReserves, reserves } from "./reserve.js";
import { store } from "./store.js";
import { notesIn, unfiledIn } from "./tombstones.js";

/** @import { WholePack } from "./types.js" */

const cachesHere = async () => {
  const names = (await window.caches?.keys().catch(() => [])) ?? [];
  return names.filter((name) => name.startsWith(prefix()));
};

const localKeys = () => local.keys(prefix());

const workersHere = async () => {
  const all = (await navigator.serviceWorker?.getRegistrations().catch(() => [])) ?? [];
  return all.filter(({ scope }) => scope === new URL(".", location.href).href);
};

/**
 * @param {WholePack} stored
 * @param {boolean} isHere whether the pack can be opened from here
 */
const packItem = ({ pack, records }, isHere) => {
  const isHidden = Boolean(pack.lock?.hidden);
  const unfiled = unfiledIn(records).length;
  const facts = [
    !isHidden && `noter: ${notesIn(records).length}`,
    !isHidden && unfiled > 0 && `ikke i en fil: ${unfiled}`,
    pack.deleted && "i papirkurven",
    pack.lock && "låst",
  ];
  const part = stamp("stored-pack", {
    name: labelOf(pack),
    facts: facts.filter(Boolean).join(", "),
    file: isHere && !pack.deleted && unfiled > 0,
  });
  const file = /** @type {HTMLAnchorElement | null} */ (find("file", part));
  if (file) file.href = `besoegspakke.html#pakke/${pack.id}/aflever`;
  return { part, unfiled };
};

/**
 * The packs of a database. One that cannot be read is named as it is.
 *
 * @param {string} name
 */
const databaseRow = async (name) => {
  const isHere = name === ownName();
  const packs = await store.packsAt(name).catch(() => []);
  const items = packs.map((one) => packItem(one, isHere));
  const where = isHere ? "" : ` fra en anden mappe (${name.slice(prefix().length)})`;
  return {
    part: stamp("database", { where, packs: items.map(({ part }) => part) }),
    unfiled: items.reduce((sum, one) => sum + one.unfiled, 0),
  };
};

/** Everything that is stored, each with the number of its notes that are in no file. */
const storedNow = async () => {
  const databases = await Promise.all((await store.names()).map(databaseRow));
  const others = [
    ...(localKeys().length ? [["local", prefix()]] : []),
    ...(await reserves()).map((name) => ["reserve", decodeURIComponent(name)]),
    ...(await cachesHere()).map((name) => ["cache", name]),
    ...(await workersHere()).map(({ scope }) => ["worker", scope]),
  ];
  return [...databases, ...others.map(([kind, name]) => ({ part: stamp(kind, { name }), unfiled: 0 }))];
};

const removeEverything = async () => {
  for (const worker of await workersHere()) await worker.unregister();
  for (const name of await cachesHere()) await caches.delete(name);
  await store.removeAll();
  await removeReserves();
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
    const unfiled = (rows ?? []).reduce((sum, row) => sum + row.unfiled, 0);
    if (!asked(event, unfiled ? `${unfiled} noter er ikke i en fil. ` : "")) return;
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
    rows: rows?.map((row) => row.part),
    remove,
  });
  place.replaceChildren(part);
};
