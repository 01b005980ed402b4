// Screens of an open pack beside the visit: documents to ask for, triangulation, write-up, paper, hand-over.

/** A screen that is drawn from what is stored, and drawn again when that changes. */
const drawnScreen = (part, draw) => {
  draw();
  return { part, changed: draw };
};

const documentsScreen = (open) => {
  const part = stamp("documents", { name: open.pack.name, copy: ({ target }) => vejviser.copy(find("letter", part).innerText, target) });
  return drawnScreen(part, () => {
    const documents = documentsOf(open.entries);
    find("empty", part).hidden = documents.length > 0;
    find("some", part).hidden = !documents.length;
    find("list", part).replaceChildren(...documents.map(([name, numbers]) => make("div", {}, `– ${name} (spørgsmål ${numbers.join(", ")})`)));
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
    name: open.pack.name, head: make("tr", {}, column("Indikator"), SOURCES.map(([, name]) => column(name)), column("Kilder")), missing: draw,
  });
  return drawnScreen(screen, draw);
};

const writeScreen = (open) => {
  const only = () => find("only", screen).checked;
  const place = () => find("text", screen);
  const draw = () => place().replaceChildren(...writeUp(open, only()));
  const drawLatest = async () => {
    await latest(open);
    draw();
  };
  const screen = stamp("write", {
    name: open.pack.name, only: draw, copy: ({ target }) => vejviser.copy(drawLatest().then(() => place().innerText), target),
  });
  for (const save of screen.querySelectorAll("[data-as]")) {
    const ending = save.dataset.as;
    const [type, text] = FORMATS[ending];
    attach(save, "click", async () => {
      await drawLatest();
      download(open.pack, ending, text(place(), open, only()), type);
    });
  }
  return drawnScreen(screen, draw);
};

const printRow = (open, entry, withNotes) => {
  const notes = withNotes ? spokenParts(open, entry) : [];
  const row = stamp("row", { number: entry.number, text: entry.text, cites: entry.cites, notes, lines: !notes.length });
  for (const source of entry.sources) row.querySelector(`[data-source="${source}"]`).append("*");
  return row;
};

const printScreen = (open) => {
  const draw = () => {
    const { label, status_text, notice } = editionOf(open.pack.edition);
    const withNotes = find("notes", screen).checked;
    find("sheet", screen).replaceChildren(stamp("sheet", {
      name: open.pack.name, warning: withNotes, edition: `${label} (${status_text})`, notice,
      groups: groupParts(open.entries, (entry) => printRow(open, entry, withNotes)),
    }));
  };
  const print = async () => {
    await latest(open);
    draw();
    window.print();
  };
  const screen = stamp("print", { name: open.pack.name, notes: draw, print });
  return drawnScreen(screen, draw);
};

/** The one-file pack: all questions, for some may be missed on the way, and the file a colleague would get. */
const carry = async (content) => {
  await loadScript("data/pakke-i-en-fil.js");
  // "<" would end the element that holds it.
  const data = `{"model":${site.modelText},"file":${JSON.stringify(content)}}`.replaceAll("<", "\\u003c");
  return site.carryFile.replace("%PAKKE%", () => data);
};
window.vejviserCarry = (text) => (site.carryFile = text);

const handOverScreen = (open) => {
  /** Saves a file of the pack as it is now. Its records know from then on that a colleague may have them. */
  const handOut = async (by, only, saveAs, change) => {
    await latest(open);
    const content = contentOf(open.typed(), by, only);
    const written = revisionsIn(content, open);
    await saveAs(content);
    await open.leave(written, change);
  };
  const save = (passphrase) => {
    const { by } = values(form);
    return handOut(by, undefined, (content) => savePack(open, content, passphrase), { by, exported: Date.now() });
  };
  const file = () => {
    const withNotes = find("with", part).checked;
    return handOut(open.pack.by, (key) => withNotes || key.startsWith("own/"),
      async (content) => download(open.pack, "html", await carry(content), "text/html"), withNotes ? { exported: Date.now() } : {});
  };
  const part = stamp("handover", {
    name: open.pack.name, form: () => save(values(form).passphrase), secret: canLock, nosecret: !canLock, carry: !site.carried, file,
    plain: (event) => form.elements.by.reportValidity() && asked(event) && save(),
  });
  const form = find("form", part);
  form.elements.by.value = open.pack.by ?? "";
  const draw = () => {
    if (open.pack.exported) find("exported", part).textContent = `Sidst eksporteret som fil ${momentOf(open.pack.exported)}.`;
  };
  return drawnScreen(part, draw);
};
