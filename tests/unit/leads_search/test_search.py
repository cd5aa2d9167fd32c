"""Leads are found by what stands in them, however they came there, and the index never tells what is not so."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.app import App
from shared.core import faults
from shared.core.errors import InvalidInput
from shared.core.settings import Settings
from shared.leads.query import Filter, parse, tokens_of
from shared.leads.store import NEWS, document_of
from shared.ports.blobs import ObjectRef
from shared.ports.documents import Query
from shared.ports.search import Entry

CSV = """full_name,company_name,email,city,employees,website_url
Ana Díaz,ACME Widgets,ana@acme-test.com,Köln,50,https://acme-test.com
Bo Li,Bolt,bo@bolt-test.com,Bonn,5,
Chi Mori,東京商事,chi@tokyo-test.com,Tokyo,1200,
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[App]:
    app = App(Settings(data=tmp_path / "data", network=False), rehearse=True)
    yield app
    app.database.close()


def ingest(house: App, text: str = CSV, name: str = "people.csv", stop_at: str = "enrich") -> str:
    blob = house.blobs.put("uploads", name, text.encode(), metadata={"stop_at": stop_at})
    done = house.intake.run(ObjectRef("uploads", name, blob.generation))
    assert done
    return done.id


def names(house: App, query: str) -> set[str]:
    found = house.search.page(query)
    assert not found.behind
    return {lead.text("full_name") or lead.text("email") for lead in found.leads}


ANA, BO, CHI = "Ana Díaz", "Bo Li", "Chi Mori"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {ANA, BO, CHI}),
        ("ana", {ANA}),
        ("DIAZ acm", {ANA}),
        ("acme-test.com", {ANA}),
        ("ana bolt", set()),
        ("東京", {CHI}),
        ("京商事", {CHI}),
        ("city:koln", {ANA}),
        ('full_name:"bo li"', {BO}),
        ("-city:Köln", {BO, CHI}),
        ("employees>=50", {ANA, CHI}),
        ("employees>5 employees<1,000", {ANA}),
        ("-employees>=50", {BO}),
        ("has:website_url", {ANA}),
        ("lacks:website_url", {BO, CHI}),
        ("-has:website_url test", {BO, CHI}),
        ("created>2020-01-01", {ANA, BO, CHI}),
        ("created<2020", None),
        ("created<2020-01", set()),
        ("by:split_name", set()),
        ("task:split_name=queued", {ANA, BO, CHI}),
        ("task:split_name=queued city:Bonn", {BO}),
        ("task:enrich=dead", set()),
        ("nothing-like-it", set()),
        ("verified:true", {ANA, BO, CHI}),
        ("enriched:true", set()),
        ("needs_enrichment:true city:Bonn", {BO}),
        ("-enriched:true", {ANA, BO, CHI}),
        ("lacks:enriched_at", {ANA, BO, CHI}),
        ("enriched_at<2099-01-01", set()),
        ("scraped_at>2020-01-01 city:Bonn", {BO}),
    ],
)
def test_what_is_asked_for_is_found(house: App, query: str, expected: set[str] | None) -> None:
    ingest(house)
    if expected is None:
        with pytest.raises(InvalidInput):
            house.search.page(query)
    else:
        assert names(house, query) == expected


def test_leads_of_an_import_and_of_an_enricher_are_told_apart(house: App) -> None:
    id = ingest(house)
    house.intake.add({"full_name": "Dan Ito"}, source="test", key="1", stop_at="enrich")
    assert names(house, f"import:{id}") == {ANA, BO, CHI}
    assert names(house, f"-import:{id}") == {"Dan Ito"}
    (task,) = [task for task in house.tasks.list(kind="enrich") if task.name == "split_name" and not task.import_id]
    house.runner.run(task.id)
    assert names(house, "by:split_name") == {"Dan Ito"}
    assert names(house, "first_name:dan") == {"Dan Ito"}


def test_a_change_is_found_and_what_it_replaced_is_not(house: App) -> None:
    ingest(house)
    assert names(house, "city:Bonn") == {BO}
    (lead,) = house.search.page("city:Bonn").leads
    house.leads.edit(lead.id, {"city": "Berlin"}, "me")
    assert (names(house, "city:Bonn"), names(house, "city:Berlin")) == (set(), {BO})
    house.leads.delete(lead.id)
    assert names(house, "Berlin") == set()
    assert house.documents.count(Query(NEWS)) == 0


def test_the_index_may_lag_and_never_lies(house: App, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest(house)
    (lead,) = house.search.page("city:Bonn").leads
    house.leads.edit(lead.id, {"city": "Berlin"}, "me")
    monkeypatch.setattr(house.search, "catch_up", lambda *_args, **_named: False)
    found = house.search.page("city:Bonn")
    assert found.behind
    assert list(found.leads) == []


def test_a_lost_index_is_made_anew(house: App, tmp_path: Path) -> None:
    ingest(house)
    house.intake.add({"full_name": "Dan Ito"}, source="test", key="1")
    assert len(house.search.page("").leads) == 4
    for file in (tmp_path / "data" / "state").glob("search.db*"):
        file.unlink()
    again = App(Settings(data=tmp_path / "data", network=False))
    assert names(again, "dan") == {"Dan Ito"}
    assert names(again, "") == {ANA, BO, CHI, "Dan Ito"}
    again.database.close()


def test_the_slow_walk_finds_what_nobody_told_of(house: App) -> None:
    ingest(house)
    (lead,) = house.search.page("city:Bonn").leads
    house.documents.set(
        "leads",
        lead.id,
        {**document_of(lead), "fields": {"city": "Paris"}, "updated_at": "2099-01-01T00:00:00.000000Z"},
    )
    assert names(house, "Paris") == set()
    house.search.catch_up(None, round_again=True)
    assert len(house.search.page("Paris").leads) == 1


def test_following_may_die_at_any_line(house: App) -> None:
    for number, point in enumerate(
        ("search.before_put", "search.after_put", "search.before_forget", "search.before_walk_step")
    ):
        ingest(house, CSV.replace("-test", f"-{number}"), f"{number}.csv")
        added = house.intake.add({"full_name": f"Single {number}"}, source="test", key=point)
        house.leads.edit(added.id, {"title": f"T{number}"}, "me")
        faults.arm(point, faults.fail)
        with suppress(faults.InjectedFault):
            house.search.catch_up(None, round_again=True)
        faults.disarm()
        assert names(house, f"title:T{number}") == {f"Single {number}"}
        assert ANA in names(house, f"ana acme-{number}.com")


def test_pages_hold_each_lead_once(house: App) -> None:
    rows = "".join(f"Pat{n} Person,pat{n}@firm{n}-test.com\n" for n in range(120))
    ingest(house, "full_name,email\n" + rows)
    seen: list[str] = []
    cursor = ""
    while True:
        found = house.search.page("person", limit=50, cursor=cursor)
        seen += [lead.text("email") for lead in found.leads]
        cursor = found.next
        if not cursor:
            break
    assert sorted(seen) == sorted(f"pat{n}@firm{n}-test.com" for n in range(120))
    assert house.search.count("person") == 120


def test_a_changed_lead_is_told_to_whoever_follows(tmp_path: Path) -> None:
    app = App(Settings(data=tmp_path / "data", network=False))
    told: list[str] = []
    app.search._on_change = lambda id, data: told.append(str(data["fields"].get("full_name")))
    app.search.catch_up(None)
    ingest(app)
    app.search.catch_up(None)
    assert sorted(told) == [ANA, BO, CHI]
    app.database.close()


# The language


@pytest.mark.parametrize(
    "query",
    [
        "-word",
        "employees>many",
        "has:",
        "task:x=sleeping",
        "task:x",
        "-task:a=dead",
        "created>monday",
        "!!!",
        "x" * 2000,
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_write(query: str) -> None:
    with pytest.raises(InvalidInput):
        parse(query)


@given(st.text(max_size=60))
@settings(max_examples=300)
def test_any_text_is_a_search_or_refused(text: str) -> None:
    with suppress(InvalidInput):
        parse(text).lookup()


values = st.text(alphabet="aAäÄß é東京商0 1.-", min_size=1, max_size=8)


@given(st.dictionaries(st.sampled_from(["city", "title", "n"]), values, max_size=3), st.data())
def test_what_matches_is_never_passed_over_by_the_index(fields: dict[str, str], data: st.DataObject) -> None:
    document = {
        "fields": fields,
        "created_at": "2026-01-01",
        "updated_at": "2026-01-01",
        "imports": ["i"],
        "sources": [],
    }
    words = data.draw(st.lists(values, max_size=2))
    wanted = " ".join(words)
    try:
        filter: Filter = parse(wanted)
    except InvalidInput:
        return
    if not filter.matches(document):
        return
    lookup, tokens = filter.lookup(), tokens_of(document)
    assert set(lookup.tokens) <= set(tokens) or any(len(word) == 1 for word in lookup.tokens)
    assert all(any(token.startswith(prefix) for token in tokens) for prefix in lookup.prefixes)


def test_a_saved_text_means_the_same_for_ever() -> None:
    one: Any = parse('ana city:"Bad Homburg" -has:video employees>=50 task:website=dead created>2026-01-01')
    assert (one.words, len(one.conditions), one.tasks[0].state) == (("ana",), 4, "dead")


def test_an_index_of_an_older_edition_is_gone_through_anew(house: App) -> None:
    ingest(house)
    house.search.catch_up(None)
    index = house.search_index
    (bo,) = [lead for lead in house.leads.all() if lead.text("full_name") == BO]
    document = document_of(bo)
    index.put(
        [Entry(bo.id, document["created_at"], document["updated_at"], ["bo"])],
        state={"walked": "", "whole": True, "imports": index.state()["imports"]},
    )
    assert names(house, "verified:true") == {ANA, BO, CHI}
    assert index.state()["edition"]
