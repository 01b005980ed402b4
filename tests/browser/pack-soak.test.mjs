// Two tabs of one browser work on the same packs in random steps: whatever the page has called saved is there afterwards,
// and in every file. These are seeds that have lost notes before. For others, and for longer runs, see soak.mjs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { serve } from "./site.mjs";
import { report, soak } from "./soak.mjs";

const root = await serve("/tilsyn/guide/");

for (const [name, { slow, seeds }] of Object.entries({
  "as it is": { slow: 0, seeds: [[3, 40], [9441, 12]] },
  "300 ms slower": { slow: 300, seeds: [[9441, 12]] },
})) {
  for (const [seed, steps] of seeds) {
    test(`storage ${name}: after ${steps} steps of seed ${seed} nothing that was saved is missing`, async () => {
      const result = await soak(root, { seed, steps, slow });
      assert.equal(result.faults.length, 0, report(result));
    });
  }
}
