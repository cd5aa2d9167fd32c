"""The worker: claims, renders, publishes once, and stops without losing anything. No browser is needed here."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.app import App
from shared.core import faults
from shared.core.clock import ManualClock
from shared.core.errors import TransientError
from shared.ports.documents import Query
from shared.tasks.model import Task
from shared.video.jobs import RenderQueue, job_id
from shared.video.media import BUCKET as MEDIA
from shared.video.media import MediaLibrary, ensure_media
from shared.video.probe import probe
from shared.video.templates import VideoType
from shared.video.worker import BUCKET, RenderWorker, Tally


@pytest.fixture
def worker(house: App, renders: RenderQueue, tmp_path: Path, media: Any, tiny: VideoType) -> RenderWorker:
    types = tmp_path / "types"
    types.mkdir()
    (types / "tiny.yaml").write_bytes(msgspec.yaml.encode(tiny))
    cache = tmp_path / "cache"
    (cache / "media").mkdir(parents=True)
    made = next(iter(media.files.values())).parent
    (cache / "media" / made.name).symlink_to(made)
    return RenderWorker(renders, house.blobs, house.egress_rules, house.clock, cache=cache, types=types)


def order(renders: RenderQueue, clock: ManualClock, lead: str, **fields: str) -> str:
    now = clock.now()
    payload = {"lead": lead, "video_type": "tiny", "fields": fields}
    renders.run(Task(f"t-{lead}", "render", "running", now, now, lead=lead, payload=payload))
    return job_id(lead, "tiny", fields)


def test_a_waiting_job_becomes_a_video_that_plays(
    worker: RenderWorker, renders: RenderQueue, house: App, clock: ManualClock
) -> None:
    id = order(renders, clock, "l1", first_name="Ana", company_name="Diaz & Sons")
    assert worker.work([id], owner="me") == Tally(done=1)
    job = renders.get(id)
    assert job.state == "done"
    assert job.result is not None
    assert job.result.name == f"l1-diaz_sons-{id[:8]}.mp4"
    assert job.result.fallbacks == ("no website is known: a background with the name stands in for the site",)
    found = probe(Path(house.locate(job.result.video)))
    assert found.flaws == ()
    assert found.comment.startswith(f"leadreel {id} ")
    assert "Ana" not in found.comment


def test_one_worker_serves_all_that_waits_and_encodes_shared_seconds_once(
    worker: RenderWorker, renders: RenderQueue, clock: ManualClock
) -> None:
    first = order(renders, clock, "l1", first_name="Ana")
    others = [order(renders, clock, f"l{n}", first_name=f"Name {n}") for n in (2, 3)]
    assert worker.work([first], owner="me") == Tally(done=3)
    cpu = [renders.get(id).result.cpu_seconds for id in (first, *others)]  # type: ignore[union-attr] # they are done
    assert max(cpu[1:]) < cpu[0]


def test_a_finished_job_is_left_alone(
    worker: RenderWorker, renders: RenderQueue, house: App, clock: ManualClock
) -> None:
    id = order(renders, clock, "l1", first_name="Ana")
    worker.work([id], owner="me")
    generation = [blob.generation for blob in house.blobs.list(BUCKET)]
    assert worker.work([id], owner="other") == Tally()
    assert [blob.generation for blob in house.blobs.list(BUCKET)] == generation


@pytest.mark.parametrize("point", ["video.before_publish", "video.after_publish", "video.before_finish"])
def test_dying_around_the_publication_leaves_one_video_in_the_end(
    worker: RenderWorker, renders: RenderQueue, house: App, clock: ManualClock, point: str
) -> None:
    id = order(renders, clock, "l1", first_name="Ana")
    faults.arm(point, faults.fail)
    assert worker.work([id], owner="me").released == 1
    assert renders.get(id).state == "pending"
    assert worker.work([id], owner="me") == Tally(done=1)
    assert len(list(house.blobs.list(BUCKET))) == 1


def test_a_type_that_is_not_there_fails_its_job_alone(
    worker: RenderWorker, renders: RenderQueue, clock: ManualClock
) -> None:
    now = clock.now()
    payload = {"lead": "l1", "video_type": "nope", "fields": {"first_name": "Ana"}}
    renders.run(Task("t", "render", "running", now, now, lead="l1", payload=payload))
    good = order(renders, clock, "l2", first_name="Bo")
    tally = worker.work(owner="me")
    assert tally.done == 1
    bad = renders.get(job_id("l1", "nope", {"first_name": "Ana"}))
    assert bad.state == "failed"
    assert "nope" in bad.reason and "money_coaching" in bad.reason
    assert renders.get(good).state == "done"


def test_being_stopped_gives_every_lease_back(
    worker: RenderWorker, renders: RenderQueue, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [order(renders, clock, f"l{n}", first_name=f"Name {n}") for n in range(3)]

    def stop(*_: Any) -> None:
        raise SystemExit(143)

    monkeypatch.setattr(worker, "_rendered", stop)
    with pytest.raises(SystemExit):
        worker.work(ids, owner="me")
    jobs = [renders.get(id) for id in ids]
    assert [job.state for job in jobs] == ["pending"] * 3
    assert [job.attempts for job in jobs] == [0, 0, 0]


def test_a_fault_of_ours_counts_as_an_attempt_so_that_it_ends(
    worker: RenderWorker, renders: RenderQueue, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = order(renders, clock, "l1", first_name="Ana")

    def fault(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(worker, "_rendered", fault)
    for _ in range(4):
        with pytest.raises(ZeroDivisionError):
            worker.work([id], owner="me")
    assert renders.get(id).state == "failed"


def test_no_job_is_begun_when_the_time_is_nearly_over(
    worker: RenderWorker, renders: RenderQueue, clock: ManualClock
) -> None:
    for n in range(2):
        order(renders, clock, f"l{n}", first_name=f"Name {n}")
    assert worker.work(owner="me", until=clock.now() + timedelta(seconds=10)) == Tally(done=1)
    assert renders.counts()["pending"] == 1


def test_the_users_own_media_stand_before_the_samples(house: App, tmp_path: Path, media: Any) -> None:
    from fractions import Fraction

    library = MediaLibrary(house.blobs, tmp_path / "cache")
    music = next(path for path in media.files.values() if path.suffix == ".wav")
    house.blobs.put(MEDIA, "head.mp4", music)  # a sound under the speaker's name: no picture, but heard
    found = library.gather(frozenset({"head.mp4", "music.wav", "nope.mp4"}), Fraction(30))
    assert found.named["head.mp4"].frames == 0
    assert found.named["head.mp4"].sound
    assert found.files[found.named["head.mp4"].asset.sha256].parent.name == "own"
    assert "nope.mp4" not in found.named


def test_media_that_cannot_be_read_give_way_to_the_sample(house: App, tmp_path: Path) -> None:
    from fractions import Fraction

    house.blobs.put(MEDIA, "head.mp4", b"not a film")
    found = MediaLibrary(house.blobs, tmp_path / "cache").gather(frozenset({"head.mp4"}), Fraction(30))
    assert found.named["head.mp4"].frames == 240


def test_samples_are_the_same_each_time_they_are_made(tmp_path: Path, media: Any) -> None:
    again = ensure_media(tmp_path)
    assert {name: file.asset.sha256 for name, file in again.named.items()} == {
        name: file.asset.sha256 for name, file in media.named.items()
    }
    assert ensure_media(tmp_path).files == again.files


def test_a_passing_failure_of_the_bucket_is_tried_again_later(
    worker: RenderWorker, renders: RenderQueue, house: App, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = order(renders, clock, "l1", first_name="Ana")

    def away(*_: Any, **__: Any) -> Any:
        raise TransientError("the bucket does not answer")

    with monkeypatch.context() as patch:
        patch.setattr(house.blobs, "put", away)
        assert worker.work([id], owner="me") == Tally(released=1)
    assert renders.get(id).reason == "the bucket does not answer"
    assert worker.work([id], owner="me") == Tally(done=1)
    assert house.blobs.stat(BUCKET, f"l1-ana-{id[:8]}.mp4") is not None
    assert io.BytesIO(house.blobs.read(BUCKET, f"l1-ana-{id[:8]}.mp4")).read(8)[4:] == b"ftyp"


def refusing(worker: RenderWorker, times: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The gates refuse so many videos, then they are themselves again."""
    from shared.video.gates import Finding, Gates, Verdict

    asked: list[int] = []
    judge = Gates.judge

    def strict(self: Gates, path: Path, timeline: Any, comment: str) -> Verdict:
        asked.append(1)
        if len(asked) <= times:
            return Verdict((Finding("words", "“Hi Ana!” is not to be seen at frame 30"),), 0.0)
        return judge(self, path, timeline, comment)

    monkeypatch.setattr(Gates, "judge", strict)
    return asked


def test_a_video_that_does_not_pass_the_gates_is_not_published_but_made_once_more(
    worker: RenderWorker, renders: RenderQueue, house: App, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing(worker, 1, monkeypatch)
    id = order(renders, clock, "l1", first_name="Ana")
    assert worker.work([id], owner="me", limit=1) == Tally(released=1)
    assert list(house.blobs.list(BUCKET)) == []
    assert renders.get(id).reason == "the video did not pass the gates: words: “Hi Ana!” is not to be seen at frame 30"
    assert worker.work([id], owner="me") == Tally(done=1)
    result = renders.get(id).result
    assert result is not None
    assert result.gate_seconds > 0
    assert "no_page_no_url" in result.flags


def test_a_video_that_never_passes_fails_with_that_reason_and_is_never_attached(
    worker: RenderWorker, renders: RenderQueue, house: App, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing(worker, 99, monkeypatch)
    id = order(renders, clock, "l1", first_name="Ana")
    while renders.get(id).state == "pending":
        worker.work([id], owner="me", limit=1)
    job = renders.get(id)
    assert (job.state, job.result) == ("failed", None)
    assert "is not to be seen" in job.reason
    assert list(house.blobs.list(BUCKET)) == []
    assert not any(found.data["kind"] == "attach_video" for found in house.documents.query(Query("tasks")))


def test_progress_is_told_after_every_video(worker: RenderWorker, renders: RenderQueue, clock: ManualClock) -> None:
    ids = [order(renders, clock, f"l{n}", first_name=f"Name {n}") for n in range(2)]
    told: list[int] = []
    worker.work(ids, owner="me", on_progress=lambda tally: told.append(tally.done))
    assert told == [1, 2]
