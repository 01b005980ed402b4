// QR codes that lead from paper to a place in a pack. The library that makes them is loaded with the first.

import { loadScript, stamp } from "./dom.js";
import { shortAddress } from "./short-address.js";
import { site } from "./state.js";

/** @import { OpenPack } from "./open-pack.js" */

const LIBRARY = "assets/report/qrcode.js";

/** How much of a code may be spoilt: M is 15 %. */
const CORRECTION = "M";

/** How many modules of paper are left free around a code, as the standard wants it. */
const QUIET = 4;

/** How large a module is printed, in millimetres. */
const SIZE = 0.5;

const SVG = "http://www.w3.org/2000/svg";

/** @type {Promise<unknown> | undefined} */
let loading;

/** Loads the library, once; where that fails, again when somebody asks again. */
export const loadCodes = () => {
  loading ??= loadScript(LIBRARY).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
};

/** Whether a code can lead back: to an address that another program can open, and to what is stored there. */
export const whyNoCodes = () => {
  if (!/^https?:$/.test(location.protocol) || site.carried) return "folder";
  return site.memory ? "memory" : "";
};

/** The address of the page, without what is behind ? and #. */
const pageAddress = () => location.origin + location.pathname;

/** Where the page is, which short addresses leave out. */
export const leftOut = () => pageAddress().replace(/\/[^/]*$/, "");

/**
 * An element of an SVG with attributes.
 *
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...Node} children
 */
const svg = (tag, attributes, ...children) => {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
};

/**
 * The dark modules of a code as a path, row by row.
 *
 * @param {{ isDark: (row: number, column: number) => boolean }} code
 * @param {number} count of modules in a row
 */
const pathOf = (code, count) => {
  let path = "";
  for (let row = 0; row < count; row += 1) {
    let from = 0;
    while (from < count) {
      let to = from;
      while (to < count && code.isDark(row, to)) to += 1;
      if (to > from) path += `M${from + QUIET} ${row + QUIET}h${to - from}v1h${from - to}z`;
      from = to + 1;
    }
  }
  return path;
};

/** @type {Map<string, { path: string, width: number }>} */
const drawn = new Map();

/**
 * A code as a path with its width in modules; made once, since it takes some milliseconds.
 *
 * @param {string} text
 */
const draw = (text) => {
  const before = drawn.get(text);
  if (before) return before;
  const code = window.qrcode(0, CORRECTION);
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const made = { path: pathOf(code, count), width: count + 2 * QUIET };
  drawn.set(text, made);
  return made;
};

/**
 * A code as a picture, dark on light whatever the colours of the page are.
 *
 * @param {string} text
 * @param {string} label
 */
const picture = (text, label) => {
  const { path, width } = draw(text);
  const attributes = {
    viewBox: `0 0 ${width} ${width}`,
    width: `${width * SIZE}mm`,
    height: `${width * SIZE}mm`,
    role: "img",
    "aria-label": label,
    "shape-rendering": "crispEdges",
  };
  const paper = svg("rect", { width, height: width, fill: "#fff" });
  return svg("svg", attributes, paper, svg("path", { d: path, fill: "#000" }));
};

/**
 * What leads back to a place in a pack: its short address and, if the library is there, the code of it.
 *
 * @param {OpenPack} open
 * @param {string} label what the code is, for those who do not see it
 * @param {string} [unit] the indicator, as the keys of records have it; the pack itself without
 */
export const codePart = (open, label, unit) => {
  const address = shortAddress(open.pack.id, unit);
  const name = location.pathname.slice(location.pathname.lastIndexOf("/"));
  const code = typeof window.qrcode === "function" && picture(pageAddress() + address, label);
  return stamp("code", { code, page: `…${name}`, address });
};
