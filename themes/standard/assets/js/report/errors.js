// What is wrong with a template, in Danish, with the name of the field.

/**
 * @typedef {object} Properties of an error of docxtemplater
 * @property {string} [id]
 * @property {string} [xtag]
 * @property {string} [openingtag]
 * @property {string} [closingtag]
 * @property {{ properties?: Properties }} [rootError] what a parser of ours threw
 * @property {Mistake[]} [errors]
 */

/** @typedef {{ properties?: Properties }} Mistake */

/** @param {string} field */
const brackets = (field) =>
  `Der er for mange krøllede parenteser ved »${field}«. Skriv én { foran og én } efter feltets navn.`;

/** @param {string} field */
const place = (field) =>
  `{#${field}} begynder og slutter hver sit sted. Begge skal stå i samme tabelrække eller uden for tabeller.`;

/** @type {Record<string, (field: string, other: string) => string>} */
const TEXTS = {
  unopened_tag: (field) => `»${field}}« er lukket, men ikke åbnet. Skriv en { foran, eller fjern }.`,
  unclosed_tag: (field) => `»{${field}« er ikke lukket. Skriv en } efter feltets navn.`,
  duplicate_open_tag: (field) => brackets(field),
  duplicate_close_tag: (field) => brackets(field),
  unopened_loop: (field) => `{/${field}} lukker en gruppe, der ikke er åbnet.`,
  unclosed_loop: (field) =>
    field
      ? `{#${field}} er ikke lukket. Skriv {/${field}} eller {/}, hvor gruppen slutter.`
      : "{#} er en gruppe uden navn. Skriv navnet efter #.",
  closing_tag_does_not_match_opening_tag: (field, other) =>
    field === other
      ? `{#${field}} er lukket med et mellemrum i {/${other}}. Fjern det.`
      : `{#${field}} er lukket med {/${other}}. Luk den gruppe først, der er åbnet sidst.`,
  loop_position_invalid: (field) => place(field),
  unbalanced_loop_tags: (field) => place(field),
  raw_xml_tag_should_be_only_text_in_paragraph: (field) =>
    `{@${field}} kan ikke bruges her. Skriv {${field}}.`,
  no_xml_tag_found_at_left: (field) => `{${field}} står et sted, hvor Word ikke kan have et felt.`,
  no_xml_tag_found_at_right: (field) => `{${field}} står et sted, hvor Word ikke kan have et felt.`,
  unknown_field: (field, other) =>
    `{${field}} er ikke et felt. ${other ? `Mente du {${other}}?` : "Ret navnet, eller fjern feltet."}`,
  misplaced_field: (field, other) =>
    `{${field}} hører til i gruppen {#${other}} … {/${other}}. Flyt det derind.`,
  group_as_field: (field) => `{${field}} er en gruppe. Skriv {#${field}} … {/${field}}.`,
};

/**
 * The mistakes that an error of docxtemplater tells of, each once; none if it is another error.
 *
 * @param {unknown} error
 * @returns {string[]}
 */
export const mistakesIn = (error) => {
  const { properties } = /** @type {Mistake} */ (error ?? {});
  if (!properties) return [];
  const texts = (properties.errors ?? [/** @type {Mistake} */ (error)]).flatMap(({ properties: own }) => {
    const told = own?.rootError?.properties ?? own;
    const text = TEXTS[String(told?.id)];
    const field = (told?.openingtag ?? told?.xtag ?? "").trim();
    return text ? [text(field, (told?.closingtag ?? "").trim())] : [];
  });
  return [...new Set(texts.length ? texts : ["Skabelonen kan ikke bruges. Gem den igen som .docx i Word."])];
};
