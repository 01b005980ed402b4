// Screens of an open pack beside the visit: documents to ask for, triangulation, write-up, paper, hand-over.

const documentsScreen = (open) => {
  const documents = documentsOf(open.entries);
  return stamp("documents", {
    name: open.pack.name, empty: !documents.length, some: documents.length > 0,
    list: documents.map(([name, numbers]) => make("div", {}, `– ${name} (spørgsmål ${numbers.join(", ")})`)),
    copy: ({ target }) => vejviser.copy(find("letter").innerText, target),
  });
};

/** Indicators with how many questions have a note from each source, those with the fewest sources first. */
const triangulation = (open) => {
  const rows = new Map();
  for (const entry of open.entries) {
    const { indicator } = entry.question ?? {};
    const name = indicator?.id ?? "Andre";
    if (!rows.has(name)) rows.set(name, { name, indicator, at: entry.at, cells: new Map() });
    const { cells } = rows.get(name);
    for (const [source] of open.notes(entry)) cells.set(source, [...(cells.get(source) ?? []), entry.id]);
  }
  return [...rows.values()].sort((a, b) => Math.min(a.cells.size, 2) - Math.min(b.cells.size, 2) || a.at - b.at);
};

const matrixScreen = (open) => {
  const column = (name) => make("th", { scope: "col" }, name);
  const draw = () => {
    const rows = triangulation(open).filter(({ cells }) => !find("missing", screen).checked || !cells.has("borgere"));
    find("count", screen).textContent = `Indikatorer: ${rows.length}. Øverst står ${rows.filter(({ cells }) => cells.size < 2).length} med ingen eller én kilde.`;
    find("rows", screen).replaceChildren(...rows.map(({ name, indicator, cells }) => make("tr", {}, make("th", { scope: "row" }, link(indicator?.url, name)),
      SOURCES.map(([source]) => make("td", {}, cells.has(source) && make("a", {
        href: `#pakke/${open.pack.id}/${encodeURIComponent(cells.get(source)[0])}`, ariaLabel: `${name}, ${source}: ${cells.get(source).length}`,
      }, cells.get(source).length))), make("td", {}, cells.size))));
  };
  const screen = stamp("matrix", {
    name: open.pack.name, head: make("tr", {}, column("Indikator"), SOURCES.map(([, name]) => column(name)), column("Kilder")), missing: () => draw(),
  });
  draw();
  return screen;
};

const writeScreen = (open) => {
  const only = () => find("only", screen).checked;
  const place = () => find("text", screen);
  const draw = () => place().replaceChildren(...writeUp(open, only()));
  const screen = stamp("write", { name: open.pack.name, only: () => draw(), copy: ({ target }) => vejviser.copy(place().innerText, target) });
  for (const save of screen.querySelectorAll("[data-as]")) {
    const ending = save.dataset.as;
    const [type, text] = FORMATS[ending];
    save.onclick = () => download(open.pack, ending, text(place(), open, only()), type);
  }
  draw();
  return screen;
};

const printRow = (open, entry, withNotes) => {
  const notes = withNotes ? spokenParts(open, entry) : [];
  const row = stamp("row", { number: entry.number, text: entry.text, cites: entry.cites, notes, lines: !notes.length });
  for (const source of entry.sources) row.querySelector(`[data-source="${source}"]`).append("*");
  return row;
};

const printScreen = (open) => {
  const { label, status_text, notice } = editionOf(open.pack.edition);
  const draw = () => {
    const withNotes = find("notes", screen).checked;
    find("sheet", screen).replaceChildren(stamp("sheet", {
      name: open.pack.name, warning: withNotes, edition: `${label} (${status_text})`, notice,
      groups: groupParts(open.entries, (entry) => printRow(open, entry, withNotes)),
    }));
  };
  const screen = stamp("print", { name: open.pack.name, notes: () => draw(), print: () => window.print() });
  draw();
  return screen;
};

/** The one-file pack: all questions, for some may be missed on the way, and the file a colleague would get. */
const carry = async (open, withNotes) => {
  await loadScript("data/pakke-i-en-fil.js");
  const file = contentOf(open, open.pack.by, (key) => withNotes || key.startsWith("own/"));
  // "<" would end the element that holds it.
  const data = `{"model":${site.modelText},"file":${JSON.stringify(file)}}`.replaceAll("<", "\\u003c");
  return site.carryFile.replace("%PAKKE%", () => data);
};
window.vejviserCarry = (text) => (site.carryFile = text);

const handOverScreen = (open) => {
  const save = async (passphrase) => {
    const { by } = values(form);
    download(open.pack, "vejviser.json", await writeFile(open, by, passphrase), "application/json");
    // The records know from now on that a colleague may have them.
    await open.leave({ by, exported: Date.now() });
    draw();
  };
  const screen = stamp("handover", {
    name: open.pack.name, form: () => save(values(form).passphrase), secret: canLock, nosecret: !canLock, carry: !site.carried,
    plain: (event) => form.elements.by.reportValidity() && asked(event) && save(),
    file: async () => download(open.pack, "html", await carry(open, find("with", screen).checked), "text/html"),
  });
  const form = find("form", screen);
  form.elements.by.value = open.pack.by ?? "";
  const draw = () => {
    if (open.pack.exported) find("exported", screen).textContent = `Sidst eksporteret som fil ${momentOf(open.pack.exported)}.`;
  };
  draw();
  return screen;
};
