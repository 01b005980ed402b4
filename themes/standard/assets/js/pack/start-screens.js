// The first screens: the list of packs with a quick form, and what the one-file pack shows in its place.

import { find, findForm, stamp, values } from "./dom.js";
import { cleanFile } from "./file.js";
import { importer } from "./importer.js";
import { packList, showElsewhere } from "./list.js";
import { editionOf } from "./model.js";
import { go } from "./navigation.js";
import { keepSite } from "./offline.js";
import { createPack, suggestedName } from "./packs.js";
import { promisePart } from "./promise.js";
import { relevant } from "./questions.js";
import { site } from "./state.js";
import { inAMonth } from "./times.js";

/** @import { Content } from "./types.js" */

export const startScreen = async () => {
  const { id: edition, questions } = editionOf();
  const picked = () => questions.filter((question) => relevant(question, values(form)));
  const create = async () => {
    const choice = values(form);
    const name = suggestedName(choice);
    const chosen = picked().map(({ id, text }) => ({ id, text }));
    return go(await createPack({ name, edition, ends: inAMonth(), ...choice, questions: chosen }, []));
  };
  const part = stamp("start", {
    visit: stamp("visit"),
    import: importer().part,
    offline: Boolean(navigator.serviceWorker?.controller),
    quick: create,
  });
  const form = findForm("quick", part);
  const showCount = () => {
    const text = `${picked().length} af ${questions.length} spørgsmål er mærket til det.`;
    find("count", form).textContent = text;
  };
  form.onchange = showCount;
  showCount();
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
