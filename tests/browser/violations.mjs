// What axe finds wrong on a page.

import axe from "axe-core";

// Every rule that axe has switched on by itself, and two that WCAG 2.2 AA asks for: the size of targets, and what is written on a
// button in its name. Of what is right it works out one example and not thousands, and nothing of it is brought here: that took
// half of the time.
const MORE = { "target-size": { enabled: true }, "label-content-name-mismatch": { enabled: true } };
const OPTIONS = { rules: MORE, resultTypes: ["violations"] };

export async function violations(page) {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async (options) => (await window.axe.run(document, options)).violations, OPTIONS);
  return found.map(({ id, help, nodes }) => {
    const examples = nodes.slice(0, 3).map((node) => node.target.join(" "));
    return `${id} (${nodes.length}): ${help}: ${examples.join(" | ")}`;
  });
}
