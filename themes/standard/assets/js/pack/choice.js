// What is chosen for a pack while its choosing screen is shown.

import { draftOf, setDraft } from "./drafts.js";
import { editionOf } from "./model.js";
import { entriesOf, questionsAt } from "./questions.js";
import { model, site } from "./state.js";
import { random } from "./times.js";

/** @import { OpenPack } from "./open-pack.js" */
/** @import { Edition, Entry, Pack, PackQuestion, Question } from "./types.js" */

/** The edition that has what another page asked for; otherwise the current one. */
const editionAskedFor = () => {
  const has = (/** @type {Edition} */ edition) =>
    site.asked.some((address) => questionsAt(edition, address).length > 0);
  return model().editions.find(has) ?? editionOf();
};

/** What a pack is chosen from and what is chosen: the state of the screen while it stands. */
export class Choice {
  /** @param {OpenPack | null} open the pack; none for a new one */
  constructor(open) {
    this.open = open;
    /** @type {Pack | undefined} */
    this.pack = open?.pack;
    this.edition = this.pack ? editionOf(this.pack.edition) : editionAskedFor();
    this.hash = location.hash;
    this.draftId = this.pack?.id ?? "";
    this.draft = draftOf(this.draftId);
    /** Questions that another page asked for. */
    this.picked = site.asked.flatMap((address) => questionsAt(this.edition, address)).map(({ id }) => id);
    // The first pack that is opened takes what was asked for.
    if (open) site.asked = [];
    /** The questions of the pack, also those left out, as they are found today. */
    this.before = this.entriesBefore();
    /** Ids of today's questions that the stored pack has. */
    this.stored = this.before
      .filter(({ id, question }) => question && !this.isOut(id))
      .map(({ question }) => /** @type {Question} */ (question).id);
    const { added = [], removed = [] } = this.draft ?? {};
    const all = [...this.stored, ...this.picked, ...added];
    this.chosen = new Set(all.filter((id) => !removed.includes(id)));
  }

  /** @returns {Entry[]} */
  entriesBefore() {
    if (!this.pack) return [];
    const questions = this.pack.questions.map(({ id, text }) => ({ id, text }));
    return entriesOf({ ...this.pack, questions }, []);
  }

  /**
   * Whether a question of the pack is left out.
   *
   * @param {string} id
   */
  isOut(id) {
    return this.pack?.questions.find((one) => one.id === id)?.out;
  }

  /**
   * The questions of the pack after this choice. What is left out keeps its notes and comes back with them;
   * what the site no longer has cannot be ticked, and stays.
   *
   * @returns {PackQuestion[]}
   */
  questions() {
    const kept = this.before.map(({ id, text, question }) => {
      return { id, text, out: question ? !this.chosen.has(question.id) : this.isOut(id) };
    });
    const added = this.edition.questions.filter(
      (question) => this.chosen.has(question.id) && !this.before.some((entry) => entry.question === question),
    );
    /** @param {string} id */
    const isTaken = (id) => kept.some((one) => one.id === id);
    const fresh = added.map(({ id, text }) => ({ id: isTaken(id) ? `${id}-${random()}` : id, text }));
    return [...kept, ...fresh];
  }

  dropDraft() {
    setDraft(this.draftId, this.hash, null);
  }
}
