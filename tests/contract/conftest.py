"""One house for each back end: the same tests are true of both."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from shared.adapters.gcp.cloud import Cloud
from shared.adapters.gcp.documents import FirestoreDocuments
from shared.adapters.local.blobs import LocalBlobs
from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.adapters.local.events import LocalEvents
from shared.adapters.local.jobs import LocalJobs
from shared.adapters.local.queue import LocalQueue
from shared.core.clock import Clock, ManualClock
from shared.core.ids import random_id
from shared.ports.documents import Index
from shared.ports.jobs import JobConfig
from shared.ports.queue import QueueConfig

BACK_ENDS = ["local", "gcp"]

INDEXES = (
    Index("leads", ("city", "size")),
    Index("leads", ("city", "state", "size")),
    Index("chunks", ("call", "position")),
    Index("chunks", ("call", "vector"), vector=2),
    Index("chunks", ("vector",), vector=2),
    Index("things", ("a", "b")),
    Index("things", ("b", "a")),
    Index("things", ("a", "c.d")),
)


@dataclass
class Shelf:
    """Everything of one back end, empty at first. A second `Shelf` over the same folder is a second process."""

    folder: Path
    clock: Clock = field(default_factory=ManualClock)
    _open: list[Callable[[], None]] = field(default_factory=list)

    def database(self) -> Database:
        database = Database(self.folder / "state" / "state.db")
        self._open.append(database.close)
        return database

    def documents(self, indexes: Sequence[Index] = INDEXES, *, rehearse: bool = False) -> LocalDocuments:
        return LocalDocuments(self.database(), indexes, rehearse=rehearse)

    def blobs(self) -> LocalBlobs:
        return LocalBlobs(self.folder / "buckets", self.database(), self.clock)

    def queue(self, *configs: QueueConfig) -> LocalQueue:
        queue = LocalQueue(self.database(), {config.name: config for config in configs}, self.clock, Random(7))
        self._open.append(queue.close)
        return queue

    def events(self, queue: LocalQueue, triggers: Sequence[tuple[str, str]]) -> LocalEvents:
        return LocalEvents(queue, triggers)

    def jobs(self, *configs: JobConfig, env: Mapping[str, str] | None = None) -> LocalJobs:
        inherited = {**os.environ, "PYTHONPATH": os.pathsep.join([str(self.folder), *sys.path]), **(env or {})}
        jobs = LocalJobs(
            self.database(),
            {config.name: config for config in configs},
            self.clock,
            env=inherited,
            logs=self.folder / "logs",
        )
        self._open.append(jobs.stop)
        return jobs

    def close(self) -> None:
        while self._open:
            self._open.pop()()


class GoogleShelf:
    """Everything of the other back end, on its emulators, in a project of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock: Clock = ManualClock()
        self.cloud = Cloud.load(os.environ, project=f"test-{random_id()}")

    def documents(self, indexes: Sequence[Index] = INDEXES, *, rehearse: bool = False) -> FirestoreDocuments:
        return FirestoreDocuments(self.cloud, indexes, rehearse=rehearse)

    def close(self) -> None:
        pass


@pytest.fixture(params=BACK_ENDS)
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shelf | GoogleShelf]:
    if request.param == "gcp":
        request.getfixturevalue("emulators")
    shelf = Shelf(tmp_path) if request.param == "local" else GoogleShelf(tmp_path)
    yield shelf
    shelf.close()
