// What tells the records of the bin from others.

export const BIN = "bin/";

/** @param {string} key */
export const isInBin = (key) => key.startsWith(BIN);
