#!/usr/bin/env bash
# Runs a command with a PostgreSQL of its own: a temporary cluster on a free port of 127.0.0.1, dropped at the end.
# The command finds it at TEST_POSTGRES_URL. Usage: .ci/postgres.sh COMMAND [ARG ...]
set -euo pipefail

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -x "$bin/initdb" ] || { echo "PostgreSQL's server is missing; .ci/tools.sh installs it" >&2; exit 1; }

# The server refuses to run as root.
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

dir=$(as mktemp -d)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
trap 'as "$bin/pg_ctl" -D "$dir/data" -m immediate -s stop || true; rm -rf "$dir"' EXIT

as "$bin/initdb" -D "$dir/data" -U baton -A trust -E UTF8 --no-sync >/dev/null
# What the tests write is thrown away: no flush is needed.
as "$bin/pg_ctl" -D "$dir/data" -s -w -l "$dir/log" \
  -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$dir -c fsync=off -c max_connections=300" start
as "$bin/psql" -h 127.0.0.1 -p "$port" -U baton -d postgres -qc 'create database baton'

TEST_POSTGRES_URL="postgres://baton@127.0.0.1:$port/baton" "$@"
