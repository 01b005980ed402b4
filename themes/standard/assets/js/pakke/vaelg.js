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

/**
 * What is chosen and written on the screen and not stored yet, by pack; the new one is "". A draft lasts as long as the page,
 * and over a reload in the tab's history; never a passphrase.
 */
const drafts = new Map();
const DRAFTED = ["service", "visit", "name", "ends", "text", "theme", "source"];

const draftOf = (id) => {
  if (!drafts.has(id)) drafts.set(id, history.state?.draft);
  return drafts.get(id);
};

/** Writes the draft into the entry of the tab's history; browsers let a page do so a few times a second. */
let writeDraft = () => {};
let writing = 0;
const SELDOM = 400;

const writeNow = () => {
  clearTimeout(writing);
  writeDraft();
  writeDraft = () => {};
};
window.addEventListener("beforeunload", writeNow);

/** Keeps a draft, or drops it (null). What belongs to a locked pack is written nowhere. */
const setDraft = (id, hash, draft, isLocked) => {
  drafts.set(id, draft);
  if (isLocked) return;
  // Another address has an entry of its own.
  writeDraft = () => location.hash === hash && history.replaceState({ draft }, "");
  clearTimeout(writing);
  if (draft) writing = setTimeout(writeNow, SELDOM);
  else writeNow();
};

/** The screen: a new pack, or the choice of an open one, with what other pages asked for. `packs` could take that instead. */
const chooseScreen = (open, packs = []) => {
  const pack = open?.pack;
  const edition = editionOf(pack?.edition);
  const { hash } = location;
  const draftId = pack?.id ?? "";
  const draft = draftOf(draftId);
  const dropDraft = () => setDraft(draftId, hash, null);
  const picked = site.asked.flatMap((address) => questionsAt(edition, address)).map(({ id }) => id);
  // The first pack that is opened takes what was asked for.
  if (open) site.asked = [];
  const isOut = (id) => pack.questions.find((one) => one.id === id).out;
  const before = pack ? entriesOf({ ...pack, questions: pack.questions.map(({ id, text }) => ({ id, text })) }, []) : [];
  const stored = before.filter(({ id, question }) => question && !isOut(id)).map(({ question }) => question.id);
  const chosen = new Set([...stored, ...picked, ...(draft?.added ?? [])].filter((id) => !draft?.removed.includes(id)));
  const own = new Map(open ? open.own().map(({ id, ...value }) => [id, value]) : draft?.own);
  let fitting = [];
  const choose = (questions) => {
    for (const { id } of questions) chosen.add(id);
    changed();
  };

  const search = ({ target }) => {
    const words = target.value.toLowerCase().split(/\s+/).filter(Boolean);
    fitting = leaves.filter(({ label, hay }) => !(label.hidden = !words.every((word) => hay.includes(word))));
    for (const part of form.querySelectorAll(".tree-part, .tree details")) {
      part.hidden = !part.querySelector("[data-leaf]:not([hidden])");
      part.open = words.length > 0 && !part.hidden;
    }
    find("found", form).textContent = `${fitting.length} spørgsmål passer.`;
    find("take", form).hidden = !words.length;
  };

  const drawOwn = () => find("own", form).replaceChildren(...[...own].map(([key, { out, ...value }]) => stamp("own", {
    text: `${value.text} (${edition.themes.find(({ id }) => id === value.theme)?.title ?? "uden tema"}, ${value.source})`,
    // One with answers is left out like the others: the answers stay in the pack.
    remove: !out && (() => saveOwn(key, open?.isAnswered(key) ? { ...value, out: true } : "")),
    again: Boolean(out) && (() => saveOwn(key, value)), out: Boolean(out),
  })));
  const setOwn = (key, value) => {
    if (value) own.set(key, value);
    else own.delete(key);
    drawOwn();
    remember();
  };
  const saveOwn = async (key, value) => {
    const old = own.get(key);
    setOwn(key, value);
    try {
      await open?.save(key, value);
    } catch (error) {
      setOwn(key, old);
      throw error;
    }
  };
  const addOwn = async () => {
    const { text: field, theme, source } = fields;
    const text = field.value.trim();
    field.value = "";
    if (!text) return;
    try {
      await saveOwn(`own/${random()}`, { text, theme: theme.value, source: source.value });
    } catch (error) {
      field.value ||= text;
      remember();
      throw error;
    }
  };
  const addAnother = () => {
    fields.text.focus();
    return addOwn();
  };

  const keepChoice = async () => {
    await addOwn();
    const { service, visit, name, passphrase, unlock } = values(form);
    // What is left out keeps its notes and comes back with them; what the site no longer has cannot be ticked, and stays.
    const kept = before.map(({ id, text, question }) => ({ id, text, out: question ? !chosen.has(question.id) : isOut(id) }));
    const added = edition.questions.filter((question) => chosen.has(question.id) && !before.some((entry) => entry.question === question));
    const isTaken = (id) => kept.some((one) => one.id === id);
    const fresh = added.map(({ id, text }) => ({ id: isTaken(id) ? `${id}-${random()}` : id, text }));
    const questions = [...kept, ...fresh];
    const chosenName = name.trim() || suggestedName({ service, visit });
    const ends = fields.ends.valueAsNumber + EVENING;
    if (!open) {
      const id = await createPack({ service, visit, name: chosenName, ends, edition: edition.id, questions }, own, passphrase);
      dropDraft();
      return go(id);
    }
    // Another tab may have changed the pack meanwhile: only what was changed here is changed there.
    const changes = Object.entries({ service, visit, name: chosenName }).filter(([key, value]) => (value ?? "") !== (pack[key] ?? ""));
    if (fields.ends.value !== drawn.ends) changes.push(["ends", ends]);
    await open.change((now) => ({ ...Object.fromEntries(changes), questions: changedQuestions(now.questions, pack.questions, questions) }));
    if (passphrase || unlock) await open.lock(passphrase);
    dropDraft();
    return go(pack.id);
  };

  const submit = async () => {
    // What is typed while the choice is stored would not be in it.
    form.inert = true;
    try {
      await keepChoice();
    } finally {
      form.inert = false;
    }
  };

  const submitLabel = pack ? "Gem valget" : "Opret pakke";
  const part = stamp("choose", {
    title: pack ? `Vælg spørgsmål: ${pack.name}` : "Ny besøgspakke", form: submit, submit: submitLabel, visit: stamp("visit"),
    draft: Boolean(draft), anew: () => {
      dropDraft();
      return route();
    },
    marked: () => choose(edition.questions.filter((question) => relevant(question, values(form)))),
    find: search, take: () => choose(fitting.map(({ question }) => question)),
    theme: edition.themes.map(({ id, title }) => make("option", { value: id }, title)),
    add: addAnother, secret: canLock, nosecret: !canLock, unlock: Boolean(pack?.lock), into: packs.length > 0,
    packs: packs.map((one) => make("li", {}, make("a", { href: `#pakke/${one.pack.id}/vaelg` }, one.pack.name))),
  });
  const form = find("form", part);
  const fields = form.elements;
  const remember = () => {
    setDraft(draftId, hash, {
      added: [...chosen].filter((id) => !stored.includes(id)), removed: [...stored, ...picked].filter((id) => !chosen.has(id)),
      own: open ? [] : [...own], fields: DRAFTED.filter((name) => fields[name].value !== drawn[name]).map((name) => [name, fields[name].value]),
    }, Boolean(pack?.lock));
  };
  const show = () => {
    const choice = values(form);
    fields.name.placeholder = suggestedName(choice);
    find("count", form).textContent = `${chosen.size} af ${edition.questions.length} spørgsmål valgt`;
    tree.show(choice);
  };
  const changed = () => {
    show();
    remember();
  };
  const tree = choiceTree(edition, chosen, changed);
  const { leaves } = tree;
  find("tree", form).append(tree.element);
  for (const name of ["service", "visit"]) fields[name].value = pack?.[name] ?? "";
  fields.name.value = pack?.name ?? "";
  fields.ends.valueAsNumber = isTime(pack?.ends) ? pack.ends : inAMonth();
  const drawn = Object.fromEntries(DRAFTED.map((name) => [name, fields[name].value]));
  for (const [name, value] of draft?.fields ?? []) fields[name].value = value;
  for (const radio of form.querySelectorAll("[type=radio]")) radio.onchange = changed;
  for (const name of DRAFTED.slice(2)) fields[name].oninput = remember;
  fields.text.onkeydown = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    attempt(addAnother);
  };
  // What was asked for is to be seen at once.
  for (const { question, label } of leaves) if (picked.includes(question.id)) label.parentElement.open = true;
  drawOwn();
  show();
  // The entry of this address may not have it yet.
  if (draft || (open && picked.length)) remember();
  return { part };
};
