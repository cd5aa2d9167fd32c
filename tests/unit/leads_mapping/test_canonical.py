"""The one spelling of addresses, numbers, names of firms and amounts: examples, and the law that it is its own."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.leads.amounts import canonical_amount, canonical_headcount
from shared.leads.canonical import (
    canonical_email,
    canonical_linkedin,
    canonical_phone,
    canonical_url,
    company_key,
    registrable_domain,
)
from shared.leads.countries import region_of
from shared.leads.model import ColumnMap
from shared.leads.records import recorder
from shared.leads.regions import region_of_table

_GERMAN = """
(089) 5550111|+49895550111
0171 1234567|+491711234567
0049 89 5550111|+49895550111
+49 (0) 89 / 555 01-11|+49895550111
171 1234567|+491711234567
"""
_FORMS: dict[str, Callable[[str], str | None]] = {
    "email": canonical_email,
    "phone": canonical_phone,
    "url": canonical_url,
    "linkedin": canonical_linkedin,
    "company": company_key,
    "amount": canonical_amount,
    "headcount": canonical_headcount,
}


@pytest.mark.parametrize("line", _GERMAN.split("\n")[1:-1])
def test_a_number_gets_the_code_of_its_country(line: str) -> None:
    raw, number = line.split("|")
    assert canonical_phone(raw, "DE") == number


@pytest.mark.parametrize(
    ("raw", "region", "number"),
    [
        ("8 (912) 345-67-89", "RU", "+79123456789"),
        ("06 1 234 5678", "HU", "+3612345678"),
        ("02 1234 5678", "IT", "+390212345678"),
        ("(11) 95555-0123", "BR", "+5511955550123"),
        ("09012345678", "JP", "+819012345678"),
        ("+44 (0)20 7946 0958", "US", "+442079460958"),
        ("+44 020 7946 0958", "US", "+442079460958"),
        ("011 44 20 7946 0958", "US", "+442079460958"),
        ("12345", "US", None),
        ("2024-01-02", "SE", None),
    ],
)
def test_the_worlds_plans_are_known(raw: str, region: str, number: str | None) -> None:
    assert canonical_phone(raw, region) == number


def test_the_rows_country_comes_before_the_tables() -> None:
    maps = (ColumnMap("Phone", 0, ("phone",)), ColumnMap("Country", 1, ("country",)))
    from shared.leads.fields import BUILT_IN

    made = recorder(maps, (), BUILT_IN, "SE")
    assert made.values(["070-222 33 28", "Sverige"])["phone"] == "+46702223328"
    assert made.values(["0171 1234567", "Germany"])["phone"] == "+491711234567"
    assert made.values(["070-222 33 28", ""])["phone"] == "+46702223328"


def test_a_table_tells_its_country_by_its_numbers_or_its_domains() -> None:
    maps = (ColumnMap("Phone", 0, ("phone",)), ColumnMap("Mail", 1, ("email",)))
    assert region_of_table(maps, [["+49 89 5550111", ""], ["089 5550112", ""]], "US") == "DE"
    assert region_of_table(maps, [["089 5550112", "a@example.se"]], "US") == "SE"
    assert region_of_table(maps, [["089 5550112", "a@example.com"]], "US") == "US"


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("Deutschland", "DE"),
        ("USA", "US"),
        ("U.K.", "GB"),
        ("日本", "JP"),
        ("Россия", "RU"),
        ("Türkiye", "TR"),
        ("?", ""),
    ],
)
def test_countries_are_known_in_many_languages(name: str, region: str) -> None:
    assert region_of(name) == region


@pytest.mark.parametrize(
    "raw",
    [
        "https://www.linkedin.com/in/ana-d%C3%ADaz/",
        "http://uk.linkedin.com/in/Ana-D%C3%ADaz?trk=people",
        "linkedin.com/in/ana-díaz/en",
        "m.linkedin.com/in/ana-díaz/",
        "https://www.linkedin.com/mwlite/in/ana-d%25C3%25ADaz",
        "www.linkedin.com/in/ana-díaz/detail/contact-info/",
        "/in/ana-díaz/",
    ],
)
def test_a_profile_has_one_address_however_it_is_spelled(raw: str) -> None:
    assert canonical_linkedin(raw) == "https://www.linkedin.com/in/ana-díaz"


def test_two_people_of_one_name_keep_their_old_addresses_apart() -> None:
    one, other = (canonical_linkedin(f"linkedin.com/pub/john-doe/{tail}") for tail in ("12/345/678", "1/2/3"))
    assert one == "https://www.linkedin.com/in/john-doe-67834512"
    assert other == "https://www.linkedin.com/in/john-doe-0030021"


def test_a_page_in_the_sales_tool_loses_the_search_that_led_to_it() -> None:
    page = "https://www.linkedin.com/sales/lead/ACwAAAb1"
    assert canonical_url(f"{page},NAME_SEARCH,x1?_ntb=2") == page


def test_tracking_is_dropped_and_the_rest_of_a_query_kept() -> None:
    found = canonical_url("https://Shop.example.com/a?utm_source=x&id=7&gclid=1&hsa_cam=2#top")
    assert found == "https://shop.example.com/a?id=7"
    assert registrable_domain("https://shop.example.co.uk/x?fbclid=1") == "example.co.uk"


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("株式会社ノース", "ノース"),
        ("ООО Север", "север"),
        ("Bar A/S", "bar"),
        ("Müller GmbH & Co. KG", "muller"),
        ("Foo Pvt. Ltd.", "foo"),
        ("Acme Sdn Bhd", "acme"),
    ],
)
def test_legal_forms_are_no_part_of_a_firms_name(raw: str, name: str) -> None:
    assert company_key(raw) == name


_PARTS = st.sampled_from(
    re.findall(
        r"\S+",
        """$ € USD kr 1 12 1.2 1,200 3.400.000 k M mio Mrd - to + < > employees up über ( ) 00 +49 0 89 @ . a b & Co.
        example.com www. https:// linkedin.com /in/ /pub/ ana Díaz %C3%AD ? & utm_source=x GmbH AG 株式会社 , ; x12""",
    )
)
texts = st.text(max_size=40) | st.lists(_PARTS, max_size=7).map("".join) | st.lists(_PARTS, max_size=7).map(" ".join)


@pytest.mark.parametrize("form", _FORMS)
@settings(max_examples=250, deadline=None)
@given(text=texts)
def test_a_canonical_form_is_its_own_canonical_form(form: str, text: str) -> None:
    canonical = _FORMS[form]
    found = canonical(text)
    if found:
        assert canonical(found) == found
