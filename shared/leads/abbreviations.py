"""Names of columns that are cut short with a point: "Befattn.", "Os. kontaktowa", "Opm."."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from shared.core.text import fold
from shared.leads import header_words as words_of

_WORD: Final = re.compile(r"[^\W\d_]+\.?")
_AGREED: Final = 0.75  # share of the names it may stand for that mean one field
# Cut otherwise than at the end of a word, or so short that other words begin alike.
_SHORT: Final = {
    "fa": "company_name", "bdl": "state", "kt": "state", "ktn": "state", "tf": "phone", "tlf": "phone",
    "mw": "employees", "ma": "employees", "opm": "notes", "bem": "notes", "obs": "notes", "uw": "notes",
    "pos": "title", "mob": "phone",
}  # fmt: skip


def spelled_out(text: str, known: Mapping[str, tuple[str, ...]]) -> str:
    """The field that most names mean which begin so; empty where nothing is cut or they disagree.

    >>> from shared.leads.synonyms import meanings
    >>> [spelled_out(text, meanings()) for text in ("Befattn.", "Os. kontaktowa", "Aant. mw.", "Fa.", "Name", "L.")]
    ['title', 'full_name', 'employees', 'company_name', '', '']
    """
    if "." not in text:
        return ""
    spoken = [fold(word) for word in _WORD.findall(text)]
    cut = [word for word in spoken if word.endswith(".")]
    if not cut:
        return ""
    if field := _SHORT.get(spoken[-1].rstrip(".")):
        return field
    fields = Counter(known[key][0] for key in known if _stands_for(spoken, key.split()))
    fields[""] = sum(_stands_for(spoken, (word,)) for word in words_of.OTHERS | words_of.ABOUT)
    field, count = fields.most_common(1)[0]
    sure = count > 1 or len(spoken) > 1 or len(cut[0]) > 4  # "Var." may be anything
    return field if sure and count >= _AGREED * fields.total() else ""


def _stands_for(spoken: Sequence[str], words: Sequence[str]) -> bool:
    return len(spoken) == len(words) and all(
        word.startswith(said[:-1]) and len(said) > (2 if len(spoken) > 1 else 3) if said[-1] == "." else word == said
        for said, word in zip(spoken, words, strict=True)
    )
