"""The fields that a column may fill, each with how sure that is and why.

A column's name, its values and what the whole table is about are weighed together. Deciding between columns that want
the same field is not done here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from shared.core.text import fold
from shared.leads import evidence as evidences
from shared.leads import header_words as words_of
from shared.leads import headings
from shared.leads.evidence import Evidence
from shared.leads.given_names import GIVEN
from shared.leads.heading_parts import BARE_NAMES
from shared.leads.headings import Heading
from shared.leads.judging import FEW, verdict
from shared.leads.preferring import is_lesser, preference
from shared.leads.wordlist import entries, words

SAMPLE_ROWS = 200


@dataclass(frozen=True, slots=True)
class Candidate:
    """A column that may fill a field."""

    index: int
    field: str
    score: float  # 0 to 1
    reason: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name and what its values look like."""

    index: int
    heading: Heading
    seen: Evidence

    @property
    def means(self) -> str:
        """The one field that the name means, where it means one for sure."""
        found = self.heading.meanings
        sure = len(found) == 1 and found[0].score >= 0.75 and self.heading.group != "agent"
        return found[0].field if sure else ""


def columns_of(
    header: Sequence[str], sample: Sequence[Sequence[str]], more: Mapping[str, tuple[str, ...]]
) -> list[Column]:
    rows = sample[:SAMPLE_ROWS]
    return [
        Column(
            index,
            headings.read(name, more),
            evidences.of_column([row[index] for row in rows if index < len(row)]),
        )
        for index, name in enumerate(header)
    ]


_GIVEN: Final = words("nome nombre имя isim 이름 jmeno")  # a given name beside a surname, else a whole one
_PLACE_HINTS: Final = frozenset(
    {"rating", "reviews", "review count", "reviews count", "place id", "latitude", "longitude", "address",
     "category", "cid", "plus code", "categories", "working hours", "opening hours", "google maps url", "stars",
     "main category", "full address", "street", "total score", "average rating", "categoryname", "category name",
     "business category", "reviewscount", "number of reviews", "google stars", "googlestars", "place url", "claimed",
     "business status", "price range"}
)  # fmt: skip
_CATEGORIES: Final = frozenset(
    {"category", "categories", "kategorie", "kategorien", "categorie", "categoria", "categorias", "categorieen", "type",
     "kategoria", "kategori", "kategorier", "カテゴリ", "カテゴリー", "类别", "категория", "rubrik", "kategoriat"}
)  # fmt: skip


_MANY_CATEGORIES: Final = frozenset({"kategorien", "categorieen", "kategorier", "kategoriat", "type"})
_LOCAL: Final = words("business niche shop store restaurant practice clinic salon")
_NEWSLETTER: Final = re.compile(
    r"subscri|newsletter|opt ?in|open rate|member rating|abonn|iscri[tz]|suscri|boletin|nieuwsbrief|nyhe[td]s?brev"
)
_SALES: Final = entries(
    """
    sales, ventas, ventes, vendite, vendas, verkaufe, umsatz gesamt, gesamtumsatz, total sales, total revenue
    ventas totales, ventes totales, vendite totali, vendas totais, omzet totaal, totale omzet
    """
)  # a firm's in a list of firms, a shop's otherwise
_ORDERS: Final = words(
    "order orders payment shipping sku bestellung commande pedido ordine transaction gross fee fees refund refunded"
    " subtotal lineitem quantity checkout zahlungsart bestellnummer rechnungsnummer"
)


class Table:
    """What the whole table says about each of its columns."""

    def __init__(self, columns: Sequence[Column], sample: Sequence[Sequence[str]] = ()) -> None:
        self._keys = {column.heading.key for column in columns}
        told = [column for column in columns if column.means and not column.heading.bare]
        self._sure = {column.means for column in told if verdict(column.means, column.seen) >= 0}
        self.has_last_name = "last_name" in self._sure
        given = bool(self._keys & _GIVEN) and self.has_last_name
        self.has_first_name = "first_name" in self._sure or given
        self.has_person = bool(self._sure & {"full_name", "first_name", "last_name"}) or given
        self.has_company = "company_name" in self._sure
        self.names_people = self.has_person or any(column.heading.bare for column in columns)
        self.is_places = len(self._keys & _PLACE_HINTS) >= 2 and not self.has_first_name
        self.is_people = self.has_person and not self.is_places
        self.is_newsletter = any(_NEWSLETTER.search(key) for key in self._keys)
        self.is_orders = sum(bool(_ORDERS.intersection(key.split())) for key in self._keys) >= 2
        self.is_local = self.is_places or any(_LOCAL.intersection(key.split()) for key in self._keys)
        self.has_region = bool(self._keys & {"departement", "region"})
        self.is_turkish = bool(self._keys & {"soyad", "soyadi", "soyisim", "ad soyad", "adi soyadi", "sehir", "sirket"})
        self._sample = sample[:SAMPLE_ROWS]
        self._strangers = _strangers(columns, self._sample)

    def is_stranger(self, column: Column) -> bool:
        """Whether a column names somebody else than the table's columns of first and last names do."""
        return column.index in self._strangers

    def lists_people(self, column: Column) -> bool:
        """Whether a column of customers names people, where no other column does: by given names in it."""
        if self.has_person or column.seen.firm >= 0.2 or column.seen.person < 0.5:
            return False
        rows = [row for row in self._sample if len(row) > column.index and row[column.index].strip()]
        named = [_is_given_or_mailed(row, column.index) for row in rows]
        return sum(named) >= 0.5 * len(named)

    def may_be_the_lead(self, heading: Heading, field: str) -> bool:
        """Whether an owner or agent is whom the table is about: it names no one else, or lists local firms."""
        if "owner" in heading.words:
            return self.is_local and field not in {"company_name", "title"}
        return not self.has_person

    def has(self, field: str) -> bool:
        """Whether some column's name surely means a field."""
        return field in self._sure

    def sole(self, field: str, index: int, columns: Sequence[Column]) -> bool:
        return not any(column.means == field for column in columns if column.index != index)


def _is_given_or_mailed(row: Sequence[str], at: int) -> bool:
    """Whether a cell has a given name in it, or a word after which the row's mailbox is called."""
    mailboxes = " ".join(cell.partition("@")[0].lower() for cell in row if "@" in cell)
    spoken = [word.strip(",.") for word in fold(row[at]).split()]
    return any(word in GIVEN or (len(word) > 2 and word in mailboxes) for word in spoken)


def _strangers(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> frozenset[int]:
    """The columns of whole names whose values do not hold the last name beside them: a buyer's, a referrer's."""
    surnames = [one.index for one in sorted(columns, key=lambda one: -one.seen.filled) if one.means == "last_name"]
    asked = [one.index for one in columns if any(meant.field == "full_name" for meant in one.heading.meanings)]
    found = set()
    for index in asked if surnames else ():
        pairs = [
            (fold(row[index]), fold(row[surnames[0]]).strip()) for row in rows if len(row) > max(index, surnames[0])
        ]
        both = [last in whole for whole, last in pairs if whole.strip() and last]
        if len(both) >= FEW and sum(both) < 0.3 * len(both):
            found.add(index)
    return frozenset(found)


def candidates(column: Column, table: Table) -> Iterator[Candidate]:
    """Every field that a column may fill, once, weighed."""
    if column.heading.bare:
        yield from _bare_name(column, table)
        return
    best: dict[str, Candidate] = {}
    for candidate in (*_by_name(column), *_by_values(column, table)):
        if candidate.field not in best or best[candidate.field].score < candidate.score:
            best[candidate.field] = candidate
    for candidate in best.values():
        weighed = _weighed(column, candidate, table)
        if weighed is not None:
            yield weighed


def _bare_name(column: Column, table: Table) -> Iterator[Candidate]:
    """A column called just "Name", in some language: a person, a firm, or the surname beside a first name."""
    seen, heading = column.seen, column.heading
    if (verdict("full_name", seen) < 0 and seen.firm < 0.5) or (seen.digits >= 0.5 and seen.person < 0.3):
        return
    if heading.key in _GIVEN and table.has_last_name:
        yield Candidate(column.index, "first_name", 0.9 - 0.1 * is_lesser(heading), "a name beside a surname column")
    elif table.has_first_name and not table.has_last_name:
        yield Candidate(column.index, "last_name", 0.88 - 0.1 * is_lesser(heading), "a name beside a first-name column")
    elif (table.is_places and not table.lists_people(column)) or (seen.firm >= 0.34 and not table.has_company):
        yield Candidate(column.index, "company_name", 0.85, "the table lists places or firms")
    elif seen.firm >= 0.5:
        yield Candidate(column.index, "company_name", 0.8, "its values are names of firms")
    elif not (table.has_first_name and table.has_last_name):
        yield Candidate(column.index, "full_name", 0.91 - 0.1 * is_lesser(heading), "a person's name")
    else:
        yield Candidate(column.index, "full_name", 0.6, "a name beside first and last name")


def _by_name(column: Column) -> Iterator[Candidate]:
    heading = column.heading
    for meaning in heading.meanings:
        said = "" if meaning.part == heading.key else f"“{meaning.part}” in "
        whose = f" of the {heading.group}" if said and heading.group else ""
        yield Candidate(
            column.index, meaning.field, meaning.score, f"{said}“{heading.text.strip()}” means {meaning.field}{whose}"
        )
    if not heading.meanings and not heading.none and not heading.made_up:
        yield from _alike(column)


def _alike(column: Column) -> Iterator[Candidate]:
    """Slips of the pen: `emial`, `compnay`."""
    key = column.heading.key
    if len(key) < 5 or len(key) > 40:
        return
    from rapidfuzz import distance, process

    from shared.leads.synonyms import meanings

    known = meanings()
    found = process.extractOne(
        key, known.keys(), scorer=distance.DamerauLevenshtein.normalized_similarity, score_cutoff=0.8
    )
    if found is None or (len(key) > 5 and found[1] < 0.84):
        return
    word, similarity, _ = found
    pairs = list(zip(key.split(), word.split(), strict=False))
    alike = distance.DamerauLevenshtein.normalized_similarity
    if key.count(" ") == word.count(" ") and all(a[0] == b[0] and alike(a, b) >= 0.75 for a, b in pairs):
        for field in known[word]:
            yield Candidate(column.index, field, 0.75 * similarity, f"the name is almost “{word}”")


def _by_values(column: Column, table: Table) -> Iterator[Candidate]:
    """What the values alone say; weak where the column has a name of its own that says something else."""
    heading = column.heading
    about_address = bool(heading.words & {"email", "mail"}) and not heading.words & words_of.OTHERS
    if column.seen.count and (not heading.none or about_address):
        yield from _typed(column)
        if heading.made_up:
            yield from _untyped(column, table)
        elif not heading.meanings and not heading.none:
            yield from _called_otherwise(column, table)


def _typed(column: Column) -> Iterator[Candidate]:
    """Values of a form of their own: addresses, numbers, pages."""
    seen, index, heading = column.seen, column.index, column.heading
    nameless, silent = heading.made_up, not heading.meanings or column.means == "notes"  # "Contact details"
    if seen.email >= 0.6 and (silent or column.means == "email"):
        yield Candidate(index, "email", 0.7 if nameless else 0.56, "its values are e-mail addresses")
    if seen.person_page >= 0.5:
        yield Candidate(
            index, "linkedin_url", 0.9 if heading.group != "firm" else 0.7, "its values are LinkedIn profiles"
        )
    elif seen.ads >= 0.5:
        yield Candidate(index, "ads_url", 0.85, "its values are pages of an ad library")
    elif seen.url >= 0.7 and (nameless or (silent and seen.root >= 0.7)):
        yield Candidate(index, "website_url", 0.65 if nameless else 0.55, "its values are addresses on the web")
    if silent and (seen.dialled >= 0.7 or (nameless and seen.phone >= 0.7)):
        said = 0.55 if not nameless else 0.65 if seen.dialled >= 0.7 else 0.62  # long numbers may be ids
        yield Candidate(index, "phone", said, "its values are phone numbers")


def _untyped(column: Column, table: Table) -> Iterator[Candidate]:
    """Words: only believed where the column has no name that says otherwise."""
    seen, index = column.seen, column.index
    if seen.count < FEW or max(seen.email, seen.url, seen.number) >= 0.2:
        return
    if seen.commas >= 0.7 and seen.firm < 0.6 and seen.words >= 2:
        yield Candidate(index, "location", 0.56, "its values look like places or addresses")
    elif seen.job >= 0.6 and not seen.digits:
        yield Candidate(index, "title", 0.61, "its values are what people do")
    elif seen.firm >= 0.4:
        yield Candidate(index, "company_name", 0.6, "its values are names of firms")
    elif seen.country >= 0.8:
        yield Candidate(index, "country", 0.6, "its values are countries")
    elif seen.person >= 0.7 and seen.distinct > 0.6 and seen.words < 4 and not table.is_places:
        yield Candidate(index, "full_name", 0.52 + 0.03 * seen.person, "its values look like people's names")


def _called_otherwise(column: Column, table: Table) -> Iterator[Candidate]:
    """People or firms under a name that nobody knows, in a table that names none: "Attorney", "Chair", "Venue"."""
    seen = column.seen
    if seen.count < FEW or seen.distinct < 0.6 or seen.words > 5 or seen.digits >= 0.3:
        return
    if not table.names_people and seen.person >= 0.7 and seen.job < 0.2 and table.lists_people(column):
        yield Candidate(column.index, "full_name", 0.54, "its values are people's names, the only ones here")
    elif not table.has_company and seen.firm >= 0.6 and seen.words >= 1.5:
        yield Candidate(column.index, "company_name", 0.52, "its values are names of firms, the only ones here")


def _weighed(column: Column, candidate: Candidate, table: Table) -> Candidate | None:
    """The candidate with its values' word for or against it; None where they forbid it."""
    seen, field, heading = column.seen, candidate.field, column.heading
    if field in {"full_name", "first_name"} and seen.firm >= 0.5 and not table.has_company:
        return Candidate(column.index, "company_name", candidate.score - 0.05, "its values are names of firms")
    stranger = field == "full_name" and table.is_stranger(column)
    if stranger or _is_another(column, field, table) or _is_ambiguous(column, field, table):
        return None
    if field == "title" and heading.key == "title" and not table.has_company and (table.is_places or seen.firm >= 0.5):
        return Candidate(column.index, "company_name", 0.86, "the title of a place or a firm is its name")
    if field == "company_name" and heading.words & _CUSTOMERS and table.lists_people(column):
        return Candidate(column.index, "full_name", candidate.score - 0.02, "its customers are people")
    if field == "full_name" and _is_surname(column, table):
        field = "last_name"
    elif field == "last_name" and not table.has_first_name and seen.words >= 1.8 and _are_people(seen):
        field = "full_name"  # "Nom du dirigeant" without a column of first names
    score = candidate.score + _context(column, field, table) + preference(column.heading, column.seen, field)
    if not seen.count:
        return Candidate(column.index, field, score - 0.12, candidate.reason)
    said = verdict(field, seen)
    return None if said < 0 else Candidate(column.index, field, score + 0.05 * said, candidate.reason)


_CUSTOMERS: Final = words(
    "customer customers client clients kunde kunden kundenname cliente clientes klant klanten klient klienci kund"
    " kunder asiakas account debtor debitor buyer patient member"
)


def _is_surname(column: Column, table: Table) -> bool:
    """Whether "Nom du contact" is one word beside "Prénom du contact", where no column is called a surname."""
    if not table.has_first_name or table.has_last_name or not 0 < column.seen.words < 1.7:
        return False
    return headings.parted(column.heading.key)[1] in BARE_NAMES


def _is_another(column: Column, field: str, table: Table) -> bool:
    """Whether whom the column belongs to, or what the table lists, forbids a field."""
    heading, seen = column.heading, column.seen
    if heading.group == "firm" and field in {"first_name", "last_name", "notes", "linkedin_url"}:
        return field != "linkedin_url" or seen.person_page < 0.5
    if field == "niche_category" and heading.key in _CATEGORIES and table.is_people:
        return heading.key.endswith("s") or heading.key in _MANY_CATEGORIES or table.has("industry")
    mine = heading.group != "agent" or (not table.has(field) and table.may_be_the_lead(heading, field))
    if field == "source" and heading.words & _LINKS:
        mine = False  # the page that a form stands on
    if not mine or (field in {"status", "revenue"} and _is_of_the_shop(column, field, table)):
        return True
    if field == "website_url" and heading.words & _LINKS and not heading.words & _SITES:
        return bool(seen.count) and seen.root < 0.4
    if field == "phone" and heading.words & _NUMBER and not heading.words & _PHONES:
        return seen.dialled < 0.5
    return heading.key in {"ad", "not"} and not table.is_turkish


def _is_of_the_shop(column: Column, field: str, table: Table) -> bool:
    """Whether a status or a sum is an order's or a subscription's instead of the lead's or its firm's."""
    if field == "revenue":
        return column.heading.key in _SALES and (table.is_newsletter or table.is_orders)
    subscribed = table.is_newsletter and column.seen.subscription >= 0.8
    return subscribed or (table.is_orders and "lead" not in column.heading.words)


def _is_ambiguous(column: Column, field: str, table: Table) -> bool:
    """Whether a word of two meanings means the other one here."""
    key, seen = column.heading.key, column.seen
    if field == "full_name" and key in words_of.PERSON and seen.count >= FEW:
        return not _are_names(seen)  # "persona", "lead": a word for whom a table lists, not always a name
    if key == "platform":  # where an ad was seen; or with what a shop was built
        return bool(seen.count) and seen.channel < 0.5
    if field == "status" and "stand" in column.heading.words:  # how far it is in German; or where one is at a fair
        return seen.digits >= 0.2 or bool(column.heading.words & _NUMBER)
    if field in {"city", "location"} and {"city", "location"} <= {one.field for one in column.heading.meanings}:
        return (field == "city") == (seen.commas >= 0.5)  # "Lieu", "Sted": a town, or a whole address
    if key in {"kraj", "stat"}:  # a land in one tongue, a region in the next, "status" cut short
        meant = "country" if seen.country >= 0.3 else "status" if seen.outcome >= 0.3 else "state"
        return bool(seen.count) and field != meant
    return field == "state" and key == "etat" and table.has_region


def _are_people(seen: Evidence) -> bool:
    return seen.person >= 0.6 and seen.distinct > 0.6


def _are_names(seen: Evidence) -> bool:
    return seen.person >= 0.3 or seen.distinct > 0.6


_NUMBER: Final = words("number no nr")
_LINKS: Final = words("url link links href page")
_SITES: Final = words("website site web homepage domain landing webseite hemsida hjemmeside sitio sito strona sitesi")
_PHONES: Final = words(
    """
    phone telephone tel mobile cell whatsapp contact direct office main work business text sms
    telefon telefonu telefono telefone telefoon mobil komorkowy komorki handy gsm
    """
)


def _context(column: Column, field: str, table: Table) -> float:
    """What the neighbours say about a word with two meanings."""
    seen, key = column.seen, column.heading.key
    if key in {"estado", "stato"} and field in {"state", "status"}:
        place = seen.code >= 0.5 or (seen.outcome < 0.3 and table.has("city") and not table.has("state"))
        return 0.1 if place == (field == "state") else -0.3
    if field == "title" and key in {"title", "titel", "titre", "titolo"} and table.is_people:
        return -0.04  # an honorific as often as not, where a column of another name tells the job
    return 0.0
