"""Which of the values of a field is believed. The others are kept: nothing that was ever said is lost.

What is known of a field is a set of statements, a value and an origin each; what is believed follows from the set
alone, not from the order in which it was told. What a person typed, here or in a synced table, beats a file's word, a
file's beats an enricher's; among equals verified beats guessed, newer beats older, surer beats less sure. Empty never
overwrites; only a person takes a value away.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from shared.leads.model import FieldValue, Lead, Origin, Provenance, Value

RANK: Final[Mapping[Origin, int]] = {"person": 3, "sync": 3, "import": 2, "enricher": 1}  # people type into both
SURE: Final = 0.8  # confidence from which a value counts as verified
KEPT: Final = 12  # origins that stand behind one value, beside its first; of more, the earliest and the latest stay

_ROWS: Final = 10**12  # more than any file has
Statement = tuple[Value, Provenance]
_Weight = tuple[int, bool, Any, float, tuple[str, ...]]


def beats(offered: Provenance, held: Provenance) -> bool:
    """Whether a value from `offered` takes the place of one from `held`."""
    return _weight(offered)[:4] > _weight(held)[:4]


def _weight(origin: Provenance) -> _Weight:
    mark = (origin.kind, origin.name, str(origin.detail.get("import", "")), _earlier_first(origin.detail))
    return RANK[origin.kind], origin.confidence >= SURE, origin.at, origin.confidence, mark


def _earlier_first(detail: Mapping[str, Any]) -> str:
    """Of two rows of one file the upper one weighs more: nothing says that the lower one is newer."""
    row = detail.get("row")
    return f"{_ROWS - int(row):013}" if row else ""


def _time(origin: Provenance) -> tuple[Any, ...]:
    """Sorts origins by when they spoke, the upper row of a file before the lower one."""
    row = int(origin.detail.get("row", 0))
    return origin.at, origin.kind, origin.name, str(origin.detail.get("import", "")), row, origin.confidence


def statements(held: FieldValue | None, former: Sequence[FieldValue] = ()) -> Iterator[Statement]:
    """Everything that was said of a field."""
    for value in (held, *former):
        if value is not None:
            yield value.value, value.provenance
            for origin in value.also:
                yield value.value, origin


def believe(said: Iterable[Statement]) -> tuple[FieldValue | None, tuple[FieldValue, ...]]:
    """What is believed of all that was said, and the rest of it, the strongest first. None: a person took it away."""
    groups: dict[tuple[type, Value], list[Provenance]] = {}
    for value, origin in said:
        known = groups.setdefault((type(value), value), [])
        if origin not in known:
            known.append(origin)
    order = sorted(groups, key=lambda key: (max(map(_weight, groups[key])), str(key[1])), reverse=True)
    values = tuple(_grouped(value, groups[kind, value]) for kind, value in order)
    if not values or values[0].value == "":
        return None, values
    return values[0], values[1:]


def _grouped(value: Value, origins: Sequence[Provenance]) -> FieldValue:
    """A value by the first of the strongest that said it, and the others in the order of time."""
    first = min(origins, key=lambda one: (-RANK[one.kind], one.confidence < SURE, _time(one)))
    others = sorted((one for one in origins if one != first), key=_time)
    if len(others) > KEPT:
        others = [*others[: KEPT // 2], *others[-KEPT // 2 :]]
    return FieldValue(value, first, tuple(others))


def put(lead: Lead, name: str, value: FieldValue) -> Lead:
    """`lead` with a further statement about one field. Said before by the same origin, it changes nothing."""
    if value.value == "":
        return lead
    held = lead.fields.get(name)
    if held is not None and held.value == value.value and _repeats(held, value.provenance):
        return lead
    return _said(lead, name, [(value.value, value.provenance), *((value.value, one) for one in value.also)])


def _repeats(held: FieldValue, origin: Provenance) -> bool:
    """An enricher that says the same once more says nothing new."""
    if origin.kind != "enricher":
        return False
    return any(one.kind == "enricher" and one.name == origin.name for one in (held.provenance, *held.also))


def clear(lead: Lead, name: str, origin: Provenance) -> Lead:
    """`lead` without a value in this field, by a person's word: no file brings it back."""
    return _said(lead, name, [("", origin)]) if name in lead.fields else lead


def _said(lead: Lead, name: str, more: Sequence[Statement]) -> Lead:
    known = list(statements(lead.fields.get(name), lead.former.get(name, ())))
    if all(one in known for one in more):
        return lead
    return _with(lead, name, [*known, *more])


def _with(lead: Lead, name: str, said: Sequence[Statement]) -> Lead:
    held, former = believe(said)
    fields = {key: value for key, value in lead.fields.items() if key != name} if held is None else lead.fields
    others = {key: value for key, value in lead.former.items() if key != name} if not former else lead.former
    return replace(
        lead,
        fields=fields if held is None else {**fields, name: held},
        former={**others, name: former} if former else others,
    )


def fold_in(lead: Lead, other: Lead, at: datetime) -> Lead:
    """`lead` with everything that `other` knows, current and former, and the imports of both."""
    merged = lead
    for name in dict.fromkeys((*other.fields, *other.former)):
        merged = _said(merged, name, list(statements(other.fields.get(name), other.former.get(name, ()))))
    imports = tuple(dict.fromkeys((*lead.imports, *other.imports)))
    return replace(merged, imports=imports, updated_at=at) if merged != lead or imports != lead.imports else lead


def without(lead: Lead, gone: Iterable[tuple[str, Statement]]) -> Lead:
    """`lead` as if these statements (by field) had never been made."""
    by_field: dict[str, list[Statement]] = {}
    for name, statement in gone:
        by_field.setdefault(name, []).append(statement)
    for name, dropped in by_field.items():
        known = list(statements(lead.fields.get(name), lead.former.get(name, ())))
        kept = [one for one in known if one not in dropped]
        if len(kept) < len(known):
            lead = _with(lead, name, kept)
    return lead


def everything(lead: Lead) -> Iterator[tuple[str, Statement]]:
    """All that was ever said of a lead, by field."""
    for name in dict.fromkeys((*lead.fields, *lead.former)):
        for statement in statements(lead.fields.get(name), lead.former.get(name, ())):
            yield name, statement


# --- the same rule on stored documents, for ingestion's hot path ------------------------------------------------------


def merge_row(
    document: Mapping[str, Any], values: Mapping[str, str], source: Mapping[str, Any], now: str
) -> tuple[dict[str, Any], bool, bool]:
    """A stored lead with the values of one row of an import; whether a value was added, whether one was replaced.

    `source` is the row's origin as it is stored, its `at` included. The document is not changed. See `store.py` for
    its form.
    """
    sources: list[dict[str, Any]] = document["sources"]
    detail = source["detail"]
    if detail.get("import") and any(one["detail"] == detail and one["name"] == source["name"] for one in sources):
        return dict(document), False, False  # this row has been told already
    told = _Told(document, [*sources, dict(source)])
    added = replaced = False
    for name, value in values.items():
        before = told.fields.get(name)
        told.say(name, value)
        after = told.fields.get(name)
        if after != before:
            added, replaced = added or before is None, replaced or before is not None
    return told.document(now), added, replaced


class _Told:
    """A stored lead to which its last source speaks."""

    def __init__(self, document: Mapping[str, Any], sources: list[dict[str, Any]]) -> None:
        self._before = document
        self.fields: dict[str, Any] = {name: value for name, value in document["fields"].items() if value != ""}
        self._origins: dict[str, int] = dict(document.get("from", {}))
        self._also: dict[str, list[int]] = dict(document.get("also", {}))
        self._former: dict[str, list[dict[str, Any]]] = dict(document.get("former", {}))
        self._sources = sources
        self._place = len(sources) - 1
        last = sources[-1]
        self._newest = "confidence" not in last and all(one["at"] < last["at"] for one in sources[:-1])
        self._rank = RANK[last["kind"]]

    def say(self, name: str, value: str) -> None:
        """The last source states a value."""
        held, former = self.fields.get(name), self._former.get(name)
        place = self._place
        if held is None and not former:
            self.fields[name], self._origins[name] = value, place
        elif held == value:
            self._join(name, place)
        else:
            self._order(name, value, place)

    def _join(self, name: str, place: int) -> None:
        holder = self._sources[self._origins.get(name, 0)]
        if self._newest and RANK[holder["kind"]] >= self._rank and "confidence" not in holder:
            self._also[name] = _few([*self._also.get(name, ()), place])  # the rule below, where it is plain
            return
        places = [self._origins.get(name, 0), *self._also.get(name, ()), place]
        self._origins[name], self._also[name] = self._parted(name, places)

    def _order(self, name: str, value: str, place: int) -> None:
        groups: dict[Any, list[int]] = {}
        if name in self.fields:
            groups[self.fields[name]] = [self._origins.get(name, 0), *self._also.get(name, ())]
        for entry in self._former.get(name, ()):
            groups.setdefault(entry["value"], []).extend([entry["from"], *entry.get("also", ())])
        groups.setdefault(value, []).append(place)
        order = sorted(
            groups, key=lambda one: (max(self._weight(name, p) for p in groups[one]), str(one)), reverse=True
        )
        for everywhere in (self.fields, self._origins, self._also, self._former):
            everywhere.pop(name, None)
        if order[0] != "":
            best = order.pop(0)
            self.fields[name] = best
            self._origins[name], self._also[name] = self._parted(name, groups[best])
        if order:
            self._former[name] = [self._entry(name, one, groups[one]) for one in order]

    def _entry(self, name: str, value: Any, places: Sequence[int]) -> dict[str, Any]:
        first, others = self._parted(name, places)
        return {"value": value, "from": first, **({"also": others} if others else {})}

    def _parted(self, name: str, places: Sequence[int]) -> tuple[int, list[int]]:
        """The place of the first of the strongest, and the others in the order of time."""
        weights = {place: self._weight(name, place) for place in places}
        times = {place: self._time(name, place) for place in weights}
        first = min(places, key=lambda p: (-weights[p][0], not weights[p][1], times[p]))
        others = sorted((place for place in weights if place != first), key=times.__getitem__)
        return first, _few(others)

    def _weight(self, name: str, place: int) -> _Weight:
        source = self._sources[place]
        confidence = source.get("confidence", {}).get(name, 1.0)
        detail = source["detail"]
        mark = (source["kind"], source["name"], str(detail.get("import", "")), _earlier_first(detail))
        return RANK[source["kind"]], confidence >= SURE, source["at"], confidence, mark

    def _time(self, name: str, place: int) -> tuple[Any, ...]:
        source = self._sources[place]
        detail = source["detail"]
        imported, row = str(detail.get("import", "")), int(detail.get("row", 0))
        confidence = source.get("confidence", {}).get(name, 1.0)
        return source["at"], source["kind"], source["name"], imported, row, confidence

    def document(self, now: str) -> dict[str, Any]:
        merged = {key: value for key, value in self._before.items() if key not in {"from", "also", "former"}}
        merged |= {"fields": self.fields, "sources": self._sources, "updated_at": now}
        if moved := {name: place for name, place in self._origins.items() if place}:
            merged["from"] = moved
        if joined := {name: places for name, places in self._also.items() if places}:
            merged["also"] = joined
        if self._former:
            merged["former"] = self._former
        return _compact(merged) if len(self._sources) > 2 * KEPT else merged


def _few(places: list[int]) -> list[int]:
    """The earliest and the latest of them."""
    return places if len(places) <= KEPT else [*places[: KEPT // 2], *places[-KEPT // 2 :]]


def _compact(document: dict[str, Any]) -> dict[str, Any]:
    """The document without the sources behind which no value stands any more."""
    origins, also = document.get("from", {}), document.get("also", {})
    former = document.get("former", {})
    used = {origins.get(name, 0) for name in document["fields"]} | {p for places in also.values() for p in places}
    used |= {p for entries in former.values() for entry in entries for p in (entry["from"], *entry.get("also", ()))}
    if len(used) == len(document["sources"]):
        return document
    moved = {place: number for number, place in enumerate(sorted(used))}
    return {
        **document,
        "sources": [document["sources"][place] for place in moved],
        "from": {name: moved[origins.get(name, 0)] for name in document["fields"]},
        "also": {name: [moved[place] for place in places] for name, places in also.items()},
        "former": {
            name: [
                {**entry, "from": moved[entry["from"]], "also": [moved[place] for place in entry.get("also", ())]}
                for entry in entries
            ]
            for name, entries in former.items()
        },
    }
