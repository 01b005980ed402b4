// References in queries: "3.1.1", "5 c", "SEL § 101, stk. 4", "indikator 5.c, spørgsmål 7 (2021)". Does what
// `src/index/references.rs` does.

import { fold } from "./analysis.js";

/**
 * @typedef {object} Reference
 * @property {string} kind the word for it: "anvisning"
 * @property {string} id such as "3.1.1", "5.c", "serviceloven 101"
 * @property {string} [part] the letter, the subsection, or the position of a question
 * @property {string} [edition] a year
 * @property {boolean} isCertain whether it can be nothing else
 */

/**
 * @typedef {object} Part of a query
 * @property {"kind" | "number" | "letter" | "paragraph" | "subsection" | "statute"} is
 * @property {string} value
 * @property {boolean} [isSpaced] of a number, whether only spaces separate it from what is before
 */

/**
 * What the words of references mean, by their beginnings, folded; other spellings have to be the whole word.
 *
 * @type {[beginning: string, others: string[], kind: string][]}
 */
const KINDS = [
  ["anvisning", ["anv"], "anvisning"],
  ["retningslinje", [], "retningslinje"],
  ["indikator", ["ind"], "indikator"],
  ["kriteri", ["krit"], "kriterium"],
  ["spørgsmål", ["spm", "spg", "sporgsmal"], "spørgsmål"],
  // Folding takes "ae" for "æ".
  ["tema", ["temæt"], "tema"],
  ["afsnit", [], "afsnit"],
];

/** Words that say nothing of what is referred to. "NR" is "nationale retningslinjer" too. */
const FILLERS = ["i", "nr", "nummer", "pkt", "punkt"];

/** How a statute is written that has an abbreviation. */
const STATUTES = new Map([["sel", "serviceloven"]]);

/** How many digits the longest number in a reference has. */
const MOST_DIGITS = 3;

const SPACES = /^[ \t\r\n\u00a0]+$/;
const RUN = /(?<digits>[0-9]+)|(?<sign>§+)|(?<letters>\p{Alphabetic}+)|(?<other>[^0-9§\p{Alphabetic}]+)/gu;
const YEAR = /^(19|20)\d\d$/;
const LETTER = /^[a-h]$/;

/**
 * The statute that a folded word names: "servicelovens" is "serviceloven".
 *
 * @param {string} word
 */
const statuteOf = (word) => {
  const name = word.replace(/s$/, "");
  if (name.endsWith("lov")) return `${name}en`;
  return STATUTES.get(word) ?? (name.endsWith("loven") ? name : undefined);
};

/**
 * What a word is; nothing if no reference has such a word.
 *
 * @param {string} word
 * @param {boolean} isAfterNumber
 * @returns {Part | undefined}
 */
const partOf = (word, isAfterNumber) => {
  if (isAfterNumber && LETTER.test(word)) return { is: "letter", value: word };
  if (["stk", "stykke"].includes(word)) return { is: "subsection", value: word };
  if (["par", "paragraf", "paragraffen"].includes(word)) return { is: "paragraph", value: word };
  const kind = KINDS.find(([beginning, others]) => word.startsWith(beginning) || others.includes(word))?.[2];
  if (kind) return { is: "kind", value: kind };
  const statute = statuteOf(word);
  return statute ? { is: "statute", value: statute } : undefined;
};

/**
 * The parts of a query; nothing if it has other words.
 *
 * @param {string} text
 */
const partsOf = (text) => {
  /** @type {Part[]} */
  const parts = [];
  let isSpaced = true;
  for (const { groups = {} } of fold(text).matchAll(RUN)) {
    const { digits, sign, letters, other } = groups;
    if (digits) parts.push({ is: "number", value: digits, isSpaced });
    else if (sign) parts.push({ is: "paragraph", value: sign });
    else if (letters && !FILLERS.includes(letters)) {
      const part = partOf(letters, parts.at(-1)?.is === "number");
      if (!part) return undefined;
      parts.push(part);
    }
    isSpaced = SPACES.test(other);
  }
  return parts;
};

/**
 * Takes the edition off the end: a year after another number.
 *
 * @param {Part[]} parts
 */
const takeEdition = (parts) => {
  const [before, last] = parts.slice(-2);
  if (last?.is !== "number" || !YEAR.test(last.value)) return undefined;
  return ["number", "letter"].includes(before.is) ? parts.pop()?.value : undefined;
};

/**
 * A paragraph, with its subsection after it or before it: "§ 101, 4", "101 stk. 4", "stk. 4 i § 101". Without
 * a statute, the id is the number alone.
 *
 * @param {Part[]} parts
 * @returns {Reference | undefined}
 */
const paragraph = (parts) => {
  let [statute, number, subsection] = ["", "", ""];
  let isSubsection = false;
  for (const { is, value } of parts) {
    if (is === "statute") statute = value;
    else if (is === "subsection") isSubsection = true;
    else if (is === "paragraph") isSubsection = false;
    else if (is === "number" && !subsection && (isSubsection || number)) {
      subsection = value;
      isSubsection = false;
    } else if (is === "number" && !number) number = value;
    else if (is === "letter" && !subsection && number) number += ` ${value}`;
    else return undefined;
  }
  if (!number) return undefined;
  const id = statute ? `${statute} ${number}` : number;
  return { kind: "paragraf", id, ...(subsection && { part: subsection }), isCertain: true };
};

/**
 * Puts a question after its indicator: "spørgsmål 7 i indikator 5.c".
 *
 * @param {Part[]} parts
 */
const inOrder = (parts) => {
  const [first, second, third] = parts;
  const isBefore = first?.value === "spørgsmål" && second?.is === "number" && third?.value === "indikator";
  return isBefore ? [...parts.slice(2), first, second] : parts;
};

/** The kinds by their shapes, as "n" for each number and "l" for each letter. */
const SHAPES = new Map([
  ["nl", "indikator"],
  ["nln", "spørgsmål"],
  ["nn", "retningslinje"],
  ["nnn", "anvisning"],
  ["nnnl", "anvisning"],
]);

/** Where the part begins that has no place in the id. */
const PART_AT = new Map([
  ["nln", 2],
  ["nnnl", 3],
]);

/**
 * A part of the quality model or of the guidelines. Its shape says what it is; a word is needed for a number
 * alone.
 *
 * @param {Part[]} given
 * @returns {Reference | undefined}
 */
const unit = (given) => {
  const parts = inOrder(given);
  const named = parts.filter(({ is }) => is === "kind").at(-1)?.value;
  const numbers = parts.filter(({ is }) => is !== "kind");
  // "24 7" is two numbers.
  const isLoose = numbers.some(({ isSpaced }, at) => isSpaced && numbers[at - 1]?.is === "number");
  if (!named && isLoose) return undefined;
  const shape = numbers.map(({ is }) => is[0]).join("");
  const values = numbers.map(({ value }) => value);
  const isCertain = Boolean(named) || numbers.length > 2;
  if (shape === "n") {
    const isCounted = named === "kriterium" || named === "tema";
    return isCounted ? { kind: named, id: values[0], isCertain } : undefined;
  }
  const kind = shape === "nn" && named === "afsnit" ? named : SHAPES.get(shape);
  if (!kind) return undefined;
  const at = PART_AT.get(shape) ?? values.length;
  const part = values.at(at);
  return { kind, id: values.slice(0, at).join("."), ...(part && { part }), isCertain };
};

/**
 * Reads a text, all of it, as a reference.
 *
 * @param {string} text
 * @returns {Reference | undefined}
 */
export const asked = (text) => {
  const parts = partsOf(text);
  if (!parts) return undefined;
  const edition = takeEdition(parts);
  if (parts.some(({ is, value }) => is === "number" && value.length > MOST_DIGITS)) return undefined;
  const isLaw = parts.some(({ is }) => ["paragraph", "subsection", "statute"].includes(is));
  const found = isLaw ? paragraph(parts) : unit(parts);
  return found && { ...found, ...(edition && { edition, isCertain: true }) };
};

/**
 * The key of a reference in the index: "anvisning 3.1.1", "spørgsmål 5.c 7 (2021)".
 *
 * @param {Reference} reference
 */
export const keyOf = ({ kind, id, part, edition }) =>
  [kind, id, part, edition && `(${edition})`].filter(Boolean).join(" ");

/**
 * The name of a reference, as readers write it: "spørgsmål 5.c.99", "servicelovens § 101, stk. 9", "§ 999".
 *
 * @param {Reference} reference
 */
export const labelOf = ({ kind, id, part, edition }) => {
  const [first, ...rest] = id.split(" ");
  const law = first.endsWith("loven") ? `${first}s § ${rest.join(" ")}` : `§ ${id}`;
  const name = {
    paragraf: `${law}${part ? `, stk. ${part}` : ""}`,
    spørgsmål: `${kind} ${id}.${part}`,
  }[kind];
  const plain = name ?? [kind, id, part].filter(Boolean).join(" ");
  return edition ? `${plain} (${edition})` : plain;
};
