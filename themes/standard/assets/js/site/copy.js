import { each } from "./page.js";

/**
 * Puts a text that is being made on the clipboard. Some browsers allow that in the moment of the press only.
 *
 * @param {Promise<string>} text
 */
const toClipboard = async (text) => {
  if (!window.ClipboardItem) return navigator.clipboard.writeText(await text);
  const blob = text.then((made) => new Blob([made], { type: "text/plain" }));
  return navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
};

/**
 * Copies a text, or the promise of one, and says so beside the button; where that is not allowed, shows it
 * there to be copied by hand.
 *
 * @param {string | Promise<string>} given
 * @param {HTMLElement} button
 */
export const copy = async (given, button) => {
  each(".copied", (part) => part.remove());
  const text = Promise.resolve(given);
  try {
    await toClipboard(text);
    button.insertAdjacentHTML("afterend", '<output class="copied">Kopieret</output>');
  } catch {
    const made = await text;
    button.insertAdjacentHTML(
      "afterend",
      '<textarea class="copied" readonly rows="4" aria-label="Kopiér teksten herfra"></textarea>',
    );
    const field = /** @type {HTMLTextAreaElement} */ (button.nextSibling);
    field.value = made;
    field.select();
  }
};
