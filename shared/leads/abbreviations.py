"""Names of columns that are cut short with a point: "Befattn.", "Os. kontaktowa", "Opm."."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from shared.core.text import fold
from shared.leads import header_words as words_of
from shared.leads.synonyms import meanings

_WORD: Final = re.compile(r"[^\W\d_]+\.?")
_AGREED: Final = 0.75  # share of the names it may stand for that mean one field
# Cut otherwise than at the end of a word, or so short that other words begin alike.
_SHORT: Final = {
    "fa": "company_name", "bdl": "state", "kt": "state", "ktn": "state", "tf": "phone", "tlf": "phone",
    "mw": "employees", "ma": "employees", "opm": "notes", "bem": "notes", "obs": "notes", "uw": "notes",
    "pos": "title", "mob": "phone",
}  # fmt: skip


def spelled_out(text: str, known: Mapping[str, tuple[str, ...]]) -> str:
    """The field that most names mean which begin so; empty where nothing is cut or they disagree.

    >>> from shared.leads.synonyms import meanings
    >>> [spelled_out(text, meanings()) for text in ("Befattn.", "Os. kontaktowa", "Aant. mw.", "Fa.", "Name", "L.")]
    ['title', 'full_name', 'employees', 'company_name', '', '']
    """
    if "." not in text:
        return ""
    spoken = [fold(word) for word in _WORD.findall(text)]
    cut = [word for word in spoken if word.endswith(".")]
    if not cut:
        return ""
    if field := _SHORT.get(spoken[-1].rstrip(".")):
        return field
    fields = Counter(known[key][0] for key in known if _stands_for(spoken, key.split()))
    fields[""] = sum(_stands_for(spoken, (word,)) for word in words_of.OTHERS | words_of.ABOUT)
    field, count = fields.most_common(1)[0]
    sure = count > 1 or len(spoken) > 1 or len(cut[0]) > 4  # "Var." may be anything
    return field if sure and count >= _AGREED * fields.total() else ""


@cache
def _in_order() -> tuple[str, ...]:
    return tuple(sorted(meanings()))


def begins(key: str, known: Mapping[str, tuple[str, ...]]) -> str:
    """The field of all names that begin with these words, the last one cut: "osoba kont"; empty where they disagree.

    >>> from shared.leads.synonyms import meanings
    >>> begins("osoba kont", meanings()), begins("number of", meanings()), begins("nam", meanings())
    ('full_name', '', '')
    """
    if " " not in key or len(key) < 8 or len(key.rsplit(maxsplit=1)[-1]) < 3:
        return ""
    names = _in_order()
    fields = set()
    for name in names[bisect_left(names, key) :]:
        if not name.startswith(key):
            break
        fields.add(known[name][0])
    return fields.pop() if len(fields) == 1 else ""


# The words of data bases that leave the vowels out.
_UNVOWELLED: Final = {
    "nm": "name", "fnm": "first name", "lnm": "last name", "fn": "first name", "ln": "last name", "cntct": "contact",
    "ctct": "contact", "cont": "contact", "cust": "customer", "ph": "phone", "phn": "phone", "nbr": "number",
    "num": "number", "amt": "amount", "cnt": "count", "cd": "code", "ctry": "country", "cntry": "country",
    "rev": "revenue", "ann": "annual", "emp": "employee", "empl": "employee", "co": "company", "cmpny": "company",
    "comp": "company", "org": "organization", "addr": "address", "eml": "email", "ttl": "title", "acct": "account",
    "prsn": "person", "frst": "first", "fst": "first", "lst": "last", "bus": "business", "ind": "industry",
    "src": "source", "mob": "mobile", "wrk": "work", "wbst": "website", "prim": "primary", "pri": "primary",
}  # fmt: skip


def unshortened(key: str) -> str:
    """A name with the short words of data bases written out.

    >>> unshortened("cntct ph nbr"), unshortened("ttl"), unshortened("city")
    ('contact phone number', 'title', 'city')
    """
    return " ".join(_UNVOWELLED.get(word, word) for word in key.split())


# The last part of words that are written as one, by what they mean whatever stands in front.
_ENDINGS: Final = {
    "quelle": "source", "kilde": "source", "kalla": "source", "telefon": "phone", "telefonnummer": "phone",
    "telefonnr": "phone", "mobilnummer": "phone", "mobilnr": "phone", "handynummer": "phone", "rufnummer": "phone",
    "puhelin": "phone", "telefoon": "phone", "telefoonnummer": "phone", "emailadresse": "email", "mailadresse": "email",
    "emailadres": "email", "epostadresse": "email", "epostadress": "email", "sahkoposti": "email", "epost": "email",
    "notiz": "notes", "notizen": "notes", "bemerkung": "notes", "bemerkungen": "notes", "anmerkung": "notes",
    "kommentar": "notes", "kommentare": "notes", "bemaerkninger": "notes", "anteckningar": "notes",
    "webseite": "website_url", "hemsida": "website_url", "hjemmeside": "website_url", "nettside": "website_url",
    "umsatz": "revenue", "omsattning": "revenue", "mitarbeiterzahl": "employees",
}  # fmt: skip


def ending(key: str) -> str:
    """The field of a word that is grown together of several, as Germanic tongues do.

    >>> ending("tilmeldingskilde"), ending("projektnotiz"), ending("kilde"), ending("fehlerquelle 2")
    ('source', 'notes', '', '')
    """
    if " " in key or len(key) < 9:
        return ""
    return next((field for word, field in _ENDINGS.items() if key.endswith(word) and key != word), "")


def _stands_for(spoken: Sequence[str], words: Sequence[str]) -> bool:
    return len(spoken) == len(words) and all(
        word.startswith(said[:-1]) and len(said) > (2 if len(spoken) > 1 else 3) if said[-1] == "." else word == said
        for said, word in zip(spoken, words, strict=True)
    )
