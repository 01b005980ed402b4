// Passphrases: PBKDF2 with SHA-256 makes keys, AES-GCM encrypts texts, HMAC makes names of records that say
// nothing. Plain http has no WebCrypto; pages then say so.

import { failure } from "./failures.js";

/** @import { Kdf, Keys, Lock, Sealed } from "./types.js" */

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
 * The key for names, made of the same bits as the key for texts. RFC 5869, HKDF: neither says anything of the
 * other.
 *
 * @param {ArrayBuffer} bits
 */
const keyForNames = async (bits) => {
  const raw = await crypto.subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
  const method = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: bytes("vejviser names") };
  const kind = { name: "HMAC", hash: "SHA-256", length: 256 };
  return crypto.subtle.deriveKey(method, raw, kind, false, ["sign"]);
};

/**
 * @param {string} passphrase
 * @param {Kdf} kdf
 * @returns {Promise<Keys>}
 */
export const deriveKeys = async (passphrase, { iterations, salt }) => {
  const secret = bytes(passphrase.normalize("NFC"));
  const raw = await crypto.subtle.importKey("raw", secret, "PBKDF2", false, ["deriveBits"]);
  const method = { name: "PBKDF2", hash: "SHA-256", iterations, salt: fromText(salt) };
  const bits = await crypto.subtle.deriveBits(method, raw, 256);
  const texts = await crypto.subtle.importKey("raw", bits, "AES-GCM", false, ["encrypt", "decrypt"]);
  const names = await keyForNames(bits);
  new Uint8Array(bits).fill(0);
  return { texts, names };
};

/**
 * Seals a value; `head` is bound to it but stays readable.
 *
 * @param {Keys} keys
 * @param {unknown} value
 * @param {string} head
 * @returns {Promise<Sealed>}
 */
export const seal = async ({ texts }, value, head) => {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const method = { name: "AES-GCM", iv, additionalData: bytes(head) };
  return {
    iv: toText(iv),
    data: toText(await crypto.subtle.encrypt(method, texts, bytes(JSON.stringify(value)))),
  };
};

/**
 * @param {Keys} keys
 * @param {Sealed} sealed
 * @param {string} head
 */
export const unseal = async ({ texts }, { iv, data }, head) => {
  const method = { name: "AES-GCM", iv: fromText(iv), additionalData: bytes(head) };
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(method, texts, fromText(data))));
};

/** What a name begins with that says nothing of what it names. */
const HIDDEN = "~";

/** @param {string} key */
export const isHidden = (key) => key.startsWith(HIDDEN);

/**
 * The name under which a record of a pack is stored that hides what it is about.
 *
 * @param {Keys} keys
 * @param {string} id of the pack
 * @param {string} key
 */
export const hiddenName = async ({ names }, id, key) =>
  HIDDEN + toText(await crypto.subtle.sign("HMAC", names, bytes(JSON.stringify([id, key]))));

/**
 * The keys that open something sealed; a wrong passphrase cannot be told from a changed seal.
 *
 * @param {string} passphrase
 * @param {Kdf} kdf
 * @param {Sealed} sealed
 * @param {string} head
 */
export const keysFor = async (passphrase, kdf, sealed, head) => {
  try {
    const keys = await deriveKeys(passphrase, kdf);
    return { keys, plain: await unseal(keys, sealed, head) };
  } catch {
    throw failure("Passphrase");
  }
};

// The lock of a pack knows its passphrase again by `check`. Locks of before hide less: without `hidden` only
// texts are sealed; without `bound` these are not bound to their places, but sealed with an empty head.
const CHECK = "vejviser";

// Versions of before, which would write readable names, are not to find that their key fits.
const CHECK_HIDDEN = "vejviser 2";

/**
 * What something sealed is bound to: its pack, its record and its revision.
 *
 * @param {{ bound?: boolean, hidden?: boolean }} lock
 * @param {...string} place
 */
export const headOf = ({ bound, hidden }, ...place) =>
  bound ? JSON.stringify([hidden ? CHECK_HIDDEN : CHECK, ...place]) : "";

/**
 * A lock for keys that are there already.
 *
 * @param {string} id of the pack
 * @param {Kdf} kdf
 * @param {Keys} keys
 */
export const lockOf = async (id, kdf, keys) => {
  const lock = { kdf, bound: true, hidden: true };
  return { keys, lock: { ...lock, check: await seal(keys, CHECK, headOf(lock, id)) } };
};

/**
 * A new lock for a pack, and its keys; neither without a passphrase.
 *
 * @param {string} id
 * @param {string} [passphrase]
 * @returns {Promise<{ keys?: Keys, lock?: Lock }>}
 */
export const newLock = async (id, passphrase) => {
  if (!passphrase) return {};
  const kdf = newKdf();
  return lockOf(id, kdf, await deriveKeys(passphrase, kdf));
};

/**
 * The keys of a lock.
 *
 * @param {string} id
 * @param {Lock} lock
 * @param {string} passphrase
 */
export const unlock = async (id, lock, passphrase) => {
  const { keys } = await keysFor(passphrase, lock.kdf, lock.check, headOf(lock, id));
  return keys;
};

/**
 * Whether keys are those of a lock.
 *
 * @param {string} id
 * @param {Lock} lock
 * @param {Keys} keys
 */
export const opens = (id, lock, keys) =>
  unseal(keys, lock.check, headOf(lock, id)).then(
    () => true,
    () => false,
  );

/**
 * @param {Lock | undefined} one
 * @param {Lock | undefined} other
 */
export const isSameLock = (one, other) => one?.check.iv === other?.check.iv;
