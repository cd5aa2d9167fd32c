"""Which of two values of a field is believed. The other one is kept: nothing that was ever said is lost.

A person's word beats a file's or a sync's, these beat an enricher's; among equals the newer, then the surer one wins.
Empty never overwrites.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from shared.leads.model import FieldValue, Lead, Origin, Provenance

RANK: Final[Mapping[Origin, int]] = {"person": 3, "sync": 2, "import": 2, "enricher": 1}


def beats(offered: Provenance, held: Provenance) -> bool:
    """Whether a value from `offered` takes the place of one from `held`."""
    new, old = RANK[offered.kind], RANK[held.kind]
    if new != old:
        return new > old
    return offered.at > held.at or (offered.at == held.at and offered.confidence > held.confidence)


def put(lead: Lead, name: str, value: FieldValue) -> Lead:
    """`lead` with a further value of one field: it is believed, or it joins the former ones.

    The same value again changes nothing, unless someone of more weight now stands behind it.
    """
    if value.value == "":
        return lead
    held = lead.fields.get(name)
    if held is None:
        return replace(lead, fields={**lead.fields, name: value})
    if held.value == value.value:
        if RANK[value.provenance.kind] > RANK[held.provenance.kind]:
            return replace(lead, fields={**lead.fields, name: value})
        return lead
    if beats(value.provenance, held.provenance):
        return replace(lead, fields={**lead.fields, name: value}, former=_with(lead.former, name, held))
    return replace(lead, former=_with(lead.former, name, value))


def _with(
    former: Mapping[str, tuple[FieldValue, ...]], name: str, value: FieldValue
) -> Mapping[str, tuple[FieldValue, ...]]:
    known = former.get(name, ())
    return former if value in known else {**former, name: (value, *known)}


def fold_in(lead: Lead, other: Lead, at: datetime) -> Lead:
    """`lead` with everything that `other` knows, current and former, and the imports of both."""
    merged = lead
    for name, value in other.fields.items():
        merged = put(merged, name, value)
    for name, values in other.former.items():
        for value in reversed(values):
            if merged.fields.get(name) != value:
                merged = replace(merged, former=_with(merged.former, name, value))
    imports = tuple(dict.fromkeys((*lead.imports, *other.imports)))
    return replace(merged, imports=imports, updated_at=at) if merged != lead or imports != lead.imports else lead


# --- the same rule on stored documents, for ingestion's hot path ------------------------------------------------------


def merge_row(
    document: Mapping[str, Any], values: Mapping[str, str], source: Mapping[str, Any], now: str
) -> tuple[dict[str, Any], bool, bool]:
    """A stored lead with the values of one row of an import; whether a value was added, whether one was replaced.

    `source` is the row's origin as it is stored, its `at` included. The document is not changed. See `store.py` for
    its form.
    """
    fields: dict[str, Any] = document["fields"]
    origins: dict[str, int] = document.get("from", {})
    former: dict[str, Any] = document.get("former", {})
    sources: list[dict[str, Any]] = document["sources"]
    place = len(sources)
    added: dict[str, str] = {}
    replaced: dict[str, str] = {}
    losers: dict[str, list[dict[str, Any]]] = {}
    for name, value in values.items():
        held = fields.get(name)
        if held is None or held == "":
            added[name] = value
        elif held != value:
            holder = sources[origins.get(name, 0)]
            if _row_beats(source, holder, name):
                replaced[name] = value
                losers[name] = [{"value": held, "from": origins.get(name, 0)}]
            elif not _is_former(former.get(name, ()), value, source, sources):
                losers[name] = [{"value": value, "from": place}]
    if not (added or replaced or losers):
        return dict(document), False, False
    changed = {**added, **replaced}
    merged = {
        **document,
        "fields": {**fields, **changed},
        "from": {**origins, **dict.fromkeys(changed, place)},
        "sources": [*sources, _only(source, {*changed, *losers})],
        "updated_at": now,
    }
    if losers:
        merged["former"] = {**former, **{name: [*lost, *former.get(name, ())] for name, lost in losers.items()}}
    return merged, bool(added), bool(replaced)


def _row_beats(source: Mapping[str, Any], holder: Mapping[str, Any], name: str) -> bool:
    new, old = RANK[source["kind"]], RANK[holder["kind"]]
    if new != old:
        return new > old
    if source["at"] != holder["at"]:
        return bool(source["at"] > holder["at"])
    return bool(holder.get("confidence", {}).get(name, 1.0) < source.get("confidence", {}).get(name, 1.0))


def _is_former(former: Any, value: str, source: Mapping[str, Any], sources: list[dict[str, Any]]) -> bool:
    """Whether this very row has said this value before."""
    return any(entry["value"] == value and sources[entry["from"]]["detail"] == source["detail"] for entry in former)


def _only(source: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    columns = source.get("columns")
    return (
        {**source, "columns": {name: columns[name] for name in columns if name in names}} if columns else dict(source)
    )
