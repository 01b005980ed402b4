// What the browser has promised about the packs it stores, in words, and the step that helps.

import { stamp } from "./dom.js";

/** Safari has a rule of its own for sites that are not on the home screen. */
const forgetsAfterSevenDays = () =>
  navigator.vendor.startsWith("Apple") &&
  location.protocol.startsWith("http") &&
  !matchMedia("(display-mode: standalone)").matches;

/** @returns {Promise<boolean | undefined>} nothing where the browser does not say */
const isPromised = async () => navigator.storage?.persisted?.().catch(() => undefined);

/** @param {HTMLElement} place */
const draw = async (place) => {
  const answer = await isPromised();
  const part = stamp("promise-words", {
    kept: answer === true,
    open: answer === false,
    unknown: answer === undefined,
    seven: forgetsAfterSevenDays(),
    step: answer !== true,
    ask: answer === false && askForPromise,
  });
  if (place.textContent !== part.textContent) place.replaceChildren(part);
};

const drawAll = () => {
  /** @type {NodeListOf<HTMLElement>} */
  const places = document.querySelectorAll("[data-promise]");
  return Promise.all([...places].map(draw));
};

/** A browser that agrees does not clear packs away to make room. */
export const askForPromise = async () => {
  await navigator.storage?.persist?.().catch(() => false);
  await drawAll();
};

let isListening = false;

/** The answer changes when the user changes the settings of the site. */
const listen = async () => {
  if (isListening) return;
  isListening = true;
  const name = /** @type {PermissionName} */ ("persistent-storage");
  const status = await navigator.permissions?.query({ name }).catch(() => undefined);
  if (status) status.onchange = drawAll;
};

/** What the browser has promised; it stays true while it is shown. */
export const promisePart = () => {
  const place = stamp("promise");
  draw(place);
  listen();
  return place;
};
