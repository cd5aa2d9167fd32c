#!/bin/sh
# Starts the browser with an environment of its own: a page that breaks out of it finds no key, no token, no project.
# Chromium's own sandbox wants user namespaces. Where the container has none, the container alone is the wall.
set -u
program=$(command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome) || {
  echo "no chromium on PATH" >&2
  exit 127
}
sandbox=
unshare --user true 2>/dev/null || sandbox=--no-sandbox
home=${TMPDIR:-/tmp}/browser
mkdir -p "$home" || exit 1
exec env -i PATH=/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8 HOME="$home" TMPDIR="${TMPDIR:-/tmp}" \
  "$program" $sandbox "$@"
