// pack.mjs [--plain] FROM TO: names files by their content, packs them, and writes manifest.json (plain name → hashed name).
// `--plain` leaves them unpacked: for quick builds.
// A folder that holds the same already is left alone, so that the server isn't built anew for nothing.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const isPlain = process.argv[2] === "--plain";
const [from, to] = process.argv.slice(isPlain ? 3 : 2);
// Owners' pages name the loader, and the server fills in the frame: both keep their names.
const UNHASHED = new Set(["loader.js", "loader-de.js", "frame.html", "frame-de.html"]);

const manifest = {};
const files = {};
const isScript = (name) => name.endsWith(".js");
const names = readdirSync(from).filter((name) => !name.startsWith(".")).sort();
// Scripts come last: they name the parts that they fetch (`"./split_tools.wasm"`), which have their hashes by then.
for (const name of [...names.filter((name) => !isScript(name)), ...names.filter(isScript)]) {
  let bytes = readFileSync(join(from, name));
  if (isScript(name)) bytes = Buffer.from(bytes.toString("utf8").replace(/(["'`])\.\/([\w.]+)\1/g, (whole, quote, to) => (manifest[to] ? `${quote}./${manifest[to]}${quote}` : whole)));
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const dot = name.lastIndexOf(".");
  const named = UNHASHED.has(name) ? name : `${name.slice(0, dot)}.${hash}${name.slice(dot)}`;
  if (named !== name) manifest[name] = named;
  files[named] = bytes;
}
const text = JSON.stringify({ isPlain, manifest, unhashed: [...UNHASHED].map((name) => [name, createHash("sha256").update(files[name] ?? "").digest("hex")]) });
const stamp = join(to, ".stamp");
if (existsSync(stamp) && readFileSync(stamp, "utf8") === text) process.exit(0);

rmSync(to, { recursive: true, force: true });
mkdirSync(to, { recursive: true });
for (const [name, bytes] of Object.entries(files)) {
  writeFileSync(join(to, name), bytes);
  if (isPlain) continue;
  const packed = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  writeFileSync(join(to, `${name}.br`), packed);
  writeFileSync(join(to, `${name}.gz`), gzipSync(bytes, { level: 9 }));
}
writeFileSync(join(to, "manifest.json"), JSON.stringify(manifest));
writeFileSync(stamp, text);
