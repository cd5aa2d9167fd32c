"""Which column becomes which field: labelled exports of many tools and languages, and the traps one by one."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.leads.fields import BUILT_IN, BUILT_IN_NAMES
from shared.leads.mapping import map_columns

ACCURACY, F1, PERFECT = 0.985, 0.98, 0.85  # what is promised for files never seen


def mapped(header: Sequence[str], *rows: Sequence[str]) -> dict[str, str | None]:
    found = map_columns(header, rows, BUILT_IN)
    return {column.column: column.targets[0] if column.targets else None for column in found}


EXPORTS = Path(__file__).parents[2] / "data" / "exports"


@pytest.mark.parametrize("exports", sorted(path.stem for path in EXPORTS.glob("*.txt")))
def test_exports_of_many_tools_and_languages_are_mapped_as_promised(
    exports: str, read_exports: Callable[[str], Any], scored: Callable[[Any], Any]
) -> None:
    found = scored(read_exports(exports))
    told = "\n".join(found.errors)
    assert found.accuracy >= ACCURACY, told
    assert found.f1 >= F1, told
    assert found.perfect >= PERFECT, told


@pytest.mark.parametrize(
    "header",
    ["Email", "EMAIL", "e-mail", "Contact: Email", "lead.email", "Person - Work Email", "contactEmail", "Email 1",
     "E-mail 1 - Value", "primary_email", "Work e-mail address", "Your email *", "E-Mail (geschäftlich)", "Courriel",
     "Correo electrónico", "メールアドレス", "邮箱", "Электронная почта", "البريد الإلكتروني"],
)  # fmt: skip
def test_an_address_is_known_by_many_names(header: str) -> None:
    assert mapped([header], ["ana@example.com"]) == {header: "email"}


@pytest.mark.parametrize(
    "header",
    ["Email Status", "Email Verified At", "email_verified", "Email Type", "Email Confidence", "Phone Type",
     "Email Opens", "Website Status Code", "LinkedIn Followers", "Contact Owner", "Account Owner Email", "Lead Owner",
     "Sales Rep Phone", "Campaign Name", "Ad Name", "List Name", "Event Name", "Total Spent", "Order Total",
     "Number of Retail Locations",
     "Company Linkedin Url", "LinkedIn Company Page", "Organization - LinkedIn profile", "Facebook Url", "Created By",
     "Vorgesetzter", "Propietario", "登録日", "负责人", "Fax", "Zip Code", "PLZ", "Straße"],
)  # fmt: skip
def test_what_only_stands_beside_a_lead_is_kept_as_a_custom_field(header: str) -> None:
    (column,) = map_columns([header], [], BUILT_IN)
    assert column.targets == ()
    assert column.custom
    assert column.reason


def test_a_firms_page_never_becomes_the_persons_profile() -> None:
    page = "https://www.linkedin.com/company/acme"
    for header in ("LinkedIn", "LinkedIn URL", "linkedin_url", "Person Linkedin Url", "Profile URL", "column_1"):
        assert mapped([header], *[[page]] * 3)[header] != "linkedin_url"


def test_a_profile_in_a_column_of_another_name_is_found_by_its_values() -> None:
    assert mapped(["Found here"], *[["https://uk.linkedin.com/in/ana-diaz"]] * 3) == {"Found here": "linkedin_url"}


def test_a_title_is_a_job_an_honorific_or_the_name_of_a_place() -> None:
    assert mapped(["Title"], ["CEO"])["Title"] == "title"
    assert mapped(["Title", "Last Name"], ["Mr."], ["Dr."], ["Ms."])["Title"] is None
    assert mapped(["title", "rating", "reviews"], ["Acme Dental", "4.2", "12"])["title"] == "company_name"


def test_a_name_is_a_person_a_surname_or_a_firm() -> None:
    assert mapped(["Name"], ["Ana Diaz"])["Name"] == "full_name"
    assert mapped(["Vorname", "Name"], ["Ana", "Diaz"])["Name"] == "last_name"
    assert mapped(["Name", "Rating", "Reviews"], ["Acme Dental", "4.2", "12"])["Name"] == "company_name"
    assert mapped(["Nome", "Cognome"], ["Ana", "Diaz"])["Nome"] == "first_name"


def test_one_word_with_two_meanings_is_decided_by_values_and_neighbours() -> None:
    assert mapped(["Estado", "Provincia"], ["Nuevo", "León"])["Estado"] == "status"
    assert mapped(["Cidade", "Estado"], ["Recife", "PE"], ["Curitiba", "PR"], ["Osasco", "SP"])["Estado"] == "state"


def test_of_two_addresses_the_one_for_work_is_taken() -> None:
    found = mapped(["Personal Email", "Work Email"], ["a@mail.com", "a@example.com"])
    assert found == {"Personal Email": None, "Work Email": "email"}


def test_an_empty_column_gives_way_to_a_filled_one() -> None:
    found = mapped(["Work Email", "Other Email"], *[["", "ana@example.com"]] * 3)
    assert found == {"Work Email": None, "Other Email": "email"}


def test_a_whole_place_is_split_where_no_column_holds_its_parts() -> None:
    (column,) = map_columns(["Location"], [["Austin, TX, United States"]], BUILT_IN)
    assert column.targets == ("location", "city", "state", "country")
    whole, city = map_columns(["Location", "City"], [["Austin, TX", "Austin"]], BUILT_IN)
    assert whole.targets == ("location", "state", "country")
    assert city.targets == ("city",)


headers = st.lists(
    st.text(max_size=30) | st.sampled_from(["Email", "Name", "Phone 2", "Company", "id", ""]), max_size=12
)


@settings(max_examples=150, deadline=None)
@given(headers, st.lists(st.lists(st.text(max_size=20), max_size=12), max_size=4))
def test_every_column_of_any_table_gets_one_reasoned_decision(header: list[str], rows: list[list[str]]) -> None:
    found = map_columns(header, rows, BUILT_IN)
    assert [column.column for column in found] == header
    targets = [target for column in found for target in column.targets]
    assert len(targets) == len(set(targets))
    assert set(targets) <= BUILT_IN_NAMES
    for column in found:
        assert bool(column.targets) != bool(column.custom)
        assert column.reason
        assert 0 < column.confidence <= 1
    customs = [column.custom for column in found if column.custom]
    assert len(customs) == len(set(customs))


def test_somebody_elses_name_beside_first_and_last_name_is_not_the_leads() -> None:
    header = ["First Name", "Last Name", "Email", "Buyer Name"]
    rows = [["Ann", "Hill", "ann@x-example.com", "Sam Rivers"], ["Bo", "Lind", "bo@x-example.com", "Lena Hart"]] * 2
    assert mapped(header, *rows)["Buyer Name"] is None
    own = [[first, last, email, f"{first} {last}"] for first, last, email, _ in rows]
    assert mapped(header, *own)["Buyer Name"] == "full_name"


def test_who_pays_is_the_lead_and_where_the_parcel_goes_gives_way() -> None:
    row = ["Paola", "Gallo", "Pisa", "Lucca", "IT"]
    header = ["Nome (fatturazione)", "Cognome (fatturazione)", "Città (fatturazione)", "Città (spedizione)"]
    found = mapped([*header, "Nazione (fatturazione)"], *[row] * 4)
    assert [*found.values()] == ["first_name", "last_name", "city", None, "country"]


def test_numbered_addresses_are_taken_apart() -> None:
    found = mapped(["Address 1: Country/Region", "Mail State", "MailAddressCity"], *[["Norway", "Viken", "Moss"]] * 4)
    assert [*found.values()] == ["country", "state", "city"]


def test_a_bare_name_behind_its_group_is_a_person_or_a_firm() -> None:
    found = mapped(["Persona - Nombre", "Organización - Nombre"], *[["Raúl Cano", "Cano Obras S.L."]] * 4)
    assert [*found.values()] == ["full_name", "company_name"]


def test_a_name_of_one_word_beside_a_first_name_is_the_surname() -> None:
    header = ["Nom du contact", "Prénom du contact"]
    assert mapped(header, *[["Besson", "Aurélie"]] * 4)["Nom du contact"] == "last_name"
    assert mapped(header, *[["Aurélie Besson", "Aurélie"]] * 4)["Nom du contact"] == "full_name"
    both = mapped([*header, "Nom de famille"], *[["Besson", "Aurélie", "Besson"]] * 4)
    assert both["Nom de famille"] == "last_name"


def test_a_firms_two_names_are_no_persons() -> None:
    found = mapped(["Nombre", "Nombre comercial", "NIF"], *[["Cano Obras S.L.", "Cano Obras S.L.", "B1234567"]] * 4)
    assert sorted(filter(None, found.values())) == ["company_name"]


def test_the_title_of_a_row_of_firms_is_the_firms_name() -> None:
    header = ["title", "last_name", "first_name"]
    firms = [["Bakker Bouw B.V.", "Bakker", "Daan"], ["Smit & Zonen NV", "Smit", "Bram"]] * 2
    assert mapped(header, *firms)["title"] == "company_name"
    assert mapped(header, *[["CEO", "Bakker", "Daan"]] * 4)["title"] == "title"


def test_who_looks_after_an_inquiry_gives_way_to_who_sent_it() -> None:
    rows = [["佐藤 花子", "山田 太郎"], ["佐藤 翔", "鈴木 健一"], ["高橋 美咲", "田中 翔"]]
    assert mapped(["担当者", "お名前"], *rows) == {"担当者": None, "お名前": "full_name"}
    assert mapped(["担当者", "会社名"], *[[name, "株式会社ノース"] for name, _ in rows])["担当者"] == "full_name"


def test_a_county_gives_way_to_the_state_beside_it() -> None:
    header, rows = ["county", "state"], [["Travis", "Texas"], ["Pinellas", "Florida"], ["Lane", "Oregon"]]
    assert mapped(header, *rows) == {"county": None, "state": "state"}
    assert mapped(["county"], *[[county] for county, _ in rows]) == {"county": "state"}


def test_a_street_line_of_a_numbered_address_is_no_whole_address() -> None:
    found = mapped(["Address Line 1 - 1", "City/Suburb - 1"], *[["12 Main St", "Tampa"]] * 4)
    assert [*found.values()] == [None, "city"]


def test_a_shops_sales_and_a_newsletters_status_are_not_the_leads() -> None:
    shop = mapped(["Nombre", "Apellidos", "Ventas", "Boletín"], *[["Ana", "Gil", "129.00", "Sí"]] * 4)
    assert shop["Ventas"] is None
    assert mapped(["Empresa", "Ventas"], *[["Gil Obras S.L.", "1290000"]] * 4)["Ventas"] == "revenue"
    letter = mapped(["Email", "Status", "Subscription Tier"], *[["a@x-example.com", "active", "free"]] * 4)
    assert letter["Status"] is None
    assert mapped(["Email", "Status"], *[["a@x-example.com", "active"]] * 4)["Status"] == "status"


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("Wat is je functie?", "title"),
        ("Wie heißt du?", "full_name"),
        ("Wie heißt Ihr Unternehmen?", "company_name"),
        ("Wie viele Mitarbeitende habt ihr?", "employees"),
        ("Waar kunnen we je mee helpen?", "notes"),
        ("FB Ads Library", "ads_url"),
        ("Running Ads? (FB Library)", "ads_url"),
        ("Personne - Nom", "full_name"),
        ("Email (Organization)", "email"),
        ("Billing Address City", "city"),
        ("País/Região", "country"),
        ("Nr telefonu", "phone"),
        ("Fuente de Posible cliente", "source"),
        ("Nombre de Cuenta", "company_name"),
    ],
)
def test_forms_and_tools_ask_in_many_languages(question: str, field: str) -> None:
    assert mapped([question])[question] == field
