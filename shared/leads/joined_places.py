"""Names of columns that hold several parts of a place at once: "City, ST", "Ville et pays", "Plaats + land"."""

import re
from collections.abc import Mapping
from typing import Final

from shared.leads.synonyms import column_key
from shared.leads.wordlist import entries

_SIGNS: Final = re.compile(r"\s*[,/|／、+&;]\s*|\s+(?:and|und|et|y|e|en|och|og|ja|i)\s+|\s+-\s+")
_PLACES: Final = frozenset({"city", "state", "country"})
# What may stand beside a place in its own column: alone it is no field of ours.
_BESIDE: Final = entries(
    """
    street, st, addr, address, zip, zip code, zipcode, postal code, postcode, post code, plz, postleitzahl
    code postal, cp, cap, cep, codigo postal, postnummer, postnr, kod pocztowy, kod, postinumero, strasse, str, rue
    adresse, calle, direccion, via, indirizzo, rua, endereco, straat, adres, ulica, gata, adress, vej, gate, katu
    """
)

_TOWNS: Final = frozenset({"localita", "sted", "lugar", "luogo", "plaats"})  # a town where other parts stand beside


def place_of(text: str, known: Mapping[str, tuple[str, ...]]) -> str:
    """`location` where a name tells of several parts of a place, the part where the others are no fields; else empty.

    >>> from shared.leads.synonyms import meanings
    >>> [place_of(text, meanings()) for text in ("City, ST", "Ville et pays", "Kod + miasto", "City", "Name, City")]
    ['location', 'location', 'city', '', '']
    """
    parts = [column_key(part) for part in _SIGNS.split(text) if part.strip()]
    if len(parts) < 2 or column_key(text) in known:
        return ""
    fields = [_field(part, known) for part in parts]
    named = {field for field in fields if field}
    if not named or any(not field and part not in _BESIDE for part, field in zip(parts, fields, strict=True)):
        return ""
    return "location" if len(named) > 1 or "location" in named else named.pop()


def _field(part: str, known: Mapping[str, tuple[str, ...]]) -> str:
    field = known.get(part, ("",))[0]
    return field if field in _PLACES else "city" if part in _TOWNS else ""
