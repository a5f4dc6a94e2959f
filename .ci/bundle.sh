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

widget/build.sh "$raw"

front build --package app --lib --features hydrate
wasm-bindgen --target web --no-typescript --remove-producers-section --omit-default-module-path \
  --out-dir "$raw" --out-name app "$front_out/app.wasm"
# Leptos keeps two ways to take over a page behind pointers; `hydrate_body` goes the one that doesn't await.
node .ci/snip.mjs "$raw/app_bg.wasm" "$raw/app_bg.wasm" \
  '^<_ as tachys\[\w+\]::view::any_view::IntoAny>::into_any::hydrate_async::<.*>(::\{closure#0\})?$'
small "$raw/app_bg.wasm" "$raw/app.wasm"
rm "$raw/app_bg.wasm"
terser --module --ecma 2022 -c passes=3 -m -o "$raw/app.js" "$raw/app.js"
sass --no-source-map --style=compressed style/main.scss "$raw/app.css"
cp style/assets/favicon.svg "$raw/"

node .ci/pack.mjs "$raw" target/site
