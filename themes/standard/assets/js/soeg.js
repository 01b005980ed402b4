// The search in the browser, from the files in search/ (see ARCHITECTURE.md): does what src/index/analysis.rs, query.rs
// and score.rs do, and so gives the hits of `vejviser search` in the same order.
var vejviserSearch = (() => {
  "use strict";

  // analysis.rs

  const letter = "\\p{Alphabetic}";
  const hidden = "\\u00ad\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufe00-\\ufe0f\\ufeff";
  const HIDDEN = RegExp(`[${hidden}\\u0300-\\u0307\\u0309\\u030b-\\u036f]`, "g");
  const mark = `\\u0300-\\u0344\\u0346-\\u036f${hidden}`;
  const part = `[${letter}\\p{N}${mark}]`;
  const digit = `[0-9${mark}]`;
  const hyphen = "[-\\u2010\\u2011]";
  // §, or a word: 5.c, 3.1.1, letters. An ending behind an apostrophe says nothing; hyphens tie more to a word.
  const WORD = RegExp(`§|(?<=(${part}${hyphen})?)` +
    `([${mark}]*(?:[0-9][${mark}]*){1,2}\\.(?=[A-Za-z](?!${part}))${part}|[${mark}]*[0-9]${digit}*(?:\\.(?=[0-9])${digit}+)*${part}*|${part}+)` +
    `(?:['’‘´\`]${letter}{1,4}(?!${letter}))?(?=([.\\p{White_Space}]+[0-9])?)(?=((?:${hyphen}${part}+)+)?)`, "gu");
  const LABELS = new Map([["kriteri", "kriterium"], ["styk", "stk"]]);

  const fold = (text) => text.replace(/Σ/g, "σ").toLowerCase().replace(/[à-ÿ]+/g, (letters) => letters.normalize("NFD"))
    .replace(HIDDEN, "")
    .replace(/a\u030a/g, "å").replace(/a\u0308/g, "æ").replace(/o\u030a*\u0308/g, "ø").replace(/[\u0308\u030a]/g, "")
    .replace(/ß/g, "ss").replace(/aa/g, "å").replace(/ae/g, "æ").replace(/oe/g, "ø");

  function tokens(text) {
    const found = [];
    // Behind §§ every number of the list is a paragraph.
    let signs = 0;
    let label, paragraph;
    for (const match of text.matchAll(WORD)) {
      const [all, tied, raw, number, more] = match;
      const from = match.index;
      const push = (word, extra, length = 0) => {
        if (word) found.push({ word, from, to: from + all.length + length, extra, isWord: !/[\p{N}§.]/u.test(word) });
      };
      if (!raw) {
        signs += 1;
        continue;
      }
      const word = fold(raw.replace(/\.(?=[a-z])/i, ""));
      if (/^[0-9]/.test(word)) {
        if (label) {
          if (paragraph && label === "stk") push(paragraph + label + word, true);
          push(label + word, true);
          label = "";
        } else if (signs) {
          push((paragraph = "§" + word), true);
          if (signs < 2) signs = 0;
        }
      } else {
        if (signs < 2 || !/^(og|eller|til)$/.test(word)) signs = 0;
        label = number && LABELS.get(stem(word));
        if (!/^(stk|nr|jfr?)$/.test(word)) paragraph = "";
      }
      push(word, false);
      const joined = more && !tied ? fold(word + more.replace(/[-\u2010\u2011]/g, "")) : "";
      if (/\p{Alphabetic}/u.test(joined)) push(joined, true, more.length);
    }
    return found;
  }

  const termOf = ({ isWord, word }) => (isWord ? stem(word) : word);

  const stems = new Map();
  function stem(word) {
    if (stems.size > 5e4) stems.clear();
    if (!stems.has(word)) stems.set(word, snowball(word));
    return stems.get(word);
  }

  function snowball(word) {
    const three = /^[^]{3}/u.exec(word);
    if (!three) return word;
    const pair = /[aeiouyæøå][^aeiouyæøå]/u.exec(word);
    // Endings stand behind this place.
    const place = Math.max(three[0].length, word.indexOf("'") + 1 || (pair ? pair.index + pair[0].length : word.length));
    const end = (ending, by) => {
      const before = word;
      word = word.slice(0, place) + word.slice(place).replace(ending, by);
      return word !== before;
    };
    const consonants = () => end(/(g)d$|([dgk])t$/, "$1$2");
    end(/((et)?hed|hed(s|er|ens?)|(er)?e(ndes?|[nt]s?|[rs])?|erede?|er?nes?|ers|s)$/,
      (found) => (found === "s" && !/[abcdfghjklmnoprtvyzå']s$/.test(word) ? found : ""));
    consonants();
    word = word.replace(/igst$/, "ig");
    if (!end(/løst$/, "løs") && end(/((e?l)?ig|els)$/, "")) consonants();
    if (word.length > place) word = word.replace(/([bdfgklmnprst])\1$/, "$1");
    return word.replace(/'$/, "");
  }

  for (const label of ("afsnit anvisning bilag boks figur indikator kapitel kriterium linje nr punkt retningslinje side " +
    "spørgsmål stk tabel tema trin").split(" ")) LABELS.set(stem(label), label);

  // The index

  let base, loader, data, starting, weights, stop, particles, cuts, numbers, answers, facets, pages, pieces, shards, endings, vocabulary;
  // Shards that were asked for and are not here.
  let wanted = new Set();
  const [entries, forms, plainForms, synonyms, phrases] = [0, 0, 0, 0, 0].map(() => new Map());
  const lengths = [];
  const fragments = [];
  const mapOf = (object, change) => new Map(Object.entries(object).map(([key, value]) => [key, change ? change(value) : value]));
  const read = (digits) => parseInt(digits, 36);

  // The first number that passes `test`, as all behind it do.
  function first(high, test) {
    let low = 0;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (test(middle)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  // A file cut short loads too: whether it came is seen by what it brought.
  const run = (name) => new Promise((done) => {
    const script = document.createElement("script");
    script.src = base + "search/" + name;
    script.onload = script.onerror = () => done(script.remove());
    document.head.append(script);
  });

  function ready(to) {
    if (!starting) (starting = begin(to)).catch(() => { starting = null; });
    return starting;
  }

  function put(map, from, to) {
    const found = map.get(from) || [];
    map.set(from, found);
    for (const other of to) if (other !== from && !found.includes(other)) found.push(other);
  }

  const plainForm = (stem) => plainForms.get(stem) || stem;

  async function begin(to) {
    const check = (value) => {
      if (!value) throw Error("missing");
      if (value.version !== 1) throw Error("version");
    };
    base = to;
    await run("loader.js");
    check(loader);
    await Promise.all([run(loader.index), loader.words && run(loader.words)]);
    check(data);
    weights = data.weights;
    stop = new Set(data.stop.split(" "));
    particles = new Set(data.particles.split(" "));
    cuts = mapOf(data.cuts);
    for (const group of data.forms.split("|")) group.split(" ").forEach((own, _, stems) => put(forms, own, stems));
    for (const [stem, others] of forms) plainForms.set(stem, [stem, ...others].sort()[0]);
    // Groups are taken apart when a query has one of their words.
    for (const group of data.synonyms.split("|")) {
      const end = group.indexOf(">");
      for (const own of (end < 0 ? group : group.slice(0, end)).split(";")) {
        const plain = own.includes(" ") ? own.split(" ").map(plainForm) : [own];
        const phrase = plain.join(" ");
        if (synonyms.has(phrase)) synonyms.get(phrase).push(group);
        else synonyms.set(phrase, [group]);
        if (plain.length > 1) put(phrases, plain[0], [phrase]);
      }
    }
    numbers = mapOf(data.numbers);
    answers = mapOf(data.answers);
    facets = mapOf(data.facets, (values) => mapOf(values, (units) => decode(units)[0]));
    pages = decode(data.pages)[0];
    shards = (data.shards || [[""]]).map(([from, hash], at) => ({ from, name: `t/${at.toString(36)}-${hash}.js` }));
    if (data.terms) fill(0, data.terms, (endings || "").split("\n"));
    pieces = data.pieces && new Map(data.pieces.split(" ").map((piece) => piece.split("*")));
    return data;
  }

  // The words of the stems stand in their lines, or in lines of their own.
  function fill(at, text, words = []) {
    const shard = shards[at];
    vocabulary = null;
    shard.lines = text.split("\n");
    shard.words = words;
    let term = "";
    shard.terms = shard.lines.map((line) => (term = term.slice(0, read(line[0])) + line.slice(1, line.indexOf(" "))));
  }

  // The lists of a line: title, text, pieces, path, hint, words.
  function listsOf({ lines, words }, at) {
    const lists = lines[at].slice(lines[at].indexOf(" ") + 1).split("|");
    if (words[at]) lists[5] = words[at].slice(1);
    return lists;
  }

  // Null where there is no such term, undefined where its shard is not here.
  function entry(term) {
    if (!entries.has(term)) {
      const shard = shards[Math.max(0, first(shards.length, (at) => shards[at].from > term) - 1)];
      const { terms } = shard;
      if (!terms) return void wanted.add(shard);
      const at = first(terms.length, (at) => terms[at] >= term);
      entries.set(term, terms[at] === term ? { lists: listsOf(shard, at), scores: [], counts: [] } : null);
    }
    return entries.get(term);
  }

  // Letter by letter: an index has a hundred thousand of these numbers.
  function decode(list = "") {
    const [units, counts] = [[], []];
    let [unit, number, count] = [0, 0, -1];
    for (let at = 0; at <= list.length; at += 1) {
      const code = at < list.length ? list.charCodeAt(at) : 44;
      if (code === 44) {
        if (!list) break;
        units.push((unit += number));
        counts.push(count < 0 ? 1 : count);
        [number, count] = [0, -1];
      } else if (code === 42) count = 0;
      else {
        const digit = code - (code > 57 ? 87 : 48);
        if (count < 0) number = number * 36 + digit;
        else count = count * 36 + digit;
      }
    }
    return [units, counts];
  }

  function frequency(term, ...fields) {
    const found = entry(term);
    if (!found) return 0;
    const { lists, counts } = found;
    for (const field of fields) counts[field] ??= lists[field] ? lists[field].split(",").length : 0;
    return Math.max(...fields.map((field) => counts[field]));
  }

  const siteWords = () => vocabulary || (vocabulary = here().flatMap((shard) => shard.terms.flatMap((term, at) => wordsOf(term, listsOf(shard, at)[5]))));
  const here = () => shards.filter((shard) => shard.terms);
  const byFrequency = (a, b) => b.units - a.units || (a.word < b.word ? -1 : 1);

  const wordsOf = (term, list) => (list === undefined ? [] : list.split(",").map((ending) => {
    const [letters, units] = ending.split("*");
    return { word: term + letters, units: read(units || "1") };
  }));

  // query.rs

  // No part of a word that is longer is known: a pasted one is read soon enough.
  const LONGEST = 99;
  const LONGEST_CUT = 300;

  function understand(text) {
    const tokenized = tokens(text).slice(0, 64);
    const plain = tokenized.filter((token) => !token.extra);
    const words = [];
    let corrected = "";
    let end = 0;
    tokenized.forEach((token, at) => {
      const right = addWord(words, token, token === plain[plain.length - 1] && /[\p{Alphabetic}\p{N}]$/u.test(text));
      const next = tokenized[at + 1];
      if (token.isWord && !token.extra && next && next.extra && !next.isWord && (next.word[0] !== "§" || token.word === "stk")) {
        words[at].weight *= weights.labelled;
      }
      if (!right) return;
      corrected += text.slice(end, token.from) + right;
      end = token.to;
    });
    for (const length of [2, 3]) {
      for (let at = 0; at + length <= plain.length; at += 1) addJoined(words, plain.slice(at, at + length));
    }
    addPhrases(words, plain);
    return { words, corrected: end ? corrected + text.slice(end) : null };
  }

  // Gives the right spelling of a wrong word.
  function addWord(words, token, typing) {
    const { word, extra, isWord } = token;
    const term = termOf(token);
    const little = stop.has(word);
    const weight = extra ? weights.label : little ? weights.stop : isWord ? 1 : weights.number;
    const ways = [{ found: term, reason: "word", weight: 1, textOnly: little }];
    words.push({ word, weight, required: !little && !extra, ways });
    if (little) addOthers(ways, term, true);
    if (!isWord || little || extra) return null;
    // What is not here may well be known.
    const away = entry(term) === undefined;
    const known = away || frequency(term, 0, 1) > 0;
    addOthers(ways, term);
    addPieces(ways, word, known);
    if (typing || !known) addPrefixes(ways, word, term, known);
    const written = away || (entry(term) && wordsOf(term, entry(term).lists[5]).some((other) => other.word === word));
    const meant = () => addOthers([], term).length || (typing && siteWords().some((other) => other.word.startsWith(word)));
    const right = written || meant() ? null : addSpelling(ways, word, known);
    if (!known && ways.length < 2) addHalves(ways, word);
    return right;
  }

  function add(ways, found, weight, reason) {
    const other = ways.find((way) => way.found === found);
    if (!other) ways.push({ found, reason, weight });
    else if (other.weight < weight) Object.assign(other, { weight, reason });
  }

  function addOthers(ways, terms, synonymsOnly) {
    for (const form of (!synonymsOnly && forms.get(terms)) || []) add(ways, form, weights.form, "form");
    for (const group of synonyms.get(terms) || []) {
      for (const other of group.slice(group.indexOf(">") + 1).split(";")) {
        if (other !== terms) add(ways, other, weights.synonym, "synonym");
      }
    }
    return ways;
  }

  function addPieces(ways, word, known) {
    const pieces = cut(word);
    for (const piece of pieces) add(ways, piece, weights.piece / Math.sqrt(pieces.length), "piece");
    if (!known && pieces.length > 1) add(ways, pieces.join(" "), weights.all_pieces, "piece");
  }

  // The known halves of a compound whose other half no page has; of other words the longest known beginning.
  function addHalves(ways, word) {
    const { length } = word;
    const parts = [];
    const tryPart = (from, to) => {
      const part = word.slice(from, to);
      return !particles.has(part) && frequency(stem(part), 0, 1) > 1 && parts.push(stem(part));
    };
    for (let to = Math.min(length - 3, LONGEST); to > 3 && !tryPart(0, to);) to -= 1;
    for (let from = Math.max(3, length - LONGEST); from <= length - 4 && !tryPart(from, length);) from += 1;
    for (let to = Math.min(length - 1, LONGEST); to > 3 && !parts.length; to -= 1) {
      parts.push(...beginning(word.slice(0, to)).sort(byFrequency).slice(0, 8).map((other) => other.word));
    }
    for (const part of parts) add(ways, part, weights.half, "piece");
  }

  const known = new Map();
  function cut(word) {
    if (!known.has(word) || data.shards) known.set(word, cuts.has(word) ? cuts.get(word).split(" ").filter(Boolean) : pieced(word));
    return known.get(word);
  }

  function pieced(word) {
    const { length } = word;
    if (length > LONGEST_CUT) return [];
    const best = [[0, []]];
    for (let from = 0; from < length; from += 1) {
      if (!best[from]) continue;
      const [before, cut] = best[from];
      for (let to = from + 3; to <= Math.min(length, from + LONGEST); to += 1) {
        const piece = stem(word.slice(from, to));
        const count = pieces ? read(pieces.get(piece) || "0") : frequency(piece, 2);
        if (to - from === length || particles.has(word.slice(from, to)) || count < (to - from === 3 ? 8 : 2)) continue;
        const cost = before + 100 - Math.log(count);
        for (const next of to + 2 < length && /[se]/.test(word[to]) ? [to, to + 1] : [to]) {
          if (!best[next] || cost < best[next][0]) best[next] = [cost, [...cut, piece]];
        }
      }
    }
    return best[length] ? best[length][1] : [];
  }

  function beginning(prefix) {
    const found = [];
    entry(prefix);
    for (const { terms } of here()) {
      for (let at = first(terms.length, (at) => terms[at] >= prefix); (terms[at] || "").startsWith(prefix); at += 1) {
        const word = terms[at];
        const units = frequency(word, 0, 1, 2);
        if (units) found.push({ word, units });
      }
    }
    return found;
  }

  function addPrefixes(ways, prefix, term, known) {
    const found = prefix.length < 2 ? [] : beginning(prefix).filter(({ word }) => word !== term);
    found.sort((a, b) => a.word.length - b.word.length || byFrequency(a, b));
    for (const { word } of found.slice(0, known ? 8 : 24)) {
      add(ways, word, (known ? weights.prefix_known : weights.prefix) / (1 + 0.1 * (word.length - prefix.length)), "prefix");
    }
  }

  function addSpelling(ways, word, known) {
    const near = word.length < 3 ? [] : spelledLike(word, word.length >= 8 && !known ? 2 : 1);
    if (!near.length) return null;
    const { mistakes } = near[0];
    const weight = (known ? weights.spelling_known : weights.spelling) / (mistakes || 1);
    const seen = new Set();
    for (const other of near) {
      const term = stem(other.word);
      if (seen.has(term)) continue;
      if (other.mistakes > mistakes || seen.size > 3) break;
      seen.add(term);
      add(ways, term, weight, "spelling");
      if (known) continue;
      const more = addOthers([], term);
      addPieces(more, other.word, true);
      for (const way of more) add(ways, way.found, way.weight * weight, way.reason);
    }
    return known ? null : near[0].word;
  }

  function addJoined(words, tokens) {
    const ways = [];
    if (tokens.some((token) => stop.has(token.word) || (token.isWord && token.word.length < 2)) ||
      !tokens.some((token) => token.isWord)) return;
    const parts = tokens.map((token) => token.word);
    for (const link of ["", "s", "e"]) {
      const term = stem(parts.join(link));
      // A label and its number are a word of their own already.
      if (frequency(term, 0, 1) && !words.some(({ word }) => word === term)) add(ways, term, 1, "joined");
    }
    if (ways.length) words.push({ word: parts.join(" "), weight: weights.joined, ways });
  }

  // Up to two other words may stand between those of a phrase.
  function addPhrases(words, tokens) {
    const stems = tokens.map((token) => plainForm(termOf(token)));
    const found = [];
    stems.forEach((own, first) => {
      for (const phrase of phrases.get(own) || []) {
        const places = placesOf(phrase, stems, first);
        const ways = addOthers([], phrase).filter((way) => !way.found.split(" ").every((term) => stems.includes(plainForm(term))));
        if (!places || !ways.length) continue;
        const parts = places.map((at) => tokens[at].word);
        const covers = words.filter(({ word, required }) => required && parts.includes(word));
        found.push({ word: parts.join(" "), weight: weights.phrase, covers, ways });
      }
    });
    words.push(...found);
  }

  function placesOf(phrase, stems, first) {
    const places = [];
    let at = first;
    let spare = 2;
    for (const wanted of phrase.split(" ")) {
      for (; stems[at] !== wanted; at += 1) {
        if (at >= stems.length || at === first || !spare) return null;
        spare -= 1;
      }
      places.push(at);
      at += 1;
    }
    return places;
  }

  const withoutRings = (word) => word.replace(/[åæ]/g, "a").replace(/ø/g, "o");

  const lettersOf = (word) => [...word].reduce((bits, letter) => bits | (1 << (letter.charCodeAt(0) & 31)), 0);
  const count = (bits) => (bits ? 1 + count(bits & (bits - 1)) : 0);

  function spelledLike(word, most) {
    const own = withoutRings(word);
    const letters = lettersOf(own);
    return siteWords().filter((other) => {
      if (Math.abs(other.word.length - own.length) > most || other.word.length < 3) return false;
      if (!other.plain) other.letters = lettersOf(other.plain = withoutRings(other.word));
      // Another first letter counts as one mistake more; a mistake changes two letters of the alphabet at most.
      const begins = other.plain[0] !== own[0];
      if (count(letters ^ other.letters) > 2 * (most - begins)) return false;
      other.mistakes = begins + distance(own, other.plain);
      return other.mistakes <= most && other.word !== word && !/[0-9]/.test(other.word);
    }).sort((a, b) => a.mistakes - b.mistakes || byFrequency(a, b));
  }

  function distance(a, b) {
    let before;
    let last = Array.from({ length: b.length + 1 }, (_, at) => at);
    for (let i = 1; i <= a.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= b.length; j += 1) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      [before, last] = [last, row];
    }
    return last[b.length];
  }

  // score.rs

  // k1 (1 - b + b length / mean) of every unit; lengths are exact up to 40, then in steps of 2, 4, 8 ..., eight of each.
  function lengthsOf(field) {
    const { k1, b } = weights;
    return lengths[field] || (lengths[field] = Float64Array.from(data.lengths[field], (letter) => {
      const code = letter.charCodeAt(0) - 35;
      const byte = code > 57 ? code - 1 : code;
      return k1 * (1 - b + b * ((byte < 40 ? byte : 24 + ((8 | (byte & 7)) << ((byte >> 3) - 4))) / data.means[field]));
    }));
  }

  function termScores(term, field) {
    const { lists, scores } = entry(term) || { lists: [] };
    if (!lists[field]) return [[], []];
    if (!scores[field]) {
      const [units, counts] = decode(lists[field]);
      const rarity = Math.log(1 + (data.units - units.length + 0.5) / (units.length + 0.5));
      const worth = weights[["title", "text", "pieces", "path", "hint"][field]] * rarity * (weights.k1 + 1);
      const lengths = lengthsOf(weights.large && field === 2 ? 1 : field);
      scores[field] = [units, counts.map((count, at) => worth * count / (count + lengths[units[at]]))];
    }
    return scores[field];
  }

  // Calls `take(unit, score)` field by field; several terms count where all of them stand.
  function wayScores({ found, weight, textOnly }, take) {
    const each = (term, take) => {
      for (const field of textOnly ? [1] : [0, 1, 2, 3, 4]) {
        const [units, scores] = termScores(term, field);
        for (let at = 0; at < units.length; at += 1) take(units[at], scores[at]);
      }
    };
    const all = found.split(" ");
    if (all.length < 2) return each(found, (unit, score) => take(unit, score * weight));
    let total;
    for (const term of all) {
      const best = new Map();
      each(term, (unit, score) => {
        if (!total || total.has(unit)) best.set(unit, Math.max(best.get(unit) || 0, score));
      });
      if (total) best.forEach((score, unit) => best.set(unit, total.get(unit) + score));
      total = best;
    }
    total.forEach((score, unit) => take(unit, score * (weight / all.length)));
  }

  function wordScores({ ways }) {
    const [best, sum] = [0, 0].map(() => new Float64Array(data.units));
    for (const way of ways) {
      wayScores(way, (unit, score) => {
        if (score > best[unit]) best[unit] = score;
        sum[unit] += score;
      });
    }
    return best.map((best, unit) => best + weights.tie * (sum[unit] - best));
  }

  function rank(words) {
    const [total, has] = [0, 0].map(() => new Float64Array(data.units));
    const scored = new Map(words.map((word) => [word, wordScores(word)]));
    const required = words.filter((word) => word.required).length;
    for (const word of words) {
      scored.get(word).forEach((own, unit) => {
        if (!own) return;
        const score = word.weight * own;
        // A phrase and its words say the same: the better of the two counts, and a share of the other.
        let said = 0;
        for (const other of word.covers || []) said += other.weight * scored.get(other)[unit];
        total[unit] += score > said ? score - said + weights.tie * said : weights.tie * score;
        if (word.required) has[unit] += 1;
      });
    }
    return total.map((score, unit) => (required > 1 && has[unit] === required ? score * weights.all_words : score));
  }

  // What a term is worth in one unit, in its best field.
  function scoreAt(term, unit, fields) {
    let best = 0;
    for (const field of fields) {
      const [units, scores] = termScores(term, field);
      const at = first(units.length, (at) => units[at] >= unit);
      if (units[at] === unit && scores[at] > best) best = scores[at];
    }
    return best;
  }

  const explain = (words, unit) => words.flatMap(({ word, weight, ways }) => {
    let best;
    for (const way of ways) {
      const own = way.found.split(" ").map((term) => scoreAt(term, unit, way.textOnly ? [1] : [0, 1, 2, 3, 4]));
      const score = own.every(Boolean) ? own.reduce((sum, more) => sum + more) * (way.weight / own.length) * weight : 0;
      if (score > (best ? best.score : 0)) best = { ...way, word, score };
    }
    return best || [];
  });

  // What pages ask for

  // Brings what a query needs, at most so many files: its own words, what they begin, then what weighs most.
  async function widen(text, most) {
    const tried = new Set();
    for (;;) {
      wanted = new Set();
      const query = understand(text);
      if (data.shards) {
        query.words.flatMap((word) => word.ways.map((way) => [word.weight * way.weight, way.found]))
          .sort((a, b) => b[0] - a[0]).forEach(([weight, found]) => weight && found.split(" ").forEach(entry));
      }
      const next = [...wanted].filter((shard) => !tried.has(shard)).slice(0, most - tried.size);
      if (!next.length) return { ...query, missing: [...tried].some((shard) => !shard.terms) || Boolean(loader.words && !endings) };
      await Promise.all(next.map((shard) => tried.add(shard) && bring(shard)));
    }
  }

  const bring = (shard) => shard.coming || (shard.coming = run(shard.name).then(() => { shard.coming = null; }));

  // What a text is as a number or an id; "/2020" where a year stands behind it in brackets.
  function key(text) {
    const [, name, year] = /^([^]*)\((\d{4})\)$/.exec(text.trim()) || [0, text];
    const letters = fold(name).replace(/[^\p{Alphabetic}\p{N}§.]|(?<![0-9])\.|\.(?![0-9])/gu, "");
    return letters && year ? letters + "/" + year : letters;
  }

  const split = (text) => text.split(/\p{White_Space}+/u).filter(Boolean);

  async function search(text, { filters = {}, limit = 100 } = {}) {
    await starting;
    let query = await widen(text, 4);
    let scores = rank(query.words);
    if (!scores.some(Boolean)) scores = rank((query = await widen(text, 12)).words);
    const { words, corrected, missing } = query;
    const lead = new Set(numbers.get(key(text)));
    const answer = answers.get(tokens(text).filter((token) => !token.extra).map((token) => token.word).join(" "));
    if (answer !== undefined) lead.add(answer);
    const chosen = [...facets].filter(([facet]) => (filters[facet] || []).length)
      .map(([facet, values]) => [facet, new Set(filters[facet].flatMap((value) => values.get(value) || []))]);
    const fits = (unit, facet) => (scores[unit] || lead.has(unit)) &&
      chosen.every(([other, units]) => other === facet || units.has(unit));
    const counts = {};
    for (const [facet, values] of facets) {
      counts[facet] = {};
      for (const [value, units] of values) {
        const count = units.filter((unit) => fits(unit, facet)).length;
        if (count) counts[facet][value] = count;
      }
    }
    const found = [];
    scores.forEach((score, unit) => score && !lead.has(unit) && found.push(unit));
    const rounded = scores.map((score) => Math.round(score * 1e4) / 1e4);
    found.sort((a, b) => rounded[b] - rounded[a] || a - b);
    const all = [...lead, ...found].filter(fits);
    const hits = all.slice(0, limit).map((unit) => {
      let why;
      return {
        unit,
        score: rounded[unit],
        page: pages[first(pages.length, (at) => pages[at] > unit) - 1],
        get why() { return why || (why = explain(words, unit)); },
      };
    });
    return { total: all.length, hits, corrected, facets: counts, missing };
  }

  async function units(wanted) {
    await Promise.all([...new Set(wanted.map((unit) => unit >> 3))].map((at) =>
      fragments[at] || run(`f/${at.toString(36)}-${data.fragments.slice(at * 4, at * 4 + 4)}.js`)));
    return wanted.map((unit) => (fragments[unit >> 3] || [])[unit & 7] || null);
  }

  // The last word completed: the most frequent ones, one of each stem.
  function suggest(text, most) {
    const typed = fold((RegExp(part + "+$", "u").exec(text) || [""])[0]);
    if (!typed || !shards) return [];
    wanted = new Set();
    entry(typed);
    wanted.forEach(bring);
    const shown = new Map();
    for (const { word } of siteWords().filter(({ word }) => word.startsWith(typed)).sort(byFrequency)) {
      if (word !== typed && !/[\p{N}§]/u.test(word) && !stop.has(word) && !shown.has(stem(word))) shown.set(stem(word), word);
    }
    return [...shown.values()].slice(0, most);
  }

  const stemsOf = (why) => why.flatMap(({ found }) => found.split(" "));

  function markFound(text, why) {
    const found = stemsOf(why);
    const parts = [];
    let end = 0;
    const upTo = (to, isFound) => {
      if (to > end) parts.push([text.slice(end, to), isFound]);
      end = Math.max(end, to);
    };
    for (const token of tokens(text)) {
      const { word, from, to, isWord } = token;
      if (found.includes(termOf(token)) || (isWord && found.some((stem) => word.includes(stem)) &&
        cut(word).some((piece) => found.includes(piece)))) {
        upTo(from, false);
        upTo(to, true);
      }
    }
    upTo(text.length, false);
    return parts;
  }

  // Words of texts come again and again.
  const terms = new Map();
  function termsOf(word) {
    if (!terms.has(word)) terms.set(word, tokens(word).map(termOf));
    return terms.get(word);
  }

  function excerpt(text, why) {
    const found = stemsOf(why);
    const words = split(text);
    const is = words.map((word) => termsOf(word).some((term) => found.includes(term)));
    let [best, most, hits] = [0, 0, 0];
    is.forEach((yes, at) => {
      hits += yes - (is[at - 30] || 0);
      if (hits > most) [most, best] = [hits, Math.max(0, at - 29)];
    });
    return (best ? "… " : "") + words.slice(best, best + 30).join(" ") + (best + 30 < words.length ? " …" : "");
  }

  return {
    ready, search, units, suggest, mark: markFound, excerpt, tokens, term: termOf, stem, fold, key, understand,
    begin: (value) => { loader = value; },
    index: (value) => { data = value; },
    words: (value) => { endings = value; },
    shard: (at, text) => fill(at, text),
    fragment: (at, list) => { fragments[at] = list.map((unit) => ({ id: unit.url, ...unit })); },
  };
})();
