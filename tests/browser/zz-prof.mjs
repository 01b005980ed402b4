import { open } from "./browser.mjs";
import { putRecords } from "./pack.mjs";
import { PLACES } from "./site.mjs";
import { test } from "node:test";
const root = await Object.values(PLACES)[0]();
test("prof", async () => {
  const page = await open({ serviceWorkers: "block" });
  await page.goto(`${root}besoegspakke.html#pakker`);
  await page.getByRole("button", { name: "Opret pakke" }).first().click();
  await page.waitForURL(/#pakke\/[^/]+$/);
  await page.locator("[data-question]").first().waitFor();
  const id = decodeURIComponent(new URL(page.url()).hash.split("/")[1]);
  const ids = await page.evaluate(() => [...document.querySelectorAll("[data-question]")].map(e => e.dataset.question));
  const sources = ["borgere","pårørende","medarbejdere","ledelse","kommune","dokumenter","observation"];
  const records = [];
  for (let i = 0; records.length < 600; i++) {
    const q = ids[i % ids.length]; const s = sources[Math.floor(i / ids.length) % 7];
    const key = i < ids.length * 7 ? `note/${q}/${s}` : `note/x.${i}/${s}`;
    records.push({ pack: id, key, rev: `r-${i}-1`, past: [], also: [], time: Date.now(), by: "", data: `Note ${i}: `.padEnd(120, "abc def ") });
  }
  await putRecords(page, records);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Profiler.enable"); await cdp.send("Profiler.setSamplingInterval", { interval: 200 });
  const self = new Map(), incl = new Map(); const times = [];
  for (let run = 0; run < 6; run++) {
    await page.goto("about:blank");
    await page.goto(`${root}besoegspakke.html#pakker`);
    await page.getByRole("heading", { name: "Hurtig pakke" }).waitFor();
    await page.waitForTimeout(300);
    await cdp.send("Profiler.start");
    times.push(await page.evaluate(async (h) => { const t0 = performance.now();
      location.hash = h;
      await new Promise((r) => { const o = new MutationObserver(() => { if (document.querySelector("[data-question]")) { o.disconnect(); r(); } }); o.observe(document.body, { childList: true, subtree: true }); });
      return Math.round(performance.now() - t0);
    }, `#pakke/${id}/kilder`));
    const { profile } = await cdp.send("Profiler.stop");
    const byId = new Map(profile.nodes.map((n) => [n.id, n])); const parent = new Map(); for (const n of profile.nodes) for (const c of n.children ?? []) parent.set(c, n.id);
    profile.samples.forEach((s, i) => { const dt = profile.timeDeltas[i] / 1000; let n = s; const seen = new Set();
      const nm = (x) => { const f = byId.get(x).callFrame; return `${f.functionName || "anon"}:${f.lineNumber}:${f.columnNumber}`; };
      self.set(nm(s), (self.get(nm(s)) ?? 0) + dt);
      while (n) { const k = nm(n); if (!seen.has(k)) { seen.add(k); incl.set(k, (incl.get(k) ?? 0) + dt); } n = parent.get(n); } });
  }
  console.log(times.join(" "));
  for (const [t, m] of [["self", self], ["incl", incl]]) { console.log(t); for (const [k, v] of [...m].sort((a, b) => b[1] - a[1]).slice(0, 26)) console.log(`  ${(v / 6).toFixed(1)} ${k}`); }
});
