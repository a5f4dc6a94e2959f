// A wasm file as its sections, and the few encodings that are needed to read and to write them.
import { readFileSync } from "node:fs";

export const CUSTOM = 0, TYPE = 1, IMPORT = 2, FUNCTION = 3, TABLE = 4, GLOBAL = 6, EXPORT = 7, START = 8, ELEMENT = 9, CODE = 10, DATA = 11;
const FUNCTION_NAMES = 1;

/** A reader of `bytes` from `at` on. */
export class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }
  byte() {
    return this.bytes[this.at++];
  }
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }
  /** Past a number of any sign and size. */
  skip() {
    while (this.byte() & 128);
  }
  text() {
    const length = this.number();
    this.at += length;
    return this.bytes.toString("utf8", this.at - length, this.at);
  }
  /** As many as a number says, each by `one`. */
  list(one) {
    return Array.from({ length: this.number() }, (_, nth) => one(nth));
  }
  since(start) {
    return this.bytes.subarray(start, this.at);
  }
}

export const bytes = (...values) => Buffer.from(values);
export function leb(value) {
  const out = [];
  for (; value > 127; value = Math.floor(value / 128)) out.push((value % 128) | 128);
  return Buffer.from([...out, value]);
}
/** A whole number that isn't negative, where a signed one is expected. */
export function signed(value) {
  const out = [];
  for (; value > 63; value >>= 7) out.push((value & 127) | 128);
  return Buffer.from([...out, value]);
}
export const join = (...parts) => Buffer.concat(parts);
export const sized = (body) => join(leb(body.length), body);
export const text = (value) => sized(Buffer.from(value));
export const list = (items) => join(leb(items.length), ...items);
export const section = (id, body) => join(bytes(id), sized(body));

export class Wasm {
  constructor(path) {
    this.bytes = readFileSync(path);
    this.sections = [];
    const reader = new Reader(this.bytes, 8); // after magic and version
    while (reader.at < this.bytes.length) {
      const id = reader.byte();
      const length = reader.number();
      const start = reader.at;
      reader.at += length;
      this.sections.push({ id, body: reader.since(start) });
    }
  }

  /** A reader of a section. */
  read(id) {
    return new Reader(this.sections.find((it) => it.id === id).body);
  }

  /** A reader of a custom section, after its name. */
  custom(name) {
    for (const { body } of this.sections.filter((it) => it.id === CUSTOM)) {
      const it = new Reader(body);
      if (it.text() === name) return it;
    }
    throw new Error(`no section ${name}`);
  }

  /** Function imports are told apart; of any other only the bytes count. */
  imports() {
    // The widget's file has none.
    if (!this.sections.some((it) => it.id === IMPORT)) return [];
    const it = this.read(IMPORT);
    const limits = () => {
      const has = it.byte();
      it.number();
      if (has & 1) it.number();
    };
    return it.list(() => {
      const start = it.at;
      const [module, name, kind] = [it.text(), it.text(), it.byte()];
      let type;
      if (kind === 0) type = it.number();
      else if (kind === 1) it.byte(), limits();
      else if (kind === 2) limits();
      else if (kind === 3) it.at += 2;
      else throw new Error(`import of kind ${kind}`);
      return { module, name, type, isFunction: kind === 0, bytes: it.since(start) };
    });
  }

  /** Names of functions, by number. */
  names() {
    const names = new Map();
    for (const { body } of this.sections.filter(isNames)) {
      const it = new Reader(body);
      it.text();
      while (it.at < body.length) {
        const kind = it.byte();
        const end = it.number() + it.at;
        if (kind === FUNCTION_NAMES) it.list(() => names.set(it.number(), it.text()));
        it.at = end;
      }
    }
    return names;
  }

  /** The functions with a body: number, name, bytes. Imported ones come first in the numbering. */
  functions() {
    const names = this.names();
    const first = this.imports().filter((it) => it.isFunction).length;
    const it = this.read(CODE);
    return it.list((nth) => {
      const length = it.number();
      it.at += length;
      return { index: first + nth, name: names.get(first + nth) ?? "", body: it.since(it.at - length) };
    });
  }

  exports() {
    const it = this.read(EXPORT);
    return it.list(() => {
      const start = it.at;
      const [name, kind, index] = [it.text(), it.byte(), it.number()];
      return { name, kind, index, bytes: it.since(start) };
    });
  }

  /** The file without the custom sections of such names. */
  without(names) {
    const kept = this.sections.filter((it) => it.id !== CUSTOM || !names.test(new Reader(it.body).text()));
    return join(this.bytes.subarray(0, 8), ...kept.map(({ id, body }) => section(id, body)));
  }

  /** The file with some sections replaced, and with these names of functions, or with those that it has. */
  with(changed, names) {
    const kept = names ? this.sections.filter((it) => !isNames(it)) : this.sections;
    const parts = kept.map(({ id, body }) => section(id, id !== CUSTOM && id in changed ? changed[id] : body));
    return join(this.bytes.subarray(0, 8), ...parts, ...(names ? [nameSection(names)] : []));
  }
}

/** What memory begins with: from which address on, where in the section, how many bytes, and which. */
export function segmentsOf(wasm) {
  const it = wasm.read(DATA);
  return it.list(() => {
    if (it.byte() !== 0 || it.byte() !== 0x41) throw new Error("data that isn't put into memory by itself");
    const base = it.number();
    it.byte();
    const size = it.number();
    const start = it.at;
    it.at += size;
    return { base, start, size, bytes: it.since(start) };
  });
}

const isNames = (it) => it.id === CUSTOM && new Reader(it.body).text() === "name";

/** `names`: pairs of number and name, in the order of numbers. */
export const nameSection = (names) =>
  section(CUSTOM, join(text("name"), bytes(FUNCTION_NAMES), sized(list(names.map(([index, name]) => join(leb(index), text(name)))))));
