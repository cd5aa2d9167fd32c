"""Content that runs itself under a person's eye: files in a bucket, proposals, drafts, a person's word, one post."""

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from sandbox.json2video import some_film
from sandbox.vendors import Vendors, vendors
from shared.app import App
from shared.content.model import Draft
from shared.core.settings import Settings
from shared.ports.documents import Query, Where

ROOT = Path(__file__).parents[2]


def photo(shade: int) -> bytes:
    from PIL import Image, ImageDraw

    held = io.BytesIO()
    drawn = Image.new("RGB", (360, 640), (shade, 120, 200 - shade))
    ImageDraw.Draw(drawn).ellipse((40 + shade, 80, 200 + shade, 300), fill=(250, 240, 210))
    drawn.save(held, "JPEG", quality=80)
    return held.getvalue()


def fill(house: App) -> None:
    for folder, project in (("build_photos", "garden-fence"), ("completed_works", "oak-table")):
        for number in range(3):
            name = f"{folder}/{project}/{number + 1}.jpg"
            house.blobs.put("content", name, photo(30 + 50 * number), content_type="image/jpeg")


class Person:
    """Somebody at the command line."""

    def __init__(self, data: Path, env: Mapping[str, str]) -> None:
        self._data, self._env = data, env

    def says(self, *words: str, code: int = 0) -> list[dict[str, Any]]:
        command = [sys.executable, "-m", "local.cli", "--json", "--data", str(self._data), *words]
        env = {**os.environ, "LEADREEL_NETWORK": "off", **self._env}
        run = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)
        assert run.returncode == code, f"{words}: {run.stdout} {run.stderr}"
        assert "Traceback" not in run.stderr
        return [json.loads(line) for line in run.stdout.splitlines()]


@contextmanager
def outside(*names: str) -> Iterator[tuple[Vendors, dict[str, str]]]:
    with vendors(names=names) as found:
        yield (
            found,
            {**found.variables, "LEADREEL_POLL_INTERVAL": "0.2", "LEADREEL_EGRESS_ALLOW": ",".join(found.allow)},
        )


def published(found: Vendors) -> int:
    return found.standins["instagram"].count("POST", r"/media_publish$", 200)


def until(true: Callable[[], object], seconds: float = 60.0) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := true():
            return answer
        time.sleep(0.05)
    return pytest.fail(f"not within {seconds:g} s")


@pytest.mark.timeout(240)
def test_photos_become_a_post_that_a_person_approved_and_it_is_made_once(
    data: Path, house: App, up: Callable[..., Any]
) -> None:
    with outside("instagram") as (found, env):
        ana = Person(data, env)
        fill(house)
        host = up(**env)
        [proposed] = ana.says("propose", "--rules", "--count", "1")
        running = Query("draft_renders", (Where("state", "==", "running"),))
        until(lambda: list(house.documents.query(running)))
        host.kill()  # while the draft is being rendered
        host = up(**env)
        [draft] = until(lambda: [draft for draft in house.drafts.list() if draft.sha256], 120)
        assert draft.proposal == proposed["id"] and draft.duration > 3
        assert len(list(house.blobs.list("content", "drafts/"))) == 1

        assert ana.says("autopost")[0]["posted"] == 0  # nobody has said a word
        ana.says("drafts", "approve", str(draft.number), "--hash", draft.content_hash)
        report = ana.says("autopost", "--once")[0]
        assert report["posted"] == 1 and report["drafts"][0]["permalink"].startswith("https://www.instagram.com/reel/")
        assert ana.says("autopost", "--once")[0]["posted"] == 0
        assert published(found) == 1
        [shown] = house.drafts.list()
        assert (shown.status, shown.permalink) == ("Posted", report["drafts"][0]["permalink"])
        host.stop()


def test_people_decide_in_their_sheet_and_one_event_told_five_times_posts_one(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with outside("instagram", "sheets") as (found, env):
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        house = App(Settings.load(os.environ, data=data, network=False))
        sheet, instagram = found.standins["sheets"], found.standins["instagram"]
        film = some_film({"resolution": "custom", "width": 360, "height": 640, "scenes": [{"duration": 4}]})
        drafts = [drafted(house, number, film) for number in (1, 2)]
        house.autopost.run()
        tab = sheet.vendor.spreadsheets["sandbox-sheet"].tab("Drafts")  # type: ignore[attr-defined] # the stand-in's own
        head, rows = texts(tab)[0], texts(tab)[1:]
        assert len(rows) == 2 and instagram.count("POST") == 0
        for row in (2, 3):
            tab.type_into(row, "Status", "Approved")

        told = [house.autopost.run("autopost 2026-11-21T09:00:00Z") for _ in range(5)]
        assert published(found) == 1, told
        statuses = sorted(row[head.index("Status")] for row in texts(tab)[1:])
        assert statuses == ["Approved", "Posted"]
        assert sum("https://www.instagram.com/reel/" in " ".join(row) for row in texts(tab)[1:]) == 1
        house.autopost.run("autopost 2026-11-21T09:15:00Z")
        house.autopost.run("autopost 2026-11-21T09:30:00Z")
        assert published(found) == 2
        assert {house.drafts.get(draft.id).status for draft in drafts} == {"Posted"}

        asked = sheet.asked
        house.autopost.run("autopost 2026-11-21T09:45:00Z")
        assert sheet.asked - asked <= 1  # a poll with nothing to do
        house.database.close()


def drafted(house: App, number: int, content: bytes) -> Draft:
    """A draft whose film was made elsewhere."""
    blob = house.blobs.put("content", f"drafts/p{number}.mp4", content, content_type="video/mp4")
    draft = Draft(
        id="",
        number=0,
        proposal=f"p{number}",
        produced_at=house.clock.now(),
        caption=f"The fence, part {number}.",
        strategy="Show the work.",
        bucket="content",
        video=blob.name,
        generation=blob.generation,
        sha256=sha256(content).hexdigest(),
        duration=8.0,
        width=1080,
        height=1920,
    )
    return house.drafts.create(draft)


def texts(tab: Any) -> list[list[str]]:
    found: list[list[str]] = tab.texts()
    return found
