// The screen where a pack is put together: a new pack, or the choice of an open one, with what other pages
// asked for.

import { choiceTree } from "./choice-tree.js";
import { Choice } from "./choice.js";
import { find, findForm, make, stamp, values } from "./dom.js";
import { setDraft } from "./drafts.js";
import { attempt } from "./failures.js";
import { canLock } from "./lock.js";
import { labelOf } from "./locked.js";
import { changedQuestions } from "./merge.js";
import { go } from "./navigation.js";
import { OwnQuestions } from "./own-questions.js";
import { createPack, suggestedName } from "./packs.js";
import { listenToPassphrase } from "./passphrase.js";
import { relevant } from "./questions.js";
import { page } from "./state.js";
import { inAMonth, isTime } from "./times.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Pack, PackQuestion, Question, WholePack } from "./types.js" */

/** The fields that a draft has. */
const DRAFTED = ["service", "visit", "name", "ends", "text", "theme", "source"];

/** Those of them that are written in; the others are buttons to press. */
const WRITTEN = DRAFTED.slice(2);

// Hours of a day in Greenwich that are still the same day in Denmark.
const EVENING = 21 * 36e5;

/** The screen: fields, tree, and what is done with them. */
class ChooseScreen {
  /**
   * @param {OpenPack | null} open
   * @param {WholePack[]} packs that could take what was asked for instead
   */
  constructor(open, packs) {
    this.choice = new Choice(open);
    this.part = this.stamped(packs);
    this.form = findForm("form", this.part);
    const { edition, chosen, draft } = this.choice;
    const changed = () => this.changed();
    this.tree = choiceTree(edition, chosen, changed);
    this.own = new OwnQuestions(open, edition, draft?.own, {
      place: find("own", this.form),
      text: this.field("text"),
      theme: this.field("theme"),
      source: this.field("source"),
      remember: () => this.remember(),
    });
    /** @type {Question[]} those that fit what is searched for */
    this.fitting = [];
    find("tree", this.form).append(this.tree.element);
    this.drawn = this.fillFields();
    for (const [name, value] of draft?.fields ?? []) this.field(name).value = value;
    this.listen();
    this.showPicked();
    this.own.draw();
    this.show();
    // The entry of this address may not have it yet.
    if (draft || (open && this.choice.picked.length)) this.remember();
  }

  /**
   * A field of the form.
   *
   * @param {string} name
   */
  field(name) {
    return /** @type {HTMLInputElement} */ (this.form.elements.namedItem(name));
  }

  /** @param {WholePack[]} packs */
  stamped(packs) {
    const { pack, draft, edition } = this.choice;
    return stamp("choose", {
      title: pack ? `Vælg spørgsmål: ${pack.name}` : "Ny besøgspakke",
      form: () => this.submit(),
      submit: pack ? "Gem valget" : "Opret pakke",
      visit: stamp("visit"),
      draft: Boolean(draft),
      anew: () => {
        this.choice.dropDraft();
        return page.route();
      },
      marked: () => {
        const choice = values(this.form);
        this.choose(edition.questions.filter((question) => relevant(question, choice)));
      },
      /** @param {InputEvent} event */
      find: ({ target }) => this.search(/** @type {HTMLInputElement} */ (target).value),
      take: () => this.choose(this.fitting),
      theme: edition.themes.map(({ id, title }) => make("option", { value: id }, title)),
      add: () => this.own.addAnother(),
      secret: canLock,
      nosecret: !canLock,
      unlock: Boolean(pack?.lock),
      into: packs.length > 0,
      packs: packs.map((one) => {
        return make("li", {}, make("a", { href: `#pakke/${one.pack.id}/vaelg` }, labelOf(one.pack)));
      }),
    });
  }

  /** Fills in what is stored. Returns what every field then holds. */
  fillFields() {
    const { pack } = this.choice;
    this.field("service").value = pack?.service ?? "";
    this.field("visit").value = pack?.visit ?? "";
    this.field("name").value = pack?.name ?? "";
    this.field("ends").valueAsNumber = pack && isTime(pack.ends) ? pack.ends : inAMonth();
    /** @type {Record<string, string>} */
    const drawn = {};
    for (const name of DRAFTED) drawn[name] = this.field(name).value;
    return drawn;
  }

  listen() {
    /** @type {NodeListOf<HTMLInputElement>} */
    const radios = this.form.querySelectorAll("[type=radio]");
    for (const radio of radios) radio.onchange = () => this.changed();
    listenToPassphrase(this.form);
    for (const name of WRITTEN) this.field(name).oninput = () => this.remember();
    this.field("text").onkeydown = (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      attempt(() => this.own.addAnother());
    };
  }

  /** What was asked for is to be seen at once. */
  showPicked() {
    for (const { question, label } of this.tree.leaves) {
      if (!this.choice.picked.includes(question.id)) continue;
      /** @type {HTMLDetailsElement} */ (label.parentElement).open = true;
    }
  }

  /** @param {Question[]} questions */
  choose(questions) {
    for (const { id } of questions) this.choice.chosen.add(id);
    this.changed();
  }

  /** @param {string} text */
  search(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    this.fitting = [];
    for (const { question, label, hay } of this.tree.leaves) {
      label.hidden = !words.every((word) => hay.includes(word));
      if (!label.hidden) this.fitting.push(question);
    }
    /** @type {NodeListOf<HTMLDetailsElement>} */
    const parts = this.form.querySelectorAll(".tree-part, .tree details");
    for (const part of parts) {
      part.hidden = !part.querySelector("[data-leaf]:not([hidden])");
      part.open = words.length > 0 && !part.hidden;
    }
    find("found", this.form).textContent = `${this.fitting.length} spørgsmål passer.`;
    find("take", this.form).hidden = !words.length;
  }

  show() {
    const choice = values(this.form);
    const { chosen, edition } = this.choice;
    this.field("name").placeholder = suggestedName(choice);
    const count = `${chosen.size} af ${edition.questions.length} spørgsmål valgt`;
    find("count", this.form).textContent = count;
    this.tree.show(choice);
  }

  changed() {
    this.show();
    this.remember();
  }

  remember() {
    const { chosen, stored, picked, open, pack, draftId, hash } = this.choice;
    const differing = DRAFTED.filter((name) => this.field(name).value !== this.drawn[name]);
    const draft = {
      added: [...chosen].filter((id) => !stored.includes(id)),
      removed: [...stored, ...picked].filter((id) => !chosen.has(id)),
      own: open ? [] : this.own.all(),
      fields: differing.map((name) => /** @type {[string, string]} */ ([name, this.field(name).value])),
    };
    setDraft(draftId, hash, draft, Boolean(pack?.lock));
  }

  async submit() {
    // What is typed while the choice is stored would not be in it.
    this.form.inert = true;
    try {
      await this.keepChoice();
    } finally {
      this.form.inert = false;
    }
  }

  async keepChoice() {
    await this.own.add();
    const { service, visit, name, passphrase, unlock } = values(this.form);
    const { open, edition } = this.choice;
    const questions = this.choice.questions();
    const chosenName = name.trim() || suggestedName({ service, visit });
    const ends = this.field("ends").valueAsNumber + EVENING;
    if (!open) {
      const made = { service, visit, name: chosenName, ends, edition: edition.id, questions };
      const id = await createPack(made, this.own.all(), passphrase);
      this.choice.dropDraft();
      return go(id);
    }
    await this.changePack(open, { service, visit, name: chosenName }, ends, questions);
    if (passphrase || unlock) await open.lock(passphrase);
    this.choice.dropDraft();
    return go(/** @type {Pack} */ (this.choice.pack).id);
  }

  /**
   * Another tab may have changed the pack meanwhile: only what was changed here is changed there.
   *
   * @param {OpenPack} open
   * @param {Record<"service" | "visit" | "name", string>} chosen
   * @param {number} ends
   * @param {PackQuestion[]} questions
   */
  async changePack(open, chosen, ends, questions) {
    const pack = /** @type {Pack} */ (this.choice.pack);
    /** @type {Partial<Pack>} */
    const changes = {};
    for (const key of /** @type {const} */ (["service", "visit", "name"])) {
      if ((chosen[key] ?? "") !== (pack[key] ?? "")) changes[key] = chosen[key];
    }
    if (this.field("ends").value !== this.drawn.ends) changes.ends = ends;
    await open.change((now) => {
      return { ...changes, questions: changedQuestions(now.questions, pack.questions, questions) };
    });
  }
}

/**
 * The screen: a new pack, or the choice of an open one. `packs` could take what other pages asked for
 * instead.
 *
 * @param {OpenPack | null} open
 * @param {WholePack[]} [packs]
 */
export const chooseScreen = (open, packs = []) => ({ part: new ChooseScreen(open, packs).part });
