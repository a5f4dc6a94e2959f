// speak.mjs DIR: writes DIR's frame.html and loader.js in German (frame-de.html, loader-de.js), by german.json.
// Every word of the frame must be in there, and everything in there must be used; the words of Rust are in src/words.rs.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const dir = process.argv[2];
const german = JSON.parse(readFileSync(new URL("german.json", import.meta.url), "utf8"));
const unused = new Set(Object.keys(german));
const say = (words) => {
  if (!(words in german)) throw new Error(`german.json lacks "${words}"`);
  unused.delete(words);
  return german[words];
};

const frame = readFileSync(join(dir, "frame.html"), "utf8")
  .replace('<html lang="en"', '<html lang="de"')
  .replace(/((?:aria-label|placeholder|data-(?:broken|again|remove|sending|large|missing))=")([^"{]+)"/g, (_, before, words) => `${before}${say(words)}"`)
  .replace(/>([^<>{}]*\p{L}[^<>{}]*)</gu, (_, words) => `>${say(words)}<`);
writeFileSync(join(dir, "frame-de.html"), frame);

let loader = readFileSync(join(dir, "loader.js"), "utf8");
for (const words of Object.keys(german)) {
  if (loader.includes(`"${words}"`)) loader = loader.replaceAll(`"${words}"`, `"${say(words)}"`);
}
writeFileSync(join(dir, "loader-de.js"), loader);
if (unused.size) throw new Error(`german.json has what nobody says: ${[...unused].join(", ")}`);
