// The search field, the search page, and the marks on the page a hit leads to. soeg.js finds.
(function () {
  "use strict";

  const base = new URL("../../", document.currentScript.src).href;
  const form = document.querySelector("main [data-search]") || document.querySelector("[data-search]");
  if (!form) return;
  const field = form.querySelector("input");
  const main = document.querySelector("main");
  const asked = new URLSearchParams(location.search);
  const typed = () => field.value.trim().slice(0, 2000);
  let about;

  function make(name, className, ...children) {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...children);
    return element;
  }

  let loading;
  function engine() {
    loading = loading || new Promise((done, failed) => {
      if (window.vejviserSearch) return done();
      document.head.append(Object.assign(make("script"), { src: base + "assets/js/soeg.js", onload: done, onerror: failed }));
    }).then(() => vejviserSearch.ready(base)).then((index) => (about = index));
    return loading;
  }

  async function places(text) {
    await engine();
    const key = vejviserSearch.key(text);
    return (await vejviserSearch.units((/\d/.test(key) && about.numbers[key]) || [])).filter(Boolean);
  }

  function badge(unit) {
    return unit.edition ? [" ", make("span", "badge", about.editions[unit.edition] || unit.edition)] : [];
  }

  // Suggestions
  const list = make("ul", "suggestions");
  let options = [];
  let active = -1;
  let offers = 0;

  function set(element, attributes) {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  }

  function show(found) {
    offers += 1;
    options = found;
    list.replaceChildren(...found.map(({ parts }, at) => {
      const item = make("li", "", ...parts);
      set(item, { id: "t-forslag-" + at, role: "option" });
      return item;
    }));
    list.hidden = !found.length;
    set(field, { "aria-expanded": !list.hidden });
    point(-1);
  }

  const close = () => show([]);

  function point(at) {
    active = at;
    set(field, { "aria-activedescendant": at < 0 ? "" : "t-forslag-" + at });
    [...list.children].forEach((item, own) => {
      set(item, { "aria-selected": own === at });
      if (own === at) item.scrollIntoView({ block: "nearest" });
    });
  }

  async function offer() {
    const own = (offers += 1);
    const text = field.value;
    const named = (await places(text)).map((unit) => ({ url: unit.url, parts: ["Gå til ", make("b", "", unit.title), ...badge(unit)] }));
    const words = /\d\S*$/.test(text) ? [] : vejviserSearch.suggest(text, 6).map((word) => text.replace(/\p{L}*$/u, word));
    if (own === offers && document.activeElement === field) show([...named, ...words.map((text) => ({ text, parts: [text] }))]);
  }

  function pick({ url, text }) {
    if (url) return location.assign(base + url);
    field.value = text;
    submit();
  }

  async function submit() {
    const text = typed();
    close();
    if (/\d/.test(text)) {
      const late = new Promise((done) => setTimeout(done, 3000, []));
      const found = await Promise.race([places(text).catch(() => []), late]);
      if (found.length === 1) return location.assign(base + found[0].url);
    }
    if (page.results) find();
    else location.assign(base + "soeg.html?" + new URLSearchParams({ q: text }));
  }

  set(field, { role: "combobox", "aria-autocomplete": "list", "aria-controls": "t-forslag" });
  set(list, { id: "t-forslag", role: "listbox", "aria-label": "Forslag" });
  field.after(list);
  close();
  field.addEventListener("focus", () => engine().catch(close));
  field.addEventListener("input", () => offer().catch(close));
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const last = options.length - 1;
    const moves = { ArrowDown: active + 1, ArrowUp: active < 0 ? last : active - 1, ...(active < 0 ? {} : { Home: 0, End: last }) };
    const at = moves[event.key];
    // Beyond either end stands the field itself.
    if (at !== undefined) last < 0 ? offer().catch(close) : point(at > last ? -1 : at);
    else if (event.key === "Escape" && last >= 0) close();
    else if (event.key === "Enter" && active >= 0) pick(options[active]);
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (item) pick(options[item.id.slice(10)]);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  // The search page
  const PAGES = 10;
  const PLACES = 3;
  const page = {};
  for (const name of ["results", "count", "also", "facets", "hits", "more", "help", "pack"]) page[name] = document.querySelector(`[data-${name}]`);
  const sets = [...document.querySelectorAll("[data-facet]")];
  const kinds = page.results && JSON.parse(page.results.dataset.kinds);
  const count = (number, one, many) => number + " " + (number === 1 ? one : many);
  let shown = PAGES;
  let picked = sets.flatMap(({ name }) => asked.getAll(name).map((value) => [name, value]));
  let finds = 0;

  async function load(numbers) {
    const units = await vejviserSearch.units(numbers);
    return new Map(numbers.map((number, at) => [number, units[at]]));
  }

  async function find() {
    const own = (finds += 1);
    const text = typed();
    history.replaceState({ shown }, "", text || picked.length ? "?" + new URLSearchParams([["q", text], ...picked]) : "soeg.html");
    let found = { total: 0, hits: [], facets: {} };
    let problem = "";
    let units;
    const groups = new Map();
    try {
      if (text) {
        const filters = {};
        for (const { name, dataset } of sets) filters[dataset.facet] = picked.filter((one) => one[0] === name).map((one) => one[1]);
        await engine();
        found = await vejviserSearch.search(text, { filters, limit: 1e6 });
        for (const hit of found.hits) groups.set(hit.page, [...(groups.get(hit.page) || []), hit]);
        units = await load([...groups].slice(0, shown).flatMap(([first, hits]) => [first, ...hits.slice(0, PLACES).map((hit) => hit.unit)]));
        if (found.missing || [...units.values()].includes(null)) problem = "parts";
      }
    } catch (error) {
      problem = error.message === "version" ? "version" : "missing";
    }
    // Somebody typed on in the meantime.
    if (own !== finds) return;
    page.count.textContent = found.total ? `Fandt ${count(found.total, "sted", "steder")} på ${count(groups.size, "side", "sider")}.`
      : text && !problem ? `Fandt intet for »${text.slice(0, 80)}«.${picked.length ? " Fjern et valg for at se mere." : ""}` : "";
    for (const notice of document.querySelectorAll("[data-problem]")) notice.hidden = notice.dataset.problem !== problem;
    page.help.hidden = found.total > 0;
    page.more.hidden = groups.size <= shown;
    showFacets(found.facets);
    const first = units ? [...groups].slice(0, shown) : [];
    showAlso(found.corrected, first.flatMap(([, hits]) => hits.slice(0, PLACES)), units);
    page.hits.replaceChildren(...first.map(([number, hits]) => group(units, number, hits, text)));
    if (!page.pack) return;
    const asking = [...(units || new Map()).values()].filter((unit) => unit && /^(question|indicator|recommendation|guideline)$/.test(unit.kind));
    page.pack.hidden = !asking.length;
    page.pack.firstChild.href = "besoegspakke.html#laeg=" + encodeURIComponent(asking.map((unit) => unit.url).join(" "));
  }

  // The word itself is marked even if another found it better. Small words stand everywhere and tell nothing.
  let small;
  function reasons({ why }) {
    small = small || new Set(about.stop.split(" "));
    const telling = why.filter(({ word }) => !small.has(word));
    const stems = (word) => vejviserSearch.tokens(word).map(vejviserSearch.term).join(" ");
    return (telling.length ? telling : why).map(({ word, found }) => ({ found: `${found} ${stems(word)}` }));
  }

  const marked = (text, why) => vejviserSearch.mark(text, why).map(([part, is]) => (is ? make("mark", "", part) : part));

  function link(url, text, children) {
    const element = make("a", "", ...children);
    element.href = base + url.replace(/(?=#|$)/, "?" + new URLSearchParams({ q: text }));
    return element;
  }

  // A page with its places.
  function group(units, number, hits, text) {
    const head = units.get(number) || units.get(hits[0].unit);
    if (!head) return "";
    const above = [...head.path];
    const [url, anchor] = head.url.split("#");
    const title = anchor && above.length ? above.pop() : head.title;
    const item = make("li", "",
      make("h2", "", link(url, text, marked(title, hits.slice(0, PLACES).flatMap(reasons)))),
      make("p", "traits", [kinds[head.kind] || head.kind, above.join(" › ")].join(" · "), ...badge(head)));
    const seen = new Set();
    const list = (units, hits) => item.append(make("ul", "places", ...hits.flatMap((hit) => {
      const unit = units.get(hit.unit);
      if (!unit || seen.has(unit.url)) return [];
      seen.add(unit.url);
      const why = reasons(hit);
      const name = [...unit.path.slice(above.length + 1), unit.title].join(" › ");
      const excerpt = make("p", "excerpt", ...marked(vejviserSearch.excerpt(unit.text, why), why));
      return make("li", "", ...(unit.url === url ? [] : [link(unit.url, text, marked(name, why))]), excerpt);
    })));
    list(units, hits.slice(0, PLACES));
    const rest = hits.slice(PLACES);
    if (rest.length) {
      const more = make("button", "more", count(rest.length, "sted", "steder") + " mere på siden");
      item.append(more);
      more.onclick = async () => {
        list(await load(rest.map((hit) => hit.unit)), rest);
        more.nextSibling.querySelector("a")?.focus();
        more.remove();
      };
    }
    return item;
  }

  function showAlso(corrected, hits, units) {
    const others = new Map();
    for (const hit of hits) {
      const whys = hit.why.filter(({ reason }) => !/^(word|prefix)$/.test(reason));
      const { title, text, path } = units.get(hit.unit) || { path: [] };
      for (const token of whys.length ? vejviserSearch.tokens([title, text, ...path].join(" ")) : []) {
        for (const { word, found, reason } of whys) {
          const is = (stem) => stem === vejviserSearch.term(token) || (reason === "piece" && token.word.includes(stem));
          if (token.word === word || !found.split(" ").some(is)) continue;
          const words = others.get(word) || new Set();
          if (words.size < 3) others.set(word, words.add(token.word));
        }
      }
    }
    const lines = [...others].map(([word, words]) => `${[...words].join(", ")} (for »${word}«)`);
    if (corrected) lines.unshift(`»${corrected}«`);
    page.also.textContent = "Viser også " + lines.join(" · ");
    page.also.hidden = !lines.length;
  }

  // A box stays once made, so that the focus does.
  function showFacets(facets) {
    for (const part of sets) {
      const kind = part.dataset.facet;
      const counts = facets[kind] || {};
      const own = picked.filter(([name]) => name === part.name).map(([, value]) => value);
      const most = Object.keys(counts).sort((a, b) => counts[b] - counts[a]);
      const boxes = () => [...part.querySelectorAll("input")];
      for (const value of new Set([...most, ...own])) {
        if (boxes().some((box) => box.value === value)) continue;
        const box = Object.assign(make("input"), { type: "checkbox", name: part.name, value });
        box.checked = own.includes(value);
        const names = { kind: kinds, edition: about?.editions }[kind] || {};
        part.append(make("label", "", box, make("span", "", names[value] || value), make("span", "meta")));
      }
      for (const box of boxes()) {
        box.parentNode.lastChild.textContent = counts[box.value] || 0;
        box.parentNode.hidden = !counts[box.value] && !box.checked;
      }
      part.hidden = boxes().every((box) => box.parentNode.hidden);
    }
    page.facets.hidden = sets.every((part) => part.hidden);
  }

  function searchPage() {
    let waiting;
    shown = history.state?.shown || PAGES;
    // Who comes here is about to search. What goes wrong is told when they do.
    engine().catch(() => {});
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      shown = PAGES;
      waiting = setTimeout(find, 250);
    });
    page.facets.open = matchMedia("(min-width: 62rem)").matches;
    page.facets.addEventListener("change", () => {
      picked = [...page.facets.querySelectorAll(":checked")].map((box) => [box.name, box.value]);
      find();
    });
    page.more.addEventListener("click", async () => {
      const before = page.hits.children.length;
      shown += PAGES;
      await find();
      page.hits.children[before].querySelector("a").focus();
    });
    find();
  }

  // The page that a hit leads to
  async function markPage(text) {
    await engine();
    const { hits } = await vejviserSearch.search(text, { limit: 20 });
    const units = await load(hits.map((hit) => hit.unit));
    const here = hits.filter(({ unit }) => units.get(unit) && new URL(units.get(unit).url, base).pathname === location.pathname);
    const why = (here.length ? here : hits).flatMap(reasons);
    const ranges = [];
    const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      let at = 0;
      for (const [part, is] of vejviserSearch.mark(walk.currentNode.data, why)) {
        const range = new Range();
        range.setStart(walk.currentNode, at);
        range.setEnd(walk.currentNode, (at += part.length));
        if (is) ranges.push(range);
      }
    }
    if (!ranges.length) return;
    const painted = window.Highlight && CSS.highlights;
    if (painted) painted.set("found", new Highlight(...ranges));
    // From the end, so that what is before keeps its place.
    else ranges.reverse().forEach((range) => range.surroundContents(make("mark")));
    const button = make("button", "", "Fjern markering");
    const bar = make("p", "marking screen-only", ranges.length + " ord er markeret ", button);
    button.addEventListener("click", () => {
      bar.remove();
      if (painted) painted.delete("found");
      for (const mark of main.querySelectorAll("mark")) mark.replaceWith(mark.textContent);
      history.replaceState(null, "", location.pathname + location.hash);
      main.focus({ preventScroll: true });
    });
    main.prepend(bar);
  }

  field.value = asked.get("q") || "";
  if (page.results) searchPage();
  else if (typed()) markPage(typed()).catch(close);
})();
