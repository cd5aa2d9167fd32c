"""In which order the parts of a name stand: commas, capitals, scripts and well-known surnames tell."""

import re
from collections.abc import Sequence
from typing import Final

from shared.core.text import fold
from shared.leads import name_words as known
from shared.leads.called_names import CALLED
from shared.leads.country_names import ITALIAN_GIVEN, SURNAMES
from shared.leads.given_names import GIVEN
from shared.leads.name_dress import all_credentials, all_titles, is_suffix, is_sure_credential
from shared.leads.name_kinds import is_nobody
from shared.leads.name_letters import INITIALS, NOBODY, PINYIN, Name, is_loud, key, named
from shared.leads.wordlist import words as listed

_OF_A_HEADLINE: Final = (
    known.ROLES | known.TRADE | known.LEGAL | listed("at of for the in fur pour para per voor for dla")
)
_GIVEN: Final = GIVEN | known.IBERIAN_SECOND
_DEVOTIONS: Final = listed("asis dios dieu jesus padua borja paula sales")
_IN_FRONT_OF_SURNAMES: Final = listed("le la de du des van von vom der den di da dos ter ten af zu st saint op het 't")
_SHORT_MOHAMMEDS: Final = frozenset({"md", "mohd", "muhd", "muh"})  # nobody is called by it alone
_NEVER_ALONE: Final = listed(
    "muhammad mohammad mohamad mohammed muhamad nur nurul noor"
)  # "Muhammad Faizal bin Abdullah"
_FIRST_HALVES: Final = frozenset({"la", "le", "de", "da"})  # "La Shawn", "De Andre"
_PAIRS: Final = {
    "maria": listed(
        "grazia teresa luisa pia chiara rosaria elena cristina antonietta vittoria concetta giovanna laura paola rita"
        " stella carla assunta lucia angela antonia"
    ),
    "gian": listed("luca carlo marco piero paolo maria franco luigi battista"),
    "pier": listed("paolo luigi giorgio francesco carlo maria giuseppe"),
    "jean": listed(
        "pierre paul claude luc marc jacques michel francois louis baptiste philippe yves charles christophe noel marie"
        " bernard daniel rene robert sebastien"
    ),
    "marie": listed(
        "claire christine laure france helene louise pierre therese anne jeanne odile josee paule noelle sophie"
        " catherine claude eve ange dominique francoise"
    ),
    "anne": listed("marie sophie laure claire charlotte lise cecile catherine"),
    "pierre": listed("yves alain emmanuel louis antoine jean andre"),
    **dict.fromkeys(("mohammad", "ali", "gholam", "hamid", "alireza"), listed("reza")),
    **dict.fromkeys(("mohammad", "amir", "seyed", "sayed"), listed("reza ali hossein hassan mehdi javad amin")),
    "mary": listed("ann anne jo beth lou kay ellen jane kate alice pat sue grace"),
    **dict.fromkeys(("billy", "bobby", "jimmy", "johnny"), listed("bob joe jo ray lee jack")),
    "jim": listed("bob"),
    **dict.fromkeys(("betty", "bobbie", "peggy", "jo", "norma"), listed("jo lou sue ann anne jean ellen")),
    **dict.fromkeys(("sarah", "emma"), listed("jane louise")),
    "jan": listed("willem peter pieter kees dirk jaap hendrik erik olof olov"),
    **dict.fromkeys(("klaas", "gert", "henk", "willem", "dirk", "pieter", "geert", "arend"), listed("jan")),
    "hans": listed("peter jurgen joachim georg werner dieter martin christian ulrich gunter otto rudolf"),
    **dict.fromkeys(("karl", "carl"), listed("heinz friedrich johan johann gustav theodor otto")),
    "eva": listed("maria marie lena"),
    **dict.fromkeys(("lars", "per", "sven", "bjorn"), listed("erik olof olov gunnar arne ake inge")),
    **dict.fromkeys(("ann", "britt", "inger"), listed("marie kathrin katrin britt sofie karin")),
    "anna": listed("maria lisa rita chiara laura paola lena marie karin kathrin katharina sofie"),
}
_KOREAN_SYLLABLE: Final = re.compile(
    r"(?:[bcdghjkmnprstwy]|ch|ss|kk|hy|gy|my|ky|by|dy)?(?:yeo|yeon?|you|eu|ae|eo|oo|ye|yu|ya|yo|ui|wo|wa|oe|a|e|i|o|u|ee)(?:ng|n|m|k|l|b|p|h|t)?"
)
_KOREAN_JOINED: Final = re.compile(  # two syllables that given names are made of, in one word: Minho, Jisung
    r"(?:(?:ji|min|ye|seo|su|soo|ha|yu|yoo|jun|joon|hyun|hyeon|hye|eun|woo|jae|sung|seong|seung|hoon|kyung|jin|kyu|tae|dong"
    r"|sang|chul|cheol|gyu|won|hwan|jung|jeong|in|hyuk|chan|seok|suk|wook|kwang|byung|myung|hak|do|da|so|bo|young|yeong"
    r"|yong|nam|hee|sun|ah|na|mi|ho|bin|rin|rim|ra|yeon|il|ki|gi|a|chang|gun|geun|joo|ju|yoon|yun|jong|ri)){2}"
)
_RUSSIAN_SURNAME: Final = re.compile(r"[а-я]{2,}(?:ов|ова|ев|ева|ин|ина|ын|ына|скии|ская|цкии|цкая|енко|чук)")
_SHOWS_A_SURNAME: Final = re.compile(  # in Poland, Bohemia, Serbia, Romania, Greece and Ukraine
    r"\w{2}(?:[cdsz]ki|[cdsz]ka|owicz|ewicz|czyk|czak|ova|enko|escu|[eo]vic|opoulos|opoulou|idis)(?:-\w+)?$"
)
_SURNAME_ENDS: Final = ("escu", "opoulos", "opoulou", "owicz", "ewicz", "oglu", "enko", "shvili")
_PATRONYMIC: Final = re.compile(
    r"(?i).+(?:ович|евич|ьич|овна|евна|ична|инична|івна|ївна|ovych|evych|ivna|yivna|ovich|evich|ovna|evna|yevich|yevna)$"
)


def with_comma(parts: list[list[str]], titled: bool) -> Name:
    capitals = all(word.isupper() for part in parts for word in part)
    suffix = all_credentials if capitals else is_suffix
    rest = [part for part in parts[1:] if not suffix(part) and not (len(parts[0]) > 1 and all_titles(part))]
    surname = len(parts[0]) == 1 or key(parts[0][0]) in _IN_FRONT_OF_SURNAMES
    if not rest and surname and all(INITIALS.fullmatch(word) for word in parts[1]):
        rest = [parts[1]]  # "Menon, P.K."
    if not rest:
        return ordered(parts[0], titled)
    firms = len(rest[0]) > 1 and (_looks_headline(rest[0]) or key(rest[0][0]) == key(parts[0][-1]))
    if len(parts[0]) > 1 and firms:
        return ordered(parts[0], titled)
    together = _are_syllables(parts[0], rest[0]) or _is_marian(rest[0])
    first, *middle = [" ".join(rest[0])] if together else _given(rest[0])
    family = list(parts[0])
    while len(family) > 1 and is_sure_credential(family[-1]):
        family.pop()
    moved = [word for word in family if word.islower() and key(word) in known.PARTICLES]
    if moved and moved == family[-len(moved) :]:  # "Berg van den, Bas"
        family = [*moved, *family[: -len(moved)]]
    last = " ".join(family)
    trailing = [word for word in middle if key(word) in known.PARTICLES and word.islower()]
    if trailing and trailing == middle[-len(trailing) :]:  # "Beethoven, Ludwig van"
        middle = middle[: -len(trailing)]
        last = f"{' '.join(trailing)} {last}"
    return named(first, last, " ".join(middle), 0.93)


def _are_syllables(family: Sequence[str], given: Sequence[str]) -> bool:
    """Whether a given name is written as two syllables: "Park, Min Ho"."""
    if len(family) > 1 or len(given) != 2:
        return False
    name, syllables = key(family[0]), [key(word) for word in given]
    korean = name in known.KOREAN_LATIN and _is_korean_given(syllables) and GIVEN.isdisjoint(syllables)
    return korean or (name in known.SOUTHERN_LATIN and _sounds_cantonese(syllables))


def _looks_headline(words: Sequence[str]) -> bool:
    keys = {key(word) for word in words}
    return bool(keys & _OF_A_HEADLINE) or len(words) > 4


def _given(words: Sequence[str]) -> list[str]:
    """Given names: what one is called by as one entry, then the middle names."""
    count = _given_count(words, len(words))
    return [" ".join(words[:count]), *words[count:]]


def _given_count(words: Sequence[str], available: int) -> int:
    """How many of the leading words are the name by which one is called; at least 1, at most `available`."""
    keys = [key(word) for word in words]
    if available < 2:
        return 1
    if INITIALS.fullmatch(words[0]):
        count = 1
        while count < available and INITIALS.fullmatch(words[count]):
            count += 1
        if count == 1 and _is_iberian(keys[1]) and keys[1] not in CALLED:
            return 1  # "R. Fernández Ortega"
        return count if count > 1 or len(keys[0]) > 1 else 2  # "J. Edgar", but "A.P.J."
    if available > 2 and keys[0] in {"abd", "abdul", "abdel"} and keys[1] in {"el", "al", "ul", "ur", "ar", "as"}:
        return 3
    if "ª" in words[0] or keys[0] in _SHORT_MOHAMMEDS or _are_a_pair(keys[0], keys[1]):
        return 2
    split = keys[0] in _FIRST_HALVES and words[0].istitle() and available > 1 and keys[1] not in known.PARTICLES
    return 2 if split and not INITIALS.fullmatch(words[1]) else 1


def _are_a_pair(one: str, other: str) -> bool:
    """Whether two given names are used as one: Jean Pierre, Abdul Rahman, Ayşe Nur, Juan Carlos."""
    return (
        other in _PAIRS.get(one, ())
        or (one == "ma" and other in known.IBERIAN_SECOND)
        or (one in known.ABD and len(one) > 2)
        or (one in known.TURKISH_GIVEN and other in known.TURKISH_GIVEN)
        or (one in known.IBERIAN_GIVEN and other in known.IBERIAN_SECOND)
    )


def ordered(words: list[str], titled: bool) -> Name:
    """The name in one run of words, in whichever order it is written."""
    if is_nobody(words) or (len(words) == 1 and all_titles(words)):
        return NOBODY
    if len(words) == 1:
        alone = titled or key(words[0]) in SURNAMES or only_a_surname(key(words[0]))
        return named("", words[0], "", 0.6) if alone else named(words[0], "", "", 0.6)
    if titled and all(key(word) in _IN_FRONT_OF_SURNAMES for word in words[:-1]):
        return named("", " ".join(words), "", 0.6)
    words = _one_of_a_couple(words)
    if len(words) > 7:
        return NOBODY
    return (
        _family_second(words)
        or _family_first(words)
        or _by_capitals(words)
        or _two_syllables_first(words)
        or _western(words)
    )


def _one_of_a_couple(words: list[str]) -> list[str]:
    """ "John and Mary Smith" → John Smith."""
    for at, word in enumerate(words[1:-1], start=1):
        if fold(word) in {"&", "and", "und", "et", "+"} and key(words[at - 1]) not in known.PARTICLES:
            return [*words[:at], *words[-1:]] if at == 1 else words[:at]
    return words


def _by_capitals(words: list[str]) -> Name | None:
    """ "DUPONT Jean", "Jean DUPONT": the family name is the part in capitals."""
    loud = [is_loud(word) for word in words]
    if all(loud) or not any(loud) or all(map(str.isupper, words)):
        return None
    if loud[0]:
        count = loud.index(False)
        if any(loud[count:]) or all(INITIALS.fullmatch(word) for word in words[count:]):
            return None
        first, *middle = _given(words[count:])
        return named(first, " ".join(words[:count]), " ".join(middle), 0.92)
    if loud[-1] and _western_split_at(words) == len(words) - 1:
        start = next(at for at in range(len(words)) if all(loud[at:]))
        while start > 1 and _is_particle(words[start - 1]):
            start -= 1
        first, *middle = _given(words[:start])
        return named(first, " ".join(words[start:]), " ".join(middle), 0.93)
    return None


def _family_first(words: list[str]) -> Name | None:
    """Orders of the East, of Hungary, and of official Russian, where surnames or patronymics show them."""
    head, *rest = [key(word) for word in words]
    if slavic := _russian(words, head, rest):
        return slavic
    if len(words) == 2 and head not in CALLED and _shows_itself(head, rest[0]):
        return named(words[1], words[0], "", 0.85)
    if (
        not known.HUNGARIAN_SURNAMES.isdisjoint(head.split("-"))
        and rest[0] in known.HUNGARIAN_GIVEN
        and len(words) <= 3
    ):
        return named(words[1], words[0], " ".join(words[2:]), 0.85)
    if _is_vietnamese(words, head, rest):
        return named(words[-1], words[0], " ".join(words[1:-1]), 0.85)
    japanese = head in known.JAPANESE_LATIN and len(rest) == 1 and rest[0] not in known.JAPANESE_LATIN
    if (
        (japanese and _sounds_japanese(rest[0]))
        or (head in known.KOREAN_LATIN and _is_korean_given(rest))
        or (head in known.SOUTHERN_LATIN and len(rest) == 2 and _sounds_cantonese(rest))
        or (head in known.CHINESE_LATIN and len(rest) == 1 and _are_hyphenated_syllables(rest[0]))
        or (head in known.CHINESE_LATIN and _is_chinese_given(head, rest))
    ):
        return named(" ".join(words[1:]), words[0], "", 0.85)
    return None


def only_a_surname(word: str) -> bool:
    """Whether a folded word is a surname by its form, whatever stands beside it."""
    return word.endswith(_SURNAME_ENDS) or word.startswith(("o'", "o’"))


def _shows_itself(head: str, behind: str) -> bool:
    """Whether the first of two words is a surname by its form: "Kowalski Jan", "O'Neill Sean"."""
    if only_a_surname(head):
        return not only_a_surname(behind) and not _SHOWS_A_SURNAME.search(behind)
    if behind not in CALLED or behind in SURNAMES:
        return False
    italian = head.startswith(("d'", "d’")) and behind in ITALIAN_GIVEN  # but "D'Angelo Russell"
    return italian or head in SURNAMES or bool(_SHOWS_A_SURNAME.search(head))


def _family_second(words: list[str]) -> Name | None:
    """ "Kevin Teo Boon Huat": a western given name in front of the whole name of the East."""
    first, family, *rest = map(key, words)
    if len(rest) != 2 or first not in GIVEN or family not in known.SOUTHERN_LATIN or family in GIVEN:
        return None
    return named(words[0], words[1], " ".join(words[2:]), 0.85) if _sounds_cantonese(rest) else None


def _russian(words: list[str], head: str, rest: Sequence[str]) -> Name | None:
    if len(words) == 2 and head not in known.RUSSIAN_GIVEN:
        shown = _RUSSIAN_SURNAME.fullmatch(head) and not _RUSSIAN_SURNAME.fullmatch(rest[0])
        if shown or (rest[0] in known.RUSSIAN_GIVEN and not head.isascii()):
            return named(words[1], words[0], "", 0.88)
    if len(words) == 3 and _PATRONYMIC.fullmatch(words[2]) and not _PATRONYMIC.fullmatch(words[1]):
        return named(words[1], words[0], words[2], 0.93)
    return None


def _is_vietnamese(words: Sequence[str], head: str, rest: Sequence[str]) -> bool:
    if head not in known.VIETNAMESE_LATIN:
        return False
    if head in {"le", "do", "ho", "ly"} and words[0].isascii() and not (len(words) > 2 and rest[0] in {"thi", "van"}):
        return False
    if len(words) == 2:
        return not words[0].isascii()
    return len(words) <= 4 and rest[-1] not in known.VIETNAMESE_LATIN


_SHORT_JAPANESE: Final = listed("ken jun shin jin ren rin kei gen kan ryo sho yu go rei mai ai rui shun kyo")


def _sounds_japanese(key: str) -> bool:
    return key in _SHORT_JAPANESE or bool(
        re.fullmatch(r"(?:(?:[kgsztdnhbpmyrwfj]|sh|ch|ts|ky|gy|ry|hy|my|ny|by|py)?[aiueo]{1,2}n?){2,5}", key)
    )


def _is_korean_given(rest: Sequence[str]) -> bool:
    syllables = rest[0].split("-") if len(rest) == 1 else list(rest)
    if len(syllables) == 1:
        return syllables[0] not in GIVEN and bool(_KOREAN_JOINED.fullmatch(syllables[0]))
    return len(syllables) == 2 and all(_KOREAN_SYLLABLE.fullmatch(one) for one in syllables)


def _is_chinese_given(head: str, rest: Sequence[str]) -> bool:
    joined = "".join(rest).replace("-", "")
    if head in known.CHINESE_COMPOUND:
        return len(rest) < 3 and bool(PINYIN.fullmatch(joined))
    if len(rest) == 1 and rest[0] in known.CHINESE_GIVEN and head not in known.CHINESE_GIVEN:
        return head == "li" or head not in known.NOT_GIVEN_FIRST
    if len(rest) > 2 or any(word in known.CHINESE_LATIN for word in rest) or not PINYIN.fullmatch(joined):
        return False
    return head not in known.NOT_GIVEN_FIRST or len(joined) > 4 or len(rest) == 2


def _two_syllables_first(words: list[str]) -> Name | None:
    """ "Kar Wai Wong", "Ji Sung Park": a given name of two syllables in front of its family's."""
    if len(words) != 3:
        return None
    one, other, last = map(key, words)
    southern = last in known.SOUTHERN_LATIN and _sounds_cantonese([one, other])
    korean = last in known.KOREAN_LATIN and _is_korean_given([one, other]) and GIVEN.isdisjoint({one, other})
    return named(" ".join(words[:2]), words[2], "", 0.85) if southern or korean else None


_SOUTHERN_SYLLABLE: Final = re.compile(
    r"(?:ng|gw|kw|ch|ts|tz|sh|hs|[bpmfdtnlgkhwjyszc])?h?(?:[aeiou]{1,2}|y)(?:ng|n|m|k|t|p|h|w|u|i|y|r)?|ng|mm"
)


def _sounds_cantonese(rest: Sequence[str]) -> bool:
    """Whether words are two syllables as Hong Kong, Singapore and Taiwan spell them: Kar Wai, Boon Keng."""
    own = known.CHINESE_GIVEN  # "Wei" is given in Germany too
    return all(len(one) <= 5 and (one not in GIVEN or one in own) and _SOUTHERN_SYLLABLE.fullmatch(one) for one in rest)


def _are_hyphenated_syllables(one: str) -> bool:
    """ "Yat-sen", "Kai-shek"."""
    syllables = one.split("-")
    return len(syllables) == 2 and all(len(part) > 1 for part in syllables) and _sounds_cantonese(syllables)


def _is_particle(word: str) -> bool:
    if word in {"Ó", "Uí", "Ua", "'t", "’t", "St.", "Ste.", "St", "Saint"}:
        return True
    one = key(word)
    if one not in known.PARTICLES:
        return word.lower().startswith(("d'", "d’")) and word[:1] == "d"
    return word.islower() or (one not in known.LOWER_ONLY and not word.endswith("."))


_BEFORE_PARTICLES: Final = {
    "t": {"in", "van", "op", "aan"},
    "el": {"abd"},
    "al": {"abd"},
    "von": known.NOBILITY,
    "zu": known.NOBILITY,
    "de": {"conde", "marques"},
}


def _western_split_at(words: Sequence[str]) -> int:
    """Where the last name begins."""
    keys = [key(word) for word in words]
    count = len(words)
    given = _given_count(words, count - 1)
    if fixed := _marian_length(words, keys) or _shown_at(keys, given):
        return fixed
    for at in range(given if given > 2 else 1, count - 1):
        if keys[at] in known.JOINING and words[at].islower() and at > 1:
            return at - 1
        if _is_particle(words[at]):
            if at > 1 and keys[at - 1] in _BEFORE_PARTICLES.get(keys[at], ()):
                return at - 1
            return given if _two_surnames_before(keys, given, at) else at
    iberian = count > 2 and (keys[0] in known.IBERIAN_GIVEN or "ª" in words[0] or words[0] == "Ma.")
    if iberian and count - given == 2 and _two_surnames(keys, given):
        return given
    strange = iberian and count == 4 and given == 2 and keys[2] not in _GIVEN
    return 2 if strange or (iberian and count == 4 and given == 1 and _is_iberian(keys[-1])) else count - 1


def _marian_length(words: Sequence[str], keys: Sequence[str]) -> int:
    """The words of a name such as María del Carmen or Francisco de Asís, when another follows; else 0."""
    if len(words) > 3 and keys[0] in known.IBERIAN_GIVEN and keys[1] == "de" and keys[2] in _DEVOTIONS:
        return 3
    if len(words) > 3 and keys[:3] == ["jean", "de", "dieu"]:
        return 3
    if len(words) > 3 and keys[0] in {"maria", "ma", "mª"} and _is_particle(words[1]):
        return next((at + 1 for at in (2, 3) if at < len(words) - 1 and keys[at] in known.MARIAN), 0)
    return 0


def _is_marian(words: Sequence[str]) -> bool:
    """Whether all words are one given name: María del Mar."""
    following = [*words, "-"]
    return _marian_length(following, [key(word) for word in following]) == len(words)


def _shown_at(keys: Sequence[str], given: int) -> int:
    """Where a last name begins whose first word shows it, such as "Abdul Jabbar"; else 0."""
    at = len(keys) - 2
    if at >= 1 and keys[at].rpartition("-")[2] in known.PARTICLES and "-" in keys[at]:
        return at  # "Kuipers-van Dam"
    if at >= 1 and keys[at] == "bar" and keys[0] in known.HEBREW_GIVEN:
        return at
    if len(keys) == 3 and given == 1 and all(map(_is_iberian, keys[1:])) and keys[1] not in _GIVEN:
        return 1  # "Augusto Pérez Soto", whatever the given name
    if len(keys) == given + 3 and len(keys[given]) == 1 and any(map(_is_iberian, keys[-2:])):
        return at  # "Emilia R. Castaño Vidal"
    return at if at >= max(given, 1) and keys[at] in known.ABD else 0


def _two_surnames(keys: Sequence[str], given: int) -> bool:
    """Whether the two words after the given names are both surnames, as in Spain."""
    if keys[given] in CALLED and not _is_iberian(keys[given]):
        return False  # "Irene Virginia Botello"
    return any(map(_is_iberian, keys[given:])) or keys[0] in known.CLEARLY_SPANISH


def _two_surnames_before(keys: Sequence[str], given: int, at: int) -> bool:
    if keys[0] not in known.IBERIAN_GIVEN or given >= at:
        return False
    between = keys[given:at]
    strange = given == 2 and at == 3 and len(between[0]) > 2 and keys[at] in {"de", "da", "do", "dos", "das", "del"}
    return _is_iberian(keys[given]) or (strange and between[0] not in _GIVEN)


def _is_iberian(key: str) -> bool:
    return key in known.IBERIAN_SURNAMES or key.endswith(("ez", "enz"))


def _western(words: list[str]) -> Name:
    descends = len(words) > 3 and key(words[-1]) in {"filho", "neto", "sobrinho"}  # belongs to the surname before it
    start = _western_split_at(words[:-1] if descends else words)
    given = words[:start]
    marian = len(given) > 1 and (key(given[0]) in {"maria", "ma", "mª"} or key(given[-1]) in _DEVOTIONS)
    if marian and any(_is_particle(word) for word in given):
        return named(" ".join(given), " ".join(words[start:]), "", 0.85)
    if start == 2 and len(words) > 3 and key(words[2]) in {"bin", "binti"} and key(words[0]) in _NEVER_ALONE:
        return named(" ".join(given), " ".join(words[start:]), "", 0.85)
    double = start == 2 and len(words) == 4 and not INITIALS.fullmatch(words[1])
    if double and key(words[0]) in known.IBERIAN_GIVEN and not _is_particle(words[2]):
        return named(" ".join(given), " ".join(words[start:]), "", 0.85)
    first, *middle = _given(given)
    return named(first, " ".join(words[start:]), " ".join(middle), 0.95 if len(words) == 2 else 0.88)
