// Prints what browsers load, in bytes, and fails where a bundle has outgrown its budget (end2end/budget.json).
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const site = "target/site";
const budget = JSON.parse(readFileSync("end2end/budget.json", "utf8"));
const bundles = {
  "widget, before the first click": ["loader.js"],
  "widget, whole": ["loader.js", "frame.html", "widget.js", "widget.wasm", "widget.css"],
  "widget in German, whole": ["loader-de.js", "frame-de.html", "widget.js", "widget-de.wasm", "widget.css"],
  "inbox, first load": ["app.js", "app.wasm"],
  "inbox, whole": ["app.js", "app.wasm", "rest.wasm", "app.css"],
};
const manifest = JSON.parse(readFileSync(join(site, "manifest.json"), "utf8"));
const bytes = (name, ending = "") => readFileSync(join(site, (manifest[name] ?? name) + ending)).length;

console.log("file".padEnd(34), "raw".padStart(9), "brotli".padStart(8), "gzip".padStart(8));
for (const name of readdirSync(site).length ? [...new Set(Object.values(bundles).flat())] : []) {
  console.log(name.padEnd(34), `${bytes(name)}`.padStart(9), `${bytes(name, ".br")}`.padStart(8), `${bytes(name, ".gz")}`.padStart(8));
}
let failed = false;
for (const [bundle, names] of Object.entries(bundles)) {
  const size = names.reduce((sum, name) => sum + bytes(name, ".br"), 0);
  const fits = size <= budget[bundle];
  failed ||= !fits;
  console.log(bundle.padEnd(34), "".padStart(9), `${size}`.padStart(8), ` of ${budget[bundle]}${fits ? "" : "  TOO LARGE"}`);
}
process.exit(failed ? 1 : 0);
