"""Old JSON files of leads, in the shapes that people's earlier systems wrote, as flat records.

    [{…}, {…}]                                     an array
    {"leads": […]}, {"data": {"results": […]}}     an array inside an object
    {"l1": {…}, "l2": {…}}                         records by their id
    {…}                                            one lead
    {…}⏎{…}                                        one lead a line

A record may hold its values directly, in a part of its own (`fields`, `lead`, `properties`, …), each with its origin
(`{"value": …}`), or parted in `contact` and `company`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from shared.core.errors import InvalidInput

MAX_FILE: Final = 64 << 20  # bytes
_DEEPEST: Final = 8
_OWN: Final = frozenset(
    ("fields", "lead", "contact", "person", "profile", "attributes", "properties", "data", "details", "raw", "info")
)
_FIRM: Final = frozenset({"company", "organization", "organisation", "account", "business", "firm"})
_ABOUT: Final = frozenset({"metadata", "meta", "schema", "version", "export", "pagination", "_meta"})
_VALUE: Final = ("value", "val")

Record = dict[str, str]


@dataclass(frozen=True, slots=True)
class Shaped:
    """A file as it was understood."""

    shape: str
    records: Sequence[Record]
    problems: Sequence[str] = field(default_factory=tuple)


def shaped(content: bytes, name: str) -> Shaped:
    """The records of a file. Raises InvalidInput when it holds none, with what is wrong."""
    if len(content) > MAX_FILE:
        raise InvalidInput(f"{name}: {len(content):,} bytes; at most {MAX_FILE:,} at once, split it into JSON Lines")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "cp1252")
        except UnicodeDecodeError as error:
            raise InvalidInput(f"{name}: it is text in no known encoding; save it as UTF-8") from error
    try:
        value = json.loads(text, parse_int=str, parse_float=str, parse_constant=lambda _: "")
    except (ValueError, RecursionError) as error:
        return _by_line(text, name, error)
    return _of_value(value, name)


def _by_line(text: str, name: str, why: Exception) -> Shaped:
    found, problems = list[Record](), list[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line.rstrip(","), parse_int=str, parse_float=str, parse_constant=lambda _: "")
        except (ValueError, RecursionError):
            problems.append(f"line {number} is no JSON")
            continue
        if isinstance(value, dict):
            found.append(flat(value))
    if not found or len(problems) > len(found):
        raise InvalidInput(f"{name}: it is no JSON ({why}); mend it, then run the migration again")
    return Shaped("one lead a line", found, problems[:20])


def _of_value(value: Any, name: str) -> Shaped:
    if isinstance(value, list):
        return _listed(value, "an array", name)
    if isinstance(value, dict):
        where, rows = _longest(value, "", 0)
        if rows is not None:
            return _listed(rows, f"an array in {where}", name)
        people = {key: one for key, one in value.items() if isinstance(one, dict) and key not in _ABOUT}
        if _are_records(people, value):
            records = [flat({"id": key, **one}) for key, one in people.items()]
            return Shaped("records by their id", records)
        return Shaped("one lead", [flat(value)])
    raise InvalidInput(f'{name}: there is no object in it; each lead is one, such as {{"email": "ana@example.com"}}')


def _listed(rows: Sequence[Any], shape: str, name: str) -> Shaped:
    records = [flat(row) for row in rows if isinstance(row, dict)]
    others = len(rows) - len(records)
    if not records:
        raise InvalidInput(f"{name}: {shape} holds no object; each lead is one")
    problems = [f"{others} entries are no objects and were passed over"] if others else []
    return Shaped(shape, records, problems)


def _longest(value: Mapping[str, Any], where: str, depth: int) -> tuple[str, list[Any] | None]:
    """The array of objects that is the file's content: the longest of those near the top."""
    best: tuple[str, list[Any] | None] = ("", None)
    for key, one in value.items():
        place = f"{where}.{key}" if where else key
        if isinstance(one, list) and sum(isinstance(item, dict) for item in one) * 2 > len(one) and key not in _PARTS:
            found: tuple[str, list[Any] | None] = (place, one)
        elif isinstance(one, dict) and depth < 2 and not _says_who(value):
            found = _longest(one, place, depth + 1)
        else:
            continue
        if found[1] is not None and (best[1] is None or len(found[1]) > len(best[1])):
            best = found
    return ("", None) if _says_who(value) else best


_PARTS: Final = frozenset({"emails", "phones", "phone_numbers", "history", "notes", "tags", "employment_history"})
_WHO: Final = frozenset(
    ("email", "first_name", "firstname", "full_name", "fullname", "linkedin_url", "company_name", "phone")
)


def _says_who(value: Mapping[str, Any]) -> bool:
    """Whether an object is a lead itself."""
    return any(key.lower().replace("-", "_").replace(" ", "_") in _WHO for key in value)


def _are_records(people: Mapping[str, Mapping[str, Any]], value: Mapping[str, Any]) -> bool:
    """Whether an object's values are leads: all of them objects, and of names that are no part of a lead."""
    others = [key for key, one in value.items() if not isinstance(one, dict) and key not in _ABOUT]
    return bool(people) and not others and not set(map(str.lower, people)) & (_OWN | _FIRM)


def flat(record: Mapping[str, Any]) -> Record:
    """One record as names and texts; what has no value is left out."""
    found: Record = {}
    _take(record, "", found, 0)
    return found


def _take(part: Mapping[str, Any], before: str, found: Record, depth: int) -> None:
    for key, value in part.items():
        name = str(key).strip()
        folded = name.lower()
        if isinstance(value, dict):
            plain = _bare(value)
            if plain is not None:
                _put(found, before + name, plain)
            elif depth >= _DEEPEST:
                _put(found, before + name, json.dumps(value, ensure_ascii=False))
            elif folded in _OWN:
                _take(value, before, found, depth + 1)
            elif folded in _FIRM:
                _take(value, "company_", found, depth + 1)
            else:
                _take(value, f"{before}{name}.", found, depth + 1)
        elif isinstance(value, list):
            _put(found, before + name, "; ".join(filter(None, map(_text, value))))
        else:
            _put(found, before + name, _text(value))


def _bare(value: Mapping[str, Any]) -> str | None:
    """The value of a `{"value": …, "source": …}`."""
    for name in _VALUE:
        if name in value and not isinstance(value[name], dict | list):
            return _text(value[name])
    return None


def _put(found: Record, name: str, text: str) -> None:
    """The first says it; another value under the same name gets a name of its own."""
    if not text.strip():
        return
    if name in found and found[name] != text:
        number = 2
        while f"{name} {number}" in found:
            number += 1
        name = f"{name} {number}"
    found[name] = text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        plain = _bare(value)
        return plain if plain is not None else json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "; ".join(filter(None, map(_text, value)))
    return str(value)


def lines(records: Sequence[Record]) -> Iterator[bytes]:
    """Records as JSON Lines that the importer reads."""
    return (json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n" for record in records)
