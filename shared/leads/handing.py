"""A long file handed from one call to the next: what is sent, and whether somebody is at the file already.

One call of a function may take so long and no longer; a file may be of any length. A call whose time is nearly spent
commits, in one transaction with the release of its lease, the task that goes on behind the last row stored. The task
is named by the import and that row, so it is there once, however often the call is repeated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from shared.core.clock import parse_iso
from shared.leads.model import Import
from shared.tasks.model import NewTask

KIND: Final = "ingest"


@dataclass(frozen=True, slots=True)
class Waiting:
    """The rest of a file: which object, and the row behind which it begins."""

    bucket: str
    name: str
    generation: int
    row: int


def rest_of(imported: Import, row: int) -> NewTask:
    """The task that goes on behind a row."""
    where = {"bucket": imported.bucket, "object": imported.object, "generation": imported.generation, "row": row}
    return NewTask(KIND, name=imported.id, key=str(row), payload=where, import_id=imported.id)


def waiting_of(payload: Mapping[str, Any]) -> Waiting:
    return Waiting(payload["bucket"], payload["object"], payload["generation"], payload["row"])


def is_elsewhere(document: Mapping[str, Any], row: int, now: datetime, *, dead: bool) -> bool:
    """Whether another call has gone on behind `row` and is still at it: whoever sent it will send it again."""
    return document["rows"] > row and parse_iso(document["lease_until"]) > now and not dead
