"""A person's name as people write it, cleaned and split.

Titles, credentials, emoji, pronouns and what else profiles carry are put aside; then the order of the parts is found.
A firm or a placeholder in the name column gives no person. The text as it was written stays with the lead; this only
reads it.
"""

import re
from functools import lru_cache
from typing import Final

from shared.leads import name_words as known
from shared.leads.called_names import CALLED
from shared.leads.firms import FREE_MAIL
from shared.leads.name_cleaning import MAX_LENGTH, cleaned, without_tail
from shared.leads.name_dress import has_title, undressed
from shared.leads.name_eastern import eastern, is_eastern, is_eastern_firm, without_eastern
from shared.leads.name_firms import may_be_a_firm
from shared.leads.name_kinds import is_address, is_company, is_nobody, without_address
from shared.leads.name_letters import COMPANY, NOBODY, Kind, Name, key
from shared.leads.name_order import only_a_surname, ordered, with_comma

__all__ = ["COMPANY", "MAX_LENGTH", "NOBODY", "Kind", "Name", "called", "split"]

_PLAIN: Final = re.compile(r"[A-Z][a-z]{2,15} [A-Z][a-z]{2,20}")
_NOT_A_NAME_BEHIND: Final = re.compile(
    r",\s*((?:[a-z]{2,6}\.)+)(?=\s|$)[^,]*"
)  # ", tekn.lic.", ", eidg. dipl. Experte"
_GLUED: Final = re.compile(
    r"([A-Z][a-z]{2,})([A-Z][a-z]{2,})|([a-z]{3,})-([a-z]{3,})|([^\W\d_]{2,})[._]([^\W\d_]{2,})"
    r"|([a-z])\.([a-z]{3,})"
)
_SPECIAL: Final = (
    known.TITLES
    | known.CREDENTIALS
    | known.ROLES
    | known.NO_PERSON
    | known.LEGAL
    | known.TRADE
    | known.PARTICLES
    | known.CHINESE_LATIN
    | known.KOREAN_LATIN
    | known.JAPANESE_LATIN
    | known.VIETNAMESE_LATIN
    | known.HUNGARIAN_SURNAMES
)


@lru_cache(maxsize=20_000)
def split(full_name: str) -> Name:
    """The parts of `full_name`. A firm, a role or a placeholder has kind `company` or `none` and no parts.

    Middle names of English order stand apart; two surnames stay together where Spain or Portugal writes two.

    >>> split("Dr. Ludwig van Beethoven, PhD").last
    'van Beethoven'
    >>> split("GARCÍA LÓPEZ, María José 🚀").first
    'María José'
    >>> split("Acme Roofing LLC").kind
    'company'
    """
    if _PLAIN.fullmatch(full_name) and not _is_special(full_name.lower()):
        first, last = full_name.split(" ")
        return Name(first, last, confidence=0.97)
    addressed = is_address(full_name)
    if addressed:
        full_name = _in_an_address(full_name) or without_address(full_name)
        addressed = is_address(full_name)
    text = cleaned(full_name)
    if is_nobody([full_name.strip().strip("#<>[]()")]):
        return NOBODY
    if not text or len(text) > MAX_LENGTH or not any(map(str.isalpha, text)) or addressed:
        return NOBODY
    if is_eastern_firm(full_name):
        return COMPANY
    return eastern(text) if is_eastern(text) else _spaced(text)


_CLEAN_GIVEN: Final = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*")


def called(first: str, last: str) -> str:
    """A given name as one would say it, out of a column that holds it: without titles, emoji and shouting. Empty when
    a firm or a title stands there.

    >>> called("Dr. Bo", "Li 🚀"), called("ANA", "DIAZ"), called("maria, ", "o'brien"), called("Mary Ann", "Lee")
    ('Bo', 'Ana', 'Maria', 'Mary Ann')
    >>> called("JP", "Morgan"), called("李小龙", ""), called("Acme GmbH", ""), called("Mr", "Smith")
    ('JP', '李小龙', '', '')
    """
    first = first.strip()
    letters = first.replace(" ", "")
    loud = (letters.isupper() and len(letters) > 2) or letters.islower()
    words, titled = first.split(), has_title(first.split())
    if not first or split(first).kind != "person" or (titled and len(words) == 1):
        return ""
    if not loud and not titled and _CLEAN_GIVEN.fullmatch(first):
        return first
    return split(f"{first.rstrip(' ,;')} {last}".strip()).first or first


def _is_special(low: str) -> bool:
    first, last = low.split()
    swapped = (last in CALLED and first not in CALLED) or only_a_surname(first)  # as in "Nowicka Anna"
    return swapped or first in _SPECIAL or last in _SPECIAL or may_be_a_firm(first, last)


_PERSONAL_MAIL: Final = re.compile(r"([a-z]{2,})[._]([a-z]{3,})\d{0,4}@([\w-]+)[\w.-]*", re.IGNORECASE)


_DESKS: Final = known.ROLES | known.NO_PERSON | known.TRADE


def _in_an_address(text: str) -> str:
    """The name that a mailbox tells, where nothing else stands: "thomas.keller@example.com"."""
    found = _PERSONAL_MAIL.fullmatch(text.strip(" <>"))
    if found is None:
        return ""
    first, last, host = found[1].lower(), found[2].lower(), found[3].lower()
    if (first not in CALLED and host not in FREE_MAIL) or not _DESKS.isdisjoint((first, last)):
        return ""
    return f"{found[1]} {found[2]}".title()


def _is_said_of(words: list[str]) -> bool:
    """Whether a piece behind a whole name is no name, being in small letters: "auktoriserad revisor"."""
    return len(words) > 1 and all(map(str.islower, words)) and known.PARTICLES.isdisjoint(words)


def _only_titles(found: re.Match[str]) -> str:
    """What was found if it is a title, as in "van den Bosch, mr. drs. Floor"; else nothing."""
    return found[0] if key(found[1]) in known.TITLES else ""


def _spaced(text: str) -> Name:
    text = without_eastern(without_tail(text))
    if is_company(text):
        return COMPANY
    words = text.split()
    if len(words) == 1 and (glued := _GLUED.fullmatch(text)):
        words = [part for part in glued.groups() if part]
    pieces = _NOT_A_NAME_BEHIND.sub(_only_titles, " ".join(words)).split(",")
    if len(pieces) > 1 and pieces[0].count(" ") and not pieces[0].islower():
        pieces = [pieces[0], *(piece for piece in pieces[1:] if not _is_said_of(piece.split()))]
    parts = [part for part in (undressed(piece.split()) for piece in pieces) if part]
    if not parts:
        return NOBODY
    titled = has_title(words)
    return with_comma(parts, titled) if len(parts) > 1 else ordered(parts[0], titled)
