// The service worker: one edition of the whole site, for use without a network. `sw.js` names the edition and
// calls this. A new edition is fetched whole and held against its sums; pages go on getting the old one until
// somebody asks.

import {
  OWN,
  choose,
  chosen,
  isWhole,
  kept,
  prefix,
  removeEditions,
  root,
  version,
  worker,
} from "./editions.js";
import { fetchAll, plain, removeHalves } from "./fetching.js";

/**
 * Tells the pages of visit packs what became of it: the name of a message, or nothing where all is well.
 *
 * @param {{ name?: string, detail?: string }} [failed]
 */
const report = ({ name, detail } = {}) => {
  if (!("BroadcastChannel" in worker)) return;
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
    if (!(await isWhole(prefix + (await chosen())))) report(/** @type {Error} */ (error));
    throw error;
  }
  report();
  await worker.skipWaiting();
};

/** Whether this edition is there whole and not shown. */
const isReady = async () => version !== (await chosen()) && isWhole(OWN);

const tell = async () => {
  if (await isReady()) for (const client of await worker.clients.matchAll()) client.postMessage("");
};

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim().then(tell)));

/**
 * Shows this edition.
 *
 * @param {Client} page that asked for it
 */
const show = async (page) => {
  await choose(version);
  await removeEditions((name) => name !== OWN);
  page.postMessage("shown");
};

worker.addEventListener("message", (event) => {
  event.waitUntil(event.data === "show" ? show(/** @type {Client} */ (event.source)) : tell());
});

/**
 * The kept file of an address, also of one that a server has made pretty: without `.html`, or a folder.
 *
 * @param {string} cacheName
 * @param {string} address
 * @param {string} search what follows ? in the address
 */
const find = async (cacheName, address, search) => {
  const paths = address.endsWith("/") ? [`${address}index.html`] : [address, `${address}.html`];
  for (const path of paths) {
    const found = await kept(cacheName, path);
    // An edition kept by an earlier worker may remember redirects.
    if (found) return found.redirected ? plain(found) : found;
  }
  if (await kept(cacheName, `${address}/index.html`)) return Response.redirect(`${address}/${search}`);
};

/** @param {Request} request */
const respond = async (request) => {
  const { origin, pathname, search } = new URL(request.url);
  // What is not there, since everything was deleted or it never was in the list, comes from the server.
  const found = await chosen()
    .then((name) => find(prefix + name, origin + pathname, search))
    .catch(() => null);
  return found ?? fetch(request);
};

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(root)) event.respondWith(respond(request));
});
