// The quality model as `data/spoergsmaal.js` brings it: a call, for a page opened from a folder can fetch
// nothing.

import { model, site } from "./state.js";

/** @import { Edition, Model } from "./types.js" */

/**
 * Takes the model over, with every question's place in it.
 *
 * @param {Model} given
 */
const takeModel = (given) => {
  site.model = given;
  site.modelText = JSON.stringify(given);
  for (const edition of given.editions) {
    edition.questions = [];
    for (const theme of edition.themes) {
      for (const criterion of theme.criteria) {
        for (const indicator of criterion.indicators) {
          for (const question of indicator.questions) {
            Object.assign(question, { theme, criterion, indicator, at: edition.questions.length });
            edition.questions.push(question);
          }
        }
      }
    }
  }
};

window.vejviserModel = takeModel;

/**
 * An edition; the newest if it is not here.
 *
 * @param {string} [id]
 * @returns {Edition}
 */
export const editionOf = (id) => {
  const { editions } = model();
  return editions.find((edition) => edition.id === id) ?? editions[0];
};

/**
 * What an edition is called, with what it is worth today.
 *
 * @param {Edition} edition
 */
export const editionWithStatus = ({ label, status_text: status }) => `${label} (${status})`;
