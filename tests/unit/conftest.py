"""For every room: a real store in a temporary folder, under a clock that the test moves. A room may have its own."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.adapters.local.queue import LocalQueue
from shared.core.clock import ManualClock
from shared.manifest import read_manifest

HOME = Path(__file__).parents[2]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "state.db")
    yield database
    database.close()


@pytest.fixture
def documents(database: Database) -> LocalDocuments:
    return LocalDocuments(database, read_manifest(HOME / "manifest.yaml").indexes, rehearse=True)


@pytest.fixture
def queue(database: Database, clock: ManualClock) -> LocalQueue:
    return LocalQueue(database, read_manifest(HOME / "manifest.yaml").queues, clock, Random(1))
