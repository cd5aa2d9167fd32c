"""Columns under the names by which other tools take them in. Sources: each vendor's own pages, as of 2026-11.

A set names the columns that its tool knows; fields beyond these follow under their own names, which the tool offers as
custom variables or passes over. Every field stands in one column alone, so that the file, taken in again, gives the
same leads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from shared.core.codec import encode_sorted
from shared.core.errors import InvalidInput
from shared.leads.derived import NAMES, RAW, SYNC, follows, rows_of

Stored = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ColumnSet:
    """What a tool calls the fields. `needed`: columns without a value of which it refuses a row; one of each group."""

    name: str
    columns: tuple[tuple[str, str], ...]  # header, field
    needed: tuple[tuple[str, ...], ...] = ()
    rest: bool = True  # with the other fields behind
    derived: tuple[str, ...] = ()  # columns behind all others, told from the history of a lead
    source: str = ""


_OUTREACH: Final = (("email",),)

SETS: Final[Mapping[str, ColumnSet]] = {
    one.name: one
    for one in (
        ColumnSet(
            "instantly",
            (
                ("email", "email"),
                ("first_name", "first_name"),
                ("last_name", "last_name"),
                ("company_name", "company_name"),
                ("job_title", "title"),
                ("phone", "phone"),
                ("website", "website_url"),
            ),
            _OUTREACH,
            source="developer.instantly.ai, Lead",
        ),
        ColumnSet(
            "smartlead",
            (
                ("email", "email"),
                ("first_name", "first_name"),
                ("last_name", "last_name"),
                ("phone_number", "phone"),
                ("company_name", "company_name"),
                ("website", "website_url"),
                ("location", "location"),
                ("linkedin_profile", "linkedin_url"),
            ),
            _OUTREACH,
            source="helpcenter.smartlead.ai, full API documentation, lead_list",
        ),
        ColumnSet(
            "lemlist",
            (
                ("email", "email"),
                ("firstName", "first_name"),
                ("lastName", "last_name"),
                ("companyName", "company_name"),
                ("jobTitle", "title"),
                ("phone", "phone"),
                ("linkedinUrl", "linkedin_url"),
            ),
            (("email", "linkedinUrl"),),
            source="developer.lemlist.com, Lead",
        ),
        ColumnSet(
            "hubspot",
            (
                ("Email", "email"),
                ("First Name", "first_name"),
                ("Last Name", "last_name"),
                ("Phone Number", "phone"),
                ("Job Title", "title"),
                ("Company Name", "company_name"),
                ("Website URL", "website_url"),
                ("City", "city"),
                ("State/Region", "state"),
                ("Country/Region", "country"),
                ("Industry", "industry"),
                ("Number of Employees", "employees"),
                ("Annual Revenue", "revenue"),
            ),
            (("Email", "First Name", "Last Name"),),
            source="knowledge.hubspot.com, set up your import files; default contact properties",
        ),
        ColumnSet(
            "salesforce",
            (
                ("First Name", "first_name"),
                ("Last Name", "last_name"),
                ("Company", "company_name"),
                ("Title", "title"),
                ("Email", "email"),
                ("Phone", "phone"),
                ("Website", "website_url"),
                ("City", "city"),
                ("State/Province", "state"),
                ("Country", "country"),
                ("Industry", "industry"),
                ("No. of Employees", "employees"),
                ("Annual Revenue", "revenue"),
                ("Lead Source", "source"),
                ("Lead Status", "status"),
                ("Description", "notes"),
            ),
            (("Last Name",), ("Company",)),
            source="help.salesforce.com, field mapping for importing leads",
        ),
        ColumnSet(
            "seed",
            tuple(
                (name, name if name != "size" else "employees")
                for name in (
                    *("first_name", "last_name", "full_name", "company_name", "website_url", "ads_url"),
                    *("niche_category", "email", "phone", "linkedin_url", "title", "location", "city", "state"),
                    *("country", "industry", "revenue", "size", "status", "source", "notes"),
                )
            ),
            derived=(*NAMES, *SYNC, RAW),
            source="the fields of the systems this one grew out of",
        ),
    )
}


def column_set(name: str) -> ColumnSet:
    """Raises InvalidInput for an unknown name."""
    found = SETS.get(name.strip().lower())
    if found is None:
        raise InvalidInput(f"{name[:40]!r} is no set of columns; choose one of {', '.join(SETS)}")
    return found


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one file: header and field, derived ones last."""

    columns: Sequence[tuple[str, str]]
    derived: Sequence[str] = ()

    @property
    def header(self) -> list[str]:
        return [*(header for header, _ in self.columns), *self.derived]

    def row(self, data: Stored) -> list[str]:
        told: Mapping[str, Any] = {}
        if self.derived:
            rows = encode_sorted(rows_of(data)).decode() if RAW in self.derived else ""
            told = {**follows(data), RAW: rows, **data.get("sync", {})}
        fields = {"source": told.get("source", ""), **data["fields"]}
        return [
            *(str(fields.get(name, "")) for _, name in self.columns),
            *(str(told.get(name, "")) for name in self.derived),
        ]


def layout(chosen: ColumnSet, used: Sequence[str]) -> Layout:
    """The set's columns, and behind them the fields in use that it does not name."""
    named = {name for _, name in chosen.columns}
    taken = {header.casefold() for header in (*(header for header, _ in chosen.columns), *chosen.derived)}
    rest = [name for name in used if name not in named] if chosen.rest else []
    others = [(name if name.casefold() not in taken else f"{name} (field)", name) for name in rest]
    return Layout([*chosen.columns, *others], chosen.derived)


def lacking(chosen: ColumnSet, made: Layout, row: Sequence[str]) -> str:
    """What the tool would refuse the row for, empty when nothing."""
    at = {header: place for place, header in enumerate(made.header)}
    for group in chosen.needed:
        if not any(row[at[header]] for header in group):
            return " or ".join(group)
    return ""
