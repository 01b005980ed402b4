// What the site keeps outside its database, in `localStorage`: little, and at once. It may be full, forbidden
// or absent; nothing depends on it alone.

import { ownName } from "./database.js";

/**
 * The full key of one kind of entry.
 *
 * @param {string} kind
 * @param {string} [name]
 */
const keyOf = (kind, name = "") => `${ownName()}|${kind}|${name}`;

/** @param {string} start of the keys */
const keysFrom = (start) => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(start));
  } catch {
    return [];
  }
};

export const local = {
  /**
   * Returns whether it is there now.
   *
   * @param {string} kind
   * @param {string} name
   * @param {unknown} value
   */
  set: (kind, name, value) => {
    const text = JSON.stringify(value);
    try {
      localStorage.setItem(keyOf(kind, name), text);
      return localStorage.getItem(keyOf(kind, name)) === text;
    } catch {
      return false;
    }
  },

  /**
   * What is there under this name; undefined where there is nothing, or nothing of ours.
   *
   * @param {string} kind
   * @param {string} name
   * @returns {any}
   */
  get: (kind, name) => {
    try {
      return JSON.parse(String(localStorage.getItem(keyOf(kind, name)))) ?? undefined;
    } catch {
      return undefined;
    }
  },

  /**
   * @param {string} kind
   * @param {string} name
   */
  remove: (kind, name) => {
    try {
      localStorage.removeItem(keyOf(kind, name));
    } catch {
      // Nothing was there.
    }
  },

  /**
   * Everything of one kind whose name begins so, by name. What is not ours to read is left out.
   *
   * @param {string} kind
   * @param {string} [start]
   * @returns {[name: string, value: any][]}
   */
  all: (kind, start) => {
    /** @type {[name: string, value: any][]} */
    const found = [];
    for (const key of keysFrom(keyOf(kind, start)).sort()) {
      try {
        found.push([key.slice(keyOf(kind).length), JSON.parse(String(localStorage.getItem(key)))]);
      } catch {
        // Somebody else's, or spoilt.
      }
    }
    return found;
  },

  /**
   * The keys of the whole site, of other paths too.
   *
   * @param {string} prefix
   */
  keys: keysFrom,

  /** @param {string} key */
  removeKey: (key) => localStorage.removeItem(key),
};
