"""The same change to many leads, searches that are kept, and rules that act by themselves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.app import App
from shared.core import faults
from shared.core.errors import InvalidInput, NotFound
from shared.core.settings import Settings


@pytest.fixture
def house(tmp_path: Path) -> Iterator[App]:
    app = App(Settings(data=tmp_path / "data", network=False), rehearse=True)
    yield app
    app.database.close()


def add(house: App, name: str, stop_at: str = "leads", **fields: str) -> str:
    return house.intake.add({"full_name": name, **fields}, source="test", key=name, stop_at=stop_at).id


def test_many_leads_are_edited_and_a_second_time_changes_nothing(house: App) -> None:
    ana, bo = add(house, "Ana Diaz", city="Bonn"), add(house, "Bo Li", city="Köln")
    done = house.bulk.edit([ana, bo, "gone"], {"status": "new", "city": "Bonn"}, "me")
    assert (done.leads, done.changed, done.gone) == (3, 2, 1)
    assert {house.leads.get(id).text("city") for id in (ana, bo)} == {"Bonn"}
    assert house.leads.get(bo).fields["city"].provenance.kind == "person"
    assert house.bulk.edit([ana, bo], {"status": "new"}, "me").changed == 0
    assert house.bulk.edit([ana], {"city": ""}, "me").changed == 1
    assert house.leads.get(ana).text("city") == ""


def test_a_value_is_stored_in_its_one_form_or_refused(house: App) -> None:
    ana = add(house, "Ana Diaz")
    house.bulk.edit([ana], {"email": " Ana@ACME-test.com ", "phone": "+1 (512) 555-0100"}, "me")
    assert (house.leads.get(ana).text("email"), house.leads.get(ana).text("phone")) == (
        "ana@acme-test.com",
        "+15125550100",
    )
    for values in ({"email": "nonsense"}, {"phone": "none"}, {"no_such_field": "x"}, {}):
        with pytest.raises(InvalidInput):
            house.bulk.edit([ana], values, "me")


def test_enrichers_run_for_those_that_never_had_them_and_again_for_those_that_were_skipped(house: App) -> None:
    never, skipped = add(house, "Ana Diaz"), add(house, "Bo Li", stop_at="enrich")
    (task,) = [task for task in house.tasks.for_lead(skipped) if task.name == "website"]
    house.runner.run(task.id)
    assert house.tasks.get(task.id).state == "skipped"
    done = house.bulk.enrich([never, skipped, "gone"], ["website"])
    assert (done.leads, done.changed, done.gone, done.tasks) == (3, 2, 1, 2)
    assert {task.name for task in house.tasks.for_lead(never)} == {"website"}
    assert house.tasks.get(task.id).state == "queued"
    assert house.bulk.enrich([never, skipped], ["website"]).tasks == 0
    with pytest.raises(InvalidInput, match="known are"):
        house.bulk.enrich([never], ["no_such"])


def test_a_search_is_kept_by_its_name_in_any_case(house: App) -> None:
    house.filters.save("Big ones", "employees>=50", "me")
    house.filters.save("big  ONES", "employees>=500", "me")
    assert [(one.name, one.query) for one in house.filters.list()] == [("big ONES", "employees>=500")]
    assert house.filters.get("BIG ones").query == "employees>=500"
    house.filters.remove("big ones")
    with pytest.raises(NotFound):
        house.filters.get("big ones")
    with pytest.raises(InvalidInput):
        house.filters.save("x", "employees>=many", "me")


def test_a_rule_acts_on_a_lead_once_it_fits_and_only_once(house: App) -> None:
    house.rules.save("films", "has:website_url lacks:video", by="me", enrich=["video"], set={"status": "to film"})
    ana, bo = add(house, "Ana Diaz", website_url="https://acme-test.com"), add(house, "Bo Li")
    house.follow_leads()
    assert house.leads.get(ana).text("status") == "to film"
    assert [task.name for task in house.tasks.for_lead(ana)] == ["video"]
    assert not house.tasks.for_lead(bo)
    house.leads.edit(ana, {"status": "mine"}, "me")
    house.follow_leads()
    assert house.leads.get(ana).text("status") == "mine"
    house.leads.edit(bo, {"website_url": "https://bolt-test.com"}, "me")
    house.follow_leads()
    assert [task.name for task in house.tasks.for_lead(bo)] == ["video"]


def test_a_rule_for_leads_that_fit_already_is_run_by_hand(house: App) -> None:
    ana = add(house, "Ana Diaz", city="Bonn")
    house.follow_leads()
    house.rules.save("bonn", "city:Bonn", by="me", set={"status": "near"})
    house.follow_leads()
    assert house.leads.get(ana).text("status") == ""
    assert house.rules.run("bonn", house.search.ids("city:Bonn")).changed == 1
    assert house.rules.run("bonn", house.search.ids("city:Bonn")).changed == 0
    house.rules.save("bonn", "city:Bonn", by="me", set={"status": "nearer"})  # another rule, whatever its name
    assert house.rules.run("bonn", house.search.ids("city:Bonn")).changed == 1


def test_rules_that_undo_each_other_come_to_an_end(house: App) -> None:
    house.rules.save("one", "status:a", by="me", set={"status": "b"})
    house.rules.save("two", "status:b", by="me", set={"status": "a"})
    ana = add(house, "Ana Diaz", status="a")
    for _ in range(9):
        house.follow_leads()
    assert house.documents.get("lead_news", ana) is None


def test_a_rule_that_dies_in_the_middle_acts_once_in_the_end(house: App) -> None:
    house.rules.save("films", "has:website_url", by="me", enrich=["video"])
    ana = add(house, "Ana Diaz", website_url="https://acme-test.com")
    for point in ("bulk.before_enrich", "bulk.after_enrich", "rules.before_note"):
        faults.arm(point, faults.fail)
        with pytest.raises(faults.InjectedFault):
            house.rules.act(house.rules.get("films"), ana)
        faults.disarm()
    house.rules.act(house.rules.get("films"), ana)
    assert len(house.tasks.for_lead(ana)) == 1
    assert house.rules.act(house.rules.get("films"), ana).changed == 0


@pytest.mark.parametrize(
    ("when", "enrich", "values"),
    [
        ("", ["video"], {}),
        ("task:video=dead", ["video"], {}),
        ("has:email", [], {}),
        ("has:email", ["no_such"], {}),
        ("has:email", [], {"no_such": "x"}),
        ("employees>x", ["video"], {}),
    ],
)
def test_a_rule_that_could_never_work_is_refused(
    house: App, when: str, enrich: list[str], values: dict[str, str]
) -> None:
    with pytest.raises(InvalidInput):
        house.rules.save("x", when, by="me", enrich=enrich, set=values)
