#!/usr/bin/env bash
# A quick, unoptimised build for working on the inbox: bundles as plain files, which a debug server reads from disk.
# Usage: .ci/dev.sh [ARG ...]   builds; with arguments, then runs `baton ARG ...`. Never measure or ship what it builds.
# BATON_DEV_FRONT: where the browser's end is built (default: target/dev). The widget is built where it is missing or changed.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/end2end/node_modules/.bin:$PATH"
front=${BATON_DEV_FRONT:-target/dev}
raw=target/dev-raw
mkdir -p "$raw" target/site

stamp=$(cat .ci/front.sh $(git ls-files widget app/src/domain app/src/talk.rs app/src/talk) | sha256sum)
if [ "$stamp" != "$(cat "$raw/.widget" 2>/dev/null)" ]; then
  CARGO_TARGET_DIR=$front PLAIN_STD=1 widget/build.sh "$raw"
  echo "$stamp" > "$raw/.widget"
fi
cargo build --quiet --package app --lib --target wasm32-unknown-unknown --features hydrate --target-dir "$front"
wasm-bindgen --target web --no-typescript --out-dir "$raw" --out-name app "$front/wasm32-unknown-unknown/debug/app.wasm"
mv "$raw/app_bg.wasm" "$raw/app.wasm"
sass --no-source-map style/main.scss "$raw/app.css"
cp style/assets/favicon.svg "$raw/"
node .ci/pack.mjs --plain "$raw" target/site

cargo build --quiet --package server
binary=${CARGO_TARGET_DIR:-target}/debug/baton
# A copy of its own: other checkouts may share the build folder.
cp -f "$binary" target/baton-dev
[ $# -eq 0 ] || exec target/baton-dev "$@"
