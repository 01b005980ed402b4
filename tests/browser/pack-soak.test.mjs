// Two tabs of one browser work on the same packs in random steps: whatever the page has called saved is there afterwards,
// and in every file. A longer run, and one with other seeds: see soak.mjs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { serve } from "./site.mjs";
import { report, soak } from "./soak.mjs";

const root = await serve("/tilsyn/guide/");

const STORAGE = { "as it is": { seeds: [3, 5], slow: 0 }, "300 ms slower": { seeds: [1, 2], slow: 300 } };

for (const [name, { seeds, slow }] of Object.entries(STORAGE)) {
  for (const seed of seeds) {
    test(`seed ${seed}, storage ${name}: nothing that was saved is missing`, async () => {
      const result = await soak(root, { seed, steps: 60, slow });
      assert.equal(result.faults.length, 0, report(result));
    });
  }
}
