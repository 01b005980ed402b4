// The first screens: the list of packs with a quick form, and what the one-file pack shows in its place.

import { find, findForm, stamp } from "./dom.js";
import { showElsewhere } from "./elsewhere.js";
import { cleanFile } from "./file.js";
import { importer } from "./importer.js";
import { packList } from "./list.js";
import { keepSite } from "./offline.js";
import { promisePart } from "./promise.js";
import { createQuick, showQuick, themeBoxes } from "./quick.js";
import { site } from "./state.js";

/** @import { Content } from "./types.js" */

export const startScreen = async () => {
  const part = stamp("start", {
    visit: stamp("visit"),
    themes: themeBoxes(),
    import: importer().part,
    offline: Boolean(navigator.serviceWorker?.controller),
    /** @param {SubmitEvent} event */
    quick: (event) => createQuick(form, event),
  });
  const form = findForm("quick", part);
  form.onchange = () => showQuick(form);
  showQuick(form);
  const { count, changed } = await packList(part);
  if (count) find("mine", part).append(promisePart());
  if (count) keepSite();
  showElsewhere(part);
  return { part, changed };
};

/** The list of the one-file pack: who the pack in it is from, with a button, and what has been taken in. */
export const carriedScreen = async () => {
  const content = cleanFile(/** @type {{ file: Content }} */ (site.carried).file);
  const { part: field, show, isEmpty } = importer();
  if (isEmpty()) show(content);
  const part = stamp("carried", { name: content.pack.name, import: field });
  return { part, changed: (await packList(part)).changed };
};
