// Documents of word processors: what is in them, and LibreOffice to turn one into another.

import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import PizZip from "pizzip";

/** The paragraphs of a document, as text. */
export const paragraphs = (bytes) => {
  const xml = new PizZip(bytes).file("word/document.xml").asText();
  const plain = (part) => part.replace(/<w:br\/>/g, "\n").replace(/<[^>]*>/g, "").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  return [...xml.matchAll(/<w:p[ >].*?<\/w:p>/gs)].map(([part]) => plain(part)).filter(Boolean);
};

/** Has LibreOffice turn a file into another kind; returns its path. */
export function converted(path, kind) {
  const folder = dirname(path);
  const profile = `-env:UserInstallation=file://${join(folder, "profile")}`;
  execFileSync("soffice", [profile, "--headless", "--convert-to", kind, "--outdir", folder, path], { stdio: "ignore" });
  return path.replace(/\.\w+$/, `.${kind.split(":")[0]}`);
}
