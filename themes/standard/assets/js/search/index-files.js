// The index as the files in `search/` bring it (see ARCHITECTURE.md): scripts that call `vejviserSearch`,
// since a page opened from a folder can fetch nothing.

import { decode, read } from "./lists.js";

/** @import { Data, Document, Loader, Shard, Weights } from "./types.js" */

/** @type {string} the address of the site */
let base;
/** @type {Loader | undefined} */
let loader;
/** @type {string | undefined} */
let endings;
/** @type {Promise<Data> | null} */
let starting = null;

/** @type {Data} */
export let data;
/** How many search documents there are. */
export let documentCount = 0;
/** @type {Weights} */
export let weights;
/** @type {Set<string>} */
export let stopWords;
/** @type {Set<string>} parts that no compound is split at */
export let particles;
/** @type {Map<string, string>} compounds that are split otherwise than the rules say */
export let cuts;
/** @type {Map<string, number[]>} */
export let numbers;
/** @type {Map<string, number>} */
export let answers;
/** @type {Map<string, Map<string, number[]>>} documents by facet and value */
export let facets;
/**
 * Where runs of documents begin and end that are what the authority says, or explain it.
 *
 * @type {number[]}
 */
export let authoritative;
/** @type {number[]} the first document of each page */
export let pages;
/** @type {Map<number, number>} what documents of older editions became in the current one */
export let successors;
/** @type {Shard[]} */
export let shards = [];
/** @type {Map<string, string> | undefined} how many documents have a compound part, where terms do not say */
export let compoundParts;

/** @type {Map<string, string[]>} other forms of a stem */
export const forms = new Map();
/** @type {Map<string, string>} the form that stands for all */
const plainForms = new Map();
/** @type {Map<string, string[]>} groups of synonyms by a word or phrase of theirs */
export const synonyms = new Map();
/** @type {Map<string, string[]>} phrases that have synonyms, by their first word */
export const phrases = new Map();
/** @type {(Document | undefined)[][]} */
const fragments = [];

/** How many documents a fragment has, as a power of two. */
const FRAGMENT_BITS = 3;
const IN_FRAGMENT = (1 << FRAGMENT_BITS) - 1;
const HASH_LETTERS = 4;

/**
 * @template V
 * @param {Record<string, V>} object
 * @returns {Map<string, V>}
 */
const mapOf = (object) => new Map(Object.entries(object));

/**
 * Loads a file. One that is cut short loads too: whether it came is seen by what it brought.
 *
 * @param {string} name
 * @returns {Promise<void>}
 */
const run = (name) =>
  new Promise((done) => {
    const script = document.createElement("script");
    script.src = `${base}search/${name}`;
    const end = () => {
      script.remove();
      done();
    };
    script.onload = end;
    script.onerror = end;
    document.head.append(script);
  });

/**
 * Adds to the list of a key.
 *
 * @param {Map<string, string[]>} map
 * @param {string} from
 * @param {string[]} to
 */
const put = (map, from, to) => {
  const found = map.get(from) ?? [];
  map.set(from, found);
  for (const other of to) if (other !== from && !found.includes(other)) found.push(other);
};

/** @param {string} stem */
export const plainForm = (stem) => plainForms.get(stem) ?? stem;

/** @param {{ version: number } | undefined} value */
const check = (value) => {
  if (!value) throw new Error("missing");
  if (value.version !== 2) throw new Error("version");
};

/**
 * The weights, with the names that those of compound parts have in `src/index/weights.rs`.
 *
 * @param {Weights} given
 * @returns {Weights}
 */
const readWeights = ({ pieces, piece, all_pieces, ...others }) => ({
  ...others,
  compound_parts: pieces,
  compound_part: piece,
  all_compound_parts: all_pieces,
});

const readForms = () => {
  for (const group of data.forms.split("|")) {
    const stems = group.split(" ");
    for (const own of stems) put(forms, own, stems);
  }
  for (const [stem, others] of forms) plainForms.set(stem, [stem, ...others].sort()[0]);
};

/** Notes by what words groups of synonyms are found; a group is taken apart when a query has one of them. */
const readSynonyms = () => {
  for (const group of data.synonyms.split("|")) {
    const end = group.indexOf(">");
    const asked = end < 0 ? group : group.slice(0, end);
    for (const own of asked.split(";")) {
      const plain = own.includes(" ") ? own.split(" ").map(plainForm) : [own];
      const phrase = plain.join(" ");
      const groups = synonyms.get(phrase);
      if (groups) groups.push(group);
      else synonyms.set(phrase, [group]);
      if (plain.length > 1) put(phrases, plain[0], [phrase]);
    }
  }
};

const readShards = () => {
  const all = data.shards ?? [["", ""]];
  shards = all.map(([from, hash], at) => ({ from, name: `t/${at.toString(36)}-${hash}.js` }));
  if (data.terms) fill(0, data.terms, (endings ?? "").split("\n"));
};

/** @param {string} to the address of the site */
const begin = async (to) => {
  base = to;
  await run("loader.js");
  check(loader);
  const { index, words } = /** @type {Loader} */ (loader);
  await Promise.all([run(index), words && run(words)]);
  check(data);
  documentCount = data.units;
  weights = readWeights(data.weights);
  stopWords = new Set(data.stop.split(" "));
  particles = new Set(data.particles.split(" "));
  cuts = mapOf(data.cuts);
  readForms();
  readSynonyms();
  numbers = mapOf(data.numbers);
  answers = mapOf(data.answers);
  facets = new Map();
  for (const [facet, values] of Object.entries(data.facets)) {
    facets.set(facet, new Map(Object.entries(values).map(([value, list]) => [value, decode(list)[0]])));
  }
  [pages] = decode(data.pages);
  [authoritative] = decode(data.authoritative);
  successors = readSuccessors();
  readShards();
  compoundParts = readCompoundParts();
  return data;
};

const readSuccessors = () => {
  const [older, newer] = data.successors;
  const ends = newer.split(",").map(read);
  return new Map(decode(older)[0].map((number, at) => [number, ends[at]]));
};

const readCompoundParts = () => {
  if (!data.pieces) return undefined;
  const pairs = data.pieces.split(" ").map((part) => part.split("*"));
  return new Map(/** @type {[string, string][]} */ (pairs));
};

/**
 * Loads the index, once; where that fails, again when somebody asks again.
 *
 * @param {string} to the address of the site
 */
export const ready = (to) => {
  if (!starting) {
    starting = begin(to);
    starting.catch(() => {
      starting = null;
    });
  }
  return starting;
};

/** Resolves when the index is here. */
export const started = () => starting;

/** Whether words are missing that a file of their own should have brought. */
export const lacksWords = () => Boolean(loader?.words && !endings);

/** Counts how often terms came: what is derived from all of them holds as long as that stays. */
export let generation = 0;

/**
 * Takes over the terms of a shard. Their words are in the same lines, or in lines of their own.
 *
 * @param {number} at
 * @param {string} text
 * @param {string[]} [words]
 */
const fill = (at, text, words = []) => {
  const shard = shards[at];
  const lines = text.split("\n");
  generation += 1;
  shard.lines = lines;
  shard.words = words;
  let term = "";
  shard.terms = lines.map((line) => {
    term = term.slice(0, read(line[0])) + line.slice(1, line.indexOf(" "));
    return term;
  });
};

/**
 * Brings a shard.
 *
 * @param {Shard} shard
 */
export const bring = (shard) => {
  shard.coming ??= run(shard.name).then(() => {
    shard.coming = null;
  });
  return shard.coming;
};

/**
 * What is shown of search documents; null for those that did not come.
 *
 * @param {number[]} wanted
 */
export const documents = async (wanted) => {
  const needed = new Set(wanted.map((number) => number >> FRAGMENT_BITS));
  /** @param {number} at */
  const bringFragment = (at) => {
    const hash = data.fragments.slice(at * HASH_LETTERS, (at + 1) * HASH_LETTERS);
    return fragments[at] || run(`f/${at.toString(36)}-${hash}.js`);
  };
  await Promise.all([...needed].map(bringFragment));
  return wanted.map((number) => (fragments[number >> FRAGMENT_BITS] ?? [])[number & IN_FRAGMENT] ?? null);
};

/** What the files call. */
export const calls = {
  /** @param {Loader} value */
  begin: (value) => {
    loader = value;
  },
  /** @param {Data} value */
  index: (value) => {
    data = value;
  },
  /** @param {string} value */
  words: (value) => {
    endings = value;
  },
  /**
   * @param {number} at
   * @param {string} text
   */
  shard: (at, text) => fill(at, text),
  /**
   * @param {number} at
   * @param {Omit<Document, "id">[]} list
   */
  fragment: (at, list) => {
    fragments[at] = list.map((shown) => ({ id: shown.url, ...shown }));
  },
};
