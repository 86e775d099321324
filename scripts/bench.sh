#!/usr/bin/env bash
# Runs the benchmarks on both databases; each writes one JSON file into benchmarks/results/.
set -euo pipefail
cd "$(dirname "$0")/.."

trap 'scripts/postgres.sh stop' EXIT
RAPPORT_BENCH_DATABASE_URL=$(scripts/postgres.sh start)
export RAPPORT_BENCH_DATABASE_URL
.venv/bin/python -m benchmarks "$@"
