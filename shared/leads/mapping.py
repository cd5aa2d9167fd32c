"""Which column fills which field, with a confidence and a reason for every decision.

Names
values and neighbours are weighed together; then one assignment is made over the whole table. A column that fits
nothing is kept as a custom field: nothing is thrown away.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from shared.core.text import slug
from shared.leads import evidence as evidences
from shared.leads.evidence import Evidence
from shared.leads.model import ColumnJoin, ColumnMap, FieldDefinition
from shared.leads.synonyms import column_key, meanings
from shared.leads.wordlist import words

THRESHOLD = 0.5
SAMPLE_ROWS = 200

_PERSON_GROUP: Final = (
    "primary contact", "contact person", "person", "contact", "lead", "prospect", "people", "profile", "employee",
    "decision maker", "ansprechpartner", "kontakt", "contacto", "work", "professional", "direct",
)  # fmt: skip
_FIRM_GROUP: Final = (
    "current company", "company", "organization", "organisation", "account", "business", "firm", "employer",
    "firma", "unternehmen", "empresa", "entreprise", "societe", "azienda", "bedrijf", "foretag", "org",
    "corporate", "hq",
)  # fmt: skip
_PERSONAL: Final = frozenset({"first_name", "last_name", "full_name", "title", "linkedin_url"})
_NOT_THE_LEAD: Final = words(
    """
    owner rep manager assigned assignee user creator agent besitzer eigentumer proprietaire propietario ad adset
    adgroup campaign kampagne campagne campana form list event listing parent previous past former invoice order
    orders spent spend followers members reviews review rating rank score id ids uuid guid created updated modified
    last date time datetime timestamp count verification verified confidence catchall subscription subscribed optin
    opt consent type kind format lat lng latitude longitude birthday anniversary image photo logo avatar picture
    facebook twitter instagram youtube tiktok pinterest crunchbase angellist github xing skype fax seo keyword
    keywords technologies funding founded year zip postal postcode street department seniority gender language
    timezone currency price amount total quantity
    """
)
_CHANNELS: Final = frozenset(
    {"email", "mail", "phone", "mobile", "linkedin", "website", "domain", "url", "subscription"}
)
_PLACE_HINTS: Final = frozenset(
    {"rating", "reviews", "review count", "reviews count", "place id", "latitude", "longitude", "address",
     "category", "cid", "plus code", "categories", "working hours", "opening hours", "google maps url",
     "main category", "full address", "street",}
)  # fmt: skip
_BARE_NAMES: Final = frozenset(
    {"name", "nom", "nome", "nombre", "naam", "namn", "navn", "nimi", "名前", "名称", "nazwa"}
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A column that may fill a field."""

    index: int
    field: str
    score: float  # 0 to 1
    reason: str


@dataclass(frozen=True, slots=True)
class _Column:
    index: int
    header: str
    key: str
    group: str  # "person", "firm" or "": what the name says it belongs to
    rest: str  # the key without its group
    evidence: Evidence


def map_columns(
    header: Sequence[str], sample: Sequence[Sequence[str]], fields: Sequence[FieldDefinition]
) -> tuple[ColumnMap, ...]:
    """One decision a column, in the columns' order. Pure: the same table and fields give the same answer.

    Custom fields are no targets: a column that matches nothing gets the name of its custom field again by itself.
    """
    fields = [field for field in fields if not field.custom]
    columns = [_column(index, name, sample) for index, name in enumerate(header)]
    table = _Context(columns)
    known = dict(meanings())
    for field in fields:
        for word in (field.name, field.label, *field.synonyms):
            if word and (key := column_key(word)) not in known:
                known[key] = (field.name,)
    names = {field.name for field in fields}
    found = [
        candidate
        for column in columns
        for candidate in _candidates(column, known, table)
        if candidate.score >= THRESHOLD and candidate.field in names
    ]
    return _decisions(columns, _assign(found), {field.name for field in fields})


def missing_fields(maps: Sequence[ColumnMap], fields: Sequence[FieldDefinition]) -> tuple[str, ...]:
    """The built-in fields that no column fills."""
    filled = {target for column in maps for target in column.targets}
    return tuple(field.name for field in fields if not field.custom and field.name not in filled)


def _column(index: int, name: str, sample: Sequence[Sequence[str]]) -> _Column:
    cells = [row[index] for row in sample[:SAMPLE_ROWS] if index < len(row)]
    key = column_key(name)
    group, rest = _grouped(key)
    return _Column(index, name, key, group, rest, evidences.of_column(cells))


def _grouped(key: str) -> tuple[str, str]:
    """To whom a column belongs by its name, and the name without that.

    >>> _grouped("organization website"), _grouped("primary contact email"), _grouped("city")
    (('firm', 'website'), ('person', 'email'), ('', 'city'))
    """
    for group, prefixes in (("firm", _FIRM_GROUP), ("person", _PERSON_GROUP)):
        for prefix in prefixes:
            if key.startswith(prefix + " "):
                return group, key[len(prefix) + 1 :]
    return "", key


class _Context:
    """What the whole table says about each of its columns."""

    def __init__(self, columns: Sequence[_Column]) -> None:
        keys = {column.key for column in columns}
        known = meanings()
        fields = {key: known.get(key, ()) for key in keys}
        sure = {found[0] for found in fields.values() if len(found) == 1}
        self.has_first_name = "first_name" in sure or bool(
            keys & {"nombre", "nome", "vorname", "prenom"} and self._has_surname(keys)
        )
        self.has_last_name = (
            "last_name" in sure - {"nom"} and bool(keys - {"nom"}) and self._has_surname(keys - {"nom"})
        )
        self.has_company = any(
            field == ("company_name",) for key, field in fields.items() if key not in _BARE_NAMES
        ) or bool(keys & {"organization", "organisation", "company"})
        self.is_places = len(keys & _PLACE_HINTS) >= 2 and not self.has_first_name
        self.has_city = any("city" in found for found in fields.values())
        self.has_country = any("country" in found for found in fields.values())

    @staticmethod
    def _has_surname(keys: set[str]) -> bool:
        return any("last_name" in meanings().get(key, ()) for key in keys)


def _candidates(column: _Column, known: Mapping[str, tuple[str, ...]], table: _Context) -> Iterator[Candidate]:
    if column.key in _BARE_NAMES:
        yield from _bare_name(column, table)
        return
    best: dict[str, Candidate] = {}
    for candidate in (*_by_name(column, known), *_by_values(column)):
        if candidate.field not in best or best[candidate.field].score < candidate.score:
            best[candidate.field] = candidate
    for candidate in best.values():
        weighed = _weighed(column, candidate, table)
        if weighed is not None:
            yield weighed


def _bare_name(column: _Column, table: _Context) -> Iterator[Candidate]:
    """A column called just "Name", in some language: a person, a firm, or the surname beside a first name."""
    seen = column.evidence
    if column.key in {"nome", "nombre"} and table.has_last_name:
        yield Candidate(column.index, "first_name", 0.9, "a name beside a surname column")
    elif table.has_first_name and not table.has_last_name:
        yield Candidate(column.index, "last_name", 0.88, "a name beside a first-name column")
    elif table.is_places or (seen.firm >= 0.34 and not table.has_company):
        yield Candidate(column.index, "company_name", 0.85, "the table lists places or firms")
    elif not (table.has_first_name and table.has_last_name):
        yield Candidate(column.index, "full_name", 0.85, "a person's name")
    else:
        yield Candidate(column.index, "full_name", 0.6, "a name beside first and last name")


def _by_name(column: _Column, known: Mapping[str, tuple[str, ...]]) -> Iterator[Candidate]:
    index, words_of_name = column.index, column.key.split()
    if fields := known.get(column.key):
        for field in fields:
            yield Candidate(index, field, 0.92 if len(fields) == 1 else 0.8, f"“{column.header}” means {field}")
    elif _tells_of_a_channel(words_of_name):
        return
    elif column.group and (fields := known.get(column.rest)):
        owner = "firm" if column.group == "firm" else "person"
        for field in fields:
            meant = "company_name" if field == "full_name" and owner == "firm" else field
            yield Candidate(index, meant, 0.84, f"“{column.rest}” of the {owner}")
    elif not _NOT_THE_LEAD.intersection(words_of_name):
        yield from _by_part(column, words_of_name, known) or _alike(column, known)


def _tells_of_a_channel(name: Sequence[str]) -> bool:
    """Whether a column holds the state of an address, not of the lead: "Email Status"."""
    return (
        len(name) > 1
        and name[-1] in {"status", "type", "source", "date", "count"}
        and bool(_CHANNELS.intersection(name))
    )


_DISTINCT: Final = words(  # words that mean their field wherever they stand; "size" or "name" do not
    """email mail phone telephone mobile website homepage linkedin city country industry revenue employees headcount
    telefon telefono telefone telephone courriel correo stadt ville ciudad cidade citta pays pais paese branche secteur
    umsatz omsattning mitarbeiter empleados dipendenti firma entreprise empresa azienda unternehmen foretag vorname
    nachname prenom apellidos cognome fornamn efternamn fornavn etternavn surname firstname lastname webseite"""
)


def _by_part(column: _Column, name: Sequence[str], known: Mapping[str, tuple[str, ...]]) -> list[Candidate]:
    """The longest part at the end or the beginning of a name that means a field."""
    for count in range(len(name) - 1, 0, -1):
        for part in (" ".join(name[-count:]), " ".join(name[:count])):
            if (count > 1 or part in _DISTINCT) and (fields := known.get(part)):
                points = 0.45 + 0.15 * count / len(name)
                return [Candidate(column.index, fields[0], points, f"“{part}” is part of the name")]
    return []


def _alike(column: _Column, known: Mapping[str, tuple[str, ...]]) -> Iterator[Candidate]:
    """Slips of the pen: `emial`, `compnay`."""
    if len(column.key) < 5 or _is_nameless(column):
        return
    from rapidfuzz import distance, process

    found = process.extractOne(
        column.key, known.keys(), scorer=distance.DamerauLevenshtein.normalized_similarity, score_cutoff=0.82
    )
    if found is not None:
        word, similarity, _ = found
        for field in known[word]:
            yield Candidate(column.index, field, 0.75 * similarity, f"the name is almost “{word}”")


def _by_values(column: _Column) -> Iterator[Candidate]:
    """What the values alone say; weak where the column has a name of its own that says something else."""
    seen, index = column.evidence, column.index
    nameless = _is_nameless(column)
    if not seen.count or (_NOT_THE_LEAD.intersection(column.key.split()) and not nameless):
        return
    if seen.email >= 0.6:
        yield Candidate(index, "email", 0.7 if nameless else 0.56, "its values are e-mail addresses")
    if seen.person_page >= 0.5:
        yield Candidate(index, "linkedin_url", 0.9, "its values are personal LinkedIn pages")
    elif seen.ads >= 0.5:
        yield Candidate(index, "ads_url", 0.85, "its values are pages of an ad library")
    elif seen.url >= 0.7 and seen.social + seen.firm_page + seen.tool + seen.image < 0.2 and nameless:
        yield Candidate(index, "website_url", 0.65, "its values are addresses on the web")
    if seen.phone >= 0.7 and nameless:
        yield Candidate(index, "phone", 0.65, "its values are phone numbers")
    if nameless and seen.count > 2 and seen.firm >= 0.4 and seen.email < 0.2 and seen.url < 0.2:
        yield Candidate(index, "company_name", 0.6, "its values are names of firms")
    elif nameless and seen.country >= 0.8:
        yield Candidate(index, "country", 0.6, "its values are countries")
    elif nameless and seen.person >= 0.7 and seen.distinct > 0.6 and seen.number < 0.1:
        yield Candidate(index, "full_name", 0.55, "its values look like people's names")


def _is_nameless(column: _Column) -> bool:
    """Whether the name is one that the reader made up for a table without a header."""
    return column.key == f"column {column.index + 1}"


def _weighed(column: _Column, candidate: Candidate, table: _Context) -> Candidate | None:
    """The candidate with its values' word for or against it; None where they forbid it."""
    seen, field = column.evidence, candidate.field
    if column.group == "firm" and field in _PERSONAL and not seen.person_page >= 0.5:
        return None
    if field == "title" and table.is_places and not table.has_company:
        return Candidate(column.index, "company_name", 0.86, "the title of a place is its name")
    if not seen.count:
        return Candidate(column.index, field, candidate.score - 0.05, candidate.reason)
    verdict = _verdict(field, seen)
    score = min(0.99, candidate.score + 0.05 * verdict + _preference(column, field))
    return Candidate(column.index, field, score, candidate.reason) if verdict >= 0 else None


def _verdict(field: str, seen: Evidence) -> int:
    """1 the values speak for the field, 0 they say nothing, -1 they forbid it."""
    judge = _JUDGES.get(field, _judge_text)
    return judge(seen)


def _typed(seen: Evidence) -> float:
    """The share of values that are of a kind of their own."""
    return max(seen.email, seen.url, seen.date, seen.person_page)


def _judge_email(seen: Evidence) -> int:
    return 1 if seen.email >= 0.5 else -1 if seen.email < 0.1 and seen.count > 2 else 0


def _judge_phone(seen: Evidence) -> int:
    return 1 if seen.phone >= 0.5 else -1 if max(seen.email, seen.url, seen.date) >= 0.5 else 0


def _judge_profile(seen: Evidence) -> int:
    if seen.person_page >= 0.4:
        return 1
    return -1 if max(seen.firm_page, seen.email, seen.date) >= 0.5 else 0


def _judge_ads(seen: Evidence) -> int:
    return 1 if seen.ads >= 0.4 else -1 if seen.url < 0.2 and seen.count > 2 else 0


def _judge_site(seen: Evidence) -> int:
    others = (seen.person_page, seen.firm_page, seen.ads, seen.social, seen.tool, seen.image, seen.email)
    if max(others) >= 0.5 or (seen.url < 0.1 and seen.count > 2):
        return -1
    return 1 if seen.url >= 0.5 else 0


def _judge_name(seen: Evidence) -> int:
    return -1 if max(_typed(seen), seen.phone, seen.number) >= 0.5 else 1 if seen.number == 0 else 0


def _judge_full_name(seen: Evidence) -> int:
    return -1 if seen.firm >= 0.5 else _judge_name(seen)


def _judge_amount(seen: Evidence) -> int:
    return -1 if _typed(seen) >= 0.5 else 1 if max(seen.number, seen.range, seen.money) >= 0.5 else 0


def _judge_word(seen: Evidence) -> int:
    if max(_typed(seen), seen.phone) >= 0.5 or seen.number > 0.8:
        return -1
    return 1 if seen.number < 0.3 else 0


def _judge_title(seen: Evidence) -> int:
    """Mr and Dr are no jobs."""
    return -1 if seen.honorific >= 0.5 else _judge_word(seen)


def _judge_text(seen: Evidence) -> int:
    return -1 if _typed(seen) >= 0.5 else 0


def _judge_nothing(_seen: Evidence) -> int:
    return 0


_JUDGES: Final[Mapping[str, Callable[[Evidence], int]]] = {
    "email": _judge_email,
    "title": _judge_title,
    "phone": _judge_phone,
    "linkedin_url": _judge_profile,
    "ads_url": _judge_ads,
    "website_url": _judge_site,
    "first_name": _judge_name,
    "last_name": _judge_name,
    "full_name": _judge_full_name,
    "employees": _judge_amount,
    "revenue": _judge_amount,
    "notes": _judge_nothing,
    "source": _judge_nothing,
    **dict.fromkeys(("city", "state", "country", "industry", "company_name", "niche_category", "status"), _judge_word),
}


_SECOND: Final = frozenset({"personal", "home", "private", "privat", "other", "secondary", "2", "3", "fax"})
_SWITCHBOARD: Final = frozenset({"hq", "corporate", "company", "office", "main", "switchboard"})
_DIRECT: Final = frozenset({"mobile", "direct", "cell", "mobil", "movil", "handy"})


def _preference(column: _Column, field: str) -> float:
    """Of several columns that would do, which is meant: the work address before the private one, the person's city."""
    name = set(column.key.split())
    points = 0.01 * column.evidence.filled
    if field in {"email", "phone"}:
        points -= 0.08 if name & _SECOND else 0.0
    if field == "phone":
        points += -0.04 if name & _SWITCHBOARD else 0.02 if name & _DIRECT else 0.0
    if field == "website_url":
        points += 0.01 if "website" in name else -0.02 if "domain" in name else 0.0
    if column.group == "firm":
        points += 0.03 if field in _FIRMS else -0.05
    return points


_FIRMS: Final = frozenset({"website_url", "industry", "employees", "revenue", "company_name", "niche_category"})


def _assign(found: Sequence[Candidate]) -> dict[int, Candidate]:
    """One field a column and one column a field, the surest first; a column that loses one may still win another."""
    chosen: dict[int, Candidate] = {}
    taken: set[str] = set()
    for candidate in sorted(found, key=lambda one: (-one.score, one.index)):
        if candidate.index not in chosen and candidate.field not in taken:
            chosen[candidate.index] = candidate
            taken.add(candidate.field)
    return chosen


def _decisions(
    columns: Sequence[_Column], chosen: Mapping[int, Candidate], built_in: set[str]
) -> tuple[ColumnMap, ...]:
    names: defaultdict[str, int] = defaultdict(int)
    assigned = {candidate.field for candidate in chosen.values()}
    decided = []
    for column in columns:
        candidate = chosen.get(column.index)
        if candidate is None:
            custom = custom_name(column.header, column.index, built_in)
            names[custom] += 1
            if names[custom] > 1:
                custom = f"{custom}_{names[custom]}"
            reason = (
                "no field fits; kept as a custom field"
                if column.evidence.count
                else "it is empty in the first rows; kept"
            )
            decided.append(ColumnMap(column.header, column.index, (), custom, 1.0, reason))
            continue
        targets = _targets(candidate.field, column.evidence, assigned)
        decided.append(ColumnMap(column.header, column.index, targets, "", round(candidate.score, 2), candidate.reason))
    return tuple(decided)


def _targets(field: str, seen: Evidence, assigned: set[str]) -> tuple[str, ...]:
    """The fields that a column fills: a whole location also gives its parts, where no column of their own does."""
    if field == "location" and seen.commas >= 0.5:
        return ("location", *(part for part in ("city", "state", "country") if part not in assigned))
    return (field,)


def custom_name(header: str, index: int, built_in: set[str]) -> str:
    """The field name under which an unknown column is kept; never a built-in one, never one that the store refuses.

    >>> custom_name("Köp-datum", 3, {"email"}), custom_name("E-mail", 0, {"e_mail"}), custom_name("???", 4, set())
    ('kop_datum', 'custom_e_mail', 'column_5')
    """
    name = slug(header) or f"column_{index + 1}"
    return f"custom_{name}" if name in built_in or name in {"id", "fields"} else name


_STREET: Final = frozenset(
    {"street", "street address", "address 1", "address line 1", "strasse", "rue", "calle", "via", "straat", "ulica",
     "gata", "gatuadress", "vej", "billing street", "mailing street", "strasse und hausnummer", "rua", "indirizzo",
     "adresse 1",}
)  # fmt: skip
_POSTCODE: Final = frozenset(
    {"zip", "zip code", "zipcode", "postal code", "postcode", "post code", "plz", "postleitzahl", "code postal",
     "cp", "cap", "cep", "codigo postal", "postnummer", "kod pocztowy", "postinumero", "billing zip", "mailing zip",
     "zip postal code",}
)  # fmt: skip


def joins_of(maps: Sequence[ColumnMap]) -> tuple[ColumnJoin, ...]:
    """Fields that no column fills but several do together: the parts of a postal address, first and last name."""
    by_target = {target: column.index for column in maps for target in column.targets}
    found = []
    if "full_name" not in by_target and {"first_name", "last_name"} <= by_target.keys():
        parts = by_target["first_name"], by_target["last_name"]
        found.append(ColumnJoin("full_name", parts, " ", "first and last name"))
    streets = [column.index for column in maps if column_key(column.column) in _STREET]
    if streets and "location" not in by_target:
        codes = [column.index for column in maps if column_key(column.column) in _POSTCODE]
        rest = [by_target[name] for name in ("city", "state", "country") if name in by_target]
        found.append(ColumnJoin("location", (*streets[:1], *codes[:1], *rest), ", ", "the parts of an address"))
    return tuple(found)
