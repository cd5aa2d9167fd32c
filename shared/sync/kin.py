"""Which lead a record without our id is: the rules for duplicates, before anything is made twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.leads import matching
from shared.leads.matching import Match
from shared.leads.model import Value
from shared.leads.store import COLLECTION
from shared.ports.documents import DocumentStore


@dataclass(frozen=True, slots=True)
class _Sought:
    values: Mapping[str, Value]
    keys: tuple[matching.Key, ...]
    ids: tuple[str, ...]


def kin_of(documents: DocumentStore, faces: Sequence[Mapping[str, Value]]) -> list[Match | None]:
    """The lead that each of the faces (values by field) is; None when there is none. Two look-ups for them all."""
    sought = [_sought(values) for values in faces]
    ids = sorted({id for one in sought for id in one.ids})
    holders = {id: list(data["leads"]) for id, data in documents.get_many(matching.COLLECTION, ids).items()}
    near = sorted({lead for one in sought for lead in matching.candidates(_kinds(one), holders)})
    leads = {id: data["fields"] for id, data in documents.get_many(COLLECTION, near).items()}
    return [
        matching.decide(
            one.values,
            one.keys,
            {key: holders[id] for key, id in zip(one.keys, one.ids, strict=True) if id in holders},
            leads,
        )
        for one in sought
    ]


def same_people(faces: Sequence[Mapping[str, Value]]) -> list[int]:
    """For each face the place of the first one that shares a sure key with it: its own when none does."""
    first: dict[matching.Key, int] = {}
    places = []
    for place, values in enumerate(faces):
        keys = [key for key in matching.keys_of(values) if key[0] in {"li", "em"}]
        found = min((first[key] for key in keys if key in first), default=place)
        for key in keys:
            first.setdefault(key, found)
        places.append(found)
    return places


def _sought(values: Mapping[str, Value]) -> _Sought:
    keys = (*matching.keys_of(values), *matching.probes_of(values))
    return _Sought(values, keys, tuple(map(matching.key_id, keys)))


def _kinds(one: _Sought) -> list[tuple[str, str]]:
    return [(key[0], id) for key, id in zip(one.keys, one.ids, strict=True)]
