"""What becomes of a lead when its enrichers run: real ledger, real runner, the sample websites."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from sandbox.sites import Sites
from shared.core import faults
from shared.core.errors import PermanentError, TransientError
from shared.leads.enrichment import Enrichment, Found
from shared.leads.merge import put
from shared.leads.model import FieldValue, Lead, Provenance
from shared.leads.ordering import task_id
from shared.tasks.model import NewTask, Task

Make = Callable[..., Lead]


def test_a_lead_with_a_name_and_a_site_becomes_a_full_one(house: Any, lead: Make, sites: Sites) -> None:
    house.add(lead(full_name="Whitfield, Dana", website_url=sites.urls[0]))
    house.run()
    found = house.leads.get("l1")
    assert found.text("first_name") == "Dana"
    assert found.text("email") == "dana.whitfield@ridgeline-roofing.example"
    assert found.text("website_title").startswith("Ridgeline Roofing Co.")
    assert found.text("website_language") == "en"
    origin = found.fields["email"].provenance
    assert (origin.kind, origin.name) == ("enricher", "find_email")
    assert "fits the name" in origin.detail["reason"]
    assert origin.detail["url"].endswith("/contact")
    assert set(house.states().values()) == {"done"}
    assert house.order.index("video") > max(house.order.index("split_name"), house.order.index("website"))


def test_the_video_is_ordered_with_what_was_found_by_then(house: Any, lead: Make, sites: Sites) -> None:
    house.add(lead(full_name="Dana Whitfield", website_url=sites.urls[0]))
    house.run()
    (order,) = [task for task in house.ledger.for_lead("l1") if task.kind == "render"]
    assert order.name == "demo"
    assert order.import_id == "i1"
    assert order.payload["fields"]["first_name"] == "Dana"
    assert order.payload["lead"] == "l1"


def test_a_video_calls_people_as_one_would_say_it_and_the_lead_keeps_what_was_written(house: Any, lead: Make) -> None:
    house.add(lead(first_name="ANA-LUISA 🚀", last_name="DIAZ"))
    house.run()
    (order,) = [task for task in house.ledger.for_lead("l1") if task.kind == "render"]
    assert order.payload["fields"]["first_name"] == "Ana-Luisa"
    assert house.leads.get("l1").text("first_name") == "ANA-LUISA 🚀"


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_the_queue_does_not_matter(house: Any, lead: Make, sites: Sites, seed: int) -> None:
    house.add(lead(full_name="Jana Vogel", website_url=sites.urls[3]))
    house.run(seed)
    assert house.leads.get("l1").text("email") == "j.vogel@brandt-vogel.example"
    assert house.order.index("split_name") < house.order.index("find_email")
    assert house.order.index("video") > max(house.order.index("split_name"), house.order.index("website"))


def test_an_enricher_without_what_it_needs_is_skipped_and_wakes_when_it_comes(
    house: Any, lead: Make, sites: Sites
) -> None:
    house.add(lead(full_name="Dana Whitfield"))
    house.run()
    assert house.states() == {"split_name": "done", "website": "skipped", "find_email": "skipped", "video": "done"}
    assert house.task("website").reason == "needs website_url"
    changed = put(
        house.leads.get("l1"), "website_url", FieldValue(sites.url, Provenance("person", "ana", house.clock.now()))
    )
    _, version = house.leads.snapshot("l1")
    house.leads.update(changed, version)
    house.ledger.wake(house.plan.wake(house.documents, house.leads.get("l1")))
    house.run()
    assert house.states()["website"] == house.states()["find_email"] == "done"
    assert house.leads.get("l1").text("website_title")


def test_a_given_value_is_never_replaced_by_a_guess(house: Any, lead: Make, scripted: Any) -> None:
    house.use([scripted("guess", lambda _: Enrichment([Found("city", "Bonn", 1.0, "a guess")]), gives="city")])
    house.add(lead(city="Köln"))
    house.run()
    found = house.leads.get("l1")
    assert found.text("city") == "Köln"
    assert [value.value for value in found.former["city"]] == ["Bonn"]


def test_between_two_enrichers_the_surer_word_stands_whoever_comes_later(house: Any, lead: Make, scripted: Any) -> None:
    sure = scripted("sure", lambda _: Enrichment([Found("city", "Bonn", 0.9, "seen")]), gives="city")
    unsure = scripted("unsure", lambda _: Enrichment([Found("city", "Ulm", 0.4, "a guess")]), gives="city")
    house.use([sure, unsure])
    for seed, id in enumerate(("l1", "l2", "l3", "l4")):
        house.add(lead(id))
        for name in ("sure", "unsure") if seed % 2 else ("unsure", "sure"):
            house.clock.advance(5)
            house.runner.run(task_id(id, name))
        assert house.leads.get(id).text("city") == "Bonn"
        assert "Ulm" in {value.value for value in house.leads.get(id).former.get("city", ())} or seed % 2


def test_an_enricher_that_runs_again_with_the_same_answer_changes_nothing(house: Any, lead: Make, sites: Sites) -> None:
    house.add(lead(full_name="Dana Whitfield", website_url=sites.urls[0]))
    house.run()
    before = house.leads.snapshot("l1")
    house.clock.advance(60)
    for name in house.states():
        house.documents.transaction(lambda transaction, name=name: _requeue(transaction, task_id("l1", name)))
    house.run()
    assert house.leads.snapshot("l1") == before
    assert len([task for task in house.ledger.for_lead("l1") if task.kind == "render"]) == 1


def _requeue(transaction: Any, id: str) -> None:
    transaction.update("tasks", id, {**transaction.get("tasks", id), "state": "queued"})


def test_a_guess_that_was_outdone_is_not_kept_twice(house: Any, lead: Make, scripted: Any) -> None:
    house.use([scripted("guess", lambda _: Enrichment([Found("city", "Bonn", 1.0, "a guess")]), gives="city")])
    house.add(lead(city="Köln"))
    house.run()
    house.clock.advance(60)
    house.documents.transaction(lambda transaction: _requeue(transaction, task_id("l1", "guess")))
    house.run()
    assert len(house.leads.get("l1").former["city"]) == 1


def test_a_dead_site_is_an_answer_and_no_failure(house: Any, lead: Make, sites: Sites) -> None:
    house.add(lead(full_name="Dana Whitfield", website_url=sites.dead))
    house.run()
    assert set(house.states().values()) == {"done"}
    assert house.task("website").reason.startswith("site is gone")
    assert "email" not in house.leads.get("l1").fields


def test_a_site_that_is_out_of_order_is_tried_again_then_buried_and_holds_nobody_up(
    house: Any, lead: Make, sites: Sites
) -> None:
    house.add(lead(full_name="Dana Whitfield", website_url=f"{sites.url}broken"))
    house.run()
    assert house.states() == {"split_name": "done", "website": "dead", "find_email": "dead", "video": "done"}
    assert "503" in house.task("website").reason
    assert len(house.task("website").attempts) == 3


def test_a_defect_buries_one_task_of_one_lead_and_names_the_enricher(house: Any, lead: Make, scripted: Any) -> None:
    def stumble(one: Lead) -> Enrichment:
        return Enrichment([Found("x", str(1 // int(one.text("n"))), 1.0, "divided")])

    house.use(
        [scripted("divider", stumble, needs="n"), scripted("other", lambda _: Enrichment(), wants="x", gives="y")]
    )
    house.add(lead("l1", n="0"))
    house.add(lead("l2", n="1"))
    house.run()
    assert house.states("l1") == {"divider": "dead", "other": "done"}
    assert house.states("l2") == {"divider": "done", "other": "done"}
    reason = house.task("divider").reason
    assert "tests.divider" in reason
    assert "ZeroDivisionError" in reason
    assert len(house.task("divider").attempts) == 1


@pytest.mark.parametrize(
    "found",
    [Found("secret", "1", 1.0, "why"), Found("x", "1", 1.5, "why"), Found("x", "", 1.0, "why"), Found("x", "1", 1, "")],
)
def test_an_enricher_that_does_not_keep_to_its_word_is_not_believed(
    house: Any, lead: Make, scripted: Any, found: Found
) -> None:
    house.use([scripted("liar", lambda _: Enrichment([found]))])
    house.add(lead())
    with pytest.raises(PermanentError, match=r"tests\.liar"):
        house.enrichments.run(house.task("liar"))


def test_when_the_site_changes_under_an_enricher_it_looks_again(house: Any, lead: Make, sites: Sites) -> None:
    house.add(lead(website_url=sites.urls[0]))
    task = house.ledger.claim(task_id("l1", "website"), 60)
    ending = house.enrichments.run(task)
    now, version = house.leads.snapshot("l1")
    origin = Provenance("person", "ana", house.clock.now())
    house.leads.update(put(now, "website_url", FieldValue(sites.urls[4], origin)), version)
    with pytest.raises(TransientError, match="website_url changed while website ran"):
        house.ledger.settle(task, ending)
    assert "website_title" not in house.leads.get("l1").fields


def test_what_comes_while_an_enricher_is_being_skipped_is_not_missed(house: Any, lead: Make, sites: Sites) -> None:
    house.add(lead(full_name="Dana Whitfield"))
    task = house.ledger.claim(task_id("l1", "website"), 60)
    ending = house.enrichments.run(task)
    assert ending.state == "skipped"
    now, version = house.leads.snapshot("l1")
    house.leads.update(
        put(now, "website_url", FieldValue(sites.url, Provenance("person", "ana", house.clock.now()))), version
    )
    with pytest.raises(TransientError, match="runs again"):
        house.ledger.settle(task, ending)


def test_a_lead_that_is_gone_ends_its_tasks(house: Any, lead: Make) -> None:
    house.add(lead(full_name="Dana Whitfield"))
    house.leads.delete("l1")
    house.run()
    assert house.task("split_name").reason == "the lead is gone"


def test_the_two_that_read_the_site_fetch_it_once(house: Any, lead: Make, sites: Sites) -> None:
    house.add(lead(full_name="Priya Rao", website_url=sites.urls[4]))
    before = sites.requests.count("loopdesk /")
    house.run()
    assert sites.requests.count("loopdesk /") == before + 1


def test_a_finished_video_is_attached_and_a_later_one_without_a_fallback_takes_its_note_away(
    house: Any, lead: Make
) -> None:
    house.leads.create(lead(full_name="Dana Whitfield"))
    _attach(house, video="videos/one.mp4", video_note="the site was gone: a plain background is used")
    found = house.leads.get("l1")
    assert found.text("video") == "videos/one.mp4"
    assert found.fields["video"].provenance.name == "video"
    house.clock.advance(5)
    _attach(house, video="videos/two.mp4")
    found = house.leads.get("l1")
    assert found.text("video") == "videos/two.mp4"
    assert "video_note" not in found.fields
    assert [value.value for value in found.former["video"]] == ["videos/one.mp4"]


def _attach(house: Any, **payload: str) -> None:
    new = NewTask("attach_video", lead="l1", key=payload["video"], payload={"lead": "l1", **payload})
    house.documents.batch(house.ledger.plan([new], "c1"))
    assert house.runner.run(new.id) == "done"


def test_an_attachment_without_a_place_is_refused(house: Any, lead: Make) -> None:
    new = NewTask("attach_video", lead="l1")
    house.documents.batch(house.ledger.plan([new], "c1"))
    assert house.runner.run(new.id) == "dead"
    assert "`video`" in house.ledger.get(new.id).reason


def test_what_was_found_is_told_to_explain(house: Any, lead: Make) -> None:
    house.add(lead(full_name="Dana Whitfield"))
    house.run()
    found = house.task("split_name").result["found"]
    assert found["first_name"]["value"] == "Dana"
    assert found["first_name"]["reason"] == "split from the full name"


def test_an_unknown_enricher_is_named_with_those_that_there_are(house: Any) -> None:
    new = NewTask("enrich", lead="l1", name="horoscope")
    house.documents.batch(house.ledger.plan([new], "c1"))
    assert house.runner.run(new.id) == "dead"
    assert '"horoscope"' in house.ledger.get(new.id).reason


@pytest.mark.parametrize("point", ["enrichment.before_enrich", "enrichment.after_enrich", "tasks.before_settle"])
def test_an_attempt_that_fails_anywhere_is_made_up_for(house: Any, lead: Make, sites: Sites, point: str) -> None:
    house.add(lead(full_name="Dana Whitfield", website_url=sites.urls[0]))
    faults.arm(point, faults.fail, at=2)
    try:
        house.run()
    finally:
        faults.disarm()
    assert set(house.states().values()) == {"done"}
    assert len([task for task in house.ledger.for_lead("l1") if task.kind == "render"]) == 1


def test_deliveries_at_the_same_time_enrich_once(house: Any, lead: Make, sites: Sites) -> None:
    house.add(lead(full_name="Dana Whitfield", website_url=sites.urls[0]))
    id = house.task("split_name").id

    def deliver(_: int) -> str:
        try:
            return str(house.runner.run(id))
        except TransientError:
            return "held"

    with ThreadPoolExecutor(5) as pool:
        outcomes = list(pool.map(deliver, range(5)))
    assert outcomes.count("done") == 1
    assert house.leads.get("l1").text("first_name") == "Dana"


def test_siblings_that_end_at_the_same_moment_leave_nobody_waiting(house: Any, lead: Make, scripted: Any) -> None:
    house.use(
        [
            scripted("a", lambda _: Enrichment([Found("x", "1", 1.0, "why")]), gives="x"),
            scripted("b", lambda _: Enrichment([Found("y", "1", 1.0, "why")]), gives="y"),
            scripted("c", lambda _: Enrichment(), wants="x y", gives="z"),
        ]
    )
    for number in range(5):
        id = f"l{number}"
        house.add(replace(lead(), id=id))
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(house.runner.run, [task_id(id, "a"), task_id(id, "b")]))
        assert house.states(id)["c"] == "queued"


def test_a_task_may_say_later_what_it_lacks(house: Any, lead: Make) -> None:
    house.add(lead(company_name="Acme"))
    house.run()
    task: Task = house.task("split_name")
    assert (task.state, task.reason) == ("skipped", "needs full_name")


def test_first_and_last_name_are_joined_without_what_cannot_be_shown(house: Any, lead: Make) -> None:
    house.add(lead(first_name="Ana\x08 ", last_name="\u202eDiaz"))
    house.run()
    assert house.leads.get("l1").text("full_name") == "Ana Diaz"


def test_an_enricher_that_finds_nothing_lets_those_go_that_waited_for_it(house: Any, lead: Make, scripted: Any) -> None:
    house.use(
        [scripted("a", lambda _: Enrichment(note="none"), gives="x"), scripted("b", lambda _: Enrichment(), wants="x")]
    )
    house.add(lead())
    assert house.states() == {"a": "queued", "b": "waiting"}
    house.run()
    assert house.states() == {"a": "done", "b": "done"}


def test_whoever_waits_for_one_that_was_skipped_waits_until_nobody_can_wake_it(
    house: Any, lead: Make, scripted: Any
) -> None:
    house.use(
        [
            scripted("a", lambda _: Enrichment([Found("x", "1", 1.0, "why")]), needs="n", gives="x"),
            scripted("b", lambda _: Enrichment([Found("n", "1", 1.0, "why")]), gives="n"),
            scripted(
                "c", lambda one: Enrichment([Found("y", one.text("x") or "too soon", 1.0, "why")]), wants="x", gives="y"
            ),
        ]
    )
    house.add(lead())
    house.ledger.wake([task_id("l1", "a")])  # sent too early, as a person's retry would
    assert house.runner.run(task_id("l1", "a")) == "skipped"
    assert house.states()["c"] == "waiting"
    house.run()
    assert house.leads.get("l1").text("y") == "1"
