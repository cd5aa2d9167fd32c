"""Column names as people write them, by the field that they mean, and the form in which they are compared."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from shared.core.text import fold
from shared.leads.synonyms_of_firms import FIRMS
from shared.leads.synonyms_of_people import PEOPLE
from shared.leads.synonyms_of_places import PLACES
from shared.leads.wordlist import entries

# In this order: a word of several fields means the first of them first.
_ORDER: Final = (
    "company_name", "first_name", "last_name", "full_name", "website_url", "ads_url", "niche_category", "email",
    "phone", "linkedin_url", "title", "location", "city", "state", "country", "industry", "employees", "revenue",
    "status", "source", "notes", "video",
)  # fmt: skip
SYNONYMS: Final[Mapping[str, str]] = {field: {**PEOPLE, **FIRMS, **PLACES}[field] for field in _ORDER}

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_GAP = re.compile(r"[\W_]+")


@cache
def column_key(header: str) -> str:
    """A column name as it is compared: case, accents, camel case and punctuation gone.

    >>> column_key("Person_LinkedIn-URL"), column_key("emailAddress"), column_key("Prénom *")
    ('person linkedin url', 'email address', 'prenom')
    """
    text = header[:200].replace("LinkedIn", "Linkedin").replace("WhatsApp", "Whatsapp").replace("HubSpot", "Hubspot")
    if not text.isupper():
        text = _CAMEL.sub(" ", text)
    return " ".join(_GAP.sub(" ", fold(text)).split())


@cache
def meanings() -> Mapping[str, tuple[str, ...]]:
    """Fields by column key; several where a word means different things in different tables."""
    found: dict[str, list[str]] = {}
    for field, text in SYNONYMS.items():
        for entry in (field, *re.split(r",|\n", text)):
            key = column_key(entry.strip())
            if key and field not in (fields := found.setdefault(key, [])):
                fields.append(field)
    return {key: tuple(fields) for key, fields in found.items()}


_OTHER_NAMES: Final = entries(
    """
    id, created, created at, created time, updated, tags, tag, list, owner, date, birthday, zip, zip code
    postal code, plz, strasse, street, gender, language, salutation, anrede, prefix, suffix, timezone, email status
    lead id, record id, key, linkedin company url, twitter, facebook, instagram, seniority, department, keywords
    latitude, longitude, rating, reviews, gruppe, group, groupe, grupo, value, amount, price, type, connected on
    company id, score
    """
)


@cache
def _other_keys() -> frozenset[str]:
    return frozenset(column_key(name.strip()) for name in _OTHER_NAMES)


def is_column_name(text: str) -> bool:
    """Whether a text is a usual name of a column, of one of our fields or of another."""
    if len(text) > 60:
        return False
    key = column_key(text)
    return key in meanings() or key in _other_keys()


def known_share(header: Iterable[str]) -> float:
    """Share of the names that are usual ones."""
    names = list(header)
    return sum(map(is_column_name, names)) / len(names) if names else 0.0
