"""Cells that a spreadsheet would run. The rule is reversible: what is guarded on the way out is bared on the way in.

A text that begins with = + - @, a tab, a line end, a NUL or one of their full-width forms gets an apostrophe in front
(OWASP ASVS 5.0, 1.2.10). So does one that begins with apostrophes before such a character, or it could not be told
apart. Plain numbers and E.164 phone numbers (`-5`, `+15125550192`) stay as they are: no spreadsheet makes more of them
than a number, and an apostrophe in every phone number would spoil the file for everything else that reads it.
"""

import re

_RISKY = re.compile(r"'*[=+\-@\t\r\n\0＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n\0＝＋－＠]")
_NUMBER = re.compile(r"\+\d{7,15}|[+-]\d+(?:[.,]\d+)*%?", re.ASCII)


def guarded(text: str) -> str:
    """The text as it may stand in a cell.

    >>> guarded("=1+1"), guarded("+15125550192"), guarded("-5"), guarded("'=x"), guarded("O'Brien")
    ("'=1+1", '+15125550192', '-5', "''=x", "O'Brien")
    """
    return f"'{text}" if _RISKY.match(text) and not _NUMBER.fullmatch(text) else text


def bared(text: str) -> str:
    """The text that `guarded` was given.

    >>> bared("'=1+1"), bared("'hello'")
    ('=1+1', "'hello'")
    """
    return text[1:] if _GUARDED.match(text) else text
