"""The country that a table's phone numbers without a calling code belong to, as the rest of the table tells."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from shared.leads.countries import region_of
from shared.leads.model import ColumnMap
from shared.leads.phones import region_of_phone
from shared.leads.places import region_of_place

_MOST: Final = 0.6  # share of what tells of a country at all
_DOMAINS: Final = {"uk": "GB"}  # top-level domains that differ from the country's code
_FREE: Final = frozenset({"com", "net", "org", "info", "io", "co", "ai", "app", "dev", "me", "tv", "biz", "eu", "us"})


def region_of_table(maps: Sequence[ColumnMap], sample: Sequence[Sequence[str]], default: str) -> str:
    """The two-letter code of a table's country: by its countries, its numbers with a code, its domains; else `default`.

    Where the countries differ from row to row, each row's own is better; this is for the rows that name none.
    """
    at = {target: column.index for column in maps for target in column.targets}
    for field, region in _TELL.items():
        if field in at:
            found = Counter(code for row in sample if at[field] < len(row) and (code := region(row[at[field]].strip())))
            for code, count in found.most_common(1):
                if count >= _MOST * found.total():
                    return code
    return default


def _by_domain(text: str) -> str:
    """The country of an address's domain; empty for the domains of all the world.

    >>> _by_domain("ana@example.de"), _by_domain("https://www.example.co.uk/a"), _by_domain("example.com")
    ('DE', 'GB', '')
    """
    host = text.rpartition("@")[2].partition("://")[2] or text.rpartition("@")[2]
    last = host.partition("/")[0].partition(":")[0].rpartition(".")[2].lower()
    return "" if last in _FREE else _DOMAINS.get(last, region_of(last)) if len(last) == 2 else ""


_TELL: Final[Mapping[str, Callable[[str], str]]] = {
    "country": region_of_place,
    "location": region_of_place,
    "phone": region_of_phone,
    "email": _by_domain,
    "website_url": _by_domain,
}
