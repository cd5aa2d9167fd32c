"""Which of our fields is which column: a map that people keep as a file, held against the table's real columns.

    {"full_name": "Full Name", "email": {"field": "Email", "winner": "theirs"}, "notes": null, "_key": "Leadreel ID"}

A plain text names the column. An object may say more: `field`, `winner` (newest, ours, theirs, ask), `direction` (both,
push, pull), `typecast`. null leaves a field out. Names from older maps ("company", "linkedin", "company_size") are
known.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal, get_args

from shared.core.errors import InvalidInput
from shared.core.ids import stable_id
from shared.sync.airtable import Column
from shared.sync.cells import NOT_OURS, READ_ONLY
from shared.sync.faces import DERIVED
from shared.sync.model import KEY, Direction, FieldLink, FieldMap, Policy

FILE: Final = "airtable_field_mapping.json"
KEY_COLUMN: Final = "Leadreel ID"

SHIPPED: Final[Mapping[str, str]] = {
    "full_name": "Full Name",
    "email": "Email",
    "company_name": "Company",
    "website_url": "Website",
    "linkedin_url": "LinkedIn URL",
    "title": "Title",
    "location": "Location",
    "industry": "Industry",
    "employees": "Company Size",
    "verified": "Verified",
    "enriched": "Enriched",
    "needs_enrichment": "Needs Enrichment",
    "status": "Status",
    "source": "Source",
    "scraped_at": "Scraped At",
    "enriched_at": "Enriched At",
}
_OLD: Final[Mapping[str, str]] = {
    "name": "full_name",
    "company": "company_name",
    "website": "website_url",
    "linkedin": "linkedin_url",
    "company_size": "employees",
    "job_title": "title",
    "lead_id": KEY,
    "uuid": KEY,
    "_key": KEY,
}

Fault = Literal["missing", "read_only", "wrong_type", "no_key", "renamed"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a column. Those that are `stops` keep the whole sync from running."""

    field: str
    column: str
    fault: Fault
    told: str  # what is so, and what to do
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """The map as far as the table bears it, and what was found."""

    map: FieldMap
    findings: tuple[Finding, ...]
    table: str  # fingerprint of the columns

    @property
    def usable(self) -> bool:
        return not any(finding.stops for finding in self.findings)


def shipped() -> FieldMap:
    return FieldMap(tuple(_linked(ours, {"field": theirs}) for ours, theirs in SHIPPED.items()))


def read_map(file: Path) -> FieldMap:
    """The map in a file. Raises InvalidInput that names the file and the entry."""
    try:
        held = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise InvalidInput(f"{file}: cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"{file}: is not JSON ({error})") from error
    if isinstance(held, dict) and isinstance(held.get("fields") or held.get("field_mapping"), dict):
        held = held.get("fields") or held["field_mapping"]
    if not isinstance(held, dict) or not held:
        raise InvalidInput(f'{file}: holds no map; write {{"email": "Email", ...}}')
    key = FieldLink(KEY, KEY_COLUMN, direction="push")
    fields: list[FieldLink] = []
    for name, entry in held.items():
        ours = _OLD.get(name, name)
        if entry is None:
            continue
        link = _linked(ours, _entry(file, name, entry))
        if ours == KEY:
            key = replace(link, direction="push")
        else:
            fields.append(link)
    _check_once(file, fields)
    return FieldMap(tuple(fields), key)


def _entry(file: Path, name: str, entry: Any) -> Mapping[str, Any]:
    if isinstance(entry, str) and entry.strip():
        return {"field": entry.strip()}
    if not isinstance(entry, dict) or not isinstance(entry.get("field"), str):
        raise InvalidInput(f'{file}: {name}: name its column, such as "{name}": "Email"')
    for key, known in (("winner", get_args(Policy)), ("direction", get_args(Direction))):
        if key in entry and entry[key] not in known:
            raise InvalidInput(f"{file}: {name}: {key} is one of {', '.join(known)}, not {entry[key]!r}")
    if unknown := entry.keys() - {"field", "winner", "direction", "typecast"}:
        raise InvalidInput(f"{file}: {name}: unknown {', '.join(sorted(unknown))}")
    return entry


def _linked(ours: str, entry: Mapping[str, Any]) -> FieldLink:
    direction: Direction = entry.get("direction") or ("push" if ours in DERIVED else "both")
    return FieldLink(
        ours,
        entry["field"],
        winner=entry.get("winner", "newest"),
        direction=direction,
        typecast=bool(entry.get("typecast", False)),
    )


def _check_once(file: Path, fields: Sequence[FieldLink]) -> None:
    seen: dict[str, str] = {}
    for link in fields:
        if other := seen.get(link.theirs):
            raise InvalidInput(f"{file}: {other} and {link.ours} both name the column {link.theirs!r}; one may")
        seen[link.theirs] = link.ours


# --- against the table ------------------------------------------------------------------------------------------------


def check(map: FieldMap, columns: Sequence[Column], ids: Mapping[str, str]) -> Checked:
    """Hold a map against the columns. `ids`: our field → the column's id when it was last seen, so that a renamed
    column is known again."""
    by_name = {column.name: column for column in columns}
    by_id = {column.id: column for column in columns}
    findings: list[Finding] = []
    fields = []
    for link in map.fields:
        column = by_name.get(link.theirs) or by_id.get(ids.get(link.ours, ""))
        if column is None:
            findings.append(_missing(link, columns))
            continue
        if column.name != link.theirs:
            told = f"{link.theirs!r} is called {column.name!r} now; it is used. Correct the map some time"
            findings.append(Finding(link.ours, link.theirs, "renamed", told))
        bound = replace(link, id=column.id, theirs=column.name, kind=column.kind, options=column.options)
        if fault := _unfit(bound):
            findings.append(fault)
            if fault.fault == "wrong_type" or bound.ours in DERIVED:
                continue
            bound = replace(bound, direction="pull")
        fields.append(bound)
    key = _key(map.key, by_name, by_id, ids, findings)
    modified = next((column.id for column in columns if column.kind == "lastModifiedTime"), "")
    prints = stable_id(*(part for one in sorted(columns, key=_id) for part in (one.id, one.kind, *one.options)))
    return Checked(FieldMap(tuple(fields), key, modified), tuple(findings), prints)


def _id(column: Column) -> str:
    return column.id


def _missing(link: FieldLink, columns: Sequence[Column]) -> Finding:
    near = nearest(link.theirs, [column.name for column in columns])
    hint = f"did you mean {near!r}? " if near else ""
    told = (
        f"the table has no column {link.theirs!r}; {hint}Add it there, or name another for {link.ours} in the map. The "
        "other fields are synced"
    )
    return Finding(link.ours, link.theirs, "missing", told)


def _unfit(link: FieldLink) -> Finding | None:
    if link.kind in NOT_OURS:
        told = f"{link.theirs!r} holds {link.kind}, which is no value of a lead; name a text column for {link.ours}"
        return Finding(link.ours, link.theirs, "wrong_type", told)
    if link.kind in READ_ONLY and link.direction != "pull":
        told = f'{link.theirs!r} is a {link.kind}: it is only read. Say "direction": "pull" in the map, or name another'
        return Finding(link.ours, link.theirs, "read_only", told)
    return None


def _key(
    key: FieldLink,
    by_name: Mapping[str, Column],
    by_id: Mapping[str, Column],
    ids: Mapping[str, str],
    findings: list[Finding],
) -> FieldLink:
    column = by_name.get(key.theirs) or by_id.get(ids.get(KEY, ""))
    if column is None or column.kind not in {"singleLineText", "multilineText"}:
        told = (
            f"the table needs a column {key.theirs!r} of single line text: it holds our id, so that nothing is "
            "ever made twice. Add it, or let `leadreel sync fields --add` do it"
        )
        findings.append(Finding(KEY, key.theirs, "no_key", told, stops=True))
        return key
    return replace(key, id=column.id, theirs=column.name, kind=column.kind)


def nearest(name: str, names: Sequence[str]) -> str:
    """The name that is most likely meant; "" when none is near."""
    from difflib import get_close_matches

    plain = {_plain(one): one for one in names}
    if found := plain.get(_plain(name)):
        return found
    close = get_close_matches(_plain(name), list(plain), n=1, cutoff=0.75)
    return plain[close[0]] if close else ""


def _plain(name: str) -> str:
    return "".join(ch for ch in name.casefold() if ch.isalnum())


def offered(columns: Sequence[Column]) -> dict[str, str]:
    """A map made by name: our field → the column that is called so, in the shipped names or nearly."""
    names = [column.name for column in columns if column.kind not in NOT_OURS]
    found: dict[str, str] = {}
    for ours, theirs in SHIPPED.items():
        if (near := nearest(theirs, names)) and near not in found.values():
            found[ours] = near
    return found
