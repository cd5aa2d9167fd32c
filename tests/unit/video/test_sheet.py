"""The contact sheet: what looks wrong stands first, in words; every video has its tile."""

import io
from dataclasses import replace
from typing import Any

from shared.app import App
from shared.core.clock import ManualClock
from shared.video.jobs import RenderJob, RenderResult
from shared.video.sheet import draw, entries


def job(clock: ManualClock, number: int, **changes: Any) -> RenderJob:
    result = RenderResult(f"videos/{number}.mp4", "videos", f"{number}.mp4", 10.0, 300, 1000, **changes)
    fields = {"first_name": f"Ana {number}", "company_name": "Diaz & Sons", "website_url": "https://diaz.example"}
    now = clock.now()
    return RenderJob(f"job{number}", f"l{number}", "demo", fields, "done", now, now, result=result)


def test_what_looks_wrong_stands_first_and_says_why(clock: ManualClock) -> None:
    good = [job(clock, number) for number in range(3)]
    short = job(clock, 7)
    assert short.result
    rows = entries(
        [
            *good,
            job(clock, 4, flags=("consent", "silent")),
            job(clock, 5, flags=("no_page_status",)),
            job(clock, 6, flags=("no_page_blank", "missing")),
            replace(short, result=replace(short.result, frames=290)),
            replace(good[0], id="job8", state="failed", result=None, reason="no such type"),
        ]
    )
    told = {row.job: row.flags for row in rows}
    assert told["job4"] == ("cookie wall", "silent")
    assert told["job5"] == ("page answers with an error",)
    assert told["job6"] == ("blank page", "404 page")
    assert told["job7"] == ("wrong length",)
    assert told["job8"] == ("no video",)
    assert [bool(row.flags) for row in rows] == [True] * 5 + [False] * 3
    assert next(row for row in rows if row.job == "job8").reason == "no such type"
    assert rows[-1].name == "Ana 2, Diaz & Sons"


def test_thirty_videos_make_a_page_and_a_missing_one_an_empty_tile(
    house: App, clock: ManualClock, studio: Any, tiny: Any
) -> None:
    from PIL import Image

    film = studio.shoot({"first_name": "Ana"}, kind=tiny)
    house.blobs.put("videos", "0.mp4", film)
    house.blobs.put("videos", "1.mp4", b"not a film")
    pages = list(draw(entries(job(clock, number) for number in range(31)), house.blobs))
    assert len(pages) == 2
    first = Image.open(io.BytesIO(pages[0])).convert("RGB")
    assert first.size == (5 * 320, 6 * 242)
    colours = [len(set(first.crop((n * 320 + 20, 20, n * 320 + 300, 160)).convert("L").tobytes())) for n in range(3)]
    assert colours[0] > 50
    assert colours[1] < 5


def test_a_campaign_is_found_by_its_import_or_its_type(house: App, clock: ManualClock) -> None:
    from shared.core.codec import to_plain

    for number, name in enumerate(["i1", "i1", "i2"]):
        one = replace(job(clock, number), import_id=name)
        house.documents.create("render_jobs", one.id, {k: v for k, v in to_plain(one).items() if k != "id"})
    assert len(house.renders.ended("i1")) == 2
    assert len(house.renders.ended("demo")) == 3
    assert house.renders.ended("other") == []
    assert len(house.renders.ended(limit=2)) == 2
