// The dates of a pack as a file for a calendar (iCalendar, RFC 5545): the visit, the deadline for documents,
// and what was agreed. Times are those of the place, whatever zone the calendar is in.

import { agreedOf } from "./agreed.js";
import { planKey } from "./report-keys.js";
import { isDay, plannedEnd } from "./times.js";

/** @import { OpenPack } from "./open-pack.js" */

// Whatever a reader may take for the end of a line, where a text would go on as a line of the file; and what
// no calendar can have.
const LINE_END = /\r\n|[\r\n\u0085\u2028\u2029]/g;
const CONTROL = "[\\0-\\x1f\\x7f]";
const CONTROLS = new RegExp(CONTROL, "g");

/**
 * A text as RFC 5545 wants it, section 3.3.11.
 *
 * @param {string} text
 */
const escaped = (text) =>
  text
    .replace(/[\\;,]/g, "\\$&")
    .replace(LINE_END, "\\n")
    .replace(CONTROLS, " ");

/** Lines have at most 75 bytes, section 3.1. */
const MOST_BYTES = 75;

/** @param {string} line */
const folded = (line) => {
  const rows = [""];
  let size = 0;
  for (const letter of line) {
    const bytes = new TextEncoder().encode(letter).length;
    if (size + bytes > MOST_BYTES) {
      rows.push("");
      // The blank that a continued line begins with.
      size = 1;
    }
    rows[rows.length - 1] += letter;
    size += bytes;
  }
  return rows.join("\r\n ");
};

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");

/** @param {string} day as fields for dates have it: 2026-12-04 */
const compact = (day) => day.replaceAll("-", "");

/** @param {Date} time */
const stampOf = (time) => `${time.toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;

/** @param {Date} time */
const localOf = (time) => {
  const day = [time.getFullYear(), time.getMonth() + 1, time.getDate()].map(two).join("");
  return `${day}T${[time.getHours(), time.getMinutes()].map(two).join("")}00`;
};

/**
 * When something begins and ends. What has no time of day takes the whole day, and the end is the day after.
 *
 * @param {string} day
 * @param {string} [clock]
 * @param {number} [minutes]
 */
const span = (day, clock, minutes = 0) => {
  if (clock) {
    const start = new Date(`${day}T${clock}`);
    const end = new Date(start.getTime() + minutes * 6e4);
    return [`DTSTART:${localOf(start)}`, `DTEND:${localOf(end)}`];
  }
  const next = new Date(`${day}T12:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return [
    `DTSTART;VALUE=DATE:${compact(day)}`,
    `DTEND;VALUE=DATE:${compact(next.toISOString().slice(0, 10))}`,
  ];
};

/**
 * The file. A pack without a date has a calendar without events.
 *
 * @param {OpenPack} open
 * @param {number} minutes how long the visit takes
 */
export const calendarOf = (open, minutes) => {
  const { id, name } = open.pack;
  const made = stampOf(new Date());
  /**
   * @param {string} what
   * @param {string} summary
   * @param {string[]} times
   */
  const event = (what, summary, times) => [
    "BEGIN:VEVENT",
    `UID:${id}-${encodeURIComponent(what)}@vejviser`,
    `DTSTAMP:${made}`,
    ...times,
    `SUMMARY:${escaped(summary)}`,
    "END:VEVENT",
  ];
  const day = open.text(planKey("dato"));
  const deadline = open.text(planKey("frist"));
  const given = open.text(planKey("klokken"));
  const clock = plannedEnd(given, 0) && given;
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Vejviser//Besøgspakke//DA",
    ...(isDay(day) ? event("besoeg", name, span(day, clock, minutes)) : []),
    ...(isDay(deadline) ? event("frist", `Frist for dokumenter: ${name}`, span(deadline)) : []),
    ...agreedOf(open)
      .filter((one) => isDay(one.date))
      .flatMap((one) => event(one.id, `${one.sort}: ${one.text}`, span(one.date))),
    "END:VCALENDAR",
  ];
  return `${lines.map(folded).join("\r\n")}\r\n`;
};
