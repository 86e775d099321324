# Shared by the scripts beside it; sourced, never run.

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

# A Python from 3.11 on that can make virtual environments, 3.11 itself before newer ones; prints its path.
find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3.11 python3.12 python3.13 python3 /usr/bin/python3; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      "$candidate" -c 'import sys; print(sys.executable)'
      return 0
    fi
  done
  return 1
}

# Installs Debian packages; refreshes the lists first, since they may be stale.
apt_install() {
  local as_root=()
  if ! command -v apt-get >/dev/null; then
    fail "Please install these by hand, they are missing here: $*"
  fi
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "Please run as root: apt-get install $*"
    as_root=(sudo)
  fi
  say "Installing from Debian: $*"
  "${as_root[@]}" apt-get update -qq >&2 </dev/null || say "The package lists could not be refreshed; trying with those at hand."
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2 </dev/null ||
    fail "These packages could not be installed: $*"
}

find_chromium() {
  command -v chromium || command -v chromium-browser || command -v google-chrome
}

# The folder of the newest PostgreSQL server's programs; prints it.
find_postgres() {
  local folder
  folder=$(printf '%s\n' /usr/lib/postgresql/*/bin /usr/local/pgsql/bin | sort -Vr |
    while read -r one; do [ -x "$one/initdb" ] && echo "$one" && break; done) || true
  if [ -z "$folder" ] && command -v initdb >/dev/null; then
    folder=$(dirname "$(readlink -f "$(command -v initdb)")")
  fi
  [ -n "$folder" ] && echo "$folder"
}
