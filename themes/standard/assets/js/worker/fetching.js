// Fetching an edition whole, held against its sums.

import { LIST, OWN, at, isWhole, list as listSum, removeEditions } from "./editions.js";

/** @typedef {[path: string, sum: string]} Listed a file and its SHA-256 in Base64 */

/**
 * @param {string} name of a message on the pages of visit packs
 * @param {string} detail
 */
const failure = (name, detail) => Object.assign(new Error(name), { name, detail });

/**
 * The SHA-256 in Base64.
 *
 * @param {ArrayBuffer} bytes
 */
const sumOf = async (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))));

/**
 * A response that remembers no redirect, for browsers refuse to show a page that was kept with one.
 *
 * @param {Response} response
 * @param {BodyInit | null} [bytes]
 */
export const plain = ({ status, statusText, headers, body }, bytes = body) => {
  const rest = new Headers(headers);
  // An address has one file here, whatever the request says; and a response that varies by everything cannot
  // be kept.
  rest.delete("vary");
  return new Response(bytes, { status, statusText, headers: rest });
};

/**
 * A file from the server, and its bytes.
 *
 * @param {string} path
 * @param {RequestInit} options
 */
const received = async (path, options) => {
  const response = await fetch(at(path), options).catch(() => null);
  if (!response?.ok) throw failure("Unreached", path);
  return { response, bytes: await response.arrayBuffer() };
};

/**
 * Fetches a file of the edition; what did not change, the browser has.
 *
 * @param {Listed} file
 * @param {AbortSignal} [signal]
 */
const fetchFile = async ([path, sum], signal) => {
  const { response, bytes } = await received(path, { cache: "no-cache", signal });
  if ((await sumOf(bytes)) !== sum) throw failure("Changed", path);
  return plain(response, bytes);
};

/** @returns {Promise<{ files: Listed[], list: Response }>} */
const fetchList = async () => {
  const { response, bytes } = await received(LIST, { cache: "no-store" });
  // The worker knows its list, and the list knows the files: nobody else's list is read.
  if ((await sumOf(bytes)) !== listSum) throw failure("Changed", LIST);
  const { files } = JSON.parse(new TextDecoder().decode(bytes));
  return { files, list: plain(response, bytes) };
};

/** Removes what a browser that was closed, or a server that changed its files, left half done. */
export const removeHalves = () => removeEditions(async (name) => !(await isWhole(name)));

/** Fetches all files of the edition. */
export const fetchAll = async () => {
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
