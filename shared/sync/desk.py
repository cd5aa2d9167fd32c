"""Our side of the sync in documents: leads, their links, the marks and the log of conflicts.

    sync_links      {scope}-{lead}     a Link
    sync_records    {scope}-{record}   {lead}
    sync_conflicts  a Conflict
    sync_state      {scope}            the marks

`scope` stands for one table of one base: another table starts anew, and nothing is mistaken for it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from shared.core import faults
from shared.core.clock import Clock
from shared.core.codec import from_plain, to_plain
from shared.core.errors import NotFound
from shared.core.ids import stable_id
from shared.leads import store
from shared.leads.merge import clear, put
from shared.leads.model import FieldValue, Lead, Provenance, Value
from shared.leads.store import lead_of
from shared.ports.documents import DocumentStore, Query, Snapshot, Transaction, Where
from shared.sync.cells import value_of
from shared.sync.decide import Meeting, Terms, meet
from shared.sync.engine import Found, Marks
from shared.sync.faces import after_all, face_of, taught, tidied
from shared.sync.kin import kin_of, same_people
from shared.sync.model import Conflict, FieldMap, Link, Ours, Record

LINKS: Final = "sync_links"
RECORDS: Final = "sync_records"
CONFLICTS: Final = "sync_conflicts"
STATE: Final = "sync_state"
PAGE: Final = 500


def scope_of(base: str, table: str) -> str:
    return stable_id("airtable", base, table)[:10]


class Desk:
    """The sync's own records beside the leads. `table`: how provenance names the far side."""

    def __init__(self, documents: DocumentStore, clock: Clock, scope: str, table: str) -> None:
        self._documents = documents
        self._clock = clock
        self._scope = scope
        self._table = table

    # Marks

    def marks(self) -> Marks:
        held = self._documents.get(STATE, self._scope) or {}
        return Marks(held.get("ours", ""), held.get("theirs", ""))

    def set_marks(self, marks: Marks) -> None:
        def work(transaction: Transaction) -> None:
            held = transaction.get(STATE, self._scope) or {}
            transaction.set(STATE, self._scope, {**held, "ours": marks.ours, "theirs": marks.theirs})

        self._documents.transaction(work)

    # Finding

    def changed(self, since: str) -> Iterator[Sequence[str]]:
        where = (Where("updated_at", ">=", since),) if since else ()
        for page in self._pages(Query(store.COLLECTION, where, "updated_at", limit=PAGE), "updated_at"):
            yield [found.id for found in page]

    def pending(self) -> Iterator[Sequence[Link]]:
        where = (Where("scope", "==", self._scope), Where("state", "==", "pending"))
        for page in self._pages(Query(LINKS, where, "waiting_since", limit=PAGE), "waiting_since"):
            yield [_link(found.data) for found in page]

    def linked(self) -> Iterator[Sequence[Link]]:
        for state in ("synced", "failed"):
            where = (Where("scope", "==", self._scope), Where("state", "==", state))
            for page in self._pages(Query(LINKS, where, "waiting_since", limit=PAGE), "waiting_since"):
                yield [link for link in map(_link, (found.data for found in page)) if link.record]

    def _pages(self, query: Query, order: str) -> Iterator[list[Snapshot]]:
        while True:
            page = list(self._documents.query(query))
            if page:
                yield page
            if len(page) < PAGE:
                return
            query = replace(query, after=(page[-1].data[order], page[-1].id))

    def link(self, lead: str) -> Link | None:
        held = self._documents.get(LINKS, self._id(lead))
        return None if held is None else _link(held)

    def leads_of(self, records: Sequence[str]) -> list[str]:
        """The leads that these records stand for."""
        held = self._documents.get_many(RECORDS, [self._id(record) for record in records])
        return [one["lead"] for one in held.values()]

    def links(self, leads: Sequence[str]) -> dict[str, Link]:
        held = self._documents.get_many(LINKS, [self._id(lead) for lead in dict.fromkeys(leads)])
        return {link.lead: link for link in map(_link, held.values())}

    def find(self, records: Sequence[Record], map: FieldMap) -> list[Found]:
        """See `engine.Desk`. A record whose lead another record already stands for is left alone, and told."""
        known = self._documents.get_many(RECORDS, [self._id(record.id) for record in records])
        leads = {record.id: known[self._id(record.id)]["lead"] for record in records if self._id(record.id) in known}
        links = self.links([record.lead for record in records if record.lead])
        strange = [record for record in records if record.id not in leads and record.lead not in links]
        kin = dict(zip([record.id for record in strange], self._kin(strange, map), strict=True))
        taken = self.links([one.lead for one in kin.values() if one.lead])
        found = []
        for record in records:
            if record.id in leads:
                found.append(Found(record, leads[record.id]))
            elif record.lead in links:
                one = _unless_taken(Found(record, record.lead), links, "it holds the same Leadreel ID as")
                found.append(replace(one, copy_of=record.lead) if one.problem else one)
            else:
                found.append(_unless_taken(kin[record.id], taken, "it looks like"))
        return found

    def _kin(self, records: Sequence[Record], map: FieldMap) -> list[Found]:
        faces = [_face(record, map) for record in records]
        matches = kin_of(self._documents, faces)
        first = same_people(faces)
        found: list[Found] = []
        for place, (record, match) in enumerate(zip(records, matches, strict=True)):
            if first[place] != place:
                found.append(Found(record, problem=_twin(record.id, records[first[place]].id, "it looks like")))
            elif match is not None:
                found.append(Found(record, match.lead))
            elif not faces[place]:
                found.append(Found(record))  # an empty row
            else:
                found.append(Found(record, stable_id("lead", self._scope, record.id), new=True))
        return found

    # Meeting

    def meet(self, pairs: Sequence[tuple[str, Record | None, bool]], terms: Terms, *, dry: bool) -> list[Meeting]:
        works = [_Encounter(self, lead, record, new, terms) for lead, record, new in pairs]
        if dry:
            return [work.decided(self._documents)[0] for work in works]
        return self._documents.transactions([work.held for work in works])

    # Links

    def settle(self, changes: Sequence[tuple[str, Callable[[Link], Link]]]) -> None:
        def work_of(lead: str, change: Callable[[Link], Link]) -> Callable[[Transaction], None]:
            def work(transaction: Transaction) -> None:
                held = transaction.get(LINKS, self._id(lead))
                if held is None:
                    return
                before = _link(held)
                after = change(before)
                if after != before:
                    self._keep(transaction, before, after)

            return work

        self._documents.transactions([work_of(lead, change) for lead, change in changes])

    def _keep(self, transaction: Transaction, before: Link | None, after: Link) -> None:
        transaction.set(LINKS, self._id(after.lead), {"scope": self._scope, **to_plain(after)})
        if after.record and (before is None or before.record != after.record):
            transaction.set(RECORDS, self._id(after.record), {"lead": after.lead})

    def _id(self, name: str) -> str:
        return f"{self._scope}-{name}"

    # What people ask for

    def conflicts(self, state: str = "", *, lead: str = "", limit: int = 200) -> list[Conflict]:
        """The log, the newest first."""
        asked = [Where("lead", "==", lead)] if lead else [Where("state", "==", state)] if state else []
        where = (Where("scope", "==", self._scope), *asked)
        found = self._documents.query(Query(CONFLICTS, where, "at", descending=True, limit=limit))
        return [_conflict(one.data) for one in found if not state or one.data["state"] == state]

    def conflict(self, id: str) -> Conflict:
        """Raises NotFound."""
        held = self._documents.get(CONFLICTS, id)
        if held is None:
            raise NotFound(f"no conflict {id[:60]!r}; `leadreel sync conflicts` shows them")
        return _conflict(held)

    def restore(self, lead: str) -> Link:
        """Let the record of a lead be made again by the next run. Raises NotFound."""

        def work(transaction: Transaction) -> Link:
            held = transaction.get(LINKS, self._id(lead))
            data = transaction.get(store.COLLECTION, lead)
            if held is None or data is None:
                raise NotFound(f"lead {lead[:60]!r} is not there, or was never synced")
            before = _link(held)
            after = Link(lead, round=before.round + 1)
            touched = replace(lead_of(lead, data), updated_at=self._clock.now())
            store.apply(transaction, store.changes(transaction, lead_of(lead, data), touched))
            self._keep(transaction, before, after)
            if before.record:
                transaction.delete(RECORDS, self._id(before.record))
            return after

        return self._documents.transaction(work)

    def resolve(self, id: str, value: Value | None, person: str) -> Conflict:
        """A person's word on a conflict: it becomes the lead's value, and goes there with the next run.

        Raises NotFound.
        """

        def work(transaction: Transaction) -> Conflict:
            held = transaction.get(CONFLICTS, id)
            if held is None:
                raise NotFound(f"no conflict {id[:60]!r}; `leadreel sync conflicts` shows them")
            conflict = _conflict(held)
            data = transaction.get(store.COLLECTION, conflict.lead)
            if data is None:
                raise NotFound(f"lead {conflict.lead} is no longer there; nothing is to be decided")
            stored = transaction.get(LINKS, self._id(conflict.lead))
            before = lead_of(conflict.lead, data)
            after = _said(before, conflict.field, value, person, self._clock)
            writes = store.changes(transaction, before, after)
            closed = replace(conflict, state="resolved", resolved_by=person, resolution=value)
            store.apply(transaction, writes)
            transaction.set(CONFLICTS, id, {"scope": self._scope, **to_plain(closed)})
            if stored is not None and conflict.state == "open":
                link = _link(stored)
                agreed = {**link.agreed, conflict.field: replace(conflict.base, theirs=conflict.theirs)}
                self._keep(transaction, link, replace(link, agreed=agreed))
            return closed

        faults.reach("sync.before_resolve")
        closed = self._documents.transaction(work)
        faults.reach("sync.after_resolve")
        return closed

    def counts(self) -> dict[str, int]:
        """How many links are in each state."""
        return {
            state: self._documents.count(
                Query(LINKS, (Where("scope", "==", self._scope), Where("state", "==", state)), "waiting_since")
            )
            for state in ("synced", "pending", "failed")
        }

    def failed(self, limit: int = 200) -> list[Link]:
        where = (Where("scope", "==", self._scope), Where("state", "==", "failed"))
        return [_link(one.data) for one in self._documents.query(Query(LINKS, where, "waiting_since", limit=limit))]


@dataclass(frozen=True, slots=True)
class _Encounter:
    """One lead and its record, in one transaction."""

    desk: Desk
    lead: str
    record: Record | None
    new: bool
    terms: Terms

    def decided(self, reader: Any) -> tuple[Meeting, Lead | None, Link | None]:
        data = reader.get(store.COLLECTION, self.lead)
        held = reader.get(LINKS, self.desk._id(self.lead))
        link = None if held is None else _link(held)
        lead = None if data is None else lead_of(self.lead, data)
        ours = None if lead is None else face_of(lead)
        if ours is None and self.new and link is None:
            ours = Ours({}, {}, "")
        return meet(self.lead, ours, link, self.record, self.terms), lead, link

    def held(self, transaction: Transaction) -> Meeting:
        meeting, before, link = self.decided(transaction)
        desk = self.desk
        known = {one.id: transaction.get(CONFLICTS, one.id) for one in meeting.conflicts}
        after = self._taught(before, meeting)
        writes = store.changes(transaction, before, after) if after is not None and after != before else []
        store.apply(transaction, writes)
        met = self._shown(after, meeting)
        if met != link and (met.agreed or met.intended or met.refused or link):
            desk._keep(transaction, link, met)
        for conflict in meeting.conflicts:
            if known[conflict.id] is None:
                transaction.create(CONFLICTS, conflict.id, {"scope": desk._scope, **to_plain(conflict)})
        return meeting

    def _shown(self, after: Lead | None, meeting: Meeting) -> Link:
        """A lead that was just made has something to say, too: its id, and what follows from its history."""
        if not self.new or after is None:
            return meeting.link
        return meet(self.lead, face_of(after), meeting.link, self.record, self.terms).link

    def _taught(self, before: Lead | None, meeting: Meeting) -> Lead | None:
        if not meeting.take or self.record is None:
            return before
        now = self.desk._clock.now()
        lead = before or Lead(self.lead, {}, now, now)
        origin = Provenance("sync", self.desk._table, now, detail={"record": self.record.id})
        after = taught(lead, meeting.take, meeting.origins, origin)
        return replace(after, updated_at=now)


def _face(record: Record, map: FieldMap) -> dict[str, Value]:
    """A record's values as a lead would hold them."""
    face: dict[str, Value] = {}
    for column in map.fields:
        value = value_of(column, record.cells.get(column.ours))
        if value is not None and column.direction != "push":
            face[column.ours] = tidied(column.ours, value)
    return face


def _unless_taken(found: Found, links: Mapping[str, Link], how: str) -> Found:
    link = links.get(found.lead)
    if link is None or not link.record or link.record == found.record.id:
        return found
    return Found(found.record, problem=_twin(found.record.id, link.record, how))


def _twin(record: str, other: str, how: str) -> str:
    return (
        f"record {record} is left alone: {how} record {other}, which the lead is linked to. Merge the two in Airtable, "
        "or change what they share"
    )


def _said(lead: Lead, name: str, value: Value | None, person: str, clock: Clock) -> Lead:
    now = clock.now()
    origin = Provenance("person", person, after_all(lead, name, now))
    after = clear(lead, name, origin) if value is None else put(lead, name, FieldValue(value, origin))
    return lead if after == lead else replace(after, updated_at=now)


def _link(data: Mapping[str, Any]) -> Link:
    return from_plain(Link, {name: value for name, value in data.items() if name != "scope"})


def _conflict(data: Mapping[str, Any]) -> Conflict:
    return from_plain(Conflict, {name: value for name, value in data.items() if name != "scope"})
