"""Whether two names are one person's, and the rough spelling by which names are found.

Two spellings of one name: nicknames, accents, transliteration, an initial, first and last exchanged, a slip of the
pen. Two people: another generation (Jr., III), another given name, a name with the ending of the other sex.
"""

import re
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from shared.core.text import fold
from shared.leads.given_names import GIVEN, STANDS_FOR
from shared.leads.wordlist import words

_WORD = re.compile(r"[^\W_]+")
_TITLES: Final = words("mr mrs ms miss dr prof professor herr frau sir dame madame monsieur sra ing dipl mag mister")
_TAILS: Final = words("phd md mba cpa esq dds cfa pmp msc bsc ma ba pe rn do dr jd llm bds obe mbe")
_GENERATIONS: Final = {
    "jr": 2, "jnr": 2, "junior": 2, "filho": 2, "ii": 2, "2nd": 2, "sr": 1, "snr": 1, "senior": 1, "iii": 3, "3rd": 3,
    "iv": 4, "fils": 2, "pere": 1,
}  # fmt: skip
_LETTERS: Final = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфыэіїєґ", "abvgdezijklmnoprstufyeiieg", strict=True)),
        **{"ё": "e", "ж": "sh", "х": "kh", "ц": "ts", "ч": "sh", "ш": "sh", "щ": "sh", "ъ": "", "ь": "", "ю": "u"},
        **{"я": "a", "ў": "u", "ђ": "d", "ј": "j", "љ": "l", "њ": "n", "ћ": "k", "џ": "d"},
        **dict(zip("αβγδεζηικλμνξοπρστυφχως", "abgdesiiklmnxoprstifkos", strict=True)),
        **{"θ": "t", "ψ": "ps", "β": "v"},
    }
)

Level = Literal["same", "form", "swapped", "initial", "slip", "family", "other", "none"]
"""same · form: a nickname or another spelling · swapped: first and last exchanged · initial: one of them is cut short ·
slip: a letter or two · family: the given name agrees, the last one does not · other: two people · none: nobody named"""

ALIKE: Final = frozenset({"same", "form", "swapped", "initial", "slip"})


class Person(NamedTuple):
    """A name as it is compared: folded, without titles and degrees."""

    first: str
    lasts: tuple[str, ...]  # more than one word where it is written so, or joined by a hyphen
    generation: int = 0  # 1 the elder, 2 the younger, ... 0 = not said

    @property
    def last(self) -> str:
        return self.lasts[-1]


@lru_cache(maxsize=20_000)
def person(first: str, last: str, full: str) -> Person | None:
    """The person of these fields; None when first and last name are not both there.

    >>> person("Dr. Ana María", "Díaz, PhD", ""), person("", "", "Smith, John Jr.")
    (Person(first='ana', lasts=('diaz',), generation=0), Person(first='john', lasts=('smith',), generation=2))
    """
    if first and last:
        given, family = _parts(first), _parts(last.partition(",")[0] if "," in last else last)
        generation = max(given[1], family[1], _parts(last)[1] if "," in last else 0)
        return Person(given[0][0], tuple(family[0]), generation) if given[0] and family[0] else None
    before, comma, after = full.partition(",")
    behind = _WORD.findall(fold(after))
    if comma and behind and not set(behind) <= _TAILS | _GENERATIONS.keys():
        full = f"{after} {before}"
    parts, generation = _parts(full)
    return Person(parts[0], (parts[-1],), generation) if len(parts) > 1 else None


def _parts(text: str) -> tuple[list[str], int]:
    folded = fold(text)
    if not folded.isascii():
        folded = folded.translate(_LETTERS)
    found = [word for word in _WORD.findall(folded.replace("'", "").replace("’", "")) if not word.isdigit()]
    while len(found) > 1 and found[0] in _TITLES:
        found.pop(0)
    while len(found) > 1 and found[-1] in _TAILS:
        found.pop()
    told = [word for word in found[1:] if word in _GENERATIONS]
    if told:
        found = [found[0], *(word for word in found[1:] if word not in _GENERATIONS and word not in _TAILS)]
    return found, _GENERATIONS[told[0]] if told else 0


# --- rough spellings --------------------------------------------------------------------------------------------------

_SPELLINGS: Final = (("ph", "f"), ("sch", "s"), ("sh", "s"), ("cz", "s"), ("tz", "s"), ("ts", "s"), ("x", "ks"))
_LIKE: Final = {"c": "k", "q": "k", "z": "s", "w": "v", "d": "t"}
_HEARD: Final = str.maketrans(_LIKE | dict.fromkeys("aeiouyhj", ""))
_FIRST: Final = _LIKE | dict.fromkeys("aeiou", "a") | {"y": "j"}
_DOUBLE: Final = re.compile(r"([^\W\d_])\1+")  # of letters: 100 is not 10
_DOUBLES: Final = tuple(letter * 2 for letter in "bfgklmnprstv")


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """A word by its consonants: what most misspellings and transliterations of it share.

    >>> sound("mueller"), sound("muller"), sound("alexander"), sound("aleksandr"), sound("yusuf"), sound("jussuf")
    ('mlr', 'mlr', 'alksntr', 'alksntr', 'jsf', 'jsf')
    """
    return sounded(word)


def sounded(word: str) -> str:
    """`sound` of a word that is hardly met again: nothing is remembered."""
    if not word.isascii() or len(word) < 2:
        return word
    text = word
    for written, heard in _SPELLINGS:
        if written in text:
            text = text.replace(written, heard)
    text = _FIRST.get(text[0], text[0]) + text[1:].translate(_HEARD)
    if not word.islower():
        return _DOUBLE.sub(r"\1", text)
    for double in _DOUBLES:  # of the letters that are left of a word in small ones
        while double in text:
            text = text.replace(double, double[0])
    return text


@lru_cache(maxsize=20_000)
def near(name: str) -> str:
    """The beginning of a name's sound, with the numbers in it: what spellings of it share that one looks it up by.

    >>> near("schroeder"), near("shroder"), near("diaz12")
    ('srt', 'srt', 'ts12')
    """
    heard = sound(name)
    return heard[:3] if name.isalpha() else "".join(ch for ch in heard if ch.isalpha())[:3] + numbers(name)


# --- comparing --------------------------------------------------------------------------------------------------------


def compare(one: Person | None, other: Person | None) -> Level:
    """How two names relate."""
    if one is None or other is None:
        return "none"
    if one.generation and other.generation and one.generation != other.generation:
        return "other"
    straight = _level(given(one.first, other.first), _family(one.lasts, other.lasts))
    if straight in ALIKE:
        return straight
    if any(_crossed(one, other, last, there) for last in one.lasts for there in other.lasts):
        return "swapped"
    return straight


def _crossed(one: Person, other: Person, last: str, there: str) -> bool:
    levels = {given(one.first, there), given(last, other.first)}
    return levels <= {"same", "form"} or levels == {"same", "slip"}


def _level(first: Level, last: Level) -> Level:
    if last == "other":
        return "family" if first in {"same", "form"} else "other"
    if first == "other":
        return "other"
    for level in ("slip", "initial", "form"):
        if level in (first, last):
            return level
    return "same"


@lru_cache(maxsize=20_000)
def given(one: str, other: str) -> Level:
    """How two given names relate.

    >>> given("bob", "robert"), given("j", "john"), given("maria", "mario"), given("rodert", "robert")
    ('form', 'initial', 'other', 'slip')
    """
    shorter, longer = sorted((one, other), key=len)
    if one == other:
        level: Level = "same"
    elif not shorter or numbers(one) != numbers(other):
        level = "other"
    elif len(shorter) == 1:
        level = "initial" if longer[0] == shorter else "other"
    elif STANDS_FOR.get(one, frozenset((one,))) & STANDS_FOR.get(other, frozenset((other,))):
        level = "form"
    elif _other_sex(shorter, longer):
        level = "other"
    elif (longer.startswith(shorter) and len(shorter) >= 3) or _sounds_alike(one, other):
        level = "form"
    else:
        known = (one in GIVEN and other in GIVEN) or {one[-1], other[-1]} == {"a", "o"}
        level = "other" if known or not _slip(one, other) else "slip"
    return level


def _sounds_alike(one: str, other: str) -> bool:
    heard = sound(one)
    if heard != sound(other) or len(heard) < 2 or {one[-1], other[-1]} == {"a", "o"}:
        return False
    return one[-1:] == other[-1:] or not (one in GIVEN and other in GIVEN)


def numbers(word: str) -> str:
    """The digits in a word: two that differ are no slip."""
    return "" if word.isalpha() else "".join(ch for ch in word if ch.isdigit())


def _other_sex(shorter: str, longer: str) -> bool:
    """Whether two names differ by an ending that makes a man's name of a woman's."""
    if len(longer) == len(shorter):
        return shorter[:-1] == longer[:-1] and {shorter[-1], longer[-1]} == {"a", "o"}
    return len(shorter) > 2 and longer[len(shorter) :] in {"a", "e", "ine", "ina"} and longer.startswith(shorter)


@lru_cache(maxsize=20_000)
def _family(ones: tuple[str, ...], others: tuple[str, ...]) -> Level:
    one, other = ones[-1], others[-1]
    if ones == others:
        level: Level = "same"
    elif numbers("".join(ones)) != numbers("".join(others)):
        level = "other"
    elif one == other or "".join(ones) == "".join(others) or (set(ones) & set(others)) - _PARTICLES:
        level = "form"
    elif len(one) == 1 or len(other) == 1:
        level = "initial" if one[0] == other[0] else "other"
    elif len(sound(one)) > 2 and sound(one) == sound(other):
        level = "form"
    else:
        level = "slip" if _slip(one, other) else "other"
    return level


_PARTICLES: Final = words("van von der den de del della di da do dos la le el al bin ben ibn mac mc st san zu zum")


def _slip(one: str, other: str) -> bool:
    """Whether two words differ by a slip: one letter from four on, two from eight on; letters exchanged are one."""
    if abs(len(one) - len(other)) > 2:
        return False
    from rapidfuzz.distance import OSA

    length = max(len(one), len(other))
    most = 0 if length < 4 else 1 if length < 8 else 2
    return bool(most and OSA.distance(one, other, score_cutoff=most) <= most)
