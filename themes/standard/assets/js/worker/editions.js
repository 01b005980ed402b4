// The caches: one for each edition of the site, and one that names the edition that is shown.

/** What `sw.js` puts in front of this script, and what it runs in. */
export const worker =
  /** @type {ServiceWorkerGlobalScope & { vejviserSite: { id: string, version: string, list: string } }} */ (
    /** @type {unknown} */ (self)
  );

const { id } = worker.vejviserSite;

/** The edition of this worker, and the SHA-256 of the list of its files in Base64. */
export const { version, list } = worker.vejviserSite;

/** The address of the site. */
export const root = worker.registration.scope;

/** What the names of all the site's caches begin with. */
export const prefix = `vejviser|${id}|${new URL(root).pathname}|`;

/** The list of all files; an edition without it is not whole. */
export const LIST = "data/filer.json";

/** The cache that names the edition that is shown. */
const CHOSEN = `${prefix}valgt`;

/** The cache of this worker's edition. */
export const OWN = prefix + version;

/** @param {string} path */
export const at = (path) => new URL(path, root).href;

/**
 * A file of a cache; asking so makes no cache that is not there.
 *
 * @param {string} cacheName
 * @param {string} address
 */
export const kept = (cacheName, address) => caches.match(address, { cacheName });

/** @param {string} cacheName */
export const isWhole = (cacheName) => kept(cacheName, at(LIST));

/** The edition that is shown, if there is one. */
export const chosen = async () => (await kept(CHOSEN, root))?.text();

/** @param {string} name */
export const choose = async (name) => (await caches.open(CHOSEN)).put(root, new Response(name));

/**
 * Deletes the editions that a test is true of.
 *
 * @param {(cacheName: string) => unknown} test
 */
export const removeEditions = async (test) => {
  for (const name of await caches.keys()) {
    if (name.startsWith(prefix) && name !== CHOSEN && (await test(name))) await caches.delete(name);
  }
};
