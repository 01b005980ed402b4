// The write-up: theme, criterion, indicator, question, notes by source. It stands on the page; the formats are made from
// what stands there, escaped for each, so that a note that looks like a formula, a link or a tag stays what somebody typed.

/** The state and the notes of an entry as [who, text], each note with what stands beside it. */
const spoken = (open, entry) => [
  ["Status", open.value(`state/${entry.id}`)],
  ...open.also(`state/${entry.id}`).map(({ by, value }) => [`Status, ${by || "en anden"}`, value]),
  ...open.notes(entry).flatMap(([, name, text, also]) => [[name, text.trim()], ...also.map(({ by, value }) => [`${name}, ${by || "en anden note"}`, value])]),
].filter(([, text]) => text);

/** The entries to write up: all, or those somebody did something with. */
const toWrite = (open, onlyTouched) => open.entries.filter((entry) => !onlyTouched || spoken(open, entry).length > 0);

const spokenParts = (open, entry) => spoken(open, entry).map(([name, text]) => make("p", { className: "typed" }, make("b", {}, `${name}:`), " ", text));

/** The parts of the write-up. */
const writeUp = (open, onlyTouched) => {
  const { label, status_text } = editionOf(open.pack.edition);
  return pieces([make("h1", {}, open.pack.name), make("p", {}, `${label} (${status_text}). ${dayOf()}.`), groupParts(toWrite(open, onlyTouched), (entry) => [
    make("p", {}, make("b", {}, `${entry.number}: ${entry.text}`), entry.cites && [make("br"), entry.cites]), spokenParts(open, entry),
  ])]);
};

// What programs make links of by themselves: web and mail addresses, names of people. Backslashes do not stop all of
// them, but none looks into code.
const LINKED = /\/\/|\bwww\.|@/i;

/** A text as a span of code, in more backticks than it has in a row. */
const codeSpan = (text) => {
  const marks = "`".repeat(1 + Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length)));
  const room = /^`|`$/.test(text) ? " " : "";
  return `${marks}${room}${text}${room}${marks}`;
};

const escapeMarkdown = (text) => text
  .replace(/\S+|[^\S\n]+/g, (part) => (LINKED.test(part) ? codeSpan(part) : part.replace(/[\\`*_[\]<>#|~&!$]|\.(?=\p{L}{2})/gu, "\\$&")))
  .replace(/^(\d*)([-+=]|[.)](?=\s))/gm, "$1\\$2")
  // Blanks in front would make a block of code of a line.
  .replace(/(?<=\n)[ \t]/g, (blank) => `&#${blank.charCodeAt()};`)
  .replaceAll("\n", "  \n");

const markdown = {
  H1: "# @\n\n", H2: "## @\n\n", H3: "### @\n\n", H4: "#### @\n\n", P: "@\n\n", B: "**@**", BR: "  \n",
  escape: escapeMarkdown,
};
const heading = (size) => `{\\pard\\sb240\\sa80\\keepn\\b\\fs${size} @\\par}\n`;
const rtf = {
  H1: heading(36), H2: heading(30), H3: heading(26), H4: heading(24), P: "{\\pard\\sa120 @\\par}\n", B: "{\\b @}", BR: "\\line ",
  // Danish letters as bytes of the code page: some readers take more than they should after a \u.
  escape: (text) => text.replace(/[\\{}]/g, "\\$&").replaceAll("\n", "\\line ")
    .replace(/[\xa0-\xff]/g, (letter) => `\\'${letter.charCodeAt().toString(16)}`)
    .replace(/[^\0-~]/g, (letter) => `\\u${letter.charCodeAt() << 16 >> 16}?`),
};

/** What stands below a node, in a format. */
const written = (node, format) => Array.from(node.childNodes, (child) =>
  (child.tagName ? format[child.tagName].replace("@", () => written(child, format)) : format.escape(child.data))).join("");

// A cell that begins like a formula would be run by a spreadsheet, and where a cell begins depends on what the reader takes
// for a separator.
const cell = (text) => `"${text.replace(/(^|[,;|\t\r\n])([\s"']*)(?=[=+\-@＝＋－＠])/g, "$1$2'").replaceAll('"', '""')}"`;

const asCsv = (open, onlyTouched) => {
  const { label } = editionOf(open.pack.edition);
  const rows = [["Udgave", "Tema", "Kriterium", "Indikator", "Spørgsmål", "Ordlyd", "Anvisninger", "Kilde", "Note"]];
  for (const entry of toWrite(open, onlyTouched)) {
    const { question, theme, number, text, cites } = entry;
    const start = [label, theme?.title ?? "", question?.criterion.id ?? "", question?.indicator.id ?? "", number, text, cites];
    const notes = spoken(open, entry);
    rows.push(...(notes.length ? notes : [["", ""]]).map((note) => [...start, ...note]));
  }
  // Danish spreadsheets part cells at semicolons, and know the letters by the mark in front.
  return `\ufeff${rows.map((row) => row.map(cell).join(";")).join("\r\n")}\r\n`;
};

/** The formats: type, and the text made of an open pack and its write-up on the page. */
const FORMATS = {
  txt: ["text/plain", (part) => part.innerText],
  md: ["text/markdown", (part) => written(part, markdown)],
  html: ["text/html", (part) => `<!doctype html>\n<html lang="da">\n<meta charset="utf-8">\n<title>Besøgspakke</title>\n<style>.typed{white-space:pre-wrap}</style>\n${part.innerHTML}\n</html>\n`],
  rtf: ["application/rtf", (part) => `{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Calibri;}}\\fs22\n${written(part, rtf)}}`],
  csv: ["text/csv", (_, open, onlyTouched) => asCsv(open, onlyTouched)],
};
