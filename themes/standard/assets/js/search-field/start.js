// The search field, the search page, and the marks on the page that a hit leads to. The engine finds.

import { base, places } from "./engine.js";
import { field, form, hasForm, typed } from "./form.js";
import { markPage } from "./marks.js";
import { parts } from "./parts.js";
import { find, startResults } from "./results.js";
import { close, startSuggestions } from "./suggestions.js";

/** How long a number may take to be found, in milliseconds, before it is searched for like a word. */
const PATIENCE = 3000;

/** Goes where a number leads, or searches. */
const submit = async () => {
  const text = typed();
  close();
  if (/\d/.test(text)) {
    const late = new Promise((done) => setTimeout(done, PATIENCE, []));
    const found = await Promise.race([places(text).catch(() => []), late]);
    if (found.length === 1) return location.assign(base + found[0].url);
  }
  if (parts.results) find();
  else location.assign(`${base}soeg.html?${new URLSearchParams({ q: text })}`);
};

const start = () => {
  const asked = new URLSearchParams(location.search);
  startSuggestions(submit);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  field.value = asked.get("q") ?? "";
  if (parts.results) startResults(asked);
  else if (typed()) markPage(typed()).catch(close);
};

if (hasForm) start();
