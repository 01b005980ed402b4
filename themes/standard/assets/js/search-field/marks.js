// The page that a hit leads to: what was searched for is marked.

import { make } from "./dom.js";
import { base, engine, loadDocuments } from "./engine.js";
import { reasons } from "./found.js";

const main = /** @type {HTMLElement} */ (document.querySelector("main"));

/** How many hits say what to mark. */
const HITS = 20;

/** The name under which browsers paint ranges. */
const NAME = "found";

/**
 * The ranges of the page to mark.
 *
 * @param {{ found: string }[]} why
 */
const rangesOf = (why) => {
  /** @type {Range[]} */
  const ranges = [];
  const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = /** @type {Text} */ (walk.currentNode);
    let at = 0;
    for (const [part, is] of window.vejviserSearch.mark(node.data, why)) {
      const range = new Range();
      range.setStart(node, at);
      at += part.length;
      range.setEnd(node, at);
      if (is) ranges.push(range);
    }
  }
  return ranges;
};

/**
 * Paints ranges; where browsers cannot, puts elements around them.
 *
 * @param {Range[]} ranges
 */
const paint = (ranges) => {
  const painted = window.Highlight && CSS.highlights;
  if (painted) painted.set(NAME, new Highlight(...ranges));
  // From the end, so that what is before keeps its place.
  else for (const range of ranges.reverse()) range.surroundContents(make("mark"));
  return () => {
    if (painted) painted.delete(NAME);
    for (const mark of main.querySelectorAll("mark")) mark.replaceWith(String(mark.textContent));
  };
};

/** @param {string} text what was searched for */
export const markPage = async (text) => {
  await engine();
  const { hits } = await window.vejviserSearch.search(text, { limit: HITS });
  const documents = await loadDocuments(hits.map((hit) => hit.number));
  const here = hits.filter((hit) => {
    const found = documents.get(hit.number);
    return found && new URL(found.url, base).pathname === location.pathname;
  });
  const ranges = rangesOf((here.length ? here : hits).flatMap(reasons));
  if (!ranges.length) return;
  const clear = paint(ranges);
  const button = make("button", "", "Fjern markering");
  const bar = make("p", "marking screen-only", `${ranges.length} ord er markeret `, button);
  button.addEventListener("click", () => {
    bar.remove();
    clear();
    history.replaceState(null, "", location.pathname + location.hash);
    main.focus({ preventScroll: true });
  });
  main.prepend(bar);
};
