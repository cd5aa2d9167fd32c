"""What a chunk of rows makes of the leads that are stored: new ones, merged ones, and which of them changed.

Pure: it is given what the store holds for the rows' keys and says what is to be stored. Rows of one chunk meet each
other here as they meet the store.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.leads import matching
from shared.leads.matching import COMMON, Key, Match
from shared.leads.merge import merge_row
from shared.leads.model import Outcome
from shared.ports.documents import MAX_DOCUMENT

_ROOM = MAX_DOCUMENT - 100_000  # bytes up to which a lead may grow by merging


@dataclass(frozen=True, slots=True)
class Record:
    """A row that can be taken: its number, the id that its lead would have, its values and what it is found by."""

    row: int
    lead: str
    values: dict[str, str]
    keys: tuple[tuple[str, Key], ...]  # id of the index document, key


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a record."""

    row: int
    outcome: Outcome
    lead: str | None
    rule: str = ""
    reason: str = ""
    gained: bool = False  # a field that was empty has a value now


@dataclass(slots=True)
class Resolver:
    """Leads and index documents as they are stored, and as they will be."""

    holders: dict[str, list[str]]  # by id of the index document: the leads that it lists
    leads: dict[str, dict[str, Any]]  # stored documents
    import_id: str
    file: str
    at: str  # when the import began, ISO 8601
    now: str
    columns: Mapping[str, str]  # field → column
    created: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed: dict[str, dict[str, Any]] = field(default_factory=dict)
    indexed: set[str] = field(default_factory=set)  # index documents to be stored
    _shapes: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict)

    def take(self, record: Record) -> Decision:
        """Join the record to the lead that it is, or make a new one of it."""
        match = self._match(record)
        return self._create(record) if match is None else self._merge(record, match)

    def _match(self, record: Record) -> Match | None:
        holders = self.holders
        found = {key: sharing for id, key in record.keys if (sharing := holders.get(id))}
        if not found:
            return None
        leads = self.leads
        known = {lead: leads[lead]["fields"] for sharing in found.values() for lead in sharing if lead in leads}
        return matching.decide(record.values, [key for _, key in record.keys], found, known)

    def _create(self, record: Record) -> Decision:
        document = {
            "fields": record.values,
            "sources": [self._source(record)],
            "imports": [self.import_id],
            "import": self.import_id,
            "created_at": self.now,
            "updated_at": self.now,
            "keys": [id for id, _ in record.keys],
        }
        self.leads[record.lead] = self.created[record.lead] = document
        self._index(record.lead, (id for id, _ in record.keys))
        return Decision(record.row, "created", record.lead)

    def _merge(self, record: Record, match: Match) -> Decision:
        before = self.leads[match.lead]
        source = self._source(record, match.rule)
        after, added, replaced = merge_row(before, record.values, source, self.now)
        if self.import_id not in after["imports"]:
            after["imports"] = [*after["imports"], self.import_id]
        if after == before:
            return Decision(record.row, "merged", match.lead, match.rule)
        if _size(after) > _ROOM:
            reason = f"lead {match.lead} would hold more than one document can; remove values that it does not need"
            return Decision(record.row, "rejected", None, match.rule, reason)
        fresh = [id for id in self._keys_after(record, after) if id not in after["keys"]]
        if fresh:
            after["keys"] = [*after["keys"], *fresh]
            self._index(match.lead, fresh)
        self.leads[match.lead] = after
        (self.created if match.lead in self.created else self.changed)[match.lead] = after
        return Decision(record.row, "updated" if replaced else "merged", match.lead, match.rule, gained=added)

    def _keys_after(self, record: Record, after: Mapping[str, Any]) -> list[str]:
        """The merged lead is found by what its values say now: a name from one row and a firm from another."""
        known = {key: id for id, key in record.keys}
        return [known.get(key) or matching.key_id(key) for key in matching.keys_of(after["fields"])]

    def _index(self, lead: str, keys: Iterable[str]) -> None:
        for id in keys:
            listed = self.holders.get(id)
            if listed is None:
                self.holders[id] = [lead]
            elif lead in listed or len(listed) > COMMON:
                continue
            else:
                self.holders[id] = [*listed, lead]
            self.indexed.add(id)

    def _source(self, record: Record, rule: str = "") -> dict[str, Any]:
        shape = tuple(record.values)
        columns = self._shapes.get(shape)
        if columns is None:
            columns = self._shapes[shape] = {name: self.columns[name] for name in shape if name in self.columns}
        detail: dict[str, Any] = {"import": self.import_id, "row": record.row}
        if rule:
            detail["rule"] = rule
        return {"kind": "import", "name": self.file, "at": self.at, "detail": detail, "columns": columns}


def _size(document: Mapping[str, Any]) -> int:
    """About how many bytes a document takes; exact where it matters."""
    rough = sum(len(str(value)) for value in document["fields"].values()) * 4 + 400 * len(document["sources"])
    if rough + 5_000 * len(document.get("former", ())) < _ROOM:
        return rough
    from shared.core.codec import encode

    return len(encode(document))


def keyed(values: Mapping[str, str]) -> tuple[tuple[str, Key], ...]:
    """The keys of a record with the ids of their index documents. One that has none is known by all its values."""
    keys = matching.keys_of(values) or (matching.key_of_row(values),)
    return tuple((matching.key_id(key), key) for key in keys)


def leads_to_read(holders: Mapping[str, Sequence[str]]) -> list[str]:
    """The leads that a decision may need: those of keys that are no commonplace."""
    return list(dict.fromkeys(lead for leads in holders.values() if len(leads) <= COMMON for lead in leads))
