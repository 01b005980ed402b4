// No broken link and no broken anchor, wherever the site stands.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { checkLinks } from "./linkcheck.mjs";
import { build, fileAddress, files, portal, read, serve, temporaryFolder } from "./site.mjs";

test("the checker finds what is broken and nothing else", async (t) => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "sub"));
  const page = (body) => `<!doctype html><html lang=da><title>x</title>${body}`;
  writeFileSync(
    join(folder, "index.html"),
    page(`<link rel=stylesheet href=a.css><h1 id=top>x</h1><a href=#top>good</a><a href=sub/p.html#her>good</a>
      <a href="mailto:x@example.org">good</a><a href="https://example.org/">not followed</a>
      <a href=#intet>bad</a><a href=gone.html>bad</a><a href=sub/p.html#der>bad</a><a href=sub/>bad</a><a href=sub>bad</a>
      <img src=gone.png alt=bad><a href=../outside.html>bad</a>
      <a href="besoegspakke.html#laeg=sub/p.html%23her index.html">good</a><a href="besoegspakke.html#laeg=index.html sub/p.html%23der">bad</a>
      <a href=sub/p.html#laeg=index.html>bad</a>`),
  );
  writeFileSync(join(folder, "besoegspakke.html"), page("<p>x"));
  writeFileSync(join(folder, "sub", "p.html"), page("<p id=her><a href=../index.html#top>good</a><a href=deep.html>bad</a>"));
  writeFileSync(join(folder, "a.css"), "p { background: url('gone.svg') }");
  const expected = [
    "a.css -> gone.svg: no such file",
    "index.html -> #intet: no such anchor",
    "index.html -> gone.html: no such file",
    "index.html -> sub/p.html#der: no such anchor",
    "index.html -> sub/: no such file",
    "index.html -> sub: no such file",
    "index.html -> gone.png: no such file",
    "index.html -> ../outside.html: outside the site",
    "index.html -> besoegspakke.html#laeg=index.html sub/p.html%23der: asks for sub/p.html#der, which is not there",
    "index.html -> sub/p.html#laeg=index.html: no such anchor",
    "sub/p.html -> deep.html: no such file",
  ].sort();
  for (const root of [await serve("/under/", folder), fileAddress("", folder)]) {
    await t.test(root.startsWith("file:") ? "as files" : "by a server", async () => {
      const { broken, outward } = await checkLinks(root, [`${root}index.html`]);
      assert.deepEqual(broken.sort(), expected);
      assert.deepEqual([...outward], ["https://example.org/"]);
    });
  }
});

for (const [name, place] of [
  ["under /", () => serve("/")],
  ["under /tilsyn/guide/", () => serve("/tilsyn/guide/")],
  ["as files", () => fileAddress("")],
]) {
  test(`no broken link or anchor ${name}`, async () => {
    const root = await place();
    // Servers show 404.html; addresses without a year are for those who write them down. No link leads to either.
    const unlinked = ["404.html", ...files(portal(), ".html").filter((path) => path.includes("/gaeldende/"))];
    const starts = ["index.html", ...unlinked].map((path) => root + path);
    const { broken, reached, checked } = await checkLinks(root, starts);
    assert.deepEqual(broken, []);
    assert.ok(checked > 5000, `only ${checked} links were checked`);
    const lost = files(portal(), ".html").filter((path) => !reached.has(path));
    assert.deepEqual(lost, [], "pages that no link leads to");
  });
}

test("with a base URL, sitemap, feed and 404 name pages that exist", async () => {
  const base = "https://eksempel.test/tilsyn/guide/";
  const folder = build("--base-url", base);
  const there = new Set(files(folder));
  const listed = (path, pattern) => [...read(path, folder).matchAll(pattern)].map((match) => match[1]);
  const sitemap = listed("sitemap.xml", /<loc>([^<]+)<\/loc>/g);
  // None is a page to be found from outside.
  const tools = ["404.html", "soeg.html", "besoegspakke.html", "gemt-paa-enheden.html"];
  const isRedirect = (path) => path.includes("/gaeldende/");
  const pages = files(folder, ".html").filter((path) => !tools.includes(path) && !isRedirect(path));
  assert.deepEqual(sitemap.map((address) => address.replace(base, "")).sort(), pages);
  const notFound = listed("404.html", /(?:href|src)=["']?([^"'\s>]+)/g);
  assert.ok(notFound.length > 0, "404.html leads nowhere");
  for (const address of [...notFound, ...listed("atom.xml", /<link [^>]*href="([^"]+)"/g)]) {
    assert.ok(address.startsWith(base), `${address} is not absolute`);
    assert.ok(there.has(address.slice(base.length).split("#")[0] || "index.html"), `${address} does not exist`);
  }
});
