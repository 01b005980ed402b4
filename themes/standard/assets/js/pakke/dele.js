// Parts that every screen of the visit pack uses. All files of this folder share one scope and are served as one script.
// What is shown passes `make` and `stamp`, which know text and elements only: nothing that somebody wrote, here or in a
// file from elsewhere, is ever read as markup.

/**
 * What the page knows: the model, the site's id and path, whether the page stands alone, packs where nothing can be
 * stored, addresses whose questions another page asked for.
 */
const site = { asked: [] };

const inAMonth = () => Date.now() + 30 * 864e5;

const pieces = (children) => [children].flat(5).filter((child) => child != null && child !== false);

/** An element with properties and children. */
const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...pieces(children));
  return element;
};

/**
 * Listens to an element; what goes wrong is told on the page. A button or a form that is at work cannot be pressed again:
 * a second press is the same wish.
 */
const attach = (element, kind, work) => {
  let atWork = false;
  element.addEventListener(kind, async (event) => {
    if (kind === "submit") event.preventDefault();
    else if (kind !== "click") return attempt(() => work(event));
    if (atWork || element.closest("[inert]")) return;
    atWork = true;
    const button = event.submitter ?? element;
    button.ariaDisabled = "true";
    await attempt(() => work(event));
    button.ariaDisabled = null;
    atWork = false;
  });
};

const USUAL = { FORM: "submit", BUTTON: "click", DETAILS: "toggle" };

/**
 * A template of the page with its places (`data-at`) filled: a function listens, true leaves a place as it is, null and
 * false take it away, anything else is put in. What goes wrong in a listener is told on the page.
 */
const stamp = (name, places = {}) => {
  const part = document.getElementById(`s-${name}`).content.cloneNode(true);
  for (const element of part.querySelectorAll("[data-at]")) {
    const { at, on } = element.dataset;
    if (!(at in places)) continue;
    const value = places[at];
    if (typeof value === "function") attach(element, on ?? USUAL[element.tagName] ?? "change", value);
    else if (value == null || value === false) element.remove();
    else if (value !== true) element.replaceChildren(...pieces(value));
  }
  return part.childElementCount > 1 ? make("div", {}, part) : part.firstElementChild;
};

const find = (place, part = document) => part.querySelector(`[data-at="${place}"]`);

/** A link into the site; plain text in a file that stands alone. */
const link = (href, ...label) => (site.carried || !href ? make("span", {}, label) : make("a", { href }, label));

const values = (form) => Object.fromEntries(new FormData(form));

const dayOf = (time = Date.now()) => (time && isTime(time) ? vejviser.dayOf(time) : "ukendt");
const clockOf = (time) => new Date(time).toLocaleTimeString("da-DK", { hour: "2-digit", minute: "2-digit" });
const momentOf = (time) => (time && isTime(time) ? `${dayOf(time)} kl. ${clockOf(time)}` : "på et ukendt tidspunkt");

const random = () => crypto.getRandomValues(new Uint32Array(3)).join("-");

const download = (pack, ending, content, type) => {
  const address = URL.createObjectURL(new Blob([content], { type }));
  make("a", { href: address, download: `${pack.name}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 6e4);
};

/** A failure that has its words among the page's messages. */
const failure = (name, detail) => Object.assign(new Error(name), { name, detail });

const tell = (error) => {
  const message = (name) => document.getElementById(`m-${name}`)?.content.textContent;
  return (message(error.name) ?? message("Other")).replace("%", () => error.detail ?? "ukendt");
};
