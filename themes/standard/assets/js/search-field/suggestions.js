// Suggestions below the field: where a number leads, and words completed.

import { make, set } from "./dom.js";
import { badge, base, engine, places } from "./engine.js";
import { field } from "./form.js";

/** @typedef {{ url?: string, text?: string, parts: (Node | string)[] }} Option */

/** What the ids of options begin with. */
const ID = "t-forslag-";
const MOST_WORDS = 6;

const ENDS_IN_A_NUMBER = /\d\S*$/;
const LAST_WORD = /\p{L}*$/u;

const list = make("ul", "suggestions");

/** @type {Option[]} */
let options = [];

/** The option that is pointed at; -1 where it is the field itself. */
let active = -1;

/** How often options were asked for or shown: what comes late is for an earlier text. */
let offers = 0;

/** @param {number} at */
const point = (at) => {
  active = at;
  set(field, { "aria-activedescendant": at < 0 ? "" : ID + at });
  [...list.children].forEach((item, own) => {
    set(item, { "aria-selected": own === at });
    if (own === at) item.scrollIntoView({ block: "nearest" });
  });
};

/** @param {Option[]} found */
const show = (found) => {
  offers += 1;
  options = found;
  const items = found.map(({ parts }, at) => {
    const item = make("li", "", ...parts);
    set(item, { id: ID + at, role: "option" });
    return item;
  });
  list.replaceChildren(...items);
  list.hidden = !found.length;
  set(field, { "aria-expanded": !list.hidden });
  point(-1);
};

export const close = () => show([]);

const offer = async () => {
  offers += 1;
  const own = offers;
  const text = field.value;
  const named = (await places(text)).map((found) => {
    return { url: found.url, parts: ["Gå til ", make("b", "", found.title), ...badge(found)] };
  });
  const words = ENDS_IN_A_NUMBER.test(text) ? [] : window.vejviserSearch.suggest(text, MOST_WORDS);
  const completed = words.map((word) => text.replace(LAST_WORD, word));
  if (own !== offers || document.activeElement !== field) return;
  show([...named, ...completed.map((whole) => ({ text: whole, parts: [whole] }))]);
};

/**
 * Where an arrow leads from the option that is pointed at; undefined for other keys.
 *
 * @param {string} key
 * @param {number} last
 */
const moved = (key, last) => {
  if (key === "ArrowDown") return active + 1;
  if (key === "ArrowUp") return active < 0 ? last : active - 1;
  if (active >= 0 && key === "Home") return 0;
  return active >= 0 && key === "End" ? last : undefined;
};

/**
 * Shows suggestions below the field.
 *
 * @param {() => void} submit searches for what is in the field
 */
export const startSuggestions = (submit) => {
  /** @param {Option} option */
  const pick = ({ url, text = "" }) => {
    if (url) return location.assign(base + url);
    field.value = text;
    submit();
  };
  set(field, { role: "combobox", "aria-autocomplete": "list", "aria-controls": "t-forslag" });
  set(list, { id: "t-forslag", role: "listbox", "aria-label": "Forslag" });
  field.after(list);
  close();
  field.addEventListener("focus", () => engine().catch(close));
  field.addEventListener("input", () => offer().catch(close));
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const last = options.length - 1;
    const at = moved(event.key, last);
    if (at !== undefined) {
      if (last < 0) offer().catch(close);
      // Beyond either end is the field itself.
      else point(at > last ? -1 : at);
    } else if (event.key === "Escape" && last >= 0) close();
    else if (event.key === "Enter" && active >= 0) pick(options[active]);
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const item = /** @type {Element} */ (target).closest("li");
    if (item) pick(options[Number(item.id.slice(ID.length))]);
  });
};
