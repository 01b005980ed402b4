// A table for spreadsheets as spreadsheets read it, whatever parts its cells.

export const SEPARATORS = { semicolons: ";", commas: ",", tabs: "\t", bars: "|" };

/**
 * The rows of a file as a spreadsheet reads them with this separator: a quotation mark opens a cell only where the cell
 * begins, and what comes after the closing one up to the separator belongs to the cell.
 */
export function rowsAsRead(csv, separator) {
  const rows = [[]];
  let at = 0;
  const upTo = (pattern) => {
    pattern.lastIndex = at;
    const from = at;
    at = pattern.exec(csv)?.index ?? csv.length;
    return csv.slice(from, at);
  };
  const end = new RegExp(`[\\r\\n${separator === "|" ? "\\|" : separator}]`, "g");
  while (at < csv.length) {
    let cell = "";
    if (csv[at] === '"') {
      at += 1;
      for (;;) {
        cell += upTo(/"/g);
        at += 1;
        if (csv[at] !== '"') break;
        cell += '"';
        at += 1;
      }
    }
    cell += upTo(end);
    rows.at(-1).push(cell);
    if (csv[at] !== separator) {
      at += csv.startsWith("\r\n", at) ? 2 : 1;
      rows.push([]);
    } else at += 1;
  }
  return rows.slice(0, -1);
}

/** Whether a spreadsheet would take a cell for a formula. */
export const beginsFormula = (cell) => /^[\s"]*[=+\-@＝＋－＠]/.test(cell);
