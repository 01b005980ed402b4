// A link checker that follows anchors, over http and over file:.
//
// The link checkers on npm were tried: none follows anchors on file: addresses, and the one that follows them over http
// needs a newer Node than the tests. With a real HTML parser the check itself is small.

import { existsSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { attribute, elements, parse } from "./html.mjs";

const ATTRIBUTES = ["href", "src", "srcset", "poster", "data", "cite", "action", "formaction"];

/** The addresses that an element points to. */
function references(element) {
  return ATTRIBUTES.flatMap((name) => {
    const value = attribute(element, name);
    if (value === undefined) return [];
    // Only <object> has a `data` that is an address.
    if (name === "data" && element.tagName !== "object") return [];
    if (name === "srcset") return value.split(",").map((part) => part.trim().split(/\s+/)[0]);
    return [value];
  });
}

async function load(address) {
  if (address.startsWith("file:")) {
    const path = fileURLToPath(address);
    return existsSync(path) && statSync(path).isFile() ? readFileSync(path, "utf8") : null;
  }
  const response = await fetch(address);
  return response.ok ? response.text() : null;
}

/** What was found on pages, by their text: the same site is checked in several places. */
const inspected = new Map();

/** What is at an address: whether it exists, its anchors, and what it points to. */
async function inspect(address) {
  const content = await load(address);
  if (content === null) return { exists: false, anchors: new Set(), references: [] };
  const path = new URL(address).pathname;
  if (path.endsWith(".css")) {
    const found = [...content.matchAll(/url\(\s*["']?([^"')]+)/g)].map((match) => match[1]);
    return { exists: true, anchors: new Set(), references: found.filter((url) => !url.startsWith("data:")) };
  }
  if (!path.endsWith(".html")) return { exists: true, anchors: new Set(), references: [] };
  if (!inspected.has(content)) inspected.set(content, inspectPage(content));
  return inspected.get(content);
}

function inspectPage(content) {
  const all = [...elements(parse(content))];
  const anchors = all.flatMap((element) => [
    attribute(element, "id"),
    element.tagName === "a" ? attribute(element, "name") : undefined,
  ]);
  return { exists: true, anchors: new Set(anchors.filter(Boolean)), references: all.flatMap(references) };
}

/** What stands behind # on the page of the visit packs when another page asks for questions: addresses of the site. */
const ASKING = /^laeg=(.+)$/;

/**
 * Follows every link from `starts` (addresses below `root`). Returns the broken ones, as "page -> link: reason", the
 * addresses that were reached, how many links were checked, and the links that lead out of the site, which are not followed.
 */
export async function checkLinks(root, starts) {
  const known = new Map();
  const look = (address) => {
    if (!known.has(address)) known.set(address, inspect(address));
    return known.get(address);
  };
  const broken = [];
  const outward = new Set();
  let checked = 0;
  const queue = [...starts];
  const seen = new Set(queue);
  for (const page of queue) {
    const { references: found } = await look(page);
    for (const reference of found) {
      const target = new URL(reference, page);
      if (target.protocol === "mailto:" || target.protocol === "tel:") continue;
      if (target.origin !== new URL(root).origin || target.protocol !== new URL(root).protocol) {
        outward.add(target.href);
        continue;
      }
      checked += 1;
      const fragment = decodeURIComponent(target.hash.slice(1));
      target.hash = "";
      const fail = (reason) => broken.push(`${page.slice(root.length)} -> ${reference}: ${reason}`);
      if (!target.href.startsWith(root)) {
        fail("outside the site");
        continue;
      }
      const { exists, anchors } = await look(target.href);
      const asked = target.href === `${root}besoegspakke.html` && ASKING.exec(fragment)?.[1].split(" ");
      if (!exists) fail("no such file");
      else if (asked) {
        for (const address of asked) {
          const [path, anchor] = address.split("#");
          const place = await look(root + path);
          if (!place.exists || (anchor && !place.anchors.has(anchor))) fail(`asks for ${address}, which is not there`);
        }
      } else if (fragment && !anchors.has(fragment)) fail("no such anchor");
      if (exists && !seen.has(target.href)) {
        seen.add(target.href);
        queue.push(target.href);
      }
    }
  }
  return { broken, outward, checked, reached: new Set([...seen].map((address) => address.slice(root.length))) };
}
