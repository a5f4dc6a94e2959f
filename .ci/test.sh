#!/usr/bin/env bash
# All tests, the cheap ones first. Every step fails the run.
set -euo pipefail
cd "$(dirname "$0")/.."
source .ci/front.sh
models=${BATON_MODEL_DIR:-$HOME/.cache/baton/models}

step() { printf '\n══ %s (%s s)\n' "$*" "$SECONDS"; }

step "format"
cargo fmt --check
step "arrows"
.ci/arrows.sh
step "bundles, and beside them lints and the build of all tests"
said=$(mktemp)
.ci/bundle.sh > "$said" 2>&1 &
bundles=$!
trap 'kill "$bundles" 2>/dev/null || true; rm -f "$said"' EXIT
cargo clippy --quiet --profile release --workspace --all-targets -- -D warnings
cargo nextest run --cargo-profile release --workspace --no-run
step "the rest of the bundles"
wait "$bundles" || { cat "$said"; exit 1; }
step "sizes"
node .ci/size.mjs
step "lints of the bundles"
front clippy --quiet -p app --features hydrate -- -D warnings
front clippy --quiet -p widget -- -D warnings
step "unit, property, store and story tests, on SQLite and PostgreSQL"
.ci/postgres.sh cargo nextest run --cargo-profile release --workspace --no-fail-fast
step "the program" # built by the tests just now, in the profile of a release
target/release/baton --version
target/release/baton models pull --model-dir "$models"
step "browser"
(cd end2end && BATON_MODEL_DIR="$models" npx playwright test)
step "all passed"
