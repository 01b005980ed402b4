// What went wrong, on the screen, with what can be done about it.

import { calm, failure, nameOfError, tell } from "./failures.js";
import { find, make, stamp, values } from "./dom.js";
import { goWithoutStorage } from "./database.js";
import { saveShown } from "./file.js";
import { flush, latest } from "./saving.js";
import { app, page } from "./state.js";
import { typing } from "./typing.js";

/** @import { About } from "./failures.js" */
/** @import { OpenPack } from "./open-pack.js" */

/**
 * The pack that the message on the screen is about.
 *
 * @type {OpenPack | undefined}
 */
let troubled;

/**
 * Opens a pack that another tab has locked otherwise.
 *
 * @param {OpenPack} open
 * @param {HTMLFormElement} form
 */
const unlockAgain = async (open, form) => {
  try {
    await open.unlock(values(form).passphrase);
  } catch (failed) {
    if (nameOfError(failed) !== "Passphrase") throw failed;
    find("refused", form).textContent = tell(failed);
    return false;
  }
  await latest(open);
  // The next screen asks for the same, or is about to.
  const isLeft = page.drawn !== page.turns || page.shown.open !== open;
  if (isLeft && location.hash.split("/")[1] === open.pack.id) await page.route();
};

/** @param {OpenPack} open */
const keepAgain = async (open) => {
  await open.keep();
  await flush();
};

/** @param {OpenPack} open */
const unbinAgain = async (open) => {
  await open.unbin();
  await flush();
};

/**
 * Tells what went wrong, with what can be done about it for the pack it happened to. `isUnsaved` is for what
 * is saved again by itself; of what `isRepeated`, only news are told, so that an answer that is being typed
 * stays.
 *
 * @param {unknown} error
 * @param {OpenPack} [open]
 * @param {About} [about]
 */
export const trouble = (error, open = page.shown.open, { isUnsaved, isRepeated } = {}) => {
  const name = open && open !== page.shown.open && `${open.pack.name}:`;
  const text = [name, tell(error), isUnsaved && tell(failure("Unsaved"))].filter(Boolean).join(" ");
  const told = document.querySelector("[data-trouble]");
  if (isRepeated && troubled === open && told?.firstElementChild?.textContent === text) return;
  calm();
  troubled = open;
  const kind = nameOfError(error);
  /** @param {Event} event */
  const unlock = ({ target }) =>
    unlockAgain(/** @type {OpenPack} */ (open), /** @type {HTMLFormElement} */ (target));
  const message = stamp("trouble", {
    text,
    unlock: open && kind === "OtherLock" && unlock,
    unbin: open && kind === "Binned" && (() => unbinAgain(open)),
    keep: open && kind === "Gone" && (() => keepAgain(open)),
    save: open && (() => saveShown(open)),
  });
  app().prepend(message);
  // Who types keeps the place; the line at the top tells.
  if (!document.activeElement?.matches("textarea")) message.scrollIntoView({ block: "nearest" });
};

/** Goes on without the storage, with every pack that is open. */
const workWithoutStorage = async () => {
  const typed = [...typing.values()].map(({ open }) => open);
  const opens = new Set(page.opened ? [page.opened, ...typed] : typed);
  const records = await Promise.all([...opens].map((open) => open.sealed()));
  goWithoutStorage(records.flat());
  return page.route();
};

/** What can be done where the storage is not to be had. */
export const withoutStorage = () => {
  const { opened } = page;
  return stamp("without", {
    // A file that stands alone has no checklists beside it.
    paper: document.getElementById("s-paper") && stamp("paper"),
    memory: workWithoutStorage,
    save: opened && (() => saveShown(opened)),
  });
};

/**
 * Says that the storage does not answer, as long as it does not.
 *
 * @param {number} overdue how many answers are
 */
export const tellSilence = (overdue) => {
  const told = app().querySelector("[data-silent]");
  if (!overdue) told?.remove();
  else if (!told) app().prepend(stamp("silent", { without: withoutStorage() }));
};

/**
 * What takes the place of a screen that cannot be drawn.
 *
 * @param {string} text
 * @param {boolean} withWays whether there is something to be done
 */
export const failedScreen = (text, withWays) => ({
  part: [
    make("h1", {}, "Besøgspakke"),
    make("p", { className: "notice", role: "alert" }, text),
    withWays && withoutStorage(),
  ],
});
