#!/usr/bin/env bash
# All tests on SQLite; then on PostgreSQL all that meet a database and are not about the looks of a page: every page is
# read there by the matrix.
# Bounded: both runs together end within 30 minutes. With COVERAGE=1 SQLite alone, and how much of the code its tests
# reach, which takes twice as long. Arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

find_chromium >/dev/null || apt_install chromium
RAPPORT_TEST_CHROMIUM=$(find_chromium)
export RAPPORT_TEST_CHROMIUM
trap 'scripts/postgres.sh stop' EXIT
postgres=$(scripts/postgres.sh start)

bin=.venv/bin
# once: the processes that tests start would each compile it anew where Python is told to keep nothing
"$bin/python" -m compileall -q src
workers=${WORKERS:-$(nproc)}
SECONDS=0

run() { # run NAME SECONDS ARGUMENTS...: one bounded run of pytest
  local name=$1 bound=$2
  shift 2
  say "== Tests on $name"
  timeout --kill-after=30 "$bound" "$bin/python" -m pytest -n "$workers" --dist loadgroup --durations=10 "$@" </dev/null ||
    fail "The tests on $name failed (or took more than $bound seconds)."
}

if [[ ${COVERAGE:-} ]]; then
  rm -f .coverage .coverage.*
  run SQLite 3600 --cov --cov-report= "$@"
  "$bin/coverage" report --fail-under=95
  exit
fi
run SQLite 1500 "$@"
RAPPORT_TEST_DATABASE_URL=$postgres run PostgreSQL $((1790 - SECONDS)) -m "not browser and not pure and not page" "$@"
