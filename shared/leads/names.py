"""A person's name as people write it, cleaned and split.

Titles, credentials, emoji, pronouns and what else profiles carry are put aside; then the order of the parts is found:
commas, capitals, scripts and well-known surnames tell where the family name stands. A firm or a placeholder in the
name column gives no person. The text as it was written stays with the lead; this only reads it.
"""

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from shared.core.text import fold
from shared.leads import name_words as known

MAX_LENGTH = 300  # characters; what is longer is no name

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


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# All lists hold folded words (lower case, no accents), without dots.
_LEGAL_DOTTED: Final = re.compile(
    r"(?:^|[\s,])(?:s\.a\.?(?:s\.?)?|s\.l\.?(?:u\.?)?|s\.r\.l\.?|s\.p\.a\.?|b\.v\.?|n\.v\.?|e\.k\.?|e\.v\.?|k\.k\.?|p\.c\.|l\.l\.c\.?"
    r"|sp\.? z o\.?\s?o\.?|AG|KG|SE|SA|AS|Co\.?|& Co\b.*)(?=$|[\s,])"
)
_CJK_FIRM: Final = re.compile(
    "株式会社|有限会社|合同会社|有限公司|股份|集团|集團|公司|医院|醫院|大学|大學|学校|銀行|银行|주식회사|㈜|센터|병원|협회|法人|事務所|商店|工業|製作所"
)

_FRENCH_PAIRS: Final = {
    "jean": _words(
        "pierre paul claude luc marc jacques michel francois louis baptiste philippe yves charles christophe noel marie"
        " bernard daniel rene robert sebastien"
    ),
    "marie": _words(
        "claire christine laure france helene louise pierre therese anne jeanne odile josee paule noelle sophie"
        " catherine claude eve ange dominique francoise"
    ),
    "anne": _words("marie sophie laure claire charlotte lise cecile catherine"),
    "pierre": _words("yves alain emmanuel louis antoine jean andre"),
}
_PINYIN: Final = re.compile(
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie"
    r"|iu|ua|ui|uo|ue|a|o|e|i|u|v|er)){1,2}"
)
_KOREAN_SYLLABLE: Final = re.compile(
    r"(?:[bcdghjkmnprstwy]|ch|ss|kk|hy|gy|my|ky|by|dy)?(?:yeo|yeon?|eu|ae|eo|oo|ye|yu|ya|yo|ui|wo|wa|oe|a|e|i|o|u|ee)(?:ng|n|m|k|l|b|p|h|t)?"
)
_HAN_ONE: Final = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖蕭田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔"
    "钟鍾谭譚陆陸汪范石廖贾賈夏韦韋付方白邹鄒孟熊秦邱江尹薛闫段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯康易乔喬赖賴文施洪季"
)
_CJK_HONORIFICS: Final = re.compile(
    r"(?<=.)(?:様|さま|さん|殿|氏|先生|女士|小姐|博士|教授|社長|部長|課長|经理|經理|老师|老師|씨|님|대표|부장|과장|사장)$"
)

_HIDDEN: Final = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f]")
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>|（[^（）]*）|【[^【】]*】|「[^「」]*」")
_NICKNAME: Final = re.compile(r"(?<!\S)[\"“”„«‘'’][^\"“”„«»‘'’]{1,30}[\"“”»‘'’](?!\w)")
_PRONOUNS: Final = re.compile(
    r"(?i)(?<!\w)(?:she|he|they|ze|xe|sie|er|elle|il|ella|el)\s?/\s?(?:her|him|hers|his|them|theirs?|hir|ihr|ihm|elle|they|he|she|ella)"
    r"(?:\s?/\s?\w+)*(?!\w)"
)
_TAIL: Final = re.compile(
    r"\s*(?:[|•·‧●▪■◆➤→⇒►»~;:]|//|\s[-–—‒―]+\s|\s[-–—]+$|\s/\s|\s@|\sat\s(?=[A-Z])|\sbei\s(?=[A-Z])|\sfrom\s(?=[A-Z]))\s*"
)
_KATAKANA_DOT: Final = re.compile(r"(?<=[\u30a0-\u30ff])[・･·•](?=[\u30a0-\u30ff])")
_PATRONYMIC: Final = re.compile(r"(?i).+(?:ович|евич|ьич|овна|евна|ична|инична|ovich|evich|ovna|evna|yevich|yevna)$")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]?\.?|[^\W\d_]\.?")
_PLAIN: Final = re.compile(r"[A-Z][a-z]{2,15} [A-Z][a-z]{2,20}")


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
    if _PLAIN.fullmatch(full_name) and not (_words(full_name.lower()) & _SPECIAL):
        first, last = full_name.split(" ")
        return Name(first, last, confidence=0.97)
    text = _clean(full_name)
    if not text or len(text) > MAX_LENGTH or not any(ch.isalpha() for ch in text):
        return NOBODY
    if re.search(r"(?i)\w@\w|https?:|www\.|\w\.(?:com|net|org|de|io|co)\b", text):
        return NOBODY
    if _is_cjk(text):
        return _cjk(text)
    return _spaced(text)


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


# --- cleaning ---------------------------------------------------------------------------------------------------------


def _clean(raw: str) -> str:
    text = _HIDDEN.sub("", html.unescape(raw[: 4 * MAX_LENGTH]))
    text = unicodedata.normalize("NFC", "".join(map(_plain_letter, text)))
    text = _KATAKANA_DOT.sub("\u30fb", text)
    text = _PRONOUNS.sub(" ", text)
    text = (
        _BRACKETS.sub(" ", _BRACKETS.sub(" ", text))
        if _BRACKETS.sub("", text).strip(" ,.-")
        else text.strip("()[]{}<>")
    )
    text = _NICKNAME.sub(" ", text)
    text = "".join(" " if _is_ornament(ch) else ch for ch in text)
    text = re.sub(r"#\w+", " ", text)
    return " ".join(text.split()).strip(' ,;/\\*_"“”«»-–—')


def _plain_letter(ch: str) -> str:
    """Letters in fancy fonts and widths as plain ones; ordinals and ligatures stay."""
    if ch.isascii():
        return ch
    if unicodedata.decomposition(ch).startswith(("<font>", "<wide>", "<narrow>", "<circle>", "<square>")):
        return unicodedata.normalize("NFKC", ch)
    return ch


def _is_ornament(ch: str) -> bool:
    if ch.isascii() or ch in "・’‘ªº–—•·●▪■◆➤→⇒►»「」":
        return False
    category = unicodedata.category(ch)
    return category in {"So", "Sk", "Cs", "Co", "Cn", "Sm", "No"} or ch in "\u200d\ufe0f\u20e3"


def _key(word: str) -> str:
    return fold(word).replace(".", "").strip(",'’")


# --- spaced scripts ---------------------------------------------------------------------------------------------------


def _spaced(text: str) -> Name:
    text = _without_tail(text)
    if _is_company(text):
        return COMPANY
    words = text.split()
    if len(words) == 1 and re.fullmatch(r"[^\W\d_]{2,}[._][^\W\d_]{2,}", text):
        words = re.split(r"[._]", text)
    parts = [part for part in (_undress(part.split()) for part in " ".join(words).split(",")) if part]
    if not parts:
        return NOBODY
    titled = _has_title(words)
    if len(parts) > 1:
        return _with_comma(parts, titled)
    return _ordered(parts[0], titled)


def _without_tail(text: str) -> str:
    """What stands before a headline's bars, dashes and bullets; a later part if only that is a name."""
    pieces = [piece for piece in _TAIL.split(text) if any(ch.isalpha() for ch in piece)]
    for piece in pieces:
        keys = [_key(word) for word in piece.split()]
        if len(keys) > 1 and not _words(" ".join(keys)) & (known.ROLES | known.NO_PERSON) and not _is_company(piece):
            return piece
    return pieces[0] if pieces else text


def _is_company(text: str) -> bool:
    keys = [_key(word) for word in re.split(r"[\s,]+", text) if word]
    if len(keys) < 2:
        return bool(keys) and keys[0] in known.TRADE - known.STRONG_TRADE_ALONE
    return (
        any(key in known.LEGAL for key in keys[1:])
        or (not text.isupper() and bool(_LEGAL_DOTTED.search(text)))
        or any(_is_trade(key, at, len(keys)) for at, key in enumerate(keys))
        or bool(re.search(r"\d", re.sub(r"(?i)\b(?:1st|2nd|3rd|4th|\d+)$", "", text)))
        or bool(re.search(r"[^\W\d_]{2,}['’]s\s+\w", text))
        or keys[0] == "the"
        or _is_pair_of_surnames(text)
    )


def _is_trade(key: str, at: int, count: int) -> bool:
    """A trade's word makes a firm, but some are surnames as well: those only count in front of another word."""
    if key not in known.TRADE:
        return False
    return key not in known.ALSO_SURNAMES or (0 < at < count - 1)


def _is_pair_of_surnames(text: str) -> bool:
    sides = re.split(r"\s+(?:&|\+|and|und|y|et|e)\s+", text)
    if len(sides) < 2 or not re.search(r"[&+]", text):
        return False
    counts = [len(side.split()) for side in sides]
    return max(counts) == 1 or len(sides) > 2 or counts[-1] == 1


def _has_title(words: Sequence[str]) -> bool:
    return bool(words) and _is_title(words[0], len(words))


def _is_title(word: str, count: int) -> bool:
    key = _key(word)
    parts = [part for part in re.split(r"[.-]", fold(word)) if part]
    if len(parts) > 1 and (parts[0] == "dipl" or all(part in known.TITLES | known.TITLE_TAILS for part in parts)):
        return True
    if key not in known.TITLES:
        return False
    return (
        key not in known.ONLY_IN_FRONT_DOTTED
        or "." in word
        or (key in {"don", "dona", "fr", "m"} and count > 2 and len(key) > 1)
    )


def _undress(words: Sequence[str]) -> list[str]:
    """`words` without titles in front and credentials, generations and roles behind."""
    kept = [word.strip(",;") for word in words if word.strip(",;.*-–—")]
    while len(kept) > 1 and _is_title(kept[0], len(kept)):
        kept.pop(0)
        while len(kept) > 1 and _key(kept[0]) in known.TITLE_TAILS and kept[0].endswith("."):
            kept.pop(0)
    while len(kept) > 2 and _key(kept[0]) in known.ROLES - known.ALSO_GIVEN:
        kept.pop(0)
    while len(kept) > 2 and _is_credential(kept[-1]):
        kept.pop()
    while len(kept) > 2 and (_key(kept[-1]) in known.ROLES or _key(kept[-1]) in {"&", "of", "and", "|"}):
        kept.pop()
    while len(kept) > 2 and _is_credential(kept[-1]):
        kept.pop()
    return kept


def _is_credential(word: str) -> bool:
    key = _key(word)
    if key.isdigit() or key in {"1st", "2nd", "3rd", "degree"}:
        return True
    if key not in known.CREDENTIALS:
        return False
    if key in {"filho", "neto", "junior", "senior", "fils", "pere"}:
        return key in {"junior", "senior", "fils", "pere"} or False
    # Short ones are surnames too (Ma, Do, Ba): there, capitals or dots tell.
    letters = word.replace(".", "")
    return len(key) > 3 or letters.isupper() or "." in word or key in {"phd", "jr", "sr", "esq", "mba", "jnr", "snr"}


def _is_suffix_part(words: Sequence[str]) -> bool:
    """Whether a part behind a comma holds no name: credentials, a generation, a role."""
    keys = [_key(word) for word in words]
    harmless = known.CREDENTIALS | known.ROLES | {"of", "at", "the", "&", "and"}
    if all(key in harmless or key.isdigit() for key in keys):
        return not all(
            key in {"ma", "do", "ba", "ms"} and not word.isupper() for key, word in zip(keys, words, strict=True)
        )
    return len(words) == 1 and bool(
        re.fullmatch(
            r"(?:[A-Za-z]\.){2,}[A-Za-z]?|(?:[A-Z][a-z]?\.)+[A-Z][a-z]{0,4}\.?|[A-Z][A-Z/-]{1,7}[®]?|[A-Z]{1,3}[a-z]?[A-Z]{1,3}",
            words[0],
        )
    )


def _with_comma(parts: list[list[str]], titled: bool) -> Name:
    capitals = all(word.isupper() for part in parts for word in part)
    is_suffix = _all_credentials if capitals else _is_suffix_part
    rest = [part for part in parts[1:] if not is_suffix(part)]
    if not rest:
        return _ordered(parts[0], titled)
    if len(parts[0]) > 1 and len(rest[0]) > 1 and _looks_headline(rest[0]):
        return _ordered(parts[0], titled)
    first, *middle = _given(rest[0])
    last = " ".join(parts[0])
    trailing = [word for word in middle if _key(word) in known.PARTICLES and word.islower()]
    if trailing and trailing == middle[-len(trailing) :]:  # "Beethoven, Ludwig van"
        middle = middle[: -len(trailing)]
        last = f"{' '.join(trailing)} {last}"
    return _name(first, last, " ".join(middle), 0.93)


def _all_credentials(words: Sequence[str]) -> bool:
    return all(_key(word) in known.CREDENTIALS | known.ROLES for word in words)


def _looks_headline(words: Sequence[str]) -> bool:
    keys = {_key(word) for word in words}
    return bool(keys & (known.ROLES | known.TRADE | known.LEGAL | {"at", "of", "for", "the", "in"})) or len(words) > 4


def _given(words: Sequence[str]) -> list[str]:
    """Given names: what one is called by as one entry, then the middle names."""
    count = _given_count(words, len(words))
    return [" ".join(words[:count]), *words[count:]]


def _given_count(words: Sequence[str], available: int) -> int:
    """How many of the leading words are the name by which one is called; at least 1, at most `available`."""
    keys = [_key(word) for word in words]
    if available < 2:
        return 1
    if _INITIALS.fullmatch(words[0]):
        count = 1
        while count < available and _INITIALS.fullmatch(words[count]):
            count += 1
        return count if count > 1 else 2
    if keys[1] in _FRENCH_PAIRS.get(keys[0], ()) or (keys[0] in known.ABD and len(keys[0]) > 2):
        return 2
    if keys[0] in known.IBERIAN_GIVEN and keys[1] in known.IBERIAN_SECOND:
        return 2
    return 1


def _ordered(words: list[str], titled: bool) -> Name:
    """The name in one run of words, in whichever order it is written."""
    keys = [_key(word) for word in words]
    if all(key in known.NO_PERSON | known.ROLES or not key for key in keys) or (
        len(words) > 1 and keys[0] in {"n/a", "unknown"}
    ):
        return NOBODY
    if len(words) == 1:
        return _name("", words[0], "", 0.6) if titled else _name(words[0], "", "", 0.6)
    words = _one_of_a_couple(words)
    if len(words) > 7:
        return NOBODY
    return _family_first(words) or _by_capitals(words) or _western(words)


def _one_of_a_couple(words: list[str]) -> list[str]:
    """ "John and Mary Smith" → John Smith."""
    for at, word in enumerate(words[1:-1], start=1):
        if fold(word) in {"&", "and", "und", "et", "+"}:
            return [*words[:at], *words[-1:]] if at == 1 else words[:at]
    return words


def _by_capitals(words: list[str]) -> Name | None:
    """ "DUPONT Jean", "Jean DUPONT": the family name is the part in capitals."""
    loud = [_is_loud(word) for word in words]
    if all(loud) or not any(loud):
        return None
    if loud[0]:
        count = loud.index(False)
        if any(loud[count:]) or all(_INITIALS.fullmatch(word) for word in words[count:]):
            return None
        first, *middle = _given(words[count:])
        return _name(first, " ".join(words[:count]), " ".join(middle), 0.92)
    if loud[-1] and _western_split_at(words) == len(words) - 1:
        start = next(at for at in range(len(words)) if all(loud[at:]))
        while start > 1 and _is_particle(words[start - 1]):
            start -= 1
        first, *middle = _given(words[:start])
        return _name(first, " ".join(words[start:]), " ".join(middle), 0.93)
    return None


def _is_loud(word: str) -> bool:
    letters = [ch for ch in word if ch.isalpha()]
    if len(letters) < 2 or "." in word or not word.isupper():
        return False
    return len(letters) > 2 or _key(word) in known.CHINESE_LATIN | known.VIETNAMESE_LATIN


def _family_first(words: list[str]) -> Name | None:
    """Orders of the East, of Hungary, and of official Russian, where surnames or patronymics show them."""
    head, *rest = [_key(word) for word in words]
    if len(words) == 3 and _PATRONYMIC.fullmatch(words[2]) and not _PATRONYMIC.fullmatch(words[1]):
        return _name(words[1], words[0], words[2], 0.93)
    if head in known.HUNGARIAN_SURNAMES and rest[0] in known.HUNGARIAN_GIVEN and len(words) <= 3:
        return _name(words[1], words[0], " ".join(words[2:]), 0.85)
    if _is_vietnamese(words, head, rest):
        return _name(words[-1], words[0], " ".join(words[1:-1]), 0.85)
    japanese = head in known.JAPANESE_LATIN and len(rest) == 1 and rest[0] not in known.JAPANESE_LATIN
    if (
        (japanese and _sounds_japanese(rest[0]))
        or (head in known.KOREAN_LATIN and _is_korean_given(rest))
        or (head in known.CHINESE_LATIN and _is_chinese_given(head, rest))
    ):
        return _name(" ".join(words[1:]), words[0], "", 0.85)
    return None


def _is_vietnamese(words: Sequence[str], head: str, rest: Sequence[str]) -> bool:
    if head not in known.VIETNAMESE_LATIN or head in {"le", "do", "ho", "ly"}:
        return False
    if len(words) == 2:
        return not words[0].isascii()
    return len(words) <= 4 and rest[-1] not in known.VIETNAMESE_LATIN


def _sounds_japanese(key: str) -> bool:
    return bool(re.fullmatch(r"(?:(?:[kgsztdnhbpmyrwfj]|sh|ch|ts|ky|gy|ry|hy|my|ny|by|py)?[aiueo]{1,2}n?){2,5}", key))


def _is_korean_given(rest: Sequence[str]) -> bool:
    syllables = rest[0].split("-") if len(rest) == 1 else list(rest)
    return len(syllables) == 2 and all(_KOREAN_SYLLABLE.fullmatch(one) for one in syllables)


def _is_chinese_given(head: str, rest: Sequence[str]) -> bool:
    joined = "".join(rest).replace("-", "")
    if len(rest) == 1 and rest[0] in known.CHINESE_GIVEN and head not in known.CHINESE_GIVEN:
        return head == "li" or head not in known.NOT_GIVEN_FIRST
    if len(rest) > 2 or any(word in known.CHINESE_LATIN for word in rest) or not _PINYIN.fullmatch(joined):
        return False
    return head not in known.NOT_GIVEN_FIRST or len(joined) > 4 or len(rest) == 2


def _is_particle(word: str) -> bool:
    key = _key(word)
    if key not in known.PARTICLES:
        return word.lower().startswith(("d'", "d’")) and word[:1] == "d"
    return word.islower() or (key not in known.LOWER_ONLY and not word.endswith("."))


def _western_split_at(words: Sequence[str]) -> int:
    """Where the last name begins."""
    keys = [_key(word) for word in words]
    count = len(words)
    if (marian := _marian_length(words, keys)) > 0:
        return marian
    given = _given_count(words, count - 1)
    for at in range(1, count - 1):
        if keys[at] in known.JOINING and words[at].islower() and at > 1:
            return at - 1
        if _is_particle(words[at]):
            return given if _two_surnames_before(keys, given, at) else at
    iberian = count > 2 and keys[0] in known.IBERIAN_GIVEN
    if iberian and count - given == 2 and _two_surnames(keys, given):
        return given
    return 2 if iberian and count == 4 and given == 1 and keys[-1] in known.IBERIAN_SURNAMES else count - 1


def _marian_length(words: Sequence[str], keys: Sequence[str]) -> int:
    """The words of a name such as María del Carmen, when another follows; else 0."""
    if len(words) > 3 and keys[0] in {"maria", "ma", "mª"} and _is_particle(words[1]):
        return next((at + 1 for at in (2, 3) if at < len(words) - 1 and keys[at] in known.MARIAN), 0)
    return 0


def _two_surnames(keys: Sequence[str], given: int) -> bool:
    """Whether the two words after the given names are both surnames, as in Spain."""
    iberian = [key in known.IBERIAN_SURNAMES or key.endswith(("ez", "ñez")) for key in keys[given:]]
    return any(iberian) or keys[0] in known.CLEARLY_SPANISH


def _two_surnames_before(keys: Sequence[str], given: int, at: int) -> bool:
    return keys[0] in known.IBERIAN_GIVEN and given < at and keys[given] in known.IBERIAN_SURNAMES


def _western(words: list[str]) -> Name:
    start = _western_split_at(words)
    given = words[:start]
    if len(given) > 1 and _key(given[0]) in {"maria", "ma", "mª"} and any(_is_particle(word) for word in given):
        return _name(" ".join(given), " ".join(words[start:]), "", 0.85)
    if start == 2 and len(words) == 4 and _key(words[0]) in known.IBERIAN_GIVEN:
        return _name(" ".join(given), " ".join(words[start:]), "", 0.85)
    first, *middle = _given(given)
    return _name(first, " ".join(words[start:]), " ".join(middle), 0.95 if len(words) == 2 else 0.88)


# --- letters ----------------------------------------------------------------------------------------------------------


def _name(first: str, last: str, middle: str, confidence: float) -> Name:
    whole = f"{first} {middle} {last}"
    shout, whisper = whole.isupper(), whole.islower()
    if (shout and len(whole.strip()) > 3) or whisper:
        first, middle, last = (
            _cased(part, name_part) for part, name_part in ((first, "g"), (middle, "g"), (last, "s"))
        )
    else:
        first, last = (_quieter(first), _quieter(last))
    return Name(first.strip(" ,"), last.strip(" ,"), middle, confidence=confidence)


def _quieter(part: str) -> str:
    """Loud words of a name that is otherwise written in small letters."""
    return " ".join(_capital(word) if _is_loud(word) and len(word) > 2 else word for word in part.split())


def _cased(part: str, which: str) -> str:
    words = part.split()
    return " ".join(
        word.lower()
        if which == "s" and len(words) > 1 and at < len(words) - 1 and _key(word) in known.PARTICLES
        else _capital(word)
        for at, word in enumerate(words)
    )


def _capital(word: str) -> str:
    if _INITIALS.fullmatch(word) and ("." in word or len(word) < 2):
        return word.upper()
    pieces = re.split(r"([-'’])", word)
    out = "".join(piece[:1].upper() + piece[1:].lower() for piece in pieces)
    if re.fullmatch(r"Mc[a-z]{3,}", out):
        return "Mc" + out[2:].capitalize()
    return out


# --- scripts without spaces -------------------------------------------------------------------------------------------

_CJK: Final = re.compile(r"[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff々]")


def _is_cjk(text: str) -> bool:
    """Whether the name is to be read in an eastern script; a transcription beside it makes it a spaced one."""
    words = text.split()
    return bool(_CJK.search(text)) and sum(1 for word in words if word.isascii() and len(word) > 1) < 2


def _cjk(text: str) -> Name:
    if _CJK_FIRM.search(text):
        return COMPANY
    words = [word for word in re.split(r"[\s,，、/|-]+", text) if _CJK.search(word)]
    words = [
        bare for word in words if (bare := _CJK_HONORIFICS.sub("", word)) and not _CJK_HONORIFICS.fullmatch("x" + word)
    ]
    if len(words) == 2:
        return Name(words[1], words[0], confidence=0.93)
    if len(words) != 1 or len(words[0]) > 20:
        return Name(" ".join(words[1:]), words[0], confidence=0.6) if words else NOBODY
    return _unspaced(words[0])


def _unspaced(word: str) -> Name:
    if "\u30fb" in word:  # katakana with a middle dot: a western name in western order
        first, *rest = word.split("\u30fb")
        return Name(first, rest[-1], " ".join(rest[:-1]), confidence=0.9)
    if word in known.HAN_TWO or word in known.HAN_THREE:
        return Name("", word, confidence=0.8)
    if len(word) > 7:
        return NOBODY
    at = _family_length(word)
    return Name(word[at:], word[:at], confidence=0.85) if at < len(word) else Name(word, "", confidence=0.5)


def _family_length(word: str) -> int:
    """How many leading characters are the family name."""
    if re.match(r"[\uac00-\ud7af]", word):
        return 2 if word[:2] in known.HANGUL_TWO and len(word) > 2 else 1
    kana = re.search(r"[\u3040-\u30ff]", word)
    if kana and kana.start() == 0:
        return len(word)
    if kana and kana[0] not in "ノヶケの":
        return kana.start()
    for length, families in ((3, known.HAN_THREE), (2, known.HAN_TWO)):
        if len(word) > length and word[:length] in families:
            return length
    return 1 if len(word) == 2 or (len(word) == 3 and word[0] in _HAN_ONE) else 2
