#!/usr/bin/env bash
# A throw-away PostgreSQL for tests and benchmarks, beside any that the system runs:
#   scripts/postgres.sh start   starts it (again) and prints its address
#   scripts/postgres.sh url     prints the address of the running one
#   scripts/postgres.sh stop    ends it and removes everything it kept
# It runs as an ordinary user, in a directory of its own, on loopback with a random password.
# RAPPORT_TEST_POSTGRES names that directory where several are wanted at once.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

temporary=${TMPDIR:-/tmp}
[ "$(id -u)" -ne 0 ] || temporary=/tmp # the user that PostgreSQL runs as has to reach it
place=${RAPPORT_TEST_POSTGRES:-$temporary/rapport-postgres-$(id -u)-$(pwd | sha256sum | cut -c1-8)}

# PostgreSQL refuses to run as root: then it is the package's user, or nobody.
as_owner() {
  if [ "$(id -u)" -ne 0 ]; then
    (cd / && "$@")
    return
  fi
  local owner=nobody
  id postgres >/dev/null 2>&1 && owner=postgres
  (cd / && runuser -u "$owner" -- "$@")
}

running() { [ -f "$place/url" ] && as_owner "$bin/pg_ctl" -D "$place/db" status >/dev/null 2>&1; }

free_port() {
  "$(find_python)" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start() {
  running && { cat "$place/url"; return; }
  rm -rf "$place"
  mkdir -m 755 -p "$place"
  local password port
  password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  port=$(free_port)
  if [ "$(id -u)" -eq 0 ]; then
    chown "$(id -u postgres 2>/dev/null || id -u nobody)" "$place"
  fi
  as_owner sh -c 'umask 077; echo "$1" >"$2"' sh "$password" "$place/password"
  as_owner "$bin/initdb" -D "$place/db" --username=rapport --pwfile="$place/password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$place/initdb.log" ||
    fail "PostgreSQL could not be set up: $(tail -3 "$place/initdb.log")"
  as_owner "$bin/pg_ctl" -D "$place/db" -l "$place/log" -w -t 60 start >/dev/null </dev/null \
    -o "-h 127.0.0.1 -p $port -k $place -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
        -c max_connections=200 -c autovacuum=off -c timezone=UTC" ||
    fail "PostgreSQL did not start: $(tail -3 "$place/log")"
  PGPASSWORD=$password "$bin/createdb" -h 127.0.0.1 -p "$port" -U rapport rapport
  echo "postgresql://rapport:$password@127.0.0.1:$port/rapport" >"$place/url"
  cat "$place/url"
}

stop() {
  if [ -d "$place/db" ]; then
    as_owner "$bin/pg_ctl" -D "$place/db" -m immediate stop >/dev/null 2>&1 || true
  fi
  rm -rf "$place"
}

if ! bin=$(find_postgres); then
  [ "${1:-}" = stop ] && exit 0
  apt_install postgresql
  bin=$(find_postgres) || fail "No PostgreSQL server was found."
fi
case "${1:-}" in
  start) start ;;
  stop) stop ;;
  url) running && cat "$place/url" || fail "No test PostgreSQL runs here; scripts/postgres.sh start begins one." ;;
  *) fail "Usage: scripts/postgres.sh start|stop|url" ;;
esac
