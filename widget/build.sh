#!/usr/bin/env bash
# build.sh OUT_DIR: the widget as plain files (loader.js, widget.js, widget.wasm, widget.css, frame.html), not yet hashed or compressed.
# Tools come from PATH, or from NODE_BIN (wasm-opt, esbuild, terser).
set -euo pipefail
out=$(realpath -m "${1:?usage: build.sh OUT_DIR}")
cd "$(dirname "$0")/.."
export PATH="$(realpath -m "${NODE_BIN:-end2end/node_modules/.bin}"):$PATH"
source .ci/front.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

want=$(grep -A1 '^name = "wasm-bindgen"$' Cargo.lock | sed -n 's/version = "\(.*\)"/\1/p')
have=$(wasm-bindgen --version | cut -d' ' -f2)
[ "$want" = "$have" ] || { echo "wasm-bindgen is $have, Cargo.lock wants $want" >&2; exit 1; }

front build --package widget --lib
wasm-bindgen --target web --no-typescript --remove-producers-section --omit-default-module-path \
    --out-dir "$work" --out-name glue "$front_out/widget.wasm"
mkdir -p "$out"
small "$work/glue_bg.wasm" "$out/widget.wasm"

cp widget/src/host.js "$work/"
esbuild --bundle --format=esm --target=es2022 --log-level=warning "$work/host.js" --outfile="$work/widget.js"
terser --module --ecma 2022 -c passes=3 -m -o "$out/widget.js" "$work/widget.js"
terser --ecma 2020 -c passes=3,unsafe_arrows -m -o "$out/loader.js" widget/src/loader.js
esbuild --minify --target=chrome109,firefox115,safari16 --log-level=warning widget/src/style.css --outfile="$out/widget.css"
cp widget/frame.html "$out/"
