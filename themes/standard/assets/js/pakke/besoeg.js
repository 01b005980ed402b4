// The screen of the visit: the questions of a pack by indicator, for writing, or by source, for the visit itself. What is
// typed is saved at every pause, and at least once a second.

const PAUSE = 400;
const LONGEST = 900;

// A day, a month, a year and four digits: what a civil registration number looks like.
const CPR = /(?<!\d)[0-7]\d(0[1-9]|1[0-2])\d\d[-\s]?\d{4}(?!\d)/;

/** What is typed or ticked and not stored yet, by key: the pack and the field. */
const waiting = new Map();
const valueNow = (open, key) => waiting.get(key)?.area.value ?? open.value(key);
let since = 0;
let timer = 0;

/** The pack on the screen. */
let current = null;

const said = (text) => {
  const place = document.querySelector("[data-saved]");
  if (place) place.textContent = text;
};

/** Saves what is waiting; the line at the top says what became of it. */
const flush = async () => {
  clearTimeout(timer);
  if (!waiting.size) return;
  since = 0;
  said("Gemmer …");
  try {
    for (const [key, item] of [...waiting]) {
      await item.open.save(key, item.area.value);
      // Typed again meanwhile: that is still to be saved.
      if (waiting.get(key) === item) waiting.delete(key);
      if (visiting()) update(key);
    }
    said(site.memory ? "Ikke gemt på enheden" : `Gemt ${clockOf(Date.now())}`);
    calm();
  } catch (error) {
    said("IKKE GEMT");
    trouble(error);
  }
};

const soon = (open, area) => {
  waiting.set(area.name, { open, area });
  since ||= performance.now();
  clearTimeout(timer);
  timer = setTimeout(flush, Math.min(PAUSE, Math.max(0, since + LONGEST - performance.now())));
};

/** The text of one source, and whatever stands beside it. */
const noteField = (open, entry, [source, name]) => {
  const part = stamp("note", { source: name, number: entry.number });
  const area = part.querySelector("textarea");
  area.name = `note/${entry.id}/${source}`;
  area.value = valueNow(open, area.name);
  area.oninput = () => soon(open, area);
  area.onchange = flush;
  drawNote(open, area);
  return part;
};

const drawNote = (open, area) => {
  const field = area.closest(".note-field");
  field.querySelector("[data-cpr]").hidden = !CPR.test(area.value);
  const settle = async (rev, value) => {
    waiting.delete(area.name);
    await open.save(area.name, value, rev);
    update(area.name);
    area.focus();
  };
  field.querySelector("[data-beside]").replaceChildren(...open.also(area.name).map(({ rev, by, time, value }) => stamp("beside", {
    by: `${by ? `af ${by}` : "et andet sted"}, ${momentOf(time)}`, text: value,
    take: () => settle(rev, [area.value, value].filter(Boolean).join("\n")), drop: () => settle(rev, area.value),
  })));
};

/** Shows what is stored under `key`, except over what is being typed. */
const update = (key) => {
  const value = current.value(key);
  for (const field of document.getElementsByName(key)) {
    if (!waiting.has(key) && field.value !== value) field.value = value;
    drawNote(current, field);
  }
  for (const input of document.querySelectorAll(`[data-state="${CSS.escape(key)}"]`)) input.checked = input.value === value;
  find("progress").textContent = progress();
};

const progress = () => {
  const { entries } = current;
  return `${entries.filter(({ id }) => current.value(`state/${id}`)).length} af ${entries.length} har en status`;
};

const visiting = () => document.querySelector("[data-visit]");

/** Another tab saved something, or this one comes to the front again. */
const hear = async (pack) => {
  if (pack !== current?.pack.id || !visiting()) return;
  // If the pack is gone or locked otherwise the next save tells; what is on the screen stays.
  (await current.refresh().catch(() => [])).forEach(update);
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
  const shown = SOURCES.filter(([source]) => wanted.includes(source));
  const fields = (sources) => sources.map((source) => noteField(open, entry, source));
  const card = stamp("card", {
    number: entry.number, heading: link(question?.url, entry.number), dim: Boolean(dim), text: entry.text, ask: question?.ask, asking: Boolean(question?.ask),
    moved: how === "moved", before: id, reworded: how === "reworded", today: question?.text, gone: how === "gone",
    documents: only === "dokumenter" && question?.documents.map((name) => make("li", {}, name)),
    notes: fields(shown),
    // Made when somebody looks: a large pack opens faster.
    more: !only && shown.length < SOURCES.length && (() => {
      const others = find("others", card);
      if (!others.firstChild) others.append(...fields(SOURCES.filter((one) => !shown.includes(one))));
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
    input.checked = input.value === valueNow(open, key);
    input.onchange = () => {
      waiting.set(key, { open, area: input });
      flush();
    };
  }
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
  if (!visiting()) return;
  const { key, code, altKey, ctrlKey, target } = event;
  const card = target.closest("[data-question]");
  if (altKey && key === "ArrowDown") step(1);
  else if (altKey && key === "ArrowUp") step(-1);
  else if (altKey && code === "KeyN") (card ?? visiting()).querySelector("textarea")?.focus();
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
document.addEventListener("visibilitychange", () => (document.hidden ? flush() : hear(current?.pack.id)));
window.addEventListener("pagehide", flush);

/** The screen, in one of the two orders. */
const visitScreen = (open, bySource) => {
  current = open;
  const draw = (filter) => pieces(visitParts(open, bySource, filter));
  return stamp("visiting", {
    name: open.pack.name, progress: progress(), list: draw(),
    filter: ({ target }) => find("list").replaceChildren(...draw(target.value)),
  });
};
