// Leads on from a page that has moved, and keeps the anchor of its address: the page leads on by itself, but
// browsers drop the anchor then.

const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector("main a"));

if (link && location.hash && !link.hash) location.replace(link.href + location.hash);
