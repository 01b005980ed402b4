// What a report says, as data: the fields that a template can have.

import { agreedTexts } from "./agreed.js";
import {
  draftOf,
  factOf,
  factsOf,
  missingSources,
  reportedOf,
  sourcesOf,
  stateOf,
  unassessedIn,
  wholeText,
} from "./assessment.js";
import { wantedDocuments } from "./documents-wanted.js";
import { editionOf, editionWithStatus } from "./model.js";
import { FACTS, assessKey, planKey } from "./report-keys.js";
import { SOURCES, namesOf } from "./sources.js";
import { spoken } from "./spoken.js";
import { dayOf, isDay, momentOf, wordsOfDay } from "./times.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Entry } from "./types.js" */

/** The fields of an assessment, by what its keys say. */
const FIELDS = { vurdering: "vurdering", begrundelse: "begrundelse", opmaerksomhed: "opmærksomhedspunkter" };

/**
 * @param {OpenPack} open
 * @param {string} place
 */
const assessment = (open, place) => ({
  ...Object.fromEntries(
    Object.entries(FIELDS).map(([part, field]) => [field, wholeText(open, assessKey(place, part))]),
  ),
  tilstand: stateOf(open, place),
  udkast: draftOf(open, place)
    .map(([, text]) => text)
    .join(),
});

/**
 * When a note was last written, and what it says of the assessment. A text beside a note has neither.
 *
 * @param {OpenPack} open
 * @param {string | undefined} key
 */
const noted = (open, key) => ({
  tid: key ? momentOf(open.records.get(key)?.time ?? 0) : "",
  mærke: key ? open.text(key.replace("note/", "mærke/")) : "",
});

/**
 * @param {OpenPack} open
 * @param {Entry} entry
 */
const question = (open, entry) => ({
  nummer: entry.number,
  ordlyd: entry.text,
  anvisninger: entry.cites,
  status: open.text(`state/${entry.id}`),
  noter: spoken(open, entry)
    .filter(([name]) => name !== "Status")
    .map(([kilde, tekst, key]) => ({ kilde, tekst, ...noted(open, key) })),
});

/**
 * How many notes there are from each source that has some.
 *
 * @param {OpenPack} open
 */
const sourceTable = (open) => {
  const notes = open.entries.flatMap((entry) => open.notes(entry).map(([source]) => source));
  const counted = SOURCES.map(([source, kilde]) => ({
    kilde,
    antal: notes.filter((one) => one === source).length,
  }));
  return counted.filter(({ antal }) => antal).map(({ kilde, antal }) => ({ kilde, antal: String(antal) }));
};

/**
 * A day that was planned, in words.
 *
 * @param {OpenPack} open
 * @param {string} name
 */
const planned = (open, name) => {
  const day = open.text(planKey(name));
  return isDay(day) ? wordsOfDay(day) : "";
};

/** @param {string[] | undefined} texts */
const asTexts = (texts) => (texts ?? []).map((tekst) => ({ tekst }));

const TEXT = { vurdering: "", begrundelse: "", opmærksomhedspunkter: "", tilstand: "", udkast: "" };
const QUESTION = {
  nummer: "",
  ordlyd: "",
  anvisninger: "",
  status: "",
  noter: [{ kilde: "", tekst: "", tid: "", mærke: "" }],
};

/** A report with one of everything: the fields that there are. */
export const EXAMPLE = {
  pakke: "",
  ...Object.fromEntries(Object.keys(FACTS).map((fact) => [fact, ""])),
  oplysninger: [{ navn: "", tekst: "" }],
  besøgsdato: "",
  klokken: "",
  frist: "",
  dokumenter: [{ navn: "", numre: "" }],
  afsender: "",
  ikke_vurderet: "",
  har_aftaler: "",
  aftaler: [{ slags: "", tekst: "", dato: "" }],
  udgave: "",
  har_ændringer: "",
  ændringer: [{ tekst: "" }],
  dato: "",
  kildeoversigt: [{ kilde: "", antal: "" }],
  temaer: [
    {
      titel: "",
      ...TEXT,
      indikatorer: [
        {
          nummer: "",
          ordlyd: "",
          kriterium: "",
          ...TEXT,
          ændringer: [{ tekst: "" }],
          kilder: "",
          manglende_kilder: "",
          spørgsmål: [QUESTION],
        },
      ],
      andre_spørgsmål: [QUESTION],
    },
  ],
};

/**
 * All that a template of a report can show of a pack.
 *
 * @param {OpenPack} open
 * @param {(entry: Entry) => boolean} isShown which questions it has
 * @param {{ hasNotes: boolean, hasKnown: boolean }} parts whether it has questions with their notes, and what
 *   is known to have changed since the edition
 */
export const reportOf = (open, isShown, { hasNotes, hasKnown }) => {
  /** @param {Entry[]} entries */
  const questions = (entries) =>
    hasNotes ? entries.filter(isShown).map((entry) => question(open, entry)) : [];
  const edition = editionOf(open.pack.edition);
  /** @param {string[] | undefined} texts */
  const known = (texts) => asTexts(hasKnown ? texts : []);
  return {
    pakke: open.pack.name,
    ...Object.fromEntries(Object.keys(FACTS).map((fact) => [fact, factOf(open, fact)])),
    oplysninger: factsOf(open).map(([navn, tekst]) => ({ navn, tekst })),
    besøgsdato: planned(open, "dato"),
    klokken: open.text(planKey("klokken")),
    frist: planned(open, "frist"),
    dokumenter: wantedDocuments(open),
    afsender: open.text(planKey("afsender")).trim(),
    ikke_vurderet: unassessedIn(open),
    har_aftaler: agreedTexts(open).length ? "ja" : "",
    aftaler: agreedTexts(open),
    udgave: editionWithStatus(edition),
    har_ændringer: known(edition.known).length ? "ja" : "",
    ændringer: known(edition.known),
    dato: dayOf(),
    kildeoversigt: sourceTable(open),
    temaer: reportedOf(open, isShown).map(({ place, theme, indicators, others }) => ({
      titel: theme?.title ?? "Uden tema",
      ...assessment(open, place),
      indikatorer: indicators.map(({ place: own, indicator, criterion, entries }) => ({
        nummer: indicator.id,
        ordlyd: indicator.text,
        kriterium: criterion ? `${criterion.id}: ${criterion.text}` : "",
        ...assessment(open, own),
        ændringer: known(indicator.known),
        kilder: namesOf(sourcesOf(open, entries)),
        manglende_kilder: namesOf(missingSources(open, entries)),
        spørgsmål: questions(entries),
      })),
      andre_spørgsmål: questions(others),
    })),
  };
};
