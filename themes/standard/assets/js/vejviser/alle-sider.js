// What a browser can add to a page that is complete without it: the print button, citations to copy, on paper the full
// address and the day. All files of this folder share one scope and are served as one script.

const dayOf = (time) => new Date(time).toLocaleDateString("da-DK", { day: "numeric", month: "long", year: "numeric" });
const address = () => location.href.split("#")[0];
const each = (selector, work) => document.querySelectorAll(selector).forEach(work);

/** Puts a text that is being made on the clipboard. Some browsers allow that in the moment of the press only. */
const toClipboard = async (text) => {
  if (!window.ClipboardItem) return navigator.clipboard.writeText(await text);
  const blob = text.then((made) => new Blob([made], { type: "text/plain" }));
  return navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
};

/** Copies a text, or the promise of one, and says so beside the button; where that is not allowed, shows it there to be copied by hand. */
const copy = async (given, button) => {
  each(".copied", (part) => part.remove());
  const text = Promise.resolve(given);
  try {
    await toClipboard(text);
    button.insertAdjacentHTML("afterend", '<output class="copied">Kopieret</output>');
  } catch {
    const made = await text;
    button.insertAdjacentHTML("afterend", '<textarea class="copied" readonly rows="4" aria-label="Kopiér teksten herfra"></textarea>');
    const field = button.nextSibling;
    field.value = made;
    field.select();
  }
};

window.vejviser = { copy, dayOf };

each("[data-print]", (button) => {
  button.hidden = false;
  button.onclick = () => print();
});

// What is cited (`data-label`) holds its wording and knows its address, if that is not the page.
each("[data-cite]", (button) => (button.hidden = false));
document.addEventListener("click", ({ target: button }) => {
  if (!("cite" in button.dataset)) return;
  const cited = button.closest("[data-label]");
  const wording = cited.querySelector(".official, .wording")?.textContent.replace(/\s+/g, " ").trim();
  copy(`${wording ? `»${wording}« ` : ""}${cited.dataset.label}. Læst ${dayOf(Date.now())} på ${new URL(cited.dataset.address ?? "", address())}`, button);
});

const stampPaper = () => {
  each("[data-printed]", (place) => (place.textContent = `Udskrevet ${dayOf(Date.now())}`));
  each("[data-location]", (place) => (place.textContent = address()));
};
stampPaper();
window.addEventListener("beforeprint", stampPaper);
