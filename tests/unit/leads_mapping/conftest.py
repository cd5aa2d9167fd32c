"""Labelled exports with made-up rows, and what a mapping of them is worth."""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from shared.core.text import slug
from shared.leads.fields import BUILT_IN
from shared.leads.mapping import map_columns

EXPORTS: Final = Path(__file__).parents[2] / "data" / "exports"
ROWS: Final = 5

# locale: first names | last names | firms | cities | states | country | phone prefix | top-level domain
_PEOPLE: Final = {
    "en": "Dana,Marcus,Grace,Tyler,Priya|Whitfield,Okafor,Sullivan,Brooks,Raman|Northgate Roofing Co,Bluebird Dental"
    " Group,Harbor Labs Inc,Summit & Vale LLC,Juniper Studio|Austin,Tampa,Portland,Denver,Columbus|Texas,Florida,Oregon"
    ",Colorado,Ohio|United States|+1 512-555-01|com",
    "de": "Jürgen,Annika,Sabine,Lukas,Heike|Weiß,Schröder,Böhm,Krüger,Vogel|Böhm Gebäudetechnik GmbH,Schröder & Söhne"
    " KG,Vogel Maschinenbau AG,Praxis Dr. Krüger,Nordlicht Media UG|München,Köln,Hamburg,Leipzig,Ulm|Bayern,"
    "Nordrhein-Westfalen,Hamburg,Sachsen,Baden-Württemberg|Deutschland|+49 89 55501|de",
    "fr": "Hélène,Thibault,Chloé,Mathieu,Aurélie|Lefèvre,Garnier,Dubois,Morel,Besson|Garnier Conseil SARL,Boulangerie"
    " Morel,Atelier Besson SAS,Dubois & Fils,Lefèvre Avocats|Lyon,Nantes,Lille,Rennes,Nice|Auvergne-Rhône-Alpes,Pays de"
    " la Loire,Hauts-de-France,Bretagne,PACA|France|+33 4 72 00 11 |fr",
    "es": "Íñigo,Lucía,Alejandro,Marta,Sofía|Muñoz,Ibáñez,Fernández,Castro,Vidal|Clínica Dental Muñoz S.L.,Reformas"
    " Ibáñez,Grupo Castro SA,Vidal Abogados,Tecnología Norte S.L.U.|León,Sevilla,Bilbao,Málaga,Vigo|Castilla y León,"
    "Andalucía,País Vasco,Andalucía,Galicia|España|+34 612 00 11 |es",
    "pt": "João,Beatriz,Thiago,Camila,Rafael|Silva,Souza,Almeida,Pereira,Lopes|Padaria Souza Ltda,Grupo Almeida,Clínica"
    " Pereira ME,Lopes Engenharia,Silva Tech EIRELI|São Paulo,Lisboa,Porto,Recife,Curitiba|SP,Lisboa,Porto,PE,PR|Brasil"
    "|+55 11 95555-01|com.br",
    "it": "Giulia,Matteo,Chiara,Lorenzo,Sara|Bianchi,Esposito,Ricci,Marino,Greco|Officine Ricci S.r.l.,Studio Marino,"
    "Greco Costruzioni SpA,Hotel Bianchi,Esposito & C. Snc|Milano,Torino,Bologna,Bari,Verona|Lombardia,Piemonte,"
    "Emilia-Romagna,Puglia,Veneto|Italia|+39 02 5550 01|it",
    "nl": "Sanne,Daan,Femke,Bram,Lotte|de Vries,Bakker,Visser,Smit,Mulder|Bakker Bouw B.V.,Visser Media,De Vries"
    " Logistiek BV,Studio Smit,Mulder Groep N.V.|Utrecht,Rotterdam,Breda,Zwolle,Leiden|Utrecht,Zuid-Holland,"
    "Noord-Brabant,Overijssel,Zuid-Holland|Nederland|+31 6 1234 50|nl",
    "pl": "Katarzyna,Piotr,Agnieszka,Tomasz,Ewa|Nowak,Kowalski,Wiśniewska,Zieliński,Mazur|Nowak Budownictwo Sp. z o.o."
    ",Kowalski Transport,Mazur IT S.A.,Zieliński i Wspólnicy,Piekarnia Ewa|Kraków,Gdańsk,Łódź,Poznań,Lublin|małopolskie"
    ",pomorskie,łódzkie,wielkopolskie,lubelskie|Polska|+48 501 55 01 |pl",
    "sv": "Åsa,Björn,Linnéa,Oskar,Maja|Lindqvist,Sjöberg,Öhman,Nyström,Ek|Sjöberg Bygg AB,Öhman Media AB,Nyström Tak,"
    "Ek & Co,Lindqvist Konsult AB|Malmö,Göteborg,Umeå,Lund,Örebro|Skåne,Västra Götaland,Västerbotten,Skåne,Örebro"
    "|Sverige|+46 70 111 22 |se",
    "ja": "太郎,花子,健一,美咲,翔|山田,佐藤,鈴木,高橋,田中|株式会社ノース,佐藤工業株式会社,"
    "有限会社鈴木商店,ミドリ株式会社,田中デザイン合同会社|東京,大阪,名古屋,福岡,札幌|東京都,大阪府,愛知県,福岡県,北海道|日本|03-5550-01|jp",
    "zh": "小明,伟,丽,强,芳|王,李,张,刘,陈|北方科技有限公司,上海明珠贸易有限公司,"
    "广州华信集团,深圳云启科技有限公司,成都锦绣文化传媒有限公司"
    "|北京,上海,广州,深圳,成都|北京,上海,广东,广东,四川|中国|138 0013 80|cn",
    "ru": "Иван,Ольга,Сергей,Анна,Дмитрий|Иванов,Петрова,Смирнов,Кузнецова,Попов|ООО Север,АО Вектор,ИП Смирнов,ООО"
    " Альфа Строй,Студия Лад|Москва,Казань,Самара,Омск,Пермь|Москва,Татарстан,Самарская область,Омская область,Пермский"
    " край|Россия|+7 495 555-01-|ru",
}
_SAME: Final = {"da": "sv", "no": "sv", "fi": "sv", "tr": "de", "ko": "ja", "ar": "en", "cs": "pl", "hu": "de"}
_TITLES: Final = ("CEO", "Head of Marketing", "Project Manager", "Founder & CEO", "Sales Director")
_INDUSTRY: Final = ("Construction", "Legal Services", "Software", "Marketing & Advertising", "Retail")
_NICHE: Final = ("Dentist", "Roofing contractor", "Life coach", "Bakery", "Gym")


@dataclass(frozen=True)
class Column:
    header: str
    label: str
    accept: frozenset[str | None]
    required: bool
    one_of: bool
    kind: str


@dataclass(frozen=True)
class Export:
    name: str
    locale: str
    columns: tuple[Column, ...]

    @property
    def header(self) -> list[str]:
        return [column.header for column in self.columns]

    def rows(self, count: int = ROWS) -> list[list[str]]:
        dice = random.Random(self.name)
        people = [_person(self.locale, at, dice) for at in range(count)]
        return [[_cell(column.kind, person, dice) for column in self.columns] for person in people]


@dataclass(frozen=True)
class Score:
    accuracy: float
    precision: float
    recall: float
    perfect: float
    errors: tuple[str, ...]

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def read(name: str) -> list[Export]:
    """The labelled exports of a file."""
    found: list[Export] = []
    text = (EXPORTS / name).read_text(encoding="utf-8")
    for block in text.split("\n== ")[1:]:
        head, *lines = block.strip().split("\n")
        title, locale, _ = (part.strip() for part in head.split("|"))
        found.append(Export(title, locale, tuple(_column(line) for line in lines if line.strip())))
    return found


def _column(line: str) -> Column:
    line, _, kind = line.partition(" :: ")
    header, _, label = (part.strip() for part in line.rpartition(" = "))
    names = [part.strip("?*") for part in label.split("|")]
    optional, one_of = label.endswith("?"), label.endswith("*")
    accept: set[str | None] = {None if name == "-" else name for name in names}
    if optional or one_of:
        accept.add(None)
    required = not optional and label != "-"
    return Column(header, names[0], frozenset(accept), required, one_of, kind.strip() or names[0])


def score(exports: Sequence[Export], predict: "Callable[[Export], Mapping[str, str | None]]") -> Score:
    """As the usual measure has it: columns right, right of the predicted, found of the required, perfect files."""
    columns = right = predicted = hits = required = found = perfect = 0
    errors = []
    for export in exports:
        got = predict(export)
        groups: defaultdict[str, list[bool]] = defaultdict(list)
        wrong = []
        for column in export.columns:
            answer = got.get(column.header)
            good = answer in column.accept
            columns, right = columns + 1, right + good
            predicted += answer is not None
            hits += answer is not None and good
            if column.one_of:
                groups[column.label].append(answer is not None and good)
            elif column.required:
                required, found = required + 1, found + good
            if not good:
                wrong.append(f"{export.name} | {column.header} | {column.label} | {answer}")
        for name, answers in groups.items():
            required, found = required + 1, found + any(answers)
            if not any(answers):
                wrong.append(f"{export.name} | (one of {len(answers)}) | {name} | None")
        perfect += not wrong
        errors += wrong
    return Score(right / columns, hits / predicted, found / required, perfect / len(exports), tuple(errors))


def ours(export: Export) -> dict[str, str | None]:
    """The mapping of the house, each column with the one field that it means."""
    return {
        column.column: column.targets[0] if column.targets else None
        for column in map_columns(export.header, export.rows(), BUILT_IN)
    }


# --- rows ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Person:
    first: str
    last: str
    firm: str
    city: str
    state: str
    country: str
    phone: str
    domain: str
    locale: str
    at: int

    @property
    def full(self) -> str:
        return f"{self.last} {self.first}" if self.locale in {"ja", "zh"} else f"{self.first} {self.last}"

    @property
    def handle(self) -> str:
        return slug(f"{self.first} {self.last}").replace("_", "-") or f"person-{self.at}"


def _person(locale: str, at: int, dice: random.Random) -> _Person:
    table = [part.split(",") for part in _PEOPLE[_SAME.get(locale, locale)].split("|")]
    firsts, lasts, firms, cities, states, (country,), (prefix,), (tld,) = table
    firm = firms[at % 5]
    domain = f"{slug(firm).replace('_', '')[:20] or f'firm{at}'}-example.{tld}"
    phone = f"{prefix}{dice.randint(10, 99)}"
    return _Person(firsts[at % 5], lasts[at % 5], firm, cities[at % 5], states[at % 5], country, phone, domain,
                   _SAME.get(locale, locale), at)  # fmt: skip


def _cell(kind: str, who: _Person, dice: random.Random) -> str:
    number = dice.randint(100_000, 999_999)
    day = f"2026-{dice.randint(1, 9):02}-{dice.randint(1, 28):02}"
    handle, host = who.handle, who.domain
    made: dict[str, Callable[[], str]] = {
        "first_name": lambda: who.first,
        "last_name": lambda: who.last,
        "full_name": lambda: who.full,
        "company_name": lambda: who.firm,
        "firm": lambda: who.firm,
        "title": lambda: _TITLES[who.at % 5],
        "headline": lambda: f"{_TITLES[who.at % 5]} at {who.firm}",
        "email": lambda: f"{handle.replace('-', '.')}@{host}",
        "private_email": lambda: f"{handle.replace('-', '')}@mail-example.com",
        "mostly_empty_email": lambda: f"{handle}@{host}" if who.at == 2 else "",
        "phone": lambda: who.phone,
        "p_phone": lambda: "p:+4670" + str(number),
        "website_url": lambda: f"https://www.{host}/" if who.at % 2 else f"http://{host}",
        "website": lambda: f"https://www.{host}/" if who.at % 2 else f"http://{host}",
        "domain": lambda: host,
        "page": lambda: f"https://{host}/team",
        "linkedin_url": lambda: f"https://www.linkedin.com/in/{handle}-{number}",
        "linkedin_id_url": lambda: f"https://www.linkedin.com/in/ACwAA{number}Bx",
        "firm_li": lambda: f"https://www.linkedin.com/company/{host.split('.')[0]}",
        "sales_url": lambda: f"https://www.linkedin.com/sales/lead/ACwAA{number},NAME_SEARCH,x1",
        "sales_firm": lambda: f"https://www.linkedin.com/sales/company/{number}",
        "sales_search": lambda: f"https://www.linkedin.com/sales/search/people?query={number}",
        "tool_url": lambda: f"https://app.tool-example.com/contacts/{number}",
        "ads_url": lambda: f"https://www.facebook.com/ads/library/?active_status=all&view_all_page_id={number}",
        "fb": lambda: f"https://www.facebook.com/{handle}",
        "tw": lambda: f"https://twitter.com/{handle}",
        "ig": lambda: f"https://www.instagram.com/{handle}",
        "xing": lambda: f"https://www.xing.com/profile/{handle}",
        "maps": lambda: f"https://www.google.com/maps/place/?q=place_id:ChIJ{number}",
        "crunchbase": lambda: f"https://www.crunchbase.com/organization/{handle}",
        "trustpilot": lambda: f"https://www.trustpilot.com/review/{host}",
        "meetup": lambda: f"https://www.meetup.com/group/members/{number}",
        "directory": lambda: f"https://www.yelp.com/biz/{handle}",
        "loom": lambda: f"https://www.loom.com/share/{number}",
        "zoom": lambda: f"https://us02web.zoom.us/j/{number}",
        "img": lambda: f"https://cdn.img-example.com/avatar/{number}.jpg",
        "location": lambda: f"{who.city}, {who.state}, {who.country}",
        "place": lambda: f"{who.city}, {who.state}, {who.country}",
        "address": lambda: f"{number % 90 + 1} Main St, {who.city}, {who.state} {number}, {who.country}",
        "street": lambda: f"{number % 90 + 1} Main St",
        "city": lambda: who.city,
        "state": lambda: who.state,
        "state_code": lambda: ("TX", "FL", "OR", "CO", "OH")[who.at % 5],
        "country": lambda: who.country,
        "country_code": lambda: "US" if who.locale == "en" else who.locale.upper(),
        "industry": lambda: _INDUSTRY[who.at % 5],
        "niche": lambda: _NICHE[who.at % 5],
        "niche_category": lambda: _NICHE[who.at % 5],
        "employees": lambda: str(number % 900 + 3),
        "range": lambda: ("1-10", "11-50", "51-200", "201-500", "10001+")[who.at % 5],
        "revenue": lambda: ("$1M to $10M", "$10 mil. - $25 mil.", "< $1M", "$50M-$100M", "$1B+")[who.at % 5],
        "money": lambda: ("$1.2M", "€ 850.000", "2,4 Mio. EUR", "$12,500,000", "USD 3M")[who.at % 5],
        "plain_money": lambda: str(number * 10),
        "decimal": lambda: f"{number % 900}.{number % 90 + 10}",
        "status": lambda: ("New", "Contacted", "Qualified", "New", "Open")[who.at % 5],
        "outreach": lambda: ("COMPLETED", "REPLIED", "ACTIVE", "BOUNCED", "PAUSED")[who.at % 5],
        "outcome": lambda: ("Interested", "Out Of Office", "Meeting Request", "Cold", "Wrong Person")[who.at % 5],
        "operational": lambda: "OPERATIONAL",
        "source": lambda: ("Referral", "Website", "LinkedIn", "Trade fair", "Google")[who.at % 5],
        "notes": lambda: ("Call back in May", "Uses a competitor", "Met at the fair, keen", "", "Budget open")[who.at],
        "text": lambda: "We help local firms to grow, since 1998." if who.at % 2 else "Interested in a demo next month",
        "question": lambda: "What do you want to talk about?",
        "date": lambda: day,
        "iso": lambda: f"{day}T14:32:11+0000",
        "li_date": lambda: f"{dice.randint(1, 28):02} Mar 2024",
        "year": lambda: str(1970 + number % 50),
        "hours": lambda: "Closes 6 PM",
        "duration": lambda: f"{number % 9 + 1} years {number % 11 + 1} months in role",
        "id": lambda: str(number * 7),
        "num": lambda: str(number % 400),
        "paren_num": lambda: f"({number % 400})",
        "percent": lambda: f"{number % 100}%",
        "stars": lambda: f"4.{number % 10}",
        "hex": lambda: f"{number:x}{number * 31:x}{number * 17:x}",
        "sfid": lambda: f"00Q5f00000{number}AAB",
        "prefixed_id": lambda: f"l:{number * 11}",
        "hr": lambda: f"HRB {number}",
        "vat": lambda: f"DE{number}119",
        "bool": lambda: ("true", "false")[number % 2],
        "yesno": lambda: ("yes", "no")[number % 2],
        "verdict": lambda: ("Verified", "Guessed", "valid", "catch-all", "Verified")[who.at % 5],
        "seniority": lambda: ("C suite", "Director", "Manager", "Founder", "Head")[who.at % 5],
        "dept": lambda: ("Marketing", "Sales", "C-Suite", "Engineering", "Operations")[who.at % 5],
        "degree": lambda: "2nd",
        "salutation": lambda: ("Mr.", "Ms.", "Mr.", "Dr.", "Mrs.")[who.at % 5],
        "degree_title": lambda: ("Dr.", "", "Prof. Dr.", "", "Dipl.-Ing.")[who.at % 5],
        "middle": lambda: ("A.", "", "Lee", "", "J.")[who.at % 5],
        "particle": lambda: ("van", "", "de", "", "")[who.at % 5],
        "kana": lambda: ("ヤマダ タロウ", "サトウ ハナコ", "スズキ ケン", "タカハシ ミサ", "タナカ ショウ")[who.at],
        "owner": lambda: ("Sam Sales", "Rita Cole", "Sam Sales", "Rita Cole", "Sam Sales")[who.at % 5],
        "owner_email": lambda: ("sam@seller-example.com", "rita@seller-example.com")[who.at % 2],
        "display": lambda: f"{who.full} ({handle}@{host})",
        "full_name_note": lambda: who.full,
        "tags": lambda: ("vip, spring", "webinar; hot", "vip", "expo, partner", "newsletter")[who.at % 5],
        "word": lambda: ("Alpha", "Beta", "Alpha", "Gamma", "Alpha")[who.at % 5],
        "search": lambda: "dentist in austin",
        "handle": lambda: handle,
        "lat": lambda: f"30.{number}",
        "tz": lambda: "America/Chicago",
        "ip": lambda: f"203.0.113.{number % 250}",
        "zip": lambda: str(number)[:5],
        "json": lambda: '{"Monday": "9AM-5PM"}',
        "dot": lambda: "·",
        "empty": lambda: "",
    }  # fmt: skip
    if kind.startswith("="):  # values as they stand, one after another: "=New|Open", with others' kinds in braces
        values = kind[1:].split("|")
        return re.sub(r"\{(\w+)\}", lambda found: made[found[1]](), values[who.at % len(values)].strip())
    return made[kind]()


@pytest.fixture
def read_exports() -> Callable[[str], list[Export]]:
    return lambda name: read(f"{name}.txt")


@pytest.fixture
def scored() -> "Iterator[Callable[[Sequence[Export]], Score]]":
    yield lambda exports: score(exports, ours)
