"""`leadreel doctor`: each part that this machine needs, there or missing with its remedy."""

from pathlib import Path

from shared.app import App
from shared.ops import health
from shared.ops.health import Check
from shared.video.chromium import find_chromium

INSTALL = "run `make setup`, or: pip install 'leadreel[video]'"


def checks(app: App) -> list[Check]:
    """In the order in which a newcomer would mend them."""
    settings = app.settings
    return [
        health.python(),
        health.sqlite(),
        health.data_folder(settings.data),
        health.module("PyAV (FFmpeg's libraries)", "av", INSTALL),
        health.module("Playwright", "playwright", INSTALL),
        health.program(
            "Chromium",
            lambda: find_chromium(settings.chromium),
            "run `make browser`, install Chromium or Chrome, or set LEADREEL_CHROMIUM; until then videos get a drawn "
            "background instead of the lead's site",
        ),
        health.fonts(
            _fonts, "install fonts-dejavu-core or any TrueType fonts; until then a small built-in one is used"
        ),
        health.network(settings.network),
    ]


def _fonts() -> list[Path]:
    from shared.video.fonts import faces

    return [Path(file.partition("#")[0]) for file in faces()]
