"""In which order the enrichers of a lead run, and that nothing can keep them waiting for ever."""

import timeit
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.leads.enrichment import Declaration, at_work, declarations
from shared.leads.ordering import EnrichmentPlan, task_id
from shared.tasks.model import NewTask

FIELDS = ("a", "b", "c", "d")
fields = st.frozensets(st.sampled_from(FIELDS))


def one(name: str, needs: str = "", wants: str = "", gives: str = "", **more: Any) -> Declaration:
    sets = (frozenset(text.split()) for text in (needs, wants, gives))
    return Declaration(name, lambda _tools: None, *sets, **more)  # type: ignore[arg-type,return-value]


def waiting(plan: EnrichmentPlan, *present: str) -> set[str]:
    return {task.name for task in plan.tasks_for("l1", frozenset(present)) if task.waiting}


def test_an_enricher_waits_for_one_that_may_give_what_the_lead_lacks() -> None:
    plan = EnrichmentPlan([one("finder", "site", "name", "email"), one("splitter", "full", gives="name")])
    assert waiting(plan, "site", "full") == {"finder"}
    assert waiting(plan, "site", "full", "name") == set()


def test_nobody_waits_for_an_enricher_that_can_give_nothing_to_this_lead() -> None:
    plan = EnrichmentPlan([one("finder", "site", "name", "email"), one("splitter", "full", gives="name")])
    assert waiting(plan, "site") == set()


def test_waiting_goes_through_others() -> None:
    plan = EnrichmentPlan([one("c", wants="y", gives="z"), one("b", needs="x", gives="y"), one("a", gives="x")])
    assert waiting(plan) == {"b", "c"}


def test_a_need_that_nobody_can_meet_gives_a_task_that_is_sent_and_says_so() -> None:
    assert waiting(EnrichmentPlan([one("a", needs="x", wants="y", gives="z"), one("b", gives="y")])) == set()


def test_enrichers_that_wait_for_each_other_all_start_at_once() -> None:
    plan = EnrichmentPlan([one("a", wants="y", gives="x"), one("b", wants="x", gives="y"), one("c", "x", "y", "z")])
    assert waiting(plan) == {"c"}


def test_the_video_waits_for_the_name_and_the_site_and_for_nothing_else() -> None:
    plan = EnrichmentPlan(at_work(declarations()))
    assert "video" in waiting(plan, "full_name", "website_url")
    assert "video" not in waiting(plan, "first_name", "last_name", "full_name", "company_name")


def test_an_import_may_stop_before_the_enrichers_or_before_the_videos() -> None:
    counts = {
        until: len(EnrichmentPlan(at_work(declarations()), until).tasks_for("l1", frozenset()))
        for until in ("leads", "enrich", "render")
    }
    assert counts == {"leads": 0, "enrich": 3, "render": 4}


def test_a_task_has_the_id_that_the_registry_computes() -> None:
    for task in EnrichmentPlan(at_work(declarations())).tasks_for("l1", frozenset(), "i1"):
        assert task.id == task_id("l1", task.name)
        assert task.import_id == "i1"


@st.composite
def graphs(draw: st.DrawFn) -> tuple[Declaration, ...]:
    made = []
    for name in ("p", "q", "r", "s")[: draw(st.integers(1, 4))]:
        needs, gives = draw(fields), draw(fields)
        made.append(
            Declaration(name, lambda _tools: None, needs - gives, draw(fields), gives or frozenset({"d"}) - needs)
        )  # type: ignore[arg-type,return-value]
    return tuple(made)


@settings(max_examples=300, deadline=None)
@given(graphs(), fields, st.data())
def test_every_graph_of_enrichers_comes_to_an_end_with_nobody_left_waiting(
    graph: tuple[Declaration, ...], present: frozenset[str], data: st.DataObject
) -> None:
    """The states as `wake` sees them, driven to the end in any order, with enrichers that give what they please."""
    plan = EnrichmentPlan(graph)
    state = {task.name: "waiting" if task.waiting else "queued" for task in plan.tasks_for("l1", present)}
    had: dict[str, frozenset[str]] = {}
    known = set(present)
    for _ in range(100):
        due = sorted(name for name in state if state[name] == "queued")
        if not due:
            break
        name = data.draw(st.sampled_from(due))
        chosen = plan.enrichers[name]
        ending = data.draw(st.sampled_from(("done", "dead")))
        if not chosen.needs <= known:
            ending = "skipped"
            had[name] = frozenset(known) & (chosen.needs | chosen.wants)
        elif ending == "done":
            known |= data.draw(st.frozensets(st.sampled_from(sorted(chosen.gives)))) if chosen.gives else set()
        state[name] = ending
        news = {each for each in state if state[each] == "skipped" and plan.has_news(each, frozenset(known), had[each])}
        unsettled = frozenset(each for each in state if state[each] in ("waiting", "queued")) | news
        skipped = frozenset(each for each in state if state[each] == "skipped") - news
        for each in plan.ready(frozenset(known), unsettled, skipped):
            if state[each] == "waiting" or each in news:
                state[each] = "queued"
    assert set(state.values()) <= {"done", "dead", "skipped"}
    for name, ended in state.items():  # whoever was skipped could not have run at the end either
        assert ended != "skipped" or not plan.has_news(name, frozenset(known), had[name])


@settings(max_examples=200, deadline=None)
@given(graphs(), fields)
def test_somebody_can_always_start(graph: tuple[Declaration, ...], present: frozenset[str]) -> None:
    tasks = EnrichmentPlan(graph).tasks_for("l1", present)
    assert any(not task.waiting for task in tasks)


def test_planning_a_lead_costs_little_beside_making_its_tasks() -> None:
    plan = EnrichmentPlan(at_work(declarations()))
    present = frozenset({"full_name", "website_url", "company_name", "phone", "city"})
    rounds = 5_000
    planned = min(timeit.repeat(lambda: plan.tasks_for("l1", present, "i1"), number=rounds, repeat=5)) / rounds
    order = [(task.name, task.waiting) for task in plan.tasks_for("l1", present)]

    def by_hand() -> list[NewTask]:
        return [NewTask("enrich", lead="l1", name=name, import_id="i1", waiting=late) for name, late in order]

    made = min(timeit.repeat(by_hand, number=rounds, repeat=5)) / rounds
    assert planned <= 3 * made


def test_one_that_was_skipped_still_counts_as_long_as_somebody_may_wake_it() -> None:
    plan = EnrichmentPlan([one("a", "n", gives="x"), one("b", gives="n"), one("c", wants="x", gives="y")])
    nothing: frozenset[str] = frozenset()
    assert plan.ready(nothing, frozenset({"b", "c"}), frozenset({"a"})) == {"b"}
    assert plan.ready(nothing, frozenset({"c"}), frozenset({"a"})) == {"c"}
