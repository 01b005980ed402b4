// Kills a browser while notes are typed, and looks whether what the page had called saved is there when it is started again.
//
//   node tests/browser/kill.mjs --browser chromium|firefox|webkit --rounds 200 [--seed 1] [--verbose] [--keep FOLDER] [--torn]
//
// --keep copies the profile after each kill, and keeps the last two; --torn is what a kill rarely meets (see `tear`).
//
// In each round one note or many are typed, letter by letter, in an open pack or a locked one; at a moment that the seed has
// drawn (whenever; as the page says "Gemt"; after a letter) all processes of the browser get SIGKILL. It is started again on
// the same profile. Of each note, a text must stand there that was typed no earlier than the last one that was acknowledged.
//
// A text is acknowledged when the line at the top says "Gemt" after it was typed, and this program has heard so from the page
// (fixtures/kill-agent.js) before it kills the browser. Times are those of its own clock. A killed process is no loss of
// power: what the system has taken from a browser, it writes to the disk.

import { appendFileSync, cpSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startBare } from "./bare.mjs";
import { chance } from "./chance.mjs";
import { repository, server, temporaryFolder } from "./site.mjs";

const MOUNT = "/tilsyn/guide/";
const ADDRESSES = ["kvalitetsmodel/2021/sundhed-og-trivsel/5.a.html"];
const AGENT = readFileSync(join(repository, "tests/browser/fixtures/kill-agent.js"));
const PAGE = '<!doctype html><html lang="da"><title>Agent</title><iframe style="width:100%;height:90vh"></iframe><script src="/agent.js"></script>';
const PACKS = [{ name: "Åben" }, { name: "Låst", passphrase: "fire tilfældige ord" }];

/** How long anything of the browser may take before the program gives up, in milliseconds. */
const PATIENCE = 180_000;

/** A server of the site with the agent beside it. `hear` gets what the agent of this life tells, and returns the answer. */
async function serveAgent() {
  const world = { life: 0, hear: () => {} };
  const beside = {
    "/agent.html": (_, response) => response.end(PAGE),
    "/agent.js": (_, response) => response.setHeader("content-type", "text/javascript").end(AGENT),
    "/tell": async (request, response) => {
      // A browser that is killed while it tells leaves half a request.
      const parts = await request.toArray().catch(() => null);
      if (!parts) return;
      const told = JSON.parse(Buffer.concat(parts).toString());
      const answer = told.life === `?${world.life}` ? await world.hear(told) : null;
      response.setHeader("content-type", "application/json").end(JSON.stringify(answer ?? null));
    },
  };
  const started = await server(MOUNT, undefined, beside);
  return Object.assign(world, { address: new URL("/agent.html", started.root).href, stop: started.stop });
}

const WORDS = ["borger", "enig", "medicin", "instruks", "rundt", "skab", "nat", "vagt", "plan"];

/** What is typed in a round, from the notes as they are: each letter's note, the pause before it, and the note's new text. */
function stepsOf(random, isMany, found) {
  const texts = new Map(Object.entries(found));
  const notes = [...texts.keys()];
  const steps = [];
  let [note, rest] = [random.pick(notes), ""];
  while (steps.length < 400) {
    if (!rest) {
      if (isMany) note = random.pick(notes);
      rest = `${random.pick(WORDS)}${random.below(1000)} `;
    }
    // Mostly as fast as somebody types; now and then a pause, in which the page says that all is saved.
    const pause = random.oneIn(12) ? 500 + random.below(700) : 15 + random.below(120);
    // A note that has become long is begun anew.
    const before = texts.get(note);
    const text = before.length > 300 ? rest[0] : before + rest[0];
    texts.set(note, text);
    steps.push({ note, pause, text });
    rest = rest.slice(1);
  }
  return steps;
}

/** When a round ends: some milliseconds after its first letter, after a "Gemt", or after a letter. */
function momentOf(random) {
  const kind = random.pick(["time", "gemt", "letter"]);
  if (kind === "time") return { kind: "letter", count: 1, later: 300 + random.below(4000) };
  if (kind === "gemt") return { kind, count: 1 + random.below(3), later: random.pick([0, 0, random.below(30)]) };
  return { kind, count: 5 + random.below(60), later: random.pick([0, 400, 900]) + random.below(60) };
}

/** The notes of a pack: each text that they have from when the browser is started until it is killed. */
class Notes {
  #all;
  /** How many letters are acknowledged; when each was typed, as far as is known. */
  #saved = 0;
  #times = [];

  constructor(found, steps) {
    this.#all = new Map(Object.entries(found).map(([note, text]) => [note, [{ text, number: 0 }]]));
    for (const [at, { note, text }] of steps.entries()) this.#all.get(note).push({ text, number: at + 1 });
  }

  typed(number) {
    this.#times[number] = performance.now();
  }

  saved(number) {
    this.#saved = Math.max(this.#saved, number);
  }

  /**
   * How many notes have a text that was acknowledged, and which of them have an older one now; how long before the browser
   * was killed the first letter was typed that is not there.
   */
  compare(found, killed) {
    const faults = [];
    let [acknowledged, missing] = [0, 0];
    for (const [note, texts] of this.#all) {
      const saved = texts.findLast(({ number }) => number <= this.#saved);
      if (saved.number) acknowledged += 1;
      const at = texts.findLastIndex(({ text }) => text === found[note]);
      if (at < texts.indexOf(saved)) faults.push(`${note} is »${found[note]}«, but »${saved.text}« was acknowledged`);
      const typed = this.#times[texts[at + 1]?.number];
      if (typed) missing = Math.max(missing, killed - typed);
    }
    return { acknowledged, faults, missing };
  }
}

/**
 * Starts the browser and has the agent make packs, or read them. Resolves with what it found and the browser, which goes on with
 * the steps that `goOn` gets.
 */
async function find({ agent, browser, profile }, tasks) {
  let running;
  const found = new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("the browser has not opened the page")), PATIENCE);
    agent.hear = (told) => {
      clearTimeout(late);
      if (told.what === "here") return { site: MOUNT, ...tasks };
      if (told.what === "failed") return reject(new Error(told.error));
      return new Promise((goOn) => resolve({ ...told, goOn }));
    };
    agent.life += 1;
    running = startBare(browser, profile, `${agent.address}?${agent.life}`);
    running.catch(reject);
  });
  try {
    return { ...(await found), running: await running };
  } catch (error) {
    await (await running).kill();
    throw error;
  }
}

/** Kills the browser when the moment has come, counting every letter and every "Gemt" until then. Resolves with the time. */
function killed({ agent, alerts }, running, { kind, count, later }, notes) {
  return new Promise((resolve, reject) => {
    let left = count;
    const kill = () => {
      agent.hear = () => {};
      const at = performance.now();
      running.kill().then(() => resolve(at), reject);
    };
    const happened = (what) => {
      if (what === kind && (left -= 1) === 0) return later ? setTimeout(kill, later) : kill();
    };
    agent.hear = ({ what, text, typed, error }) => {
      if (what === "ready") running.remember();
      else if (what === "alert") alerts.push(text);
      else if (what === "failed") reject(new Error(error));
      else if (what === "typed all") kill();
      else if (what === "typed") {
        notes.typed(typed);
        happened("letter");
      } else if (/^Gemt \d/.test(text)) {
        notes.saved(typed);
        happened("gemt");
      }
    };
  });
}

/** A browser on a new profile with an open pack and a locked one. */
export async function prepare(browser) {
  const agent = await serveAgent();
  const world = { agent, browser, profile: join(temporaryFolder(), "profile"), alerts: [] };
  const { made, running } = await find(world, { make: PACKS.map((pack) => ({ ...pack, addresses: ADDRESSES })) });
  await running.kill();
  world.packs = PACKS.map((pack, at) => ({ ...pack, id: made[at] }));
  return world;
}

/** Writes texts into the first notes of a pack, waits until all are acknowledged, and closes the browser as a user does. */
export async function write(world, pack, texts) {
  const { found, goOn, running } = await find(world, { read: [pack] });
  const notes = Object.keys(found[pack.id]);
  const steps = texts.map((text, at) => ({ note: notes[at], pause: 0, text }));
  const saved = new Promise((resolve, reject) => {
    world.agent.hear = ({ what, text, typed, error }) => {
      if (what === "failed") reject(new Error(error));
      if (what === "line" && /^Gemt \d/.test(text) && typed === texts.length) resolve();
    };
  });
  goOn(steps);
  await saved;
  await running.close();
}

/** The texts of a pack's notes that are not empty. */
export async function textsOf(world, pack) {
  const { found, running } = await find(world, { read: [pack] });
  await running.close();
  return Object.values(found[pack.id]).filter(Boolean);
}

/**
 * Leaves the log of Chromium's IndexedDB as it is when the browser is killed between the two writes of a record: the first has its
 * header alone, checksum, length and kind. Nothing that was stored is missing.
 */
function tear({ profile }) {
  const folder = join(profile, "Default/IndexedDB");
  const logs = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".log"));
  for (const log of logs) appendFileSync(join(folder, log), Buffer.from([0x1d, 0xc0, 0x96, 0x66, 0x40, 0, 1]));
}

/** Compares what is there with what was typed in the last round; adds to what is counted. */
function look({ packs }, found, { number, at }, result) {
  let missing = 0;
  for (const { id, name, notes } of packs) {
    const compared = notes?.compare(found[id], at) ?? { acknowledged: 0, faults: [], missing: 0 };
    result.acknowledged += compared.acknowledged;
    result.lost += compared.faults.length;
    result.faults.push(...compared.faults.map((fault) => `round ${number}, »${name}«: ${fault}`));
    missing = Math.max(missing, compared.missing);
  }
  result.missing = Math.max(result.missing, missing);
  return missing;
}

/** Reads both packs, types in one of them, and kills the browser. */
async function round(world, random, last, result, tell) {
  const isMany = random.oneIn(2);
  const [typed, other] = random.oneIn(3) ? world.packs.toReversed() : world.packs;
  const moment = momentOf(random);
  // What is read last stays on the screen.
  const { found, goOn, running } = await find(world, { read: [other, typed] });
  const missing = look(world, found, last, result);
  if (last.number) tell(`round ${last.number}: ${Math.round(missing)} ms of typing not there`);
  const steps = stepsOf(random, isMany, found[typed.id]);
  for (const pack of world.packs) pack.notes = new Notes(found[pack.id], pack === typed ? steps : []);
  const dead = killed(world, running, moment, typed.notes);
  goOn(steps);
  last.at = await dead;
  last.number += 1;
  tell(`round ${last.number}: »${typed.name}«, ${isMany ? "many notes" : "one note"}, ${moment.later} ms after ${moment.kind} ${moment.count}`);
}

/** Kills the browser so many times, or until it does not open the packs. Returns what was counted, and what was wrong. */
export async function rounds(world, { count, seed, keep, torn, tell = () => {} }) {
  const random = chance(seed);
  const result = { rounds: 0, acknowledged: 0, lost: 0, missing: 0, unopened: 0, faults: [] };
  const last = { number: 0, at: 0 };
  try {
    while (last.number < count) {
      await round(world, random, last, result, tell);
      result.rounds = last.number;
      if (torn) tear(world);
      if (!keep) continue;
      // What the next start finds, to be looked at where something is missing.
      cpSync(world.profile, join(keep, `after-${last.number}`), { recursive: true, verbatimSymlinks: true });
      rmSync(join(keep, `after-${last.number - 2}`), { recursive: true, force: true });
    }
    const { found, running } = await find(world, { read: world.packs });
    look(world, found, last, result);
    await running.kill();
  } catch (error) {
    result.unopened += 1;
    result.faults.push(`after round ${last.number}: ${error.message}`);
  }
  result.faults.push(...world.alerts);
  return result;
}

async function byHand() {
  const options = Object.fromEntries(["browser", "rounds", "seed", "keep"].map((name) => [name, { type: "string" }]));
  const { values } = parseArgs({ options: { ...options, verbose: { type: "boolean" }, torn: { type: "boolean" } } });
  const { browser = "chromium", rounds: count = "20", seed = "1", keep, torn, verbose } = values;
  const world = await prepare(browser);
  const begun = performance.now();
  const { faults, ...counted } = await rounds(world, { count: Number(count), seed: Number(seed), keep, torn, tell: verbose ? console.log : undefined });
  await world.agent.stop();
  for (const fault of faults) console.log(fault);
  const { rounds: done, acknowledged, lost, missing, unopened } = counted;
  const seconds = Math.round((performance.now() - begun) / 1000);
  console.log(
    `${browser}, seed ${seed}: killed ${done} times, ${acknowledged} notes acknowledged, ${lost} of them lost; ` +
      `at most the last ${Math.round(missing)} ms of typing not there; not opened ${unopened} times; ${seconds} s`,
  );
  if (faults.length) process.exitCode = 1;
}

if (process.argv[1] === import.meta.filename) await byHand();
