// What wasm-opt doesn't do, for a wasm file that still has its names:
//   wasm.mjs snip FROM TO PATTERN ...   Replaces the body of each function whose name matches a pattern by a trap, and drops
//       each export that matches `export:PATTERN`; what only they reached is dropped by wasm-opt afterwards. For code that a
//       library always links because it keeps a pointer to it, and that we know is never called. A pattern that matches
//       nothing fails: the library has changed, and the reason for snipping must be looked at again.
//   wasm.mjs sort FROM TO   Renames functions so that `wasm-opt --reorder-functions-by-name` puts the instances of one generic
//       function side by side, by size: what is alike and near packs better.
//   wasm.mjs shorten FROM TO SCRIPT   Gives imports short names, in the file and in the script that wasm-bindgen made for it.
//   wasm.mjs probe FROM TO NAMES   Tells which functions have run; NAMES gets their names, as JSON.
//   wasm.mjs split FROM FIRST REST LATER LINKED MANGLED   What runs when a page is opened, and the rest (.ci/wasm/split.mjs).
//       LATER tells which is which; a function that it doesn't know is in FIRST. LINKED is what the linker made, with its
//       relocations; MANGLED is FROM with the names that functions have there.
//   wasm.mjs unlink FROM TO   Without what the linker left for itself.
import { readFileSync, writeFileSync } from "node:fs";
import { CODE, EXPORT, IMPORT, Wasm, bytes, join, leb, list, sized, text } from "./wasm/file.mjs";
import { linksOf } from "./wasm/links.mjs";
import { probed, split } from "./wasm/split.mjs";

const [command, from, to, ...more] = process.argv.slice(2);
const TRAP = Buffer.from([0, 0x00, 0x0b]); // no locals, unreachable, end

function snip() {
  const wasm = new Wasm(from);
  const matchers = more.map((pattern) => {
    const isExport = pattern.startsWith("export:");
    return { pattern, isExport, regex: new RegExp(isExport ? pattern.slice(7) : pattern), n: 0 };
  });
  const matches = (isExport, name) => {
    const it = matchers.find((it) => it.isExport === isExport && it.regex.test(name));
    if (it) it.n++;
    return it !== undefined;
  };
  const code = list(wasm.functions().map((it) => sized(matches(false, it.name) ? TRAP : it.body)));
  const exported = list(wasm.exports().filter((it) => !matches(true, it.name)).map((it) => it.bytes));
  for (const { pattern, n } of matchers) {
    if (n === 0) throw new Error(`nothing matches ${pattern}`);
    console.log(`snipped ${n}: ${pattern}`);
  }
  writeFileSync(to, wasm.with({ [CODE]: code, [EXPORT]: exported }));
}

/** What a function is an instance of: its path without types, hashes, and whose method it is. */
function kind(name) {
  let path = name.replace(/\[[0-9a-f]{12,16}\]/g, "").replace(/^<(.*) as (.*)>::(.*)$/, "as $2::$3");
  let depth = 0;
  let out = "";
  for (const letter of path) {
    if (letter === "<") depth++;
    else if (letter === ">") depth = Math.max(0, depth - 1);
    else if (depth === 0) out += letter;
  }
  return out;
}

function sort() {
  const wasm = new Wasm(from);
  const key = (it) => (it.name.startsWith("~") ? it.name : `${kind(it.name)} ${`${it.body.length}`.padStart(8, "0")} ${it.index}`);
  writeFileSync(to, wasm.with({}, wasm.functions().map((it) => [it.index, key(it)])));
}

function shorten() {
  const wasm = new Wasm(from);
  const names = new Map(wasm.imports().map((it, nth) => [it.name, `_${nth.toString(36)}`]));
  const short = wasm.imports().map(({ module, name, type }) => join(text(module), text(names.get(name)), bytes(0), leb(type)));
  const [script] = more;
  const before = readFileSync(script, "utf8");
  let n = 0;
  const after = before.replace(/^        (\w+): /gm, (whole, name) => (names.has(name) ? (n++, `        ${names.get(name)}: `) : whole));
  if (n !== names.size) throw new Error(`${names.size} imports, but ${n} in ${script}`);
  writeFileSync(script, after);
  writeFileSync(to, wasm.with({ [IMPORT]: list(short) }));
}

function probe() {
  const { bytes, names } = probed(from);
  writeFileSync(to, bytes);
  writeFileSync(more[0], JSON.stringify(names));
}

function halves() {
  const [rest, later, linked, mangled] = more;
  const isLater = new Set(readFileSync(later, "utf8").match(/[\w-]{7}/g));
  const { first, second, told } = split(from, isLater, "fetch_rest", linksOf(linked), mangled);
  writeFileSync(to, first);
  writeFileSync(rest, second);
  console.log(told);
}

function unlink() {
  writeFileSync(to, new Wasm(from).without(/^(linking|reloc\..*)$/));
}

({ snip, sort, shorten, probe, split: halves, unlink })[command]();
