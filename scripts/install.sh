#!/usr/bin/env bash
# Makes .venv hold exactly what requirements.lock says; does nothing where it already does.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

# a compiler that came later builds what was left out without it
wanted=$({ pwd; command -v cc || true; cat requirements.lock pyproject.toml src/rapport/projections/graph/c/*; } | sha256sum | cut -d' ' -f1)
if [ -x .venv/bin/rapport ] && [ "$(cat .venv/installed 2>/dev/null)" = "$wanted" ]; then
  exit 0
fi

if ! python=$(find_python); then
  apt_install python3 python3-venv
  python=$(find_python) || fail "Rapport needs Python 3.11 or newer; set PYTHON= to one."
fi
say "Making .venv with $("$python" --version); the first time this takes about a minute."
if ! .venv/bin/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
  [ "$(cat .venv/place 2>/dev/null)" != "$PWD" ]; then
  rm -rf .venv
  "$python" -m venv .venv
  pwd >.venv/place
fi
command -v cc >/dev/null || say "There is no C compiler here: numpy does the work of the graph's kernel, more slowly."
rm -f .venv/installed
pip=(.venv/bin/python -m pip --disable-pip-version-check --quiet)
"${pip[@]}" install --require-hashes -r requirements.lock </dev/null
"${pip[@]}" install --no-deps --no-build-isolation -e . </dev/null
echo "$wanted" >.venv/installed
