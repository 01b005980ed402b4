// The screen of the paper: a pack as a booklet, with or without notes, and with or without codes that lead
// back to it.

import { bookletOf } from "./booklet.js";
import { loadCodes, whyNoCodes } from "./codes.js";
import { find, findInput, stamp } from "./dom.js";
import { drawnScreen } from "./drawn-screen.js";
import { latest } from "./saving.js";
import { placeIn, setPlace } from "./visit-place.js";

/** @import { OpenPack } from "./open-pack.js" */

/** @param {OpenPack} open */
export const printScreen = (open) => {
  const { id, name } = open.pack;
  const why = whyNoCodes();
  const draw = () => {
    const wish = {
      withNotes: findInput("notes", screen).checked,
      withCodes: findInput("codes", screen).checked,
    };
    find("sheet", screen).replaceChildren(bookletOf(open, wish));
  };
  /** Draws the booklet once its codes can be made; without them if they cannot. */
  const drawWithCodes = async () => {
    if (findInput("codes", screen).checked) {
      const isLoaded = await loadCodes().then(
        () => true,
        () => false,
      );
      find("missing", screen).hidden = isLoaded;
    }
    draw();
  };
  const choose = () => {
    setPlace(open, { isWithoutCodes: !findInput("codes", screen).checked });
    return drawWithCodes();
  };
  const print = async () => {
    await latest(open);
    await drawWithCodes();
    window.print();
  };
  const screen = stamp("print", {
    name,
    notes: draw,
    codes: choose,
    print,
    folder: why === "folder",
    memory: why === "memory",
    able: !why,
  });
  const codes = findInput("codes", screen);
  codes.disabled = Boolean(why);
  codes.checked = !why && !placeIn(id).isWithoutCodes;
  if (codes.checked) drawWithCodes();
  return drawnScreen(screen, draw);
};
