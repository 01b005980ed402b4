// The service worker: one edition of the whole site, for use without a network. `sw.js` names the edition and calls this.
// A new edition is fetched whole and held against its sums; pages go on getting the old one until somebody asks.
(function () {
  "use strict";

  const { id, version } = self.vejviserSite;
  const root = self.registration.scope;
  const prefix = `vejviser|${id}|${new URL(root).pathname}|`;
  const LIST = "data/filer.json";
  const CHOSEN = `${prefix}valgt`;
  const OWN = prefix + version;

  const at = (path) => new URL(path, root).href;

  /** A file of a cache; asking so makes no cache that is not there. */
  const kept = (cacheName, address) => caches.match(address, { cacheName });

  const isWhole = (cacheName) => kept(cacheName, at(LIST));

  const chosen = async () => (await kept(CHOSEN, root))?.text();
  const choose = async (name) => (await caches.open(CHOSEN)).put(root, new Response(name));

  const failure = (name, detail) => Object.assign(new Error(name), { name, detail });

  /** The first eight bytes of the SHA-256, as a number. */
  const sumOf = async (bytes) => String(new DataView(await crypto.subtle.digest("SHA-256", bytes)).getBigUint64(0));

  /** A response that remembers no redirect, for browsers refuse to show a page that was kept with one. */
  const plain = ({ status, statusText, headers, body }, bytes = body) => {
    const kept = new Headers(headers);
    // An address has one file here, whatever the request says; and a response that varies by everything cannot be kept.
    kept.delete("vary");
    return new Response(bytes, { status, statusText, headers: kept });
  };

  /** A file from the server, and its bytes. */
  const received = async (path, options) => {
    const response = await fetch(at(path), options).catch(() => null);
    if (!response?.ok) throw failure("Unreached", path);
    return { response, bytes: await response.arrayBuffer() };
  };

  /** Fetches a file of the edition; what did not change, the browser has. */
  const fetchFile = async ([path, sum], signal) => {
    const { response, bytes } = await received(path, { cache: "no-cache", signal });
    if ((await sumOf(bytes)) !== sum) throw failure("Changed", path);
    return plain(response, bytes);
  };

  const fetchList = async () => {
    const { response, bytes } = await received(LIST, { cache: "no-store" });
    try {
      const { version: found, files } = JSON.parse(new TextDecoder().decode(bytes));
      if (found === version) return { files, list: plain(response, bytes) };
    } catch {
      // No list at all.
    }
    throw failure("Changed", LIST);
  };

  /** Removes what a browser that was closed, or a server that changed its files, left half done. */
  const removeHalves = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith(prefix) && name !== CHOSEN && !(await isWhole(name))) await caches.delete(name);
    }
  };

  const fetchAll = async () => {
    const { files, list } = await fetchList();
    // A server that changes pages shows it with the first of them: nothing is kept then.
    const first = files.find(([path]) => path.endsWith(".html"));
    if (first) await fetchFile(first);
    const cache = await caches.open(OWN);
    const rest = new AbortController();
    try {
      await Promise.all(files.map(async (file) => cache.put(at(file[0]), await fetchFile(file, rest.signal))));
    } finally {
      rest.abort();
    }
    // The list comes last: an edition without it is not whole.
    await cache.put(at(LIST), list);
  };

  /** Tells the pages of visit packs what became of it: the name of a message, or nothing where all is well. */
  const report = ({ name, detail } = {}) => {
    if (!self.BroadcastChannel) return;
    const channel = new BroadcastChannel(`${prefix}uden-net`);
    channel.postMessage({ name: name === "QuotaExceededError" ? "Full" : name, detail });
    channel.close();
  };

  const install = async () => {
    try {
      await removeHalves();
      if (!(await isWhole(OWN))) await fetchAll();
      if (!(await chosen())) await choose(version);
    } catch (error) {
      await removeHalves();
      // An edition that is there goes on working.
      if (!(await isWhole(prefix + (await chosen())))) report(error);
      throw error;
    }
    report();
    await self.skipWaiting();
  };

  /** Whether this edition is there whole and not shown. */
  const ready = async () => version !== (await chosen()) && isWhole(OWN);

  const tell = async () => {
    if (await ready()) for (const client of await self.clients.matchAll()) client.postMessage("");
  };

  self.addEventListener("install", (event) => event.waitUntil(install()));
  self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim().then(tell)));

  const show = async (page) => {
    await choose(version);
    for (const name of await caches.keys()) {
      if (name.startsWith(prefix) && name !== CHOSEN && name !== OWN) await caches.delete(name);
    }
    page.postMessage("shown");
  };

  self.addEventListener("message", (event) => event.waitUntil(event.data === "show" ? show(event.source) : tell()));

  /** The kept file of an address, also of one that a server has made pretty: without `.html`, or a folder. */
  const find = async (cacheName, address, search) => {
    const paths = address.endsWith("/") ? [`${address}index.html`] : [address, `${address}.html`];
    for (const path of paths) {
      const found = await kept(cacheName, path);
      // An edition kept by an earlier worker may remember redirects.
      if (found) return found.redirected ? plain(found) : found;
    }
    if (await kept(cacheName, `${address}/index.html`)) return Response.redirect(`${address}/${search}`);
  };

  const respond = async (request) => {
    const { origin, pathname, search } = new URL(request.url);
    // What is not there, since everything was deleted or it never was in the list, comes from the server.
    const found = await chosen().then((name) => find(prefix + name, origin + pathname, search)).catch(() => null);
    return found ?? fetch(request);
  };

  self.addEventListener("fetch", (event) => {
    if (event.request.method === "GET" && event.request.url.startsWith(root)) event.respondWith(respond(event.request));
  });
})();
