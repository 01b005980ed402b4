// A trap for what no page may do: run what somebody wrote, go against its policy, ask other places, show a dialog, fail.

/** What a text sets that was taken for code. */
export const RAN = "__ran";

/**
 * Watches a page from its next address on. Returns the list of what it did; `roots` are the beginnings of the addresses that
 * it may ask for.
 */
export async function trap(page, ...roots) {
  const caught = [];
  const isOurs = (url) => [...roots, "blob:", "data:"].some((start) => url.startsWith(start));
  page.on("request", (request) => isOurs(request.url()) || caught.push(`asks ${request.url()}`));
  page.on("pageerror", (error) => caught.push(`fails: ${error}`));
  page.on("console", (message) => {
    if (!["error", "warning"].includes(message.type())) return;
    // Browsers ask for the icon of a page that names none, and `openOnline` keeps the worker away.
    const isOfTests = message.location().url.endsWith("/favicon.ico") || message.text().includes("blocked by Playwright");
    if (!isOfTests) caught.push(`complains: ${message.text()}`);
  });
  page.on("dialog", (dialog) => {
    caught.push(`asks in a dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  await page.exposeFunction("__caught", (what) => caught.push(what));
  await page.addInitScript((name) => {
    Object.defineProperty(window, name, { set: () => window.__caught("ran what somebody wrote") });
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
      window.__caught(`${effectiveDirective} forbids ${blockedURI}`));
  }, RAN);
  return caught;
}
