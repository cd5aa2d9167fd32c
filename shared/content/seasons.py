"""What time of the year it is, as far as videos care: an occasion to which days are counted, a month that began."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_AHEAD = 24  # days for which an occasion is in people's minds


@dataclass(frozen=True, slots=True)
class Season:
    """`occasion` is empty when the time says nothing; `line` is then empty, too."""

    month: str
    occasion: str
    line: str
    tags: tuple[str, ...]


def season_of(day: date, *, south: bool = False) -> Season:
    """>>> season_of(date(2026, 12, 13)).line
    '12 days until Christmas'
    >>> season_of(date(2026, 8, 20)).occasion
    ''
    """
    month = calendar.month_name[day.month]
    quarter = _QUARTERS[((day.month % 12) // 3 + (2 if south else 0)) % 4]
    tags = (quarter, month.lower())
    coming = min(_occasions(day), default=None)
    if coming is not None:
        left, name = coming
        line = f"{left} days until {name}" if left > 1 else f"Tomorrow: {name}" if left else f"Today: {name}"
        return Season(month, name, line, (_tag(name), *tags))
    if day.day <= 6:
        return Season(month, f"the first days of {month}", f"Hello, {month}", tags)
    return Season(month, "", "", tags)


def _occasions(day: date) -> list[tuple[int, str]]:
    """Days left and name of what is near, the nearest first."""
    found = []
    for year in (day.year, day.year + 1):
        for name, when in (*((name, date(year, *at)) for name, at in _FIXED.items()), *_moving(year)):
            left = (when - day).days
            if 0 <= left <= _AHEAD:
                found.append((left, name))
    return sorted(found)


def _moving(year: int) -> tuple[tuple[str, date], ...]:
    thanksgiving = _nth_weekday(year, 11, calendar.THURSDAY, 4)
    return (
        ("Mother's Day", _nth_weekday(year, 5, calendar.SUNDAY, 2)),
        ("Father's Day", _nth_weekday(year, 6, calendar.SUNDAY, 3)),
        ("Thanksgiving", thanksgiving),
        ("Black Friday", thanksgiving + timedelta(days=1)),
    )


def _nth_weekday(year: int, month: int, weekday: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def _tag(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


_QUARTERS = ("winter", "spring", "summer", "autumn")
_FIXED: Final = {
    "New Year": (1, 1),
    "Valentine's Day": (2, 14),
    "Women's Day": (3, 8),
    "Earth Day": (4, 22),
    "Midsummer": (6, 21),
    "Halloween": (10, 31),
    "Christmas": (12, 25),
}
