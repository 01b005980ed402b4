// Which fields a template can have, and where. An unknown field is a mistake, and so is one outside its
// group: it would leave a hole in the report.

/** @typedef {Record<string, any>} Example a report with one of everything: texts, and lists of the same */

/**
 * @param {string} id of a mistake
 * @param {string} field
 * @param {string} [other]
 */
const mistake = (id, field, other) =>
  Object.assign(new Error(id), { properties: { id, xtag: field, closingtag: other } });

/**
 * The group that each field is in first; empty for those in none.
 *
 * @param {Example} example
 * @param {string} [group]
 * @param {Map<string, string>} [groups]
 */
const groupsOf = (example, group = "", groups = new Map()) => {
  for (const name of Object.keys(example)) if (!groups.has(name)) groups.set(name, group);
  for (const [name, inner] of Object.entries(example)) {
    if (Array.isArray(inner)) groupsOf(inner[0], name, groups);
  }
  return groups;
};

export class KnownFields {
  /** @param {Example} example */
  constructor(example) {
    this.example = example;
    this.groups = groupsOf(example);
    /** How many fields a template had. */
    this.count = 0;
  }

  /**
   * What can be named within some groups, the innermost last. The group of a text is shown if there is one,
   * and has nothing of its own.
   *
   * @param {string[]} path
   */
  reach(path) {
    const open = [this.example];
    for (const group of path) {
      const inner = open.findLast((one) => Object.hasOwn(one, group))?.[group];
      if (Array.isArray(inner)) open.push(inner[0]);
    }
    return open;
  }

  /**
   * How docxtemplater finds what a field stands for.
   *
   * @param {string} tag
   * @param {{ tag?: { module?: string } }} meta
   */
  parser = (tag, { tag: part }) => {
    // Some systems write æ, ø and å in two characters.
    const name = tag.trim().normalize("NFC");
    const isGroup = part?.module === "loop";
    this.count += 1;
    if (!this.groups.has(name)) {
      const meant = [...this.groups.keys()].find((one) => one.toLowerCase() === name.toLowerCase());
      throw mistake("unknown_field", name, meant);
    }
    return {
      /**
       * @param {Example} scope
       * @param {{ scopePath: string[] }} context
       */
      get: (scope, { scopePath }) => {
        const found = this.reach(scopePath.map((group) => group.trim().normalize("NFC")));
        const owner = found.findLast((one) => Object.hasOwn(one, name));
        if (!owner) throw mistake("misplaced_field", name, this.groups.get(name));
        if (!isGroup && Array.isArray(owner[name])) throw mistake("group_as_field", name);
        return Object.hasOwn(scope, name) ? scope[name] : undefined;
      },
    };
  };
}
