#!/usr/bin/env bash
# Resolves runtime, PostgreSQL and development dependencies into requirements.lock:
# every file with its hashes, no address of an index.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

uv=$(command -v uv || echo .cache/uv/bin/uv)
if [ ! -x "$uv" ]; then
  "$(find_python)" -m venv .cache/uv
  .cache/uv/bin/python -m pip install --quiet uv
fi
"$uv" pip compile pyproject.toml --extra postgresql --group dev --python-version 3.11 --universal \
  --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" \
  --quiet --output-file requirements.lock "$@"
