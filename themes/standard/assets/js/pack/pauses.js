// What is done at the next pause: once for each pack, however often it is asked for.

/**
 * @param {number} pause how long a pause is, in milliseconds
 */
export const pauses = (pause) => {
  /** @type {Map<string, number>} by pack */
  const timers = new Map();
  /** @param {string} id */
  const cancel = (id) => clearTimeout(timers.get(id));
  return {
    cancel,

    cancelAll: () => timers.forEach((timer) => clearTimeout(timer)),

    /**
     * @param {string} id
     * @param {() => unknown} work
     */
    soon: (id, work) => {
      cancel(id);
      timers.set(id, setTimeout(work, pause));
    },
  };
};
