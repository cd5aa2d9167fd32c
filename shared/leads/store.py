"""Leads in documents. One lead is one document; what it can be found by stands in index documents of its own.

The stored form keeps an origin once for all the values that share it:

    fields      {name: value}
    from        {name: place in sources}, where it is not 0
    also        {name: [places of who said the same]}
    sources     [{kind, name, at, detail, columns: {field: column}, confidence: {field: 0 to 1}}]
    former      {name: [{value, from, also}]}, newest first
    import, imports, created_at, updated_at, keys (ids of its index documents), absorbed, apart (ids of leads)
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from shared.core import faults
from shared.core.clock import Clock, iso, parse_iso
from shared.core.errors import Conflict, InvalidInput, NotFound
from shared.leads import matching
from shared.leads.merge import SURE, clear, put
from shared.leads.model import FieldValue, Lead, Provenance
from shared.leads.moved import whereabouts
from shared.ports.documents import (
    Create,
    Delete,
    DocumentStore,
    Query,
    Reader,
    Set,
    Snapshot,
    Transaction,
    Where,
    Write,
)

COLLECTION = "leads"
NEWS = "lead_news"
"""Ids of leads that were changed and are still to be looked at by what follows leads: the search index, the rules."""
PAGE = 200


def lead_of(id: str, document: Mapping[str, Any]) -> Lead:
    """The noun that a stored document stands for."""
    sources = document.get("sources", ())
    origins = document.get("from", {})
    made: dict[tuple[int, str], Provenance] = {}

    def origin_of(name: str, place: int) -> Provenance:
        if (place, name) not in made:
            made[place, name] = _provenance(sources[place], name)
        return made[place, name]

    def value_of(name: str, value: Any, place: int, also: Sequence[int]) -> FieldValue:
        return FieldValue(value, origin_of(name, place), tuple(origin_of(name, other) for other in also))

    also = document.get("also", {})
    return Lead(
        id=id,
        fields={
            name: value_of(name, value, origins.get(name, 0), also.get(name, ()))
            for name, value in document["fields"].items()
        },
        created_at=parse_iso(document["created_at"]),
        updated_at=parse_iso(document["updated_at"]),
        imports=tuple(document.get("imports", ())),
        former={
            name: tuple(value_of(name, entry["value"], entry["from"], entry.get("also", ())) for entry in entries)
            for name, entries in document.get("former", {}).items()
            if entries
        },
        absorbed=tuple(document.get("absorbed", ())),
        apart=tuple(document.get("apart", ())),
    )


def _provenance(source: Mapping[str, Any], name: str) -> Provenance:
    detail = dict(source.get("detail", {}))
    if column := source.get("columns", {}).get(name):
        detail["column"] = column
    confidence = source.get("confidence", {}).get(name, 1.0)
    return Provenance(source["kind"], source["name"], parse_iso(source["at"]), confidence, detail)


class _Sources:
    """Origins gathered for one document: values share an entry as long as it says nothing else about their field."""

    def __init__(self) -> None:
        self.stored: list[dict[str, Any]] = []
        self._places: dict[tuple[Any, ...], list[int]] = {}
        self._said: dict[tuple[int, str], tuple[Any, float]] = {}

    def place_of(self, name: str, origin: Provenance) -> int:
        column = origin.detail.get("column")
        detail = {key: value for key, value in origin.detail.items() if key != "column"}
        word = (column, origin.confidence)
        places = self._places.setdefault((origin.kind, origin.name, origin.at, *sorted(detail.items())), [])
        for place in places:
            if self._said.setdefault((place, name), word) == word:
                break
        else:
            place = len(self.stored)
            places.append(place)
            self._said[place, name] = word
            self.stored.append({"kind": origin.kind, "name": origin.name, "at": iso(origin.at), "detail": detail})
        if column:
            self.stored[place].setdefault("columns", {})[name] = column
        if origin.confidence != 1.0:
            self.stored[place].setdefault("confidence", {})[name] = origin.confidence
        return place

    def places_of(self, name: str, held: FieldValue) -> list[int]:
        """The places of those who said the same."""
        return [self.place_of(name, origin) for origin in held.also]


def document_of(lead: Lead) -> dict[str, Any]:
    """The stored form of a lead."""
    sources = _Sources()
    origins = {name: sources.place_of(name, held.provenance) for name, held in lead.fields.items()}
    also = {name: sources.places_of(name, held) for name, held in lead.fields.items() if held.also}
    former = {
        name: [_former_of(name, held, sources) for held in values] for name, values in lead.former.items() if values
    }
    document: dict[str, Any] = {
        "fields": {name: held.value for name, held in lead.fields.items()},
        "sources": sources.stored,
        "imports": list(lead.imports),
        "created_at": iso(lead.created_at),
        "updated_at": iso(lead.updated_at),
        "keys": [matching.key_id(key) for key in identity(lead)],
    }
    if lead.imports:
        document["import"] = lead.imports[0]
    if moved := {name: place for name, place in origins.items() if place}:
        document["from"] = moved
    for name, value in (("also", also), ("former", former), ("absorbed", lead.absorbed), ("apart", lead.apart)):
        if value:
            document[name] = value if isinstance(value, dict) else list(value)
    return document


def _former_of(name: str, held: FieldValue, sources: _Sources) -> dict[str, Any]:
    entry: dict[str, Any] = {"value": held.value, "from": sources.place_of(name, held.provenance)}
    return {**entry, "also": sources.places_of(name, held)} if held.also else entry


def identity(lead: Lead) -> tuple[matching.Key, ...]:
    """What the lead can be found by; a guess of an enricher proves nothing."""
    return matching.keys_of(
        {
            name: held.value
            for name, held in lead.fields.items()
            if held.provenance.kind != "enricher" or held.provenance.confidence >= SURE
        }
    )


def changes(reader: Reader, before: Lead | None, after: Lead | None) -> list[Write]:
    """The writes that turn `before` into `after`, its index documents included. None = not there.

    What a lead was once found by stays: the row that made it finds it again, however its values have changed since.
    Call it inside the transaction that commits the writes: it reads the lead and the index documents.
    """
    if before == after:
        return []
    id = after.id if after else before.id if before else ""
    old = set((reader.get(COLLECTION, id) or {}).get("keys", ())) if before else set()
    new = old | {matching.key_id(key) for key in identity(after)} if after else set()
    touched = sorted(old ^ new)
    held = reader.get_many(matching.COLLECTION, touched) if touched else {}
    stored = {**document_of(after), "keys": sorted(new)} if after else {}
    writes: list[Write] = [Set(COLLECTION, id, stored)] if after else [Delete(COLLECTION, id)]
    for key in touched:
        leads = [lead for lead in held.get(key, {}).get("leads", ()) if lead != id]
        if key in new:
            leads.append(id)
        if leads:
            writes.append(Set(matching.COLLECTION, key, {"leads": leads[: matching.COMMON + 1]}))
        elif key in held:
            writes.append(Delete(matching.COLLECTION, key))
    return [*writes, news(id)]


def news(id: str) -> Write:
    """Say that a lead was made, changed or removed. To be committed with the change itself.

    Rows of a file need not say it: whoever follows leads reads the records of imports as well.
    """
    return Set(NEWS, id, {})


class LeadStore:
    """The leads."""

    def __init__(self, documents: DocumentStore, clock: Clock) -> None:
        self._documents = documents
        self._clock = clock

    def find(self, id: str) -> Lead | None:
        data = self._documents.get(COLLECTION, id)
        return None if data is None else lead_of(id, data)

    def get(self, id: str) -> Lead:
        """Raises NotFound."""
        lead = self.find(id)
        if lead is None:
            here = whereabouts(self._documents, [id])[id]
            if here != id:
                raise NotFound(f"lead {id} was merged into {here}; `leadreel leads unmerge {id}` parts them again")
            raise NotFound(f"no lead {id[:60]!r}; `leadreel leads list` shows them")
        return lead

    def many(self, ids: Sequence[str]) -> list[Lead]:
        """Those that exist, in the order asked for."""
        found = self._documents.get_many(COLLECTION, list(dict.fromkeys(ids)))
        return [lead_of(id, found[id]) for id in ids if id in found]

    def snapshot(self, id: str) -> tuple[Lead, str]:
        """The lead and its version. Raises NotFound."""
        found = self._documents.snapshot(COLLECTION, id)
        if found is None:
            raise NotFound(f"no lead {id[:60]!r}; `leadreel leads list` shows them")
        return lead_of(id, found.data), found.version

    def create(self, lead: Lead) -> Lead:
        """Store a new lead. Raises Conflict when its id is taken."""

        def work(transaction: Transaction) -> None:
            if transaction.get(COLLECTION, lead.id) is not None:
                raise Conflict(f"lead {lead.id} is there already; read it, then decide")
            apply(transaction, changes(transaction, None, lead))

        faults.reach("leads.before_create")
        self._documents.transaction(work)
        faults.reach("leads.after_create")
        return lead

    def update(self, lead: Lead, version: str) -> Lead:
        """Store a changed lead. Raises NotFound, or Conflict when it is no longer the one that was read."""

        def work(transaction: Transaction) -> Lead:
            found = transaction.snapshot(COLLECTION, lead.id)
            if found is None:
                raise NotFound(f"lead {lead.id} is gone")
            if found.version != version:
                raise Conflict(f"lead {lead.id} was changed by someone else; read it again, then decide")
            stamped = replace(lead, updated_at=self._clock.now())
            apply(transaction, changes(transaction, lead_of(lead.id, found.data), stamped))
            return stamped

        faults.reach("leads.before_update")
        updated = self._documents.transaction(work)
        faults.reach("leads.after_update")
        return updated

    def edit(self, id: str, values: Mapping[str, str], person: str) -> Lead:
        """Values that a person gives; an empty one takes the field away. Raises NotFound."""

        def work(transaction: Transaction) -> Lead:
            data = transaction.get(COLLECTION, id)
            if data is None:
                raise NotFound(f"no lead {id[:60]!r}; `leadreel leads list` shows them")
            before = lead_of(id, data)
            now = self._clock.now()
            after = before
            for name, value in values.items():
                after = (
                    put(after, name, FieldValue(value, Provenance("person", person, now)))
                    if value
                    else clear(after, name, Provenance("person", person, now))
                )
            after = replace(after, updated_at=now) if after != before else before
            apply(transaction, changes(transaction, before, after))
            return after

        return self._documents.transaction(work)

    def delete(self, id: str) -> None:
        """Remove a lead and what it can be found by; nothing happens when it is not there."""

        def work(transaction: Transaction) -> None:
            data = transaction.get(COLLECTION, id)
            if data is not None:
                apply(transaction, changes(transaction, lead_of(id, data), None))

        self._documents.transaction(work)

    def count(self, import_id: str = "") -> int:
        return self._documents.count(Query(COLLECTION, _of_import(import_id)))

    def page(
        self,
        *,
        limit: int = 50,
        after: tuple[str, str] | None = None,
        descending: bool = False,
        import_id: str = "",
    ) -> list[Lead]:
        """Leads in the order of their making, behind the lead made at this time (as stored) with this id."""
        query = Query(COLLECTION, _of_import(import_id), "created_at", descending, limit, after)
        return [lead_of(found.id, found.data) for found in self._documents.query(query)]

    def all(self, *, import_id: str = "", descending: bool = False, limit: int | None = None) -> Iterator[Lead]:
        """All leads, streamed in pages, in the order of their making."""
        after: tuple[str, str] | None = None
        left = limit
        while left is None or left > 0:
            size = PAGE if left is None else min(PAGE, left)
            found = self.page(limit=size, after=after, descending=descending, import_id=import_id)
            yield from found
            if len(found) < size:
                return
            after = iso(found[-1].created_at), found[-1].id
            left = None if left is None else left - len(found)

    def by_id(self, import_id: str = "") -> Iterator[Snapshot]:
        """Stored documents in the order of their ids, in pages: the form that exports read."""
        after: tuple[None, str] | None = None
        while True:
            found = list(self._documents.query(Query(COLLECTION, _of_import(import_id), limit=PAGE, after=after)))
            yield from found
            if len(found) < PAGE:
                return
            after = (None, found[-1].id)

    def search(self, text: str, *, limit: int = 50) -> list[Lead]:
        """Leads that hold every word of `text`: by what identifies a lead at once, else by looking through them all."""
        words = text.casefold().split()
        if not words:
            raise InvalidInput("search needs at least one word")
        found = self._by_key(text)
        for lead in self.all():
            if len(found) >= limit:
                break
            if lead.id not in found and _holds(lead, words):
                found[lead.id] = lead
        return list(found.values())[:limit]

    def _by_key(self, text: str) -> dict[str, Lead]:
        wanted = matching.keys_of({"email": text.strip(), "linkedin_url": text.strip(), "phone": text.strip()})
        held = self._documents.get_many(matching.COLLECTION, [matching.key_id(key) for key in wanted])
        ids = [id for data in held.values() for id in data["leads"]]
        return {lead.id: lead for lead in self.many(ids)}


def _holds(lead: Lead, words: Sequence[str]) -> bool:
    text = " ".join(str(held.value) for held in lead.fields.values()).casefold()
    return all(word in text for word in words)


def _of_import(import_id: str) -> tuple[Where, ...]:
    return (Where("import", "==", import_id),) if import_id else ()


def apply(transaction: Transaction, writes: Sequence[Write]) -> None:
    """Make what `changes` decided."""
    for write in writes:
        if isinstance(write, Delete):
            transaction.delete(write.collection, write.id)
        elif isinstance(write, Create):
            transaction.create(write.collection, write.id, write.data)
        else:
            transaction.set(write.collection, write.id, write.data)
