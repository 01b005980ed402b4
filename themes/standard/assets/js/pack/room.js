// Room for the bar that stays in view: what gets the focus, or is led to, ends below it and not behind it.

import { app } from "./state.js";

/** Between the bar and what is below it, in pixels. */
const GAP = 8;

const BARS = ".pack-bar, .counter";

/** @param {Element} bar */
const heightOf = (bar) =>
  getComputedStyle(bar).position === "sticky" ? bar.getBoundingClientRect().height : 0;

const measure = () => {
  const heights = [...app().querySelectorAll(BARS)].map(heightOf);
  document.documentElement.style.scrollPaddingTop = `${Math.max(0, ...heights) + GAP}px`;
};

const watched = new ResizeObserver(measure);

/** Keeps room for the bar of the screen, however high it becomes. */
export const keepRoom = () => {
  watched.disconnect();
  for (const bar of app().querySelectorAll(BARS)) watched.observe(bar);
  measure();
};
