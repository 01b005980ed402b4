// The questions of the site, and how a pack finds its own again: by their wording, then by their number.

/** Where answers can be found, in the order of a visit: name, label, what to do there. */
const SOURCES = Array.from(document.getElementById("s-sources")?.content.children ?? [], ({ value, text, dataset }) => [value, text, dataset.task]);

/** What a record holds, as it is named on the page. */
const nameOf = (key) => {
  const [kind, ...place] = key.split("/");
  const source = SOURCES.find(([name]) => kind === "note" && name === place.at(-1));
  const number = kind === "own" || place[0] === "own" ? "eget spørgsmål" : place[0];
  return [number, source?.[1] ?? (kind === "state" && "status")].filter(Boolean).join(", ");
};

/** The question that a note or a state belongs to. */
const entryOf = (key) => {
  const [kind, ...place] = key.split("/");
  return { note: place.slice(0, -1), state: place }[kind]?.join("/");
};

const plain = (text) => text.replace(/\s+/g, " ").trim();

window.vejviserModel = (model) => {
  site.model = model;
  site.modelText = JSON.stringify(model);
  for (const edition of model.editions) {
    edition.questions = [];
    for (const theme of edition.themes) {
      for (const criterion of theme.criteria) {
        for (const indicator of criterion.indicators) {
          for (const question of indicator.questions) {
            Object.assign(question, { theme, criterion, indicator, at: edition.questions.length });
            edition.questions.push(question);
          }
        }
      }
    }
  }
};

/** Whether a number is a moment that a calendar can show, up to the year 9999. */
const isTime = (time) => time >= 0 && time < Date.UTC(10000, 0);

const editionOf = (id) => site.model.editions.find((edition) => edition.id === id) ?? site.model.editions[0];

/** Whether the editors marked a question as fit for this visit. */
const relevant = (question, { service, visit }) =>
  (!service || question.services.includes(service)) && (visit !== "uanmeldt" || question.unannounced);

/** The questions that stand at an address of the site, or cite what stands there. */
const questionsAt = (edition, address) => edition.questions.filter((question) =>
  [question, question.indicator, question.criterion, question.theme].some(({ url }) => url === address) ||
  question.cites.some(([, url]) => url === address || site.model.cited[url]?.guideline === address));

/** Letters and numbers that a filter field looks in. */
const haystack = (question) =>
  plain([question.id, question.text, question.ask, ...question.cites.map(([name]) => name)].join(" ")).toLowerCase();

/**
 * What a pack asks, in the model's order: its questions as they are found today, its own after those of their theme.
 * `how` is "same", "moved", "reworded", "gone" or "own".
 */
const entriesOf = (pack, own) => {
  const edition = editionOf(pack.edition);
  const same = edition.id === pack.edition;
  const worded = new Map(edition.questions.map((question) => [plain(question.text), question]));
  const entries = pack.questions.filter(({ out }) => !out).map(({ id, text }) => {
    const numbered = same ? edition.questions.find((question) => question.id === id) : undefined;
    const kept = numbered && plain(numbered.text) === plain(text);
    const question = kept ? numbered : worded.get(plain(text)) ?? numbered;
    const how = !question ? "gone" : kept ? "same" : plain(question.text) === plain(text) ? "moved" : "reworded";
    return {
      id, text, how, question, number: question?.id ?? id, theme: question?.theme, at: question?.at ?? 1e6,
      sources: question?.sources ?? [], cites: question?.cites.map(([name]) => name).join(", ") ?? "",
    };
  });
  for (const { id, text, theme, source } of own) {
    const found = edition.themes.find((one) => one.id === theme);
    const last = edition.questions.findLast((question) => question.theme === found);
    entries.push({ id, text, how: "own", number: "Eget", theme: found, at: (last?.at ?? 1e6) + 0.5, sources: source ? [source] : [], cites: "" });
  }
  return entries.sort((a, b) => a.at - b.at);
};

/** What `each` makes of the entries, under their themes, criteria and indicators. */
const groupParts = (entries, each) => {
  const last = [];
  const head = (level, key, text) => {
    if (last[level] === key) return null;
    last[level] = key;
    last.length = level + 1;
    return key && make(`h${level}`, {}, text());
  };
  return entries.map((entry) => {
    const { question, theme, how } = entry;
    const criterion = question?.criterion;
    const indicator = question?.indicator;
    return [
      head(2, theme, () => `Tema: ${theme.title}`), head(3, criterion, () => `Kriterium ${criterion.id}: ${criterion.text}`),
      head(4, indicator ?? how, () => (indicator ? `Indikator ${indicator.id}: ${indicator.text}` : how === "own" ? "Egne spørgsmål" : "Findes ikke længere på siden")),
      each(entry),
    ];
  });
};

/** Documents to ask for, each with the numbers of its questions. */
const documentsOf = (entries) => {
  const found = new Map();
  for (const { question, number } of entries) {
    for (const name of question?.documents ?? []) found.set(name, [...(found.get(name) ?? []), number]);
  }
  return [...found];
};
