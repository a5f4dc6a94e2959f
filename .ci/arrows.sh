#!/usr/bin/env bash
# Proves who may import whom (README.md, "Who may import whom"). Each line fails when its arrow is broken.
set -euo pipefail
cd "$(dirname "$0")/.."
fail() { echo "arrow broken: $*" >&2; exit 1; }

# The widget links neither Leptos nor serde_json nor an async runtime.
for crate in leptos serde_json tokio futures; do
  cargo tree -p widget -e normal --target wasm32-unknown-unknown -i "$crate" 2>/dev/null | grep -q . && fail "widget → $crate"
done

# With no features, app is domain and talk alone, in the browser too.
cargo check --quiet -p app --no-default-features --target wasm32-unknown-unknown

# Of our crates, app imports none and widget only app.
cargo tree -p app -e normal --depth 1 --prefix none | grep -E '^(server|widget) ' && fail "app → ours"
cargo tree -p widget -e normal --depth 1 --prefix none | grep -E '^server ' && fail "widget → server"

# Domain, talk, react, answer, ingest, search and mail never await; app never says HTTP or SQL; store never decides.
grep -rnE '\basync (fn|move)\b|\.await\b' app/src/domain* app/src/talk* server/src/{react,answer,ingest,mail,search}* && fail "a pure room awaits"
grep -rnE 'sqlx|axum|StatusCode' app/src && fail "app says HTTP or SQL"
grep -rnE 'decide::|react::' server/src/store* && fail "store decides"
# A test may look at the tables by itself.
for file in $(grep -rlE '\bsql\(' server/src | grep -vE '^server/src/(store|db)'); do
  sed '/^#\[cfg(test)\]/,$d' "$file" | grep -qE '\bsql\(' && { echo "$file"; fail "SQL outside store"; }
done
# (Letters have headers of their own.)
grep -rnlE 'StatusCode|HeaderValue|header::' server/src | grep -vE '^server/src/(http|outside|mail)' && fail "HTTP outside http"
grep -rnlE 'axum::|crate::http' server/src/{desk,store,answer,ingest,react,db,work}* && fail "an inner room knows http"
grep -rnlE 'crate::desk' server/src/{store,db,answer,ingest,mail,react,hub,library}* && fail "an inner room knows the desk"
# Outside tests, one place makes outbound connections, and nothing sets inner HTML.
grep -rnlE 'reqwest::|Client::new' server/src | grep -vE '^server/src/outside' && fail "an outbound client outside outside/"
grep -rnE 'inner_html|innerHTML|insertAdjacentHTML|document\.write' app/src widget/src && fail "inner HTML"
# In a browser `{:?}` writes nothing (.ci/front.sh), so nothing but a test may hang on it; what only the server builds is free.
for file in $(grep -rlE '\{\w*:#?\?\}' app/src widget/src | grep -vE '/tests\.rs$|^app/src/write/there\.rs$'); do
  sed '/^#\[cfg(test)\]/,$d' "$file" | grep -nE '\{\w*:#?\?\}' && { echo "$file"; fail "debug text in a bundle"; }
done
# Styles know where lines start and end, not left and right.
grep -rnE '(^|[ ;{-])(left|right)(-[a-z]+)?:|text-align: (left|right)|(^|[ ;{])float:|translateX' style --include=*.scss && fail "a side that doesn't turn with the script"
grep -rnP '(margin|padding|inset): (\S+) (\S+) (\S+) (?!\3;)[^;( ]+;' style --include=*.scss && fail "two sides that differ: use -inline"
echo "arrows hold"
