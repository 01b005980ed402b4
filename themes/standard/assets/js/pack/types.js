// What the modules of the visit pack hand to each other. Nothing runs here.

/**
 * @typedef {object} Place a criterion, an indicator or a theme of the quality model
 * @property {string} id
 * @property {string} url
 */

/** @typedef {Place & { title: string, criteria: Criterion[] }} Theme */
/** @typedef {Place & { text: string, indicators: Indicator[] }} Criterion */
/** @typedef {{ title: string, url: string, year: number }} Example */
/**
 * `known` says what is known to have changed since the edition.
 *
 * @typedef {Place & { text: string, known?: string[], examples: Example[], questions: Question[] }} Indicator
 */

/**
 * @typedef {object} Became what became of a question
 * @property {string} edition the name of the edition where it did
 * @property {{ name: string, url: string }[]} units what it is there; none if it is gone or nothing is known
 * @property {string | null} sort what happened; null if nothing is known
 * @property {string | null} reason
 * @property {{ side: "both" | "older" | "newer", text: string }[]} redline the difference of the wordings
 */

/**
 * @typedef {object} Question a question of the model, with its place in it
 * @property {string} id
 * @property {string} text
 * @property {string} url
 * @property {[name: string, url: string][]} cites
 * @property {Became} [became] in the edition that replaces its own
 * @property {{ sources: string[], text: string }[]} ask how the editors suggest to put it, by who is asked
 * @property {string[]} services
 * @property {boolean} unannounced
 * @property {string[]} sources
 * @property {string[]} documents
 * @property {Theme} theme
 * @property {Criterion} criterion
 * @property {Indicator} indicator
 * @property {number} at its position among all questions of the edition
 */

/**
 * @typedef {object} Edition
 * @property {string} id
 * @property {string} label
 * @property {string} status_text
 * @property {string | null} notice
 * @property {string[]} known what is known to have changed about it as a whole
 * @property {string} url
 * @property {Theme[]} themes
 * @property {Question[]} questions
 */

/**
 * @typedef {object} Model what `data/spoergsmaal.js` brings
 * @property {{ id: string, title: string }} site
 * @property {Edition[]} editions
 * @property {Record<string, { title: string, edition: string, guideline: string, wording: string }>} cited
 */

/** @typedef {{ id: string, text: string, out?: boolean }} PackQuestion */
/** @typedef {{ text: string, theme: string, source: string, out?: boolean }} OwnQuestion of the user */
/** @typedef {OwnQuestion & { id: string }} NamedQuestion */

/**
 * @typedef {object} Discarded a text in the bin
 * @property {boolean} isBeside whether it stood beside the text of its place
 * @property {OwnQuestion} [question] where it is a question of one's own
 * @property {string} value
 * @property {string} by
 * @property {number} time
 */

/** @typedef {string | OwnQuestion | Discarded} Value what a record holds: mostly a note or a state */
/** @typedef {{ iv: string, data: string }} Sealed */
/** @typedef {{ name: string, hash: string, iterations: number, salt: string }} Kdf */
/** @typedef {{ kdf: Kdf, check: Sealed, bound?: boolean, hidden?: boolean }} Lock */

/**
 * @typedef {object} Keys what a passphrase opens
 * @property {CryptoKey} texts encrypts
 * @property {CryptoKey} names makes the names of records
 */

/**
 * @typedef {object} Text a revision of a record; see merge.js
 * @property {string} rev
 * @property {number} time
 * @property {string} by
 * @property {Value} [value] in plain words
 * @property {Value | Sealed} [data] as it is stored
 */

/**
 * @typedef {object} Relations how a record relates to other texts
 * @property {string} key
 * @property {string[]} past
 * @property {Text[]} also
 * @property {string} [shared]
 * @property {string} [pack]
 */

/** @typedef {Text & Relations} PackRecord */

/**
 * @typedef {object} Pack
 * @property {string} id
 * @property {string} name
 * @property {string} edition
 * @property {string} [service]
 * @property {string} [visit]
 * @property {number} created
 * @property {number} ends
 * @property {number} exported
 * @property {number} [deleted] when it was put into the bin
 * @property {string} by
 * @property {PackQuestion[]} questions
 * @property {Lock} [lock]
 * @property {string} [key] as it is stored: empty
 * @property {string} [pack] as it is stored: its id
 */

/** @typedef {{ pack: Pack, records: PackRecord[] }} WholePack */
/** @typedef {any} Stored a pack or a record as IndexedDB gives it */

/**
 * @typedef {object} Content what a file holds
 * @property {string} [by]
 * @property {number} saved
 * @property {Pack} pack
 * @property {PackRecord[]} records
 */

/**
 * @typedef {object} Entry what a pack asks, as it is found today
 * @property {string} id
 * @property {string} text
 * @property {"same" | "moved" | "reworded" | "gone" | "own"} how
 * @property {Question} [question]
 * @property {string} number
 * @property {Theme} [theme]
 * @property {number} at
 * @property {string[]} sources
 * @property {string} cites
 */

/** @typedef {[source: string, name: string, text: string, also: Text[]]} Note */

/** @typedef {Node | string | number | boolean | null | undefined | Part[]} Part what can fill an element */

/**
 * @typedef {object} Screen what a screen is made of
 * @property {Part} part
 * @property {HTMLElement} [bar] what stays in view
 * @property {(asked: string) => HTMLElement | null} [at] what the address asks for, or where the reader was
 * @property {(keys: string[]) => unknown} [changed] shows what was stored since
 * @property {import("./open-pack.js").OpenPack} [open]
 * @property {unknown} [told] what went wrong while it was made
 */

/**
 * @typedef {object} Memory what takes the place of the storage
 * @property {(key: IDBValidKey) => Stored} get
 * @property {(record: Stored) => unknown} put
 * @property {(key: IDBValidKey) => unknown} delete
 * @property {(range?: IDBKeyRange) => Stored[]} getAll
 */

export {};
