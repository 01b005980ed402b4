// What a report is made of beside the notes, and the keys of its records.

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

/** The part of an assessment that says whether it is finished, and what it says then. */
export const STATE = "tilstand";
export const DONE = "færdig";

/** What can be assessed, as keys and readers name it. */
const PLACES = ["indikator", "tema"];

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
 * The place of an indicator or a theme in keys.
 *
 * @param {"indikator" | "tema"} kind
 * @param {string} id
 */
export const placeOfUnit = (kind, id) => `${kind}/${id}`;

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
