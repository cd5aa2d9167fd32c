# ruff: noqa: SIM905 - long lists of words are read as text
"""Labelled rows in which people and firms come again, spelled otherwise, beside others who only look like them.

`rows(seed, people)` gives (label, row) pairs; rows with one label are one person or firm. Each corruption is one that
real exports show; each trap is a pair that must stay two. `score` compares a clustering with the labels.
"""

import random
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

COLUMNS = ("first_name", "last_name", "company_name", "email", "phone", "linkedin_url", "website_url", "title", "city")
Row = dict[str, str]
Labelled = tuple[str, Row]

FIRSTS = """Robert William Margaret Elizabeth Katherine James Michael Susan Thomas Andrew Jonathan Patricia Jennifer
Christopher Daniel Matthew Richard Edward Samuel Benjamin Alexander Victoria Deborah Steven Gregory Kenneth Joseph
Charles Timothy Rebecca Jürgen Günther Björn Søren François José María Lucía André Zoë Łukasz Małgorzata Szymon Jiří
Ágnes László Emre Ayşe Mehmet Priya Arjun Ananya Rahul Wei Xiaoming Hiroshi Yuki Fatima Omar Leila Chidi Ngozi Kwame
Amara Olga Sergei Natalia Dmitri Ingrid Lars Astrid Nikolai Giulia Matteo Chiara Luca Paulo Beatriz Thiago Camila Ewa
Hannah Noah Olivia Liam Emma Sophie Lea Finn Mia Jonas Carla Diego Valentina Rosa Ibrahim Yusuf Aisha Grace Peter
Laura Simon Julia Martin Anna Paul Sarah David Claudia Frank Helen George Nina Oscar Petra Ralf Stefan Tina Uwe Vera
Walter Yvonne Tatiana Bruno Denise Erik Fiona Hugo Irene Karin Marco Nadia Pablo Renate Sandra Tobias Ursula
""".split()
LASTS = """Smith Johnson Müller Schröder Großmann Weiß Böhm König Jäger Krüger Hernández Fernández Muñoz Peña Gonçalves
Magalhães Lefèvre Bélanger Dubois Moreau Rossi Esposito Colombo Ricci Novák Dvořák Kowalski Wiśniewski Zieliński Nagy
Szabó Horváth Yılmaz Öztürk Çelik Andersson Johansson Lindqvist Sørensen Østergaard Jensen Hansen Virtanen Korhonen
Ivanov Petrov Kuznetsov Shevchenko Tanaka Watanabe Yamamoto Kim Park Nguyen Tran Patel Sharma Iyer Raghunathan Okafor
Adeyemi Mensah Abubakar Haddad Farahani Rahman Chowdhury Williams Thompson Anderson Whitfield Hawthorne Pemberton
Ashworth Caldwell Donovan Fitzgerald Gallagher MacDonald O'Brien O'Sullivan Kensington Abernathy Blackwood Cunningham
Dickinson Ellsworth Forsythe Goodwin Harrington Ingram Kirkpatrick Lockwood Merriweather Northcott Osborne Prescott
Quigley Ravenscroft Sinclair Trevelyan Underwood Vandermeer Wainwright Yarborough Zimmermann Baumgartner Hofmann
Schuster Vogel Brandt Keller Lindner Roth Seidel Winkler Bauer Fuchs Herzog Kaiser Lang Maurer Neumann Pohl Richter
Steiner Thoma Ulrich Voss Wolff Ziegler Costa Silva Pereira Oliveira Almeida Barbosa Cardoso Duarte Garcia Lopez Perez
""".split()
STEMS = """Ridgeline Brightwater Casaluma Loopdesk Northwind Bluefin Silverlake Redwood Ironbridge Fairview Stonegate
Clearview Westfield Highland Lakeside Maplewood Oakmont Pinecrest Riverton Summit Thornfield Umbra Vantage Wavelength
Xenith Yellowstone Zephyr Altura Borealis Cobalt Deltaform Everglade Fennel Granite Harborline Indigo Juniper Kestrel
Lumina Meridian Nimbus Orchard Polaris Quarry Rosewood Sablecreek Tandem Upland Verdant Wildflower Aldermoor Beacon
Cinder Driftwood Emberly Foxglove Greystone Hollybrook Ivoryton Jadeport Kingfisher Larkspur Moonstone Nettlebed
Opaline Peregrine Quillfeather Rookery Starling Thistledown Ulverstone Violetta Windermere Yarrow Zinnia Grünwald
Bäckerei Küstenwind Ström Ålesund Façade Château Señorial Bodegas Officina Bottega Lavanda Marzipan Kontor
""".split()
KINDS = """Roofing Dental Yoga Consulting Software Logistics Interiors Legal Plumbing Bakery Robotics Analytics Optics
Brewing Printing Catering Landscaping Architects Motors Textiles Ceramics Realty Solutions Studio Systems Media
""".split()
SUFFIXES = (
    "Inc.",
    "LLC",
    "GmbH",
    "Ltd",
    "Ltd.",
    "Co.",
    "Corp",
    "S.L.",
    "SARL",
    "AG",
    "B.V.",
    "AB",
    "",
    "",
    "GmbH & Co. KG",
)
TITLES = """Owner;CEO;Head of Sales;Marketing Manager;Office Manager;CTO;Buyer;Account Executive;Engineer;Accountant;
Receptionist;Warehouse Clerk;Operations Director;HR Specialist;Founder;Project Lead;Support Agent""".replace("\n", "")
TOWNS = "Austin Berlin Lyon Madrid Porto Milano Oslo Leeds Denver Utrecht Gdańsk Zürich Turku Lagos Pune Osaka".split()
NICKNAMES = {
    "Robert": "Bob Rob Bobby", "William": "Bill Will Billy", "Margaret": "Peggy Maggie Meg", "Elizabeth": "Liz Beth",
    "Katherine": "Kate Kathy Catherine", "James": "Jim Jimmy Jamie", "Michael": "Mike Mick", "Susan": "Sue",
    "Thomas": "Tom", "Andrew": "Andy Drew", "Jonathan": "Jon", "Patricia": "Pat Trish", "Jennifer": "Jen Jenny",
    "Christopher": "Chris", "Daniel": "Dan Danny", "Matthew": "Matt", "Richard": "Rick Dick Rich", "Edward": "Ed Ted",
    "Samuel": "Sam", "Benjamin": "Ben", "Alexander": "Alex Sasha", "Victoria": "Vicky", "Deborah": "Debbie Debra",
    "Steven": "Steve Stephen", "Gregory": "Greg", "Kenneth": "Ken", "Joseph": "Joe", "Charles": "Chuck Charlie",
    "Timothy": "Tim", "Rebecca": "Becky", "José": "Pepe", "Małgorzata": "Gosia", "Sergei": "Sergey", "Tobias": "Tobi",
    "Dmitri": "Dmitry", "Natalia": "Natasha", "Stefan": "Stephan", "Ursula": "Uschi", "Tatiana": "Tanya",
}  # fmt: skip
CYRILLIC = {"Sergei": "Сергей", "Olga": "Ольга", "Dmitri": "Дмитрий", "Ivanov": "Иванов", "Petrov": "Петров"}


def rows(seed: int, people: int) -> list[Labelled]:
    """About `people` persons and a tenth as many firms, with all their rows, in random order."""
    made = _Maker(random.Random(seed))
    while made.count < people:
        made.some()
    made.pick.shuffle(made.rows)
    return made.rows


class _Maker:
    def __init__(self, pick: random.Random) -> None:
        self.pick = pick
        self.rows: list[Labelled] = []
        self.count = 0
        self.taken: set[str] = set()

    def some(self) -> None:
        kind = self.pick.random()
        if kind < 0.62:
            self._firm_of(self.pick.randint(1, 4))
        elif kind < 0.68:
            self._switchboard()
        elif kind < 0.78:
            self._generations()
        elif kind < 0.86:
            self._lookalikes()
        elif kind < 0.92:
            self._franchise()
        else:
            self._places()

    # --- who there is -------------------------------------------------------------------------------------------------

    def _company(self) -> tuple[str, str]:
        while True:
            stem, kind = self.pick.choice(STEMS), self.pick.choice(KINDS)
            name = f"{stem} {kind}" if self.pick.random() < 0.75 else f"{self.pick.choice(LASTS)} {kind}"
            end = self.pick.choice(("com", "de", "co.uk", "io"))
            domain = f"{_ascii(name).replace(' ', self.pick.choice(('', '', '-')))}.{end}"
            if domain not in self.taken:
                self.taken.add(domain)
                return name, domain

    def _phone(self) -> str:
        return f"+1{self.pick.randint(201, 989)}{self.pick.randint(2000000, 9999999)}"

    def _person(self, company: str, domain: str, town: str, phone: str = "", **given: str) -> Row:
        first = given.get("first") or self.pick.choice(FIRSTS)
        last = given.get("last") or self.pick.choice(LASTS)
        local = self.pick.choice(
            (f"{first}.{last}", f"{first[0]}.{last}", f"{first}{last}", f"{first[0]}{last}", f"{first}")
        )
        address = f"{_ascii(local).replace(' ', '')}@{domain}"
        if self.pick.random() < 0.15 or address in self.taken:
            private = self.pick.choice(("gmail.com", "gmx.de", "yahoo.com"))
            address = f"{_ascii(first)}.{_ascii(last)}{self.pick.randint(10, 9999)}@{private}"
        self.taken.add(address)
        slug = f"{_ascii(first)}-{_ascii(last)}-{self.pick.randrange(16**6):06x}"
        return {
            "first_name": first,
            "last_name": last,
            "company_name": f"{company} {self.pick.choice(SUFFIXES)}".strip(),
            "email": address,
            "phone": phone or self._phone(),
            "linkedin_url": f"https://www.linkedin.com/in/{slug}",
            "website_url": f"https://www.{domain}",
            "title": self.pick.choice(TITLES.split(";")),
            "city": town,
        }

    def _add(self, person: Row, *, again: float = 0.5) -> None:
        self.count += 1
        label = f"p{self.count}"
        base = self._with_gaps(person)
        self.rows.append((label, base))
        while self.pick.random() < again:
            other = self._again(person)
            if _linked(other, person) and any(_linked(other, row) for name, row in self.rows[-6:] if name == label):
                self.rows.append((label, other))
            again *= 0.6

    def _firm_of(self, staff: int) -> None:
        company, domain = self._company()
        town = self.pick.choice(TOWNS)
        shared = f"{self.pick.choice(('info', 'sales', 'office', 'kontakt', 'team'))}@{domain}"
        for _ in range(staff):
            person = self._person(company, domain, town)
            if self.pick.random() < 0.1:
                person["email"] = shared
            self._add(person)

    def _switchboard(self) -> None:
        company, domain = self._company()
        phone, town = self._phone(), self.pick.choice(TOWNS)
        for _ in range(self.pick.randint(5, 40)):
            self._add(self._person(company, domain, town, phone), again=0.3)

    def _generations(self) -> None:
        """Two people of one name, or nearly, in one firm."""
        company, domain = self._company()
        town, last = self.pick.choice(TOWNS), self.pick.choice(LASTS)
        elder = self._person(company, domain, town, last=last)
        younger = self._person(company, domain, self.pick.choice((town, self.pick.choice(TOWNS))), last=last)
        younger["first_name"] = elder["first_name"]
        if self.pick.random() < 0.5:
            elder["last_name"] += self.pick.choice((" Sr.", ", Sr."))
            younger["last_name"] += self.pick.choice((" Jr.", ", Jr.", " II"))
        while younger["title"] == elder["title"]:
            younger["title"] = self.pick.choice(TITLES.split(";"))
        for one in (elder, younger):  # who shares a name is told apart by what is his own
            self.count += 1
            self.rows.append((f"p{self.count}", one))

    def _lookalikes(self) -> None:
        company, domain = self._company()
        town = self.pick.choice(TOWNS)
        pairs = (("Maria", "Mario"), ("Anna", "Anton"), ("Daniel", "Daniela"), ("Jan", "Jana"), ("Simon", "Simone"))
        last = self.pick.choice(LASTS)
        phone = self._phone()
        for first in self.pick.choice(pairs):
            self._add(self._person(company, domain, town, phone, first=first, last=last), again=0.3)

    def _franchise(self) -> None:
        brand, domain = self._company()
        for town in self.pick.sample(TOWNS, 4):
            self.count += 1
            place = {"company_name": brand, "website_url": f"https://{domain}", "phone": self._phone(), "city": town}
            self.rows.append((f"p{self.count}", {**dict.fromkeys(COLUMNS, ""), **place}))
            if self.pick.random() < 0.4:
                again = {**place, "company_name": f"{brand} {self.pick.choice(SUFFIXES)}".strip()}
                if self.pick.random() < 0.5:
                    again["phone"] = ""
                self.rows.append((f"p{self.count}", {**dict.fromkeys(COLUMNS, ""), **again}))

    def _places(self) -> None:
        """A firm without a person, as maps list it, more than once."""
        company, domain = self._company()
        self.count += 1
        place = {"company_name": company, "website_url": f"https://{domain}", "phone": self._phone()}
        place |= {"city": self.pick.choice(TOWNS), "email": f"info@{domain}"}
        for _ in range(self.pick.randint(1, 3)):
            row = {**dict.fromkeys(COLUMNS, ""), **place}
            row["company_name"] = f"{company} {self.pick.choice(SUFFIXES)}".strip()
            for name in ("phone", "email", "city"):
                if self.pick.random() < 0.25:
                    row[name] = ""
            row["website_url"] = self.pick.choice(
                (f"http://{domain}/", f"www.{domain}", f"https://{domain}/?utm_source=m")
            )
            self.rows.append((f"p{self.count}", row))

    # --- what becomes of a row ----------------------------------------------------------------------------------------

    def _with_gaps(self, row: Row, share: float = 0.2) -> Row:
        kept = dict(row)
        for name in ("email", "phone", "linkedin_url", "website_url", "title", "city", "company_name"):
            if self.pick.random() < share:
                kept[name] = ""
        return kept if _anchored(kept) else dict(row)

    def _again(self, row: Row) -> Row:
        changed = dict(row)
        ways: Sequence[Callable[[Row], None]] = (
            self._typo_first, self._typo_last, self._typo_company, self._nickname, self._initial, self._plain,
            self._swap, self._suffix, self._suffix, self._moved, self._married, self._profile, self._profile, self._tag,
            self._case, self._phone_form, self._fewer_words, self._cyrillic,
        )  # fmt: skip
        for way in self.pick.sample(ways, self.pick.randint(1, 3)):
            way(changed)
        return self._with_gaps(changed, 0.3)

    def _typo(self, text: str) -> str:
        if len(text) < 5:
            return text
        place = self.pick.randrange(1, len(text) - 1)
        kind = self.pick.randrange(4)
        if kind == 0:
            return text[:place] + text[place + 1 :]
        if kind == 1:
            return text[:place] + text[place] + text[place:]
        if kind == 2:
            return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        return text[:place] + self.pick.choice("abcdefghiklmnoprstuw") + text[place + 1 :]

    def _typo_first(self, row: Row) -> None:
        row["first_name"] = self._typo(row["first_name"])

    def _typo_last(self, row: Row) -> None:
        row["last_name"] = self._typo(row["last_name"])

    def _typo_company(self, row: Row) -> None:
        row["company_name"] = self._typo(row["company_name"])

    def _nickname(self, row: Row) -> None:
        if names := NICKNAMES.get(row["first_name"]):
            row["first_name"] = self.pick.choice(names.split())

    def _initial(self, row: Row) -> None:
        if row["email"] or row["linkedin_url"]:
            row["first_name"] = row["first_name"][0] + self.pick.choice(("", "."))

    def _plain(self, row: Row) -> None:
        change = self.pick.choice((_ascii, _long_umlauts, str.upper, str.lower))
        for name in ("first_name", "last_name", "company_name"):
            row[name] = change(row[name])

    def _swap(self, row: Row) -> None:
        row["first_name"], row["last_name"] = row["last_name"], row["first_name"]

    def _suffix(self, row: Row) -> None:
        for suffix in sorted(SUFFIXES, key=len, reverse=True):
            if suffix and row["company_name"].endswith(f" {suffix}"):
                row["company_name"] = row["company_name"].removesuffix(f" {suffix}")
                break
        row["company_name"] = f"{row['company_name']} {self.pick.choice(SUFFIXES)}".strip()

    def _fewer_words(self, row: Row) -> None:
        words = row["company_name"].split()
        if len(words) > 2:
            row["company_name"] = words[0]

    def _moved(self, row: Row) -> None:
        company, domain = self._company()
        row["company_name"], row["website_url"] = company, f"https://{domain}"
        if not row["email"].endswith(("gmail.com", "gmx.de", "yahoo.com")):
            row["email"] = f"{_ascii(row['first_name'])}.{_ascii(row['last_name'])}@{domain}".replace(" ", "")
        row["title"] = self.pick.choice(TITLES.split(";"))

    def _married(self, row: Row) -> None:
        name = self.pick.choice(LASTS)
        row["last_name"] = self.pick.choice((name, f"{row['last_name']}-{name}"))

    def _profile(self, row: Row) -> None:
        if slug := row["linkedin_url"].rpartition("/in/")[2].strip("/").partition("?")[0]:
            row["linkedin_url"] = self.pick.choice(
                (f"linkedin.com/in/{slug}", f"http://de.linkedin.com/in/{slug}/", f"https://www.linkedin.com/in/{slug.upper()}?trk=x",
                 f"https://linkedin.com/in/{slug}/en-us/", f"www.linkedin.com/in/{slug}#about")
            )  # fmt: skip

    def _tag(self, row: Row) -> None:
        local, at, domain = row["email"].partition("@")
        if at and self.pick.random() < 0.7:
            local = f"{local}+{self.pick.choice(('fair', 'news', 'x1'))}"
        if domain == "gmail.com":
            local = local.replace(".", "", 1)
        row["email"] = f"{local}{at}{domain}"

    def _case(self, row: Row) -> None:
        row["email"] = row["email"].upper() if self.pick.random() < 0.5 else f" {row['email'].title()} "

    def _phone_form(self, row: Row) -> None:
        if digits := row["phone"].removeprefix("+1"):
            row["phone"] = self.pick.choice(
                (
                    f"({digits[:3]}) {digits[3:6]}-{digits[6:]}",
                    f"001{digits}",
                    f"{digits[:3]}.{digits[3:6]}.{digits[6:]} x12",
                )
            )

    def _cyrillic(self, row: Row) -> None:
        for name in ("first_name", "last_name"):
            row[name] = CYRILLIC.get(row[name], row[name])


def _ascii(text: str) -> str:
    plain = unicodedata.normalize(
        "NFKD",
        text.replace("ß", "ss")
        .replace("Ł", "L")
        .replace("ł", "l")
        .replace("ø", "o")
        .replace("Ø", "O")
        .replace("ı", "i"),
    )
    return "".join(ch for ch in plain if not unicodedata.combining(ch)).lower().replace("'", "")


def _long_umlauts(text: str) -> str:
    for short, long in (("ü", "ue"), ("ö", "oe"), ("ä", "ae"), ("ß", "ss"), ("ø", "oe"), ("å", "aa")):
        text = text.replace(short, long)
    return text


def _anchored(row: Row) -> bool:
    """Whether a row can be known again at all."""
    desk = row["email"].partition("@")[0] in {"info", "sales", "office", "kontakt", "team"}
    return bool((row["email"] and not desk) or row["linkedin_url"] or row["company_name"])


def _linked(one: Row, other: Row) -> bool:
    """Whether anything that the two rows share could tell a person that they are one."""

    def bare(text: str) -> str:
        return "".join(ch for ch in _ascii(text) if ch.isalnum())

    def box(row: Row) -> str:
        local, _, domain = row["email"].strip().lower().partition("@")
        local = local.partition("+")[0]
        return "" if local in {"info", "sales", "office", "kontakt", "team"} else f"{local.replace('.', '')}@{domain}"

    def slug(row: Row) -> str:
        return row["linkedin_url"].lower().rpartition("/in/")[2].partition("/")[0].partition("?")[0].partition("#")[0]

    def digits(row: Row) -> str:
        return "".join(ch for ch in row["phone"].partition("x")[0] if ch.isdigit())[-10:]

    names = {bare(one["first_name"]), bare(one["last_name"])} & {bare(other["first_name"]), bare(other["last_name"])}
    firm = bare(one["company_name"])[:5] == bare(other["company_name"])[:5] and one["company_name"]
    return bool(
        (box(one) and box(one) == box(other) and one["email"] and other["email"])
        or (slug(one) and slug(one) == slug(other))
        or (names and (firm or (digits(one) and digits(one) == digits(other))))
    )


def score(labels: Iterable[str], clusters: Iterable[str]) -> tuple[float, float, float]:
    """Pairwise precision, recall and F1 of a clustering."""
    both = list(zip(labels, clusters, strict=True))
    together = _pairs(Counter(both).values())
    said = _pairs(Counter(cluster for _, cluster in both).values())
    true = _pairs(Counter(label for label, _ in both).values())
    precision, recall = together / max(1, said), together / max(1, true)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)
