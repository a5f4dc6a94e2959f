// What the linker knew and a wasm file doesn't tell: which function points to which piece of data or function, and which
// piece points to others. From a file linked with `--emit-relocs`:
// https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md
import { CODE, DATA, Wasm, segmentsOf } from "./file.mjs";

const SYMBOLS = 8;
const IS_UNDEFINED = 0x10, HAS_NAME = 0x40;
/** Kinds of symbols: pieces of data, sections; all others have a number. */
const OF_DATA = 1, OF_SECTION = 3;
/** Kinds of relocations: places in the table of functions, and addresses; those are followed by a number to add, as some others are. */
const PLACES = new Set([1, 2, 12]);
const ADDRESSES = new Set([3, 4, 5, 11]);
const WITH_ADDEND = new Set([...ADDRESSES, 8, 9]);

/**
 * `pieces`: pieces of data as `{ address, size, pieces, functions }`, by address, none within another. `functions`: by name, as
 * `{ pieces, functions }`. Both tell what they point to: numbers of pieces, and names of functions.
 */
export function linksOf(path) {
  const wasm = new Wasm(path);
  const names = wasm.names();
  const segments = segmentsOf(wasm);
  const symbols = symbolsOf(wasm);
  const addressOf = ({ segment, offset }) => segments[segment].base + offset;
  // What begins as zeros is in no segment of the file.
  const isThere = ({ segment, size }) => size > 0 && segments[segment] !== undefined;
  const pieces = joined(symbols.filter(isThere).map((it) => ({ address: addressOf(it), size: it.size })));

  const point = (target, { type, index }) => {
    const symbol = symbols[index];
    if (PLACES.has(type)) target.functions.add(names.get(symbol.index));
    else if (ADDRESSES.has(type) && isThere(symbol)) target.pieces.add(holding(pieces, "address", addressOf(symbol)));
  };

  const code = wasm.read(CODE);
  const bodies = code.list((nth) => {
    const size = code.number();
    code.at += size;
    return { nth, start: code.at - size, size };
  });
  const nImports = wasm.imports().filter((it) => it.isFunction).length;
  const functions = new Map();
  for (const relocation of relocationsOf(wasm, CODE)) {
    const name = names.get(nImports + bodies[holding(bodies, "start", relocation.offset)].nth);
    if (!functions.has(name)) functions.set(name, { pieces: new Set(), functions: new Set() });
    point(functions.get(name), relocation);
  }
  for (const relocation of relocationsOf(wasm, DATA)) {
    const { base, start } = segments[holding(segments, "start", relocation.offset)];
    point(pieces[holding(pieces, "address", base + relocation.offset - start)], relocation);
  }
  return { pieces, functions };
}

/** The symbols of the linker, in its order. */
function symbolsOf(wasm) {
  const it = wasm.custom("linking");
  it.number(); // its version
  while (it.at < it.bytes.length) {
    const kind = it.byte();
    const end = it.number() + it.at;
    if (kind === SYMBOLS) return it.list(() => symbol(it));
    it.at = end;
  }
  throw new Error("no symbols: it wasn't linked with --emit-relocs");
}

function symbol(it) {
  const [kind, flags] = [it.byte(), it.number()];
  const isDefined = !(flags & IS_UNDEFINED);
  if (kind === OF_SECTION) return { size: 0, index: it.number() };
  if (kind === OF_DATA) {
    it.text();
    if (!isDefined) return { size: 0 };
    const [segment, offset, size] = [it.number(), it.number(), it.number()];
    return { segment, offset, size };
  }
  const index = it.number();
  if (isDefined || flags & HAS_NAME) it.text();
  return { size: 0, index };
}

function relocationsOf(wasm, section) {
  const it = wasm.custom(section === CODE ? "reloc.CODE" : "reloc.DATA");
  const of = it.number();
  if (wasm.sections[of].id !== section) throw new Error(`section ${of} is not the one that is expected`);
  return it.list(() => {
    const [type, offset, index] = [it.byte(), it.number(), it.number()];
    if (WITH_ADDEND.has(type)) it.skip();
    return { type, offset, index };
  });
}

/** Pieces by address; those that lie within others are one with them. */
function joined(pieces) {
  const all = [];
  for (const { address, size } of pieces.sort((a, b) => a.address - b.address || b.size - a.size)) {
    const last = all.at(-1);
    if (last && address < last.address + last.size) last.size = Math.max(last.size, address + size - last.address);
    else all.push({ address, size, pieces: new Set(), functions: new Set() });
  }
  return all;
}

/** The place, among spans in order, of the one that holds `at`. */
function holding(spans, start, at) {
  let [low, high] = [0, spans.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (spans[middle][start] <= at) low = middle;
    else high = middle;
  }
  const it = spans[low];
  if (!it || at < it[start] || at >= it[start] + it.size) throw new Error(`nothing holds ${at}`);
  return low;
}
