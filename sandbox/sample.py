"""A CSV of leads as a trade fair's export would have it: every kind of disorder that is common, in one small file."""

import csv
import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

HEADER = (
    "Firma",
    "Full Name",
    "Website",
    "E-Mail",
    "Telefon (geschäftlich)",
    "Location",
    "Branche",
    "Job Title",
    "Stand-Nr.",  # fits no known field: kept as the user's own
    "Notizen",
)
PREAMBLE = (
    '"Lead-Export Herbstmesse 2026"',
    '"Erstellt am 14.11.2026; vertraulich, nur für den internen Gebrauch"',
    "",
)
FIRMS = (
    ("Ridgeline Roofing Co.", "Hartwell, Ohio, United States", "Roofing", "+1 202 555 01"),
    ("Brightwater Dental Group", "Brighton, England, United Kingdom", "Dental", "+44 1632 9600"),
    ("Casa Luma Yoga S.L.", "Barcelona, Cataluña, España", "Yoga studio", "+34 930 0001"),
    ("Brandt & Vogel PartG mbB", "Lüneburg, Niedersachsen, Deutschland", "Steuerberatung", "+49 4131 90062"),
    ("Loopdesk Inc.", "Austin, Texas, United States", "Software", "+1 512 555 01"),
)
PEOPLE = (
    ("Dana Whitfield", "Owner"),
    ("Dr. Amara Okoye", "Clinical Lead"),
    ("Lucía Ferrer Soler", "Directora"),
    ("BRANDT, Henrik", "Steuerberater"),
    ("Priya Raghunathan 🚀", "Head of Support"),
    ("Ruth Whitfield", "Co-Owner"),
    ("Tom Hallam, BDS", "Dentist"),
    ("Carmen de la Fuente", "Profesora"),
    ("Frau Jana Vogel", "Steuerberaterin"),
    ("Marcus Dahl | Operations", "COO"),
    ("Walter van der Meer", "Estimator"),
    ("Leila Farahani (she/her)", "Orthodontist"),
    ("María José García López", "Profesora"),
    ("Emre Aydın", "Leiter Lohn"),
    ("山田 太郎", "Country Manager"),
    ("O'Brien, Siobhán", "Crew Lead"),
    ("", "Practice Manager"),
    ("Noël Lefèvre", "Profesor"),
    ("Dipl.-Kfm. Jürgen Weiß", "Prokurist"),
    ("", "Founder"),
    ("Denise A. Moreau", "Office Manager"),
    ("gwen price", "Practice Manager"),
    ("Ignasi Puig-Roca", "Socio"),
    ("Łukasz Nowak", "Buchhalter"),
    ("Zoë Lindqvist-Hall", "Product Designer"),
)
GIVEN = ("Anna", "Björn", "Chidi", "Dolores", "Elif", "François", "Greta", "Hiro", "Inés", "Jörg")
FAMILY = ("Almeida", "Berg", "Castellanos", "Dubois", "Eriksen", "Fontaine", "Grünwald", "Haddad", "Ivanova", "Jensen")
NOTES = (
    "",
    "Rückruf nach der Messe",
    'Sagte: "erst nach Ostern"',
    "Interested in a demo;\nasked for prices",
    "",
    "Quiere más información",
)
WITHOUT_SITE = frozenset({10, 17})
DEAD_SITE = frozenset({13, 22})
WITH_EMAIL = frozenset({0, 6, 7, 9, 12, 18, 24})


@dataclass(frozen=True, slots=True)
class Sample:
    """What was written, and what an import of it should count."""

    path: Path
    rows: int  # data rows, the double and the broken one included
    leads: int
    doubles: int = 1
    broken: int = 1


def sample_csv(path: Path, sites: Sequence[str], leads: int = 25, seed: int = 2026, encoding: str = "utf-16") -> Sample:
    """Write `leads` leads with these sites, one row twice and one row broken; the same arguments, the same bytes.

    With `encoding` cp1252, characters that it lacks become question marks, as spreadsheets write them.
    """
    rows = list(_rows(sites, leads, random.Random(seed)))
    double = [*rows[0]]
    double[3] = double[3].upper()
    double[9] = "stand zweimal auf der Liste"
    broken = [*rows[1], "überzählig", "noch eine Zelle", "zu viel"]
    rows.insert(min(8, len(rows)), double)
    rows.insert(min(15, len(rows)), broken)
    text = io.StringIO(newline="")
    text.write("".join(f"{line}\r\n" for line in PREAMBLE))
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([HEADER, *rows])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.getvalue().encode(encoding, "replace"))
    return Sample(path, len(rows), leads)


def _rows(sites: Sequence[str], count: int, dice: random.Random) -> Iterator[list[str]]:
    for at in range(count):
        firm, place, trade, phone = FIRMS[at % max(len(sites), 1) % len(FIRMS)]
        name, title = PEOPLE[at] if at < len(PEOPLE) else (f"{dice.choice(GIVEN)} {dice.choice(FAMILY)} {at}", "")
        yield [
            firm,
            name,
            _site(at, sites),
            _email(at, dice),
            f"{phone}{at:02d}" if at % 4 else "",
            place,
            trade,
            title,
            f"{dice.choice('ABCD')}{dice.randrange(1, 99)}",
            NOTES[at % len(NOTES)],
        ]


def _site(at: int, sites: Sequence[str]) -> str:
    if at in WITHOUT_SITE or not sites:
        return ""
    site = sites[at % len(sites)]
    return f"{site.rstrip('/')}/dead" if at in DEAD_SITE else site


def _email(at: int, dice: random.Random) -> str:
    if at in WITH_EMAIL:
        return f"lead{at:02d}.{dice.randrange(100, 999)}@messe-kontakte.example"
    return "n/a" if at == 4 else ""


if __name__ == "__main__":
    import sys

    sample_csv(Path(sys.argv[1]), sys.argv[2:] or ["http://127.0.0.1:8700/"])
