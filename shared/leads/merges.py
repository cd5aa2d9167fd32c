"""Two leads become one, and two again.

`merges/{id}` is kept for every lead that was merged into another, under its id: where it went, why, and how both
sides were before. As long as it is there the merge can be taken back, whatever has been said of the lead since.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from shared.core import faults
from shared.core.clock import Clock, iso
from shared.core.codec import encode_sorted, from_plain
from shared.core.errors import InvalidInput, NotFound
from shared.core.ids import stable_id
from shared.core.log import get_log
from shared.leads import matching, store
from shared.leads.merge import everything, fold_in, without
from shared.leads.model import Lead, Merge
from shared.leads.moved import COLLECTION, whereabouts
from shared.ports.documents import MAX_DOCUMENT, Delete, DocumentStore, Query, Reader, Set, Where, Write
from shared.tasks.model import Task

_ROOM = MAX_DOCUMENT // 2 - 10_000  # bytes of one side: the record holds both
_MERGED = "merged into"
_MOST_KEYS = 400  # of one side, so that one transaction holds them

log = get_log(__name__)


class Work(Protocol):
    """The part of the task ledger that merging needs."""

    def for_lead(self, lead: str) -> Sequence[Task]: ...
    def cancel(self, ids: Sequence[str], reason: str = ...) -> int: ...
    def retry(self, ids: Sequence[str] = ..., *, kind: str = ..., import_id: str = ...) -> int: ...


class Merges:
    """Merges leads and takes merges back."""

    def __init__(
        self,
        documents: DocumentStore,
        clock: Clock,
        work: Work | None = None,
        changed: Callable[[str], object] | None = None,
    ) -> None:
        """`work`: the tasks of a lead that goes are cancelled, those of one that comes back run again. `changed` is
        told of a lead that knows more than before."""
        self._documents = documents
        self._clock = clock
        self._work = work
        self._changed = changed

    # --- looking ----------------------------------------------------------------------------------------------------

    def find(self, id: str) -> Merge | None:
        """How a lead was merged into another; None when it was not."""
        data = self._documents.get(COLLECTION, id)
        return None if data is None else _merge(id, data)

    def of_import(self, import_id: str) -> list[str]:
        """Ids of the leads that an import merged into others."""
        return [found.id for found in self._documents.query(Query(COLLECTION, (Where("import", "==", import_id),)))]

    def now(self, ids: Iterable[str]) -> dict[str, str]:
        """Where leads are found now: an id stands for itself unless it was merged away."""
        return whereabouts(self._documents, ids)

    # --- acting -----------------------------------------------------------------------------------------------------

    def merge(
        self, kept: str, dropped: str, *, by: str, rule: str = "person", evidence: str = "", import_id: str = ""
    ) -> Lead:
        """`kept` with all that `dropped` knows; `dropped` goes. Done before, it changes nothing.

        Raises NotFound, and InvalidInput for a lead and itself or for two that do not fit into one document.
        """
        if kept == dropped:
            raise InvalidInput(f"{kept} and {dropped} are one lead; name two")

        def work(transaction: Any) -> Lead:
            found = whereabouts(transaction, [kept, dropped])
            one, other = found[kept], found[dropped]
            data = transaction.get_many(store.COLLECTION, [one, other])
            for id in (one, other):
                if id not in data:
                    raise NotFound(f"no lead {id[:60]!r}; `leadreel leads list` shows them")
            if one == other:
                return store.lead_of(one, data[one])
            now = self._clock.now()
            told = Merge(other, one, now, by, rule, evidence, import_id)
            lead, writes = _joined(transaction, told, data[one], data[other], now)
            _apply(transaction, writes)
            return lead

        faults.reach("merges.before_merge")
        merged = self._documents.transaction(work)
        faults.reach("merges.after_merge")
        if self._work:
            self._work.cancel([task.id for task in self._work.for_lead(dropped)], f"{_MERGED} {merged.id}")
        if self._changed:
            self._changed(merged.id)
        log.info("leads merged", kept=merged.id, dropped=dropped, rule=rule)
        return merged

    def unmerge(self, id: str) -> tuple[Lead | None, Lead]:
        """Both sides of a merge as they were, by the id of the lead that went; what was said of the other one since
        stays with it. None for a side that has been deleted since. They are not merged again by themselves.

        Raises NotFound when the lead was never merged, InvalidInput when the other one has itself been merged since.
        """

        def work(transaction: Any) -> tuple[Lead | None, Lead]:
            record = transaction.get(COLLECTION, id)
            if record is None:
                raise NotFound(f"lead {id[:60]!r} was not merged into another; `leadreel explain LEAD` tells what was")
            kept = record["kept"]
            if (later := transaction.get(COLLECTION, kept)) is not None:
                raise InvalidInput(f"lead {kept} has since been merged into {later['kept']}; unmerge {kept} first")
            current = transaction.get(store.COLLECTION, kept)
            one, other, writes = _parted(transaction, id, record, current, self._clock.now())
            _apply(transaction, writes)
            return one, other

        faults.reach("merges.before_unmerge")
        kept, back = self._documents.transaction(work)
        faults.reach("merges.after_unmerge")
        stopped = [task for task in (self._work.for_lead(id) if self._work else ()) if task.state == "cancelled"]
        if self._work and (ids := [task.id for task in stopped if task.reason.startswith(_MERGED)]):
            self._work.retry(ids)
        log.info("merge taken back", kept=kept.id if kept else "", back=back.id)
        return kept, back


def _merge(id: str, data: Mapping[str, Any]) -> Merge:
    plain = {key: value for key, value in data.items() if key not in {"one", "other"}}
    return from_plain(Merge, {**plain, "id": id, "import_id": data.get("import", "")})


def _joined(
    reader: Reader, told: Merge, one: dict[str, Any], other: dict[str, Any], now: datetime
) -> tuple[Lead, list[Write]]:
    """The lead that two make, and the writes that make it."""
    if max(len(encode_sorted(one)), len(encode_sorted(other))) > _ROOM or len(other["keys"]) > _MOST_KEYS:
        raise InvalidInput(f"{told.kept} and {told.id} know too much for one lead; remove values that are not needed")
    lead = fold_in(store.lead_of(told.kept, one), store.lead_of(told.id, other), now)
    lead = replace(lead, absorbed=tuple(dict.fromkeys((*lead.absorbed, told.id))), updated_at=now)
    keys = list(dict.fromkeys((*one["keys"], *other["keys"])))
    stored = {**store.document_of(lead), "keys": keys}
    record: dict[str, Any] = {
        "kept": told.kept,
        "at": iso(now),
        "by": told.by,
        "rule": told.rule,
        "evidence": told.evidence,
        "one": one,
        "other": other,
        "mark": mark_of(stored),
    }
    if told.import_id:
        record["import"] = told.import_id
    return lead, [
        Set(store.COLLECTION, told.kept, stored),
        Delete(store.COLLECTION, told.id),
        Set(COLLECTION, told.id, record),
        store.news(told.kept),
        store.news(told.id),
        *relisted(reader, dict.fromkeys(other["keys"], (told.id,)), dict.fromkeys(other["keys"], told.kept)),
    ]


def _parted(
    reader: Reader, id: str, record: Mapping[str, Any], current: dict[str, Any] | None, now: datetime
) -> tuple[Lead | None, Lead, list[Write]]:
    """Both sides of a merge, and the writes that part them."""
    kept: str = record["kept"]
    other: dict[str, Any] = {**record["other"], "apart": _with(record["other"], kept)}
    back = store.lead_of(id, other)
    writes: list[Write] = [Set(store.COLLECTION, id, other), Delete(COLLECTION, id), store.news(id), store.news(kept)]
    if current is None:
        return None, back, [*writes, *relisted(reader, {}, dict.fromkeys(other["keys"], id))]
    before: dict[str, Any] = record["one"]
    if mark_of(current) == record["mark"]:
        after = {**before, "apart": _with(before, id)}
    else:
        after = _without_other(store.lead_of(kept, current), kept, before, back, id, now)
        since = [key for key in current["keys"] if key not in before["keys"] and key not in other["keys"]]
        after["keys"] = list(dict.fromkeys((*before["keys"], *since)))
    gone = [key for key in current["keys"] if key not in after["keys"]]
    writes.append(Set(store.COLLECTION, kept, after))
    writes += relisted(reader, dict.fromkeys(gone, (kept,)), dict.fromkeys(other["keys"], id))
    return store.lead_of(kept, after), back, writes


def _without_other(
    current: Lead, kept: str, before: Mapping[str, Any], back: Lead, id: str, now: datetime
) -> dict[str, Any]:
    """The kept side without what only the other one knew, and with all that was said since."""
    own = list(everything(store.lead_of(kept, before)))
    lead = without(current, [said for said in everything(back) if said not in own])
    others = {name for name in back.imports if name not in before.get("imports", ())}
    still = {origin.detail.get("import") for _, (_, origin) in everything(lead)}
    lead = replace(
        lead,
        imports=tuple(name for name in lead.imports if name not in others or name in still),
        absorbed=tuple(one for one in lead.absorbed if one != id),
        apart=tuple(dict.fromkeys((*lead.apart, id))),
        updated_at=now,
    )
    return store.document_of(lead)


def _with(document: Mapping[str, Any], id: str) -> list[str]:
    return list(dict.fromkeys((*document.get("apart", ()), id)))


def mark_of(document: Mapping[str, Any]) -> str:
    """Changes with whatever is said of the lead."""
    said = {name: document.get(name) for name in ("fields", "from", "also", "sources", "former", "imports", "absorbed")}
    return stable_id(encode_sorted(said).decode())


def relisted(reader: Reader, gone: Mapping[str, Collection[str]], come: Mapping[str, str]) -> Iterator[Write]:
    """The writes by which index documents (by id) no longer list some leads, and list another."""
    touched = sorted({*gone, *come})
    held = reader.get_many(matching.COLLECTION, touched) if touched else {}
    for key in touched:
        listed: list[str] = held.get(key, {}).get("leads", [])
        leads = [lead for lead in listed if lead not in gone.get(key, ())]
        if key in come and come[key] not in leads:
            leads.append(come[key])
        if leads == listed:
            continue
        if leads:
            yield Set(matching.COLLECTION, key, {"leads": leads[: matching.COMMON + 1]})
        else:
            yield Delete(matching.COLLECTION, key)


def _apply(transaction: Any, writes: Iterable[Write]) -> None:
    for write in list(writes):
        if isinstance(write, Delete):
            transaction.delete(write.collection, write.id)
        else:
            transaction.set(write.collection, write.id, write.data)
