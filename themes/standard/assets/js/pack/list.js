// The list of packs, and the bin.

import { forgetAside } from "./aside.js";
import { shout } from "./channel.js";
import { asked, find, focusOn, stamp } from "./dom.js";
import { failure, report } from "./failures.js";
import { saveShown } from "./file.js";
import { withPassphrase } from "./importer.js";
import { labelOf } from "./locked.js";
import { lostParts } from "./lost.js";
import { copyPack, openPack } from "./packs.js";
import { forgetReserve } from "./reserve.js";
import { page } from "./state.js";
import { store } from "./store.js";
import { DAY, MONTH, dayOf, inAMonth } from "./times.js";
import { forget, notesIn, remember, unfiledIn } from "./tombstones.js";
import { forgetTyped } from "./typing.js";
import { offerUndo } from "./undo.js";
import { forgetPlace } from "./visit-place.js";

/** @import { Pack, WholePack } from "./types.js" */

/** How long a pack is in the bin at least, in milliseconds. */
const WEEK = 7 * DAY;

/**
 * A stored pack as it is known here: of a locked one that is open, in plain words.
 *
 * @param {WholePack} stored
 */
const known = (stored) => {
  const { opened } = page;
  if (!stored.pack.lock?.hidden || opened?.pack.id !== stored.pack.id) return stored;
  return { pack: { ...opened.pack, deleted: stored.pack.deleted }, records: [...opened.records.values()] };
};

/**
 * What the list says of a pack.
 *
 * @param {WholePack} stored
 */
const factsOf = ({ pack, records }) => {
  if (pack.name === undefined) return "låst, navn og datoer ses, når du låser op";
  const unfiled = unfiledIn(records).length;
  const facts = [
    `spørgsmål: ${pack.questions.filter(({ out }) => !out).length}`,
    `noter: ${notesIn(records).length}`,
    `sidst eksporteret: ${pack.exported ? dayOf(pack.exported) : "aldrig"}`,
    pack.exported && unfiled && `noter ændret siden: ${unfiled}`,
    `slutdato: ${dayOf(pack.ends)}`,
    pack.lock && "låst",
  ];
  return facts.filter(Boolean).join(" · ");
};

/**
 * Lets everybody know of a pack that `work` changed in the storage.
 *
 * @param {string} id
 * @param {Promise<unknown>} work
 * @param {() => unknown} changed draws the list again
 */
const afterwards = async (id, work, changed) => {
  await work;
  shout(id);
  await changed();
};

/** @param {string} id */
const close = (id) => {
  if (page.opened?.pack.id === id) page.opened = null;
};

/**
 * A pack of the list.
 *
 * @param {WholePack} stored
 * @param {() => unknown} changed draws the list again
 */
const packItem = (stored, changed) => {
  const { pack, records } = known(stored);
  const { id } = pack;
  const name = labelOf(pack);
  /** @param {Promise<unknown>} work */
  const change = (work) =>
    afterwards(
      id,
      work.then(() => close(id)),
      changed,
    );
  /** @param {string} [passphrase] */
  const copy = async (passphrase) => {
    const now = await store.read(id);
    if (!now) throw failure("Absent");
    /** @param {Pack} original */
    const copied = (original) => ({ name: `${original.name} (kopi)`, created: Date.now(), exported: 0 });
    await change(copyPack(now, passphrase, copied));
  };
  const remove = async () => {
    await change(store.bin(id, Date.now()));
    const back = () => change(store.bin(id));
    const save = async () => {
      const now = await store.read(id);
      if (now) saveShown(await openPack(now));
    };
    offerUndo(`»${name}« ligger i papirkurven.`, back, !pack.lock && save);
  };
  const part = stamp("pack", {
    name,
    facts: factsOf({ pack, records }),
    ended: Date.now() > pack.ends,
    prolong: async () => {
      const open = page.opened?.pack.id === id ? page.opened : await openPack(stored);
      await change(open.change(() => ({ ends: inAMonth() })));
    },
    copy: () => withPassphrase(part, Boolean(pack.lock), copy),
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
  close(id);
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
const goneAt = ({ ends, deleted }) =>
  // The end date of a locked pack is hidden. That of most packs is a month away at most.
  ends === undefined ? Number(deleted) + MONTH : Math.max(ends, Number(deleted) + WEEK);

/**
 * A pack of the bin.
 *
 * @param {WholePack} stored
 * @param {() => unknown} changed draws the list again
 */
const binItem = ({ pack, records }, changed) => {
  const { id } = pack;
  const name = labelOf(pack);
  const back = () => afterwards(id, store.bin(id), changed);
  /** @param {Event} event */
  const remove = async (event) => {
    if (!asked(event, name)) return;
    await removeForGood(id);
    await changed();
  };
  const notes = pack.name !== undefined && `noter: ${notesIn(records).length}`;
  const facts = [notes, `slettes for altid: ${dayOf(goneAt(pack))}`].filter(Boolean).join(" · ");
  return stamp("binned", { name, facts, back, remove });
};

/**
 * Draws the list of packs on a screen.
 *
 * @param {HTMLElement} part
 */
export const packList = async (part) => {
  const mine = find("mine", part);
  const draw = async () => {
    // What the list says of a locked pack is what the open one knows.
    if (page.opened?.pack.lock) await page.opened.refresh().catch(() => {});
    const all = (await store.packs()).sort((a, b) => (b.pack.created ?? 0) - (a.pack.created ?? 0));
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
