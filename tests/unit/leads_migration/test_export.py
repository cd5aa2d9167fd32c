"""Leads go out under the names that other tools know, and come back as they were."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from shared.app import App
from shared.core.errors import InvalidInput
from shared.core.settings import Settings
from shared.leads.column_sets import SETS, column_set, layout
from shared.leads.formula import bared, guarded
from shared.ports.blobs import ObjectRef

ANA = {
    "first_name": "Ana", "last_name": "Díaz", "full_name": "Ana Díaz", "email": "ana@acme-test.com",
    "phone": "+15125550100", "company_name": "ACME Widgets", "website_url": "https://acme-test.com",
    "linkedin_url": "https://www.linkedin.com/in/ana-diaz", "title": "Head of Sales", "location": "Austin, TX",
    "city": "Austin", "state": "TX", "country": "US", "industry": "Software", "employees": "50",
    "revenue": "1000000", "status": "new", "source": "fair", "notes": "'=1+1", "Favourite colour": "blue",
}  # fmt: skip
BO = {"first_name": "Bo", "last_name": "Li", "full_name": "Bo Li", "email": "bo@bolt-test.com", "notes": 'a\nb; "c"'}


def _csv(*people: dict[str, str]) -> str:
    text = StringIO()
    writer = csv.DictWriter(text, list(people[0]))
    writer.writeheader()
    writer.writerows(people)
    return text.getvalue()


PEOPLE = _csv(ANA, BO)


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Any]:
    made: list[App] = []

    def house(name: str) -> App:
        made.append(App(Settings(data=tmp_path / name, network=False)))
        return made[-1]

    yield house
    for one in made:
        one.database.close()


def ingest(house: App, content: bytes, name: str) -> None:
    blob = house.blobs.put("uploads", name, content, metadata={"stop_at": "leads"})
    house.intake.run(ObjectRef("uploads", name, blob.generation))


def exported(house: App, format: str, columns: str, **more: Any) -> bytes:
    out = BytesIO()
    house.exporter.write(format, out, columns=columns, **more)
    return out.getvalue()


def plain(house: App) -> list[dict[str, Any]]:
    leads = ({name: str(held.value) for name, held in lead.fields.items()} for lead in house.leads.all())
    return sorted(leads, key=lambda fields: fields["email"])


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize("columns", [name for name in SETS if name != "seed"])
def test_what_goes_out_for_a_tool_comes_back_the_same(make: Any, columns: str, format: str) -> None:
    house, other = make("one"), make("two")
    ingest(house, PEOPLE.encode(), "people.csv")
    ingest(other, exported(house, format, columns), f"back.{format}")
    assert plain(other) == plain(house)


@pytest.mark.parametrize("columns", list(SETS))
def test_no_cell_of_a_set_is_run_by_a_spreadsheet(make: Any, columns: str) -> None:
    house = make("one")
    house.intake.add({"full_name": "=cmd|'/c calc'!A0", "email": "a@x-test.com", "@SUM": "+x"}, source="t", key="1")
    rows = list(csv.reader(StringIO(exported(house, "csv", columns).decode())))
    assert all(cell == guarded(bared(cell)) for row in rows for cell in row)
    assert any("cmd" in cell and cell.startswith("'=") for cell in rows[1])
    sheet = openpyxl.load_workbook(BytesIO(exported(house, "xlsx", columns))).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_each_tool_has_its_own_names(make: Any) -> None:
    house = make("one")
    ingest(house, PEOPLE.encode(), "people.csv")
    headers = {name: next(csv.reader(StringIO(exported(house, "csv", name).decode()))) for name in SETS}
    assert headers["instantly"][:7] == [
        "email", "first_name", "last_name", "company_name", "job_title", "phone", "website"
    ]  # fmt: skip
    assert {"phone_number", "linkedin_profile", "website"} <= set(headers["smartlead"])
    assert {"firstName", "lastName", "companyName", "linkedinUrl"} <= set(headers["lemlist"])
    assert {"First Name", "Phone Number", "Website URL", "State/Region"} <= set(headers["hubspot"])
    assert {"Last Name", "Company", "No. of Employees", "Lead Source"} <= set(headers["salesforce"])
    for header in headers.values():
        assert len({name.casefold() for name in header}) == len(header)
        assert "favourite_colour" in header


def test_the_old_systems_columns_tell_the_state_of_a_lead(make: Any) -> None:
    house = make("one")
    ingest(house, PEOPLE.encode(), "people.csv")
    rows = list(csv.DictReader(StringIO(exported(house, "csv", "seed").decode())))
    ana = next(row for row in rows if row["first_name"] == "Ana")
    assert (ana["size"], ana["verified"], ana["enriched"], ana["needs_enrichment"]) == ("50", "true", "false", "true")
    assert ana["scraped_at"] and not ana["enriched_at"]


def test_only_leads_that_fit_go_out(make: Any) -> None:
    from shared.leads.query import parse

    house = make("one")
    ingest(house, PEOPLE.encode(), "people.csv")
    text = exported(house, "csv", "hubspot", fits=parse("city:austin").matches).decode()
    rows = list(csv.DictReader(StringIO(text)))
    assert [row["Email"] for row in rows] == ["ana@acme-test.com"]


def test_an_unknown_set_and_a_set_in_json_lines_are_refused(make: Any) -> None:
    house = make("one")
    for format, columns in (("csv", "outlook"), ("jsonl", "hubspot")):
        with pytest.raises(InvalidInput):
            exported(house, format, columns)


@given(st.lists(st.text(min_size=1, max_size=12), unique=True, max_size=12), st.sampled_from(list(SETS)))
@settings(max_examples=100)
def test_no_two_columns_share_a_name_and_none_is_lost(used: list[str], name: str) -> None:
    fields = [*used, *(field for _, field in column_set(name).columns)]
    made = layout(column_set(name), fields)
    assert {field for _, field in made.columns} >= set(used)
    assert len(made.header) == len(set(made.header))


cells = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
    lambda text: text == text.strip() and any(ch.isalpha() for ch in text)
)
titles = st.sampled_from(
    ["Head of Sales", "CEO", "Gérant", "営業部長", "=Owner"]
)  # a column is judged by its values too


@given(
    st.lists(st.tuples(cells, titles), min_size=1, max_size=4), st.sampled_from(["hubspot", "lemlist", "salesforce"])
)
@settings(
    max_examples=10, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_notes_and_titles_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], columns: str
) -> None:
    folder = tmp_path_factory.mktemp("law")
    house, other = (App(Settings(data=folder / name, network=False)) for name in ("one", "two"))
    for number, (notes, title) in enumerate(rows):
        person = {"email": f"p{number}@firm{number}-test.com", "full_name": f"Pat Person{number}"}
        values = {**person, "notes": notes, "title": title}
        house.intake.add(values, source="t", key=str(number), stop_at="leads")
    ingest(other, exported(house, "csv", columns), "back.csv")
    assert plain(other) == plain(house)
    house.database.close()
    other.database.close()


def test_the_guide_tells_the_columns_of_every_set() -> None:
    guide = (Path(__file__).parents[3] / "docs/guide/export.md").read_text("utf-8")
    for name, one in SETS.items():
        assert f"| `{name}` | " in guide
        if name != "seed":
            assert f"| `{name}` | {', '.join(header for header, _ in one.columns)} |" in guide
