// The parts of the search page; most pages have none of them.

/** @param {string} name */
const part = (name) => /** @type {HTMLElement} */ (document.querySelector(`[data-${name}]`));

export const parts = {
  results: part("results"),
  count: part("count"),
  unknown: part("unknown"),
  also: part("also"),
  facets: /** @type {HTMLDetailsElement} */ (part("facets")),
  hits: part("hits"),
  more: part("more"),
  help: part("help"),
  /** The link to the visit packs; not every site has them. */
  pack: /** @type {HTMLElement | null} */ (part("pack")),
};

/** @type {NodeListOf<HTMLFieldSetElement>} */
const fieldsets = document.querySelectorAll("[data-facet]");

/** What can be chosen among, one for each facet. */
export const sets = [...fieldsets];

/** @type {Record<string, string>} the names of kinds */
export const kinds = parts.results ? JSON.parse(String(parts.results.dataset.kinds)) : {};
