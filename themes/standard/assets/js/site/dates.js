/**
 * A day as it is written on the site.
 *
 * @param {number} time in milliseconds
 */
export const dayOf = (time) =>
  new Date(time).toLocaleDateString("da-DK", { day: "numeric", month: "long", year: "numeric" });
