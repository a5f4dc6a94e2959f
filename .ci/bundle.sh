#!/usr/bin/env bash
# Builds what browsers load (inbox, widget, styles) into target/site: hashed names, packed with brotli and gzip.
# The server embeds that folder. Tools are those of end2end/package.json; `.ci/tools.sh` installs them.
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

front build --package app --lib --features hydrate
wasm-bindgen --target web --no-typescript --remove-producers-section --omit-default-module-path \
  --out-dir "$raw" --out-name app "$front_out/app.wasm"
if [ "$front_is_small" = yes ]; then
  # Leptos keeps two ways to take over a page behind pointers; `hydrate_body` goes the one that doesn't await.
  # server_fn exports what it needs for streams of bytes; none of our server functions is one.
  node .ci/wasm.mjs snip "$raw/app_bg.wasm" "$raw/app_bg.wasm" '\bhydrate_async\b' 'export:^(__wbg_)?intounderlying'
fi
small "$raw/app_bg.wasm" "$raw/app.wasm"
rm "$raw/app_bg.wasm"
(cd "$raw" && esbuild --bundle --format=esm --target=es2022 --log-level=warning <<<'export { default, hydrate } from "./app.js"') |
  terser --module --ecma 2022 -c passes=3 -m -o "$raw/start.js"
mv "$raw/start.js" "$raw/app.js"
sass --no-source-map --style=compressed style/main.scss "$raw/app.css"
cp style/assets/favicon.svg "$raw/"

node .ci/pack.mjs "$raw" target/site
