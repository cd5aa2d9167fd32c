"""Amounts and head counts are kept as a file wrote them, and compared as the numbers they mean."""

import doctest
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.app import App
from shared.core.errors import InvalidInput
from shared.core.settings import Settings
from shared.leads import query
from shared.leads.query import number_of, parse
from shared.ports.blobs import ObjectRef

CSV = """full_name,email,employees,revenue,budget
Ana,ana@a-test.com,51 to 200 employees,$1.2M,$50k
Bo,bo@b-test.com,"10,001+","2,4 Mio. EUR",
Chi,chi@c-test.com,5,900000,about 7 things
Dee,dee@d-test.com,1.200,-5000,
Eli,eli@e-test.com,a few,secret,
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    app = App(Settings(data=tmp_path_factory.mktemp("amounts"), network=False))
    blob = app.blobs.put("uploads", "p.csv", CSV.encode(), metadata={"stop_at": "leads"})
    app.intake.run(ObjectRef("uploads", "p.csv", blob.generation))
    yield app
    app.database.close()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("revenue > 1000000", "Ana Bo"),
        ("revenue>1.2M", "Bo"),
        ("revenue>=$1.2M", "Ana Bo"),
        ("revenue<0", "Dee"),
        ("revenue<=900,000", "Chi Dee"),
        ("employees >= 50", "Ana Bo Dee"),
        ("employees>=50 employees<1000", "Ana"),
        ("employees>10k", "Bo"),
        ("-employees>=50", "Chi Eli"),
        ("employees:51-200", "Ana"),
        ('employees:"51 - 200"', "Ana"),
        ("employees:10001+", "Bo"),
        ('employees:"a few"', "Eli"),
        ("budget>=50000", "Ana"),
        ("budget>0", "Ana"),
    ],
)
def test_numbers_are_compared_as_what_they_mean(house: App, text: str, expected: str) -> None:
    assert {lead.text("full_name") for lead in house.search.page(text).leads} == set(expected.split())


def test_what_the_file_said_stays(house: App) -> None:
    (ana,) = house.search.page("ana").leads
    assert (ana.text("employees"), ana.text("revenue")) == ("51 to 200 employees", "$1.2M")


@pytest.mark.parametrize("text", ["revenue>1M-10M", "revenue>lots", "employees>=", "revenue > city:Bonn"])
def test_a_bound_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse(text)


@given(st.text(alphabet="0123456789.,-+$€kM to<", max_size=14), st.sampled_from(["employees", "revenue", "other"]))
def test_the_index_and_the_look_at_the_lead_agree(text: str, field: str) -> None:
    number = number_of(text, field)
    document = {"fields": {field: text}, "created_at": "2026-01-01", "sources": []}
    assert query.numbers_of(document).get(field) == number
    if number is not None and text:
        assert parse(f"{field}>={number - 1:.0f}").matches(document) is (number >= round(number - 1))
    held = query.parse(f'{field}:"{text}"') if text.strip() else None
    if held and held.conditions:
        assert held.matches(document)
        assert set(held.lookup().tokens) <= set(query.tokens_of(document))


def test_the_examples_hold() -> None:
    assert doctest.testmod(query).failed == 0
