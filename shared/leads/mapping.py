"""Which column fills which field, with a confidence and a reason for every decision.

Names, values and neighbours are weighed together; then one assignment is made over the whole table. A column that fits
nothing is kept as a custom field: nothing is thrown away.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from shared.core.text import slug
from shared.leads.candidates import SAMPLE_ROWS, Candidate, Column, Table, candidates, columns_of
from shared.leads.evidence import Evidence
from shared.leads.model import ColumnJoin, ColumnMap, FieldDefinition
from shared.leads.synonyms import column_key, meanings

__all__ = ["SAMPLE_ROWS", "THRESHOLD", "custom_name", "joins_of", "map_columns", "missing_fields"]

THRESHOLD = 0.5


def map_columns(
    header: Sequence[str], sample: Sequence[Sequence[str]], fields: Sequence[FieldDefinition]
) -> tuple[ColumnMap, ...]:
    """One decision a column, in the columns' order. Pure: the same table and fields give the same answer.

    Custom fields are no targets: a column that matches nothing gets the name of its custom field again by itself.
    """
    built_in = {field.name for field in fields if not field.custom}
    columns = columns_of(header, sample, _more_names(fields))
    table = Table(columns, sample)
    found = [
        candidate
        for column in columns
        for candidate in candidates(column, table)
        if candidate.score >= THRESHOLD and candidate.field in built_in
    ]
    return _decisions(columns, _assign(found), built_in)


def _more_names(fields: Sequence[FieldDefinition]) -> dict[str, tuple[str, ...]]:
    """Names of fields that a user has added to those the house knows."""
    known = meanings()
    return {
        key: (field.name,)
        for field in fields
        if not field.custom
        for word in (field.name, field.label, *field.synonyms)
        if word and (key := column_key(word)) not in known
    }


def missing_fields(maps: Sequence[ColumnMap], fields: Sequence[FieldDefinition]) -> tuple[str, ...]:
    """The built-in fields that no column fills."""
    filled = {target for column in maps for target in column.targets}
    return tuple(field.name for field in fields if not field.custom and field.name not in filled)


def _assign(found: Sequence[Candidate]) -> dict[int, Candidate]:
    """One field a column and one column a field, the surest first; a column that loses one may still win another."""
    chosen: dict[int, Candidate] = {}
    taken: set[str] = set()
    for candidate in sorted(found, key=lambda one: (-one.score, one.index)):
        if candidate.index not in chosen and candidate.field not in taken:
            chosen[candidate.index] = candidate
            taken.add(candidate.field)
    return chosen


def _decisions(columns: Sequence[Column], chosen: Mapping[int, Candidate], built_in: set[str]) -> tuple[ColumnMap, ...]:
    names: defaultdict[str, int] = defaultdict(int)
    assigned = {candidate.field for candidate in chosen.values()}
    decided = []
    for column in columns:
        candidate = chosen.get(column.index)
        if candidate is None:
            custom = custom_name(column.heading.text, column.index, built_in)
            names[custom] += 1
            if names[custom] > 1:
                custom = f"{custom}_{names[custom]}"
            confidence, reason = _why_none(column, chosen)
            decided.append(ColumnMap(column.heading.text, column.index, (), custom, confidence, reason))
            continue
        targets = _targets(candidate.field, column.seen, assigned)
        score = round(min(candidate.score, 0.99), 2)
        decided.append(ColumnMap(column.heading.text, column.index, targets, "", score, candidate.reason))
    return tuple(decided)


def _why_none(column: Column, chosen: Mapping[int, Candidate]) -> tuple[float, str]:
    """How sure it is that a column fills no field, and why."""
    if column.heading.none:
        return 0.95, "its name tells of something that no field holds; kept as a custom field"
    if meant := column.means:
        winner = next((one.index for one in chosen.values() if one.field == meant), None)
        if winner is not None:
            return 0.9, f"another column fills {meant} better; kept as a custom field"
        return 0.8, f"its values are no {meant}; kept as a custom field"
    if not column.seen.count:
        return 0.9, "it is empty in the first rows; kept as a custom field"
    return 0.4, "no field fits; kept as a custom field"


def _targets(field: str, seen: Evidence, assigned: set[str]) -> tuple[str, ...]:
    """The fields that a column fills: a whole location also gives its parts, where no column of their own does."""
    if field == "location" and seen.commas >= 0.5:
        return ("location", *(part for part in ("city", "state", "country") if part not in assigned))
    return (field,)


def custom_name(header: str, index: int, built_in: set[str]) -> str:
    """The field name under which an unknown column is kept; never a built-in one, never one that the store refuses.

    >>> custom_name("Köp-datum", 3, {"email"}), custom_name("E-mail", 0, {"e_mail"}), custom_name("???", 4, set())
    ('kop_datum', 'custom_e_mail', 'column_5')
    """
    name = slug(header) or f"column_{index + 1}"
    return f"custom_{name}" if name in built_in or name in {"id", "fields"} else name


_STREET: Final = frozenset(
    {"street", "street address", "address 1", "address line 1", "strasse", "rue", "calle", "via", "straat", "ulica",
     "gata", "gatuadress", "vej", "billing street", "mailing street", "strasse und hausnummer", "rua", "indirizzo",
     "adresse 1",}
)  # fmt: skip
_POSTCODE: Final = frozenset(
    {"zip", "zip code", "zipcode", "postal code", "postcode", "post code", "plz", "postleitzahl", "code postal",
     "cp", "cap", "cep", "codigo postal", "postnummer", "kod pocztowy", "postinumero", "billing zip", "mailing zip",
     "zip postal code",}
)  # fmt: skip


def joins_of(maps: Sequence[ColumnMap]) -> tuple[ColumnJoin, ...]:
    """Fields that no column fills but several do together: the parts of a postal address, first and last name."""
    by_target = {target: column.index for column in maps for target in column.targets}
    found = []
    if "full_name" not in by_target and {"first_name", "last_name"} <= by_target.keys():
        parts = by_target["first_name"], by_target["last_name"]
        found.append(ColumnJoin("full_name", parts, " ", "first and last name"))
    streets = [column.index for column in maps if column_key(column.column) in _STREET]
    if streets and "location" not in by_target:
        codes = [column.index for column in maps if column_key(column.column) in _POSTCODE]
        rest = [by_target[name] for name in ("city", "state", "country") if name in by_target]
        found.append(ColumnJoin("location", (*streets[:1], *codes[:1], *rest), ", ", "the parts of an address"))
    return tuple(found)
