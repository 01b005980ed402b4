// The preview: it reloads after an edit, and after a broken one keeps the last good page with the mistakes on top.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { open } from "./browser.mjs";
import { program, temporaryFolder } from "./site.mjs";

const PAGE = "kvalitetsmodel/2021/trivsel/index.html";
const site = join(temporaryFolder(), "site");
assert.equal(spawnSync(program(), ["init", site]).status, 0);
const file = join(site, "content/kvalitetsmodel/2021/trivsel/_index.md");
const text = readFileSync(file, "utf8");

const server = spawn(program(), ["--root", site, "serve", "--port", "0"], { stdio: ["ignore", "pipe", "ignore"] });
after(() => server.kill());

async function address() {
  for await (const line of createInterface({ input: server.stdout })) {
    const found = line.match(/http:\S+/);
    if (found) return found[0];
  }
  throw new Error("the preview said no address");
}

test("a broken edit is shown on the last good page, a mended one reloads it", async () => {
  const page = await open();
  const root = await address();
  await page.goto(root + PAGE);
  const heading = page.locator("h1");
  const report = page.locator("#vejviser-report");
  assert.equal(await heading.innerText(), "Tema: Trivsel");

  writeFileSync(file, `${text}\nSe anvisning 9.9.9.\n`);
  await report.waitFor();
  assert.match(await report.innerText(), /there is no `anvisning 9\.9\.9`[^]*_index\.md:11:4[^]*1 error, 0 warnings/);
  assert.equal(await heading.innerText(), "Tema: Trivsel", "the last good page stays");

  writeFileSync(file, text.replace('title = "Trivsel"', 'title = "Trivsel nu"'));
  await page.getByRole("heading", { level: 1, name: "Trivsel nu" }).waitFor();
  assert.equal(await report.count(), 0, "nothing is left to mend");
  // A preview that a worker kept would go on showing what was.
  for (const [path, status] of [["besoegspakke.html", 200], ["sw.js", 404]]) {
    assert.equal((await fetch(root + path)).status, status, path);
  }
});
