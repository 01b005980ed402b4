// The screen of the hand-over: a pack as a file for a colleague, sealed or plain, or as a page of its own.

import { binOf, putBack } from "./bin.js";
import { asked, download, find, findForm, findInput, loadScript, stamp, values } from "./dom.js";
import { drawnScreen } from "./drawn-screen.js";
import { contentOf, revisionsIn, savePack } from "./file.js";
import { canLock } from "./lock.js";
import { mirrorPart } from "./mirror-part.js";
import { listenToPassphrase } from "./passphrase.js";
import { promisePart } from "./promise.js";
import { latest } from "./saving.js";
import { site } from "./state.js";
import { momentOf } from "./times.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Content, Pack } from "./types.js" */

window.vejviserCarry = (text) => {
  site.carryFile = text;
};

/**
 * The one-file pack: all questions, for some may be missed on the way, and the file a colleague would get.
 *
 * @param {Content} content
 */
const carry = async (content) => {
  await loadScript("data/pakke-i-en-fil.js");
  // "<" would end the element that holds it.
  const data = `{"model":${site.modelText},"file":${JSON.stringify(content)}}`.replaceAll("<", "\\u003c");
  return /** @type {string} */ (site.carryFile).replace("%PAKKE%", () => data);
};

/**
 * Saves a file of the pack as it is now. Its records know from then on that a colleague may have them.
 *
 * @param {OpenPack} open
 * @param {Content["by"]} by
 * @param {((key: string) => boolean) | undefined} only picks records by their keys
 * @param {(content: Content) => Promise<void>} saveAs
 * @param {Partial<Pack>} change of the pack
 */
const handOut = async (open, by, only, saveAs, change) => {
  await latest(open);
  const content = contentOf(open.typed(), by, only);
  const written = revisionsIn(content, open);
  await saveAs(content);
  await open.leave(written, change);
};

/**
 * Saves the page of its own.
 *
 * @param {OpenPack} open
 * @param {boolean} withNotes
 */
const saveCarried = (open, withNotes) => {
  /** @param {string} key */
  const only = (key) => withNotes || key.startsWith("own/");
  /** @param {Content} content */
  const saveAs = async (content) => download(open.pack, "html", await carry(content), "text/html");
  return handOut(open, open.pack.by, only, saveAs, withNotes ? { exported: Date.now() } : {});
};

/**
 * The texts in the bin of the pack, each with a button that takes it out.
 *
 * @param {OpenPack} open
 */
const binParts = (open) => {
  const texts = binOf(open);
  if (!texts.length) return null;
  const items = texts.map(({ key, name, text }) => {
    const by = text.by ? `${name}, ${text.by}` : name;
    const item = stamp("discarded", {
      name: by,
      text: text.value,
      back: async () => {
        await putBack(open, key);
        item.remove();
      },
    });
    return item;
  });
  return stamp("bin", { texts: items });
};

/** @param {OpenPack} open */
export const handOverScreen = (open) => {
  /** @param {string} [passphrase] */
  const save = (passphrase) => {
    const { by } = values(form);
    /** @param {Content} content */
    const saveAs = (content) => savePack(open, content, passphrase);
    return handOut(open, by, undefined, saveAs, { by, exported: Date.now() });
  };
  const isNamed = () => /** @type {HTMLInputElement} */ (form.elements.namedItem("by")).reportValidity();
  const part = stamp("handover", {
    name: open.pack.name,
    open: canLock && !open.pack.lock,
    promise: promisePart(),
    mirror: mirrorPart(open),
    form: () => save(values(form).passphrase),
    secret: canLock,
    nosecret: !canLock,
    bin: binParts(open),
    carry: !site.carried,
    file: () => saveCarried(open, findInput("with", part).checked),
    /** @param {Event} event */
    plain: (event) => isNamed() && asked(event) && save(),
  });
  const lock = /** @type {HTMLAnchorElement | null} */ (part.querySelector("[data-at=lock]"));
  if (lock) lock.href = `#pakke/${open.pack.id}/vaelg/adgangssaetning`;
  const form = findForm("form", part);
  listenToPassphrase(form);
  /** @type {HTMLInputElement} */ (form.elements.namedItem("by")).value = open.pack.by ?? "";
  const draw = () => {
    const { exported } = open.pack;
    if (exported) find("exported", part).textContent = `Sidst eksporteret som fil ${momentOf(exported)}.`;
  };
  return drawnScreen(part, draw);
};
