// The service worker: one edition of the whole site, for use without a network. `sw.js` names the edition and calls this.
// A new edition is fetched whole and held against its sums; pages go on getting the old one until somebody asks.
(function () {
  "use strict";

  const { id, version } = self.vejviserSite;
  const root = self.registration.scope;
  const prefix = `vejviser|${id}|${new URL(root).pathname}|`;
  const LIST = "data/filer.json";
  const CHOSEN = `${prefix}valgt`;

  const at = (path) => new URL(path, root).href;

  /** A file of a cache; asking so makes no cache that is not there. */
  const kept = (cacheName, address) => caches.match(address, { cacheName });

  const chosen = async () => (await kept(CHOSEN, root))?.text();
  const choose = async (name) => (await caches.open(CHOSEN)).put(root, new Response(name));

  /** The first eight bytes of the SHA-256, as a number. */
  const sumOf = async (response) =>
    String(new DataView(await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer())).getBigUint64(0));

  /** Fetches every file of the edition; what did not change, the browser has. Anything that is not right undoes it. */
  const fetchAll = async () => {
    const list = await fetch(at(LIST), { cache: "no-store" });
    const { version: found, files } = await list.clone().json();
    if (found !== version) throw new Error("not the list of this edition");
    const cache = await caches.open(prefix + version);
    await Promise.all(files.map(async ([path, sum]) => {
      const response = await fetch(at(path), { cache: "no-cache" });
      if (!response.ok || (await sumOf(response)) !== sum) throw new Error(path);
      await cache.put(at(path), response);
    }));
    // The list comes last: an edition without it is not whole.
    await cache.put(at(LIST), list);
    if (!(await chosen())) await choose(version);
  };

  /** Whether this edition is there whole and not shown. */
  const ready = async () => version !== (await chosen()) && kept(prefix + version, at(LIST));

  const tell = async () => {
    if (await ready()) for (const client of await self.clients.matchAll()) client.postMessage("");
  };

  self.addEventListener("install", (event) => event.waitUntil(fetchAll().then(() => self.skipWaiting())));
  self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim().then(tell)));

  const show = async (page) => {
    await choose(version);
    for (const name of await caches.keys()) {
      if (name.startsWith(prefix) && name !== CHOSEN && name !== prefix + version) await caches.delete(name);
    }
    page.postMessage("shown");
  };

  self.addEventListener("message", ({ data, source }) => (data === "show" ? show(source) : tell()));

  const respond = async (request) => {
    const url = new URL(request.url);
    const path = url.origin + url.pathname + (url.pathname.endsWith("/") ? "index.html" : "");
    // What is not there, since everything was deleted or it never was in the list, comes from the server.
    return (await kept(prefix + (await chosen()), path)) ?? fetch(request);
  };

  self.addEventListener("fetch", (event) => {
    if (event.request.method === "GET" && event.request.url.startsWith(root)) event.respondWith(respond(event.request));
  });
})();
