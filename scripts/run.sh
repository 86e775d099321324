#!/usr/bin/env bash
# Serves ./data; fills it with the demo community the first time.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

port=${PORT:-8000}
if [ -z "$(ls -A data 2>/dev/null)" ]; then
  # Built beside and moved when complete, so that an interrupted first run leaves nothing half.
  rm -rf build/demo
  mkdir -p build/demo
  .venv/bin/rapport demo --data build/demo | tee build/demo/login.txt
  rmdir data 2>/dev/null || true
  mv build/demo data
elif [ -f data/login.txt ]; then
  tail -1 data/login.txt
fi
exec .venv/bin/rapport serve --data ./data --port "$port"
