"""Where this machine's browser is, and how it is started. Nothing here imports Playwright."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from shared.core.errors import NotFound

_PROGRAMS = (
    "chromium-headless-shell",  # draws no windows: a page costs a third of the CPU that it costs the whole browser
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Brave Browser.app/Contents/MacOS/Brave Browser",
)
_INSIDE = (  # where Playwright's download keeps the program, by platform
    "chrome-linux/chrome",
    "chrome-linux64/chrome",
    "chrome-linux/headless_shell",
    "chrome-headless-shell-linux64/chrome-headless-shell",
    "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
    "chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
    "chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
    "chrome-headless-shell-mac-arm64/chrome-headless-shell",
    "chrome-headless-shell-mac-x64/chrome-headless-shell",
    "chrome-win/chrome.exe",
    "chrome-win64/chrome.exe",
)
REMEDY = "run `uv run playwright install chromium`, install your system's chromium, or set LEADREEL_CHROMIUM"

FLAGS = (
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--mute-audio",
    "--force-color-profile=srgb",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",  # UDP would pass by the proxy
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # the headless shell's name for it
)


def find_chromium(setting: str = "") -> Path | None:
    """The browser: the setting, Playwright's own download, PATH, then macOS' applications; None when there is none.

    Raises NotFound when the setting names no program: a wrong setting is not passed over.
    """
    if setting:
        named = shutil.which(setting) or setting
        if not Path(named).is_file():
            raise NotFound(f"LEADREEL_CHROMIUM: there is no program {setting!r}; correct the path or leave it empty")
        return Path(named)
    return next(_candidates(), None)


def _candidates() -> Iterator[Path]:
    for folder in _downloads():
        newest = sorted(folder.glob("chromium*-*"), key=_revision, reverse=True)
        yield from (home / inside for home in newest for inside in _INSIDE if (home / inside).is_file())
    yield from (Path(found) for name in _PROGRAMS if (found := shutil.which(name)))
    yield from (path for path in map(Path, _MAC) if path.is_file())


def _downloads() -> Iterator[Path]:
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "")
    home = Path.home()
    if named and named != "0":
        yield Path(named)
    elif sys.platform == "darwin":
        yield home / "Library/Caches/ms-playwright"
    elif sys.platform == "win32":
        yield Path(os.environ.get("LOCALAPPDATA", home)) / "ms-playwright"
    else:
        yield Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "ms-playwright"


def _revision(home: Path) -> int:
    digits = home.name.rpartition("-")[2]
    return int(digits) if digits.isdigit() else 0


def flags() -> list[str]:
    """Command-line flags. Chromium's own sandbox does not work for root, which containers are."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*FLAGS, *(["--no-sandbox"] if as_root else [])]
