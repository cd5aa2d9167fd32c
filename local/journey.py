"""A file given by hand takes the road of a dropped one; this walks it to the end and tells how far it is."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from shared.app import App
from shared.core.codec import to_plain
from shared.core.errors import InvalidInput
from shared.leads.imports import import_id
from shared.leads.model import ColumnMap, Import
from shared.leads.reader import SUFFIXES
from shared.ports.blobs import Blob
from shared.ports.documents import Query, Where
from shared.tasks.model import TaskState

BUCKET = "uploads"
LOOK = 0.1  # seconds between looks at the progress
ENDED: tuple[TaskState, ...] = ("done", "skipped", "dead", "cancelled")


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for with a file; travels with the object."""

    limit: int | None = None
    stop_at: str = "render"
    budget: Decimal | None = None

    def metadata(self) -> dict[str, str]:
        named = {"limit": self.limit, "stop_at": self.stop_at, "budget": self.budget}
        return {name: str(value) for name, value in named.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the imports are, all together."""

    rows: int
    reading: bool
    enriched: int
    to_enrich: int
    rendered: int
    to_render: int


Show = Callable[[Progress], None]


def drop(app: App, path: Path, options: Options) -> Blob:
    """Put a file into the watched bucket. Raises InvalidInput for what cannot be one."""
    if not path.exists():
        raise InvalidInput(f"{path}: there is no such file; check the name")
    if path.is_dir():
        raise InvalidInput(f"{path}: this is a folder; name the files in it, e.g. {path}/*.csv")
    name = path.name if path.suffix.lower() in SUFFIXES else f"{path.name}.csv"  # what it is, its content tells
    try:
        return app.blobs.put(BUCKET, name, path, content_type="text/csv", metadata=options.metadata())
    except OSError as error:
        raise InvalidInput(f"{path}: cannot be read ({error.strerror}); check its rights") from error


def walk(app: App, blobs: Sequence[Blob], show: Show) -> list[Import]:
    """Go with the dropped objects until their last task has ended; the finished imports, in order.

    Where another process hosts the data folder, that one does the work and this one watches.
    """
    return follow(app, [import_id(blob.bucket, blob.name, blob.generation) for blob in blobs], show)


def follow(app: App, ids: Sequence[str], show: Show) -> list[Import]:
    """Go with imports until their last task has ended, as `walk` does."""
    with _hosted(app) as idle:
        pause = threading.Event()
        while not _ended(app, ids, show) or not idle():
            pause.wait(LOOK)
        _ended(app, ids, show)
    return [app.imports.get(id) for id in ids]


@contextmanager
def _hosted(app: App) -> Iterator[Callable[[], bool]]:
    """A host for the time of the walk, unless there is one; gives what tells whether it has nothing left to do."""
    from local.calling import InnerDoors
    from local.host import Host, cloud_of, is_owned, owning

    if is_owned(app.state):
        yield lambda: True
        return
    with owning(app.state):
        doors = InnerDoors(app.manifest.functions, app.signer, app.clock)
        host = Host(cloud_of(app, doors))
        host.start()
        try:
            yield host.idle
        finally:
            host.stop()


def _ended(app: App, ids: Sequence[str], show: Show) -> bool:
    """Show the progress; True when every import and each of its tasks and videos has ended."""
    imports = [app.imports.find(id) for id in ids]
    reading = any(one is None or one.state == "running" for one in imports)
    enrich, render, attach = (_tasks(app, ids, kind) for kind in ("enrich", "render", "attach_video"))
    failed = sum(_render_jobs(app, id, "failed") for id in ids)
    under_way = sum(_render_jobs(app, id, state) for id in ids for state in ("pending", "running"))
    rows = sum(one.rows for one in imports if one)
    show(Progress(rows, reading, *enrich, rendered=attach[0] + failed, to_render=render[1]))
    return not reading and not under_way and all(done == total for done, total in (enrich, render, attach))


def _tasks(app: App, ids: Sequence[str], kind: str) -> tuple[int, int]:
    """How many of the imports' tasks of a kind have ended, and how many there are."""
    counts = [app.tasks.counts(kind=kind, import_id=id) for id in ids]
    ended = sum(count.get(state, 0) for count in counts for state in ENDED)
    return ended, sum(sum(count.values()) for count in counts)


def _render_jobs(app: App, id: str, state: str) -> int:
    return app.documents.count(Query("render_jobs", (Where("import_id", "==", id), Where("state", "==", state))))


def told(done: Import) -> dict[str, Any]:
    """An import in the form that others script against."""
    return {
        "import_id": done.id or None,
        "file": done.object,
        "state": done.state,
        "rows": done.rows,
        "created": done.created,
        "merged": done.merged,
        "updated": done.updated,
        "rejected": done.rejected,
        "mapping": {column.column: target(column) for column in done.mapping},
        "missing": list(done.missing),
        "problems": list(done.problems),
        "estimated_cost": str(done.estimated_cost),
        **({} if done.id else {"paid_calls": done.paid_calls, "estimated_seconds": done.estimated_seconds}),
        "spent": str(done.spent),
        "seconds": done.seconds,
    }


def target(column: ColumnMap) -> str | list[str] | None:
    """One field, several, or None where the column is kept as a custom field."""
    if not column.targets:
        return None
    return column.targets[0] if len(column.targets) == 1 else list(column.targets)


def plain_import(done: Import) -> Mapping[str, Any]:
    """An import for lists: without its mapping."""
    return {name: value for name, value in to_plain(done).items() if name not in {"mapping", "joins"}}
