// WebKit: the ways through the site that have to work in every browser.

process.env.VEJVISER_BROWSER = "webkit";
const { journeys } = await import("./journeys.mjs");

journeys();
