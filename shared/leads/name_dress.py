"""Titles before a name, and credentials, generations and roles behind it."""

import re
from collections.abc import Sequence
from typing import Final

from shared.core.text import fold
from shared.leads import name_words as known
from shared.leads.brand_words import CRAFTS
from shared.leads.called_names import CALLED
from shared.leads.given_names import GIVEN
from shared.leads.name_letters import PINYIN, key
from shared.leads.wordlist import by_tail
from shared.leads.wordlist import words as listed

_TITLES: Final = known.TITLES | known.TITLE_TAILS
_ROLES_ONLY: Final = known.ROLES - known.ALSO_GIVEN
_NO_NAME: Final = known.CREDENTIALS | known.ROLES
_HARMLESS: Final = _NO_NAME | {"of", "at", "the", "&", "and", "certified"}
_LETTERS_OF_A_DEGREE: Final = re.compile(
    r"Dipl\.\S+|[a-z]{2,6}\.|(?:[A-Za-z]\.){2,}[A-Za-z]?|(?:[A-Z][a-z]?\.)+[A-Z][a-z]{0,4}\.?|[A-Z][A-Z/+&-]{1,8}[®™]?"
    r"|[A-Z]{1,3}[a-z]{0,3}[A-Z]{1,4}[a-z]{0,2}[.®™]?|[A-Z][a-z]+[®™]"
)


_IN_CAPITALS: Final = frozenset({"DI", "CA", "CMA", "CS", "MMag", "FH", "HE", "HRH"})  # "di", "ca" stand in names
_AFTER_A_TITLE: Final = listed(
    "gestionale civile edile meccanico elettronico elettrico informatico biomedico ambientale chimico commerciale"
    " forestale agrario"
    " justice judge major lord lady father sister brother officer sergeant canon minister sri seri haji hajah rt chief"
)
_WITH_TWO_NAMES: Final = listed(
    "don dona fr father lady lord sister brother major me graf grafin baron begum sardar padre pater docent"
    " bay bayan sayin chief haji hajah vve"
)


_MALAY_TITLES: Final = frozenset({"tan", "puan", "tuan"})  # each is a name elsewhere
_BEHIND_A_MALAY_ONE: Final = frozenset({"sri", "puan", "haji", "hajah"})
_RANKS_BEHIND: Final = (
    known.TITLES - CALLED - known.CHINESE_LATIN - known.KOREAN_LATIN - known.VIETNAMESE_LATIN - known.PARTICLES
)
_RANKS: Final = frozenset({"assistant", "associate", "asst", "assoc", "adjunct", "visiting"})
_INITIALS: Final = re.compile(r"(?:[A-Z]\.){2,}")
_TITLES_OF_LETTERS_BEFORE_NAMES: Final = listed("cp lae lcp mva mvz cpa mba lic qfi pi ca ps mc me")
_TITLES_OF_LETTERS: Final = listed("he hrh hh hm rev ra di cpn qfb mvz")


def has_title(words: Sequence[str]) -> bool:
    return bool(words) and _is_title(words, 0, len(words))


def _is_title(words: Sequence[str], at: int, count: int) -> bool:
    if _INITIALS.fullmatch(words[at]) and key(words[at]) not in _TITLES_OF_LETTERS:
        return (  # "M.S. Subbulakshmi" is no Ms.
            key(words[at]) in _TITLES_OF_LETTERS_BEFORE_NAMES and count > 2 and key(words[at + 1]) in CALLED
        )
    return _is_dotted_title(words[at]) or _is_plain_title(words, at, count)


_ENDINGS: Final = frozenset({"in", "a"})
_RANK_STARTS: Final = frozenset({"sub", "vice", "unter", "ober", "haupt", "under", "pro"})
_PARTING: Final = re.compile(r"[./-]")


def _is_dotted_title(word: str) -> bool:
    """ "Dipl.-Ing.", "Prof.Dr.", "Ass.in": a title of several parts in one word."""
    if not _PARTING.search(word):
        return False
    parts = [part for part in _PARTING.split(fold(word)) if part]
    if len(parts) < 2 or max(map(len, parts)) < 2:
        return False
    known_ones = all(part in _TITLES or part in (_ENDINGS if nth else _RANK_STARTS) for nth, part in enumerate(parts))
    return known_ones or parts[0] in {"dipl", "univ", "priv"}


def _is_plain_title(words: Sequence[str], at: int, count: int) -> bool:
    word = words[at]
    one = key(word)
    following = key(words[at + 1]) if at + 1 < len(words) else ""
    if one in _TOLD_BY_THE_NEXT:
        return _is_told_by_the_next(words, one, following, "." in word)
    capital = word in _IN_CAPITALS or (one in _MALAY_TITLES and following in _BEHIND_A_MALAY_ONE)
    if capital and count > 2:
        return True
    if ("." in word or "ª" in word) and _is_shortened_title(word, words[at + 1] if following else "", count):
        return True
    if one not in known.TITLES:
        return count > 2 and _is_calling(one)
    alone = one not in known.ONLY_IN_FRONT_DOTTED or "." in word or (one in _WITH_TWO_NAMES and count > 2)
    return alone or (count > 2 and _stands_before_a_given_name(one, following))


_CALLINGS: Final = listed(
    """
    ingenieur ingenieurin ingenior ingenjor inzynier ingeniero ingeniera ingegnere engenheiro engenheira
    insinoori inspektor inspector direktor director direktorin rektor doktor sheriff rechtsanwalt anwaltin
    beraterin leiterin ologe ologin ologist ologue ologo iatrist iater therapeut therapeutin therapist
    therapeute arztin sekretar secretary sekretarin referent referentin assistent assistentin offizier feldwebel
    lehrer lehrerin larare fachwirt betriebswirt kaufmann kauffrau okonom meisterin officer general admiral
    marshal commissioner schulrat stadtrat gemeinderat regierungsrat kommissar kommissarin wachtmeister trainer
    trainerin pfleger schwester beauftragter beauftragte prokurist prokuristin makler maklerin abogado abogada
    avvocato
    """
)
_CALLINGS_BY_TAIL: Final = by_tail(_CALLINGS, 4)


def _is_calling(one: str) -> bool:
    """Whether a long word ends as callings do and is no given name: "Sivilingeniør", "Notarin"."""
    if len(one) < 6 or one in CALLED:
        return False
    return one.endswith(_CALLINGS_BY_TAIL.get(one[-4:], ())) or (one.endswith("in") and one[:-2] in known.TITLES)


def _stands_before_a_given_name(one: str, following: str) -> bool:
    """Whether a title that is a surname too is one: "Superintendent Colleen Brady"."""
    rare = len(one) > 5 or one in _BEFORE_A_GIVEN_NAME
    return rare and one not in CALLED and following.partition("-")[0] in CALLED


_BEFORE_A_GIVEN_NAME: Final = listed("dre mtre docent gen cel capt bc rtn")
_TOLD_BY_THE_NEXT: Final = _RANKS | {"pan", "pani", "the", "m", "d", "rt", "pr", "very", "right", "most"}


def _is_told_by_the_next(words: Sequence[str], one: str, following: str, dotted: bool) -> bool:
    """Whether a word that is a name elsewhere is a title, going by what stands behind it."""
    count = len(words)
    if one in {"pan", "pani"}:  # a lord in Warsaw and Prague, a surname in China
        return count > 2 and (following in GIVEN or not words[-1].isascii() or not PINYIN.fullmatch(following))
    if one in _RANKS:
        return following in {"prof", "professor"}
    if one == "pr":
        return dotted or following.partition("-")[0] in known.FRENCH_GIVEN
    if one in {"rt", "very", "right", "most"}:
        return (dotted and one == "rt") or following in {"hon", "honourable", "honorable", "rev", "revd", "reverend"}
    return _is_short_title(one, following, dotted, count)


_TITLE_IN_PARTS: Final = re.compile(r"[A-Z][a-z]{1,5}(?:\.[a-zæøåäö]{2,6})+\.?")  # "Cand.merc.", "Siv.ing."
_FEMININE: Final = re.compile(r"(?:D|Dr|Dra|Sr|Sra|Prof|Eng|Arq)\.?ª\.?|D\.a|Prof\.?a\.")
_BACHELOR: Final = re.compile(r"[BM]\.?(?:Sc|A|Eng|Ed)\.")
_ONE_SHORTENED: Final = re.compile(r"[A-Z][a-z]{1,4}\.")
_SHORTENED_NAMES: Final = listed(
    "md mohd muhd abd ma th chr joh ph wm jos geo chas thos alex ed fr st ste jac wilh friedr hch gg ant aug bernh ferd"
    " gust heinr jak jul konr ludw mich nic rob rud seb theod vinc ch ad al ben dan fred gabr greg jas jno matt max"
    " phil rich sam sim steph wal xav yu yv"
)


def _is_shortened_title(word: str, after: str, count: int) -> bool:
    """Whether a word is shortened as titles are, and no name: "Sn. Elif", "Tech. Jan"."""
    following = key(after)
    if _BACHELOR.fullmatch(word):
        return True
    if count < 3:
        return False
    if _TITLE_IN_PARTS.fullmatch(word) or _FEMININE.fullmatch(word):
        return True
    return (
        bool(_ONE_SHORTENED.fullmatch(word))
        and key(word) not in _SHORTENED_NAMES
        and key(word) not in GIVEN
        and (following not in known.PARTICLES or after.isupper())
        and len(following) > 1
    )


def _is_short_title(one: str, following: str, dotted: bool, count: int) -> bool:
    """Monsieur, don and "the Honorable", told from initials by what follows."""
    if one == "the":
        return following in {"honorable", "honourable", "hon", "rt", "most", "very", "rev", "reverend", "right"}
    if one == "m":
        return dotted and (count == 2 or following.partition("-")[0] in known.FRENCH_GIVEN)
    return dotted and count > 2 and following in known.IBERIAN_GIVEN


def undressed(words: Sequence[str]) -> list[str]:
    """`words` without titles in front and credentials, generations and roles behind."""
    kept = [word.strip(",;") for word in words if word.strip(",;.*-–—")]
    kept = _without_titles(kept[_before_a_title(kept) :])
    while len(kept) > 2 and (key(kept[0]) in _ROLES_ONLY or key(kept[0]) in CRAFTS):
        kept = _without_titles(kept[1:])  # "Vice Admiral Edwin Stroud"
    _drop_credentials(kept)
    if len(kept) > 1 and (kept[-1].endswith(".") and len(key(kept[-1])) > 3):
        kept[-1] = kept[-1].rstrip(".")
    return kept


def _without_titles(words: Sequence[str]) -> list[str]:
    kept = list(words)
    while len(kept) > 2 and _is_small_title(kept):
        kept.pop(0)
    while len(kept) > 2 and (key(kept[0]) in _DEGREES_IN_FRONT or _is_degree_in_front(kept)):
        kept.pop(0)
    while len(kept) > 1 and (_is_title(kept, 0, len(kept)) or kept[0] in {"&", "and", "und", "et"}):
        kept.pop(0)
        while len(kept) > 2 and _follows_a_title(kept):
            kept.pop(0)
        while len(kept) > 1 and _is_tail(kept[0]):
            kept.pop(0)
    return kept


def _is_tail(word: str) -> bool:
    one = key(word)
    return one in known.TITLE_TAILS and (word.endswith(".") or one == "hab") and not _INITIALS.fullmatch(word)


def _follows_a_title(words: Sequence[str]) -> bool:
    """Whether the first word only goes on with the title in front of it: "Dr. iur.", "OStR a.D.", "Rt Hon. Lady"."""
    word = words[0]
    return (
        bool(_SHORTENED.fullmatch(word))
        or bool(_TWO_SHORTENED.fullmatch(word))
        or (word in _JOINED and len(words) > 3 and _is_title(words, 1, len(words)))  # "Rechtsanwalt u. Notar"
        or _is_small_title(words)
        or word in {"D.", "R."}
        or (len(words) > 2 and bool(_SCHOOL.fullmatch(word)) and not words[-1].isupper())
        or bool(_OF_THE_RETIRED.fullmatch(word))
        or key(word) in _AFTER_A_TITLE
        or (len(words) > 2 and key(word) in _RANKS_BEHIND)  # "Maj Gen Arjun Rathore"
        or (  # "Frau Oberärztin Dr. Ute Grimm"
            len(words) > 3 and "." in words[1] and _is_title(words, 1, len(words)) and key(word) not in CALLED
        )
    )


def _drop_credentials(kept: list[str]) -> None:
    before, full = -1, len(kept)
    mixed = not all(word.isupper() for word in kept)
    while len(kept) > 2 and len(kept) != before:
        before = len(kept)
        word = kept[-1]
        if mixed and before < full and word.isupper() and len(word) <= 4 and word.isalpha():
            kept.pop()  # an unknown one in front of a known one
        elif _is_credential(word) or key(word) in _ROLES_BEHIND or (mixed and word == "LION"):
            kept.pop()


_SCHOOL: Final = re.compile(r"[B-DF-HJ-NP-TV-XZ]{3,5}")  # "Dr. oec. HSG"
_JOINED: Final = frozenset({"u.", "und", "&", "and", "et", "e", "y", "/"})
_TWO_SHORTENED: Final = re.compile(r"[A-Z][a-z]{2,}\.-?[A-Z][a-z]{2,}")  # "Dipl. Verw.Wirt"
_ROLES_BEHIND: Final = known.ROLES | CRAFTS | {"&", "of", "and", "|"}
_SHORTENED: Final = re.compile(
    r"[a-z]{2,6}\.|[A-Z][a-z]{2,4}\.(?<!Wm\.)(?<!Jos\.)(?<!Geo\.)(?<!Chas\.)"
)  # "iur.", "Tit."
_OF_THE_RETIRED: Final = re.compile(r"[aide]\.\s?[DRVh]\.")  # "a.D.", "i.R."
_DEGREES_IN_FRONT: Final = frozenset({"phd", "mba", "msc", "bsc", "candidate"})


def _is_small_title(words: Sequence[str]) -> bool:
    """ "lek. dent.", "r. pr.": dotted and in small letters in front of a name that has capitals."""
    one, other = words[0], words[1]
    if one in {"a.", "i.", "d."} and other in {"D.", "R.", "V."} and len(words) > 3:
        return True
    if not (one.islower() and one.endswith(".") and words[-1][:1].isupper()):
        return False
    return len(one) > 2 or (other.endswith(".") and (other.islower() or key(other) in _TITLES))


def _is_degree_in_front(words: Sequence[str]) -> bool:
    """ "KTM Outi Rautiainen": letters of a degree in front of a name that is not in capitals."""
    word = words[0]
    if not (word.isupper() and word.isalpha() and 2 < len(word) < 6) or words[-1].isupper():
        return False
    return key(word) in known.CREDENTIALS and word not in {"III", "VII"}


def _before_a_title(words: Sequence[str]) -> int:
    """How many shortened words stand in front of a dotted title: one in "Op. Dr. Selin Aydın"."""
    if len(words) < 4 or len(key(words[0])) < 2 or _is_title(words, 0, len(words)):
        return 0
    if not words[1].endswith("."):
        return 0
    if _OF_A_CALLING.fullmatch(words[0]) and key(words[0]) not in CALLED and _is_title(words, 1, len(words)):
        return 1  # "Apothekerin Dr. Gisela Pohl"
    if words[0].isupper() and re.fullmatch(r"[A-Z]{2,4}", words[0]) and _is_title(words, 1, len(words)):
        return 0 if words[-1].isupper() else 1  # "KR Ing. Leopold Steininger"
    if not words[0].endswith("."):
        return 0
    return 1 if _is_title(words, 1, len(words)) and len(key(words[1])) > 1 else 0


_OF_A_CALLING: Final = re.compile(r"[A-Z]\w{4,}(?:in|er|ist|ent|eur|rat|arzt|ant)")
_SHORT_YET_SURE: Final = frozenset({"phd", "jr", "sr", "esq", "mba", "jnr", "snr", "msc", "bsc", "dds", "ii", "iii"})


_OF_AN_INSTITUTE: Final = re.compile(r"(?!MC)(?=(?:[^A-Z]*[A-Z]){3})[A-Z]{2,}[a-z]+[A-Za-z]*")  # MIMechE, MRCPsych
_LICENCE: Final = re.compile(r"#?[A-Z]{0,4}#?[0-9]{3,}")  # "NMLS 445120", "DRE #01939"
_SURE_DEGREES: Final = frozenset({"phd", "mba", "msc", "bsc", "mphil", "llm", "llb", "beng", "meng", "btech", "mtech"})
_NO_VOWEL: Final = re.compile(r"(?!MC|ST)[B-DF-HJ-NP-TV-XZ]{4,7}|[B-DF-HJ-NP-TV-XZ]{2}[a-z][B-DF-HJ-NP-TV-XZ]{1,2}")


def _is_credential(word: str) -> bool:
    one = key(word)
    several = re.split(r"[/+&]", one)
    if len(several) > 1 and all(part in known.CREDENTIALS for part in several):
        return True
    if word.isascii() and (_NO_VOWEL.fullmatch(word) or _OF_AN_INSTITUTE.fullmatch(word)):
        return True
    if one.isdigit() or one in {"1st", "2nd", "3rd", "degree", "connection"}:
        return True
    if one not in known.CREDENTIALS or one in {"filho", "neto"}:
        return False
    # Short ones are surnames too (Ma, Do, Ba): there, capitals or dots tell.
    letters = word.replace(".", "")
    return len(one) > 3 or letters.isupper() or "." in word or one in _SHORT_YET_SURE


def all_titles(words: Sequence[str]) -> bool:
    """Whether a part behind a comma only says what stands in front of others' names: "John Smith, Dr."."""
    return all(key(word) in _TITLES and "." in word for word in words)


def is_sure_credential(word: str) -> bool:
    """Whether a word is a credential even where a surname might stand."""
    return key(word) in _SHORT_YET_SURE


def is_suffix(words: Sequence[str]) -> bool:
    """Whether a part behind a comma holds no name: credentials, a generation, a role."""
    keys = [key(word) for word in words]
    if len(words) > 1 and keys[0] in _SURE_DEGREES:
        return True  # "MSc Economics"
    if any(_LICENCE.fullmatch(word) for word in words):
        return True
    if re.fullmatch(r"(?:[a-z]{2,6}\.)+", words[0]):  # "tekn.lic.", "eidg. dipl. Experte"
        return True
    if all(one in _HARMLESS or one.isdigit() for one in keys):
        return not all(
            one in {"ma", "do", "ba", "ms"} and not word.isupper() for one, word in zip(keys, words, strict=True)
        )
    return all(one in _HARMLESS or _LETTERS_OF_A_DEGREE.fullmatch(word) for one, word in zip(keys, words, strict=True))


def all_credentials(words: Sequence[str]) -> bool:
    return all(key(word) in _NO_NAME for word in words)
