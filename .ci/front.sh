# Sourced: how both bundles for browsers are compiled, so that building and linting share what they have in common.
#   front COMMAND ARG ...   cargo COMMAND for the browser: small
#   $front_out              where it puts what it built
#   $front_is_small         whether each function keeps a name of its own, so that it can be told by it (.ci/wasm.mjs)
# Never incremental, whatever the environment says: functions would be cut otherwise, and .ci/later.txt wouldn't know them.
# With rust-src the standard library is built along, without the text of panics. Without it (or with PLAIN_STD=1) it is
# the one that rustup gives: larger bundles, which do the same.
front_target=${CARGO_TARGET_DIR:-target}
if [ -z "${PLAIN_STD:-}" ] && [ -d "$(rustc --print sysroot)/lib/rustlib/src/rust/library" ]; then
  front_target=$front_target/small-std
  front_is_small=yes
  front() {
    # Functions that are alike are merged by wasm-opt, afterwards. RUSTFLAGS hides .cargo/config.toml's flags, so they are said again.
    CARGO_INCREMENTAL=0 RUSTC_BOOTSTRAP=1 RUSTFLAGS="--cfg=erase_components -Zunstable-options -Zmerge-functions=disabled -Zfmt-debug=none -Zlocation-detail=none -Cpanic=immediate-abort -Ctarget-feature=-reference-types" \
      cargo "$1" --profile wasm-release --target wasm32-unknown-unknown --target-dir "$front_target" \
      -Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size "${@:2}"
  }
else
  front_is_small=no
  front() {
    CARGO_INCREMENTAL=0 cargo "$1" --profile wasm-release --target wasm32-unknown-unknown "${@:2}"
  }
fi
front_out=$front_target/wasm32-unknown-unknown/wasm-release

# small FROM TO [PASS ...]: a wasm file without names and as small as it gets. Rust leaves the lowest addresses to the end of
# the stack, so they hold nothing of ours, and the memory is our own and begins as zeros. Control flow is taken apart and put
# together again before the rest; at the end, what is alike is put side by side.
# PASSes are in place of these. For the inbox (`$alike`) only what isn't needed is dropped: its thousands of functions are
# instances of few, and what makes each smaller makes them less alike. Raw it is a quarter larger, in brotli 8 % smaller.
alike=(--remove-unused-module-elements --vacuum --remove-unused-names --merge-blocks --vacuum --duplicate-function-elimination
  --remove-unused-module-elements --memory-packing)
small() {
  local features=(--enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals
    --enable-reference-types --enable-multivalue)
  local passes=("${@:3}")
  [ ${#passes[@]} -gt 0 ] || passes=(--flatten --rereloop -Oz --converge)
  wasm-opt "${features[@]}" --low-memory-unused --zero-filled-memory "${passes[@]}" -g "$1" -o "$2"
  node .ci/wasm.mjs sort "$2" "$2"
  wasm-opt "${features[@]}" --reorder-functions-by-name --strip-debug --strip-producers --strip-target-features "$2" -o "$2"
}
