// What can be seen of the colours of a page. These functions run in the page: see seen.mjs.

/** What is on the page for eyes, and not for listening alone. */
export function isShown(element) {
  return (
    element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) &&
    !element.closest(".hidden, .skip:not(:focus)")
  );
}

export function shown(selector) {
  return [...document.querySelectorAll(selector)].filter(isShown);
}

export function nameOf(element) {
  const words = element.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
  return `${element.localName}${[...element.classList].map((name) => `.${name}`).join("")} »${words}«`;
}

export function unique(lines) {
  return [...new Set(lines)].slice(0, 12);
}

/** Red, green, blue and how opaque, each from 0 to 1. */
export function colour(text) {
  const numbers =
    text.match(/-?[\d.]+(e-\d+)?%?/g)?.map((one) => (one.endsWith("%") ? parseFloat(one) / 100 : Number(one))) ?? [];
  const [red, green, blue, alpha = 1] = numbers;
  return text.startsWith("rgb") ? [red / 255, green / 255, blue / 255, alpha] : [red, green, blue, alpha];
}

export function over([red, green, blue, alpha], below) {
  return [red, green, blue].map((part, at) => part * alpha + below[at] * (1 - alpha)).concat(1);
}

/** What a page lies on that has no colour of its own. */
export function canvas() {
  const probe = document.createElement("i");
  probe.style.backgroundColor = "Canvas";
  document.body.append(probe);
  const found = colour(getComputedStyle(probe).backgroundColor);
  probe.remove();
  return found;
}

/** The colour behind an element; for what stands in it, with its own. */
export function backdrop(element, isInside = true) {
  const layers = [];
  for (let part = isInside ? element : element.parentElement; part; part = part.parentElement) {
    const layer = colour(getComputedStyle(part).backgroundColor);
    layers.push(layer);
    if (layer[3] === 1) break;
  }
  const lowest = layers.at(-1)?.[3] === 1 ? layers.pop() : canvas();
  return layers.reverse().reduce((below, layer) => over(layer, below), lowest);
}

export function luminance(parts) {
  const [red, green, blue] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast ratio of WCAG. */
export function contrast(first, second) {
  const [dark, light] = [luminance(first), luminance(second)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

export function opacityOf(element) {
  let all = 1;
  for (let part = element; part; part = part.parentElement) all *= Number(getComputedStyle(part).opacity);
  return all;
}

export function textContrast(element, pseudo) {
  const style = getComputedStyle(element, pseudo);
  const below = backdrop(element);
  const ink = colour(style.color);
  const own = pseudo && !pseudo.includes("placeholder") ? over(colour(style.backgroundColor), below) : below;
  return contrast(over([...ink.slice(0, 3), ink[3] * opacityOf(element)], own), own);
}

/** Text of 24 px, or of 18.66 px and bold. */
export function isLarge({ fontSize, fontWeight }) {
  return parseFloat(fontSize) >= 24 || (parseFloat(fontSize) >= 18.66 && Number(fontWeight) >= 700);
}

/** The element itself where text stands in it, and those of its pseudo-elements that have text. */
export function written(element) {
  const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const pseudos = ["::before", "::after"].filter((pseudo) =>
    /[^\s"]/.test(
      getComputedStyle(element, pseudo)
        .content.replace(/^(none|normal)$/, "")
        .split("/")[0],
    ),
  );
  if (element.matches("input, textarea, select")) pseudos.push(...(element.placeholder ? ["::placeholder"] : []));
  return [...(hasText || element.matches("textarea, input, select") ? [null] : []), ...pseudos];
}

/** Text with less contrast than `text`, or large text with less than `large`. */
export function paleText({ text, large }) {
  const all = shown("body, body *").filter(
    (element) => !element.closest("svg, script, template, noscript, [aria-disabled=true], :disabled"),
  );
  return unique(
    all.flatMap((element) =>
      written(element).flatMap((pseudo) => {
        const ratio = textContrast(element, pseudo);
        return ratio >= (isLarge(getComputedStyle(element, pseudo)) ? large : text) - 0.005
          ? []
          : [`${ratio.toFixed(2)}: ${nameOf(element)}${pseudo ?? ""}`];
      }),
    ),
  );
}

/** Fields and buttons whose edge has less contrast to what is around them. */
export function paleEdges(least) {
  return unique(
    shown("button, select, textarea, input:not([type=checkbox], [type=radio], [type=file])").flatMap((field) => {
      const style = getComputedStyle(field);
      if (parseFloat(style.borderTopWidth) === 0) return [];
      const around = backdrop(field, false);
      const ratio = Math.max(contrast(over(colour(style.borderTopColor), around), around), contrast(backdrop(field), around));
      return ratio >= least ? [] : [`${ratio.toFixed(2)}: ${nameOf(field)}`];
    }),
  );
}
