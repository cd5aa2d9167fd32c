"""The few formulas that the stand-in understands: enough to list what changed, and certain records.

IS_AFTER(LAST_MODIFIED_TIME(), '2026-01-01T00:00:00Z')    OR(RECORD_ID()='rec1', ...)    {Name}='text'
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

Test = Callable[[str, Mapping[str, Any], datetime], bool]
"""From a record's id, its fields by name and the time of its last change to whether it is listed."""

_AFTER = re.compile(r"IS_AFTER\(\s*LAST_MODIFIED_TIME\(\)\s*,\s*['\"]([^'\"]+)['\"]\s*\)")
_ID = re.compile(r"RECORD_ID\(\)\s*=\s*['\"](\w+)['\"]")
_EQUALS = re.compile(r"\{([^}]+)\}\s*=\s*['\"]([^'\"]*)['\"]")


class Unreadable(ValueError):
    """The formula is none that is known."""


def test_of(formula: str) -> Test:
    """Raises Unreadable."""
    text = formula.strip()
    if not text:
        return lambda *_: True
    if found := _AFTER.fullmatch(text):
        since = _moment(found.group(1))
        return lambda _id, _fields, changed: changed > since
    if found := _EQUALS.fullmatch(text):
        name, value = found.groups()
        return lambda _id, fields, _changed: str(fields.get(name, "")) == value
    if _ID.fullmatch(text) or (text.startswith("OR(") and text.endswith(")")):
        ids = set(_ID.findall(text))
        if not ids or re.sub(r"[\s,]", "", _ID.sub("", text)) not in {"OR()", ""}:
            raise Unreadable(text)
        return lambda id, _fields, _changed: id in ids
    raise Unreadable(text)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Unreadable(text) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
