// The screen of the visit: the questions of a pack by indicator, for writing, or by source, for the visit itself. What is
// typed is saved at every pause, and at least once a second.

const PAUSE = 400;
const LONGEST = 900;

// A day, a month, a year and four digits: what a civil registration number looks like.
const CPR = /(?<!\d)[0-7]\d(0[1-9]|1[0-2])\d\d[-\s]?\d{4}(?!\d)/;

/** What is typed or ticked and not stored yet, by pack and key: { open, key, area } with the field. */
const typing = new Map();
const placeOf = (open, key) => `${open.pack.id}/${key}`;
const isTyping = (open, key) => typing.has(placeOf(open, key));
const valueNow = (open, key) => typing.get(placeOf(open, key))?.area.value ?? open.value(key);

let since = 0;
let timer = 0;

/** How long to wait for the next try after a save that failed, in milliseconds; 0 where none did. */
let delay = 0;
const LONGEST_DELAY = 3e4;

const said = (text) => {
  const place = document.querySelector("[data-saved]");
  if (place) place.textContent = text;
};

/** Whether a save that failed may succeed by itself: what the browser could not do, not what we refused. */
const mayPass = (error) => error instanceof DOMException && error.name !== "VersionError";

/** Saves what is typed; the line at the top says what became of it. Returns whether all that was typed is stored. */
const flush = async () => {
  clearTimeout(timer);
  if (!typing.size) return true;
  since = 0;
  if (!delay) said("Gemmer …");
  let failed;
  for (const [place, item] of [...typing]) {
    // Settled meanwhile, or of a pack that was deleted.
    if (typing.get(place) !== item) continue;
    try {
      await item.open.save(item.key, item.area.value);
      // Typed again meanwhile: that is still to be saved.
      if (typing.get(place) === item) typing.delete(place);
    } catch (error) {
      // What happened to the pack on the screen is told first.
      if (!failed || item.open === shown.open) failed = { error, open: item.open };
    }
  }
  if (failed) {
    said("IKKE GEMT");
    const isPassing = mayPass(failed.error);
    trouble(failed.error, failed.open, { isUnsaved: isPassing, isRepeated: true });
    if (!isPassing) return false;
    delay = Math.min(2 * delay || 1000, LONGEST_DELAY);
    timer = setTimeout(flush, delay);
    return false;
  }
  delay = 0;
  calm();
  if (typing.size) return flush();
  if (shown.open?.isBehind) hear(shown.open.pack.id);
  said(site.memory ? "Ikke gemt på enheden" : `Gemt ${clockOf(Date.now())}`);
  return true;
};

/** Lets go of what is typed and not stored, of a pack that was deleted. */
const forgetTyped = (id) => {
  for (const [place, { open }] of [...typing]) if (open.pack.id === id) typing.delete(place);
};

/** Has the value of a field saved at the next pause. */
const soon = (open, key, area) => {
  // What is said of the last save does not hold for what is typed now.
  if (!delay) said("");
  typing.set(placeOf(open, key), { open, key, area });
  since ||= performance.now();
  clearTimeout(timer);
  timer = setTimeout(flush, Math.min(PAUSE, Math.max(0, since + LONGEST - performance.now())));
};

/** The pack as it is stored now, with all that is typed: what leaves the page must not be older than it says. */
const latest = async (open) => {
  do {
    const isStored = await flush();
    await open.refresh();
    if (!isStored) return;
  } while (typing.size);
};

/**
 * Saves what settles the text `rev`, which stood beside this one. Like what is typed, it was made from what was on the screen:
 * until it is stored no text of another tab takes that place, for then it would go over a text that nobody has seen.
 */
const settled = async (open, key, area, rev) => {
  const place = placeOf(open, key);
  const item = { open, key, area };
  typing.set(place, item);
  try {
    await open.save(key, area.value, rev);
    if (typing.get(place) === item) typing.delete(place);
  } catch (error) {
    soon(open, key, area);
    throw error;
  }
};

/** The text of one source, and whatever stands beside it. */
const noteField = (open, entry, [source, name]) => {
  const part = stamp("note", { source: name, number: entry.number });
  const area = part.querySelector("textarea");
  area.name = `note/${entry.id}/${source}`;
  area.value = valueNow(open, area.name);
  area.oninput = () => soon(open, area.name, area);
  area.onchange = flush;
  drawNote(open, area);
  return part;
};

const drawNote = (open, area) => {
  const field = area.closest(".note-field");
  field.querySelector("[data-cpr]").hidden = !CPR.test(area.value);
  const settle = async (rev, ...more) => {
    // What is typed now would be taken for a text that has seen the other. Whoever saves the field from here on saves both.
    area.readOnly = true;
    area.value = [area.value, ...more].filter(Boolean).join("\n");
    try {
      await settled(open, area.name, area, rev);
    } finally {
      area.readOnly = false;
    }
    area.focus();
  };
  drawBeside(field.querySelector("[data-beside]"), open.also(area.name), settle);
};

/** Texts that stand beside one, each to be taken or dropped. */
const drawBeside = (place, texts, settle) => {
  const revisions = texts.map(({ rev }) => rev).join();
  // The same buttons stay, and so does the focus.
  if (place.dataset.revisions === revisions) return;
  place.dataset.revisions = revisions;
  place.replaceChildren(...texts.map(({ rev, by, time, value }) => stamp("beside", {
    by: `${by ? `af ${by}` : "et andet sted"}, ${momentOf(time)}`, text: value, take: () => settle(rev, value), drop: () => settle(rev),
  })));
};

/** Shows the state of a question on its card, and what others say it is. */
const drawState = (open, card, key) => {
  const settle = (rev, value = valueNow(open, key)) => settled(open, key, { value }, rev);
  for (const input of card.querySelectorAll("[data-state]")) input.checked = input.value === valueNow(open, key);
  drawBeside(find("states", card), open.also(key), settle);
};

/** Shows what is stored under `key`, except over what is being typed. */
const update = (open, key) => {
  const value = open.value(key);
  for (const field of document.getElementsByName(key)) {
    if (!isTyping(open, key) && field.value !== value) field.value = value;
    drawNote(open, field);
  }
  if (!key.startsWith("state/")) return;
  for (const card of document.querySelectorAll(`[data-question="${CSS.escape(key.slice("state/".length))}"]`)) drawState(open, card, key);
};

const progress = (open) => {
  const { entries } = open;
  return `${entries.filter(({ id }) => open.value(`state/${id}`)).length} af ${entries.length} har en status`;
};

/** Another tab saved something, or this one comes to the front again. */
const hear = async (pack) => {
  const { open, changed } = shown;
  if (!open) return changed?.();
  if (pack !== open.pack.id) return;
  // If the pack is gone or locked otherwise the next save tells; what is on the screen stays.
  await open.refresh().catch(() => {});
};

/** The sources that are suggested for an entry, or have a note already. */
const bearing = (open, entry) => [...entry.sources, ...open.notes(entry).map(([source]) => source)];

/** The anvisninger and examples of a question. */
const standingBehind = ({ cites, indicator }) => [
  cites.map(([name, url]) => {
    const { title, wording, edition } = site.model.cited[url] ?? {};
    return make("li", {}, link(url, name), title && ` – ${title}`, wording ? make("blockquote", {}, wording) : `. Ordlyden står i ${edition ?? "publikationen"}.`);
  }),
  !site.carried && [
    indicator.examples.map(({ title, url, year }) => make("li", {}, "Eksempel: ", link(url, title), ` (${year})`)),
    make("li", {}, link(`${indicator.url}#t-eksempler`, "Alle eksempler")),
  ],
];

/** A question, with all its sources or only `only`. */
const visitCard = (open, entry, only) => {
  const { id, question, how } = entry;
  const dim = question && !relevant(question, open.pack);
  const key = `state/${id}`;
  const wanted = only ? [only] : bearing(open, entry);
  const first = SOURCES.filter(([source]) => wanted.includes(source));
  const fields = (sources) => sources.map((source) => noteField(open, entry, source));
  const card = stamp("card", {
    number: entry.number, heading: link(question?.url, entry.number), dim: Boolean(dim), text: entry.text, ask: question?.ask, asking: Boolean(question?.ask),
    moved: how === "moved", before: id, reworded: how === "reworded", today: question?.text, gone: how === "gone",
    documents: only === "dokumenter" && question?.documents.map((name) => make("li", {}, name)),
    notes: fields(first),
    // Made when somebody looks: a large pack opens faster.
    more: !only && first.length < SOURCES.length && (() => {
      const others = find("others", card);
      if (!others.firstChild) others.append(...fields(SOURCES.filter((one) => !first.includes(one))));
    }),
    behind: question && (() => find("standing", card).replaceChildren(...pieces(standingBehind(question)))),
  });
  if (dim) card.classList.add("dim");
  card.dataset.question = id;
  card.dataset.label = `Spørgsmål ${entry.number}, ${editionOf(open.pack.edition).label}`;
  card.dataset.address = question?.url;
  card.ariaLabel = `Spørgsmål ${entry.number}`;
  // On the visit the plain words come first.
  if (only && only !== "dokumenter") card.querySelector(".official").before(...card.querySelectorAll(".ask"));
  // What is empty does not last in a small page.
  card.querySelector("[type=radio]").value = "";
  for (const input of card.querySelectorAll("[type=radio]")) {
    input.name = `${only ?? ""}/${key}`;
    input.dataset.state = key;
    input.onchange = () => {
      soon(open, key, input);
      flush();
    };
  }
  drawState(open, card, key);
  return card;
};

const FITS = {
  open: (open, { id }) => !open.value(`state/${id}`),
  follow: (open, { id }) => open.value(`state/${id}`) === "følg op",
  citizens: (open, { id }) => !open.value(`note/${id}/borgere`),
};

const visitParts = (open, bySource, filter) => {
  const entries = open.entries.filter((entry) => FITS[filter]?.(open, entry) ?? true);
  if (!bySource) return groupParts(entries, (entry) => visitCard(open, entry));
  return SOURCES.map(([source, , heading]) => {
    const here = entries.filter((entry) => bearing(open, entry).includes(source));
    return here.length > 0 && [make("h2", {}, `${heading} (${here.length})`), here.map((entry) => visitCard(open, entry, source))];
  });
};

const step = (by) => {
  const cards = [...document.querySelectorAll("[data-question]")];
  const at = cards.indexOf(document.activeElement.closest("[data-question]"));
  const next = cards[at < 0 ? 0 : at + by];
  next?.focus();
  next?.scrollIntoView();
};

document.addEventListener("keydown", (event) => {
  const visit = document.querySelector("[data-visit]");
  if (!visit) return;
  const { key, code, altKey, ctrlKey, target } = event;
  const card = target.closest("[data-question]");
  if (altKey && key === "ArrowDown") step(1);
  else if (altKey && key === "ArrowUp") step(-1);
  else if (altKey && code === "KeyN") (card ?? visit).querySelector("textarea")?.focus();
  else if (ctrlKey && key === "Enter") {
    card?.focus();
    flush();
  } else if (key === "?" && !target.matches("input:not([type=radio]), textarea") && find("keys").checked) {
    find("help").open = true;
    find("help").firstElementChild.focus();
  } else return;
  event.preventDefault();
});

// Leaving the page, putting the tablet to sleep: what is typed is saved first.
document.addEventListener("visibilitychange", () => (document.hidden ? flush() : hear(shown.open?.pack.id)));
window.addEventListener("pagehide", flush);

/** The screen, in one of the two orders. */
const visitScreen = (open, bySource) => {
  const draw = () => pieces(visitParts(open, bySource, find("filter", part).value));
  const redraw = () => list.replaceChildren(...draw());
  const part = stamp("visiting", { name: open.pack.name, progress: progress(open), filter: redraw });
  const list = find("list", part);
  // Questions and fields that another tab brought are drawn when nobody is at work in the list.
  let isDue = false;
  list.addEventListener("focusout", ({ relatedTarget }) => {
    if (isDue && !list.contains(relatedTarget)) redraw();
    isDue = isDue && list.contains(relatedTarget);
  });
  redraw();
  return {
    part,
    changed: (keys) => {
      const isNew = (key) => !key || key.startsWith("own/") || (bySource && key.startsWith("note/") && !document.getElementsByName(key).length);
      keys.forEach((key) => update(open, key));
      find("progress", part).textContent = progress(open);
      if (!keys.some(isNew)) return;
      isDue = list.contains(document.activeElement);
      if (!isDue) redraw();
    },
  };
};
