// Moments and days in words, and random names.

import { dayOf as wordsOf } from "../site/dates.js";

/** Spans of time, in milliseconds. */
export const DAY = 864e5;
export const MONTH = 30 * DAY;

/** A month from now, which is when a pack ends if nobody says otherwise. */
export const inAMonth = () => Date.now() + MONTH;

/**
 * Whether a number is a moment that a calendar can show, up to the year 9999.
 *
 * @param {number | undefined} time
 */
export const isTime = (time) => Number(time) >= 0 && Number(time) < Date.UTC(10000, 0);

/** @param {number} [time] */
export const dayOf = (time = Date.now()) => (time && isTime(time) ? wordsOf(time) : "ukendt");

/** @param {number} time */
export const clockOf = (time) =>
  new Date(time).toLocaleTimeString("da-DK", { hour: "2-digit", minute: "2-digit" });

/** @param {number} time */
export const momentOf = (time) =>
  time && isTime(time) ? `${dayOf(time)} kl. ${clockOf(time)}` : "på et ukendt tidspunkt";

const DAY_IN_FIELDS = /^\d{4}-\d\d-\d\d$/;

/**
 * Whether a text is a day as fields for dates have it: 2026-12-04.
 *
 * @param {string} text
 */
export const isDay = (text) => DAY_IN_FIELDS.test(text) && !Number.isNaN(Date.parse(text));

/**
 * Such a day in words.
 *
 * @param {string} day
 */
export const wordsOfDay = (day) => dayOf(new Date(`${day}T12:00`).getTime());

/**
 * When something ends that begins at a time of day and takes so long; nothing where that is not known.
 *
 * @param {string} clock as fields for times have it: 09:30
 * @param {number} minutes
 */
export const plannedEnd = (clock, minutes) => {
  const start = new Date(`2000-01-01T${clock}`).getTime();
  return Number.isNaN(start) ? "" : clockOf(start + minutes * 6e4);
};

/** A name that nobody else comes upon. */
export const random = () => crypto.getRandomValues(new Uint32Array(3)).join("-");
