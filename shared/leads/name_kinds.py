"""Whether a text names a firm, a desk or nobody, instead of a person."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from shared.leads import name_words as known
from shared.leads.brand_words import CRAFTS
from shared.leads.given_names import GIVEN
from shared.leads.name_firms import is_firm_alone, is_firm_by_its_words, is_weak_trade
from shared.leads.name_letters import INITIALS, key
from shared.leads.wordlist import words as listed

_LEGAL_DOTTED: Final = re.compile(
    r"(?:^|[\s,])(?:s\.a\.?(?:s\.?)?|s\.l\.?(?:u\.?)?|s\.r\.l\.?|s\.p\.a\.?|b\.v\.?|n\.v\.?|e\.k\.?|e\.v\.?|k\.k\.?|p\.c\.|l\.l\.c\.?"
    r"|[Ss]p\.? ?z\.? ?o\.?\s?o\.?|AG|KG|SE|SA|AS|Co\.?|& Co\b.*)(?=$|[\s,])"
)
_CAPITAL_LEGAL: Final = re.compile(
    r"[^\s,]\s+S\.\s?A\.$|\bS\.?\s?A\.?(?:\s?[BP]\.?)?(?:\s?I\.?)?\s+de\s+C\.?\s?V\b|\bS\.?\s+de\s+R\.?\s?L\b",
    re.IGNORECASE,
)
_FIRM_FIRST: Final = listed(
    "firma fa ditta impresa azienda empresa entreprise societe ste ets etablissements bedrijf gruppo grupo groupe"
    " przedsiebiorstwo zaklad"
)
_LEGAL_FIRST: Final = frozenset(
    {"ооо", "зао", "оао", "пао", "ао", "ип", "тоо", "чп", "ooo", "zao", "oao", "pao", "тов"}
)
_NONE: Final = known.NO_PERSON | known.ROLES
_TRADE_ALONE: Final = known.TRADE - known.STRONG_TRADE_ALONE
_ADDRESS: Final = re.compile(
    r"(?i)\w@\w|^@\w|https?:|www\.|\w\.(?:com|net|org|de|io|co|fr|es|it|nl|uk|eu|ai|dev|app)\b"
)


_GENDERED: Final = re.compile(
    r"(?<=\w{4})(?:[/*_]-?|/-)(?:in|innen|r|a|o|e|n|as|os|rice|trice|se|ne|euse)$"
)  # "Inhaber/in"
_JOINING: Final = listed(
    "of the for to in de del des du la le les do da dos das der die di van voor y e et und and a al"
)


def is_address(text: str) -> bool:
    """Whether a text is an address on the web or of a mailbox."""
    return bool(_ADDRESS.search(text))


def without_address(text: str) -> str:
    """A whole name without the address written beside it: "Jo Lee <jo@lee.example>"; other texts as they are."""
    words = [word for word in text.split() if not is_address(word.strip("<>()[],;"))]
    named = [word for word in words if any(map(str.isalpha, word))]
    return " ".join(words).strip(' <>()[],;-|"') if len(named) > 1 else text


def is_nobody(words: Sequence[str]) -> bool:
    """Whether words only stand for a person: a desk, a role, a placeholder."""
    keys = [_GENDERED.sub("", key(word)) for word in words]
    if len("".join(keys)) > 1 and len(keys) < 3 and len(set("".join(keys))) == 1:  # "xxx", "N. N."
        return True
    if len(keys) > 2 and keys[0] in _NONE and keys[-1] in _NONE and all(one in _NONE | _JOINING for one in keys):
        return True  # "Responsable des achats"
    return all(word in _NONE or all(part in _NONE for part in re.split(r"[/&-]", word) if part) for word in keys) or (
        len(keys) > 1 and keys[0] in {"n/a", "unknown"}
    )


@lru_cache(maxsize=256)  # asked again for the same text once its tail is cut
def is_company(text: str) -> bool:
    """Whether a text is a firm's name: a legal form, a trade, "X & Sons", an owner's apostrophe."""
    keys = [key(word) for word in re.split(r"[\s,]+", text) if word]
    if len(keys) < 2:
        return bool(keys) and (keys[0] in _TRADE_ALONE or is_firm_alone(text.strip(), keys[0]))
    said = zip(keys[1:], re.split(r"[\s,]+", text.strip(" ,"))[1:], strict=False)
    apart = _initials(text) | ({"bar"} if keys[0] in known.HEBREW_GIVEN else set())  # "Yossi Bar Lev"
    return (
        any(one in known.LEGAL and (one not in _LEGAL_NAMES or not word.istitle()) for one, word in said)
        or keys[0] in _LEGAL_FIRST
        or keys[0] in _FIRM_FIRST
        or keys[:2] == ["cong", "ty"]
        or bool(_CAPITAL_LEGAL.search(text))
        or (not text.isupper() and bool(_LEGAL_DOTTED.search(text)))
        or any(_is_trade(one, at, keys) for at, one in enumerate(keys) if one not in apart)
        or bool(re.search(r"\d", re.sub(r"(?i)\b(?:1st|2nd|3rd|4th|\d+)$", "", text)))
        or bool(re.search(r"[^\W\d_]{2,}['’]s\s+\w", text))
        or (keys[0] == "the" and keys[1] not in known.TITLES)
        or "by" in keys[1:-1]
        or (keys[0] in _OF and keys[1] in {"of", "de"})
        or (_is_joined(text.split()) and (keys[-1] in known.TRADE or keys[0] not in GIVEN | known.TITLES))
        or (keys[0] == "les" and len(keys) > 2 and keys[1][-1] in "sx" and keys[2] in {"de", "du", "des", "et", "la"})
        or (keys[0] in _LEGAL_IN_INDONESIA and len(keys) > 2 and text[:2].isupper() and not text.isupper())
        or (keys[-1] in _AT_THE_END and len(keys) > 2 and not any(len(one) == 1 for one in keys))
        or (len(keys) > 2 and keys[-1] in _ENDS_A_FIRM and keys[0] not in GIVEN and "." not in text)
        or _is_pair_of_surnames(text)
        or is_firm_by_its_words(text.split(), keys)
    )


_JOINS_A_FIRM: Final = frozenset({"of", "for", "am", "im", "beim", "aux", "chez", "sur", "near"})


_ENDS_A_FIRM: Final = listed(
    "care works hub collective express depot outlet plus pros experts specialists commons online aid mission exchange"
    " alliance concepts ideas service"
)


def _is_joined(words: Sequence[str]) -> bool:
    """Whether a small word stands inside that surnames hardly hold: "Praxis am Markt", "Brotherhood of Painters"."""
    return not _JOINS_A_FIRM.isdisjoint(words[1:-1]) and known.ROLES.isdisjoint(map(key, words))


def _initials(text: str) -> set[str]:
    """ "V.V.S." are no plumber, and "dr n. farm." is no farm."""
    return {key(word) for word in text.split() if "." in word and (INITIALS.fullmatch(word) or word.islower())}


_OF: Final = frozenset(
    {"city", "town", "county", "university", "state", "bank", "church", "village", "house", "best"}
) | listed(
    "friends sons daughters children women society league order knights ministry department office offices embassy"
    " consulate museum academy institute college school faculty center centre council federation guild union temple"
    " fellowship board institution court chamber chambers diocese archdiocese parish republic"
)
_LEGAL_NAMES: Final = frozenset({"ek", "epp", "sia", "sas", "hf"})  # as words with one capital they are names
_LEGAL_IN_INDONESIA: Final = frozenset({"pt", "cv", "ud"})
_AT_THE_END: Final = frozenset({"church", "school", "college", "bank", "kitchen", "market", "board", "estate", "club"})


_HARDLY_SURNAMES: Final = listed(
    "foods motors garage builders grill machine villas stores bakery museum market kitchen tax fund clubs bageri spa"
    " nursery greenhouse reality toko patika kro shelter motors pieces quarry theme lamps valves"
)


def _is_trade(word: str, at: int, keys: Sequence[str]) -> bool:
    """A trade's word makes a firm, but some are surnames as well: those only count in front of another word."""
    if word == "seo" and keys[0] in known.KOREAN_LATIN:
        return False
    if word not in known.TRADE or word in CRAFTS or is_weak_trade(word, at, keys):
        return False
    if word not in known.ALSO_SURNAMES or (0 < at < len(keys) - 1):
        return True
    return at > 0 and word in _HARDLY_SURNAMES and GIVEN.isdisjoint(keys[:at])


def _is_pair_of_surnames(text: str) -> bool:
    sides = re.split(r"\s+(?:&|\+|and|und|y|et|e)\s+", text)
    if len(sides) < 2 or not re.search(r"[&+]", text):
        return False
    _, comma, given = text.partition(",")
    if comma and all(key(word) in GIVEN for word in re.split(r"[\s&+]+", given) if word):
        return False  # "Cole, Dana & Peter"
    counts = [len(side.split()) for side in sides]
    return max(counts) == 1 or len(sides) > 2 or counts[-1] == 1
