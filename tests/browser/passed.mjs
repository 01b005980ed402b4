// A reporter of Node's test runner: every test that has passed, as "file, a tab, title". Those that were skipped did not.

import { basename } from "node:path";

export default async function* passed(events) {
  for await (const { type, data } of events) {
    const isDone = type === "test:pass" && data.nesting === 0 && data.skip === undefined && data.todo === undefined;
    if (isDone && data.file) yield `${basename(data.file)}\t${data.name}\n`;
  }
}
