"""Vendors' descriptions of their APIs, which lie beside the repository on some machines."""

from pathlib import Path

import pytest

SPECS = Path(__file__).parents[4] / "shared" / "specs"


@pytest.fixture(scope="session")
def specs() -> Path:
    if not SPECS.is_dir():
        pytest.skip("no vendors' descriptions beside the repository; put them into ../shared/specs")
    return SPECS
