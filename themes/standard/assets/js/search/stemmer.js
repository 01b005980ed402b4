// The Danish stemmer of Snowball, as `src/index/analysis.rs` uses it:
// https://snowballstem.org/algorithms/danish/stemmer.html. `search-index/vectors.json` keeps the two in
// agreement.

// The endings of the first step; `s` counts behind some letters only.
const ENDINGS = [
  "hed ethed ered e erede ende erende ene erne ere en heden eren er heder erer heds es endes erendes enes",
  "ernes eres ens hedens erens ers ets erets et eret s",
];
const ENDING = new RegExp(`(?:${ENDINGS.join(" ").split(" ").join("|")})$`);
const VALID_S = /[abcdfghjklmnoprtvyzå']s$/;

// The second step: of gd, dt, gt and kt at the end the last letter goes.
const CONSONANT_PAIR = /(g)d$|([dgk])t$/;

// The third step: igst loses its st, løst its t, and these endings go.
const SUPERLATIVE = /igst$/;
const LOOSE = /løst$/;
const DERIVATION = /(?:ig|lig|elig|els)$/;

// The fourth step: one of two like consonants at the end goes.
const DOUBLED = /([bdfgklmnprst])\1$/;

const VOWEL = "aeiouyæøå";
const VOWEL_AND_CONSONANT = new RegExp(`[${VOWEL}][^${VOWEL}]`, "u");
const THREE_LETTERS = /^[^]{3}/u;
const APOSTROPHE_AT_THE_END = /'$/;

/**
 * Where the endings of a word begin: behind its first vowel that a consonant follows, or an apostrophe, and
 * behind three letters.
 *
 * @param {string} word
 * @param {number} least the length of its first three letters
 */
const regionOf = (word, least) => {
  const pair = VOWEL_AND_CONSONANT.exec(word);
  const behindPair = pair ? pair.index + pair[0].length : word.length;
  return Math.max(least, word.indexOf("'") + 1 || behindPair);
};

/**
 * The stem of a folded word.
 *
 * @param {string} given
 */
const snowball = (given) => {
  const three = THREE_LETTERS.exec(given);
  if (!three) return given;
  let word = given;
  const region = regionOf(word, three[0].length);
  /**
   * Replaces an ending that is in the region. Returns whether there was one.
   *
   * @param {RegExp} ending
   * @param {(found: string, ...parts: string[]) => string} change
   */
  const end = (ending, change) => {
    const before = word;
    word = word.slice(0, region) + word.slice(region).replace(ending, change);
    return word !== before;
  };
  /**
   * @param {string} _
   * @param {...string} kept
   */
  const keepFirst = (_, ...kept) => kept[0] ?? kept[1];
  const shorten = () => end(CONSONANT_PAIR, keepFirst);

  end(ENDING, (found) => (found === "s" && !VALID_S.test(word) ? found : ""));
  shorten();
  word = word.replace(SUPERLATIVE, "ig");
  if (!end(LOOSE, () => "løs") && end(DERIVATION, () => "")) shorten();
  if (word.length > region) word = word.replace(DOUBLED, "$1");
  return word.replace(APOSTROPHE_AT_THE_END, "");
};

/** How many stems are remembered; texts and the index have the same words again and again. */
const MOST_STEMS = 5e4;

/** @type {Map<string, string>} */
const stems = new Map();

/**
 * The Snowball stem of a folded word.
 *
 * @param {string} word
 */
export const stem = (word) => {
  if (stems.size > MOST_STEMS) stems.clear();
  let found = stems.get(word);
  if (found === undefined) {
    found = snowball(word);
    stems.set(word, found);
  }
  return found;
};
