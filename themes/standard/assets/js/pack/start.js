// The page of the visit packs: which screen is shown, told by what is behind # in the address.

import { watchIdleness } from "./auto-lock.js";
import { listen } from "./channel.js";
import { chooseScreen } from "./choose.js";
import { onSilence } from "./database.js";
import { focusOn, pieces, stamp } from "./dom.js";
import { mayPass, tell, tellWith } from "./failures.js";
import { openLabelOf } from "./locked.js";
import { leave } from "./navigation.js";
import { hearWorker, offlineNote } from "./offline.js";
import { keepRoom } from "./room.js";
import { flush, hear } from "./saving.js";
import { packScreen } from "./screens.js";
import { ADDING, NAMES, decoded, isShort, longAddress, packsAt } from "./short-address.js";
import { shortScreen } from "./short-screens.js";
import { carriedScreen, startScreen } from "./start-screens.js";
import { app, page, site } from "./state.js";
import { store } from "./store.js";
import { drawStored } from "./stored.js";
import { failedScreen, tellSilence, trouble } from "./trouble.js";
import { typing } from "./typing.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Content, Model, Screen } from "./types.js" */

/**
 * The screen that an address names.
 *
 * @param {string[]} address its parts
 * @param {boolean} isAdding
 * @returns {Promise<Screen>}
 */
const screenAt = async ([name, id, screen], isAdding) => {
  if (name === "pakke") return packScreen(id, screen);
  const given = location.hash.slice(1 + ADDING.length);
  site.asked = isAdding ? decoded(given).split(" ") : [];
  if (name === "ny" || isAdding) return chooseScreen(null, isAdding ? await store.packs() : []);
  return site.carried ? carriedScreen() : startScreen();
};

/**
 * The title of the page: the heading, and before it which screen of a pack it is. Browsers write titles into
 * their history, so that of a locked pack has not its name.
 *
 * @param {HTMLElement} heading
 * @param {OpenPack} [open]
 */
const titleOf = ({ textContent }, open) => {
  const current = app().querySelector("[aria-current=page]")?.textContent;
  const name = open?.pack.lock ? openLabelOf(open.pack) : String(textContent);
  return !current || name.startsWith(`${current}:`) ? name : `${current}: ${name}`;
};

/**
 * The heading of an indicator right above its first question, to be seen with it; else the element itself.
 *
 * @param {HTMLElement} element
 */
const topOf = (element) => {
  let above = element.previousElementSibling;
  while (above?.matches(".notice")) above = above.previousElementSibling;
  return above?.matches("h4") && above.checkVisibility() ? above : element;
};

/**
 * Puts a screen on the page, and the focus where reading begins.
 *
 * @param {Screen} screen
 * @param {string} place the question, or another place on the screen, that the address names
 */
const show = (screen, place) => {
  page.shown = screen;
  const parts = pieces([
    // What could not be saved is told on every screen.
    typing.size > 0 && app().querySelector("[data-trouble]"),
    app().querySelector("[data-silent]"),
    offlineNote(),
    site.memory && stamp("memory", { forbidden: !site.isGivenUp, chosen: Boolean(site.isGivenUp) }),
    screen.part,
    app().querySelector("[data-undo]"),
  ]);
  app().replaceChildren(...parts);
  keepRoom();
  if (screen.told) trouble(screen.told);
  const heading = /** @type {HTMLElement} */ (app().querySelector("h1"));
  document.title = titleOf(heading, screen.open);
  /** @type {NodeListOf<HTMLElement>} */
  const places = app().querySelectorAll("[data-question], [data-place]");
  const asked = [...places].find(
    ({ dataset }) => encodeURIComponent(String(dataset.question ?? dataset.place)) === place,
  );
  const wanted = screen.at?.(place) ?? asked;
  if (page.drawn === 1 && !wanted) return;
  focusOn(wanted ?? heading);
  if (wanted) topOf(wanted).scrollIntoView();
  else window.scrollTo(0, 0);
};

const route = async () => {
  const address = location.hash.slice(1).split("/");
  const [name, , screen, place] = address;
  const isAdding = name.startsWith(ADDING);
  // Another place on the page; a page that is loaded there begins with the list.
  if (page.turns && name && !isAdding && !isShort(address) && !NAMES.includes(name)) return;
  page.turns += 1;
  const turn = page.turns;
  leave();
  await flush();
  /** @type {Screen} */
  let next;
  try {
    const packs = isShort(address) ? await packsAt(name) : [];
    if (turn !== page.turns) return;
    // One pack: it is opened where its other links lead.
    if (packs.length === 1) {
      history.replaceState(null, "", longAddress(packs[0].id, decoded(address[1])));
      return route();
    }
    next = isShort(address) ? shortScreen(packs, decoded(address[1])) : await screenAt(address, isAdding);
  } catch (error) {
    next = failedScreen(tell(error), mayPass(error));
  }
  if (turn !== page.turns) return;
  page.drawn = turn;
  show(next, place ?? screen ?? "");
};

/**
 * What the first click of a double click hit.
 *
 * @type {Node | null}
 */
let hit = null;

/**
 * The second click of a double click is meant for what the first one hit: where that is gone, it does
 * nothing.
 *
 * @param {MouseEvent} event
 */
const ignoreStray = (event) => {
  if (event.detail < 2) hit = /** @type {Node} */ (event.target);
  else if (!hit?.isConnected) {
    event.preventDefault();
    event.stopPropagation();
  }
};

/** Takes over what a page has in it that stands alone. Returns whether it does. */
const takeCarried = () => {
  const inside = document.getElementById("pakke-data");
  if (!inside) return false;
  /** @type {{ model: Model, file: Content }} */
  const carried = JSON.parse(String(inside.textContent));
  site.carried = carried;
  window.vejviserModel(carried.model);
  return true;
};

const listenToPage = () => {
  listen(hear, hearWorker);
  // The address behind # is that of the screen, and stays.
  document.querySelector(".skip")?.addEventListener("click", (event) => {
    event.preventDefault();
    document.querySelector("main")?.focus();
  });
  document.addEventListener("click", ignoreStray, true);
  watchIdleness();
  window.addEventListener("hashchange", route);
  window.addEventListener("beforeunload", (event) => {
    if (typing.size || site.memory?.getAll().length) event.preventDefault();
  });
};

page.route = route;
tellWith(trouble);
onSilence(tellSilence);

document.addEventListener("DOMContentLoaded", () => {
  page.element = document.querySelector("[data-packs]") ?? undefined;
  const isAlone = takeCarried();
  /** @type {HTMLElement | null} */
  const stored = document.querySelector("[data-stored]");
  site.id = stored?.dataset.site ?? site.model?.site.id;
  site.path = isAlone ? location.pathname : new URL(".", location.href).pathname;
  if (stored) drawStored(stored);
  if (!page.element || !site.model) return;
  listenToPage();
  route();
});
