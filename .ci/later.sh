#!/usr/bin/env bash
# Looks which functions of the inbox run when its pages are opened, and writes .ci/later.txt: what the others are known by.
# They come in a file of their own after the page is there (.ci/wasm/split.mjs). To be run when screens were added or the
# budget of the first load is exceeded: a function that the list doesn't know belongs to the first load.
set -euo pipefail
cd "$(dirname "$0")/.."
.ci/bundle.sh --probe
cargo build --quiet --release --workspace
(cd end2end && npx playwright test --config later.config.ts)
.ci/bundle.sh
node .ci/size.mjs
