#!/usr/bin/env bash
# Builds what browsers load (inbox, widget, styles) into target/site: hashed names, packed with brotli and gzip.
# The server embeds that folder. Tools are those of end2end/package.json; `.ci/tools.sh` installs them.
set -euo pipefail
cd "$(dirname "$0")/.."

export PATH="$PWD/end2end/node_modules/.bin:$PATH"
target=${CARGO_TARGET_DIR:-target}
raw=$target/site-raw
wasm=wasm32-unknown-unknown
rm -rf "$raw"
mkdir -p "$raw"

widget/build.sh "$raw"

cargo build --package app --lib --profile wasm-release --target $wasm --features hydrate
wasm-bindgen --target web --no-typescript --remove-name-section --remove-producers-section \
  --out-dir "$raw" --out-name app "$target/$wasm/wasm-release/app.wasm"
wasm-opt -Oz --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals \
  --enable-reference-types --enable-multivalue --strip-debug --strip-producers "$raw/app_bg.wasm" -o "$raw/app.wasm"
rm "$raw/app_bg.wasm"
terser --module -c passes=2 -m -o "$raw/app.js" "$raw/app.js"
sass --no-source-map --style=compressed style/main.scss "$raw/app.css"
cp style/assets/favicon.svg "$raw/"

node .ci/pack.mjs "$raw" target/site
