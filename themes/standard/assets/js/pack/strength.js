// How hard a passphrase is to guess: a rough estimate in bits, by what people usually make one of. A program
// that guesses tries words, years, rows of keys and repetitions first, so these count for little, however
// long they are.

/** What nearly everybody comes upon; each counts like one of a hundred. */
const COMMON = new Set(
  [
    "adgang adgangskode adgangssætning admin alkohol barn beboer borger bruger chef dag danmark dansk det en",
    "er et fodbold god hej hemmelig hest hund i ikke jeg kat kode kodeord kommune kontor letmein login",
    "med mig min misbrug mit monkey navn nu og pakke pass password på qwerty rapport secret socialtilsyn sol",
    "sommer start test til tilbud tilsyn velkommen vinter welcome",
  ].flatMap((line) => line.split(" ")),
);

/** Rows that fingers follow. */
const ROWS = ["abcdefghijklmnopqrstuvwxyzæøå", "01234567890", "qwertyuiopå", "asdfghjklæø", "zxcvbnm"];
const BACKWARDS = ROWS.map((row) => [...row].reverse().join(""));

/** The shortest piece of a row that counts as one. */
const RUN = 3;

const PIECE = /\p{L}+|\p{N}+|[^\p{L}\p{N}\s]/gu;
const REPEATED = /(.)\1\1+/gu;
const YEAR = /^(19|20)\d\d$/;

// A word can be said; letters that cannot were drawn by lot.
const NO_WORD = /^[^aeiouyæøåéäö]+$|[^aeiouyæøåéäö]{5}/;

/** Bits of each kind of piece. */
const BITS = { letter: 4.7, digit: 3.3, sign: 4, word: 12, common: 6, year: 6, run: 4, again: 1 };

/** From how many bits on a passphrase is no longer weak, and from how many it is strong. */
const FAIR = 40;
const STRONG = 55;

/** The shortest passphrase that the forms take. */
const SHORTEST = 10;

/**
 * A piece without what follows a row: "abcd1" is one letter and "1".
 *
 * @param {string} piece
 */
const withoutRuns = (piece) => {
  let rest = "";
  let runs = 0;
  for (let at = 0; at < piece.length;) {
    let length = 1;
    const isRun = (/** @type {number} */ end) =>
      end <= piece.length && [...ROWS, ...BACKWARDS].some((row) => row.includes(piece.slice(at, end)));
    while (isRun(at + length + 1)) length += 1;
    if (length < RUN) rest += piece.slice(at, at + length);
    else runs += 1;
    at += length;
  }
  return { rest, runs };
};

/** @param {string} piece */
const bitsOf = (piece) => {
  if (COMMON.has(piece)) return BITS.common;
  if (YEAR.test(piece)) return BITS.year;
  const { rest, runs } = withoutRuns(piece);
  const isNumber = /^\p{N}/u.test(piece);
  const each = rest.length * (isNumber ? BITS.digit : BITS.letter);
  if (!/^\p{L}/u.test(piece)) return runs * BITS.run + (isNumber ? each : BITS.sign);
  return runs * BITS.run + (NO_WORD.test(rest) ? each : Math.min(each, BITS.word));
};

/**
 * The bits of a passphrase.
 *
 * @param {string} passphrase
 */
export const bits = (passphrase) => {
  const plain = passphrase.normalize("NFC").toLowerCase().replace(REPEATED, "$1");
  const pieces = plain.match(PIECE) ?? [];
  const seen = new Set();
  let sum = 0;
  for (const piece of pieces) {
    sum += seen.has(piece) ? BITS.again : bitsOf(piece);
    seen.add(piece);
  }
  return sum;
};

/**
 * What is said of a passphrase: how strong it is, and what would help.
 *
 * @param {string} passphrase
 */
export const strengthOf = (passphrase) => {
  if (passphrase.length < SHORTEST) return `Svag: Skriv mindst ${SHORTEST} tegn, helst fem ord.`;
  const found = bits(passphrase);
  if (found >= STRONG) return "Stærk. Sørg for, at du kan huske den.";
  if (found >= FAIR) return "Rimelig. Et ord eller to mere gør den stærk.";
  return "Svag: Brug fem ord, der ikke hører sammen. Årstal, gentagelser og rækker som 1234 tæller lidt.";
};
