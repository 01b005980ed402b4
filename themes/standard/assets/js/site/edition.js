// Where the site is kept for use without a network: word of a new edition, which is shown when somebody asks
// for it.

import { each } from "./page.js";

const worker = navigator.serviceWorker;
if (worker?.controller) {
  worker.onmessage = ({ data, source }) => {
    if (data === "shown") location.reload();
    each("[data-edition]", (note) => {
      note.hidden = false;
      const button = /** @type {HTMLElement} */ (note.lastElementChild);
      button.onclick = () => source?.postMessage("show");
    });
  };
  worker.controller.postMessage("");
}
