#!/usr/bin/env bash
# Installs what building (`build`) or testing (`test`) needs and this machine lacks; what is there is left alone.
# Debian's packages need root (or sudo); the rest comes from crates-io and npm.
set -euo pipefail
cd "$(dirname "$0")/.."
want=${1:-build}

say() { printf '\n── %s\n' "$*"; }
root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
has() { command -v "$1" >/dev/null 2>&1; }

packages=()
has cc || packages+=(build-essential)
has python3 || packages+=(python3)
python3 -m pip --version >/dev/null 2>&1 || packages+=(python3-pip)
if [ "$want" = test ]; then
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || packages+=(postgresql)
  has chromium || packages+=(chromium)
fi
if [ ${#packages[@]} -gt 0 ]; then
  say "Debian's packages: ${packages[*]}"
  root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive root apt-get install -y -qq --no-install-recommends "${packages[@]}"
fi

has cargo || { echo "Rust is missing: install it with rustup, see README.md" >&2; exit 1; }
has node || { echo "Node.js is missing: version 20 or later, see README.md" >&2; exit 1; }
rustup target list --installed | grep -q wasm32-unknown-unknown || rustup target add wasm32-unknown-unknown
# The widget is built with a standard library of its own, which makes it 1,700 bytes smaller.
rustup component list --installed | grep -q rust-src || rustup component add rust-src

wanted=$(grep -A1 '^name = "wasm-bindgen"$' Cargo.lock | sed -n 's/version = "\(.*\)"/\1/p')
if [ "$(wasm-bindgen --version 2>/dev/null | cut -d' ' -f2)" != "$wanted" ]; then
  say "wasm-bindgen $wanted (some minutes, once)"
  # Without --locked: its own lock asks for a version of a crate that the registry no longer offers.
  cargo install wasm-bindgen-cli --version "$wanted" --quiet
fi
if [ "$want" = test ] && ! cargo nextest --version >/dev/null 2>&1; then
  say "cargo-nextest (some minutes, once)"
  cargo install cargo-nextest --locked --quiet
fi

if ! cmp -s end2end/package-lock.json end2end/node_modules/.lock-installed; then
  say "npm packages"
  (cd end2end && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error)
  cp end2end/package-lock.json end2end/node_modules/.lock-installed
fi
