// The page of the visit packs: which screen stands, told by what is behind # in the address; the list of packs; files
// and folders that packs come from; troubles.

let app;
/** The pack that was opened last; a locked one stays open until another is. */
let opened = null;

const go = (id) => {
  const hash = `#pakke/${id}`;
  if (location.hash === hash) route();
  else location.hash = hash;
};

/** Shows a pack that was changed in the storage. */
const arrive = (id) => {
  opened = null;
  shout(id);
  go(id);
};

/** Loads a script of the site; `fetch` would fail from a folder. */
const loadScript = (src) => new Promise((resolve, reject) =>
  document.head.append(make("script", { src, onload: resolve, onerror: () => reject(failure("Missing")) })));

/** Whether the user means it: what the button asks, with a name in it. */
const asked = ({ target }, name) => confirm(target.dataset.ask.replace("%", () => name));

/** Does something; what goes wrong is told where the user looks. */
const attempt = async (work) => {
  const told = document.querySelector("[data-trouble]");
  try {
    await work();
    told?.remove();
  } catch (error) {
    trouble(error);
  }
};

const calm = () => document.querySelector("[data-trouble]")?.remove();

const trouble = (error) => {
  calm();
  const pack = location.hash.startsWith("#pakke/") && opened;
  app.prepend(stamp("trouble", {
    text: tell(error),
    keep: pack && error.name === "Gone" && (async () => {
      await pack.keep();
      await flush();
    }),
    save: pack && (async () => download(pack.pack, "vejviser.json", await writeFile(pack.typed(), pack.pack.by), "application/json")),
  }));
  app.firstElementChild.scrollIntoView({ block: "nearest" });
};

const factsOf = (pack, notes) => [
  `spørgsmål: ${pack.questions.filter(({ out }) => !out).length}`, `noter: ${notes}`, `sidst eksporteret: ${pack.exported ? dayOf(pack.exported) : "aldrig"}`,
  `slutdato: ${dayOf(pack.ends)}`, pack.lock && "låst",
].filter(Boolean).join(" · ");

const notesIn = (records) => records.filter(({ key, data }) => key.startsWith("note/") && data).length;

const packItem = ({ pack, records }) => {
  const notes = notesIn(records);
  const change = async (work) => {
    await work;
    opened = null;
    shout(pack.id);
    route();
  };
  const part = stamp("pack", {
    name: pack.name, facts: factsOf(pack, notes), ended: Date.now() > pack.ends,
    prolong: () => change(store.setPack(pack.id, { ends: Date.now() + 30 * DAY })),
    copy: () => change(store.add({ ...pack, id: random(), name: `${pack.name} (kopi)`, created: Date.now(), exported: 0 }, records)),
    remove: (event) => asked(event, pack.name) && change(store.remove(pack.id)),
  });
  find("name", part).href = `#pakke/${pack.id}`;
  find("rename", part).href = `#pakke/${pack.id}/vaelg`;
  return part;
};

const importer = () => {
  const show = ({ pack, by, saved, notes, records }) => {
    const entries = entriesOf(pack, []);
    const changed = entries.filter(({ how }) => how !== "same");
    find("place", screen).replaceChildren(stamp("incoming", {
      name: pack.name, by: by || "en ukendt", saved: momentOf(saved), notes, count: entries.length,
      edition: pack.edition !== editionOf(pack.edition).id, changed: changed.length > 0,
      changes: changed.map(({ id, number, how, text }) => make("li", {}, `${id} (${how === "gone" ? "findes ikke her" : `nu ${number}`}): ${text}`)),
      take: async ({ target }) => {
        const lock = (await store.read(pack.id))?.pack.lock;
        await bringIn({ pack, records }, lock, lock && (prompt(target.dataset.ask) ?? ""));
      },
      cancel: () => find("place", screen).replaceChildren(),
    }));
  };
  const screen = stamp("import", {
    file: async ({ target }) => {
      find("place", screen).replaceChildren();
      if (!target.files.length) return;
      const file = await readFile(target.files[0]);
      if (file.locked) find("place", screen).append(unlockForm(async (passphrase) => show(await file.read(passphrase))));
      else show(await file.read());
    },
  });
  return { screen, show };
};

const unlockForm = (unlocked) => stamp("locked", { form: ({ target }) => unlocked(values(target).passphrase) });

const startScreen = async () => {
  const packs = (await store.packs()).sort((a, b) => b.pack.created - a.pack.created);
  const found = await store.elsewhere();
  const { questions } = editionOf();
  const picked = () => questions.filter((question) => relevant(question, values(form)));
  const screen = stamp("start", {
    mine: packs.length > 0, packs: packs.map(packItem), visit: stamp("visit"), import: importer().screen,
    offline: Boolean(navigator.serviceWorker?.controller),
    quick: () => createPack({
      name: suggestedName(values(form)), edition: editionOf().id, ends: Date.now() + 30 * DAY, ...values(form),
      questions: picked().map(({ id, text }) => ({ id, text })),
    }, []),
    elsewhere: found.length > 0, found: found.map(({ path, pack, records }) => stamp("found", {
      name: pack.name, facts: `${path} · noter: ${notesIn(records)}`,
      take: async () => {
        // What is sealed cannot be merged: it stands beside the pack that is here.
        const here = await store.read(pack.id);
        const id = here?.pack.lock || (here && pack.lock) ? random() : pack.id;
        await store.add({ ...pack, id }, records, join);
        arrive(id);
      },
    })),
  });
  const form = find("quick", screen);
  form.onchange = () => (find("count", form).textContent = `${picked().length} af ${questions.length} spørgsmål er mærket til det.`);
  form.onchange();
  return screen;
};

/** The one-file pack before anything is stored: who it is from, and a button. */
const carriedScreen = () => {
  const { screen, show } = importer();
  const content = cleanFile(site.carried.file);
  show(content);
  return stamp("carried", { name: content.pack.name, import: screen });
};

const SCREENS = {
  kilder: (open) => visitScreen(open, true), dokumenter: documentsScreen, overblik: matrixScreen, skriv: writeScreen,
  udskriv: printScreen, aflever: handOverScreen, vaelg: (open) => chooseScreen(open),
};

const packScreen = async (id, screen) => {
  if (opened?.pack.id !== id) {
    const stored = await store.read(id);
    if (!stored) throw failure("Absent");
    if (stored.pack.lock) {
      if (!canLock) throw failure("NoCrypto");
      return [make("h1", {}, stored.pack.name), unlockForm(async (passphrase) => {
        opened = await openPack(stored, passphrase);
        route();
      })];
    }
    opened = await openPack(stored);
  }
  const nav = stamp("nav");
  for (const item of nav.querySelectorAll("[data-screen]")) {
    const own = item.dataset.screen;
    item.href = `#pakke/${id}${own && `/${own}`}`;
    if (own === screen || (!own && !SCREENS[screen])) item.ariaCurrent = "page";
  }
  return [nav, (SCREENS[screen] ?? visitScreen)(opened)];
};

let turns = 0;

const route = async () => {
  const [name, id, screen] = location.hash.slice(1).split("/");
  const adding = name.startsWith("laeg=");
  // Another place on the page, as the skip link asks for.
  if (name && !adding && !["pakker", "pakke", "ny"].includes(name)) return;
  const turn = (turns += 1);
  await flush();
  let parts;
  try {
    if (name !== "pakke") site.asked = adding ? decodeURIComponent(location.hash.slice(6)).split(" ") : [];
    if (name === "pakke") parts = await packScreen(id, screen);
    else if (name === "ny" || adding) parts = chooseScreen(null, adding ? await store.packs() : []);
    else parts = await (site.carried ? carriedScreen() : startScreen());
  } catch (error) {
    parts = [make("h1", {}, "Besøgspakke"), make("p", { className: "notice", role: "alert" }, tell(error))];
  }
  if (turn !== turns) return;
  // What could not be saved is told on every screen.
  app.replaceChildren(...pieces([waiting.size > 0 && app.querySelector("[data-trouble]"), site.memory && stamp("memory"), parts]));
  const heading = app.querySelector("h1");
  document.title = heading.textContent;
  const wanted = [...app.querySelectorAll("[data-question]")].find(({ dataset }) => encodeURIComponent(dataset.question) === screen);
  if (turn === 1 && !wanted) return;
  const focus = wanted || heading;
  focus.tabIndex = -1;
  focus.focus({ preventScroll: true });
  if (wanted) wanted.scrollIntoView();
  else window.scrollTo(0, 0);
};

/** The whole site for use without a network; only where there is https, and only when somebody keeps packs. */
const keepOffline = () => {
  navigator.serviceWorker?.register("sw.js").catch(() => {});
  // A browser that agrees does not clear packs away to make room.
  navigator.storage?.persist();
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
  listen(hear);
  window.addEventListener("hashchange", route);
  window.addEventListener("beforeunload", (event) => {
    if (waiting.size || site.memory?.getAll().length) event.preventDefault();
  });
  route();
});
