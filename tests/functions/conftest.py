"""The real doors, opened by the real framework, over an embedded store in a temporary folder."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from werkzeug.test import Client

from local.doors import doors
from shared.app import App, use
from shared.core.settings import Settings


@pytest.fixture
def house(tmp_path: Path) -> Iterator[App]:
    """Transactions run twice here, which brings hidden effects to light."""
    app = use(App(Settings(data=tmp_path / "data", network=False), rehearse=True))
    yield app
    app.database.close()


@pytest.fixture
def street(house: App) -> Client:
    """All doors side by side: POST /NAME."""
    return Client(doors(house.manifest.functions))


@pytest.fixture
def proof(house: App) -> Callable[[str], dict[str, str]]:
    """The header by which the platform proves itself to a function's door, under the account of the door's kind."""

    def sign(function: str, kind: str = "") -> dict[str, str]:
        told = kind or house.manifest.functions[function].kind
        return {"Authorization": f"Bearer {house.signer.sign(told, function, valid_for=timedelta(minutes=1))}"}

    return sign
