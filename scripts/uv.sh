#!/bin/sh
# Prints the path of uv, installing it with pip when there is none. Nothing outside build/ is touched if a venv can be made.
set -u
here=$(cd "$(dirname "$0")/.." && pwd)
own="$here/build/uv/bin/uv"

find_uv() {
  command -v uv 2>/dev/null && return 0
  for candidate in "$own" "$HOME/.local/bin/uv"; do
    [ -x "$candidate" ] && echo "$candidate" && return 0
  done
  return 1
}

find_uv && exit 0
command -v python3 >/dev/null || {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq >&2 && apt-get install -y -qq python3 python3-venv >&2
}
{
  python3 -m venv "$here/build/uv" && "$here/build/uv/bin/pip" install --quiet uv
} >&2 2>/dev/null || {
  python3 -m pip install --quiet --user uv || python3 -m pip install --quiet --user --break-system-packages uv
} >&2 || {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq python3-venv &&
    python3 -m venv --clear "$here/build/uv" && "$here/build/uv/bin/pip" install --quiet uv
} >&2
find_uv || {
  echo "uv could not be installed; install it by hand: https://docs.astral.sh/uv/getting-started/installation/" >&2
  exit 1
}
