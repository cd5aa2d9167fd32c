"""Amounts of money and numbers of people as lists write them: one number, a range, or a bound.

>>> [canonical_amount(text) for text in ("$1.2M", "1.200.000 EUR", "$10 mil. - $25 mil.", "< 500k €", "secret")]
['1200000 USD', '1200000 EUR', '10000000-25000000 USD', '0-500000 EUR', None]
>>> [canonical_headcount(text) for text in ("51 to 200 employees", "1-10k", "10,001+", "<10", "about 40")]
['51-200', '1000-10000', '10001+', '1-9', '40']
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from shared.leads.wordlist import words

MAX_LENGTH: Final = 80  # characters; what is longer is no amount


@dataclass(frozen=True, slots=True)
class Amount:
    """From `low` to `high`, both included; no `high` = at least `low`. The currency is a three-letter code or empty."""

    low: Decimal
    high: Decimal | None
    currency: str = ""

    @property
    def middle(self) -> Decimal:
        """One number to sort and to compare by."""
        return self.low if self.high is None else (self.low + self.high) / 2


_POWERS: Final = {
    3: "k tsd t thousand tys tis tkr k€ тыс 千",
    4: "万 萬",
    5: "lakh",
    6: "m mm mn mio mil mill mln mi million millions millionen millones milhoes milhões milioni miljoen miljoner mnkr"
    " mkr млн",
    7: "crore cr",
    8: "億 亿",
    9: "b bn bil billion billions mrd md milliard milliarden miliardi млрд",
}
_SCALES: Final = {unit: power for power, units in _POWERS.items() for unit in units.split()}
_MARKS: Final = """
    us$ USD r$ BRL a$ AUD c$ CAD $ USD € EUR £ GBP ¥ JPY 円 JPY 元 CNY ₹ INR ₽ RUB руб RUB ₺ TRY zł PLN zl PLN kč CZK
    ₩ KRW chf CHF euro EUR euros EUR dollar USD dollars USD tkr SEK mnkr SEK mkr SEK k€ EUR kr -
"""
_PAIRS: Final = iter(_MARKS.split())
_CURRENCIES: Final = {mark: code.strip("-") for mark, code in zip(_PAIRS, _PAIRS, strict=True)}
_CODES: Final = words(
    """
    USD EUR GBP CHF SEK NOK DKK PLN CZK HUF RON BGN TRY RUB UAH ILS AED SAR INR JPY CNY HKD SGD KRW AUD NZD CAD BRL MXN
    ARS CLP COP ZAR THB IDR MYR PHP VND TWD
    """
)
_NUMBER: Final = r"\d[\d.,'’\u00a0\u202f ]*"
_PART: Final = re.compile(rf"({_NUMBER})\s*([^\W\d_]+\.?)?", re.IGNORECASE)
_BETWEEN: Final = re.compile(
    r"\d[^-–—]*?\s*(?:-|–|—|\bto\b|\bbis\b|\ba\b|à|\btot\b|\btill\b|\bdo\b|\band\b|~|～)\s*", re.IGNORECASE
)
_LESS: Final = r"<(?!=)|less than|under|below|unter|moins de|menos de|meno di"
_BELOW_STRICTLY: Final = re.compile(rf"^\W*(?:{_LESS})", re.IGNORECASE)
_BELOW: Final = re.compile(rf"^\W*(?:{_LESS}|<=|≤|up to|bis(?: zu)?|max\.?|fino a)", re.IGNORECASE)
_ABOVE: Final = re.compile(
    r"^\W*(?:>|≥|more than|over|above|at least|über|ueber|mehr als|plus de|más de|mas de|mais de|oltre|ab\b|min\.?)"
    r"|\+\W*\w*$",
    re.IGNORECASE,
)
_FILLERS: Final = words(
    """
    to bis a à tot till do and about approx ca circa etwa rund around employees employee people staff mitarbeiter
    persons personnes salaries salariés empleados dipendenti medewerkers anstallda anställda ansatte per year annual
    annually p pa jahr less than under up below zu unter moins de menos meno di max fino more over above at least
    über ueber
    mehr als plus más mas mais oltre ab min fte revenue umsatz est estimated usd in
    """
)


@lru_cache(maxsize=20_000)
def amount_of(text: str) -> Amount | None:
    """The amount that a text states, or None when it states none or something else beside."""
    if len(text) > MAX_LENGTH or not any(map(str.isdigit, text)):
        return None
    lowered = re.sub("(?=[円元])", " ", text.strip().lower())
    parts = _PART.findall(lowered)
    if not 1 <= len(parts) <= 2 or not _only_known(lowered):
        return None
    scales = [_SCALES.get(unit.rstrip("."), _SCALES.get(unit, 0)) for _, unit in parts]
    if len(parts) == 2 and not scales[0]:
        scales[0] = scales[1]
    values = [_value(digits, scale) for (digits, _), scale in zip(parts, scales, strict=True)]
    if any(value is None for value in values):
        return None
    return _bounded(lowered, [value for value in values if value is not None], _currency(text))


def _bounded(text: str, values: list[Decimal], currency: str) -> Amount | None:
    low, *others = values
    if others:
        high = others[0]
        return Amount(low, high, currency) if low <= high and _BETWEEN.search(text) else None
    if _BELOW.match(text):
        high = low - 1 if _BELOW_STRICTLY.match(text) and low < 1000 else low
        return Amount(Decimal(0), high, currency) if high > 0 else None
    return Amount(low, None if _ABOVE.search(text) else low, currency)


def _only_known(text: str) -> bool:
    """Whether nothing in a text is left unread: a word that is no unit may change what the number means."""
    for mark in sorted(_CURRENCIES, key=len, reverse=True):
        text = text.replace(mark, " ") if not mark.isalpha() else text
    found = re.findall(r"[^\W\d_]+", text)
    return all(
        word in _SCALES or word in _CURRENCIES or word.upper() in _CODES or word in _FILLERS for word in found
    ) and not re.search(r"[%@#:;\\]", text)


def _value(digits: str, scale: int) -> Decimal | None:
    """The number in one of the world's spellings: "1,200.50", "1.200,50", "1 200"."""
    digits = re.sub(r"[\s'’\u00a0\u202f]", "", digits).rstrip(".,")
    marks = re.findall(r"[.,]", digits)
    if len(set(marks)) == 2:
        decimal = marks[-1]
        digits = digits.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    elif len(marks) > 1:
        digits = digits.replace(marks[0], "")
    elif marks:
        whole, _, rest = digits.partition(marks[0])
        grouped = len(rest) == 3 and whole != "0" and len(whole) <= 3
        digits = whole + rest if grouped else f"{whole}.{rest}"
    try:
        value = Decimal(digits) * 10**scale
    except ArithmeticError:
        return None
    return value if value < Decimal(10) ** 18 else None


def _currency(text: str) -> str:
    for word in re.findall(r"[A-Za-z]{3}", text):
        if word.upper() in _CODES and (word.isupper() or text.islower()):
            return str(word.upper())
    lowered = text.lower()
    return next((code for mark, code in _CURRENCIES.items() if mark in lowered and _is_word(mark, lowered)), "")


def _is_word(mark: str, text: str) -> bool:
    if not mark.isalpha() or not mark.isascii():
        return True
    return bool(re.search(rf"(?<![^\W\d_]){mark}(?![^\W\d_])", text))


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def canonical_amount(text: str) -> str | None:
    """An amount in its one spelling: "1200000 USD", "1000000-10000000 USD", "5000000+"; None when it is none."""
    found = amount_of(text)
    if found is None:
        return None
    return f"{_span(found.low, found.high)} {found.currency}".strip()


def canonical_headcount(text: str) -> str | None:
    """A number of people in its one spelling: "51-200", "10001+", "40"; None when it is none. Nobody is not a firm."""
    found = amount_of(text)
    if found is None or found.currency or found.low % 1 or (found.high is not None and found.high % 1):
        return None
    low = (
        max(found.low, Decimal(1))
        if found.high is not None and found.high > 0 and found.low != found.high
        else found.low
    )
    return _span(low, found.high)


def _span(low: Decimal, high: Decimal | None) -> str:
    if high is None:
        return f"{_plain(low)}+"
    return _plain(low) if low == high else f"{_plain(low)}-{_plain(high)}"
