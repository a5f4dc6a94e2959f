// The body of a function: where it names other functions and globals.
import { Reader, join, leb } from "./file.mjs";

/** Where the instructions begin, after the locals. */
export function afterLocals(body) {
  const it = new Reader(body);
  it.list(() => {
    it.number();
    it.byte();
  });
  return it.at;
}

/** Calls `on(kind, index, start, end)` for each function ("function") and global ("global") that a body names. */
export function walk(body, on) {
  const it = new Reader(body, afterLocals(body));
  const named = (kind) => {
    const start = it.at;
    const index = it.number();
    on(kind, index, start, it.at);
  };
  while (it.at < body.length) {
    const op = it.byte();
    if (op === 0x10) named("function");
    else if (op === 0x23 || op === 0x24) named("global");
    else if (op === 0x0e) for (let left = it.number() + 1; left > 0; left--) it.skip(); // br_table
    else if (op === 0x11 || (op >= 0x28 && op <= 0x3e)) it.skip(), it.skip(); // call_indirect, load, store
    else if ((op >= 0x02 && op <= 0x04) || op === 0x0c || op === 0x0d || (op >= 0x20 && op <= 0x22)) it.skip(); // blocks, br, locals
    else if (op === 0x41 || op === 0x42) it.skip();
    else if (op === 0x43) it.at += 4;
    else if (op === 0x44) it.at += 8;
    else if (op === 0x3f || op === 0x40) it.byte(); // the size of memory
    else if (op === 0xfc) bulk(it);
    else if (!isPlain(op)) throw new Error(`instruction ${op.toString(16)}`);
  }
}

/** Without anything after it: control, choices, arithmetic. */
const isPlain = (op) => [0x00, 0x01, 0x05, 0x0b, 0x0f, 0x1a, 0x1b].includes(op) || (op >= 0x45 && op <= 0xc4);

function bulk(it) {
  const op = it.number();
  if (op === 10) it.at += 2; // memory.copy
  else if (op === 11) it.at += 1; // memory.fill
  else if (op > 7) throw new Error(`instruction fc ${op}`);
}

/** The body with other numbers. */
export function renumbered(body, to) {
  const parts = [];
  let last = 0;
  walk(body, (kind, index, start, end) => {
    parts.push(body.subarray(last, start), leb(to(kind, index)));
    last = end;
  });
  return join(...parts, body.subarray(last));
}
