// The screen of the triangulation: how many questions of each indicator have a note from each source.

import { find, findInput, link, make, stamp } from "./dom.js";
import { drawnScreen } from "./drawn-screen.js";
import { SOURCES } from "./sources.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Indicator } from "./types.js" */

/**
 * @typedef {object} Row an indicator, or all questions without one
 * @property {string} name
 * @property {Indicator} [indicator]
 * @property {number} at
 * @property {Map<string, string[]>} cells the ids of questions with a note, by source
 */

/**
 * Indicators with how many questions have a note from each source, those with the fewest sources first.
 *
 * @param {OpenPack} open
 */
const triangulation = (open) => {
  /** @type {Map<string, Row>} */
  const rows = new Map();
  for (const entry of open.entries) {
    const { indicator } = entry.question ?? {};
    const name = indicator?.id ?? "Andre";
    const row = rows.get(name) ?? { name, indicator, at: entry.at, cells: new Map() };
    rows.set(name, row);
    for (const [source] of open.notes(entry)) {
      row.cells.set(source, [...(row.cells.get(source) ?? []), entry.id]);
    }
  }
  return [...rows.values()].sort(
    (a, b) => Math.min(a.cells.size, 2) - Math.min(b.cells.size, 2) || a.at - b.at,
  );
};

/**
 * @param {OpenPack} open
 * @param {Row} row
 */
const rowPart = (open, { name, indicator, cells }) => {
  const columns = SOURCES.map(([source]) => {
    const ids = cells.get(source);
    if (!ids) return make("td");
    const href = `#pakke/${open.pack.id}/${encodeURIComponent(ids[0])}`;
    return make("td", {}, make("a", { href, ariaLabel: `${name}, ${source}: ${ids.length}` }, ids.length));
  });
  const head = make("th", { scope: "row" }, link(indicator?.url, name));
  return make("tr", {}, head, columns, make("td", {}, cells.size));
};

/** @param {OpenPack} open */
export const matrixScreen = (open) => {
  /** @param {string} name */
  const column = (name) => make("th", { scope: "col" }, name);
  const draw = () => {
    const isMissing = findInput("missing", screen).checked;
    const rows = triangulation(open).filter(({ cells }) => !isMissing || !cells.has("borgere"));
    const few = rows.filter(({ cells }) => cells.size < 2).length;
    const text = `Indikatorer: ${rows.length}. Øverst står ${few} med ingen eller én kilde.`;
    find("count", screen).textContent = text;
    find("rows", screen).replaceChildren(...rows.map((row) => rowPart(open, row)));
  };
  const columns = SOURCES.map(([, name]) => column(name));
  const screen = stamp("matrix", {
    name: open.pack.name,
    head: make("tr", {}, column("Indikator"), columns, column("Kilder")),
    missing: draw,
  });
  return drawnScreen(screen, draw);
};
