#!/bin/sh
# Sees that a Chromium is there: one that exists, the system's package, or Playwright's own download. Preferred is the
# headless shell, which spends a third of the CPU on a page. Never fails: without a browser the videos use a drawn
# background, and `leadreel doctor` says so.
set -u
python=.venv/bin/python
found() { "$python" -c "from shared.video.chromium import find_chromium as find; print(find() or '')"; }
has() { test -n "$(found)"; }
from_apt() { apt-get install -y -qq --no-install-recommends "$@" >>build/browser.log 2>&1; }

mkdir -p build
case "$(found)" in *headless*) exit 0 ;; esac
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && [ ! -e build/browser.tried ]; then
  touch build/browser.tried
  echo "Fetching Chromium's headless shell ..." >&2
  from_apt chromium-headless-shell fonts-dejavu-core ||
    { timeout 60 apt-get update -qq >>build/browser.log 2>&1 && from_apt chromium-headless-shell fonts-dejavu-core; }
fi
has && exit 0
timeout 180 "$python" -m playwright install chromium-headless-shell >>build/browser.log 2>&1
has && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  from_apt chromium fonts-dejavu-core
  has && exit 0
  timeout 180 "$python" -m playwright install-deps chromium-headless-shell >>build/browser.log 2>&1
  has && exit 0
fi
echo "No Chromium could be had (build/browser.log says why). Videos get a drawn background instead of the lead's site;" >&2
echo "install Chromium or Chrome, or set LEADREEL_CHROMIUM to its path, then run this again." >&2
exit 0
