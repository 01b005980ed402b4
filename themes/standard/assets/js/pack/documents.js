// The screen of the documents to ask for.

import { copy } from "../site/copy.js";
import { find, make, stamp } from "./dom.js";
import { drawnScreen } from "./drawn-screen.js";
import { documentsOf } from "./questions.js";

/** @import { OpenPack } from "./open-pack.js" */

/** @param {OpenPack} open */
export const documentsScreen = (open) => {
  const part = stamp("documents", {
    name: open.pack.name,
    /** @param {Event} event */
    copy: ({ target }) => copy(find("letter", part).innerText, /** @type {HTMLElement} */ (target)),
  });
  return drawnScreen(part, () => {
    const documents = documentsOf(open.entries);
    find("empty", part).hidden = documents.length > 0;
    find("some", part).hidden = !documents.length;
    const lines = documents.map(([name, numbers]) =>
      make("div", {}, `– ${name} (spørgsmål ${numbers.join(", ")})`),
    );
    find("list", part).replaceChildren(...lines);
  });
};
