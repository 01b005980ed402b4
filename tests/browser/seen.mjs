// What can be seen of a page that a browser has drawn: contrast, what is cut off or lies over something else, where the focus is.
// These functions run in the page, and each returns what is wrong as lines; `watch` brings them there as `window.seen`,
// together with those of seen-colours.mjs, which they call by name.

import * as colours from "./seen-colours.mjs";

/** What moves, or would. */
function moving() {
  const parts = [...document.querySelectorAll("*")].flatMap((element) =>
    [null, "::before", "::after"].flatMap((pseudo) => {
      const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element, pseudo);
      const isStill = animationName === "none" && /^0s(, 0s)*$/.test(transitionDuration) && scrollBehavior === "auto";
      return isStill ? [] : [`${nameOf(element)}${pseudo ?? ""}`];
    }),
  );
  return unique([...parts, ...window.seen.moved, ...document.getAnimations().map(() => "an animation")]);
}

/** What takes no part in the colours that somebody has chosen. */
function overridden() {
  return unique(
    [...document.querySelectorAll("body, body *:not(svg, svg *)")]
      .filter((element) => getComputedStyle(element).forcedColorAdjust !== "auto")
      .map(nameOf),
  );
}

/** What is chosen or current and looks like what is not, but for colours, shadows and the weight of letters. */
function unmarked() {
  const look = (element) => {
    const { borderStyle, borderWidth, outlineStyle, textDecorationLine } = getComputedStyle(element);
    return [borderStyle, borderWidth, outlineStyle, textDecorationLine, getComputedStyle(element, "::before").content].join();
  };
  return unique(
    shown("a[aria-current], [aria-selected=true], [aria-pressed=true], :target").flatMap((element) => {
      const kind =
        element.tagName === "A"
          ? "nav a:not([aria-current])"
          : `${element.localName}${element.classList[0] ? `.${element.classList[0]}` : ""}`;
      const list = element.closest("nav, ul, ol, section, article, main");
      const others = [...list.querySelectorAll(kind)].filter(
        (one) => one !== element && !one.matches("[aria-selected=true], [aria-current], :focus") && isShown(one),
      );
      return others.some((other) => look(other) === look(element)) ? [nameOf(element)] : [];
    }),
  );
}

/** What of an element can be seen by scrolling the page alone: the box of what it scrolls in. */
function frameOf(element) {
  for (let part = element.parentElement; part && part !== document.body; part = part.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(part).overflow)) return part.getBoundingClientRect();
  }
  return null;
}

/** Boxes of the lines of text: each with the text, what it belongs to, and the layer it lies in. */
function lines() {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest("script, template, noscript, option, sup, .footnote-mark") || !isShown(element))
      continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    let layer = element;
    while (layer && !["absolute", "fixed", "sticky"].includes(getComputedStyle(layer).position)) layer = layer.parentElement;
    const frame = frameOf(element);
    const isIn = ({ left, right, top, bottom }) =>
      !frame || (right > frame.left && left < frame.right && bottom > frame.top && top < frame.bottom);
    for (const box of range.getClientRects())
      if (box.width > 1 && box.height > 1 && isIn(box)) found.push({ node, element, layer, box });
  }
  return found;
}

/** Text that lies over other text. */
function overlapping() {
  const all = lines().sort((one, other) => one.box.top - other.box.top);
  const found = [];
  all.forEach((one, at) => {
    for (let next = at + 1; next < all.length && all[next].box.top < one.box.bottom; next += 1) {
      const other = all[next];
      const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const height = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
      // A letter may reach into the next line: what is above and below it has room of its own.
      const isOver = width > 3 && height > 0.4 * Math.min(one.box.height, other.box.height);
      if (isOver && one.node !== other.node && one.layer === other.layer)
        found.push(`${nameOf(one.element)} and ${nameOf(other.element)}`);
    }
  });
  return unique(found);
}

/** Text that is cut off, or sticks out of the button or field it belongs to. */
function clipped() {
  return unique(
    lines().flatMap(({ element, box }) => {
      for (let part = element; part !== document.body; part = part.parentElement) {
        const style = getComputedStyle(part);
        const around = part.getBoundingClientRect();
        const isOutside = (side) =>
          box.left < around.left - side ||
          box.right > around.right + side ||
          box.top < around.top - side ||
          box.bottom > around.bottom + side;
        // What scrolls is not lost.
        if (/auto|scroll/.test(style.overflow)) return [];
        const cuts = /hidden|clip/.test(style.overflow) || part.matches("button, .tags a, .badge, .ref");
        if (cuts && isOutside(2)) return [`${nameOf(element)} in ${nameOf(part)}`];
        if (style.position === "absolute" || style.position === "fixed") return [];
      }
      return [];
    }),
  );
}

/** What sticks out of the window, and what scrolls sideways though it is no table, drawing, letter or code. */
function sideways() {
  const room = document.documentElement.clientWidth;
  const page =
    document.scrollingElement.scrollWidth > room ? [`the page is ${document.scrollingElement.scrollWidth} px wide`] : [];
  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
  const parts = shown("body *").flatMap((element) => {
    if (
      scrolls(element) &&
      element.scrollWidth > element.clientWidth + 1 &&
      !element.matches("textarea, input") &&
      !element.querySelector("table, pre, code, svg") &&
      !element.matches("pre, .preview")
    ) {
      return [`scrolls: ${nameOf(element)}`];
    }
    if (element.getBoundingClientRect().right <= room + 1) return [];
    for (let part = element.parentElement; part; part = part.parentElement) if (scrolls(part)) return [];
    return [`sticks out: ${nameOf(element)}`];
  });
  return unique([...page, ...parts]);
}

/** How much of the window is taken by what stays in view while the page is scrolled. */
function takenByBars() {
  window.scrollTo(0, (document.scrollingElement.scrollHeight - innerHeight) / 2);
  const staying = shown("body *").filter(
    (element) => /sticky|fixed/.test(getComputedStyle(element).position) && !element.closest(".wide"),
  );
  const heights = staying
    .map((element) => element.getBoundingClientRect())
    .map(({ top, bottom }) => Math.min(bottom, innerHeight) - Math.max(top, 0));
  window.scrollTo(0, 0);
  return heights.filter((height) => height > 0).reduce((sum, height) => sum + height, 0) / innerHeight;
}

/** What Tab stops at. */
function stops() {
  const all = "a[href], button, input, select, textarea, summary, [tabindex]";
  const first = new Set();
  return shown(all).filter((element) => {
    if (element.tabIndex < 0 || element.disabled || element.closest("[inert]")) return false;
    // Of radio buttons with one name there is one stop.
    if (element.type !== "radio") return true;
    const { form, name } = element;
    const group = `${[...document.forms].indexOf(form)} ${name}`;
    const isStop =
      element.checked || (!first.has(group) && !document.querySelector(`[type=radio][name="${CSS.escape(name)}"]:checked`));
    if (isStop) first.add(group);
    return isStop;
  });
}

/** What lies over the element wherever one looks; null if any of it can be seen. */
function hiderOf(element) {
  const points = [...element.getClientRects()].flatMap(({ left, right, top, bottom }) =>
    [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [left + (right - left) * x, top + (bottom - top) * y])),
  );
  const hits = points.map(([x, y]) => document.elementFromPoint(x, y));
  if (hits.some((hit) => hit && element.contains(hit))) return null;
  const over = hits.find(Boolean);
  return over ? `under ${nameOf(over)}` : `at ${points[0]?.map(Math.round)}, outside ${innerWidth} × ${innerHeight}`;
}

function ringOf(element) {
  const { outlineStyle, outlineWidth, outlineColor, outlineOffset } = getComputedStyle(element);
  const below = backdrop(element, parseFloat(outlineOffset) < 0);
  return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && contrast(over(colour(outlineColor), below), below) >= 3;
}

/** What has the focus and does not show it, or is hidden by something else, on the way down the page and up again. */
async function lostFocus() {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  // The room for what stays in view is measured when the browser has drawn a window of another size.
  await drawn();
  const all = stops();
  const faults = [];
  for (const element of [...all, ...[...all].reverse()]) {
    element.focus();
    if (document.activeElement !== element) {
      faults.push(`no focus: ${nameOf(element)}`);
      continue;
    }
    if (!ringOf(element)) faults.push(`no ring: ${nameOf(element)}`);
    // What is far away has a size that is only guessed until it is drawn.
    if (hiderOf(element)) await drawn();
    const hider = hiderOf(element);
    if (hider) faults.push(`hidden: ${nameOf(element)}, ${hider}`);
  }
  document.activeElement.blur();
  window.scrollTo(0, 0);
  return unique(faults);
}

/** What Tab reaches in another order than it stands in. */
function disordered() {
  const hasStop = (element) =>
    element.matches("a[href], button, input, select, textarea, summary") ||
    element.querySelector("a[href], button, input, select, textarea, summary");
  const positive = shown("[tabindex]")
    .filter(({ tabIndex }) => tabIndex > 0)
    .map(nameOf);
  const boxes = shown("body *")
    .filter((element) => /flex|grid/.test(getComputedStyle(element).display))
    .flatMap((box) => {
      const parts = [...box.children].filter(
        (part) => isShown(part) && hasStop(part) && !/absolute|fixed/.test(getComputedStyle(part).position),
      );
      return parts.slice(1).flatMap((part, at) => {
        const [before, after] = [parts[at], part].map((one) => one.getBoundingClientRect());
        const inRow = after.top < before.bottom - 2 && before.top < after.bottom - 2;
        const inColumn = after.left < before.right && before.left < after.right;
        return (inRow && after.right <= before.left + 2) || (inColumn && after.bottom <= before.top + 2)
          ? [`${nameOf(part)} before ${nameOf(parts[at])}`]
          : [];
      });
    });
  return unique([...positive, ...boxes]);
}

/** Reads the page with other lengths, as somebody's own style sheet would. */
function styled(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = css ? [sheet] : [];
}

/** Notes what scripts set in motion. */
function noteMoves() {
  const moved = [];
  for (const [owner, names] of [
    [Element.prototype, ["scrollIntoView", "scrollTo", "scrollBy", "scroll", "animate"]],
    [window, ["scrollTo", "scrollBy", "scroll"]],
  ]) {
    for (const name of names) {
      const act = owner[name];
      owner[name] = function (...given) {
        if (name === "animate" || given[0]?.behavior === "smooth") moved.push(`a script calls ${name}`);
        return act.apply(this, given);
      };
    }
  }
  return moved;
}

const { paleText, paleEdges } = colours;
const CHECKS = {
  paleText,
  paleEdges,
  moving,
  overridden,
  unmarked,
  overlapping,
  clipped,
  sideways,
  takenByBars,
  lostFocus,
  disordered,
  styled,
};
const HELP = [frameOf, lines, stops, hiderOf, ringOf, noteMoves];

/** Brings the checks to every page that is opened from now on. */
export const watch = (page) =>
  page.addInitScript(`(() => {
    ${[...new Set([...Object.values(colours), ...HELP, ...Object.values(CHECKS)])].join("\n")}
    window.seen = { moved: noteMoves(), ${Object.keys(CHECKS).join()} };
  })()`);

/** What a check finds. */
export const see = (page, check, given) => page.evaluate(([name, value]) => window.seen[name](value), [check, given]);
