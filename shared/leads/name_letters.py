"""What a name is, and the letters it is written with."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from shared.core.text import fold
from shared.leads import name_words as known
from shared.leads.country_names import ITALIAN_GIVEN

Kind = Literal["person", "company", "none"]


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a name; a missing part is empty. `first` is what one would greet the person by."""

    first: str = ""
    last: str = ""
    middle: str = ""
    kind: Kind = "person"
    confidence: float = 0.9  # 0 to 1

    @property
    def full(self) -> str:
        return " ".join(part for part in (self.first, self.middle, self.last) if part)


NOBODY: Final = Name(kind="none", confidence=0.9)
COMPANY: Final = Name(kind="company", confidence=0.9)

_SHORT: Final = known.CHINESE_LATIN | known.VIETNAMESE_LATIN | known.PARTICLES
PINYIN: Final = re.compile(
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie"
    r"|iu|ua|ui|uo|ue|a|o|e|i|u|v|er)){1,2}"
)
INITIALS: Final = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]?\.?|[^\W\d_]\.?")


@lru_cache(maxsize=8192)  # the same few words are asked for many times while one name is read
def key(word: str) -> str:
    """A word as it stands in the lists: folded, without dots."""
    return fold(word).replace(".", "").strip(",'’!?")


def named(first: str, last: str, middle: str, confidence: float) -> Name:
    """A person's name; what is written in one case throughout gets its capitals."""
    whole = f"{first} {middle} {last}"
    if (whole.isupper() and len(whole.strip()) > 3) or whole.islower():
        if whole.isupper() and not _TURKISH.isdisjoint(whole):
            first, middle, last = (part.replace("I", "ı") for part in (first, middle, last))
        first, middle, last = _cased(first, "g"), _cased(middle, "g"), _with_its_particle(first, _cased(last, "s"))
    else:
        first, last = _quieter(first), _quieter(last)
        first = _cased(first, "g") if first.islower() and first not in known.PARTICLES else first
    return Name(first.strip(" ,"), last.strip(" ,"), middle, confidence=confidence)


def is_loud(word: str) -> bool:
    """Whether a word is in capitals and no initials."""
    letters = [ch for ch in word if ch.isalpha()]
    if len(letters) < 2 or "." in word or not word.isupper():
        return False
    if len(letters) == 3 and word.isascii() and not set(word) & set("AEIOUY"):
        return False  # "JRR", "PJK"
    return len(letters) > 2 or key(word) in _SHORT


def _quieter(part: str) -> str:
    """Loud words of a name that is otherwise written in small letters."""
    words = [_capital(word) if _JUMPING.search(word) else word for word in part.split()]
    if words and all(is_loud(word) for word in words) and any(len(word) > 1 for word in words):
        return _cased(part, "s") if len(words) > 1 else _capital(part)
    return " ".join(_capital(word) if is_loud(word) and len(word) > 2 else word for word in words)


_TURKISH: Final = frozenset("ŞĞİ")  # in whose capitals an I has no dot
_FRENCH_FIRST_HALVES: Final = frozenset({"jean", "pierre", "louis"})
_JUMPING: Final = re.compile(r"(?:[a-z][A-Z]\w*){2}")  # "pArKeR"
_INSIDE_A_GIVEN_NAME: Final = frozenset({"de", "del", "da", "do", "la", "los", "das", "dos"})
_CAPITAL_PARTICLES: Final = frozenset({"le", "la", "di", "d'", "mac", "o"})


def _with_its_particle(first: str, last: str) -> str:
    """A surname's first particle as its country writes it: "d'Ormesson", "De Rosa"."""
    name = key(first)
    if last[:2] in {"D'", "D’"} and (name in known.FRENCH_GIVEN or name.partition("-")[0] in _FRENCH_FIRST_HALVES):
        return "d" + last[1:]
    return last[:1].upper() + last[1:] if name in ITALIAN_GIVEN else last


def _cased(part: str, which: str) -> str:
    words = part.split()
    return " ".join(
        _particle(word, at)
        if (which == "s" or (at > 0 and key(word) in _INSIDE_A_GIVEN_NAME))
        and at < len(words) - 1
        and key(word) in known.PARTICLES
        else _capital(word)
        for at, word in enumerate(words)
    )


def _particle(word: str, at: int) -> str:
    return _capital(word) if at == 0 and key(word) in _CAPITAL_PARTICLES else word.lower()


_AFTER_MC: Final = re.compile(r"(?<![^\W\d_])(Mc)([a-z])(?=[a-z]{2})")


def _capital(word: str) -> str:
    if INITIALS.fullmatch(word) and ("." in word or len(word) < 2):
        return word.upper()
    pieces = re.split(r"([-'’])", word)
    out = "".join(piece[:1].upper() + piece[1:].lower().replace("i\u0307", "i") for piece in pieces)
    out = _AFTER_MC.sub(lambda found: found[1] + found[2].upper(), out)
    return "Mac" + out[3:].capitalize() if out.lower() in known.MAC_SURNAMES else out
