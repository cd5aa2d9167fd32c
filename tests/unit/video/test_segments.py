"""Segments are made once: for a thousand leads, after a retry, by two processes, within the room that there is."""

import os
import subprocess
import sys
import threading
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from shared.app import App
from shared.core import faults
from shared.video.encode import MOVING, SHARED, UNIQUE, Encoding, Packet, Segment, joinable
from shared.video.renderers.planes import PlaneRenderer
from shared.video.segments import BucketShelf, DiskShelf, SegmentCache
from shared.video.stage import Inputs, build
from shared.video.templates import VideoType
from shared.video.timeline import Canvas, Timeline

ONE = Segment(b"header", (Packet(b"picture" * 100, 0, 0, True),))


def never() -> Segment:
    raise AssertionError("made a second time")


def line(studio: Any, kind: VideoType, name: str = "Ana") -> Timeline:
    return build(kind, Inputs({"first_name": name}, None, media=studio.media.named)).timeline


def test_what_one_process_made_another_finds_on_the_disk(tmp_path: Path) -> None:
    assert SegmentCache(DiskShelf(tmp_path)).get("ab1", Segment, lambda: ONE, common=True) == (ONE, True)
    assert SegmentCache(DiskShelf(tmp_path)).get("ab1", Segment, never, common=True) == (ONE, False)


def test_another_machine_finds_it_in_the_bucket_and_keeps_it_on_its_disk(tmp_path: Path, house: App) -> None:
    bucket = BucketShelf(house.blobs)
    SegmentCache(DiskShelf(tmp_path / "a"), bucket).get("ab1", Segment, lambda: ONE, common=True)
    assert SegmentCache(DiskShelf(tmp_path / "b"), bucket).get("ab1", Segment, never, common=True)[0] == ONE
    assert SegmentCache(DiskShelf(tmp_path / "b")).get("ab1", Segment, never, common=True)[0] == ONE
    bucket.put("ab1", b"brought a second time")  # harmless: the first stays
    assert SegmentCache(bucket=bucket).get("ab1", Segment, never, common=True)[0] == ONE


def test_what_only_one_lead_wants_does_not_go_to_the_bucket(tmp_path: Path, house: App) -> None:
    bucket = BucketShelf(house.blobs)
    SegmentCache(DiskShelf(tmp_path), bucket).get("ab1", Segment, lambda: ONE, common=False)
    assert bucket.get("ab1") is None
    assert SegmentCache(DiskShelf(tmp_path)).get("ab1", Segment, never, common=False)[0] == ONE


def test_the_folder_never_outgrows_its_room_and_what_is_used_stays(tmp_path: Path) -> None:
    shelf = DiskShelf(tmp_path, most=10_000)
    for number in range(30):
        shelf.put(f"{number:02d}key", b"x" * 1000)
        os.utime(tmp_path / f"{number:02d}" / f"{number:02d}key", (number, number))
        shelf.get("00key")
    assert sum(path.stat().st_size for path in tmp_path.glob("??/*")) <= 10_000
    assert shelf.get("00key") is not None
    assert shelf.get("01key") is None


@pytest.mark.parametrize("damage", [b"", b"leadreel-segment-1\n\x93", b"something else", b"leadreel-segment-0\nold"])
def test_a_damaged_or_old_entry_is_made_again(tmp_path: Path, damage: bytes) -> None:
    DiskShelf(tmp_path).put("ab1", damage)
    assert SegmentCache(DiskShelf(tmp_path)).get("ab1", Segment, lambda: ONE, common=True) == (ONE, True)
    assert SegmentCache(DiskShelf(tmp_path)).get("ab1", Segment, never, common=True) == (ONE, False)


def test_two_who_want_the_same_at_once_make_it_once(tmp_path: Path) -> None:
    made, begun = [], threading.Event()

    def slowly() -> Segment:
        begun.set()
        made.append(1)
        threading.Event().wait(0.2)
        return ONE

    caches = [SegmentCache(DiskShelf(tmp_path)) for _ in range(3)]
    threads = [
        threading.Thread(target=cache.get, args=("ab1", Segment, slowly), kwargs={"common": True}) for cache in caches
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]


def test_a_maker_that_is_killed_holds_nobody_up(tmp_path: Path) -> None:
    code = (
        "import os,sys,pathlib\n"
        "from shared.video.segments import *\n"
        "SegmentCache(DiskShelf(pathlib.Path(sys.argv[1]))).get('ab1', dict, lambda: os._exit(9), common=True)\n"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, timeout=60)
    assert killed.returncode == 9
    assert SegmentCache(DiskShelf(tmp_path)).get("ab1", Segment, lambda: ONE, common=True) == (ONE, True)


def test_dying_while_a_segment_is_kept_leaves_no_half_entry(tmp_path: Path) -> None:
    faults.arm("segments.before_keep", faults.fail)
    with pytest.raises(Exception, match="segments"):
        SegmentCache(DiskShelf(tmp_path)).get("ab1", Segment, lambda: ONE, common=True)
    assert DiskShelf(tmp_path).get("ab1") is None


def test_the_encodings_of_one_file_have_equal_headers() -> None:
    for canvas in (Canvas(1280, 720, Fraction(30)), Canvas(1080, 1920, Fraction(25))):
        assert joinable(canvas, UNIQUE, SHARED)
        assert joinable(canvas, UNIQUE, MOVING)
        assert not joinable(canvas, UNIQUE, Encoding("veryfast", 23, "bframes=2:keyint=150"))


def test_a_second_run_encodes_nothing_and_a_new_name_only_its_own_seconds(
    studio: Any, tiny: VideoType, tmp_path: Path
) -> None:
    longer = structs.replace(tiny, segments=tuple(structs.replace(part, seconds=1) for part in tiny.segments))

    def run(name: str) -> Any:
        renderer = PlaneRenderer(1, SegmentCache(DiskShelf(tmp_path / "kept")))
        return renderer.render(line(studio, longer, name), studio.media.files, tmp_path / f"{name}.mp4")

    first, again, other = run("Ana"), run("Ana"), run("Bo")
    assert (first.reused_frames, again.reused_frames, other.reused_frames) == (0, 90, 60)
    assert first.path.read_bytes() == (tmp_path / "Ana.mp4").read_bytes()


def test_another_encoder_setting_is_another_segment(studio: Any, tiny: VideoType, tmp_path: Path) -> None:
    timeline, cache = line(studio, tiny), SegmentCache(DiskShelf(tmp_path / "kept"))
    PlaneRenderer(1, cache).render(timeline, studio.media.files, tmp_path / "a.mp4")
    finer = [replace(one, crf=one.crf - 3) for one in (UNIQUE, MOVING, SHARED)]
    made = PlaneRenderer(1, cache, unique=finer[0], moving=finer[1], shared=finer[2]).render(
        timeline, studio.media.files, tmp_path / "b.mp4"
    )
    assert made.reused_frames == 0
