// Packs of the same site in other folders, each with a button that takes it over.

import { find, stamp } from "./dom.js";
import { failure } from "./failures.js";
import { withPassphrase } from "./importer.js";
import { labelOf } from "./locked.js";
import { arrive } from "./navigation.js";
import { bringIn, copyPack } from "./packs.js";
import { readPack } from "./records.js";
import { store } from "./store.js";
import { notesIn } from "./tombstones.js";

/** @import { WholePack } from "./types.js" */

/**
 * A pack of another folder.
 *
 * @param {WholePack & { path: string }} found
 */
const foundItem = ({ path, pack, records }) => {
  const { id } = pack;
  const take = async () => {
    const here = await store.read(id);
    // It may have been written on since the list was drawn.
    const there = (await store.elsewhere()).find((one) => one.path === path && one.pack.id === id);
    if (!there) throw failure("Absent");
    if (!here && there.pack.lock) {
      await store.replace(id, [], [there.pack, ...there.records]);
      return arrive(id);
    }
    // What is sealed cannot be merged: it stands beside the pack that is here.
    if (here?.pack.lock || (here && there.pack.lock)) {
      return withPassphrase(part, Boolean(there.pack.lock), async (passphrase) =>
        arrive(await copyPack(there, passphrase)),
      );
    }
    await bringIn(await readPack(there, undefined));
  };
  const part = stamp("found", {
    name: labelOf(pack),
    facts: pack.lock?.hidden ? path : `${path} · noter: ${notesIn(records).length}`,
    take,
  });
  return part;
};

/**
 * Looks for packs of other folders; the screen does not wait for them.
 *
 * @param {HTMLElement} part
 */
export const showElsewhere = async (part) => {
  try {
    const found = await store.elsewhere();
    find("elsewhere", part).hidden = !found.length;
    find("found", part).replaceChildren(...found.map(foundItem));
  } catch {
    find("unlisted", part).hidden = false;
  }
};
