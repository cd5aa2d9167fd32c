"""One house for each back end: the same tests are true of both."""

import os
import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sandbox.google_cloud import GoogleCloud, serve
from shared.adapters.gcp.blobs import CloudBlobs
from shared.adapters.gcp.cloud import Cloud
from shared.adapters.gcp.documents import FirestoreDocuments
from shared.adapters.gcp.events import PubSubEvents
from shared.adapters.gcp.jobs import CloudJobs
from shared.adapters.gcp.queue import CloudQueue
from shared.adapters.gcp.secrets import CloudSecrets
from shared.adapters.local.blobs import LocalBlobs
from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.adapters.local.events import LocalEvents
from shared.adapters.local.jobs import LocalJobs
from shared.adapters.local.queue import LocalQueue
from shared.adapters.local.secrets import LocalSecrets
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

    rounds = 25  # of what many do at once
    fault_points = {  # noqa: RUF012 - read only
        "before_commit": "database.before_commit",
        "after_commit": "database.after_commit",
        "before_put": "blobs.before_put",
        "after_put": "blobs.after_put",
    }

    @property
    def store_in_a_script(self) -> str:
        """Python that opens the documents as `store`, for a process of its own."""
        return (
            "from pathlib import Path\n"
            "from shared.adapters.local.database import Database\n"
            "from shared.adapters.local.documents import LocalDocuments\n"
            f"store = LocalDocuments(Database(Path({str(self.folder / 'state' / 'state.db')!r})), ())"
        )

    @property
    def blobs_in_a_script(self) -> str:
        """Python that opens the buckets as `blobs`."""
        return (
            "from pathlib import Path\n"
            "from shared.adapters.local.blobs import LocalBlobs\n"
            "from shared.adapters.local.database import Database\n"
            "from shared.core.clock import SystemClock\n"
            f"root = Path({str(self.folder)!r})\n"
            'blobs = LocalBlobs(root / "buckets", Database(root / "state" / "state.db"), SystemClock())'
        )

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

    def waiting(self, queue: LocalQueue) -> int:
        """How many tasks the queues have accepted."""
        return sum(queue.backlog().values())

    def secrets(self, *_names: str) -> LocalSecrets:
        return LocalSecrets(self.folder / "state" / "secrets")

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
        self._open = ExitStack()

    rounds = 8
    fault_points = {  # noqa: RUF012 - read only
        "before_commit": "firestore.before_commit",
        "after_commit": "firestore.after_commit",
        "before_put": "storage.before_put",
        "after_put": "storage.after_put",
    }

    @property
    def store_in_a_script(self) -> str:
        return (
            "import os\n"
            "from shared.adapters.gcp.cloud import Cloud\n"
            "from shared.adapters.gcp.documents import FirestoreDocuments\n"
            f"store = FirestoreDocuments(Cloud.load(os.environ, project={self.cloud.project!r}), ())"
        )

    @property
    def blobs_in_a_script(self) -> str:
        return (
            "import os\n"
            "from shared.adapters.gcp.blobs import CloudBlobs\n"
            "from shared.adapters.gcp.cloud import Cloud\n"
            f"blobs = CloudBlobs(Cloud.load(os.environ, project={self.cloud.project!r}))"
        )

    def documents(self, indexes: Sequence[Index] = INDEXES, *, rehearse: bool = False) -> FirestoreDocuments:
        return FirestoreDocuments(self.cloud, indexes, rehearse=rehearse)

    def blobs(self) -> CloudBlobs:
        blobs = CloudBlobs(self.cloud)
        for bucket in ("media", "law"):
            blobs.make(bucket)
        return blobs

    def queue(self, *configs: QueueConfig) -> CloudQueue:
        cloud = replace(self.cloud, recorder=self.services.address, task_caller="tasks@example.iam.gserviceaccount.com")
        return CloudQueue(cloud, {config.name: config for config in configs}, self.clock)

    def waiting(self, _queue: CloudQueue) -> int:
        return len(self.services.tasks)

    def jobs(self, *configs: JobConfig, env: Mapping[str, str] | None = None) -> CloudJobs:
        cloud = replace(self.cloud, recorder=self.services.address)
        return CloudJobs(cloud, {config.name: config for config in configs})

    def events(self, triggers: Sequence[tuple[str, str]]) -> PubSubEvents:
        return PubSubEvents(self.cloud, triggers)

    def secrets(self, *names: str) -> CloudSecrets:
        """`names`: the secrets that terraform has made."""
        cloud = replace(self.cloud, recorder=self.services.address)
        for name in names:
            self.services.secrets.setdefault(f"projects/{cloud.project}/secrets/{cloud.named(name)}", [])
        return CloudSecrets(cloud)

    @cached_property
    def services(self) -> GoogleCloud:
        """What stands in for services without an emulator."""
        return self._open.enter_context(serve())

    def close(self) -> None:
        self._open.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test of `shelf` runs on both, unless it says why one machine alone can keep the promise."""
    if "shelf" in metafunc.fixturenames:
        alone = metafunc.definition.get_closest_marker("one_machine")
        metafunc.parametrize("shelf", BACK_ENDS[:1] if alone else BACK_ENDS, indirect=True)


@pytest.fixture
def shelf(request: pytest.FixtureRequest) -> Shelf | GoogleShelf:
    """Each in turn: what is tested is promised by both."""
    found: Shelf | GoogleShelf = request.getfixturevalue("embedded" if request.param == "local" else "google")
    return found


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Shelf]:
    """For what is promised on one machine alone."""
    shelf = Shelf(tmp_path)
    yield shelf
    shelf.close()


@pytest.fixture
def google(tmp_path: Path, emulators: Mapping[str, str]) -> Iterator[GoogleShelf]:
    """For what is promised in the cloud alone."""
    shelf = GoogleShelf(tmp_path)
    yield shelf
    shelf.close()


# The table of all cases: `make contract-table`

PLACES = {  # by file: what stands for one machine and for Google Cloud
    "documents": ("SQLite", "Firestore emulator"),
    "blobs": ("files", "storage emulator"),
    "queue": ("SQLite", "recorded messages"),
    "jobs": ("processes", "recorded messages"),
    "events": ("SQLite", "Pub/Sub emulator"),
    "events_in_the_cloud": ("SQLite", "Pub/Sub emulator"),
    "secrets": ("files", "recorded messages"),
}
REFUSALS = ("refuse", "refusal", "limits", "keeps_to_the_size", "due_within", "not_one_more", "field_that")
TABLE = """\
# What both shelves promise, and who enforces it

Made by `make contract-table` from one run of `tests/contract`: each line is a case, or several of one name. A case
counts for a back end when its tests passed on it. *The adapter* refuses by itself, before anything is sent, because an
emulator accepts some of what production refuses. *Recorded messages* are compared
whole with what the service's documentation asks for: no faithful emulator of it exists. A case that nobody enforces
would be called **unverified**.

{summary}

Not to be seen without an account, and so not among the cases: that the indexes of `manifest.yaml` exist (terraform
makes them from the same file), that IAM lets the service accounts do their work and no more, how long Cloud Tasks
remembers a name, how fast Firestore lets new traffic grow, and that IAM's `signBlob` signs.
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--contract-table", type=Path, help="write the table of all cases into this file")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--contract-table", default=None):
        config.pluginmanager.register(Table(config.getoption("--contract-table")), "contract-table")


class Table:
    """Listens to a run and writes down which case held where."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._sides: dict[tuple[str, str], tuple[set[str], str]] = {}  # case → sides it is tested on, reason
        self._failed: set[tuple[tuple[str, str], str]] = set()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            if not isinstance(item, pytest.Function) or _room(item.path) not in PLACES:
                continue
            sides, _ = self._sides.setdefault(_case(item), (set(), ""))
            alone = item.get_closest_marker("one_machine")
            sides.add(_side(item))
            self._sides[_case(item)] = (sides, str(alone.args[0]) if alone else self._sides[_case(item)][1])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, Any, Any]:
        report = yield
        if not report.passed and isinstance(item, pytest.Function):
            self._failed.add((_case(item), _side(item)))
        return report

    def pytest_sessionfinish(self) -> None:
        rooms = {room: [case for case in self._sides if case[0] == room] for room in PLACES}
        parts, summary = [], ["| port | cases | unverified |", "| --- | --- | --- |"]
        for room, cases in rooms.items():
            lines = [self._line(case) for case in cases]
            title = room.replace("_", " ")
            summary.append(f"| {title} | {len(lines)} | {sum('**unverified**' in line for line in lines)} |")
            parts.append(f"\n## {title.capitalize()}\n\n| case | one machine | Google Cloud |\n| --- | --- | --- |\n")
            parts.append("".join(lines))
        text = TABLE.format(summary="\n".join(summary)) + "".join(parts)
        self._target.write_text(text, "utf-8")

    def _line(self, case: tuple[str, str]) -> str:
        room, name = case
        sides, reason = self._sides[case]
        here, there = PLACES[room]
        if any(word in name for word in REFUSALS):
            here = there = "the adapter"
        held = {side for side in sides if (case, side) not in self._failed}
        near = here if held & {"here", "both"} else "–"
        far = there if held & {"there", "both"} else f"– ({reason})" if reason else "–"
        if not held:
            near = far = "**unverified**"
        return f"| {name.removeprefix('test_').replace('_', ' ')} | {near} | {far} |\n"


def _room(path: Path) -> str:
    return path.stem.removeprefix("test_")


def _case(item: pytest.Function) -> tuple[str, str]:
    return _room(item.path), item.originalname


def _side(item: pytest.Function) -> str:
    """On which back end this item runs; one that asks for none is the port's own, and true of both."""
    if "shelf" in item.fixturenames:
        return "here" if item.callspec.params.get("shelf") == "local" else "there"
    return "here" if "embedded" in item.fixturenames else "there" if "google" in item.fixturenames else "both"
