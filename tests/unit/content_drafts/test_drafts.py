"""A proposal becomes one draft: rendered here or at the vendor's, looked at, stored, and put before people."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sandbox.standin import Fault
from shared.content.draft_gate import look
from shared.content.draft_media import addressed, gather, media_of, with_sources
from shared.core.errors import InvalidInput
from shared.video.probe import probe


def only_task(stage: Any) -> Any:
    (task,) = stage.house.tasks.list(kind="draft")
    return task


def test_a_movie_of_the_buckets_media_is_rendered_here_and_becomes_a_draft(stage: Any, tmp_path: Path) -> None:
    proposal = stage.propose()
    stage.settle()
    (draft,) = stage.drafts()
    assert (draft.number, draft.status, draft.proposal, draft.caption) == (1, "Draft", proposal.id, proposal.caption)
    assert (draft.width, draft.height) == (180, 320) and 1.0 < draft.duration < 1.5
    assert draft.video == f"drafts/{proposal.id}.mp4" and draft.content_hash and draft.cost == 0
    film = stage.house.blobs.download("content", draft.video, tmp_path / "film.mp4", generation=draft.generation)
    assert look(film).sha256 == draft.sha256
    assert probe(film).comment == f"leadreel draft {proposal.id}"
    assert Path(draft.link).is_file()
    task = only_task(stage)
    assert (task.state, task.result["number"]) == ("done", 1)
    assert len(stage.jobs.asked) == 1


def test_the_same_proposal_told_five_times_is_one_draft(stage: Any) -> None:
    stage.propose("p1")
    for _ in range(4):
        stage.announce("p1")
        stage.step()
    stage.settle()
    stage.house.tasks.resend([only_task(stage).id])
    for _ in range(5):
        stage.house.runner.run(only_task(stage).id)
    assert [draft.number for draft in stage.drafts()] == [1]
    assert len(stage.jobs.asked) == 1


def test_the_vendor_is_asked_once_paid_once_and_looked_at_until_it_is_done(stage: Any) -> None:
    stage.renderer = "json2video"
    stage.begin()
    stage.propose()
    stage.step()
    waiting = only_task(stage)
    assert waiting.state == "queued" and "json2video: Sandbox" in waiting.reason
    stage.settle()
    (draft,) = stage.drafts()
    assert stage.standin.count("POST", "/v2/movies") == 1
    assert draft.cost > 0 and draft.sha256
    sent = stage.standin.processed[0].body
    assert re.match(r"file://.*/build_photos/fence/1\.png", sent["scenes"][0]["elements"][0]["src"])
    assert only_task(stage).state == "done"


def test_who_is_told_that_a_movie_is_done_asks_at_once_and_strangers_are_not_listened_to(stage: Any) -> None:
    stage.renderer = "json2video"
    stage.begin()
    stage.house.drafting._vendor = replace(
        stage.house.drafting._vendor, hook="https://us.test/api/json2video/notifications"
    )
    stage.propose()
    stage.step()
    (sent,) = (one.body for one in stage.standin.processed if one.method == "POST")
    (export,) = sent["exports"]
    assert export["destinations"] == [{"type": "webhook", "endpoint": "https://us.test/api/json2video/notifications"}]
    looked = stage.standin.count("GET")
    assert not stage.house.drafting.told(b'{"project": "NeverOrdered00001"}', "application/json")
    assert (
        not stage.deliver() and stage.standin.count("GET") == looked
    )  # not yet due, and a stranger's word moves nothing
    (project,) = stage.vendor.projects
    forged = f"project={project}&url=https%3A%2F%2Fevil.test%2Fx.mp4".encode()
    assert stage.house.drafting.told(forged, "application/x-www-form-urlencoded")
    assert stage.deliver() and stage.standin.count("GET") == looked + 1
    assert only_task(stage).state == "queued" and not stage.drafts()  # the vendor itself says: not yet
    stage.settle()
    assert stage.drafts()[0].sha256 and stage.standin.count("POST", "/v2/movies") == 1
    assert not stage.house.drafting.told(forged, "application/x-www-form-urlencoded")


def test_a_lost_answer_of_the_vendor_costs_no_second_order(stage: Any) -> None:
    stage.renderer = "json2video"
    stage.begin()
    stage.standin.faults.append(Fault("drop_answer", "POST"))
    stage.propose()
    stage.settle()
    assert stage.standin.count("POST", "/v2/movies") == 1
    assert len(stage.drafts()) == 1 and stage.drafts()[0].sha256


def test_what_failed_over_there_is_ordered_once_more_then_stated_on_the_draft(stage: Any) -> None:
    stage.renderer = "json2video"
    stage.begin()
    broken = {**stage.movie, "scenes": [{"duration": 1, "elements": [{"type": "hologram"}]}]}
    stage.propose(movie=broken, resources=())
    stage.settle()
    (draft,) = stage.drafts()
    assert stage.standin.count("POST", "/v2/movies") == 2
    assert not draft.sha256 and "not rendered: json2video: Sandbox" in draft.error and "hologram" in draft.error
    assert only_task(stage).state == "dead"


def test_a_project_that_never_ends_is_handed_to_a_person_and_not_ordered_again(stage: Any) -> None:
    stage.renderer = "json2video"
    stage.vendor.looks = 10_000
    stage.begin()
    stage.propose()
    stage.settle(120)
    assert only_task(stage).state == "dead" and "not done after 30 minutes" in stage.drafts()[0].error
    assert stage.standin.count("POST", "/v2/movies") == 1
    stage.vendor.looks = 3  # it was only slow: a retry takes what is there
    stage.house.tasks.retry([only_task(stage).id])
    stage.settle()
    assert stage.standin.count("POST", "/v2/movies") == 1
    (draft,) = stage.drafts()
    assert draft.sha256 and not draft.error.startswith("not rendered") and draft.number == 1


def test_a_movie_of_media_that_are_not_there_is_stated_with_its_place_and_rendered_once_they_are(stage: Any) -> None:
    stage.house.blobs.delete("content", "build_photos/fence/1.png")
    stage.propose()
    stage.settle()
    (draft,) = stage.drafts()
    told = "movie.scenes[0].elements[0].src: there is no 'build_photos/fence/1.png' in the bucket content"
    assert draft.error == f"not rendered: {told}" and not draft.video
    assert only_task(stage).state == "dead" and told in only_task(stage).reason
    stage.house.blobs.put("content", "build_photos/fence/1.png", stage.picture(), content_type="image/png")
    stage.house.tasks.retry([only_task(stage).id])
    stage.settle()
    (draft,) = stage.drafts()
    assert draft.sha256 and draft.number == 1 and only_task(stage).state == "done"


def test_without_a_budget_nothing_is_ordered_and_the_draft_says_why(stage: Any) -> None:
    from decimal import Decimal

    from shared.effects.budget import Budget

    stage.renderer = "json2video"
    stage.begin()
    stage.house.effects._budget = Budget(Decimal(0))
    stage.propose()
    stage.settle()
    assert stage.standin.count("POST") == 0
    assert "not rendered" in stage.drafts()[0].error and only_task(stage).state == "dead"


def test_a_black_film_is_made_again_and_then_refused(stage: Any) -> None:
    black = {**stage.movie, "scenes": [{"duration": 1.2, "elements": []}]}
    stage.propose(movie=black, resources=())
    stage.settle()
    (draft,) = stage.drafts()
    assert "did not pass the gate: it is black from beginning to end" in draft.error and not draft.sha256
    assert stage.house.blobs.stat("content", f"drafts/{draft.proposal}.mp4") is None


def test_a_board_that_cannot_be_reached_does_not_hold_up_the_draft(stage: Any) -> None:
    from shared.core.errors import TransientError

    class Away:
        name = "away"

        def log(self, drafts: Any) -> Any:
            raise TransientError("the sheet is out of reach")

    stage.house.draft_worker._board = Away
    stage.propose()
    stage.settle()
    assert only_task(stage).state == "done" and stage.drafts()[0].sha256


def test_a_renderer_that_never_came_is_asked_for_again(stage: Any) -> None:
    stage.propose()
    stage.deliver()
    stage.jobs.waiting.clear()
    stage.clock.advance(400)
    assert stage.house.reaper.rescue().overdue == 1
    stage.settle()
    assert len(stage.jobs.asked) == 2 and stage.drafts()[0].sha256


def test_hostile_names_reach_no_file_of_this_machine(stage: Any, tmp_path: Path) -> None:
    for name in ("../../etc/passwd", "/etc/passwd", "a/../../b", "x\x00y"):
        movie = {"scenes": [{"elements": [{"type": "image", "src": name}]}]}
        with pytest.raises(InvalidInput):
            gather(stage.house.blobs, "content", media_of(movie), tmp_path)


def test_names_are_found_wherever_they_stand_and_replaced_nowhere_else() -> None:
    movie = {
        "variables": {"photo": "a/1.jpg", "word": "hello"},
        "scenes": [
            {"elements": [{"src": "{{photo}}"}, {"src": "https://x.test/y.png"}, {"text": "a/1.jpg?", "src": "b"}]}
        ],
    }
    found = media_of(movie, ["a/1.jpg"])
    assert found == {"a/1.jpg": "movie.variables.photo", "b": "movie.scenes[0].elements[2].src"}
    with pytest.raises(InvalidInput, match="from this machine; render with the house"):
        addressed(found, lambda name: f"file:///data/{name}", on_this_machine=False)
    made = with_sources(movie, {"a/1.jpg": "https://s.test/1", "b": "https://s.test/b"})
    assert made["variables"] == {"photo": "https://s.test/1", "word": "hello"}
    assert [one.get("src") for one in made["scenes"][0]["elements"]] == [
        "{{photo}}",
        "https://x.test/y.png",
        "https://s.test/b",
    ]
    assert made["scenes"][0]["elements"][2]["text"] == "a/1.jpg?"


def test_a_film_that_comes_out_of_the_dark_is_not_called_dark(tmp_path: Path) -> None:
    """One key frame, at the beginning: what is seen later counts as it is seen later."""
    import av
    import numpy as np

    path = tmp_path / "film.mp4"
    with av.open(str(path), "w") as film:
        stream = film.add_stream("libx264", rate=25, options={"g": "1000"})
        stream.width, stream.height, stream.pix_fmt = 64, 96, "yuv420p"
        for number in range(75):
            picture = np.full((96, 64, 3), min(255, number * 5), np.uint8)
            film.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        film.mux(stream.encode(None))
    seen = look(path, 3.0)
    assert (seen.faults, seen.remarks) == ((), ("it has no sound",))


def test_what_is_no_film_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "x.mp4").write_bytes(b"no film at all")
    assert look(tmp_path / "x.mp4").faults
