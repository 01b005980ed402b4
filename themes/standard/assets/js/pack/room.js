// Room for what stays in view, the bar above and an offer below: what gets the focus, or is led to, ends
// between them and not behind.

import { app } from "./state.js";

/** Between the bar and what is below it, in pixels. */
const GAP = 8;

const BARS = ".pack-bar, .counter";
const OFFERS = ".undo";

/** @param {Element} bar */
const heightOf = (bar) =>
  getComputedStyle(bar).position === "sticky" ? bar.getBoundingClientRect().height : 0;

/** @param {string} parts */
const roomFor = (parts) => {
  const heights = [...app().querySelectorAll(parts)].map(heightOf);
  return `${Math.max(0, ...heights) + GAP}px`;
};

const measure = () => {
  const { style } = document.documentElement;
  style.scrollPaddingTop = roomFor(BARS);
  style.scrollPaddingBottom = roomFor(OFFERS);
};

const watched = new ResizeObserver(measure);

/** Keeps room for what stays in view of the screen, however high it becomes. */
export const keepRoom = () => {
  watched.disconnect();
  for (const part of app().querySelectorAll(`${BARS}, ${OFFERS}`)) watched.observe(part);
  measure();
};
