// snip.mjs FROM TO PATTERN ...: replaces the body of each function whose name matches a pattern by a trap, in a wasm file
// that still has its names. What only such bodies reached is dropped by wasm-opt afterwards.
// For code that a library always links because it keeps a pointer to it, and that we know is never called.
// A pattern that matches nothing fails: the library has changed, and the reason for snipping must be looked at again.
import { readFileSync, writeFileSync } from "node:fs";

const [from, to, ...patterns] = process.argv.slice(2);
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

const IMPORT = 2, CODE = 10, CUSTOM = 0, FUNCTION_NAMES = 1;
const sections = [];
while (at < bytes.length) {
  const id = bytes[at++];
  const length = number();
  sections.push({ id, start: at, end: at + length });
  at += length;
}

/** Imported functions come first in the numbering of functions. */
function importedFunctions() {
  at = sections.find((it) => it.id === IMPORT).start;
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
  for (const section of sections.filter((it) => it.id === CUSTOM)) {
    at = section.start;
    if (text() !== "name") continue;
    while (at < section.end) {
      const kind = bytes[at++];
      const length = number();
      const end = at + length;
      if (kind === FUNCTION_NAMES) for (let left = number(); left > 0; left--) names.set(number(), text());
      at = end;
    }
  }
  return names;
}

const TRAP = Buffer.from([0, 0x00, 0x0b]); // no locals, unreachable, end
const names = functionNames();
const first = importedFunctions();
const matchers = patterns.map((pattern) => ({ pattern, regex: new RegExp(pattern), n: 0 }));
const code = sections.find((it) => it.id === CODE);
at = code.start;
const count = number();
const bodies = [];
for (let nth = 0; nth < count; nth++) {
  const length = number();
  const name = names.get(first + nth) ?? "";
  const matcher = matchers.find((it) => it.regex.test(name));
  if (matcher) matcher.n++;
  bodies.push(sized(matcher ? TRAP : bytes.subarray(at, at + length)));
  at += length;
}
for (const { pattern, n } of matchers) {
  if (n === 0) throw new Error(`no function matches ${pattern}`);
  console.log(`snipped ${n} functions: ${pattern}`);
}

const parts = [bytes.subarray(0, 8)];
for (const section of sections) {
  const body = section === code ? Buffer.concat([leb(count), ...bodies]) : bytes.subarray(section.start, section.end);
  parts.push(Buffer.from([section.id]), sized(body));
}
writeFileSync(to, Buffer.concat(parts));
