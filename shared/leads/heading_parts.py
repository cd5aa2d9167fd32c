"""What a part of a column's name says, where no one knows the whole: "Telefon (Zentrale)", "Notes from the SDR"."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from shared.leads import header_words as words_of
from shared.leads.wordlist import words

Known = Mapping[str, tuple[str, ...]]

_EASTERN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
NUMBERED: Final = re.compile(r"^([^\W\d_]{4,})\d{1,2}$")
BARE_NAMES: Final = words(
    "name nom nome nombre naam namn navn nimi 名前 名称 nazwa names nev isim имя 이름 jmeno nume الاسم navn nimi"
)
_DISTINCT: Final = words(  # words that mean their field wherever they stand; "size" or "name" do not
    """
    email emails mail phone phones telephone telephones mobile mobiles cell cellphone whatsapp landline website websites
    homepage webpage linkedin city country industry industries revenue revenues employees headcount turnover notes
    tlf tfno telefon telefono telefone telephone telefoon telefonnummer telefonnumer handy handynummer mobil mobilnummer
    mobiltelefon rufnummer celular cellulare portable movil telemovel mobiel puhelin telefonszam komorka
    courriel correo mejl epost epostadress sahkoposti emailadresse mailadresse emailadres
    stadt wohnort ville ciudad cidade citta plaats woonplaats miasto miejscowosc poststed postort kaupunki stad
    pays pais paese land kraj maa nazione
    branche branchen secteur sector settore setor bransch bransje toimiala branza industria wirtschaftszweig
    umsatz omsattning omsetning omsaetning fatturato facturacion faturamento liikevaihto omzet przychody umsatzklasse
    mitarbeiter mitarbeiterzahl mitarbeiteranzahl empleados dipendenti effectif effectifs salaries funcionarios
    trabalhadores medewerkers anstallda ansatte medarbejdere zatrudnienie pracownikow
    firma firmenname entreprise empresa azienda unternehmen foretag bedrijf company organization organisation employer
    vorname nachname prenom apellidos cognome fornamn efternamn fornavn etternavn efternavn surname firstname lastname
    voornaam achternaam imie nazwisko etunimi sukunimi sobrenome
    webseite website webadresse hemsida hjemmeside nettside kotisivu
    jobtitle designation occupation headline stilling befattning stanowisko functietitel berufsbezeichnung
    bundesland province bemerkung bemerkungen kommentar kommentare remarques commentaire commentaires comments comment
    observaciones observacoes notizen notiz notities opmerkingen uwagi notatki anteckningar
    """
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A field that a column's name may mean. `score` is 0 to 1; `part` is what of the name says so."""

    field: str
    score: float
    part: str


def all_of(fields: Sequence[str], score: float, part: str) -> tuple[Meaning, ...]:
    return tuple(Meaning(field, score if len(fields) == 1 else score - 0.12, part) for field in fields)


# Words that take another field away, but not this one: whoever wrote the notes, the year of a sum.
_YEARS: Final = words("year years anno ano an annee jahr jahres jaar rok roku ar aar vuosi last latest fiscal")
_BESIDE: Final = {
    "notes": words_of.OTHERS,
    "revenue": _YEARS | {"amount", "amt"},
    "employees": _YEARS | {"count", "counts"},
}


def in_part(key: str, known: Known) -> tuple[Meaning, ...]:
    """The longest part of a name that means a field, when nothing beside it says that it is none."""
    if _EASTERN.search(key):
        return _in_unspaced(key, known)
    tokens = [NUMBERED.sub(r"\1", word) for word in key.split() if not word.isdigit()]
    for size in range(len(tokens) - 1, 0, -1):
        starts = range(len(tokens) - size + 1)
        for start in sorted(starts, key=lambda at: (at != len(tokens) - size, at != 0, -at)):
            part = " ".join(tokens[start : start + size])
            beside = tokens[:start] + tokens[start + size :]
            if (found := known.get(part)) and (size > 1 or _may_stand_in_a_name(part, beside)):
                if is_none(word for word in beside if word not in _BESIDE.get(found[0], ())):
                    return ()
                return tuple(_rated(found, part, beside, size))
    return ()


def in_chorus(tokens: Sequence[str], known: Known) -> tuple[Meaning, ...]:
    """Words that all mean the same field: "Source d'origine", "Cargo puesto"."""
    spoken = [word for word in tokens if word not in _harmless()]
    found = {known.get(word, ())[:1] for word in spoken}
    if len(spoken) < 2 or len(found) != 1 or not next(iter(found)):
        return ()
    return all_of(next(iter(found)), 0.78, " ".join(spoken))


def _may_stand_in_a_name(word: str, beside: Sequence[str]) -> bool:
    """Whether a word keeps its meaning among others: a distinct one always, others beside words that say nothing."""
    if word in _DISTINCT:
        return True
    if word in words_of.ABOUT or word in words_of.OTHERS or word == "not":
        return False
    if word in BARE_NAMES:
        return all(other in group_words() or other in {"billing", "shipping", "card"} for other in beside)
    return all(other in _harmless() for other in beside)


@cache
def _harmless() -> frozenset[str]:
    return words_of.PLAIN | words_of.THINGS | words_of.PLACE | group_words()


@cache
def group_words() -> frozenset[str]:
    return frozenset(entry for entry in words_of.PERSON | words_of.FIRM if " " not in entry)


def is_none(tokens: Iterable[str]) -> bool:
    return any(word in words_of.OTHERS or word in words_of.ABOUT for word in tokens)


def _rated(fields: Sequence[str], part: str, beside: Sequence[str], size: int) -> Iterator[Meaning]:
    plain = sum(word in _harmless() for word in beside)
    strange = len(beside) - plain
    score = 0.8 + 0.02 * size - 0.01 * plain - min(0.12 * strange, 0.25)
    for field in fields:
        yield Meaning(field, max(score if len(fields) == 1 else score - 0.1, 0.0), part)


def _in_unspaced(key: str, known: Known) -> tuple[Meaning, ...]:
    """Names in scripts without spaces: the longest known name in it, the one at its end first."""
    *_, last = key.split()
    if " " in key and len(last) <= 2 and last in known and not any(word in key for word in _eastern_nones()):
        return all_of(known[last], 0.86, last)  # "name (family)"
    key = key.replace(" ", "")
    bare = key.lstrip("ごお御貴您")
    if any(word in key for word in _eastern_nones()):
        return ()
    for size in range(len(bare), 1 if len(bare) > 1 else 0, -1):
        for start in range(len(bare) - size, -1, -1):
            if found := known.get(bare[start : start + size]):
                return all_of(found, 0.82 - 0.02 * (len(bare) - size), bare[start : start + size])
    return ()


@cache
def _eastern_nones() -> tuple[str, ...]:
    return tuple(word for word in words_of.OTHERS | words_of.ABOUT if _EASTERN.search(word) and len(word) > 1)
