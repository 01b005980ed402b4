// Holds the data files of a built site to the JSON Schemas that it publishes.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { files, read } from "./site.mjs";

const json = (path, folder) => JSON.parse(read(path, folder));

/** Checks every data file of the site in `folder`; returns their names. */
export function checkData(folder) {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  addFormats.default(ajv);
  const names = files(join(folder, "data"), ".json").filter((name) => name !== "filer.json" && !name.includes("/"));
  for (const name of names) {
    const schema = `data/skema/${name.replace(/(-\d{4})?\.json$/, "")}.json`;
    assert.ok(existsSync(join(folder, schema)), `${name} has no schema`);
    const validate = ajv.getSchema(schema) ?? ajv.addSchema(json(schema, folder), schema).getSchema(schema);
    const mistakes = validate(json(`data/${name}`, folder)) ? [] : validate.errors.slice(0, 5);
    assert.deepEqual(mistakes, [], name);
    // A schema that accepts everything would be none.
    assert.equal(validate({ made: "up" }), false, `${schema} accepts anything`);
  }
  return names;
}
