"""Values as people read them."""

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from shared.core.clock import parse_iso


def moment(value: datetime | str | None) -> str:
    """A time in UTC, to the minute; the page's script turns it into the reader's own.

    >>> moment("2026-01-02T03:04:05Z")
    '2026-01-02 03:04'
    """
    if not value:
        return "–"
    at = value if isinstance(value, datetime) else parse_iso(value)
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


def link(value: Any) -> str:
    """An address that is safe to follow, or nothing: a cell may hold `javascript:` as well.

    >>> link("example.com"), link("https://a.example/x"), link("javascript:alert(1)"), link("a@b.example")
    ('https://example.com', 'https://a.example/x', '', '')
    """
    text = str(value).strip()
    if not text or any(ch.isspace() or ch in "\"'<>\\@" or not ch.isprintable() for ch in text):
        return ""
    if "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and ":" not in parts.path else ""


def site(value: str) -> str:
    """An address without what every address has.

    >>> site("https://www.acme.example/"), site("acme.example/team")
    ('acme.example', 'acme.example/team')
    """
    return value.strip().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def money(value: Any) -> str:
    """US dollars; small sums keep their digits.

    >>> money("0"), money("12.5"), money("0.0042")
    ('$0.00', '$12.50', '$0.0042')
    """
    try:
        sum_ = Decimal(str(value or 0))
    except InvalidOperation:
        return str(value)
    return f"${sum_:,.2f}" if sum_ == sum_.quantize(Decimal("0.01")) else f"${sum_.normalize():,f}"


def label(name: str) -> str:
    """A field's name as a heading.

    >>> label("website_url"), label("first_name")
    ('Website URL', 'First name')
    """
    small = {"url": "URL", "linkedin": "LinkedIn", "id": "ID", "email": "E-mail"}
    said = " ".join(small.get(word, word) for word in name.split("_") if word)
    return said[:1].upper() + said[1:]


def size(value: int) -> str:
    """Bytes, rounded.

    >>> size(512), size(20_480), size(3_000_000)
    ('512 B', '20 kB', '3.0 MB')
    """
    if value < 1000:
        return f"{value} B"
    return f"{value / 1000:.0f} kB" if value < 1_000_000 else f"{value / 1_000_000:.1f} MB"


def count(value: int) -> str:
    return f"{value:,}"
