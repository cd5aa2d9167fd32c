"""An import is taken back: what it said is unsaid, what it alone made is removed, what people did since stays.

Lead by lead, in small transactions with their checkpoint: it may be stopped anywhere and goes on when it is asked
again. A lead is what was said of it (`merge.py`), so it becomes what it would be had the import never been; an
enricher's word goes where it rested on what the import said.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, Final, Protocol

from shared.core import faults
from shared.core.clock import Clock, iso
from shared.core.errors import InvalidInput, NotFound
from shared.core.log import get_log
from shared.leads import imports, matching, moved, store
from shared.leads.imports import Imports
from shared.leads.merge import SURE, Statement, everything, without
from shared.leads.merges import Merges, mark_of, relisted
from shared.leads.model import Lead, Provenance
from shared.ports.documents import Delete, DocumentStore, Reader, Set, Transaction, Write
from shared.tasks.model import Task, TaskState

AT_ONCE: Final = 25  # leads in one transaction: with their index documents well below the store's 500 writes
_TOGETHER = 8  # transactions that are given to the store at a time
_CANCELLED_AT_ONCE = 200
_TOLD: Final = 1_000  # values that are listed as kept; all are counted
_OPEN: Final[tuple[TaskState, ...]] = ("waiting", "queued", "running")

log = get_log(__name__)


class Needs(Protocol):
    """The part of an enricher's declaration that tells what its word rests on."""

    @property
    def needs(self) -> frozenset[str]: ...
    @property
    def wants(self) -> frozenset[str]: ...


class Work(Protocol):
    """The part of the task ledger that taking back needs."""

    def list(
        self, *, state: str = ..., kind: str = ..., lead: str = ..., import_id: str = ..., limit: int | None = ...
    ) -> Iterator[Task]: ...
    def cancel(self, ids: Sequence[str], reason: str = ...) -> int: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A value that stays although the import that made or changed its lead is undone."""

    lead: str
    field: str
    value: Any
    by: str


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking an import back did."""

    import_id: str
    state: str  # undoing, undone
    removed: int = 0  # leads that it alone had made
    restored: int = 0  # leads that are as they would be without it
    cancelled: int = 0  # tasks
    kept: tuple[Kept, ...] = ()  # what people have said of its leads since; the first of them
    kept_count: int = 0


@dataclass(frozen=True, slots=True)
class _Part:
    """Some leads of one chunk of rows, and where the work stands when they are done."""

    leads: tuple[str, ...]
    chunk: str
    done: int  # leads of the chunk behind which the work goes on; -1 = the chunk is done


class Undo:
    """Takes imports back."""

    def __init__(
        self,
        documents: DocumentStore,
        clock: Clock,
        merges: Merges,
        work: Work,
        enrichers: Mapping[str, Needs] | None = None,
    ) -> None:
        self._documents = documents
        self._clock = clock
        self._imports = Imports(documents)
        self._merges = merges
        self._work = work
        self._enrichers = enrichers or {}

    def run(self, import_id: str, *, by: str) -> Undone:
        """Take an import back, whole; begun before, it goes on where it stopped, done before, it says what was done.

        Raises NotFound.
        """
        begun = self._begin(import_id, by)
        if begun.state == "undone":
            return begun
        for lead in self._merges.of_import(import_id):
            self._part(lead)
        self._cancel(import_id)
        parts = self._parts(import_id)
        while group := list(islice(parts, _TOGETHER)):
            faults.reach("undo.before_part")
            self._documents.transactions([partial(self._undo, import_id=import_id, part=part) for part in group])
            faults.reach("undo.after_part")
        return self._finish(import_id)

    def told(self, import_id: str) -> Undone:
        """What has been done so far. Raises NotFound, and InvalidInput for an import that nobody took back."""
        return _undone(import_id, self._read(self._documents, import_id))

    # --- the way ----------------------------------------------------------------------------------------------------

    def _begin(self, import_id: str, by: str) -> Undone:
        def begin(transaction: Transaction) -> Undone:
            document = transaction.get(imports.COLLECTION, import_id)
            if document is None:
                raise NotFound(f"no import {import_id[:60]!r}; `leadreel imports list` shows them")
            if document["state"] not in {"undoing", "undone"}:  # an import under way stops at this
                now = iso(self._clock.now())
                document |= {
                    "state": "undoing",
                    "updated_at": now,
                    "undo": {"by": by, "at": now, "was": document["state"]},
                }
                transaction.set(imports.COLLECTION, import_id, document)
            return _undone(import_id, document)

        faults.reach("undo.before_begin")
        begun = self._documents.transaction(begin)
        faults.reach("undo.after_begin")
        return begun

    def _part(self, lead: str) -> None:
        """Take back a merge that a row of the import had caused."""
        faults.reach("undo.before_unmerge")
        try:
            self._merges.unmerge(lead)
        except NotFound:  # done before
            return
        except InvalidInput as error:  # the lead that it went into was itself merged by a person: they stay one
            log.warning("merge stays", lead=lead, reason=str(error))

    def _cancel(self, import_id: str) -> None:
        for state in _OPEN:
            while ids := [
                task.id for task in self._work.list(state=state, import_id=import_id, limit=_CANCELLED_AT_ONCE)
            ]:
                faults.reach("undo.before_cancel")
                cancelled = self._work.cancel(ids, "its import was undone")
                self._count(import_id, cancelled=cancelled)
                if not cancelled:
                    break

    def _count(self, import_id: str, *, cancelled: int) -> None:
        def count(transaction: Transaction) -> None:
            document = self._read(transaction, import_id)
            document["undo"]["cancelled"] = document["undo"].get("cancelled", 0) + cancelled
            transaction.set(imports.COLLECTION, import_id, document)

        self._documents.transaction(count)

    def _parts(self, import_id: str) -> Iterator[_Part]:
        """What is left to do, in the order of the file."""
        undo = self._read(self._documents, import_id)["undo"]
        begun: Mapping[str, Any] = undo.get("place", {})
        for chunk, leads in self._imports.touched(import_id, begun.get("behind", "")):
            ids = list(leads)
            start = begun.get("done", 0) if begun.get("chunk") == chunk else 0
            for first in range(start, len(ids), AT_ONCE):
                end = first + AT_ONCE
                yield _Part(tuple(ids[first:end]), chunk, end if end < len(ids) else -1)

    @staticmethod
    def _read(reader: Reader, import_id: str) -> dict[str, Any]:
        document = reader.get(imports.COLLECTION, import_id)
        if document is None:
            raise NotFound(f"no import {import_id[:60]!r}; `leadreel imports list` shows them")
        if "undo" not in document:
            raise InvalidInput(f"import {import_id} has not been undone; `leadreel imports undo {import_id}` does it")
        return document

    def _undo(self, transaction: Transaction, *, import_id: str, part: _Part) -> None:
        """Take back what was said of some leads, and note how far it is."""
        document = self._read(transaction, import_id)
        place = document["undo"].get("place", {})
        if document["state"] != "undoing" or not _is_next(place, part):
            return  # our own commit came back as a conflict, or somebody else is at it
        now = self._clock.now()
        unsaid = _Unsaid(transaction, import_id, self._enrichers, now)
        for lead in part.leads:
            unsaid.take(lead)
        writes = list(unsaid.writes())
        undo = document["undo"]
        for name, more in (
            ("removed", unsaid.removed),
            ("restored", unsaid.restored),
            ("kept_count", len(unsaid.kept)),
        ):
            undo[name] = undo.get(name, 0) + more
        room = _TOLD - len(undo.get("kept", ()))
        undo["kept"] = [*undo.get("kept", ()), *map(_plain, unsaid.kept[:room])]
        behind = part.chunk if part.done < 0 else place.get("behind", "")
        undo["place"] = {"behind": behind, **({"chunk": part.chunk, "done": part.done} if part.done >= 0 else {})}
        for write in writes:
            if isinstance(write, Delete):
                transaction.delete(write.collection, write.id)
            else:
                transaction.set(write.collection, write.id, write.data)
        transaction.set(imports.COLLECTION, import_id, {**document, "updated_at": iso(now), "undo": undo})

    def _finish(self, import_id: str) -> Undone:
        def finish(transaction: Transaction) -> Undone:
            document = self._read(transaction, import_id)
            document |= {"state": "undone", "updated_at": iso(self._clock.now())}
            transaction.set(imports.COLLECTION, import_id, document)
            return _undone(import_id, document)

        faults.reach("undo.before_finish")
        done = self._documents.transaction(finish)
        faults.reach("undo.after_finish")
        log.info("import undone", id=import_id, removed=done.removed, restored=done.restored, kept=done.kept_count)
        return done


def _is_next(place: Mapping[str, Any], part: _Part) -> bool:
    """Whether a part is still to be done."""
    if part.chunk <= place.get("behind", ""):
        return False
    return part.done < 0 or place.get("chunk") != part.chunk or part.done > place.get("done", 0)


def _undone(import_id: str, document: Mapping[str, Any]) -> Undone:
    undo = document.get("undo", {})
    return Undone(
        import_id,
        document["state"],
        undo.get("removed", 0),
        undo.get("restored", 0),
        undo.get("cancelled", 0),
        tuple(Kept(one["lead"], one["field"], one["value"], one["by"]) for one in undo.get("kept", ())),
        undo.get("kept_count", 0),
    )


def _plain(kept: Kept) -> dict[str, Any]:
    return {"lead": kept.lead, "field": kept.field, "value": kept.value, "by": kept.by}


# --- one lead ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Unsaid:
    """Leads from which the word of one import is taken, and the writes that follow."""

    reader: Reader
    import_id: str
    enrichers: Mapping[str, Needs]
    now: datetime
    removed: int = 0
    restored: int = 0
    kept: list[Kept] = field(default_factory=list)
    _writes: list[Write] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _gone: dict[str, set[str]] = field(default_factory=dict)  # index document → leads that it lists no longer

    def take(self, id: str) -> None:
        """Take the import's word from a lead, wherever it is now, and from what is kept of it for parting."""
        here = moved.whereabouts(self.reader, [id])[id]
        for lead in dict.fromkeys((here, id)):
            if lead in self._seen:
                continue
            self._seen.add(lead)
            data = self.reader.get(store.COLLECTION, lead)
            if data is not None and self.import_id in data.get("imports", ()):
                self._take(lead, data)

    def _take(self, id: str, data: dict[str, Any]) -> None:
        lead = store.lead_of(id, data)
        self._writes.append(store.news(id))
        self.kept += _of_people(lead, self.import_id)
        after = unsaid(lead, self.import_id, self.enrichers)
        if after is None:
            self.removed += 1
            self._writes.append(Delete(store.COLLECTION, id))
            self._unlist(id, data["keys"])
            self._writes += [Delete(moved.COLLECTION, gone) for gone in lead.absorbed]
            return
        self.restored += 1
        keys = keys_after(after, data["keys"])
        document = {**store.document_of(replace(after, updated_at=self.now)), "keys": keys}
        document = self._clean_merges(id, data, document)
        self._writes.append(Set(store.COLLECTION, id, document))
        self._unlist(id, [key for key in data["keys"] if key not in keys])

    def _unlist(self, id: str, keys: Iterable[str]) -> None:
        for key in keys:
            self._gone.setdefault(key, set()).add(id)

    def _clean_merges(self, id: str, before: Mapping[str, Any], document: dict[str, Any]) -> dict[str, Any]:
        """What is kept for parting leads is cleaned too: parted, they do not speak the import's word again."""
        for gone in before.get("absorbed", ()):
            record = self.reader.get(moved.COLLECTION, gone)
            if record is None:
                continue
            same = record["mark"] == mark_of(before)
            one, other = (self._cleaned(record[side], name) for side, name in (("one", id), ("other", gone)))
            if one is None or other is None:  # one of the two was of this import alone: there is nothing left to part
                self._writes.append(Delete(moved.COLLECTION, gone))
                document["absorbed"] = [each for each in document.get("absorbed", ()) if each != gone]
                continue
            cleaned = {**record, "one": one, "other": other, "mark": mark_of(document) if same else ""}
            self._writes.append(Set(moved.COLLECTION, gone, cleaned))
        return document

    def _cleaned(self, side: dict[str, Any], id: str) -> dict[str, Any] | None:
        if self.import_id not in side.get("imports", ()):
            return side
        after = unsaid(store.lead_of(id, side), self.import_id, self.enrichers)
        return None if after is None else {**store.document_of(after), "keys": keys_after(after, side["keys"])}

    def writes(self) -> Iterator[Write]:
        """Everything to be written; reads the index documents."""
        yield from relisted(self.reader, self._gone, {})
        yield from self._writes


def unsaid(lead: Lead, import_id: str, enrichers: Mapping[str, Needs]) -> Lead | None:
    """The lead as it would be had an import never been; None when it alone had made it."""
    gone = [said for said in everything(lead) if said[1][1].detail.get("import") == import_id]
    after = without(lead, gone)
    resting = _resting(lead, after, import_id, enrichers)
    after = without(after, resting)
    if not any(value != "" and origin.kind != "enricher" for _, (value, origin) in everything(after)):
        return None
    return replace(after, imports=tuple(one for one in lead.imports if one != import_id))


def _resting(lead: Lead, after: Lead, import_id: str, enrichers: Mapping[str, Needs]) -> list[tuple[str, Statement]]:
    """What enrichers said because of the import: they looked after it came, at a field that it had changed."""
    since = min((at.at for _, (_, at) in everything(lead) if at.detail.get("import") == import_id), default=None)
    if since is None:
        return []
    changed = {name for name in {**lead.fields, **lead.former} if _values(lead, name) != _values(after, name)}
    found: list[tuple[str, Statement]] = []
    grown = True
    while grown:
        grown = False
        for name, (value, origin) in everything(after):
            one = enrichers.get(origin.name) if origin.kind == "enricher" else None
            said = (name, (value, origin))
            if one is None or origin.at < since or said in found or not (one.needs | one.wants) & changed:
                continue
            found.append(said)
            grown = grown or name not in changed
            changed.add(name)
    return found


def _values(lead: Lead, name: str) -> set[Any]:
    held = lead.fields.get(name)
    return {one.value for one in (*((held,) if held else ()), *lead.former.get(name, ()))}


def _of_people(lead: Lead, import_id: str) -> Iterator[Kept]:
    """What people have said of a lead since an import spoke of it."""
    since = min((at.at for _, (_, at) in everything(lead) if at.detail.get("import") == import_id), default=None)
    for name, (value, origin) in everything(lead):
        if since is not None and origin.kind in {"person", "sync"} and origin.at >= since:
            yield Kept(lead.id, name, value, origin.name)


def keys_after(lead: Lead, before: Sequence[str]) -> list[str]:
    """The ids of the index documents by which a lead is still found: what each of its rows, and each person, said."""
    rows: dict[tuple[str, str, Any], dict[str, Any]] = {}
    singly: list[Mapping[str, Any]] = []
    for name, (value, origin) in everything(lead):
        if origin.kind == "enricher" and origin.confidence < SURE:
            continue
        if origin.kind == "import":
            rows.setdefault(_row(origin), {})[name] = value
        else:
            singly.append({name: value})
    told = [matching.keys_of(values) or (matching.key_of_row(values),) for values in rows.values()]
    told += [matching.keys_of(values) for values in singly]
    still = {matching.key_id(key) for keys in (*told, store.identity(lead)) for key in keys}
    kept = [key for key in before if key in still]
    return [*kept, *sorted(still.difference(kept))]


def _row(origin: Provenance) -> tuple[str, str, Any]:
    return origin.name, str(origin.detail.get("import", "")), (str(origin.detail.get("row", "")), iso(origin.at))
