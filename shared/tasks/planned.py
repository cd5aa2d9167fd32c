"""Work of many leads, announced in one document and not yet recorded task by task.

A file's leads get the same tasks by the hundred thousand. Announced together they cost their import one small outbox
document a few dozen leads; the ledger's drain records them one by one and sends them. The ids of such tasks are known
beforehand, so whoever looks for one that is not recorded yet finds it here: what is announced *is*, in every list,
count and story. Recording is one transaction: a document's tasks are all announced, or all recorded.

    id       of the document: its first lead, then a hash of what is announced
    stem     the ids of all its leads but for their last two characters: such leads lie side by side
    plan     [{ends: those two characters of each lead, tasks: {what follows the lead in the task's id: its document}}]
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, Final

from shared.core.codec import encode
from shared.core.ids import stable_id
from shared.ports.documents import Create, Encoded, Query, Reader, Snapshot

TASKS: Final = "tasks"
OUTBOX: Final = "outbox"

_AT_ONCE = 450  # tasks of one document: to record them is one transaction
_END = 2  # characters in which the leads of one document differ
_PAGE = 4  # documents of one stem that are read at a time; most stems have fewer

Announced = Mapping[str, Mapping[str, Any]]
"""What follows a lead in the ids of its tasks → the task's document, but for the lead."""


def announcements(leads: Iterable[tuple[str, Announced]], now: str, correlation_id: str) -> list[Create]:
    """The documents that announce the tasks of leads. Leads that get the same tasks share one mapping of them."""
    writes = []
    by_stem: dict[str, list[tuple[str, Announced]]] = {}
    for lead, tasks in leads:
        by_stem.setdefault(lead[:-_END], []).append((lead, tasks))
    for stem, members in by_stem.items():
        for part in _parts(sorted(members, key=lambda member: member[0])):
            groups: dict[int, tuple[list[str], Announced]] = {}
            for lead, tasks in part:
                groups.setdefault(id(tasks), ([], tasks))[0].append(lead[-_END:])
            endings = sorted({ending for _, tasks in groups.values() for ending in tasks})
            document = {
                "created_at": now,
                "correlation_id": correlation_id,
                "stem": stem,
                "plan": [{"ends": "".join(ends), "tasks": tasks} for ends, tasks in groups.values()],
            }
            writes.append(Create(OUTBOX, f"{part[0][0]}-{stable_id('announced', *endings)[:10]}", document))
    return writes


def _parts(members: Sequence[tuple[str, Announced]]) -> Iterator[list[tuple[str, Announced]]]:
    part: list[tuple[str, Announced]] = []
    size = 0
    for member in members:
        size += len(member[1])
        if part and size > _AT_ONCE:
            yield part
            part, size = [], len(member[1])
        part.append(member)
    if part:
        yield part


def is_announcement(data: Mapping[str, Any]) -> bool:
    """Whether a document of the outbox announces tasks; any other says which recorded ones are to be sent."""
    return "plan" in data


def tasks_in(data: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The tasks that a document announces, by id, as they will be recorded."""
    found = [
        (f"{lead}{ending}", {**task, "lead": lead}) for lead, tasks in _members(data) for ending, task in tasks.items()
    ]
    found.sort(key=lambda one: one[0])
    yield from found


def recorded(data: Mapping[str, Any]) -> Iterator[tuple[str, Encoded]]:
    """`tasks_in` for the store: what many of them share is encoded once."""
    for group in data["plan"]:
        heads = [
            (ending, encode(task).decode().removesuffix("}") + ',"lead":', task)
            for ending, task in group["tasks"].items()
        ]
        for lead in _leads(data["stem"], group["ends"]):
            tail = f"{encode(lead).decode()}}}"
            for ending, head, task in heads:
                yield f"{lead}{ending}", Encoded(head + tail, task)


def to_send(data: Mapping[str, Any]) -> dict[str, list[str]]:
    """By kind, what is to be sent of it: `task id.number of the send`."""
    entries: dict[str, list[str]] = {}
    for lead, tasks in _members(data):
        for ending, task in tasks.items():
            if task.get("sends"):
                entries.setdefault(task["kind"], []).append(f"{lead}{ending}.{task['sends']}")
    return entries


def numbers(data: Mapping[str, Any], import_id: str = "") -> dict[tuple[str, str], int]:
    """How many tasks of each kind and state are announced, for one import or for all."""
    found: dict[tuple[str, str], int] = {}
    for group in data["plan"]:
        leads = len(group["ends"]) // _END
        for task in group["tasks"].values():
            if not import_id or task.get("import") == import_id:
                of = task["kind"], task["state"]
                found[of] = found.get(of, 0) + leads
    return found


def _members(data: Mapping[str, Any]) -> Iterator[tuple[str, Announced]]:
    for group in data["plan"]:
        for lead in _leads(data["stem"], group["ends"]):
            yield lead, group["tasks"]


def _leads(stem: str, ends: str) -> Iterator[str]:
    return (stem + ends[place : place + _END] for place in range(0, len(ends), _END))


def of_stem(reader: Reader, stem: str) -> Iterator[Snapshot]:
    """The documents that announce tasks of the leads with this stem; most often none."""
    after = stem
    while True:
        found = list(reader.query(Query(OUTBOX, after=(None, after), limit=_PAGE)))
        near = takewhile(lambda one: one.id.startswith(stem), found)
        yield from (one for one in near if is_announcement(one.data))
        if len(found) < _PAGE or not found[-1].id.startswith(stem):
            return
        after = found[-1].id


def of_lead(reader: Reader, lead: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The announced tasks of one lead."""
    for snapshot in of_stem(reader, lead[:-_END]) if len(lead) > _END else ():
        yield from ((id, task) for id, task in tasks_in(snapshot.data) if task["lead"] == lead)


def holding(reader: Reader, ids: Iterable[str]) -> tuple[set[str], dict[str, dict[str, Any]]]:
    """The ids of the documents that announce any of these tasks, and these tasks."""
    wanted: dict[str, list[tuple[str, str]]] = {}
    for id in ids:
        lead, dash, _ = id.rpartition("-")
        if dash and len(lead) > _END:
            wanted.setdefault(lead[:-_END], []).append((lead, id[len(lead) :]))
    holders, tasks = set(), {}
    for stem, some in wanted.items():
        for found in of_stem(reader, stem):
            for lead, ending in some:
                if task := _task(found.data, lead, ending):
                    holders.add(found.id)
                    tasks[lead + ending] = task
    return holders, tasks


def _task(data: Mapping[str, Any], lead: str, ending: str) -> dict[str, Any] | None:
    for group in data.get("plan", ()):
        if ending in group["tasks"] and data["stem"] == lead[:-_END] and _holds(group["ends"], lead[-_END:]):
            return {**group["tasks"][ending], "lead": lead}
    return None


def _holds(ends: str, end: str) -> bool:
    place = ends.find(end)
    while place > 0 and place % _END:  # found across two of them
        place = ends.find(end, place + 1)
    return place >= 0


class Seeing:
    """A reader to which an announced task is there like any other, when it is asked for by its id."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def get(self, collection: str, id: str) -> dict[str, Any] | None:
        if collection != TASKS:
            return self._reader.get(collection, id)
        return self.get_many(collection, [id]).get(id)

    def get_many(self, collection: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        found = self._reader.get_many(collection, ids)
        if collection != TASKS or len(found) == len(ids):
            return found
        return found | holding(self._reader, [id for id in ids if id not in found])[1]

    def snapshot(self, collection: str, id: str) -> Snapshot | None:
        return self._reader.snapshot(collection, id)

    def query(self, query: Query) -> Iterator[Snapshot]:
        return self._reader.query(query)
