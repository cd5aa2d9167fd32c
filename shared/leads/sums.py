"""Rows that add up the others, as spreadsheets have them at their end: no leads."""

import re
from collections.abc import Mapping
from typing import Final

from shared.core.text import fold
from shared.leads.wordlist import entries

_SUMS: Final = entries(
    """
    total, totals, grand total, subtotal, sub total, sum, overall, summe, gesamt, gesamtsumme, insgesamt
    zwischensumme, somme, total general, sous total, totale, totale generale, somma, suma, suma total, totais
    total geral, soma, razem, lacznie, totaal, eindtotaal, subtotaal, totalt, summa, i alt, yhteensa, celkem, spolu
    osszesen, toplam, итого, всего, 合計, 总计, 合计, 합계
    average, durchschnitt, moyenne, promedio, media, srednia, gemiddelde, count, anzahl
    """
)
_NUMBER = re.compile(r"(?=\D*\d)[\W\d_]+[^\W\d_]{0,4}\.?")  # with a currency or a unit


def adds_up(values: Mapping[str, str]) -> bool:
    """Whether a row without anything to find it by only says what others come to. A firm may be called Total.

    >>> adds_up({"full_name": "Total:", "revenue": "3,600,000 EUR"}), adds_up({"full_name": "Total", "city": "Paris"})
    (True, False)
    >>> adds_up({"company_name": "Total", "revenue": "200 Mrd."}), adds_up({"company_name": "Summe", "revenue": "2"})
    (False, True)
    """
    name, first = next(iter(values.items()))
    rest = [text for text in values.values() if text != first]  # a first name is the full name as well
    word = fold(first).strip(" :.=")
    if word not in _SUMS or (name == "company_name" and word.startswith("total")):
        return False
    return bool(rest) and all(map(_NUMBER.fullmatch, rest))
