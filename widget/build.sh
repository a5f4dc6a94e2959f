#!/usr/bin/env bash
# build.sh OUT_DIR: the widget as plain files (loader.js, widget.js, widget.wasm, widget.css, frame.html), not yet hashed or compressed.
# Tools come from PATH, or from NODE_BIN (wasm-opt, esbuild, terser).
set -euo pipefail
out=$(realpath -m "${1:?usage: build.sh OUT_DIR}")
cd "$(dirname "$0")/.."
export PATH="$(realpath -m "${NODE_BIN:-end2end/node_modules/.bin}"):$PATH"
target=${CARGO_TARGET_DIR:-target}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

want=$(grep -A1 '^name = "wasm-bindgen"$' Cargo.lock | sed -n 's/version = "\(.*\)"/\1/p')
have=$(wasm-bindgen --version | cut -d' ' -f2)
[ "$want" = "$have" ] || { echo "wasm-bindgen is $have, Cargo.lock wants $want" >&2; exit 1; }

# With rust-src the standard library is built along, without the text of panics: a tenth less. Without it, as rustup gives it.
flags=(--package widget --lib --profile widget --target wasm32-unknown-unknown)
if [ -z "${WIDGET_PLAIN_STD:-}" ] && [ -d "$(rustc --print sysroot)/lib/rustlib/src/rust/library" ]; then
    target=$target/small-std
    RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Zunstable-options -Cpanic=immediate-abort -Ctarget-feature=-reference-types" \
        cargo build "${flags[@]}" --target-dir "$target" -Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size
else
    cargo build "${flags[@]}"
fi
wasm-bindgen --target web --no-typescript --remove-name-section --remove-producers-section --omit-default-module-path \
    --out-dir "$work" --out-name glue "$target/wasm32-unknown-unknown/widget/widget.wasm"
mkdir -p "$out"
# Rust leaves the lowest addresses to the end of the stack, so they hold nothing of ours, and the memory is our own and begins as zeros.
# Control flow is taken apart and put together again before the rest: 3 in 100 less.
wasm-opt --low-memory-unused --zero-filled-memory --flatten --rereloop -Oz --converge --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals \
    --enable-reference-types --enable-multivalue --strip-debug --strip-producers --strip-target-features \
    "$work/glue_bg.wasm" -o "$out/widget.wasm"

cp widget/src/host.js "$work/"
esbuild --bundle --format=esm --target=es2022 --log-level=warning "$work/host.js" --outfile="$work/widget.js"
terser --module --ecma 2022 -c passes=3 -m -o "$out/widget.js" "$work/widget.js"
terser --ecma 2020 -c passes=3,unsafe_arrows -m -o "$out/loader.js" widget/src/loader.js
esbuild --minify --target=chrome109,firefox115,safari16 --log-level=warning widget/src/style.css --outfile="$out/widget.css"
cp widget/frame.html "$out/"
