// What the files of the index bring, and what is made of it. Nothing runs here.

/** @typedef {Record<string, any>} Weights the numbers of `src/index/weights.rs` by name */

/**
 * @typedef {object} Data what `index-….js` brings
 * @property {number} version
 * @property {Weights} weights
 * @property {string} stop
 * @property {string} particles
 * @property {Record<string, string>} cuts
 * @property {string} forms
 * @property {string} synonyms
 * @property {Record<string, number[]>} numbers
 * @property {Record<string, number>} answers
 * @property {Record<string, Record<string, string>>} facets
 * @property {[older: string, newer: string]} successors
 * @property {string} pages
 * @property {string} authoritative
 * @property {string} fragments
 * @property {[from: string, hash: string][]} [shards]
 * @property {string} [terms]
 * @property {string} [pieces] compound parts, each with the number of its documents
 * @property {string[]} lengths
 * @property {number[]} means
 * @property {number} units how many search documents there are
 * @property {Record<string, string>} editions
 */

/** @typedef {{ version: number, index: string, words?: string }} Loader what `loader.js` brings */

/**
 * @typedef {object} Shard a range of terms
 * @property {string} from its first term
 * @property {string} name of its file
 * @property {string[]} [terms] once it is here
 * @property {string[]} [lines] one for each term
 * @property {string[]} [words] of each term, where they are in lines of their own
 * @property {Promise<void> | null} [coming]
 */

/**
 * @typedef {object} Document what is shown of a search document
 * @property {string} id
 * @property {string} url
 * @property {string} title
 * @property {string} text
 * @property {string[]} path
 * @property {string} kind
 * @property {string} [edition]
 */

export {};
