"""What a chunk of rows makes of the leads that are stored: new ones, merged ones, and which of them changed.

Pure: it is given what the store holds for the rows' keys and says what is to be stored. Rows of one chunk meet each
other here as they meet the store.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from msgspec import Struct

from shared.core.codec import decode, encode
from shared.core.text import shorten
from shared.leads import matching
from shared.leads.matching import COMMON, Key, Match, key_ids
from shared.leads.merge import merge_row
from shared.leads.model import Outcome
from shared.ports.documents import MAX_DOCUMENT, Document, Encoded

_ROOM = MAX_DOCUMENT - 100_000  # bytes up to which a lead may grow by merging


class Record(Struct, frozen=True, array_like=True):
    """A row that can be taken, ready to be stored as the new lead that most rows are."""

    row: int
    lead: str  # the id that its lead would have
    names: str  # of the fields that have a value, each followed by a line break: many rows share this text
    keys: tuple[str, ...]  # ids of the index documents by which it is found
    head: str  # JSON of the new lead, up to its times
    probes: tuple[str, ...] = ()  # ids of further index documents in which it may be found
    kinds: str = ""  # of the keys, then of the probes, in two letters each

    @property
    def looked_up(self) -> tuple[str, ...]:
        """The ids of all index documents that are read for it."""
        return self.keys + self.probes if self.probes else self.keys

    @property
    def values(self) -> dict[str, str]:
        """Its values by field."""
        values: dict[str, str] = decode(dict[str, Any], self.head + "}")["fields"]
        return values

    @property
    def fields(self) -> frozenset[str]:
        """The fields that have a value."""
        return frozenset(self.names.split("\n")[:-1])


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the rows of a table come from, as their leads tell it."""

    import_id: str
    file: str
    at: str  # when the import began, ISO 8601

    def source(
        self, row: int, names: Iterable[str], columns: Mapping[str, str], rule: str = "", evidence: str = ""
    ) -> dict[str, Any]:
        """The origin of a row's values. `columns`: field → column; `rule` and `evidence`: how its lead was known."""
        detail: dict[str, Any] = {"import": self.import_id, "row": row}
        if rule:
            detail |= {"rule": rule, "evidence": shorten(evidence, 200)}
        came = {name: columns[name] for name in names if name in columns}
        return {"kind": "import", "name": self.file, "at": self.at, "detail": detail, "columns": came}


class Records:
    """Makes the records of a table. What its rows share, most of all which fields they fill, is made once."""

    def __init__(self, origin: Origin, columns: Mapping[str, str]) -> None:
        self._origin = origin
        self._columns = columns
        self._imports = [origin.import_id] if origin.import_id else []
        self._shared: dict[str, tuple[str, str, str]] = {}
        self._own = f',"import":{_text(origin.import_id)}' if origin.import_id else ""

    def record(self, row: int, lead: str, values: Mapping[str, str]) -> Record:
        """The record of a row's values; they are canonical, and there is one at least."""
        own, further = _found_by(values)
        keys = key_ids(own)
        names = "\n".join(values)
        shared = self._shared.get(names) or self._share(names, values)
        # As if the whole document were encoded; but for its values, its row and its keys it is that of other rows.
        listed = '","'.join(keys)
        head = f'{{"fields":{_text(values)}{shared[1]}{row}{shared[2]}{listed}"]'
        if not further:
            return Record(row, lead, shared[0], keys, head, (), "".join([kind for kind, _ in own]))
        kinds = "".join([kind for kind, _ in own] + [kind for kind, _ in further])
        return Record(row, lead, shared[0], keys, head, key_ids(further), kinds)

    def _share(self, names: str, values: Iterable[str]) -> tuple[str, str, str]:
        """What rows that fill the same fields share: their names as a record holds them, and the JSON before the row
        and before the keys."""
        if len(self._shared) > 1000:
            self._shared.clear()
        origin = self._origin
        came = {name: self._columns[name] for name in values if name in self._columns}
        source = {"kind": "import", "name": origin.file, "at": origin.at, "detail": {"import": origin.import_id}}
        before = f',"sources":[{_text(source)[:-2]},"row":'
        between = f'}},"columns":{_text(came)}}}],"imports":{_text(self._imports)}{self._own},"keys":["'
        shared = self._shared[names] = f"{names}\n", before, between
        return shared


def _text(value: object) -> str:
    return encode(value).decode()


def record_of(row: int, lead: str, values: Mapping[str, str], origin: Origin, columns: Mapping[str, str]) -> Record:
    """The record of a single row's values."""
    return Records(origin, columns).record(row, lead, values)


class Decision(Struct, frozen=True):
    """What became of a record."""

    row: int
    outcome: Outcome
    lead: str | None
    rule: str = ""
    reason: str = ""
    gained: bool = False  # a field that was empty has a value now
    joins: tuple[Match, ...] = ()  # further leads that the record is: they and `lead` are one


@dataclass(slots=True)
class Resolver:
    """Leads and index documents as they are stored, and as they will be."""

    holders: dict[str, list[str]]  # by id of the index document: the leads that it lists
    leads: dict[str, Document]  # as they are stored
    origin: Origin
    now: str
    columns: Mapping[str, str]  # field → column
    created: dict[str, Document] = field(default_factory=dict)
    changed: dict[str, dict[str, Any]] = field(default_factory=dict)
    indexed: dict[str, Document] = field(default_factory=dict)  # index documents to be stored
    merged: bool = False  # whether a lead has got further keys
    _tail: str = field(init=False)  # of a new lead's JSON
    _known: dict[str, str] = field(init=False)  # of every new lead

    def __post_init__(self) -> None:
        times = {"created_at": self.now, "updated_at": self.now}
        self._tail = "," + encode(times).decode().removeprefix("{")
        self._known = {"import": self.origin.import_id, **times} if self.origin.import_id else times

    def take_all(self, records: Sequence[Record], shared: Set[str]) -> list[Decision]:
        """What becomes of each record, in no order. `shared`: keys of some by which others may find them.

        Most records meet nobody, neither in the store nor in the file: nothing needs to be weighed.
        """
        met = {*shared, *self.holders}
        decisions, others = list[Decision](), list[Record]()
        for record in records:
            if met.isdisjoint(record.keys) and met.isdisjoint(record.probes):
                decisions.append(self._create(record))
            else:
                others.append(record)
        return decisions + [self.take(record) for record in others]

    def take(self, record: Record) -> Decision:
        """Join the record to the lead that it is, or make a new one of it."""
        looked_up = record.looked_up
        if not any(map(self.holders.get, looked_up)):
            return self._create(record)
        values = record.values
        matches = self._matches(values, record)
        return self._merge(record, matches, values) if matches else self._create(record)

    def _matches(self, values: Mapping[str, str], record: Record) -> list[Match]:
        """The leads that the record is. Its keys go by their ids: what they say is made only where somebody asks."""
        kinds = (record.kinds[place : place + 2] for place in range(0, len(record.kinds), 2))
        keys = list(zip(kinds, record.looked_up, strict=True))
        found = {key: sharing for key in keys if (sharing := self.holders.get(key[1]))}
        worth = matching.candidates(keys, self._at_hand(record.looked_up))
        known = {lead: matching.known_of(self.leads[lead]) for lead in worth}
        return matching.matches(values, keys, found, known, said=lambda id: _said(values, record)[id])

    def _at_hand(self, ids: Iterable[str]) -> dict[str, list[str]]:
        """The leads of these index documents that have been read or made; a crowd stays a crowd."""
        leads = self.leads
        listed = ((id, held) for id in ids if (held := self.holders.get(id)))
        return {id: held if len(held) > COMMON else [lead for lead in held if lead in leads] for id, held in listed}

    def _create(self, record: Record) -> Decision:
        lead, keys = record.lead, record.keys
        self.leads[lead] = self.created[lead] = Encoded(record.head + self._tail, self._known)
        if self.holders.keys().isdisjoint(keys):  # one text for all index documents of a lead
            alone = [lead]
            self.holders.update(dict.fromkeys(keys, alone))
            self.indexed.update(dict.fromkeys(keys, Encoded(f'{{"leads":["{lead}"]}}', {})))
        else:
            self._index(lead, keys)
        return Decision(record.row, "created", lead)

    def unread(self, looked_up: Iterable[str]) -> list[str]:
        """The index documents to be stored that nobody has read: a lead and a row together have keys that neither
        of them has alone."""
        return [*self.indexed.keys() - set(looked_up)] if self.merged else []

    def list_with(self, stored: Mapping[str, Mapping[str, Any]]) -> None:
        """Add the new leads to what these documents list already."""
        for id, document in stored.items():
            listed = list(document["leads"])
            listed += [lead for lead in self.holders[id] if lead not in listed]
            self.holders[id] = listed[: COMMON + 1]
            self.indexed[id] = {"leads": self.holders[id]}

    def _merge(self, record: Record, matches: Sequence[Match], values: Mapping[str, str]) -> Decision:
        match = matches[0]
        before = self.leads[match.lead]
        source = self.origin.source(record.row, values, self.columns, match.rule, match.evidence)
        after, added, replaced = merge_row(before, values, source, self.now)
        if self.origin.import_id and self.origin.import_id not in after["imports"]:
            after["imports"] = [*after["imports"], self.origin.import_id]
        joins = self._joins(after, matches[1:]) if len(matches) > 1 else ()
        if after == before:
            return Decision(record.row, "merged", match.lead, match.rule, joins=joins)
        if _size(after) > _ROOM:
            reason = f"lead {match.lead} would hold more than one document can; remove values that it does not need"
            return Decision(record.row, "rejected", None, match.rule, reason)
        # It is found by what its values say now: a name from one row and a firm from another.
        found = key_ids(matching.keys_of(after["fields"]))
        own = (id for id in record.keys if id not in found)  # and by what this row says of it
        fresh = [id for id in (*found, *own) if id not in after["keys"]]
        if fresh:
            self.merged = True
            after["keys"] = [*after["keys"], *fresh]
            self._index(match.lead, fresh)
        self.leads[match.lead] = after
        (self.created if match.lead in self.created else self.changed)[match.lead] = after
        outcome: Outcome = "updated" if replaced else "merged"
        return Decision(record.row, outcome, match.lead, match.rule, gained=added, joins=joins)

    def _joins(self, after: Mapping[str, Any], others: Iterable[Match]) -> tuple[Match, ...]:
        """Those of the other leads that nothing keeps from being this one."""
        apart = after.get("apart", ())
        one = matching.known_of(after)
        return tuple(
            other
            for other in others
            if other.lead not in apart and not matching.two_people(one, matching.known_of(self.leads[other.lead]))
        )

    def _index(self, lead: str, keys: Iterable[str]) -> None:
        for id in keys:
            listed = self.holders.get(id)
            if listed is None:
                self.holders[id] = [lead]
                self.indexed[id] = {"leads": self.holders[id]}
            elif lead not in listed and len(listed) <= COMMON:
                self.holders[id] = [*listed, lead]
                self.indexed[id] = {"leads": self.holders[id]}


def _size(document: Mapping[str, Any]) -> int:
    """About how many bytes a document takes; exact where it matters."""
    rough = sum(len(str(value)) for value in document["fields"].values()) * 4 + 400 * len(document["sources"])
    if rough + 5_000 * len(document.get("former", ())) < _ROOM:
        return rough
    return len(encode(document))


def _found_by(values: Mapping[str, str]) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
    """The keys and probes of a record, in the order of their ids there. One without keys is known by all its values."""
    own, further = matching.keys_and_probes(values)
    return own or (matching.key_of_row(values),), further


def _said(values: Mapping[str, str], record: Record) -> dict[str, str]:
    """What the keys and probes of a record say, by their ids."""
    own, further = _found_by(values)
    return dict(zip(record.looked_up, [value for _, value in (*own, *further)], strict=True))


def leads_to_read(holders: Mapping[str, Sequence[str]], records: Iterable[Record]) -> list[str]:
    """The leads that the records may be: a few for each."""
    found: dict[str, None] = {}
    for record in records:
        ids = [id for id in record.looked_up if id in holders]
        if ids:
            kinds = (record.kinds[place : place + 2] for place in range(0, len(record.kinds), 2))
            keyed = zip(kinds, record.looked_up, strict=True)
            found.update(dict.fromkeys(matching.candidates(keyed, holders)))
    return list(found)
