"""Small, language-aware operations on text."""

import re
import unicodedata

_FOLDED = {"ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "œ": "oe", "ı": "i"}


def fold(text: str) -> str:
    """Case, accents and width removed, white space collapsed: what two spellings are compared by.

    >>> fold("  Ångström  GmbH ")
    'angstrom gmbh'
    """
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(_FOLDED.get(ch, ch) for ch in decomposed if not unicodedata.combining(ch))
    return " ".join(unicodedata.normalize("NFC", plain).split())


def slug(text: str, *, limit: int = 60) -> str:
    """A name for keys and files: letters and digits of any script, joined by `_`; empty when nothing is left.

    >>> slug("  E-Mail (geschäftlich) ")
    'e_mail_geschaftlich'
    """
    return re.sub(r"[\W_]+", "_", fold(text)).strip("_")[:limit].rstrip("_")


def shorten(text: str, limit: int) -> str:
    """`text` on one line in at most `limit` characters, an ellipsis where something was cut."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
