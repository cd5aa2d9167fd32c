"""The parts of a place that is written in one cell."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from shared.leads.countries import region_of
from shared.leads.evidence import is_country
from shared.leads.wordlist import words

_STATE_AND_CODE = re.compile(r"([A-Z]{2,3})\s+[A-Z0-9][A-Z0-9 -]{2,9}")
_CODE_AND_CITY = re.compile(r"(?:[A-Z]{1,2}-)?\d{4,6}\s+(\D+)")
_CODE = re.compile(r"[\d\s-]{4,10}")


@lru_cache(maxsize=20_000)
def parts_of(text: str) -> Mapping[str, str]:
    """City, state and country where the text says them; a street and a post code are left where they are.

    >>> dict(parts_of("865 Main St, Austin, TX 66108, United States"))
    {'country': 'United States', 'state': 'TX', 'city': 'Austin'}
    >>> dict(parts_of("Austin, TX")), dict(parts_of("Storgatan 47, Malmö, Sverige")), dict(parts_of("Berlin"))
    ({'state': 'TX', 'city': 'Austin'}, {'country': 'Sverige', 'city': 'Malmö'}, {})
    >>> dict(parts_of("Stockholm, Schweden")), dict(parts_of("Atlanta, Georgia"))
    ({'country': 'Schweden', 'city': 'Stockholm'}, {'state': 'Georgia', 'city': 'Atlanta'})
    """
    parts = [part.strip() for part in text.replace("\n", ",").split(",") if part.strip()]
    found: dict[str, str] = {}
    if len(parts) > 1 and _is_country(parts[-1]) and not (len(parts) == 2 and _is_code(parts[-1])):
        found["country"] = parts.pop()
    if len(parts) > 1 and _CODE.fullmatch(parts[-1]):
        parts.pop()
    if parts and (state := _STATE_AND_CODE.fullmatch(parts[-1])):
        found["state"] = state.group(1)
        parts.pop()
    elif len(parts) > 1 and (_is_code(parts[-1]) or (_is_name(parts[-1]) and _is_name(parts[-2]))):
        found["state"] = parts.pop()
    if parts and (found or len(parts) > 1):
        if coded := _CODE_AND_CITY.fullmatch(parts[-1]):
            found["city"] = coded.group(1)
        elif _is_name(parts[-1]):
            found["city"] = parts[-1]
    return MappingProxyType(found)


_ALSO_STATES: Final = frozenset({"georgia"})
_STATES: Final = {
    **dict.fromkeys(
        words(
            "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH"
            " OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR"
        ),
        "US",
    ),
    **dict.fromkeys(words("AB BC MB NB NL NS NT NU ON PE QC SK YT"), "CA"),
    **dict.fromkeys(words("NSW VIC QLD TAS ACT"), "AU"),
}


def region_of_place(text: str) -> str:
    """The two-letter code of the country in which a place is; empty when the text does not tell.

    >>> region_of_place("Berlin, Deutschland"), region_of_place("Sverige"), region_of_place("Austin, TX 73301")
    ('DE', 'SE', 'US')
    >>> region_of_place("Sydney, NSW"), region_of_place("Paris"), region_of_place("Wilmington, DE")
    ('AU', '', 'US')
    """
    if region := region_of(text):
        return region
    parts = parts_of(text)
    country = parts.get("country", "")
    return region_of(country) if country else _STATES.get(parts.get("state", ""), "")


def _is_country(text: str) -> bool:
    return is_country(text) or (len(text) > 3 and text.lower() not in _ALSO_STATES and bool(region_of(text)))


def _is_code(text: str) -> bool:
    return text.isupper() and text.isalpha() and len(text) in {2, 3}


def _is_name(text: str) -> bool:
    return not any(ch.isdigit() for ch in text)
