// The page of the visit packs: which screen stands, told by what is behind # in the address; the list of packs; files
// and folders that packs come from; troubles.

let app;

/** The pack that was opened last; a locked one stays open until another is. */
let opened = null;

/** The screen that stands: { open, changed } with its pack, if it has one, and what shows what was stored since. */
let shown = {};

/** The screen that is being left takes no more input: what is typed into it would be missing from the next one. */
const leave = () => {
  if (app.contains(document.activeElement)) document.activeElement.blur();
  for (const part of app.children) part.inert = !part.matches("[data-message]");
};

const go = (id) => {
  const hash = `#pakke/${id}`;
  if (location.hash === hash) return route();
  leave();
  location.hash = hash;
};

/** Shows a pack that was changed in the storage. */
const arrive = (id) => {
  opened = null;
  shout(id);
  return go(id);
};

/** Loads a script of the site; `fetch` would fail from a folder. */
const loadScript = (src) => new Promise((resolve, reject) =>
  document.head.append(make("script", { src, onload: resolve, onerror: () => reject(failure("Missing")) })));

/** Whether the user means it: what the button asks, with a name in it. */
const asked = ({ target }, name) => confirm(target.dataset.ask.replace("%", () => name));

/** Does something; what goes wrong is told where the user looks. An earlier message goes, unless the work returns false: it did nothing. */
const attempt = async (work) => {
  const told = document.querySelector("[data-trouble]");
  try {
    if ((await work()) !== false) told?.remove();
  } catch (error) {
    trouble(error);
  }
};

const calm = () => document.querySelector("[data-trouble]")?.remove();

const saveTyped = (open) => () => savePack(open, contentOf(open.typed(), open.pack.by));

/** The pack that the message on the screen is about. */
let troubled = null;

/**
 * Tells what went wrong, with what can be done about it for the pack it happened to. `isUnsaved` is for what is saved again by
 * itself; of what `isRepeated`, only news are told, so that an answer that is being typed stays.
 */
const trouble = (error, open = shown.open, { isUnsaved, isRepeated } = {}) => {
  const text = [open && open !== shown.open && `${open.pack.name}:`, tell(error), isUnsaved && tell(failure("Unsaved"))].filter(Boolean).join(" ");
  const told = document.querySelector("[data-trouble]");
  if (isRepeated && troubled === open && told?.firstElementChild.textContent === text) return;
  calm();
  troubled = open;
  const unlock = async ({ target }) => {
    try {
      await open.unlock(values(target).passphrase);
    } catch (failed) {
      if (failed.name !== "Passphrase") throw failed;
      find("refused", target).textContent = tell(failed);
      return false;
    }
    await latest(open);
    // The next screen asks for the same, or is about to.
    if ((drawn !== turns || shown.open !== open) && location.hash.split("/")[1] === open.pack.id) await route();
  };
  app.prepend(stamp("trouble", {
    text,
    unlock: open && error.name === "OtherLock" && unlock,
    keep: open && error.name === "Gone" && (async () => {
      await open.keep();
      await flush();
    }),
    save: open && saveTyped(open),
  }));
  // Who types keeps the place; the line at the top tells.
  if (!document.activeElement.matches("textarea")) app.firstElementChild.scrollIntoView({ block: "nearest" });
};

/** What can be done where the storage is not to be had. */
const withoutStorage = () => stamp("without", {
  // A file that stands alone has no checklists beside it.
  paper: document.getElementById("s-paper") && stamp("paper"),
  memory: async () => {
    const opens = new Set([opened, ...[...typing.values()].map(({ open }) => open)].filter(Boolean));
    goWithoutStorage((await Promise.all([...opens].map((open) => open.sealed()))).flat());
    return route();
  },
  save: opened && saveTyped(opened),
});

/** Says that the storage does not answer, as long as it does not. */
const tellSilence = (overdue) => {
  const told = app.querySelector("[data-silent]");
  if (!overdue) told?.remove();
  else if (!told) app.prepend(stamp("silent", { without: withoutStorage() }));
};

/** Why the site is not kept for use without a network, if it was tried. */
let offline = null;

const offlineNote = () => offline && stamp("online", { text: tell(offline) });

/** The worker says what became of keeping the site: the name of a message, or nothing where all is well. */
const hearWorker = ({ name, detail }) => {
  offline = name ? failure(name, detail) : null;
  app.querySelector("[data-online]")?.remove();
  if (offline) app.prepend(offlineNote());
};

/** Keeps the whole site for use without a network; only where there is https, and only when somebody keeps packs. */
const keepSite = () => navigator.serviceWorker?.register("sw.js").catch(() => {});

const keepOffline = () => {
  keepSite();
  // A browser that agrees does not clear packs away to make room.
  navigator.storage?.persist();
};

const notesIn = (records) => records.filter(({ key, data }) => key.startsWith("note/") && data);

const factsOf = (pack, records) => {
  const notes = notesIn(records);
  const changed = notes.filter(({ rev, shared }) => rev !== shared);
  return [
    `spørgsmål: ${pack.questions.filter(({ out }) => !out).length}`, `noter: ${notes.length}`,
    `sidst eksporteret: ${pack.exported ? dayOf(pack.exported) : "aldrig"}`, pack.exported && changed.length && `noter ændret siden: ${changed.length}`,
    `slutdato: ${dayOf(pack.ends)}`, pack.lock && "låst",
  ].filter(Boolean).join(" · ");
};

const unlockForm = (unlocked) => stamp("locked", { form: ({ target }) => unlocked(values(target).passphrase) });

/** Asks for the passphrase of a pack in a list; does at once what a pack without one needs none for. */
const withPassphrase = (part, { lock }, work) => {
  if (!lock) return work();
  if (!canLock) throw failure("NoCrypto");
  const form = unlockForm(work);
  find("ask", part).replaceChildren(form);
  form.elements.passphrase.focus();
};

/** A pack of the list; `changed` draws the list again. */
const packItem = ({ pack, records }, changed) => {
  const change = async (work) => {
    await work;
    if (opened?.pack.id === pack.id) opened = null;
    shout(pack.id);
    await changed();
  };
  const copy = async (passphrase) => {
    const now = await store.read(pack.id);
    if (!now) throw failure("Absent");
    await change(copyPack(now, passphrase, { name: `${pack.name} (kopi)`, created: Date.now(), exported: 0 }));
  };
  const remove = async () => {
    await store.remove(pack.id);
    forgetTyped(pack.id);
  };
  const part = stamp("pack", {
    name: pack.name, facts: factsOf(pack, records), ended: Date.now() > pack.ends,
    prolong: () => change(store.setPack(pack.id, () => ({ ends: inAMonth() }))),
    copy: () => withPassphrase(part, pack, copy),
    remove: (event) => asked(event, pack.name) && change(remove()),
  });
  find("name", part).href = `#pakke/${pack.id}`;
  find("rename", part).href = `#pakke/${pack.id}/vaelg`;
  return part;
};

/** A pack of another folder. */
const foundItem = ({ path, pack, records }) => {
  const take = async () => {
    const here = await store.read(pack.id);
    // It may have been written on since the list was drawn.
    const there = (await store.elsewhere()).find((one) => one.path === path && one.pack.id === pack.id);
    if (!there) throw failure("Absent");
    if (!here && there.pack.lock) {
      await store.replace(pack.id, [], [there.pack, ...there.records]);
      return arrive(pack.id);
    }
    // What is sealed cannot be merged: it stands beside the pack that is here.
    if (here?.pack.lock || (here && there.pack.lock)) return withPassphrase(part, there.pack, async (passphrase) => arrive(await copyPack(there, passphrase)));
    await bringIn({ pack: there.pack, records: await readRecords(there.pack, null, there.records) });
  };
  const part = stamp("found", { name: pack.name, facts: `${path} · noter: ${notesIn(records).length}`, take });
  return part;
};

/** Where a file is offered. It is made once: whatever the screen around it does, an offered file stays. */
const makeImporter = () => {
  const place = () => find("place", part);
  const clear = () => place().replaceChildren();
  const show = ({ pack, by, saved, notes, records }) => {
    const entries = entriesOf(pack, []);
    const changed = entries.filter(({ how }) => how !== "same");
    place().replaceChildren(stamp("incoming", {
      name: pack.name, by: by || "en ukendt", saved: momentOf(saved), notes, count: entries.length,
      edition: pack.edition !== editionOf(pack.edition).id, changed: changed.length > 0,
      changes: changed.map(({ id, number, how, text }) => make("li", {}, `${id} (${how === "gone" ? "findes ikke her" : `nu ${number}`}): ${text}`)),
      take: async ({ target }) => {
        const lock = (await store.read(pack.id))?.pack.lock;
        await bringIn({ pack, records }, lock && (prompt(target.dataset.ask) ?? ""));
        clear();
      },
      cancel: clear,
    }));
  };
  const isEmpty = () => !place().firstChild;
  const part = stamp("import", {
    file: async ({ target }) => {
      clear();
      const [given] = target.files;
      if (!given) return;
      const file = await readFile(given);
      // Another was chosen meanwhile.
      if (target.files[0] !== given) return;
      if (file.locked) place().append(unlockForm(async (passphrase) => show(await file.read(passphrase))));
      else show(await file.read());
    },
  });
  return { part, show, isEmpty };
};

let importer = null;

/** Looks for packs of other folders; the screen does not wait for them. */
const showElsewhere = async (part) => {
  try {
    const found = await store.elsewhere();
    find("elsewhere", part).hidden = !found.length;
    find("found", part).replaceChildren(...found.map(foundItem));
  } catch {
    find("unlisted", part).hidden = false;
  }
};

/** Draws the list of packs on a screen. */
const packList = async (part) => {
  const mine = find("mine", part);
  const draw = async () => {
    const packs = (await store.packs()).sort((a, b) => b.pack.created - a.pack.created);
    mine.hidden = !packs.length;
    find("packs", mine).replaceChildren(...packs.map((one) => packItem(one, drawHere)));
    return packs.length;
  };
  // The button that was pressed is not there any more.
  const drawHere = async () => focusOn((await draw()) ? mine.querySelector("h2") : part.querySelector("h1"));
  const count = await draw();
  return { count, changed: () => mine.contains(document.activeElement) || draw().catch(trouble) };
};

const startScreen = async () => {
  const { questions } = editionOf();
  const picked = () => questions.filter((question) => relevant(question, values(form)));
  importer ??= makeImporter();
  const part = stamp("start", {
    visit: stamp("visit"), import: importer.part, offline: Boolean(navigator.serviceWorker?.controller),
    quick: async () => go(await createPack({
      name: suggestedName(values(form)), edition: editionOf().id, ends: inAMonth(), ...values(form),
      questions: picked().map(({ id, text }) => ({ id, text })),
    }, [])),
  });
  const form = find("quick", part);
  form.onchange = () => (find("count", form).textContent = `${picked().length} af ${questions.length} spørgsmål er mærket til det.`);
  form.onchange();
  const { count, changed } = await packList(part);
  if (count) keepSite();
  showElsewhere(part);
  return { part, changed };
};

/** The list of the one-file pack: who the pack in it is from, with a button, and what has been taken in. */
const carriedScreen = async () => {
  const content = cleanFile(site.carried.file);
  importer ??= makeImporter();
  if (importer.isEmpty()) importer.show(content);
  const part = stamp("carried", { name: content.pack.name, import: importer.part });
  return { part, changed: (await packList(part)).changed };
};

const SCREENS = {
  kilder: (open) => visitScreen(open, true), dokumenter: documentsScreen, overblik: matrixScreen, skriv: writeScreen,
  udskriv: printScreen, aflever: handOverScreen, vaelg: (open) => chooseScreen(open),
};

/** A question where the passphrase of a pack stands before it; `work` opens the pack. */
const lockedScreen = (name, work) => {
  if (!canLock) throw failure("NoCrypto");
  return { part: [make("h1", {}, name), unlockForm(async (passphrase) => {
    await work(passphrase);
    return route();
  })] };
};

const packScreen = async (id, screen) => {
  // One with texts that could not be stored is still open.
  if (opened?.pack.id !== id) opened = [...typing.values()].find(({ open }) => open.pack.id === id)?.open ?? null;
  let told;
  if (opened) {
    try {
      await latest(opened);
    } catch (error) {
      const open = opened;
      if (error.name === "OtherLock") return lockedScreen(open.pack.name, (passphrase) => open.unlock(passphrase));
      told = error;
    }
  } else {
    const read = async () => {
      const stored = id && (await store.read(id));
      if (!stored) throw failure("Absent");
      return stored;
    };
    const stored = await read();
    if (stored.pack.lock) return lockedScreen(stored.pack.name, async (passphrase) => (opened = await openPack(await read(), passphrase)));
    opened = await openPack(stored);
  }
  const open = opened;
  const nav = stamp("nav");
  const isScreen = Object.hasOwn(SCREENS, screen ?? "");
  for (const item of nav.querySelectorAll("[data-screen]")) {
    const own = item.dataset.screen;
    item.href = `#pakke/${id}${own && `/${own}`}`;
    if (own === screen || (!own && !isScreen)) item.ariaCurrent = "page";
  }
  const { part, changed } = (isScreen ? SCREENS[screen] : visitScreen)(open);
  const { unreadable } = open;
  return { part: [nav, unreadable.length > 0 && stamp("unreadable", { names: unreadable.join("; ") }), part], changed, open, told };
};

/** Where an address behind # leads, written as links write it. */
const decoded = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
};

const focusOn = (element) => {
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
};

/** How often a screen was asked for, and which of these stands. */
let turns = 0;
let drawn = 0;

const route = async () => {
  const [name, id, screen] = location.hash.slice(1).split("/");
  const adding = name.startsWith("laeg=");
  // Another place on the page; a page that is loaded there begins with the list.
  if (turns && name && !adding && !["pakker", "pakke", "ny"].includes(name)) return;
  const turn = (turns += 1);
  leave();
  await flush();
  let next;
  try {
    if (name !== "pakke") site.asked = adding ? decoded(location.hash.slice(6)).split(" ") : [];
    if (name === "pakke") next = await packScreen(id, screen);
    else if (name === "ny" || adding) next = chooseScreen(null, adding ? await store.packs() : []);
    else next = await (site.carried ? carriedScreen() : startScreen());
  } catch (error) {
    next = { part: [make("h1", {}, "Besøgspakke"), make("p", { className: "notice", role: "alert" }, tell(error)), mayPass(error) && withoutStorage()] };
  }
  if (turn !== turns) return;
  drawn = turn;
  shown = next;
  app.replaceChildren(...pieces([
    // What could not be saved is told on every screen.
    typing.size > 0 && app.querySelector("[data-trouble]"), app.querySelector("[data-silent]"), offlineNote(),
    site.memory && stamp("memory", { forbidden: !site.isGivenUp, chosen: Boolean(site.isGivenUp) }), next.part,
  ]));
  if (next.told) trouble(next.told);
  const heading = app.querySelector("h1");
  document.title = heading.textContent;
  const wanted = [...app.querySelectorAll("[data-question]")].find(({ dataset }) => encodeURIComponent(dataset.question) === screen);
  if (turn === 1 && !wanted) return;
  focusOn(wanted || heading);
  if (wanted) wanted.scrollIntoView();
  else window.scrollTo(0, 0);
};

/** What the first click of a double click hit. */
let hit = null;

/** The second click of a double click is meant for what the first one hit: where that is gone, it does nothing. */
const ignoreStray = (event) => {
  if (event.detail < 2) hit = event.target;
  else if (!hit?.isConnected) {
    event.preventDefault();
    event.stopPropagation();
  }
};

document.addEventListener("DOMContentLoaded", () => {
  app = document.querySelector("[data-packs]");
  const inside = document.getElementById("pakke-data");
  if (inside) {
    site.carried = JSON.parse(inside.textContent);
    window.vejviserModel(site.carried.model);
  }
  const stored = document.querySelector("[data-stored]");
  site.id = stored?.dataset.site ?? site.model?.site.id;
  site.path = inside ? location.pathname : new URL(".", location.href).pathname;
  if (stored) drawStored(stored);
  if (!app || !site.model) return;
  listen(hear, hearWorker);
  // The address behind # is that of the screen, and stays.
  document.querySelector(".skip")?.addEventListener("click", (event) => {
    event.preventDefault();
    document.querySelector("main").focus();
  });
  document.addEventListener("click", ignoreStray, true);
  window.addEventListener("hashchange", route);
  window.addEventListener("beforeunload", (event) => {
    if (typing.size || site.memory?.getAll().length) event.preventDefault();
  });
  route();
});
