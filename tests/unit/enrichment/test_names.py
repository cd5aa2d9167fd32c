"""Names as people write them. A line: the text | first name | last name."""

import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.leads.names import MAX_LENGTH, Name, split

CASES = """
John Smith|John|Smith
JOHN SMITH|John|Smith
john smith|John|Smith
Dr. Jane Doe, PhD|Jane|Doe
Dr. med. Klaus Weber|Klaus|Weber
Prof. Dr. Anna-Lena Schäfer|Anna-Lena|Schäfer
Herr Müller||Müller
Frau Dr. Sabine Groß|Sabine|Groß
Dipl.-Ing. Hans Meier|Hans|Meier
Smith, John|John|Smith
SMITH, JOHN|John|Smith
Smith, John, MBA|John|Smith
Smith, Dr. John|John|Smith
John Smith, MBA, CPA|John|Smith
John Smith, CEO|John|Smith
John Smith CPA|John|Smith
John Q. Public Jr.|John|Public
John Michael Smith III|John|Smith
Ludwig van Beethoven|Ludwig|van Beethoven
Oscar de la Renta|Oscar|de la Renta
VAN DER BERG, JAN|Jan|van der Berg
Jan van der Berg|Jan|van der Berg
Beethoven, Ludwig van|Ludwig|van Beethoven
Mary-Kate O'Connor|Mary-Kate|O'Connor
PATRICK O'BRIEN|Patrick|O'Brien
ronald mcdonald|Ronald|McDonald
🚀 Jane Doe ✨|Jane|Doe
Jane Doe (she/her)|Jane|Doe
Jane Doe she/her|Jane|Doe
Jane Doe | Founder @ Acme|Jane|Doe
Jane Doe - Realtor|Jane|Doe
Robert "Bob" Smith|Robert|Smith
Katherine (Kate) Jones|Katherine|Jones
Íñigo Muñoz Peña|Íñigo|Muñoz Peña
Lucía Ibáñez Soto|Lucía|Ibáñez Soto
María José García López|María José|García López
Juan Carlos García|Juan Carlos|García
José Ortega y Gasset|José|Ortega y Gasset
María del Carmen Ruiz|María del Carmen|Ruiz
João da Silva|João|da Silva
Ana Paula de Souza Lima|Ana Paula|de Souza Lima
山田太郎|太郎|山田
山田 太郎|太郎|山田
王小明|小明|王
王伟|伟|王
欧阳娜娜|娜娜|欧阳
佐々木希|希|佐々木
佐藤さくら|さくら|佐藤
김민수|민수|김
남궁민수|민수|남궁
ジョン・スミス|ジョン|スミス
Zhang Wei|Wei|Zhang
Wang Xiaoming|Xiaoming|Wang
Kim Min-su|Min-su|Kim
Min-su Kim|Min-su|Kim
Tanaka Kenji|Kenji|Tanaka
Kenji Tanaka|Kenji|Tanaka
TANAKA Kenji|Kenji|Tanaka
DUPONT Jean|Jean|Dupont
Jean DUPONT|Jean|Dupont
Jean-Luc Picard|Jean-Luc|Picard
Jean Pierre Dupont|Jean Pierre|Dupont
Nguyễn Văn An|An|Nguyễn
Nagy János|János|Nagy
Иванов Иван Иванович|Иван|Иванов
Иван Петров|Иван|Петров
J. R. R. Tolkien|J. R. R.|Tolkien
J.K. Rowling|J.K.|Rowling
J. Smith|J.|Smith
JD Vance|JD|Vance
F. Scott Fitzgerald|F. Scott|Fitzgerald
John F. Kennedy|John|Kennedy
Madonna|Madonna|
Acme Roofing LLC||
Northgate Roofing Co||
Müller & Söhne GmbH||
Smith & Sons||
Joe's Pizza||
The Home Depot||
N/A||
unknown||
info@acme.com||
Sales Team||
Owner||
LinkedIn Member||
-||
12345||
John & Mary Smith|John|Smith
Johnson & Johnson||
Mohammed bin Salman|Mohammed|bin Salman
Abdul Rahman Khan|Abdul Rahman|Khan
Jack Ma|Jack|Ma
Yo-Yo Ma|Yo-Yo|Ma
Kim Smith|Kim|Smith
Lee Johnson|Lee|Johnson
Long Nguyen|Long|Nguyen
Van Morrison|Van|Morrison
Ben Stiller|Ben|Stiller
Dick Van Dyke|Dick|Van Dyke
Martin Luther King Jr.|Martin|King
King, Martin Luther, Jr.|Martin|King
Mr. T||T
𝓙𝓪𝓷𝓮 𝓓𝓸𝓮|Jane|Doe
Jane&nbsp;Doe|Jane|Doe
john.smith|John|Smith
Dr John Smith|John|Smith
Sarah Connor, RN, BSN|Sarah|Connor
Sarah Connor, P.E.|Sarah|Connor
Michael Chen, CFP®|Michael|Chen
Ms. Li Na|Na|Li
David Park|David|Park
Siobhán Ní Bhriain|Siobhán|Ní Bhriain
Mette Frederiksen|Mette|Frederiksen
Øystein Århus|Øystein|Århus
Sinéad O’Connor|Sinéad|O’Connor
Catherine Zeta-Jones|Catherine|Zeta-Jones
Dorothy Church|Dorothy|Church
Jude Law|Jude|Law
Tyra Banks|Tyra|Banks
Alexandria Ocasio-Cortez|Alexandria|Ocasio-Cortez
Leonardo da Vinci|Leonardo|da Vinci
Ursula von der Leyen|Ursula|von der Leyen
Charles de Gaulle|Charles|de Gaulle
Dr. Smith||Smith
D'Angelo Russell|D'Angelo|Russell
Gabriel García Márquez|Gabriel|García Márquez
Pablo Ruiz Picasso|Pablo|Ruiz Picasso
Priya Raghunathan, M.Tech|Priya|Raghunathan
S. Ramanathan|S.|Ramanathan
Björk|Björk|
محمد علي|محمد|علي
ΓΙΩΡΓΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ|Γιωργος|Παπαδοπουλος
Lic. Ana Torres|Ana|Torres
Mag. Eva Huber|Eva|Huber
Dipl.-Kfm. Jürgen Weiß|Jürgen|Weiß
Dipl. Betriebswirt (FH) Uwe Kern|Uwe|Kern
Sr. Pedro Gómez|Pedro|Gómez
Dña. Carmen Ruiz|Carmen|Ruiz
Rechtsanwalt Peter Lang|Peter|Lang
Mrs Smith||Smith
Smith, J.|J.|Smith
Xi Jinping|Jinping|Xi
Mao Zedong|Zedong|Mao
Park Chan-wook|Chan-wook|Park
Anne Marie Smith|Anne Marie|Smith
CEO John Smith|John|Smith
John Smith - CEO & Founder|John|Smith
✅ John Smith, PMP® | Agile Coach|John|Smith
田中様||田中
"""


@pytest.mark.parametrize("line", CASES.strip().split("\n"))
def test_a_name_is_split_as_its_bearer_would(line: str) -> None:
    text, first, last = line.rsplit("|", 2)
    found = split(text)
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Acme Roofing LLC", "company"),
        ("Müller & Söhne GmbH", "company"),
        ("株式会社山田商店", "company"),
        ("n/a", "none"),
        ("sales team", "company"),
        ("https://example.com", "none"),
        ("ana@example.com", "none"),
        ("", "none"),
        ("🚀🚀", "none"),
        ("Ana Diaz", "person"),
    ],
)
def test_what_is_no_person_is_said_to_be_none(text: str, kind: str) -> None:
    assert split(text).kind == kind
    assert (kind == "person") == bool(split(text).first)


def test_middle_names_stand_apart() -> None:
    assert split("John Quincy Adams") == Name(
        "John", "Adams", "Quincy", confidence=split("John Quincy Adams").confidence
    )
    assert split("John Quincy Adams").full == "John Quincy Adams"


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=80))
def test_any_text_gives_a_name_or_none_and_never_fails(text: str) -> None:
    found = split(text)
    assert 0 <= found.confidence <= 1
    for part in (found.first, found.middle, found.last):
        assert part == part.strip()
        assert "\n" not in part
    if found.kind != "person":
        assert not found.full


_WORDS = st.sampled_from(
    re.findall(
        r"\S+",
        """John Anna DUPONT Dr. Prof. van de la García PhD, MBA | - & and O'Neil 🚀 (she/her) Jr. III , . @ 山田 Li Kim
        Nagy y María""",
    )
)


@settings(max_examples=400, deadline=None)
@given(st.lists(_WORDS, max_size=7))
def test_any_mixture_of_a_names_parts_is_survived(words: list[str]) -> None:
    split(" ".join(words))


def test_what_is_too_long_is_no_name_and_takes_no_time() -> None:
    assert split("A" * 1_000_000) == split("x " * (MAX_LENGTH + 1))
    assert split("John " * 100_000).kind == "none"


def test_splitting_needs_no_heavy_library() -> None:
    split("Dr. José Luis de la Vega y Ruiz, PhD")
    assert "nameparser" not in sys.modules


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("Emily Zhang 张伟", "Emily", "Zhang"),
        ("V.V.S. Laxman", "V.V.S.", "Laxman"),
        ("A.P.J. Abdul Kalam", "A.P.J.", "Abdul Kalam"),
        ("pArKeR, pEtEr", "Peter", "Parker"),
        ("peter PARKER", "Peter", "Parker"),
        ("j.smith", "J", "Smith"),
        ("Manfred Mustermann jun.", "Manfred", "Mustermann"),
        ("Jan Willem te Kolsté", "Jan Willem", "te Kolsté"),
        ("Mary Jo Smith", "Mary Jo", "Smith"),
        ("Rafael Nadal Parera", "Rafael", "Nadal Parera"),
        ("Law Offices of Peter Jones", "", ""),
    ],
)
def test_names_from_lists_that_nobody_tidied(written: str, first: str, last: str) -> None:
    assert (split(written).first, split(written).last) == (first, last)
