"""Leads that may be one: found on demand, with the rule and the evidence, for a person to decide.

What was certain when a lead came in has been merged then. What is found here came to light later, by an edit or an
enricher, or is not certain: an initial, a slip of the pen, a name that two leads fit.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.leads import matching, store
from shared.leads.matching import Key, Match
from shared.ports.documents import DocumentStore, Query, Snapshot

PAGE = 200


@dataclass(frozen=True, slots=True)
class Pair:
    """Two leads that may be one, the older one first."""

    one: str
    other: str
    rule: str
    evidence: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Leads that may all be one."""

    leads: tuple[str, ...]  # the oldest first: what the others would be merged into
    pairs: tuple[Pair, ...]


class Duplicates:
    """Looks through the leads for those that may be one."""

    def __init__(self, documents: DocumentStore) -> None:
        self._documents = documents

    def groups(self) -> list[Group]:
        """Suspects among all leads, the surest first. Reads each lead, and a few others beside it."""
        pairs = list(self.pairs())
        belongs: dict[str, str] = {}

        def top(lead: str) -> str:
            while (up := belongs.setdefault(lead, lead)) != lead:
                lead = up
            return lead

        for pair in pairs:
            belongs[top(pair.other)] = top(pair.one)
        grouped: dict[str, list[Pair]] = {}
        for pair in pairs:
            grouped.setdefault(top(pair.one), []).append(pair)
        groups = [self._group(together) for together in grouped.values()]
        return sorted(groups, key=lambda group: (-sum(pair.sure for pair in group.pairs), group.leads))

    def pairs(self) -> Iterator[Pair]:
        """Suspect pairs, each once."""
        seen: set[tuple[str, str]] = set()
        after: tuple[None, str] | None = None
        while True:
            page = list(self._documents.query(Query(store.COLLECTION, limit=PAGE, after=after)))
            for pair in self._of_page(page):
                if (pair.one, pair.other) not in seen:
                    seen.add((pair.one, pair.other))
                    yield pair
            if len(page) < PAGE:
                return
            after = (None, page[-1].id)

    def of(self, lead: str) -> list[Pair]:
        """The leads that one lead may be."""
        found = self._documents.snapshot(store.COLLECTION, lead)
        return list(self._of_page([found])) if found else []

    def _of_page(self, page: Sequence[Snapshot]) -> Iterator[Pair]:
        found = {one.id: (one.data, _keys(one.data)) for one in page}
        ids = {matching.key_id(key): key for _, keys in found.values() for key in keys}
        held = self._documents.get_many(matching.COLLECTION, list(ids))
        holders = {ids[id]: list(data["leads"]) for id, data in held.items()}
        worth = {id: _others(id, keys, holders) for id, (_, keys) in found.items()}
        wanted = [lead for leads in worth.values() for lead in leads if lead not in found]
        known = {id: data for id, (data, _) in found.items()}
        known |= self._documents.get_many(store.COLLECTION, list(dict.fromkeys(wanted)))
        for id, (data, keys) in found.items():
            others = [lead for lead in worth[id] if lead in known and lead not in data.get("apart", ())]
            if others:
                mine = {key: [lead for lead in holders.get(key, ()) if lead != id] for key in keys}
                compared = {lead: matching.known_of(known[lead]) for lead in others}
                for match in matching.matches(matching.known_of(data), keys, mine, compared, doubtful=True):
                    yield _pair(id, data, match, known[match.lead])

    def _group(self, pairs: Sequence[Pair]) -> Group:
        leads = dict.fromkeys(lead for pair in pairs for lead in (pair.one, pair.other))
        made = {id: data["created_at"] for id, data in self._documents.get_many(store.COLLECTION, list(leads)).items()}
        return Group(tuple(sorted(leads, key=lambda lead: (made.get(lead, ""), lead))), tuple(pairs))


def _keys(document: Mapping[str, Any]) -> tuple[Key, ...]:
    fields = document["fields"]
    return tuple(dict.fromkeys((*matching.keys_of(fields), *matching.probes_of(fields))))


def _others(id: str, keys: Sequence[Key], holders: Mapping[Key, Sequence[str]]) -> list[str]:
    listed = {matching.key_id(key): [lead for lead in holders.get(key, ()) if lead != id] for key in keys}
    return matching.candidates(((key[0], matching.key_id(key)) for key in keys), listed)


def _pair(id: str, data: Mapping[str, Any], match: Match, other: Mapping[str, Any]) -> Pair:
    first, second = sorted(((data["created_at"], id), (other["created_at"], match.lead)))
    return Pair(first[1], second[1], match.rule, match.evidence, match.sure)
