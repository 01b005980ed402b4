// Passphrases: PBKDF2 with SHA-256 makes a key, AES-GCM encrypts. Plain http has no WebCrypto; pages then say
// so.

import { failure } from "./failures.js";

/** @import { Kdf, Lock, Sealed } from "./types.js" */

/**
 * How often PBKDF2 hashes: what the OWASP Password Storage Cheat Sheet (2023) recommends for HMAC-SHA-256.
 * `docs/security.md` says what follows from it. A file that was sealed with fewer is refused.
 */
export const ITERATIONS = 600_000;

/**
 * How many bytes become letters at a time: more arguments than that are too many for a call in some browsers.
 */
const AT_ONCE = 8192;

/** @param {string} text */
const bytes = (text) => new TextEncoder().encode(text);

/** @param {ArrayBuffer | Uint8Array} buffer */
const toText = (buffer) => {
  const all = new Uint8Array(buffer);
  let text = "";
  for (let at = 0; at < all.length; at += AT_ONCE) {
    text += String.fromCharCode(...all.subarray(at, at + AT_ONCE));
  }
  return btoa(text);
};

/** @param {string} text */
const fromText = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

export const canLock = Boolean(window.crypto?.subtle);

/** @returns {Kdf} */
export const newKdf = () => ({
  name: "PBKDF2",
  hash: "SHA-256",
  iterations: ITERATIONS,
  salt: toText(crypto.getRandomValues(new Uint8Array(16))),
});

/**
 * @param {string} passphrase
 * @param {Kdf} kdf
 */
export const deriveKey = async (passphrase, { iterations, salt }) => {
  const secret = bytes(passphrase.normalize("NFC"));
  const raw = await crypto.subtle.importKey("raw", secret, "PBKDF2", false, ["deriveKey"]);
  const method = { name: "PBKDF2", hash: "SHA-256", iterations, salt: fromText(salt) };
  const kind = { name: "AES-GCM", length: 256 };
  return crypto.subtle.deriveKey(method, raw, kind, false, ["encrypt", "decrypt"]);
};

/**
 * Seals a value; `head` is bound to it but stays readable.
 *
 * @param {CryptoKey} key
 * @param {unknown} value
 * @param {string} head
 * @returns {Promise<Sealed>}
 */
export const seal = async (key, value, head) => {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const method = { name: "AES-GCM", iv, additionalData: bytes(head) };
  return {
    iv: toText(iv),
    data: toText(await crypto.subtle.encrypt(method, key, bytes(JSON.stringify(value)))),
  };
};

/**
 * @param {CryptoKey} key
 * @param {Sealed} sealed
 * @param {string} head
 */
export const unseal = async (key, { iv, data }, head) => {
  const method = { name: "AES-GCM", iv: fromText(iv), additionalData: bytes(head) };
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(method, key, fromText(data))));
};

/**
 * The key that opens something sealed; a wrong passphrase cannot be told from a changed seal.
 *
 * @param {string} passphrase
 * @param {Kdf} kdf
 * @param {Sealed} sealed
 * @param {string} head
 */
export const keyFor = async (passphrase, kdf, sealed, head) => {
  try {
    const key = await deriveKey(passphrase, kdf);
    return { key, plain: await unseal(key, sealed, head) };
  } catch {
    throw failure("Passphrase");
  }
};

// The lock of a pack knows its passphrase again by `check`. Locks made before texts were bound to their place
// have no `bound`: their texts are sealed with an empty head.
const CHECK = "vejviser";

/**
 * What a text is bound to: its pack, its record and its revision.
 *
 * @param {{ bound?: boolean }} lock
 * @param {...string} place
 */
export const headOf = (lock, ...place) => (lock.bound ? JSON.stringify([CHECK, ...place]) : "");

/**
 * A lock for a key that is there already.
 *
 * @param {string} id of the pack
 * @param {Kdf} kdf
 * @param {CryptoKey} key
 */
export const lockOf = async (id, kdf, key) => {
  const lock = { kdf, bound: true };
  return { key, lock: { ...lock, check: await seal(key, CHECK, headOf(lock, id)) } };
};

/**
 * A new lock for a pack, and its key; neither without a passphrase.
 *
 * @param {string} id
 * @param {string} [passphrase]
 * @returns {Promise<{ key?: CryptoKey, lock?: Lock }>}
 */
export const newLock = async (id, passphrase) => {
  if (!passphrase) return {};
  const kdf = newKdf();
  return lockOf(id, kdf, await deriveKey(passphrase, kdf));
};

/**
 * The key of a lock.
 *
 * @param {string} id
 * @param {Lock} lock
 * @param {string} passphrase
 */
export const unlock = async (id, lock, passphrase) => {
  const { key } = await keyFor(passphrase, lock.kdf, lock.check, headOf(lock, id));
  return key;
};

/**
 * Whether a key is the one of a lock.
 *
 * @param {string} id
 * @param {Lock} lock
 * @param {CryptoKey} key
 */
export const opens = (id, lock, key) =>
  unseal(key, lock.check, headOf(lock, id)).then(
    () => true,
    () => false,
  );

/**
 * @param {Lock | undefined} one
 * @param {Lock | undefined} other
 */
export const isSameLock = (one, other) => one?.check.iv === other?.check.iv;
