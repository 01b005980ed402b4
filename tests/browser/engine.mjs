// The browser's search engine without a browser: runs a site's search.js in a context of its own, where a script element
// reads its file from the folder of that site. For tests that compare it with the command line, and for benchmarks.
import { readFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import path from "node:path";
import vm from "node:vm";

/** The engine of a built site, as it is served. */
const ENGINE = "assets/js/search.js";

// `site` is the folder of a built site. Gives the engine, ready to be asked, and in `loaded` the files it read, from the
// site's root. Options: `read`, instead of reading a file: (name) → text, or an error where it is missing; `begin`, false
// to call `ready` oneself.
export async function load(site, { read, begin = true } = {}) {
  const fetchText = read || ((name) => readFile(path.join(site, name), "utf8"));
  const loaded = [];
  const append = async (element) => {
    try {
      const text = await fetchText(element.src);
      loaded.push({ name: element.src, bytes: Buffer.byteLength(text) });
      try {
        vm.runInContext(text, context, { filename: element.src });
      } catch (error) {
        // A browser reports it in the console, and the script has loaded all the same.
        if (error?.name !== "SyntaxError") throw error;
      }
      element.onload?.();
    } catch {
      element.onerror?.();
    }
  };
  const document = { createElement: () => ({ remove() {} }), head: { append: (element) => void append(element) } };
  const context = vm.createContext({ document });
  context.window = context;
  vm.runInContext(readFileSync(path.join(site, ENGINE), "utf8"), context, { filename: ENGINE });
  const search = context.vejviserSearch;
  search.loaded = loaded;
  if (begin) await search.ready("");
  return search;
}
