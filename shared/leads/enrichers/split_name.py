"""A name in one piece becomes first and last name, and the other way round."""

from shared.leads.enrichers._site import clean
from shared.leads.enrichment import Enrichment, Found, enricher
from shared.leads.model import Lead
from shared.leads.names import Name, split

_KINDS = {"company": "a firm", "none": "no person"}


@enricher
class SplitName:
    """`full_name` → `first_name` and `last_name`; or, where only those are given, the two joined."""

    name = "split_name"
    wants = frozenset({"full_name", "first_name", "last_name"})
    gives = frozenset({"full_name", "first_name", "last_name"})

    def enrich(self, lead: Lead) -> Enrichment:
        full, first, last = (clean(lead.text(name), 300) for name in ("full_name", "first_name", "last_name"))
        if not full and not first and not last:
            return Enrichment(lacks=("full_name",))
        if not full:
            return Enrichment([Found("full_name", f"{first} {last}".strip(), 0.95, "first and last name joined")])
        if first and last:
            return Enrichment(note="the name is split already")
        return _from_full(split(full), full, {"first_name": first, "last_name": last})


def _from_full(parts: Name, full: str, given: dict[str, str]) -> Enrichment:
    if parts.kind != "person":
        return Enrichment(note=f"the name reads as {_KINDS[parts.kind]}")
    reason = "the name's only word" if len(full.split()) == 1 else "split from the full name"
    offered = (("first_name", parts.first), ("last_name", parts.last))
    found = [Found(name, value, parts.confidence, reason) for name, value in offered if value and not given[name]]
    return Enrichment(found, note="" if found else "the name has no further part")
