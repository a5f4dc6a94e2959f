#!/usr/bin/env bash
# build.sh OUT_DIR: the widget as plain files (loader.js, widget.js, widget.wasm, widget.css, frame.html, and those with words of
# ours in German: …-de), not yet hashed or compressed. Tools come from PATH, or from NODE_BIN (wasm-opt, esbuild, terser).
set -euo pipefail
out=$(realpath -m "${1:?usage: build.sh OUT_DIR}")
cd "$(dirname "$0")/.."
export PATH="$(realpath -m "${NODE_BIN:-end2end/node_modules/.bin}"):$PATH"
source .ci/front.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p "$out"

# wasm TO ARG ...: one language's program. It imports nothing and needs no glue: src/door.rs and src/host.js meet by three exports.
wasm() {
  front build --package widget --lib "${@:2}"
  small "$front_out/widget.wasm" "$out/$1.wasm"
}
wasm widget-de --features german
wasm widget

esbuild --bundle --format=esm --target=es2022 --log-level=warning widget/src/host.js --outfile="$work/widget.js"
terser --module --ecma 2022 -c passes=3 -m -o "$out/widget.js" "$work/widget.js"
terser --ecma 2020 -c passes=3,unsafe_arrows -m -o "$out/loader.js" widget/src/loader.js
esbuild --minify --target=chrome109,firefox115,safari16 --log-level=warning widget/src/style.css --outfile="$out/widget.css"
cp widget/frame.html "$out/"
node widget/speak.mjs "$out"
