// Reading the built pages with a real HTML parser.

import { defaultTreeAdapter as tree, parse as parseDocument } from "parse5";

export const parse = (html) => parseDocument(html);

/** All elements below a node, in document order. */
export function* elements(node) {
  for (const child of node.childNodes ?? []) {
    if (tree.isElementNode(child)) yield child;
    yield* elements(child);
  }
}

export const attribute = (element, name) => element.attrs.find((attr) => attr.name === name)?.value;

export const classes = (element) => (attribute(element, "class") ?? "").split(/\s+/).filter(Boolean);

/** The elements below a node that match `tag`, `.class`, `tag.class` or `#id`. */
export function select(node, selector) {
  const [, tag, mark, name] = /^([a-z0-9]*)([.#]?)(.*)$/.exec(selector);
  return [...elements(node)].filter(
    (element) =>
      (!tag || element.tagName === tag) &&
      (mark !== "." || classes(element).includes(name)) &&
      (mark !== "#" || attribute(element, "id") === name),
  );
}

/** The one element that matches; anything else is an error. */
export function only(node, selector) {
  const found = select(node, selector);
  if (found.length !== 1) throw new Error(`${found.length} elements match ${selector}, not one`);
  return found[0];
}

export const words = (text) => text.replace(/\s+/g, " ").trim();

const INLINE = new Set("a abbr b cite code em i q small span strong sub sup time".split(" "));

/** The text of a node with single spaces, blocks kept apart, without the elements that `leaveOut` names. */
export function text(node, leaveOut = () => false) {
  const pieces = (parent) =>
    parent.childNodes
      .map((child) => {
        if (tree.isTextNode(child)) return child.value;
        if (!tree.isElementNode(child) || leaveOut(child)) return "";
        return INLINE.has(child.tagName) ? pieces(child) : ` ${pieces(child)} `;
      })
      .join("");
  return words(pieces(node));
}
