// The plan of a visit: when it is, who is talked to and for how long, on one page to print, and as a file for
// a calendar.

import { calendarOf } from "./calendar.js";
import { EACH } from "./core.js";
import { download, find, make, stamp } from "./dom.js";
import { bySources } from "./questions.js";
import { PLANNED, planKey } from "./report-keys.js";
import { latest } from "./saving.js";
import { textField, updateFields } from "./visit-notes.js";
import { plannedEnd } from "./times.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Entry, Screen } from "./types.js" */

/**
 * @typedef {object} PlanRow a source of the visit
 * @property {string} source
 * @property {string} task
 * @property {Entry[]} entries
 * @property {number} suggested minutes
 * @property {number} minutes as somebody wrote them, or as suggested
 */

/**
 * Who is talked to, and how long.
 *
 * @param {OpenPack} open
 * @returns {PlanRow[]}
 */
export const planOf = (open) => {
  const groups = bySources(open, open.entries);
  /** @type {Map<Entry, number>} how many sources an entry bears on */
  const shares = new Map();
  for (const entry of groups.flatMap(({ entries }) => entries))
    shares.set(entry, (shares.get(entry) ?? 0) + 1);
  return groups.map((group) => {
    const given = Number.parseInt(open.text(planKey(group.source, "minutter")), 10);
    // The same question takes its time once, however many answer it.
    const suggested = Math.ceil(
      group.entries.reduce((sum, entry) => sum + EACH / (shares.get(entry) ?? 1), 0),
    );
    return { ...group, suggested, minutes: given >= 0 ? given : suggested };
  });
};

/** @param {OpenPack} open */
const totalOf = (open) => planOf(open).reduce((sum, { minutes }) => sum + minutes, 0);

/** @param {OpenPack} open */
const total = (open) => {
  const minutes = totalOf(open);
  const end = plannedEnd(open.text(planKey("klokken")), minutes);
  const hours = `${Math.floor(minutes / 60)} t. ${minutes % 60} min.`;
  return `I alt ${hours}${end ? `, til kl. ${end}` : ""}`;
};

/**
 * The questions to ask a source, in the words of the model.
 *
 * @param {Entry[]} entries
 */
const wordings = (entries) =>
  entries.map(({ number, text }) => make("li", {}, make("b", {}, number), ` ${text}`));

/**
 * @param {OpenPack} open
 * @param {PlanRow} row
 */
const rowPart = (open, { source, task, entries, suggested }) =>
  stamp("plan-row", {
    task,
    count: String(entries.length),
    numbers: entries.map(({ number }) => number).join(", "),
    texts: wordings(entries),
    who: textField(open, planKey(source, "hvem"), "Hvem og hvornår", task),
    minutes: textField(open, planKey(source, "minutter"), `Minutter (forslag: ${suggested})`, task),
  });

/**
 * @param {OpenPack} open
 * @returns {Screen}
 */
export const planScreen = (open) => {
  const types = { dato: "date", klokken: "time", frist: "date" };
  const dates = Object.entries(types).map(([name, type]) => {
    const label = PLANNED[/** @type {keyof typeof PLANNED} */ (name)];
    return textField(open, planKey(name), label, undefined, type);
  });
  const part = stamp("plan", {
    name: open.pack.name,
    dates,
    rows: planOf(open).map((row) => rowPart(open, row)),
    total: total(open),
    /** @param {Event} event */
    worded: ({ target }) => {
      const isWorded = /** @type {HTMLInputElement} */ (target).checked;
      for (const texts of part.querySelectorAll("ul")) texts.hidden = !isWorded;
      for (const numbers of part.querySelectorAll("[data-at=numbers]")) {
        /** @type {HTMLElement} */ (numbers).hidden = isWorded;
      }
    },
    calendar: async () => {
      await latest(open);
      download(open.pack, "ics", calendarOf(open, totalOf(open)), "text/calendar");
    },
  });
  return {
    part,
    changed: (keys) => {
      keys.forEach((key) => updateFields(open, key));
      find("total", part).textContent = total(open);
    },
  };
};
