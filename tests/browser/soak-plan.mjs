// What a soak does, and what it expects: chance, the steps, and the model of what must be there.
//
// The steps are drawn before the first is taken, so that a seed means the same steps however fast the machine is. What
// they meet (a lock, a message, a text of the other tab) is seen when they are taken.

import { chance } from "./chance.mjs";
import { SCREENS } from "./pack.mjs";

/** Notes that stand on the screen of a visit by themselves. So few that both tabs often write in the same one. */
export const FIELDS = [["5.a.1", "Borgere"], ["5.a.1", "Dokumenter"], ["5.a.2", "Borgere"]];
export const QUESTIONS = ["5.a.1", "5.a.2"];
export const LIST = "Alle pakker";

/** Everything of one kind, as often as its weight says. */
const weighted = (weights) => Object.entries(weights).flatMap(([one, weight]) => Array(weight).fill(one));

const WEIGHTS = weighted({
  type: 40, settle: 6, go: 12, back: 4, front: 3, lock: 7, bare: 4, rename: 3, export: 8, import: 5, close: 4, own: 2, question: 2,
});
const HOW = weighted({ append: 6, replace: 3, empty: 1 });
const THEN = weighted({ "Ctrl+Enter": 4, "a pause": 2, nothing: 3 });

/** A word that is typed once: in the step of that number. */
export const word = (kind, number) => `${kind}${String(number).padStart(4, "0")}`;

const WORD = /(?:ord|kollega|eget)\d{4}/g;
export const wordsIn = (text) => [...new Set(text.match(WORD))];

/** What else a step needs to know, by kind. `made` has the earlier steps of its pack that a later one comes back to. */
const DETAILS = {
  type: ({ pick }) => ({ field: pick(FIELDS), how: pick(HOW), then: pick(THEN) }),
  settle: ({ below, pick }) => ({ which: below(10), button: pick(["Sæt ind i noten", "Fjern denne"]) }),
  go: ({ pick }) => ({ screen: pick([...SCREENS, LIST]) }),
  back: ({ pick, oneIn }) => ({ screens: [pick(SCREENS), pick(SCREENS)], forward: oneIn(2) }),
  lock: (_, number) => ({ passphrase: `adgangssætning ${number}` }),
  export: ({ oneIn, pick }, number, made) => {
    made.exports.push(number);
    return { passphrase: oneIn(2) ? `fil med nummer ${number}` : "", colleague: oneIn(2), field: pick(FIELDS) };
  },
  import: ({ pick }, _, made) => ({ file: made.exports.length ? pick(made.exports) : null }),
  own: (_, number, made) => {
    const text = made.own ?? word("eget", number);
    const act = made.own ? "remove" : "add";
    made.own = made.own ? null : text;
    return { act, text };
  },
  question: ({ pick }) => ({ question: pick(QUESTIONS) }),
};

/** Steps that send the form of the pack itself. */
const FORMS = ["lock", "bare", "rename", "own", "question"];

/** Rounds of one step, or of two that are taken in both tabs at once. */
export function plan(seed, count) {
  const random = chance(seed);
  const made = [0, 1].map(() => ({ exports: [], own: null }));
  const rounds = [];
  for (let number = 1; number <= count; number += 1) {
    const kind = random.pick(WEIGHTS);
    const step = { number, tab: random.pick(["A", "B"]), pack: random.oneIn(8) ? 1 : 0, kind };
    Object.assign(step, DETAILS[kind]?.(random, number, made[step.pack]));
    const together = random.oneIn(2);
    const last = rounds.at(-1);
    if (together && last?.length === 1 && last[0].tab !== step.tab) last.push(step);
    else rounds.push([step]);
  }
  for (const round of rounds) {
    const forms = round.filter(({ kind }) => FORMS.includes(kind));
    // Of two forms that are sent at once either may be the last.
    for (const step of forms) step.alone = forms.filter(({ pack }) => pack === step.pack).length === 1;
  }
  return rounds;
}

/**
 * What must be there. Every text that somebody types is a word of its own. It is due as soon as the page has said that it is
 * saved; it may go once somebody who has it on the screen types something else in its place, or removes it.
 */
export class Model {
  words = new Map();

  /** Somebody types a word. */
  typed(text, facts) {
    this.words.set(text, { ...facts, saved: null, gone: null });
  }

  /** The page said that words are saved. */
  saved(words, number) {
    for (const one of words) this.words.get(one).saved ??= number;
  }

  /** Somebody who saw these words took them away. */
  gone(words, number) {
    for (const one of words) this.words.get(one).gone ??= number;
  }

  isGone(one) {
    return this.words.get(one).gone !== null;
  }

  /** The words that must be in a pack. */
  due(pack) {
    return [...this.words].filter(([, { pack: its, saved, gone }]) => its === pack && saved !== null && gone === null).map(([one]) => one);
  }

  /** Where a word comes from, for whoever looks for it. */
  tell(one) {
    const { tab, place, number, saved } = this.words.get(one);
    return `${one} (typed by ${tab} in step ${number}, ${place}; saved in step ${saved ?? "–"})`;
  }
}
