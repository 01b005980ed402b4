// The quick form: a pack from what kind of service it is, which themes, and how much time there is.

import { coreOf } from "./core.js";
import { find, make, values } from "./dom.js";
import { editionOf } from "./model.js";
import { go } from "./navigation.js";
import { createPack, suggestedName } from "./packs.js";
import { relevant } from "./questions.js";
import { inAMonth } from "./times.js";

/** A box for each theme that has questions. */
export const themeBoxes = () => {
  const { questions, themes } = editionOf();
  const asked = themes.filter(({ id }) => questions.some(({ theme }) => theme.id === id));
  return asked.map(({ id, title }) => {
    const box = make("input", { type: "checkbox", name: "theme", value: id });
    return make("label", { className: "option" }, box, title);
  });
};

/**
 * What is chosen in the form.
 *
 * @param {HTMLFormElement} form
 * @param {string} [visit] what a button says of the visit
 */
const choiceOf = (form, visit) => {
  const { service, visit: marked, minutes } = values(form);
  return { choice: { service, visit: visit || marked }, minutes: Number(minutes) };
};

/**
 * The questions that the form stands for, each with the reason for it where time is short.
 *
 * @param {HTMLFormElement} form
 * @param {string} [visit]
 */
const picked = (form, visit) => {
  const { choice, minutes } = choiceOf(form, visit);
  const themes = new FormData(form).getAll("theme");
  const fitting = editionOf().questions.filter(
    (question) => relevant(question, choice) && (!themes.length || themes.includes(question.theme.id)),
  );
  return minutes ? coreOf(fitting, minutes) : fitting.map((question) => ({ question, reason: "" }));
};

/**
 * Makes the pack and opens it.
 *
 * @param {HTMLFormElement} form
 * @param {SubmitEvent} event
 */
export const createQuick = async (form, { submitter }) => {
  const visit = submitter?.dataset.kind;
  const { choice } = choiceOf(form, visit);
  const questions = picked(form, visit).map(({ question: { id, text } }) => ({ id, text }));
  const made = { name: suggestedName(choice), edition: editionOf().id, ends: inAMonth(), ...choice };
  return go(await createPack({ ...made, questions }, []));
};

/**
 * Says which questions the form stands for.
 *
 * @param {HTMLFormElement} form
 */
export const showQuick = (form) => {
  const chosen = picked(form);
  const { choice, minutes } = choiceOf(form);
  const what = minutes ? "er valgt ud til tiden" : "passer til dine valg";
  const all = editionOf().questions.length;
  find("count", form).textContent = `${chosen.length} af ${all} spørgsmål ${what}.`;
  find("why", form).hidden = !minutes;
  // It would make the same pack, or one that contradicts the choice.
  find("unannounced", form).hidden = Boolean(choice.visit);
  const reasons = chosen.map(({ question, reason }) =>
    make("li", {}, `${question.id}: ${question.text} (${reason})`),
  );
  find("reasons", form).replaceChildren(...(minutes ? reasons : []));
};
