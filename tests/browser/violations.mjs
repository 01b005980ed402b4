// What axe finds wrong on a page.

import axe from "axe-core";

// Every rule that axe has switched on by itself, and the size of targets, which WCAG 2.2 AA asks for. Of what is right it
// works out one example and not thousands, and nothing of it is brought here: that took half of the time.
const OPTIONS = { rules: { "target-size": { enabled: true } }, resultTypes: ["violations"] };

export async function violations(page) {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async (options) => (await window.axe.run(document, options)).violations, OPTIONS);
  return found.map(({ id, help, nodes }) => {
    const examples = nodes.slice(0, 3).map((node) => node.target.join(" "));
    return `${id} (${nodes.length}): ${help}: ${examples.join(" | ")}`;
  });
}
