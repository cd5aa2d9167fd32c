"""A name without what profiles, forms and broken encodings put around it."""

import html
import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from shared.leads import name_words as known
from shared.leads.called_names import CALLED
from shared.leads.given_names import GIVEN
from shared.leads.name_kinds import is_company
from shared.leads.name_letters import key

MAX_LENGTH: Final = 300  # characters; what is longer is no name

_HIDDEN: Final = re.compile(
    r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0e\ufe0f\ufeff\x00-\x08\x0e-\x1f\U000e0000-\U000e007f]"
)
_LETTER_EMOJI: Final = re.compile("[\u24c2\u3297\u3299\U0001f170\U0001f171\U0001f17e\U0001f17f]\ufe0f")
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>|（[^（）]*）|【[^【】]*】|「[^「」]*」")
_NICKNAME: Final = re.compile(r"(?<!\S)[\"“”„«‘'’][^\"“”„«»‘'’]{1,30}[\"“”»‘'’](?!\w)")
_PRONOUNS: Final = re.compile(
    r"(?i)(?<!\w)(?:she|he|they|ze|xe|sie|er|elle|il|ella|el)\s?/\s?"
    r"(?:her|him|hers|his|them|theirs?|hir|ihr|ihm|elle|they|he|she|ella)(?:\s?/\s?\w+)*(?!\w)"
)
_BORN: Final = re.compile(
    r"(?i)[\s,]+(?:a\.?k\.?a\.?|genannt|alias|geb\.?|geborene|née|né|nee|born|z domu|roz\.|o\.s\.)\s+[^\W\d_][\w'-]*$"
)
_LABEL: Final = re.compile(
    r"(?i)^(?:(?:attn\.?|attention|z\.?\s?hd\.?|c/o|fao|t\.?a\.?v\.?|de heer(?: en mevrouw)?"
    r"|h\.\s?e\.|h\.\s?r\.\s?h\.|s\.\s?e\."
    r"|(?:m\.|mme|monsieur|madame) l[ea] (?:maire|direct\w+|président\w*|ministre|préf\w+|docteur|professeur|juge)"
    r"|yang (?:amat )?(?:berhormat|berbahagia|mulia)"
    r"|(?:his|her) (?:excellency|eminence|royal highness|highness|holiness)"
    r"|s(?:u|ua) (?:excelencia|eccellenza|excelência|señoría))\s*:?\s*|"
    r"(?:contact|name|full name|to|an|kontakt|nom|nombre|naam)\s*:\s*)"
    r"(?=[^\W\d_](?:[^\W\d_]|\.\s))"
)
_TAIL: Final = re.compile(
    r"\s*(?:[|•·‧●▪■◆➤→➡⇒►▶👉»~;:]|//|\s[-–—‒―]+\s|\s[-–—]+$|\s/\s|\s@|\sat\s(?=[A-Z])|\sbei\s(?=[A-Z])|\sfrom\s(?=[A-Z])"
    r"|\s(?:1st|2nd|3rd) degree\b)\s*"
)
_SMALL_CAPITALS: Final = str.maketrans("ᴀʙᴄᴅᴇꜰғɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdeffghijklmnoprstuvwyz")
_ESCAPED_SPACE: Final = re.compile(r"\\[nrt](?=[A-Z]|\s|$)")  # as exports write a line's end within a cell
_OF_NO_NAME: Final = re.compile(r"[\\%{}<>=$^~]|\('|'\)")
_DOCTOR_APART: Final = re.compile(r"(?i)\bph\.?\s+d\b\.?|\bm\.\s+d\.(?=$|[\s,])|\bm\.\s?b\.\s?a\.")
_BROKEN_HYPHEN: Final = re.compile(r"^([^\W\d_]+)(?:- | -)(?=[^\W\d_])|^([^\W\d_]+) [-–] (?=[^\W\d_]+,)")
_KATAKANA_DOT: Final = re.compile(r"(?<=[\u30a0-\u30ff])[・･·•](?=[\u30a0-\u30ff])")
_TWICE_ENCODED: Final = re.compile("[ÃÂÅÄ][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]")
_ORNAMENTS_KEPT: Final = "・’‘ªº–—•·●▪■◆➤→➡⇒►▶👉»「」"


def cleaned(raw: str) -> str:
    """The text of a name: whole characters, one kind of space, no brackets, nicknames, pronouns and ornaments."""
    text = _HIDDEN.sub("", _LETTER_EMOJI.sub(" ", html.unescape(_repaired(raw[: 4 * MAX_LENGTH]))))
    text = unicodedata.normalize("NFC", "".join(map(_plain_letter, text.translate(_SMALL_CAPITALS))))
    text = _DOCTOR_APART.sub(lambda found: "".join(found[0].split()).replace(".", ""), text)
    text = _KATAKANA_DOT.sub("\u30fb", text)
    text = _PRONOUNS.sub(" ", text)
    if _BRACKETS.sub("", text).strip(" ,.-"):
        text = _BRACKETS.sub(" ", _BRACKETS.sub(" ", text))
    else:
        text = text.strip("()[]{}<>")
    without = _NICKNAME.sub(" ", text)
    text = _BORN.sub("", without if any(map(str.isalpha, without)) else text)
    text = _without_ornaments(text)
    if _OF_NO_NAME.search(text):
        text = " ".join(word for word in _ESCAPED_SPACE.sub(" ", text).split() if not _OF_NO_NAME.search(word))
    text = " ".join(re.sub(r"(?<!\S)#\w+", " ", text).split()).strip(' ,;/\\*_"“”«»-–—¡!¿?~=+^')
    text = _BROKEN_HYPHEN.sub(lambda found: f"{found[1] or found[2]}-", text)
    return _LABEL.sub("", text, count=1) if _LABEL.match(text) else text


def _repaired(text: str) -> str:
    """Letters that were read in the wrong encoding: "JosÃ©" → "José"."""
    if not _TWICE_ENCODED.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        pass
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _plain_letter(ch: str) -> str:
    """Letters in fancy fonts and widths as plain ones; ordinals and ligatures stay."""
    if ch.isascii():
        return ch
    if "\U0001f130" <= ch <= "\U0001f189":  # letters in squares and circles that have no plain form of their own
        return chr(65 + (ord(ch) - 0x1F130) % 32) if (ord(ch) - 0x1F130) % 32 < 26 else " "
    if unicodedata.decomposition(ch).startswith(("<font>", "<wide>", "<narrow>", "<circle>", "<square>")):
        return unicodedata.normalize("NFKC", ch)
    return ch


def _without_ornaments(text: str) -> str:
    """Emoji and stars as spaces; as a bar where a sentence follows a whole name: "Ines Cord 🚀 Helping you grow"."""
    if text.isascii():
        return text
    pieces = "".join("\0" if _is_ornament(ch) else ch for ch in text).strip("\0 ").split("\0")
    before, after = pieces[0].split(), " ".join(pieces[1:]).split()
    headline = len(before) > 1 and len(after) > 1 and any(map(_is_of_a_sentence, after))
    headline = headline or (len(before) > 1 and bool(after) and all(key(word) in _DESKS for word in after))
    headline = headline or (len(before) > 1 and len(after) > 1 and _ends_a_name(before[-1]))
    return (" | " if headline else " ").join((pieces[0], " ".join(pieces[1:])))


def _ends_a_name(word: str) -> bool:
    """Whether a word may be a name's last: "Emre Öztürk ☑️ Satış Müdürü", but "Rosa María 🌹 Benítez Soto"."""
    return key(word) not in CALLED and key(word) not in known.PARTICLES


def _is_of_a_sentence(word: str) -> bool:
    return (len(word) > 2 and word.islower()) or any(map(str.isdigit, word)) or key(word) in known.ROLES | known.TRADE


def _is_ornament(ch: str) -> bool:
    if ch.isascii() or ch in _ORNAMENTS_KEPT:
        return False
    return unicodedata.category(ch) in {"So", "Sk", "Cs", "Co", "Cn", "Sm", "No"} or ch in "\u200d\ufe0f\u20e3"


def without_tail(text: str) -> str:
    """What stands before a headline's bars, dashes and bullets; a later part if only that is a name."""
    pieces = [piece for piece in _TAIL.split(text) if any(ch.isalpha() for ch in piece)]
    pieces = [_without_headline(piece) for piece in pieces]
    called = bool(pieces) and key(pieces[0]) in GIVEN
    for at, piece in enumerate(pieces):
        keys = [key(word) for word in piece.split()]
        if called and at and keys[0] not in GIVEN:
            continue
        if len(keys) > 1 and _DESKS.isdisjoint(keys) and not is_company(piece):
            return piece
    return pieces[0] if pieces else text


def _without_headline(piece: str) -> str:
    """What stands before the comma in "Nora Quinn, VP of Marketing at Acme"."""
    before, _, after = piece.partition(",")
    if len(before.split()) > 1 and _is_headline(after.split()) and not is_company(before):
        return before
    return piece


_HEADLINE: Final = frozenset(
    {"at", "of", "for", "the", "in", "to", "open", "&", "and", "certified", "bei", "chez", "en"}
)

_TOLD: Final = known.ROLES | known.TRADE | known.LEGAL | _HEADLINE
_DESKS: Final = known.ROLES | known.NO_PERSON


def _is_headline(said: Sequence[str]) -> bool:
    keys = {key(word) for word in said}
    other = keys - known.TITLES - known.CREDENTIALS
    long = sum(len(one) > 1 for one in other) > 3 and not keys & known.PARTICLES
    return (len(said) > 1 and not _TOLD.isdisjoint(keys)) or long
