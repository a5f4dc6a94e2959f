// Two files out of one: what runs when a page is opened, and the rest, which comes when that is done.
//
// Which is which was seen by running it (end2end/later.spec.ts). Data goes with the code that points to it (links.mjs). In the first file each function of the rest that anything may
// call is a stub: it fetches the rest where that isn't here yet, and calls on through the table of functions. The rest
// puts its functions into that table, so later calls through it go straight there.
import { createHash } from "node:crypto";
import { CODE, DATA, ELEMENT, EXPORT, FUNCTION, GLOBAL, IMPORT, Reader, START, TABLE, TYPE, Wasm, bytes, join, leb, list, nameSection, section, segmentsOf, signed, sized, text } from "./file.mjs";
import { afterLocals, renumbered, walk } from "./code.mjs";

const I32 = 0x7f;
const TRAP = bytes(0, 0x00, 0x0b);
/** Under it the rest finds the exports of the first file. */
const FIRST = "first";
/** A stub has about so many bytes: what is smaller stays. */
const STUB = 14;
/**
 * Reads what a page begins with, and says how long ago it was. Which of it runs hangs on what there is and on the time of day: all
 * of it is in the first file, as far as its pages may call it.
 */
const KEPT = /\bapp(\[\w+\])?::(read::|ui::kit::time::|ui::words::(time|list|common)::)/;
/** What the rest calls and isn't larger than this is copied into it. */
const SMALL = 100;

/** What a function is known by from build to build: closures of one function aren't told apart, for their numbers move. */
export const known = (name) => createHash("sha256").update(name.replace(/\[[0-9a-f]{12,16}\]|(?<={closure)#\d+/g, "")).digest("base64url").slice(0, 7);

/** The file with a global per function, `probe0` and so on, that is 1 once the function has run. */
export function probed(from) {
  const wasm = new Wasm(from);
  const functions = wasm.functions();
  const globals = globalsOf(wasm);
  const probe = (nth) => bytes(0x41, 1, 0x24, ...leb(globals.length + nth));
  const code = functions.map(({ body }, nth) => {
    const start = afterLocals(body);
    return sized(join(body.subarray(0, start), probe(nth), body.subarray(start)));
  });
  const exported = functions.map((_, nth) => join(text(`probe${nth}`), bytes(3), leb(globals.length + nth)));
  return {
    bytes: wasm.with({
      [CODE]: list(code),
      [GLOBAL]: list([...globals.map((it) => it.bytes), ...functions.map(() => bytes(I32, 1, 0x41, 0, 0x0b))]),
      [EXPORT]: list([...wasm.exports().map((it) => it.bytes), ...exported]),
    }),
    names: functions.map((it) => it.name),
  };
}

/**
 * The two files. `later`: what the functions of the rest are known by. `fetch`: the import by which the first fetches the rest.
 * `links`: what points to what, by the names that functions have in `linked`, a file with the same functions.
 */
export function split(from, later, fetch, links, linked) {
  const wasm = new Wasm(from);
  const imports = wasm.imports();
  if (!imports.every((it) => it.isFunction)) throw new Error("only functions can be imported");
  const own = wasm.functions();
  const types = typesOf(wasm);
  const typeOf = [...imports.map((it) => it.type), ...typeNumbers(wasm)];
  const exported = wasm.exports();
  const globals = globalsOf(wasm);

  const comesLater = ({ name, body }) => name !== "" && later.has(known(name)) && body.length >= STUB && !KEPT.test(name);
  const begin = exported.filter((it) => it.kind === 0).map((it) => it.index);
  const first = reachedFrom(begin, own, comesLater, links, new Wasm(linked).names());
  const rest = own.filter((it) => !first.functions.has(it.index));
  const isRest = new Set(rest.map((it) => it.index));
  /** Whether the first file may come to call it. */
  const hasStub = (index) => first.stubs.has(index);

  // Through which places of the table the functions of the rest can be called, and what they need of the first file.
  const table = tableOf(wasm);
  const places = new Map();
  for (const { base, of } of table.segments) {
    of.forEach((index, nth) => isRest.has(index) && places.set(index, [...(places.get(index) ?? []), base + nth]));
  }
  const needed = new Set();
  const neededGlobals = new Set();
  // What is small and called by the rest is in both files: to share it would make the first one larger.
  const copies = new Set();
  const byRest = (body) =>
    walk(body, (kind, index) => {
      if (kind === "global") return neededGlobals.add(index);
      if (isRest.has(index) || copies.has(index) || needed.has(index)) return;
      const callee = own[index - imports.length];
      if (callee && callee.body.length <= SMALL) {
        copies.add(index);
        byRest(callee.body);
      } else needed.add(index);
    });
  for (const { body } of rest) byRest(body);
  for (const index of first.stubs) if (!places.has(index)) places.set(index, [table.size++]);
  const inRest = [...rest, ...[...copies].map((index) => own[index - imports.length])];
  const shared = [...needed].sort((a, b) => a - b);
  const sharedGlobals = [...neededGlobals].sort((a, b) => a - b);

  // One import more stands before all functions of our own.
  const moved = (index) => (index < imports.length ? index : index + 1);
  const isHere = globals.length;
  const ensure = imports.length + 1 + own.length;
  const type = (of) => {
    const found = types.findIndex((it) => it.bytes.equals(of));
    if (found < 0) throw new Error("a type is missing");
    return found;
  };
  const nothing = type(bytes(0x60, 0, 0));
  const figure = type(bytes(0x60, 1, I32, 1, I32));
  const stub = (index) => {
    const of = typeOf[index];
    const given = Array.from({ length: types[of].parameters }, (_, nth) => join(bytes(0x20), leb(nth)));
    const place = join(bytes(0x41), signed(places.get(index)[0]), bytes(0x10), leb(ensure));
    return join(bytes(0), ...given, place, bytes(0x11), leb(of), bytes(0, 0x0b));
  };
  // Stubs of one type stand side by side, in the order of their places: almost each byte is as in the one before.
  const stubName = (index) => `~${`${typeOf[index]}`.padStart(4, "0")} ${`${places.get(index)[0]}`.padStart(6, "0")}`;
  // Gives the place that it was given, once the rest is here.
  const ensuring = join(bytes(0, 0x23), leb(isHere), bytes(0x45, 0x04, 0x40, 0x10), leb(imports.length), bytes(0x0b, 0x20, 0, 0x0b));
  const body = ({ index, body }) => {
    if (!isRest.has(index)) return renumbered(body, (kind, index) => (kind === "function" ? moved(index) : index));
    return hasStub(index) ? stub(index) : TRAP;
  };
  const one = (name, kind, index) => join(text(name), bytes(kind), leb(index));
  const segments = segmentsOf(wasm);
  const comeLater = neighbours(links.pieces, segments, (nth) => !first.pieces.has(nth));
  const firstFile = wasm.with(
    {
      [IMPORT]: list([...imports.map((it) => it.bytes), join(text(imports[0].module), text(fetch), bytes(0), leb(nothing))]),
      [FUNCTION]: list([...own.map((it) => leb(typeOf[it.index])), leb(figure)]),
      [TABLE]: list([join(bytes(table.type, 1), leb(table.size), leb(table.size))]),
      [GLOBAL]: list([...globals.map((it) => it.bytes), bytes(I32, 1, 0x41, 0, 0x0b)]),
      [EXPORT]: list([
        ...exported.filter((it) => it.kind !== 1).map((it) => one(it.name, it.kind, it.kind === 0 ? moved(it.index) : it.index)),
        ...exported.filter((it) => it.kind === 1).map((it) => it.bytes),
        one("t", 1, 0),
        ...shared.map((index) => one(`f${index.toString(36)}`, 0, moved(index))),
        ...sharedGlobals.map((index) => one(`g${index}`, 3, index)),
        one("h", 3, isHere),
      ]),
      // Where nothing of the first file points to, anything may stand until the rest is here.
      [ELEMENT]: list(table.segments.map(({ base, of }) => segment(base, of.map((index) => (isRest.has(index) && !hasStub(index) ? ensure : moved(index)))))),
      [DATA]: list(segments.map((it) => placed(it.base, without(it, comeLater)))),
      [CODE]: list([...own.map((it) => sized(body(it))), sized(ensuring)]),
    },
    own.map((it) => [moved(it.index), isRest.has(it.index) && hasStub(it.index) ? stubName(it.index) : it.name]),
  );

  const numbers = new Map([...shared, ...inRest.map((it) => it.index)].map((index, nth) => [index, nth]));
  const start = numbers.size;
  const given = (name, ...of) => join(text(FIRST), text(name), ...of);
  const memory = exported.find((it) => it.kind === 2).name;
  const second = join(
    wasm.bytes.subarray(0, 8),
    section(TYPE, wasm.read(TYPE).bytes),
    section(
      IMPORT,
      list([
        ...shared.map((index) => given(`f${index.toString(36)}`, bytes(0), leb(typeOf[index]))),
        given(memory, bytes(2, 0), leb(1)),
        given("t", bytes(1, table.type, 0), leb(table.size)),
        ...sharedGlobals.map((index) => given(`g${index}`, bytes(3, globals[index].type, globals[index].changes))),
        given("h", bytes(3, I32, 1)),
      ]),
    ),
    section(FUNCTION, list([...inRest.map((it) => leb(typeOf[it.index])), leb(nothing)])),
    section(START, leb(start)),
    section(ELEMENT, list(runs(places).map(({ base, of }) => segment(base, of.map((index) => numbers.get(index)))))),
    section(
      CODE,
      list([
        ...inRest.map((it) => sized(renumbered(it.body, (kind, index) => (kind === "function" ? numbers.get(index) : sharedGlobals.indexOf(index))))),
        sized(join(bytes(0, 0x41, 1, 0x24), leb(sharedGlobals.length), bytes(0x0b))),
      ]),
    ),
    section(DATA, list(comeLater.map((it) => placed(it.address, bytesOf(it))))),
    nameSection(inRest.map((it) => [numbers.get(it.index), it.name])),
  );
  const nStubs = rest.filter((it) => hasStub(it.index)).length;
  const nBytes = comeLater.reduce((sum, it) => sum + it.size, 0);
  const told = `${rest.length} of ${own.length} functions and ${nBytes} bytes of data come later; ${nStubs} stubs, ${shared.length} shared, ${copies.size} in both`;
  return { first: firstFile, second, told };
}

/**
 * What is reached from functions of the first file: `functions`, those that are in it as well; `stubs`, those of the rest; and
 * `pieces` of data. `links` knows functions by `names`.
 */
function reachedFrom(begin, own, comesLater, links, names) {
  const nImports = own[0].index;
  const numbers = new Map();
  for (const [index, name] of names) numbers.set(name, [...(numbers.get(name) ?? []), index]);
  const [functions, stubs, pieces] = [new Set(), new Set(), new Set()];
  const open = [];
  const reach = (index, isKept = false) => {
    const it = own[index - nImports];
    if (!it || functions.has(index)) return;
    if (!isKept && comesLater(it)) return stubs.add(index);
    functions.add(index);
    open.push(it);
  };
  const follow = (points) => {
    for (const name of points.functions) numbers.get(name)?.forEach((index) => reach(index));
    for (const nth of points.pieces) {
      if (pieces.has(nth)) continue;
      pieces.add(nth);
      follow(links.pieces[nth]);
    }
  };
  for (const index of begin) reach(index, true);
  for (let it = open.pop(); it; it = open.pop()) {
    walk(it.body, (kind, index) => kind === "function" && reach(index));
    const points = links.functions.get(names.get(it.index));
    if (points) follow(points);
  }
  return { functions, stubs, pieces };
}

/** Pieces that are wanted, as `{ address, size }`: neighbours as one, with the few bytes between them that belong to nobody. */
function neighbours(pieces, segments, isWanted) {
  const all = [];
  pieces.forEach(({ address, size }, nth) => {
    if (!isWanted(nth)) return;
    const segment = segments.find(({ base, size: all }) => address >= base && address + size <= base + all);
    if (!segment) throw new Error(`no data of ${size} bytes at ${address}`);
    const last = all.at(-1);
    if (last?.nth === nth - 1 && last.segment === segment) Object.assign(last, { nth, size: address + size - last.address });
    else all.push({ nth, segment, address, size });
  });
  return all;
}

/** Bytes of memory that begin at an address. */
const placed = (address, of) => join(bytes(0, 0x41), signed(address), bytes(0x0b), sized(of));

/** The bytes of a segment, with zeros where these pieces are. */
function without(segment, pieces) {
  const left = Buffer.from(segment.bytes);
  for (const it of pieces.filter((it) => it.segment === segment)) left.fill(0, it.address - segment.base, it.address - segment.base + it.size);
  return left;
}

const bytesOf = ({ segment, address, size }) => segment.bytes.subarray(address - segment.base, address - segment.base + size);

const segment = (base, of) => join(bytes(0, 0x41), signed(base), bytes(0x0b), list(of.map(leb)));

function typeNumbers(wasm) {
  const it = wasm.read(FUNCTION);
  return it.list(() => it.number());
}

function globalsOf(wasm) {
  const it = wasm.read(GLOBAL);
  return it.list(() => {
    const start = it.at;
    const [type, changes, op] = [it.byte(), it.byte(), it.byte()];
    if (op !== 0x41) throw new Error(`a global that begins with ${op.toString(16)}`);
    it.skip();
    it.byte();
    return { type, changes, bytes: it.since(start) };
  });
}

function typesOf(wasm) {
  const it = wasm.read(TYPE);
  return it.list(() => {
    const start = it.at;
    it.byte();
    const parameters = it.list(() => it.byte()).length;
    it.list(() => it.byte());
    return { parameters, bytes: it.since(start) };
  });
}

/** The one table: its size, and which functions stand in it from where on. */
function tableOf(wasm) {
  const sizes = wasm.read(TABLE);
  if (sizes.number() !== 1) throw new Error("more than one table");
  const type = sizes.byte();
  sizes.byte();
  const size = sizes.number();
  const it = wasm.read(ELEMENT);
  const segments = it.list(() => {
    if (it.byte() !== 0 || it.byte() !== 0x41) throw new Error("functions that aren't put into the table by themselves");
    const base = it.number();
    it.byte();
    return { base, of: it.list(() => it.number()) };
  });
  return { type, size, segments };
}

/** Functions by their places, neighbours together. */
function runs(places) {
  const all = [...places].flatMap(([index, at]) => at.map((at) => ({ at, index }))).sort((a, b) => a.at - b.at);
  const runs = [];
  for (const { at, index } of all) {
    const last = runs.at(-1);
    if (last && last.base + last.of.length === at) last.of.push(index);
    else runs.push({ base: at, of: [index] });
  }
  return runs;
}
