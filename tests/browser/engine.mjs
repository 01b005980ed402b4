// The browser's search engine without a browser: runs soeg.js in a context of its own, where a script element reads its
// file from the folder of a built site. For tests that compare it with the command line, and for benchmarks.
import { readFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

export const ENGINE = fileURLToPath(new URL("../../themes/standard/assets/js/soeg.js", import.meta.url));

// `site` is the folder of a built site; null for the functions that need no index. Gives the engine, ready to be asked,
// and in `loaded` the files it read, from the site's root. Options: `engine`, another soeg.js; `read`, instead of
// reading a file: (name) → text, or an error where it is missing; `begin`, false to call `ready` oneself.
export async function load(site, { engine = ENGINE, read, begin = true } = {}) {
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
  vm.runInContext(readFileSync(engine, "utf8"), context, { filename: "soeg.js" });
  const search = context.vejviserSearch;
  search.loaded = loaded;
  if (site !== null && begin) await search.ready("");
  return search;
}
