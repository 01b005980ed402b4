// Passphrases: PBKDF2 with SHA-256 makes a key, AES-GCM seals. Plain http has no WebCrypto; pages then say so.

const ITERATIONS = 600_000;
const bytes = (text) => new TextEncoder().encode(text);

const toText = (buffer) => {
  const all = new Uint8Array(buffer);
  let text = "";
  for (let at = 0; at < all.length; at += 8192) text += String.fromCharCode(...all.subarray(at, at + 8192));
  return btoa(text);
};
const fromText = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

const canLock = Boolean(window.crypto?.subtle);

const newKdf = () => ({
  name: "PBKDF2",
  hash: "SHA-256",
  iterations: ITERATIONS,
  salt: toText(crypto.getRandomValues(new Uint8Array(16))),
});

const deriveKey = async (passphrase, { iterations, salt }) => {
  const raw = await crypto.subtle.importKey("raw", bytes(passphrase.normalize("NFC")), "PBKDF2", false, ["deriveKey"]);
  const method = { name: "PBKDF2", hash: "SHA-256", iterations, salt: fromText(salt) };
  return crypto.subtle.deriveKey(method, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
};

/** Seals a value; `head` is bound to it but stays readable. */
const seal = async (key, value, head) => {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const method = { name: "AES-GCM", iv, additionalData: bytes(head) };
  return { iv: toText(iv), data: toText(await crypto.subtle.encrypt(method, key, bytes(JSON.stringify(value)))) };
};

const unseal = async (key, { iv, data }, head) => {
  const method = { name: "AES-GCM", iv: fromText(iv), additionalData: bytes(head) };
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(method, key, fromText(data))));
};

/** The key that opens something sealed; a wrong passphrase cannot be told from a changed seal. */
const keyFor = async (passphrase, kdf, sealed, head) => {
  try {
    const key = await deriveKey(passphrase, kdf);
    return { key, plain: await unseal(key, sealed, head) };
  } catch {
    throw failure("Passphrase");
  }
};

// The lock of a pack knows its passphrase again by `check`. Locks made before texts were bound to their place have no
// `bound`: their texts are sealed with an empty head.
const CHECK = "vejviser";

/** What a text is bound to: its pack, its record and its revision. */
const headOf = (lock, ...place) => (lock.bound ? JSON.stringify([CHECK, ...place]) : "");

const lockOf = async (id, kdf, key) => {
  const lock = { kdf, bound: true };
  return { key, lock: { ...lock, check: await seal(key, CHECK, headOf(lock, id)) } };
};

/** A new lock for a pack, and its key; neither without a passphrase. */
const newLock = async (id, passphrase) => {
  if (!passphrase) return {};
  const kdf = newKdf();
  return lockOf(id, kdf, await deriveKey(passphrase, kdf));
};

const unlock = async (id, lock, passphrase) => (await keyFor(passphrase, lock.kdf, lock.check, headOf(lock, id))).key;

/** Whether a key is the one of a lock. */
const opens = (id, lock, key) => unseal(key, lock.check, headOf(lock, id)).then(() => true, () => false);

const isSameLock = (one, other) => one?.check.iv === other?.check.iv;
