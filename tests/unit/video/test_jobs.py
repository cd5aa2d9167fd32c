"""Render jobs: one lead, one type, one content: one video, whoever dies and whatever comes twice."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from shared.app import App
from shared.core import faults
from shared.core.clock import ManualClock
from shared.core.errors import Conflict, InvalidInput, PermanentError, TransientError
from shared.ports.documents import Query
from shared.tasks.model import NewTask, Task
from shared.video.jobs import LEASE, MAX_ATTEMPTS, MAX_STARTS, PATIENCE, RenderJob, RenderQueue, RenderResult, job_id

FIELDS = {"first_name": "Ana", "company_name": "Diaz & Sons", "website_url": "https://diaz.example"}
RESULT = RenderResult("/videos/l1.mp4", "videos", "l1.mp4", 10.0, 300, 1000, fallbacks=("first_name is missing",))


def order(clock: ManualClock, lead: str = "l1", **fields: str) -> Task:
    payload = {"lead": lead, "video_type": "demo", "fields": {**FIELDS, **fields}}
    now = clock.now()
    return Task(f"task-{lead}", "render", "running", now, now, lead=lead, payload=payload, correlation_id="c1")


def attachments(house: App) -> list[dict[str, Any]]:
    return [found.data for found in house.documents.query(Query("tasks")) if found.data["kind"] == "attach_video"]


@pytest.fixture
def ordered(renders: RenderQueue, clock: ManualClock) -> str:
    renders.run(order(clock))
    return job_id("l1", "demo", FIELDS)


def test_an_order_is_recorded_and_one_renderer_started(ordered: str, renders: RenderQueue, started: Any) -> None:
    job = renders.get(ordered)
    assert (job.state, job.lead, job.correlation_id, dict(job.fields)) == ("pending", "l1", "c1", FIELDS)
    assert started.started == [("renderer", ordered)]


def test_the_same_order_twice_starts_nothing_more(
    ordered: str, renders: RenderQueue, started: Any, clock: ManualClock
) -> None:
    renders.run(order(clock))
    assert len(started.started) == 1
    assert renders.counts()["pending"] == 1


def test_another_name_is_another_video(ordered: str, renders: RenderQueue, clock: ManualClock) -> None:
    renders.run(order(clock, first_name="Bo"))
    assert renders.counts()["pending"] == 2


def test_an_order_without_a_type_is_refused(renders: RenderQueue, clock: ManualClock) -> None:
    with pytest.raises(InvalidInput, match="video_type"):
        renders.run(replace(order(clock), payload={"lead": "l1"}))


@pytest.mark.parametrize(
    "point", ["video.before_record", "video.after_record", "video.before_start", "video.after_start"]
)
def test_an_order_that_dies_anywhere_is_whole_after_a_second_delivery(
    renders: RenderQueue, started: Any, clock: ManualClock, point: str
) -> None:
    faults.arm(point, faults.fail)
    with pytest.raises(TransientError):
        renders.run(order(clock))
    clock.advance(2200)  # the lease of the dead attempt has ended
    renders.run(order(clock))
    assert renders.counts()["pending"] == 1
    assert started.started


def test_two_renderers_never_hold_one_job(ordered: str, renders: RenderQueue) -> None:
    assert renders.claim(ordered, "a") is not None
    assert renders.claim(ordered, "b") is None
    assert renders.claim_next("b") is None


def test_finishing_brings_the_video_to_the_lead_in_the_same_commit(
    ordered: str, renders: RenderQueue, house: App
) -> None:
    job = renders.claim(ordered, "a")
    assert job
    done = renders.finish(job, RESULT)
    assert (done.state, done.result) == ("done", RESULT)
    (task,) = attachments(house)
    assert task["lead"] == "l1"
    assert task["correlation_id"] == "c1"
    assert task["payload"]["video"] == "/videos/l1.mp4"
    assert task["payload"]["video_note"] == "first_name is missing"
    assert house.queue.backlog()["enrich"] == 1


def test_finishing_twice_brings_it_once(ordered: str, renders: RenderQueue, house: App) -> None:
    job = renders.claim(ordered, "a")
    assert job
    renders.finish(job, RESULT)
    renders.finish(job, RESULT)
    assert len(attachments(house)) == 1


def test_dying_before_the_commit_writes_nothing_and_after_it_loses_nothing(
    ordered: str, renders: RenderQueue, house: App
) -> None:
    job = renders.claim(ordered, "a")
    assert job
    faults.arm("video.before_finish", faults.fail)
    with pytest.raises(TransientError):
        renders.finish(job, RESULT)
    assert renders.get(ordered).state == "running"
    assert attachments(house) == []
    faults.arm("video.after_finish", faults.fail)
    with pytest.raises(TransientError):
        renders.finish(job, RESULT)
    assert renders.get(ordered).state == "done"
    assert house.tasks.drain() == 1  # the outbox kept it


def test_a_done_job_is_not_rendered_again_but_attached(
    ordered: str, renders: RenderQueue, started: Any, clock: ManualClock, house: App
) -> None:
    job = renders.claim(ordered, "a")
    assert job
    renders.finish(job, RESULT)
    ending = renders.run(order(clock))
    assert ending.apply is not None
    (task,) = ending.apply(house.documents).tasks
    assert isinstance(task, NewTask)
    assert house.tasks.find(task.id) is not None  # the very task that the first finish made
    assert len(started.started) == 1
    assert renders.claim(ordered, "b") is None


def test_who_lost_the_lease_cannot_finish(ordered: str, renders: RenderQueue, clock: ManualClock, house: App) -> None:
    slow = renders.claim(ordered, "slow")
    assert slow
    clock.advance(LEASE + 1)
    quick = renders.claim(ordered, "quick")
    assert quick
    with pytest.raises(Conflict):
        renders.finish(slow, RESULT)
    with pytest.raises(Conflict):
        renders.renew(slow)
    assert attachments(house) == []
    renders.finish(quick, RESULT)
    assert len(attachments(house)) == 1


def test_a_renewed_lease_holds(ordered: str, renders: RenderQueue, clock: ManualClock) -> None:
    job = renders.claim(ordered, "a")
    assert job
    clock.advance(LEASE - 10)
    renders.renew(job)
    clock.advance(LEASE - 10)
    assert renders.claim(ordered, "b") is None


def test_given_back_it_is_free_at_once_and_the_attempt_does_not_count(ordered: str, renders: RenderQueue) -> None:
    for _ in range(MAX_ATTEMPTS * 2):
        job = renders.claim(ordered, "a")
        assert job
        renders.give_back(job)
    assert renders.get(ordered).state == "pending"
    renders.give_back(replace(job, owner="somebody else"))


def test_a_passing_failure_waits_for_another_attempt_and_a_lasting_one_does_not(
    ordered: str, renders: RenderQueue, clock: ManualClock
) -> None:
    for number in range(1, MAX_ATTEMPTS + 1):
        job = renders.claim(ordered, "a")
        assert job and job.attempts == number
        ended = renders.fail(job, TransientError("no space left"))
        assert ended.state == ("pending" if number < MAX_ATTEMPTS else "failed")
    assert renders.get(ordered).reason == "no space left"
    renders.run(order(clock, lead="l2"))
    other = renders.claim(job_id("l2", "demo", FIELDS), "a")
    assert other
    assert renders.fail(other, PermanentError("bad type")).state == "failed"


def test_a_failed_job_starts_afresh_when_it_is_ordered_again(
    ordered: str, renders: RenderQueue, started: Any, clock: ManualClock
) -> None:
    job = renders.claim(ordered, "a")
    assert job
    renders.fail(job, InvalidInput("no such type"))
    renders.run(order(clock))
    again = renders.get(ordered)
    assert (again.state, again.attempts, again.reason) == ("pending", 0, "")
    assert len(started.started) == 2


def test_a_job_whose_renderers_keep_dying_fails_with_that_reason(
    ordered: str, renders: RenderQueue, clock: ManualClock
) -> None:
    for _ in range(MAX_ATTEMPTS):
        assert renders.claim(ordered, "a")
        clock.advance(LEASE + 1)
    assert renders.claim(ordered, "a") is None
    assert renders.get(ordered).state == "failed"
    assert "without a word" in renders.get(ordered).reason


def test_the_reaper_frees_the_jobs_of_the_dead_and_starts_a_renderer(
    ordered: str, renders: RenderQueue, started: Any, clock: ManualClock
) -> None:
    assert renders.overdue() == 0
    renders.claim(ordered, "dead")
    clock.advance(LEASE + 1)
    assert renders.overdue() == 1
    assert renders.get(ordered).state == "pending"
    clock.advance(PATIENCE + 1)
    assert renders.overdue() == 1
    assert len(started.started) == 2


def test_the_reaper_starts_nothing_while_a_renderer_is_at_work(
    ordered: str, renders: RenderQueue, started: Any, clock: ManualClock
) -> None:
    renders.run(order(clock, lead="l2"))
    clock.advance(PATIENCE + 1)
    renders.claim(ordered, "busy")
    assert renders.overdue() == 0
    assert len(started.started) == 2


def test_a_job_for_which_no_renderer_ever_comes_fails_at_last(
    ordered: str, renders: RenderQueue, started: Any, clock: ManualClock
) -> None:
    for _ in range(MAX_STARTS):
        clock.advance(PATIENCE + 1)
        renders.overdue()
    assert renders.get(ordered).state == "failed"
    assert "no renderer came" in renders.get(ordered).reason
    assert len(started.started) == MAX_STARTS


def test_a_later_attempt_takes_over_what_its_dead_forerunner_held(ordered: str, renders: RenderQueue) -> None:
    renders.claim(ordered, "execution/0/0")
    assert renders.take_over("execution/1/0") == 0
    assert renders.take_over("execution/0/0") == 1
    job = renders.claim(ordered, "execution/0/1")
    assert job and job.attempts == 2


def test_jobs_are_taken_oldest_first(renders: RenderQueue, clock: ManualClock) -> None:
    for lead in ("b", "a", "c"):
        renders.run(order(clock, lead=lead))
        clock.advance(1)
    taken: list[RenderJob] = []
    while job := renders.claim_next("me", frozenset(job.id for job in taken)):
        taken.append(job)
    assert [job.lead for job in taken] == ["b", "a", "c"]


@pytest.mark.parametrize("act", [lambda renders, job: renders.claim("nope", "a")])
def test_an_unknown_job_is_nothing_to_do(renders: RenderQueue, act: Callable[..., Any]) -> None:
    assert act(renders, None) is None
