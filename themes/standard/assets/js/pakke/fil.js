// A pack as a file: plain or sealed, written and read. What comes from outside is taken over key by key into new objects;
// anything else in a file is left behind, and a file with a record that is not sound is not taken in at all.

const FORMAT = "vejviser-pakke";
const MOST_BYTES = 50e6;
const MOST_LETTERS = 5000;
const MOST_ITERATIONS = 10e6;

const boundHead = ({ format, version, site: from, kdf }) => JSON.stringify([format, version, from, kdf]);

/** A record without what cannot be read; nothing where that is all there is. */
const readableOnly = ({ also, ...record }) => {
  const [text, ...beside] = [record, ...also].filter(({ data }) => data === undefined);
  return text ? [{ ...record, ...text, data: undefined, also: beside }] : [];
};

/** Who a pack is from, and everything in it in plain words. `only` picks records by their keys. */
const contentOf = ({ pack: { lock, ends, ...pack }, records }, by, only = () => true) =>
  ({ by, saved: Date.now(), pack: { ...pack, ends: isTime(ends) ? ends : 0 }, records: [...records.values()].filter(({ key }) => only(key)).flatMap(readableOnly) });

/** The revisions of what a file has of a pack as it is stored, by key. What is only typed so far has none. */
const revisionsIn = (content, open) =>
  new Map(content.records.filter(({ key, rev }) => open.records.get(key)?.rev === rev).map(({ key, rev }) => [key, rev]));

/** The text of a file; sealed when there is a passphrase. */
const writeFile = async (content, passphrase) => {
  const file = { format: FORMAT, version: 1, site: site.id };
  if (!passphrase) return JSON.stringify({ ...file, ...content });
  file.kdf = newKdf();
  const key = await deriveKey(passphrase, file.kdf);
  return JSON.stringify({ ...file, ...(await seal(key, content, boundHead(file))) });
};

/** Saves a pack as a file; sealed when there is a passphrase. */
const savePack = async (open, content, passphrase) =>
  download(open.pack, "vejviser.json", await writeFile(content, passphrase), "application/json");

/** `given` in the shape of an example: what is of another kind becomes what the example has. */
const shaped = (example, given) => {
  if (typeof example === "function") return example(given);
  if (Array.isArray(example)) return Array.isArray(given) ? given.map((one) => shaped(example[0], one)) : [];
  if (typeof example === "object") return Object.fromEntries(Object.entries(example).map(([key, one]) => [key, shaped(one, given?.[key])]));
  if (typeof given !== typeof example) return example;
  if (typeof given === "string") return given.slice(0, MOST_LETTERS);
  // All numbers of a file are moments.
  if (typeof given === "number" && !isTime(given)) throw failure("Broken");
  return given;
};

// A note of any length, or a question of one's own.
const anyValue = (given) => {
  if (typeof given === "string") return given;
  const { out, ...question } = shaped({ text: "", theme: "", source: "", out: false }, given);
  return out ? { ...question, out } : question;
};
const TEXT = { rev: "", time: 0, by: "", value: anyValue };
const CONTENT = {
  by: "", saved: 0,
  pack: { id: "", name: "", edition: "", service: "", visit: "", created: 0, ends: 0, questions: [{ id: "", text: "", out: false }] },
  records: [{ ...TEXT, key: "", past: [""], also: [TEXT] }],
};

const isSound = ({ key, rev, value, also }) => rev && [value, ...also.map((one) => one.value)].every((one) => isValue(key, one));

/** A pack and its records as new objects with nothing in them that is not ours. */
const cleanFile = (given) => {
  const { by, saved, pack, records } = shaped(CONTENT, given);
  if (!/^[\w-]+$/.test(pack.id) || !records.every(isSound)) throw failure("Broken");
  return {
    by, saved, notes: records.filter(({ key, value }) => key.startsWith("note/") && value).length,
    pack: { ...pack, exported: 0, by: "" },
    records: records.map((record) => ({ ...record, by: record.by || by })),
  };
};

/** What a file is: { locked, read(passphrase) } where `read` gives its content. */
const readFile = async (blob) => {
  if (blob.size > MOST_BYTES) throw failure("Large", Math.round(blob.size / 1e6));
  const file = await blob.text().then(JSON.parse).catch(() => ({}));
  const { format, version, site: from, kdf } = file ?? {};
  if (format !== FORMAT) throw failure("Broken");
  if (version !== 1) throw failure("Newer");
  if (from !== site.id) throw failure("OtherSite", from);
  if (!kdf) return { read: async () => cleanFile(file) };
  if (!canLock) throw failure("NoCrypto");
  // Fewer were never written by us, and many more would keep the device busy for hours.
  if (!(kdf.iterations >= ITERATIONS && kdf.iterations <= MOST_ITERATIONS)) throw failure("Broken");
  return {
    locked: true,
    read: async (passphrase) => cleanFile((await keyFor(passphrase, kdf, file, boundHead(file))).plain),
  };
};
