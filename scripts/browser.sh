#!/bin/sh
# Sees that a Chromium is there: one that exists, Playwright's own download, or the system's package. Never fails: without
# a browser the videos use a drawn background, and `leadreel doctor` says so.
set -u
python=.venv/bin/python
has() { "$python" -c "import sys; from shared.video.chromium import find_chromium as find; sys.exit(find() is None)"; }

has && exit 0
echo "No Chromium found: fetching one ..." >&2
timeout 180 "$python" -m playwright install chromium-headless-shell >build/browser.log 2>&1
has && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; } >>build/browser.log 2>&1
  has && exit 0
  timeout 180 "$python" -m playwright install-deps chromium-headless-shell >>build/browser.log 2>&1
  has && exit 0
fi
echo "No Chromium could be had (build/browser.log says why). Videos get a drawn background instead of the lead's site;" >&2
echo "install Chromium or Chrome, or set LEADREEL_CHROMIUM to its path, then run this again." >&2
exit 0
