// The screen where a pack is put together: themes, criteria, indicators and questions to tick, and one's own.

/** What it is, and when. Never a citizen's name. */
const suggestedName = ({ service, visit }) => ["Tilsyn", service, visit, dayOf()].filter(Boolean).join(", ");

// Hours of a day in Greenwich that are still the same day in Denmark.
const EVENING = 21 * 36e5;

/** A tree of boxes to tick. Ticking one ticks what is under it. */
const choiceTree = (edition, chosen, changed) => {
  const boxes = [];
  const leaves = [];
  const box = (part, questions) => {
    const input = find("box", part);
    input.onchange = () => {
      for (const { id } of questions) chosen[input.checked ? "add" : "delete"](id);
      changed();
    };
    boxes.push({ input, questions });
    return part;
  };
  const leaf = (question) => {
    const part = box(stamp("leaf", { number: question.id, name: question.text }), [question]);
    leaves.push({ question, label: part, hay: haystack(question) });
    return part;
  };
  const branch = (name, key, one, inside) =>
    box(stamp("branch", { name, inside }), edition.questions.filter((question) => question[key] === one));
  const element = branch("Alle spørgsmål", "none", undefined, edition.themes.map((theme) => branch(make("b", {}, theme.title), "theme", theme,
    theme.criteria.map((criterion) => branch(`Kriterium ${criterion.id}: ${criterion.text}`, "criterion", criterion,
      criterion.indicators.map((indicator) => branch(`Indikator ${indicator.id}: ${indicator.text}`, "indicator", indicator,
        make("details", {}, make("summary", {}, `${indicator.questions.length} spørgsmål`), indicator.questions.map(leaf)))))))));
  const show = (choice) => {
    for (const { input, questions } of boxes) {
      const count = questions.filter(({ id }) => chosen.has(id)).length;
      input.checked = count === questions.length;
      input.indeterminate = count > 0 && !input.checked;
    }
    for (const { question, label } of leaves) {
      const fits = relevant(question, choice);
      label.classList.toggle("dim", !fits);
      find("dim", label).hidden = fits;
    }
  };
  return { element, leaves, show };
};

/** The screen: a new pack, or the choice of an open one, with what other pages asked for. `packs` could take that instead. */
const chooseScreen = (open, packs = []) => {
  const pack = open?.pack;
  const edition = editionOf(pack?.edition);
  const picked = site.asked.flatMap((address) => questionsAt(edition, address)).map(({ id }) => id);
  // The first pack that is opened takes what was asked for.
  if (open) site.asked = [];
  const isOut = (id) => pack.questions.find((one) => one.id === id).out;
  const before = pack ? entriesOf({ ...pack, questions: pack.questions.map(({ id, text }) => ({ id, text })) }, []) : [];
  const chosen = new Set([...before.filter(({ id, question }) => question && !isOut(id)).map(({ question }) => question.id), ...picked]);
  const own = new Map(open?.own().map(({ id, ...value }) => [id, value]));
  let shown = [];
  const choose = (questions) => {
    for (const { id } of questions) chosen.add(id);
    changed();
  };

  const search = ({ target }) => {
    const words = target.value.toLowerCase().split(/\s+/).filter(Boolean);
    shown = leaves.filter(({ label, hay }) => !(label.hidden = !words.every((word) => hay.includes(word))));
    for (const part of form.querySelectorAll(".tree-part, .tree details")) {
      part.hidden = !part.querySelector("[data-leaf]:not([hidden])");
      part.open = words.length > 0 && !part.hidden;
    }
    find("found", form).textContent = `${shown.length} spørgsmål passer.`;
    find("take", form).hidden = !words.length;
  };

  const drawOwn = () => find("own", form).replaceChildren(...[...own].map(([key, { text, theme, source }]) => stamp("own", {
    text: `${text} (${edition.themes.find(({ id }) => id === theme)?.title ?? "uden tema"}, ${source})`,
    remove: () => {
      own.delete(key);
      return saveOwn(key, "");
    },
  })));
  const saveOwn = (key, value) => {
    drawOwn();
    return open?.save(key, value);
  };
  const addOwn = () => {
    const field = find("text", form);
    field.focus();
    const text = field.value.trim();
    if (!text) return;
    const [key, value] = [`own/${random()}`, { text, theme: find("theme", form).value, source: find("source", form).value }];
    own.set(key, value);
    field.value = "";
    return saveOwn(key, value);
  };

  const submit = async () => {
    const { service, visit, name, passphrase, unlock } = values(form);
    // What is left out keeps its notes and comes back with them; what the site no longer has cannot be ticked, and stays.
    const kept = before.map(({ id, text, question }) => ({ id, text, out: question ? !chosen.has(question.id) : isOut(id) }));
    const added = edition.questions.filter((question) => chosen.has(question.id) && !before.some((entry) => entry.question === question));
    const isTaken = (id) => kept.some((one) => one.id === id);
    const fresh = added.map(({ id, text }) => ({ id: isTaken(id) ? `${id}-${random()}` : id, text }));
    const result = {
      service, visit, name: name.trim() || suggestedName({ service, visit }), edition: pack?.edition ?? edition.id,
      ends: fields.ends.valueAsNumber + EVENING, questions: [...kept, ...fresh],
    };
    if (!open) return createPack(result, own, passphrase);
    await open.change(result);
    if (passphrase || unlock) await open.keep(passphrase || "");
    go(pack.id);
  };

  const submitLabel = pack ? "Gem valget" : "Opret pakke";
  const screen = stamp("choose", {
    title: pack ? `Vælg spørgsmål: ${pack.name}` : "Ny besøgspakke", form: submit, submit: submitLabel, visit: stamp("visit"),
    marked: () => choose(edition.questions.filter((question) => relevant(question, values(form)))),
    find: search, take: () => choose(shown.map(({ question }) => question)),
    theme: edition.themes.map(({ id, title }) => make("option", { value: id }, title)),
    add: addOwn, secret: canLock, nosecret: !canLock, unlock: Boolean(pack?.lock), into: packs.length > 0,
    packs: packs.map((one) => make("li", {}, make("a", { href: `#pakke/${one.pack.id}/vaelg` }, one.pack.name))),
  });
  const form = find("form", screen);
  const fields = form.elements;
  const changed = () => {
    const choice = values(form);
    fields.name.placeholder = suggestedName(choice);
    find("count", form).textContent = `${chosen.size} af ${edition.questions.length} spørgsmål valgt`;
    show(choice);
  };
  const { element, leaves, show } = choiceTree(edition, chosen, changed);
  find("tree", form).append(element);
  for (const name of ["service", "visit"]) fields[name].value = pack?.[name] ?? "";
  fields.name.value = pack?.name ?? "";
  fields.ends.valueAsNumber = pack?.ends ?? Date.now() + 30 * DAY;
  for (const radio of form.querySelectorAll("[type=radio]")) radio.onchange = changed;
  find("text", form).onkeydown = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    addOwn();
  };
  // What was asked for is to be seen at once.
  for (const { question, label } of leaves) if (picked.includes(question.id)) label.parentElement.open = true;
  drawOwn();
  changed();
  return screen;
};
