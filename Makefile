# `make run` builds and starts Baton with a sample site; `make test` runs all tests. Both install what they need.

.PHONY: run build test bundle size later model eval races bench-search bench-knowledge bench-screens bench-streams bench-lighthouse

MODELS := $(HOME)/.cache/baton/models
NATIVE := cargo build --release --package server

run: build model
	BATON_MODEL_DIR=$(MODELS) target/release/baton serve --demo

# One file, target/release/baton, with all pages, styles, scripts and wasm inside.
build: bundle
	$(NATIVE)

bundle:
	.ci/tools.sh build
	.ci/bundle.sh

size: bundle
	node .ci/size.mjs

# Looks anew which code the inbox's first load needs: after new screens, or where `make size` says that it has outgrown its budget.
later:
	.ci/tools.sh test
	.ci/later.sh

# Fetched once. Without a network Baton searches by words alone, and says so.
model: build
	@target/release/baton models pull --model-dir $(MODELS) || echo "No model: Baton searches by words alone."

test:
	.ci/tools.sh test
	.ci/test.sh

# Answering, measured on the sample company's questions.
eval: build model
	BATON_MODEL_DIR=$(MODELS) target/release/baton eval --docs server/demo/help --questions server/demo/questions.jsonl

# A reply at any moment of the assistant's turn and of a model's stream, and 2 to 50 agents who claim at once: 10,000 runs each on both engines.
races:
	.ci/tools.sh test
	BATON_RACES=10000 .ci/postgres.sh cargo nextest run --cargo-profile release --package server --no-capture --profile heavy -E 'test(/^races::/)'

# Event streams, measured on both engines: 1,000 of visitors and agents, each cut every few seconds, and a kill -9 in the middle.
STREAMS := 1000
bench-streams:
	.ci/tools.sh test
	ulimit -n 8192 && BATON_STREAMS=$(STREAMS) .ci/postgres.sh cargo nextest run --cargo-profile release --package server --no-capture --profile heavy -E 'test(/^streams::/)'

# The screens, measured in Chromium: a list of 10,000 rows, a thread of 10,000 messages, and a list of 300 conversations in which
# 30 things happen a second. Nothing else should run meanwhile.
bench-screens: build
	.ci/tools.sh test
	cd end2end && npx playwright test --config bench.config.ts

# What lighthouse says of the sample company's pages.
bench-lighthouse: build
	.ci/tools.sh test
	cd end2end/bench && npm ci --no-audit --no-fund && node lighthouse.mjs

# Search, measured: a million generated messages on each engine, then queries of every kind. An hour on a slow machine.
MESSAGES := 1000000
bench-search:
	cargo build --release --package server --example search_bench
	dir=$$(mktemp -d) && target/release/examples/search_bench sqlite:$$dir/bench.db $(MESSAGES); rm -rf $$dir
	.ci/postgres.sh sh -c 'target/release/examples/search_bench "$$TEST_POSTGRES_URL" $(MESSAGES)'

# An answer while a big site is read beside it, against one of an idle desk.
PAGES := 2000
bench-knowledge: model
	cargo build --release --package server --example knowledge_bench
	dir=$$(mktemp -d) && target/release/examples/knowledge_bench $$dir $(PAGES) $(wildcard $(MODELS)/all-MiniLM-L6-v2-int8.onnx); rm -rf $$dir
