// The print button, and on paper the full address and the day.

import { dayOf } from "./dates.js";
import { address, each } from "./page.js";

each("[data-print]", (button) => {
  button.hidden = false;
  button.onclick = () => print();
});

const stampPaper = () => {
  each("[data-printed]", (place) => {
    place.textContent = `Udskrevet ${dayOf(Date.now())}`;
  });
  each("[data-location]", (place) => {
    place.textContent = address();
  });
};
stampPaper();
window.addEventListener("beforeprint", stampPaper);
