"""Reading one JSON object: every key is asked for by its kind; what was not asked for is refused with its place."""

import math
import re
from collections.abc import Mapping
from typing import Any, Final

from shared.core.errors import InvalidInput

MAX_BYTES: Final = 5_000_000  # of a movie

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\Z")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,\s*([\d.]+%?)\s*)?\)\Z")


class Fields:
    """The keys of an object at a place."""

    def __init__(self, raw: Any, place: str) -> None:
        if not isinstance(raw, Mapping):
            raise InvalidInput(f"{place}: expected an object, got {_kind(raw)}")
        self.raw, self.place = raw, place
        self._read: set[str] = set()

    def has(self, name: str) -> bool:
        return self.raw.get(name) is not None

    def any(self, name: str) -> Any:
        self._read.add(name)
        return self.raw.get(name)

    def text(self, name: str, default: str = "", *, most: int = 20_000, needed: bool = False) -> str:
        value = self.any(name)
        if value is None or (needed and value == ""):
            if needed:
                raise self.fault(name, "is missing")
            return default
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise self.fault(name, f"expected a text, got {_kind(value)}")
        if len(str(value)) > most:
            raise self.fault(name, f"{len(str(value)):,} characters are too many, at most {most:,}")
        return str(value)

    def number(self, name: str, default: float, low: float = -1e6, high: float = 1e6) -> float:
        """A number, or one written as a text."""
        value = self.any(name)
        if value is None or value == "":
            return default
        found = as_number(value)
        if found is None:
            raise self.fault(name, f"expected a number, got {_shown(value)}")
        if not low <= found <= high:
            raise self.fault(name, f"{found:g} is not within {low:g} to {high:g}")
        return found

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.any(name)
        if value is None or value == "":
            return default
        if isinstance(value, bool):
            return value
        if str(value).lower() in {"true", "1", "false", "0"}:
            return str(value).lower() in {"true", "1"}
        raise self.fault(name, f"expected true or false, got {_shown(value)}")

    def choice(self, name: str, default: str, known: tuple[str, ...]) -> str:
        value = self.any(name)
        if value is None:
            return default
        if value not in known:
            raise self.fault(name, f"{_shown(value)} is none of: {', '.join(filter(None, known))}")
        return str(value)

    def color(self, name: str, default: str) -> str:
        """`#rrggbb` or `#rrggbbaa`; empty for one that is fully transparent."""
        value = self.text(name, default, most=60)
        found = color_of(value)
        if found is None:
            raise self.fault(name, f"{_shown(value)} is not a colour such as #1d4ed8, rgb(29, 78, 216) or blue")
        return found

    def items(self, name: str) -> list[Any]:
        value = self.any(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.fault(name, f"expected a list, got {_kind(value)}")
        return value

    def object(self, name: str) -> "Fields":
        value = self.any(name)
        return Fields({} if value is None else value, f"{self.place}.{name}")

    def ignore(self, *names: str) -> None:
        """Keys that change nothing in the picture, such as remarks."""
        self._read |= set(names)

    def close(self) -> None:
        """Raises InvalidInput for the first key that nobody asked for."""
        unknown = next((name for name in self.raw if name not in self._read), None)
        if unknown is not None:
            known = ", ".join(sorted(self._read))
            raise self.fault(str(unknown)[:60], f"is not known here; known are: {known}")

    def fault(self, name: str, what: str) -> InvalidInput:
        return InvalidInput(f"{self.place}.{name}: {what}")


def as_number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def color_of(value: str) -> str | None:
    """A colour of CSS as `#rrggbb` or `#rrggbbaa`; empty when it is transparent; None when it is none.

    >>> color_of("#fff"), color_of("rgba(255, 0, 0, 0.5)"), color_of("tomato"), color_of("transparent")
    ('#ffffff', '#ff000080', '#ff6347', '')
    """
    from PIL import ImageColor

    value = value.strip().lower()
    if value in {"", "transparent", "none"}:
        return ""
    if found := _RGB.match(value):
        red, green, blue = (min(255, int(found[number])) for number in (1, 2, 3))
        alpha = _alpha(found[4])
        return None if alpha is None else f"#{red:02x}{green:02x}{blue:02x}{'' if alpha == 255 else f'{alpha:02x}'}"
    if value.startswith("#") and not _HEX.match(value):
        return None
    try:
        parts = ImageColor.getrgb(value)
    except ValueError:
        return None
    return "#" + "".join(f"{part:02x}" for part in parts)


def _alpha(text: str | None) -> int | None:
    if text is None:
        return 255
    number = as_number(text.rstrip("%"))
    if number is None:
        return None
    return round(255 * min(1.0, number / 100 if text.endswith("%") else number))


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "nothing"}
    return names.get(type(value), "a number")


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"
