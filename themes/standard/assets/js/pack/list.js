// The list of packs, and packs of other folders.

import { forgetAside } from "./aside.js";
import { shout } from "./channel.js";
import { asked, find, focusOn, stamp } from "./dom.js";
import { failure, report } from "./failures.js";
import { readFile, saveShown } from "./file.js";
import { unlockForm } from "./importer.js";
import { canLock } from "./lock.js";
import { arrive } from "./navigation.js";
import { bringIn, copyPack, openPack } from "./packs.js";
import { readRecords } from "./records.js";
import { forgetReserve, reserveOf } from "./reserve.js";
import { page, site } from "./state.js";
import { store } from "./store.js";
import { dayOf, inAMonth, momentOf } from "./times.js";
import { forget, missingFrom, notesIn, remember } from "./tombstones.js";
import { forgetTyped } from "./typing.js";
import { offerUndo } from "./undo.js";
import { forgetPlace } from "./visit-place.js";

/** @import { Tombstone } from "./tombstones.js" */
/** @import { Pack, WholePack } from "./types.js" */

/** How long a pack is in the bin at least, in milliseconds. */
const WEEK = 7 * 864e5;

/**
 * What the list says of a pack.
 *
 * @param {WholePack} stored
 */
const factsOf = ({ pack, records }) => {
  const notes = notesIn(records);
  const changed = notes.filter(({ rev, shared }) => rev !== shared);
  const facts = [
    `spørgsmål: ${pack.questions.filter(({ out }) => !out).length}`,
    `noter: ${notes.length}`,
    `sidst eksporteret: ${pack.exported ? dayOf(pack.exported) : "aldrig"}`,
    pack.exported && changed.length && `noter ændret siden: ${changed.length}`,
    `slutdato: ${dayOf(pack.ends)}`,
    pack.lock && "låst",
  ];
  return facts.filter(Boolean).join(" · ");
};

/**
 * Asks for the passphrase of a pack in a list; does at once what a pack without one needs none for.
 *
 * @param {HTMLElement} part
 * @param {Pack} pack
 * @param {(passphrase?: string) => unknown} work
 */
const withPassphrase = (part, { lock }, work) => {
  if (!lock) return work();
  if (!canLock) throw failure("NoCrypto");
  const form = unlockForm(work);
  find("ask", part).replaceChildren(form);
  /** @type {HTMLInputElement} */ (form.elements.namedItem("passphrase")).focus();
};

/**
 * A pack of the list.
 *
 * @param {WholePack} stored
 * @param {() => unknown} changed draws the list again
 */
const packItem = ({ pack, records }, changed) => {
  const { id, name } = pack;
  /** @param {Promise<unknown>} work */
  const change = async (work) => {
    await work;
    if (page.opened?.pack.id === id) page.opened = null;
    shout(id);
    await changed();
  };
  /** @param {string} [passphrase] */
  const copy = async (passphrase) => {
    const now = await store.read(id);
    if (!now) throw failure("Absent");
    const copied = { name: `${name} (kopi)`, created: Date.now(), exported: 0 };
    await change(copyPack(now, passphrase, copied));
  };
  const remove = async () => {
    await change(store.setPack(id, () => ({ deleted: Date.now() })));
    const back = () => change(store.setPack(id, () => ({ deleted: undefined })));
    const save = async () => {
      const stored = await store.read(id);
      if (stored) saveShown(await openPack(stored));
    };
    offerUndo(`»${name}« ligger i papirkurven.`, back, !pack.lock && save);
  };
  const part = stamp("pack", {
    name,
    facts: factsOf({ pack, records }),
    ended: Date.now() > pack.ends,
    prolong: () => change(store.setPack(id, () => ({ ends: inAMonth() }))),
    copy: () => withPassphrase(part, pack, copy),
    remove,
  });
  /** @type {HTMLAnchorElement} */ (find("name", part)).href = `#pakke/${id}`;
  /** @type {HTMLAnchorElement} */ (find("rename", part)).href = `#pakke/${id}/vaelg`;
  return part;
};

/**
 * Deletes a pack for good, with all that is kept of it elsewhere.
 *
 * @param {string} id
 */
const removeForGood = async (id) => {
  await store.remove(id);
  if (page.opened?.pack.id === id) page.opened = null;
  forgetTyped(id);
  forgetAside(id);
  forget(id);
  await forgetReserve(id);
  forgetPlace(id);
  shout(id);
};

/**
 * When a pack leaves the bin for good, if nobody takes it out.
 *
 * @param {Pack} pack
 */
const goneAt = ({ ends, deleted }) => Math.max(ends, Number(deleted) + WEEK);

/**
 * A pack of the bin.
 *
 * @param {WholePack} stored
 * @param {() => unknown} changed draws the list again
 */
const binItem = ({ pack, records }, changed) => {
  const { id, name } = pack;
  const back = async () => {
    await store.setPack(id, () => ({ deleted: undefined }));
    shout(id);
    await changed();
  };
  /** @param {Event} event */
  const remove = async (event) => {
    if (!asked(event, name)) return;
    await removeForGood(id);
    await changed();
  };
  const facts = `noter: ${notesIn(records).length} · slettes for altid: ${dayOf(goneAt(pack))}`;
  return stamp("binned", { name, facts, back, remove });
};

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
      return withPassphrase(part, there.pack, async (passphrase) =>
        arrive(await copyPack(there, passphrase)),
      );
    }
    await bringIn({ pack: there.pack, records: await readRecords(there.pack, null, there.records) });
  };
  const part = stamp("found", {
    name: pack.name,
    facts: `${path} · noter: ${notesIn(records).length}`,
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

/**
 * Brings back a pack from its second copy.
 *
 * @param {HTMLElement} part
 * @param {File} copy
 */
const bringBack = async (part, copy) => {
  const file = await readFile(copy);
  if (!file.locked) return bringIn(await file.read());
  const form = unlockForm(async (passphrase) => {
    const { pack, records } = await file.read(passphrase);
    return bringIn({ pack, records });
  });
  find("ask", part).replaceChildren(form);
};

/**
 * A pack that is gone, with its second copy if there is one.
 *
 * @param {[id: string, tombstone: Tombstone]} missing
 */
const lostItem = ([id, { name, notes, saved, exported }]) => {
  const file = exported ? `sidst gemt som fil ${momentOf(exported)}` : "aldrig gemt som fil";
  const facts = `»${name}«: noter: ${notes}, sidst skrevet ${momentOf(saved)}, ${file}`;
  const back = async () => {
    const copy = await reserveOf(id);
    if (!copy) throw failure("Absent");
    await bringBack(part, copy);
  };
  const part = stamp("lost-pack", { facts, back });
  reserveOf(id).then((copy) => {
    find("copied", part).hidden = !copy;
  });
  return part;
};

/**
 * What is said of packs that were here and are not any more, if there are any.
 *
 * @param {WholePack[]} packs those that are here
 * @param {() => unknown} changed draws the list again
 */
const lostParts = (packs, changed) => {
  const missing = site.memory ? [] : missingFrom(packs);
  if (!missing.length) return [];
  const items = missing.map(lostItem);
  /** @param {Event} event */
  const forgetAll = async (event) => {
    if (!asked(event)) return;
    missing.forEach(([id]) => forget(id));
    await Promise.all(missing.map(([id]) => forgetReserve(id)));
    return changed();
  };
  return [stamp("lost", { packs: items, forget: forgetAll })];
};

/**
 * Draws the list of packs on a screen.
 *
 * @param {HTMLElement} part
 */
export const packList = async (part) => {
  const mine = find("mine", part);
  const draw = async () => {
    const all = (await store.packs()).sort((a, b) => b.pack.created - a.pack.created);
    const binned = all.filter(({ pack }) => pack.deleted);
    const over = binned.filter(({ pack }) => Date.now() > goneAt(pack));
    for (const { pack } of over) await removeForGood(pack.id);
    const bin = binned.filter((one) => !over.includes(one));
    const packs = all.filter(({ pack }) => !pack.deleted);
    find("bin", part).hidden = !bin.length;
    find("binned", part).replaceChildren(...bin.map((one) => binItem(one, drawHere)));
    mine.hidden = !packs.length;
    find("packs", mine).replaceChildren(...packs.map((one) => packItem(one, drawHere)));
    const kept = [...packs, ...bin];
    kept.forEach(({ pack, records }) => remember(pack, records));
    find("lost", part).replaceChildren(...lostParts(kept, draw));
    return packs.length;
  };
  // The button that was pressed is not there any more.
  const drawHere = async () => {
    const heading = (await draw()) ? mine.querySelector("h2") : part.querySelector("h1");
    focusOn(/** @type {HTMLElement} */ (heading));
  };
  const count = await draw();
  const changed = () => mine.contains(document.activeElement) || draw().catch((error) => report(error));
  return { count, changed };
};
