// What a pack has beside its notes: the parts of a report, the plan, what was agreed, the bin; and the keys
// of these records.

/** Facts of the visit, by what their keys say: names for readers. */
export const FACTS = {
  tilbud: "Tilbud",
  adresse: "Adresse",
  tidspunkt: "Dato og tid",
  varsel: "Anmeldt eller uanmeldt",
  deltagere: "Hvem deltog",
  grundlag: "Grundlag",
};

/** The texts of an assessment, in the same way. */
export const ASSESSED = {
  vurdering: "Vores vurdering",
  begrundelse: "Begrundelse",
  opmaerksomhed: "Opmærksomhedspunkter",
};

/** What is planned before the visit: names for readers. */
export const PLANNED = {
  dato: "Besøgets dato",
  klokken: "Klokken",
  frist: "Frist for dokumenter",
  udeladt: "Dokumenter, der ikke bedes om",
  flere: "Flere dokumenter",
  afsender: "Afsender",
};

/** What is planned for a source. */
const PLANNED_FOR = { hvem: "Hvem og hvornår", minutter: "Minutter" };

/** What there is of each thing that was agreed. */
const AGREED_PARTS = { slags: "Slags", tekst: "Aftale", dato: "Dato" };

/** The part of an assessment that says whether it is finished, and what it says then. */
export const STATE = "tilstand";
export const DONE = "færdig";

/** What can be assessed, as keys and readers name it. */
const PLACES = ["indikator", "tema"];

export const BIN = "bin/";

/** @param {string} key */
export const isInBin = (key) => key.startsWith(BIN);

/**
 * What an object says of a name that may be anything; nothing where that is a name of every object.
 *
 * @param {Record<string, string>} names
 * @param {string} name
 */
const own = (names, name) => (Object.hasOwn(names, name) ? names[name] : undefined);

/** @param {string} fact */
export const factKey = (fact) => `fact/${fact}`;

/**
 * @param {string} place such as "indikator/5.c"
 * @param {string} part
 */
export const assessKey = (place, part) => `assess/${place}/${part}`;

/**
 * @param {string} place of what is planned: one of `PLANNED`, or a source
 * @param {string} [part] of what is planned for a source
 */
export const planKey = (place, part) => ["plan", place, part].filter(Boolean).join("/");

/**
 * @param {string} id
 * @param {keyof typeof AGREED_PARTS} part
 */
export const agreedKey = (id, part) => `aftale/${id}/${part}`;

/**
 * What a note says of the assessment.
 *
 * @param {string} id of the question
 * @param {string} source
 */
export const markKey = (id, source) => `mærke/${id}/${source}`;

/**
 * The place of an indicator or a theme in keys.
 *
 * @param {"indikator" | "tema"} kind
 * @param {string} id
 */
export const placeOfUnit = (kind, id) => `${kind}/${id}`;

/**
 * What a record of a plan, an agreement or a mark holds; undefined for other records.
 *
 * @param {string} key
 * @returns {string | undefined}
 */
export const planName = (key) => {
  const [kind, place, ...rest] = key.split("/");
  const part = String(rest.at(-1));
  if (kind === "plan" && !rest.length) return own(PLANNED, place);
  if (kind === "plan" && rest.length === 1 && own(PLANNED_FOR, part)) {
    return `Plan, ${place}, ${own(PLANNED_FOR, part)?.toLowerCase()}`;
  }
  if (kind === "aftale" && rest.length === 1) return own(AGREED_PARTS, part);
  if (kind === "mærke" && place && rest.length) return `Mærke, ${[place, ...rest].join(", ")}`;
  return undefined;
};

/**
 * What a record of a report holds, as it is named on the page; undefined for other records.
 *
 * @param {string} key
 * @returns {string | undefined}
 */
export const reportName = (key) => {
  const [kind, place, ...rest] = key.split("/");
  if (kind === "fact" && !rest.length) return own(FACTS, place);
  if (kind !== "assess" || !PLACES.includes(place) || rest.length !== 2) return undefined;
  const [id, part] = rest;
  const name = own({ ...ASSESSED, [STATE]: "Tilstand" }, part);
  return name && `${name}, ${place} ${id}`;
};
