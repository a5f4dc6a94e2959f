#!/usr/bin/env bash
# Builds what browsers load (inbox, widget, styles) into target/site: hashed names, packed with brotli and gzip.
# The server embeds that folder. With `--probe` they are for .ci/later.sh, large and unpacked. Tools are those of end2end/package.json; `.ci/tools.sh` installs them.
set -euo pipefail
cd "$(dirname "$0")/.."

export PATH="$PWD/end2end/node_modules/.bin:$PATH"
source .ci/front.sh
raw=${CARGO_TARGET_DIR:-target}/site-raw
rm -rf "$raw"
mkdir -p "$raw"

want=$(grep -A1 '^name = "wasm-bindgen"$' Cargo.lock | sed -n 's/version = "\(.*\)"/\1/p')
have=$(wasm-bindgen --version | cut -d' ' -f2)
[ "$want" = "$have" ] || { echo "wasm-bindgen is $have, Cargo.lock wants $want" >&2; exit 1; }

widget/build.sh "$raw"

front rustc --package app --lib --features hydrate -- -Clink-arg=--emit-relocs
node .ci/wasm.mjs unlink "$front_out/app.wasm" "$raw/unlinked.wasm"
bind() {
  wasm-bindgen --target web --no-typescript --remove-producers-section --omit-default-module-path --out-name app "$@" "$raw/unlinked.wasm"
}
bind --out-dir "$raw"
if [ "$front_is_small" = yes ]; then
  # Leptos keeps two ways to take over a page behind pointers; `hydrate_body` goes the one that doesn't await. Templates it doesn't use.
  # server_fn exports what it needs for streams of bytes; none of our server functions is one.
  node .ci/wasm.mjs snip "$raw/app_bg.wasm" "$raw/app_bg.wasm" '\bhydrate_async\b' '\bhydrate_from_template\b' 'export:^(__wbg_)?intounderlying'
fi

if [ "${1:-}" = --probe ]; then
  # For .ci/later.sh: one file that tells which of its functions have run.
  node .ci/wasm.mjs probe "$raw/app_bg.wasm" "$raw/app.wasm" target/probes.json
  cp .ci/probe.js "$raw/"
  (cd "$raw" && esbuild --bundle --format=esm --target=es2022 --log-level=warning probe.js) > "$raw/start.js"
  rm "$raw/probe.js"
else
  # What a page runs by itself when it is opened is in one file, the rest in another, which .ci/rest.js fetches afterwards.
  node .ci/wasm.mjs shorten "$raw/app_bg.wasm" "$raw/app_bg.wasm" "$raw/app.js"
  # The same functions by the names that the linker knows them by.
  bind --no-demangle --out-dir "$raw/mangled"
  node .ci/wasm.mjs split "$raw/app_bg.wasm" "$raw/first.wasm" "$raw/second.wasm" .ci/later.txt "$front_out/app.wasm" "$raw/mangled/app_bg.wasm"
  rm -r "$raw/mangled"
  small "$raw/first.wasm" "$raw/app.wasm" "${alike[@]}"
  small "$raw/second.wasm" "$raw/rest.wasm" "${alike[@]}"
  rm "$raw/first.wasm" "$raw/second.wasm"
  # wasm-bindgen knows nothing of the import by which the first file fetches the rest.
  grep -q '^    const import0 = {$' "$raw/app.js"
  sed -i -e 's/^    const import0 = {$/&\n        fetch_rest: fetchNow,/' -e '1i import { fetchNow } from "./rest.js";' "$raw/app.js"
  cp .ci/rest.js .ci/start.js "$raw/"
  (cd "$raw" && esbuild --bundle --format=esm --target=es2022 --log-level=warning start.js) |
    terser --module --ecma 2022 -c passes=3 -m -o "$raw/bundled.js"
  mv "$raw/bundled.js" "$raw/start.js"
  rm "$raw/rest.js"
fi
rm "$raw/app_bg.wasm" "$raw/unlinked.wasm"
mv "$raw/start.js" "$raw/app.js"
sass --no-source-map --style=compressed style/main.scss "$raw/app.css"
cp style/assets/favicon.svg "$raw/"

[ "${1:-}" = --probe ] && plain=--plain || plain=
node .ci/pack.mjs $plain "$raw" target/site
# The program has them inside (server/src/main.rs); cargo would not notice a file with a new name.
touch server/src/main.rs
