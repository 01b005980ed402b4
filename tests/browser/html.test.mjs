// Every page is valid HTML and keeps the house rules.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import vnu from "vnu-jar";
import { attribute, classes, elements, only, parse, select, text } from "./html.mjs";
import { build, files, portal, read, samples, temporaryFolder } from "./site.mjs";

// It runs for seconds only: to compile its code anew and better takes half of its time. As it is, it needs a larger stack.
const JAVA = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m"];

/** What the Nu checker finds wrong on the HTML pages of some folders, as "page:line message". */
function nuErrors(...folders) {
  const java = spawnSync("java", [...JAVA, "-jar", vnu, "--errors-only", "--skip-non-html", "--format", "json", ...folders], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  assert.ok(!java.error, `java does not run: ${java.error}`);
  assert.ok(java.stderr.startsWith("{"), `the Nu checker does not run: ${java.stderr}`);
  return JSON.parse(java.stderr).messages.map(({ url, lastLine, message }) => `${url}:${lastLine} ${message}`);
}

test("the Nu checker finds an error that is there", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "p.html"), "<!doctype html><html lang=da><title>x</title><p id=a><ul><li id=a></ul></p>");
  const found = nuErrors(folder);
  assert.equal(found.filter((line) => line.includes("Duplicate ID")).length, 1, found.join("\n"));
});

test("the Nu checker finds no error on any page, without and with a base URL", () => {
  assert.deepEqual(nuErrors(portal(), build("--base-url", "https://eksempel.test/tilsyn/guide/")), []);
});

const LOADING = { link: "href", script: "src", img: "src", iframe: "src", source: "src", video: "src", audio: "src" };

function faults(page) {
  const found = [];
  const rule = (kept, what) => kept || found.push(what);
  const all = [...elements(page)];
  rule(attribute(only(page, "html"), "lang") === "da", "lang is not da");
  rule(select(page, "h1").length === 1, `${select(page, "h1").length} h1`);
  rule(select(page, "main").length === 1, `${select(page, "main").length} main`);
  rule(text(only(page, "title")).length > 0, "empty title");
  const meta = (key, value) => select(page, "meta").find((element) => attribute(element, key)?.toLowerCase() === value);
  rule(/width=device-width/.test(attribute(meta("name", "viewport") ?? { attrs: [] }, "content") ?? ""), "no viewport");
  const policy = attribute(meta("http-equiv", "content-security-policy") ?? { attrs: [] }, "content") ?? "";
  rule(/default-src 'none'/.test(policy), "no content security policy");
  rule(!/unsafe|https?:|\*/.test(policy), `the content security policy is loose: ${policy}`);
  for (const element of all) {
    const name = element.tagName;
    rule(name !== "style", "a style element");
    rule(attribute(element, "style") === undefined, `a style attribute on ${name}`);
    rule(!element.attrs.some((attr) => /^on/.test(attr.name)), `an event attribute on ${name}`);
    if (name === "script") {
      const isData = attribute(element, "type") === "application/ld+json";
      rule(isData || attribute(element, "src") !== undefined, "an inline script");
      rule(isData || attribute(element, "defer") !== undefined, "a script that is not deferred");
      rule(attribute(element, "type") !== "module", "a module");
    }
    const loads = attribute(element, LOADING[name] ?? "");
    // A base URL is not given in this build, so nothing has a reason to be absolute.
    rule(!loads || !/^([a-z]+:|\/)/i.test(loads), `${name} loads ${loads}`);
  }
  return found;
}

test("the house rules are seen when broken", () => {
  const page = parse(`<html lang=en><title></title><style></style><p style="color: red" onclick="x()"><script>x()</script>
    <img src="https://example.org/a.png"><script type=module src=a.js></script>`);
  assert.deepEqual(faults(page), [
    "lang is not da",
    "0 h1",
    "0 main",
    "empty title",
    "no viewport",
    "no content security policy",
    "a style element",
    "a style attribute on p",
    "an event attribute on p",
    "an inline script",
    "a script that is not deferred",
    "img loads https://example.org/a.png",
    "a script that is not deferred",
    "a module",
  ]);
});

/** Every page of the portal, with its path. */
const pages = files(portal(), ".html").map((path) => [path, parse(read(path))]);

test("every page keeps the house rules", () => {
  const found = pages.flatMap(([path, page]) => faults(page).map((fault) => `${path}: ${fault}`));
  assert.deepEqual(found, []);
});

/** Links and buttons of the head and the foot of a page, in their order. */
const around = (page) =>
  ["header", "footer"].flatMap((part) => select(page, part)).filter((part) => /^site-/.test(classes(part)[0] ?? ""))
    .map((part) => [...elements(part)].filter(({ tagName }) => /^(a|button|input)$/.test(tagName)).map((element) => text(element) || attribute(element, "placeholder") || "").join(" | "));

test("menus and help are the same on every page, in the same order", () => {
  const [first, ...others] = new Set(pages.filter(([path]) => !path.includes("/gaeldende/") && path !== "404.html").map(([, page]) => JSON.stringify(around(page))));
  assert.match(first, /Kvalitetsmodellen .*Besøgspakke.*Om Vejviser .*Tilgængelighed .*Meld en fejl/);
  assert.deepEqual(others, []);
});

test("no page has sound, video, a frame or text in a picture", () => {
  const media = pages.flatMap(([path, page]) => ["audio", "video", "object", "embed", "iframe", "canvas"].flatMap((tag) => select(page, tag).map(() => `${path}: ${tag}`)));
  const pictures = pages.flatMap(([path, page]) => select(page, "img").filter((img) => !/vejviser\.svg$/.test(attribute(img, "src"))).map((img) => `${path}: ${attribute(img, "src")}`));
  assert.deepEqual([...media, ...pictures], []);
  assert.doesNotMatch(read("assets/vejviser.svg"), /<text/);
});

/** English words that no Danish word is spelt like: those of every text, and those of the field. */
const ENGLISH = new Set(
  `the and with of treatment is are by from that this which family therapy community approach informed feedback assessment interview
  interviewing motivational based evidence practice case management outreach harm reduction housing first use users abuse disorder
  health care intervention recovery network addiction severity multidimensional cognitive behavioral behavioural relapse prevention
  street level monitoring`.split(/\s+/),
);

/** Names of methods and tools, which WCAG 3.1.2 takes out. */
const NAMES = [
  "Addiction Severity Index", "Feedback Informed Treatment", "Motivational Interviewing", "Multidimensional Family Therapy",
  "case management", "harm reduction", "relapse prevention",
];

test("English is in the names of methods alone", () => {
  const found = new Set();
  for (const [path] of pages) {
    const shown = read(path).replace(/<(script|style)\b.*?<\/\1>/gs, "");
    for (const part of NAMES.reduce((rest, name) => rest.replaceAll(name, ""), shown).split(/<[^>]*>/)) {
      const words = part.match(/[\p{L}'-]+/gu) ?? [];
      words.forEach((word, at) => {
        const pair = [word, words[at + 1] ?? ""];
        if (pair.every((one) => ENGLISH.has(one.toLowerCase()))) found.add(`${path}: ${pair.join(" ")}`);
      });
    }
  }
  assert.deepEqual([...found], []);
});

test("titles tell pages apart", () => {
  const titles = new Map();
  // Nobody stays on an address that only leads to the current edition.
  for (const [path, page] of pages.filter(([path]) => !path.includes("/gaeldende/"))) {
    const title = text(only(page, "title"));
    titles.set(title, [...(titles.get(title) ?? []), path]);
  }
  assert.deepEqual([...titles].filter(([, same]) => same.length > 1), []);
});

test("the samples of the other tests hold every kind of page", () => {
  const kind = (page) => classes(only(page, "body")).join(" ");
  const all = new Set(pages.map(([, page]) => kind(page)));
  const sampled = new Set(Object.values(samples).map((path) => kind(parse(read(path)))));
  assert.deepEqual([...all].filter((name) => !sampled.has(name)), []);
});
