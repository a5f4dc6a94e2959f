// Two things that wasm-opt doesn't do, for a wasm file that still has its names:
//   wasm.mjs snip FROM TO PATTERN ...   Replaces the body of each function whose name matches a pattern by a trap, and drops
//       each export that matches `export:PATTERN`; what only they reached is dropped by wasm-opt afterwards. For code that a
//       library always links because it keeps a pointer to it, and that we know is never called. A pattern that matches
//       nothing fails: the library has changed, and the reason for snipping must be looked at again.
//   wasm.mjs sort FROM TO   Renames functions so that `wasm-opt --reorder-functions-by-name` puts the instances of one generic
//       function side by side, by size: what is alike and near packs better.
import { readFileSync, writeFileSync } from "node:fs";

const [command, from, to, ...patterns] = process.argv.slice(2);
const bytes = readFileSync(from);
let at = 8; // after magic and version

function number() {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return value;
  }
}
function text() {
  const length = number();
  at += length;
  return bytes.toString("utf8", at - length, at);
}
function leb(value) {
  const out = [];
  for (; value > 127; value = Math.floor(value / 128)) out.push((value % 128) | 128);
  return Buffer.from([...out, value]);
}
const sized = (body) => Buffer.concat([leb(body.length), body]);
const list = (items) => Buffer.concat([leb(items.length), ...items]);

const CUSTOM = 0, IMPORT = 2, EXPORT = 7, CODE = 10, FUNCTION_NAMES = 1;
const sections = [];
while (at < bytes.length) {
  const id = bytes[at++];
  const length = number();
  sections.push({ id, body: bytes.subarray(at, at + length), start: at, end: at + length });
  at += length;
}
const section = (id) => sections.find((it) => it.id === id);
const isNames = (it) => it.id === CUSTOM && ((at = it.start), text() === "name");

/** Imported functions come first in the numbering of functions. */
function importedFunctions() {
  if (!section(IMPORT)) return 0;
  at = section(IMPORT).start;
  let n = 0;
  const limits = () => { const has = bytes[at++]; number(); if (has & 1) number(); };
  for (let left = number(); left > 0; left--) {
    text();
    text();
    const kind = bytes[at++];
    if (kind === 0) { number(); n++; }
    else if (kind === 1) { at++; limits(); }
    else if (kind === 2) limits();
    else if (kind === 3) at += 2;
    else throw new Error(`import of kind ${kind}`);
  }
  return n;
}

function functionNames() {
  const names = new Map();
  for (const it of sections.filter(isNames)) {
    at = it.start;
    text();
    while (at < it.end) {
      const kind = bytes[at++];
      const length = number();
      const end = at + length;
      if (kind === FUNCTION_NAMES) for (let left = number(); left > 0; left--) names.set(number(), text());
      at = end;
    }
  }
  return names;
}

/** The functions with a body: number, name, bytes. */
function functions() {
  const names = functionNames();
  const first = importedFunctions();
  at = section(CODE).start;
  return Array.from({ length: number() }, (_, nth) => {
    const length = number();
    at += length;
    return { index: first + nth, name: names.get(first + nth) ?? "", body: bytes.subarray(at - length, at) };
  });
}

function exports() {
  at = section(EXPORT).start;
  return Array.from({ length: number() }, () => {
    const start = at;
    const name = text();
    at++;
    number();
    return { name, body: bytes.subarray(start, at) };
  });
}

const TRAP = Buffer.from([0, 0x00, 0x0b]); // no locals, unreachable, end

function snip() {
  const matchers = patterns.map((pattern) => {
    const isExport = pattern.startsWith("export:");
    return { pattern, isExport, regex: new RegExp(isExport ? pattern.slice(7) : pattern), n: 0 };
  });
  const matches = (isExport, name) => {
    const it = matchers.find((it) => it.isExport === isExport && it.regex.test(name));
    if (it) it.n++;
    return it !== undefined;
  };
  section(CODE).body = list(functions().map((it) => sized(matches(false, it.name) ? TRAP : it.body)));
  section(EXPORT).body = list(exports().filter((it) => !matches(true, it.name)).map((it) => it.body));
  for (const { pattern, n } of matchers) {
    if (n === 0) throw new Error(`nothing matches ${pattern}`);
    console.log(`snipped ${n}: ${pattern}`);
  }
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
  const key = (it) => Buffer.from(`${kind(it.name)} ${`${it.body.length}`.padStart(8, "0")} ${it.index}`);
  const names = list(functions().map((it) => Buffer.concat([leb(it.index), sized(key(it))])));
  const body = Buffer.concat([sized(Buffer.from("name")), Buffer.from([FUNCTION_NAMES]), sized(names)]);
  sections.splice(0, sections.length, ...sections.filter((it) => !isNames(it)), { id: CUSTOM, body });
}

({ snip, sort })[command]();
const parts = sections.flatMap(({ id, body }) => [Buffer.from([id]), sized(body)]);
writeFileSync(to, Buffer.concat([bytes.subarray(0, 8), ...parts]));
