#!/usr/bin/env bash
# Resolves runtime, PostgreSQL and development dependencies into requirements.lock, and the part
# a server needs into requirements.runtime.lock: every file with its hashes, no address of an index.
# Versions stay as they are unless asked: scripts/lock.sh --upgrade, or --upgrade-package NAME.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

uv=$(command -v uv || echo .cache/uv/bin/uv)
if [ ! -x "$uv" ]; then
  "$(find_python)" -m venv .cache/uv
  .cache/uv/bin/python -m pip install --quiet uv
fi
compile() { # compile FILE ARGUMENTS...
  local file=$1
  shift
  "$uv" pip compile pyproject.toml --python-version 3.11 --universal --generate-hashes --no-emit-index-url \
    --no-annotate --custom-compile-command "make lock" --quiet --output-file "$file" "$@"
}

compile requirements.lock --extra postgresql --group dev "$@"
# What a server needs and no more, at the same versions.
compile requirements.runtime.lock --extra postgresql --group build --constraint requirements.lock
