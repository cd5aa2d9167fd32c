"""What is searched for, written as people write it, and as data: saved filters and rules keep the text.

    ana acme                    words that all stand in the lead, each as the beginning of a word
    city:Köln  title:"head of sales"        a field's value, whatever its case and accents
    employees>=50  revenue<1.5M  created>2026-01-01        numbers and times; "51 to 200" counts by its middle
    verified:true  enriched:false  enriched_at>2026-01-01        what follows from its history (`derived.py`)
    has:website_url  lacks:video            a field that has, or lacks, a value
    by:website                  enriched by that enricher
    import:ID                   touched by that import
    task:website=dead           the state of the lead's task of that enricher or kind
    -city:Köln                  not that

All of it together must be true.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final, Literal, get_args

from shared.core.errors import InvalidInput
from shared.core.text import fold
from shared.leads import derived
from shared.leads.amounts import amount_of, canonical_amount, canonical_headcount
from shared.ports.search import Lookup, Range
from shared.tasks.model import TaskState

Operator = Literal["is", "has", "by", "import", "<", "<=", ">", ">="]
MAX_TEXT: Final = 1_000
_LONGEST: Final = 60  # characters of a word
_STATES: Final = frozenset(get_args(TaskState))
_TIMES: Final = {
    "created": "created_at",
    "updated": "updated_at",
    "created_at": "created_at",
    "updated_at": "updated_at",
    **{name: name for name in derived.TIMES},
}
_TERM: Final = re.compile(r'(-?)(?:(\w[\w-]*)(:|\s*(?:>=|<=|>|<)\s*))?("[^"]*"|[^\s"]+)')
_WORD: Final = re.compile(r"[^\W_]+")
_WIDE: Final = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\u3040-\u30ff]")  # written without spaces
_SPELT: Final = {"employees": canonical_headcount, "revenue": canonical_amount}
"""Fields that hold amounts, and the one spelling in which two of them are compared."""
_MONEY: Final = ("$", "€", "£", "¥", "₹")
_NUMBER: Final = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that must be true of a lead, or, `negated`, must not."""

    op: Operator
    field: str  # a field's name, an enricher's, an import's id, created_at or updated_at
    value: str = ""
    negated: bool = False


@dataclass(frozen=True, slots=True)
class TaskIs:
    name: str  # of the enricher, or the kind
    state: TaskState


@dataclass(frozen=True, slots=True)
class Filter:
    """What is searched for. Empty = every lead."""

    words: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    tasks: tuple[TaskIs, ...] = ()

    def lookup(self) -> Lookup:
        """What an index is asked; more may come back than fits."""
        tokens, lacking, ranges = list[str](), list[str](), dict[str, Range]()
        for one in self.conditions:
            if one.op in {"is", "has", "by", "import"}:
                (lacking if one.negated else tokens).append(_facet(one))
            elif not one.negated and one.field not in _TIMES.values():
                ranges[one.field] = _narrowed(ranges.get(one.field, Range(one.field)), one.op, _bound_of(one))
        whole = tuple(word for word in self.words if _WIDE.search(word))
        prefixes = tuple(word for word in self.words if not _WIDE.search(word))
        return Lookup((*dict.fromkeys(tokens), *whole), prefixes, tuple(dict.fromkeys(lacking)), tuple(ranges.values()))

    def matches(self, document: Mapping[str, Any]) -> bool:
        """True of a stored lead. Tasks are looked at elsewhere."""
        if not all(_true(one, document) for one in self.conditions):
            return False
        if not self.words:
            return True
        words = words_of(document["fields"])
        return all(any(word.startswith(wanted) for word in words) for wanted in self.words)


def parse(text: str) -> Filter:
    """The filter that a text means. Raises InvalidInput with what cannot be read.

    >>> parse('ana -has:video employees>=50').words
    ('ana',)
    """
    if len(text) > MAX_TEXT:
        raise InvalidInput(f"the search has {len(text):,} characters; at most {MAX_TEXT:,}")
    words, conditions, tasks = list[str](), list[Condition](), list[TaskIs]()
    for minus, name, compared, quoted in _TERM.findall(text):
        value, sign = quoted.strip('"'), compared.strip()
        if not sign:
            if minus:
                raise InvalidInput(f"`-{quoted}`: a minus stands before a condition, e.g. -has:video or -city:Bonn")
            if value[-1:] in {":", "<", ">", "="} and value[:-1].replace("_", "").isalnum():
                raise InvalidInput(f"`{value[:60]}` lacks a value")
            words += split_words(f"{name}{value}")
        elif name == "task" and sign == ":":
            tasks.append(_task(value, minus))
        else:
            conditions.append(_condition(name, sign, value, negated=bool(minus)))
    if text.strip() and not (words or conditions or tasks):
        raise InvalidInput(f"{text[:60]!r} holds no word to search for")
    return Filter(tuple(dict.fromkeys(words)), tuple(conditions), tuple(tasks))


def _condition(name: str, sign: str, value: str, *, negated: bool) -> Condition:
    if not value:
        raise InvalidInput(f"`{name}{sign}` lacks a value")
    if sign != ":":
        return _bound(name, sign, value, negated=negated)
    if name == "lacks":
        return Condition("has", value, negated=not negated)
    kinds: dict[str, Operator] = {"has": "has", "by": "by", "import": "import"}
    if name in kinds:
        return Condition(kinds[name], value, negated=negated)
    return Condition("is", name, value, negated)


def _bound(name: str, sign: str, value: str, *, negated: bool) -> Condition:
    if name in _TIMES:
        if not re.fullmatch(r"\d{4}-\d\d(-\d\d([T ][\d:.]+Z?)?)?", value):
            raise InvalidInput(f"`{name}{sign}{value[:40]}`: give a day such as 2026-01-31")
        return Condition(_sign(sign), _TIMES[name], value.replace(" ", "T"), negated)
    if _one_number(name, value) is None:
        raise InvalidInput(f"`{name}{sign}{value[:40]}`: {value[:40]!r} is no number")
    return Condition(_sign(sign), name, value, negated)


def _sign(sign: str) -> Operator:
    signs: dict[str, Operator] = {"<": "<", "<=": "<=", ">": ">", ">=": ">="}
    return signs[sign]


def _task(value: str, minus: str) -> TaskIs:
    name, _, state = value.partition("=")
    if minus or not name or state not in _STATES:
        raise InvalidInput(f"`task:{value[:60]}`: write task:NAME=STATE; states are: {', '.join(sorted(_STATES))}")
    return TaskIs(name, state)  # type: ignore[arg-type]  # one of the states


def _true(one: Condition, document: Mapping[str, Any]) -> bool:
    return _holds(one, document) is not one.negated


def _holds(one: Condition, document: Mapping[str, Any]) -> bool:
    if one.op == "import":
        return one.field in document.get("imports", ())
    if one.op == "by":
        return one.field in enrichers_of(document)
    derives = one.field in derived.NAMES
    value = derived.follows(document).get(one.field) if derives else document["fields"].get(one.field)
    if one.field in _TIMES.values() and one.op in {"<", "<=", ">", ">="}:
        moment = str((value if derives else document.get(one.field)) or "")
        return bool(moment) and _compared(moment[: len(one.value)], one.op, one.value)
    if value is None or value == "":
        return False
    return one.op == "has" or _fits(one, value)


def _fits(one: Condition, value: Any) -> bool:
    if one.op == "is":
        return _spelt(one.field, value) == _spelt(one.field, one.value)
    number = number_of(value, one.field)
    return number is not None and _compared(number, one.op, _bound_of(one))


def _compared(held: Any, op: Operator, wanted: Any) -> bool:
    if op == "<":
        return bool(held < wanted)
    if op == "<=":
        return bool(held <= wanted)
    return bool(held > wanted if op == ">" else held >= wanted)


def _narrowed(held: Range, op: Operator, value: float) -> Range:
    if op in {"<", "<="}:
        return Range(held.name, held.low, value if held.high is None else min(held.high, value))
    return Range(held.name, value if held.low is None else max(held.low, value), held.high)


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def _bound_of(one: Condition) -> float:
    return _one_number(one.field, one.value) or 0.0


def _one_number(name: str, text: str) -> float | None:
    """The number that a bound states; a range states none."""
    found = amount_of(text)
    if _NUMBER.fullmatch(text):
        return number_of(text, name)
    return float(found.low) if found is not None and found.low == found.high else None


def _spelt(name: str, value: Any) -> str:
    """The form in which a value is compared; it stays stored as the file said it."""
    text = _text(value)
    return fold((_SPELT[name](text) if name in _SPELT else None) or text)


# What a lead can be found by


def tokens_of(document: Mapping[str, Any]) -> list[str]:
    """Words and facets of a stored lead."""
    told = derived.follows(document)
    fields = {**document["fields"], **{name: told[name] for name in derived.NAMES if name in told}}
    facets = [token for name, value in fields.items() if value != "" for token in (
        facet("h", name), facet("e", name, _spelt(name, value))
    )]  # fmt: skip
    facets += [facet("i", id) for id in document.get("imports", ())]
    facets += [facet("b", name) for name in enrichers_of(document)]
    return [*facets, *words_of(document["fields"])[:2000]]


def words_of(fields: Mapping[str, Any]) -> list[str]:
    """Each word of the values once."""
    return list(dict.fromkeys(word for value in fields.values() for word in split_words(_text(value))))


def split_words(text: str) -> list[str]:
    """Words by which a text is found; what is written without spaces falls into pairs of letters."""
    words = [word[:_LONGEST] for word in _WORD.findall(fold(text[:20_000]))]
    if text.isascii():
        return words
    return [part for word in words for part in (_pairs(word) if _WIDE.search(word) else (word,))]


def _pairs(word: str) -> list[str]:
    return [word] if len(word) < 3 else [word[at : at + 2] for at in range(len(word) - 1)]


def numbers_of(document: Mapping[str, Any]) -> dict[str, float]:
    """Those of a lead's values that are numbers."""
    found = ((name, number_of(value, name)) for name, value in document["fields"].items())
    return {name: number for name, number in found if number is not None}


def number_of(value: Any, name: str = "") -> float | None:
    """The number that a value of a field states: of a range its middle, of a bound the bound. Currencies are not
    exchanged.

    >>> number_of("51 to 200 employees", "employees"), number_of("$1.2M"), number_of("1.200", "revenue")
    (125.5, 1200000.0, 1200.0)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    text = str(value).strip()
    if not text.startswith("-") and (name in _SPELT or text.startswith(_MONEY)):
        found = amount_of(text)
        if found is not None:
            return float(found.middle)
    return _number(text) if len(text) < 40 and text[-1:].isdigit() and _NUMBER.fullmatch(text) else None


def enrichers_of(document: Mapping[str, Any]) -> frozenset[str]:
    """Who gave a value that stands in the lead, or stood there."""
    return frozenset(source["name"] for source in document.get("sources", ()) if source["kind"] == "enricher")


def _facet(one: Condition) -> str:
    if one.op == "is":
        return facet("e", one.field, _spelt(one.field, one.value))
    return facet({"has": "h", "by": "b", "import": "i"}[one.op], one.field)


@lru_cache(maxsize=16_384)
def facet(kind: str, *parts: str) -> str:
    """A word that no text holds."""
    return f"§{kind}{blake2b(chr(0).join(parts).encode(), digest_size=8).hexdigest()}"


def _text(value: Any) -> str:
    return (
        value if isinstance(value, str) else ("true" if value else "false") if isinstance(value, bool) else str(value)
    )


def described(filter: Filter) -> Sequence[str]:
    """The names of the fields that a filter speaks of."""
    return [one.field for one in filter.conditions if one.op in {"is", "has", "<", "<=", ">", ">="}]
