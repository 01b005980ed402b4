// What scripts of the theme share: callbacks that files of the site call, since pages opened from a folder can only load
// scripts.

import type { Model } from "../../themes/standard/assets/js/pack/types.js";
import type { Report } from "../../themes/standard/assets/js/report/start.js";
import type { Engine } from "../../themes/standard/assets/js/search/engine.js";

declare global {
  /** Called by the files of the search index, and by the search field. */
  var vejviserSearch: Engine;
  /** Called by `data/spoergsmaal.js`. */
  var vejviserModel: (model: Model) => void;
  /** Called by `data/pakke-i-en-fil.js`. */
  var vejviserCarry: (text: string) => void;
  /** Called by `data/skabeloner.js`, with templates in Base64 by name. */
  var vejviserTemplates: (texts: Record<string, string>) => void;
  /** What `assets/js/report.js` can do. */
  var vejviserReport: Report;
  /** Not in all browsers, and so not in the types of the DOM. */
  var showSaveFilePicker: (options: {
    suggestedName: string;
    types: { description: string; accept: Record<string, string[]> }[];
  }) => Promise<FileSystemFileHandle>;
  interface FileSystemHandle {
    queryPermission: (wanted: { mode: "readwrite" }) => Promise<PermissionState>;
    requestPermission: (wanted: { mode: "readwrite" }) => Promise<PermissionState>;
  }
  /** What the libraries in `assets/report/` are. */
  var PizZip: any;
  var docxtemplater: any;
  var qrcode: any;
}
