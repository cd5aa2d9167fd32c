"""Campaigns: a thousand orders become few executions, whoever dies and whatever comes twice."""

from typing import Any

import pytest

from shared.app import App
from shared.core import faults
from shared.core.clock import ManualClock
from shared.core.errors import TransientError
from shared.tasks.model import NewTask, Task
from shared.video.campaigns import BATCH, GATHER, MOST_TASKS, PATIENCE, QUIET, Campaigns
from shared.video.jobs import RenderQueue, RenderResult, job_id

RESULT = RenderResult("videos/x.mp4", "videos", "x.mp4", 10.0, 300, 1000)


@pytest.fixture
def campaigns(house: App, started: Any) -> Campaigns:
    return Campaigns(house.documents, started, house.effects, house.clock)


@pytest.fixture
def renders(house: App, started: Any, campaigns: Campaigns) -> RenderQueue:
    return RenderQueue(house.documents, started, house.effects, house.tasks, house.clock, campaigns.order)


def order(renders: RenderQueue, clock: ManualClock, lead: str, import_id: str = "i1") -> NewTask | None:
    """The task that the order leads to, if it leads to one."""
    now = clock.now()
    payload = {"lead": lead, "video_type": "demo", "fields": {"first_name": lead}}
    ending = renders.run(
        Task(f"t-{lead}", "render", "running", now, now, lead=lead, payload=payload, import_id=import_id)
    )
    if ending.apply is None:
        return None
    (task,) = ending.apply(renders._documents).tasks
    assert isinstance(task, NewTask)
    return task


def running(new: NewTask, clock: ManualClock) -> Task:
    now = clock.now()
    return Task(new.id, new.kind, "running", now, now, payload=new.payload, import_id=new.import_id)


def done(renders: RenderQueue, lead: str) -> None:
    job = renders.claim(job_id(lead, "demo", {"first_name": lead}), "a")
    assert job
    renders.finish(job, RESULT)


def test_the_first_order_starts_at_once_and_the_others_gather(
    renders: RenderQueue, clock: ManualClock, started: Any
) -> None:
    assert order(renders, clock, "l0") is None
    tasks = {task.id for n in range(1, 30) if (task := order(renders, clock, f"l{n}"))}
    assert len(tasks) == 1
    assert started.started == [("renderer", job_id("l0", "demo", {"first_name": "l0"}))]


def test_one_execution_of_several_tasks_is_started_for_all_that_wait(
    renders: RenderQueue, campaigns: Campaigns, clock: ManualClock, started: Any
) -> None:
    order(renders, clock, "l0")
    new = [order(renders, clock, f"l{n}") for n in range(1, 2 * BATCH + 2)][-1]
    assert new
    task = running(new, clock)
    with pytest.raises(TransientError, match="gathered"):
        campaigns.dispatch(task)
    clock.advance(GATHER)
    with pytest.raises(TransientError, match="first video"):
        campaigns.dispatch(task)
    done(renders, "l0")
    ending = campaigns.dispatch(task)
    assert (ending.result["videos"], ending.result["tasks"]) == (2 * BATCH + 1, 3)
    assert started.started[1:] == [("renderer", "--manifest", ending.result["manifest"])]
    manifest = campaigns.manifest(str(ending.result["manifest"]))
    shares = [manifest.share(index, 3) for index in range(3)]
    assert sorted(row for share in shares for row in share) == sorted(manifest.rows)
    assert len({*manifest.rows}) == 2 * BATCH + 1


def test_the_first_video_is_waited_for_but_not_for_ever(
    renders: RenderQueue, campaigns: Campaigns, clock: ManualClock, started: Any
) -> None:
    order(renders, clock, "l0")
    new = order(renders, clock, "l1")
    assert new
    task = running(new, clock)
    clock.advance(PATIENCE)
    assert campaigns.dispatch(task).state == "done"
    assert len(started.started) == 2


def test_a_campaign_however_large_starts_no_more_than_so_many_tasks(
    renders: RenderQueue, campaigns: Campaigns, clock: ManualClock, house: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.video.campaigns.BATCH", 1)
    order(renders, clock, "l0")
    new = [order(renders, clock, f"l{n}") for n in range(1, MOST_TASKS + 9)][-1]
    assert new
    task = running(new, clock)
    clock.advance(PATIENCE)
    assert campaigns.dispatch(task).result["tasks"] == MOST_TASKS


@pytest.mark.parametrize(
    "point",
    ["campaign.before_manifest", "campaign.after_manifest", "campaign.before_start", "campaign.after_start"],
)
def test_dying_anywhere_it_starts_one_execution_of_one_manifest(
    renders: RenderQueue, campaigns: Campaigns, clock: ManualClock, started: Any, house: App, point: str
) -> None:
    order(renders, clock, "l0")
    new = order(renders, clock, "l1")
    assert new
    task = running(new, clock)
    clock.advance(PATIENCE)
    faults.arm(point, faults.fail)
    with pytest.raises(TransientError):
        campaigns.dispatch(task)
    clock.advance(2200)
    manifest = campaigns.dispatch(task).result["manifest"]
    campaigns.dispatch(task)
    assert set(started.started[1:]) == {("renderer", "--manifest", manifest)}
    assert house.documents.get("render_manifests", str(manifest)) is not None


def test_what_is_ordered_after_a_dispatch_goes_into_the_next_manifest(
    renders: RenderQueue, campaigns: Campaigns, clock: ManualClock, started: Any
) -> None:
    order(renders, clock, "l0")
    first = order(renders, clock, "l1")
    assert first
    task = running(first, clock)
    clock.advance(PATIENCE)
    one = campaigns.dispatch(task).result
    second = order(renders, clock, "l2")
    assert second and second.id != first.id
    task = running(second, clock)
    clock.advance(PATIENCE)
    other = campaigns.dispatch(task).result
    rows = [set(campaigns.manifest(str(result["manifest"])).rows) for result in (one, other)]
    assert not rows[0] & rows[1]
    assert len(rows[1]) == 1


def test_nothing_is_started_when_the_first_renderer_did_all(
    renders: RenderQueue, campaigns: Campaigns, clock: ManualClock, started: Any
) -> None:
    order(renders, clock, "l0")
    new = order(renders, clock, "l1")
    assert new
    done(renders, "l0")
    done(renders, "l1")
    task = running(new, clock)
    clock.advance(GATHER)
    assert campaigns.dispatch(task).state == "skipped"
    assert len(started.started) == 1


def test_after_a_quiet_time_an_order_starts_at_once_again(
    renders: RenderQueue, clock: ManualClock, started: Any
) -> None:
    order(renders, clock, "l0")
    clock.advance(QUIET + 1)
    assert order(renders, clock, "l1") is None
    assert order(renders, clock, "l1") is None  # delivered twice
    assert len(started.started) == 2


def test_imports_are_campaigns_of_their_own(renders: RenderQueue, clock: ManualClock, started: Any) -> None:
    order(renders, clock, "l0", "i1")
    assert order(renders, clock, "l1", "i2") is None
    assert len(started.started) == 2


def test_progress_is_the_sum_of_what_the_workers_tell(
    renders: RenderQueue, campaigns: Campaigns, clock: ManualClock
) -> None:
    order(renders, clock, "l0")
    new = [order(renders, clock, f"l{n}") for n in range(1, 6)][-1]
    assert new
    task = running(new, clock)
    clock.advance(PATIENCE)
    id = str(campaigns.dispatch(task).result["manifest"])
    campaigns.report(id, "0", 1, 0)
    campaigns.report(id, "0", 2, 0)
    campaigns.report(id, "1", 1, 1)
    told = campaigns.progress(id)  # the first order is among its rows until it is done
    assert (told.rows, told.done, told.failed, told.workers) == (6, 3, 1, 2)
