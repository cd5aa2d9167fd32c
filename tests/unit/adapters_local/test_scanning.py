"""Files that people drop: noticed when whole, announced at least once."""

import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from shared.adapters.local.blobs import LocalBlobs
from shared.adapters.local.database import Database
from shared.core.clock import ManualClock
from shared.core.errors import InvalidInput, NotFound


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


def open_blobs(folder: Path, clock: ManualClock, *, base_url: str = "") -> LocalBlobs:
    return LocalBlobs(folder / "buckets", Database(folder / "state" / "state.db"), clock, base_url=base_url)


@pytest.fixture
def blobs(tmp_path: Path, clock: ManualClock) -> LocalBlobs:
    return open_blobs(tmp_path, clock)


def drop(folder: Path, name: str, content: bytes = b"a,b\n") -> Path:
    path = folder / "buckets" / "uploads" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def scan(blobs: LocalBlobs) -> list[str]:
    return [blob.name for blob in blobs.scan("uploads")]


def settled(blobs: LocalBlobs, clock: ManualClock) -> list[str]:
    scan(blobs)
    clock.advance(0.2)
    return scan(blobs)


def test_a_dropped_file_is_found_once_it_has_stopped_growing(
    blobs: LocalBlobs, clock: ManualClock, tmp_path: Path
) -> None:
    path = drop(tmp_path, "leads.csv", b"a")
    assert scan(blobs) == []
    assert blobs.is_settling("uploads")
    clock.advance(0.3)
    path.write_bytes(b"a,b")
    assert scan(blobs) == []
    clock.advance(0.1)
    assert scan(blobs) == []
    clock.advance(0.1)
    (blob,) = blobs.scan("uploads")
    assert not blobs.is_settling("uploads")
    assert (blob.name, blob.size, blob.content_type) == ("leads.csv", 3, "text/csv")
    assert blobs.read("uploads", "leads.csv", generation=blob.generation) == b"a,b"


def test_what_is_not_acknowledged_is_found_again_in_another_process_too(
    blobs: LocalBlobs, clock: ManualClock, tmp_path: Path
) -> None:
    drop(tmp_path, "leads.csv")
    put = blobs.put("uploads", "put.csv", b"x")
    assert set(settled(blobs, clock)) == {"leads.csv", "put.csv"}
    assert set(scan(open_blobs(tmp_path, clock))) == {"leads.csv", "put.csv"}
    blobs.acknowledge(put)
    assert scan(open_blobs(tmp_path, clock)) == ["leads.csv"]
    for blob in blobs.scan("uploads"):
        blobs.acknowledge(blob)
    assert settled(open_blobs(tmp_path, clock), clock) == []


def test_a_file_that_lay_there_before_the_first_start_is_found(tmp_path: Path, clock: ManualClock) -> None:
    drop(tmp_path, "deep/er/leads.csv")
    assert settled(open_blobs(tmp_path, clock), clock) == ["deep/er/leads.csv"]


def test_an_overwritten_file_is_a_new_generation_that_is_announced_again(
    blobs: LocalBlobs, clock: ManualClock, tmp_path: Path
) -> None:
    first = blobs.put("uploads", "leads.csv", b"first")
    blobs.acknowledge(first)
    drop(tmp_path, "leads.csv", b"second")
    with pytest.raises(NotFound):
        blobs.open("uploads", "leads.csv", generation=first.generation)
    noticed = blobs.stat("uploads", "leads.csv")
    assert noticed is not None
    assert noticed.generation > first.generation
    assert settled(blobs, clock) == ["leads.csv"]
    (second,) = blobs.scan("uploads")
    assert second.generation == noticed.generation
    blobs.acknowledge(first)  # late, and about the other generation
    assert scan(blobs) == ["leads.csv"]


def test_a_replacement_of_the_same_size_is_noticed(blobs: LocalBlobs, clock: ManualClock, tmp_path: Path) -> None:
    drop(tmp_path, "leads.csv", b"1")
    for blob in (settled(blobs, clock), *blobs.scan("uploads")):
        if not isinstance(blob, list):
            blobs.acknowledge(blob)
    other = drop(tmp_path, "other.csv", b"2")
    os.utime(other, ns=(1, 1))
    other.replace(tmp_path / "buckets" / "uploads" / "leads.csv")
    assert settled(blobs, clock) == ["leads.csv"]


def test_unfinished_and_foreign_files_are_passed_over(blobs: LocalBlobs, clock: ManualClock, tmp_path: Path) -> None:
    for name in (
        ".hidden",
        "a.part",
        "a.tmp",
        "a.crdownload",
        "a.csv~",
        "~$a.xlsx",
        ".folder/a.csv",
        "a\\b.csv",
        "a\nb",
    ):
        drop(tmp_path, name)
    os.mkfifo(tmp_path / "buckets" / "uploads" / "pipe")
    (tmp_path / "buckets" / "uploads" / os.fsdecode(b"\xff.csv")).write_bytes(b"")
    drop(tmp_path, "good.csv")
    assert settled(blobs, clock) == ["good.csv"]
    assert [blob.name for blob in blobs.list("uploads")] == ["good.csv"]
    with pytest.raises(NotFound):
        blobs.read("uploads", "pipe")


def test_a_finished_download_is_found_under_its_last_name(
    blobs: LocalBlobs, clock: ManualClock, tmp_path: Path
) -> None:
    part = drop(tmp_path, "a.csv.part")
    assert settled(blobs, clock) == []
    part.rename(part.with_name("a.csv"))
    assert settled(blobs, clock) == ["a.csv"]


def test_an_object_put_under_an_unfinished_name_is_announced_all_the_same(blobs: LocalBlobs) -> None:
    blobs.put("uploads", "report.tmp", b"x")
    assert scan(blobs) == ["report.tmp"]


def test_a_file_that_is_gone_is_not_announced_and_comes_back_as_a_new_generation(
    blobs: LocalBlobs, clock: ManualClock, tmp_path: Path
) -> None:
    path = drop(tmp_path, "leads.csv")
    assert settled(blobs, clock) == ["leads.csv"]
    (first,) = blobs.scan("uploads")
    path.unlink()
    assert scan(blobs) == []
    assert blobs.stat("uploads", "leads.csv") is None
    clock.advance(-60)  # somebody set the clock back
    drop(tmp_path, "leads.csv")
    clock.advance(0)
    scan(blobs)
    clock.advance(61)
    (second,) = blobs.scan("uploads")
    assert second.generation > first.generation


def test_a_link_out_of_the_bucket_is_neither_seen_nor_followed(
    blobs: LocalBlobs, clock: ManualClock, tmp_path: Path
) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key").write_bytes(b"secret")
    drop(tmp_path, "own.csv")
    bucket = tmp_path / "buckets" / "uploads"
    (bucket / "file.csv").symlink_to(tmp_path / "secret" / "key")
    (bucket / "folder").symlink_to(tmp_path / "secret")
    (bucket / "inside.csv").symlink_to(bucket / "own.csv")
    (bucket / "loop").symlink_to(bucket / "loop")
    (bucket / "nothing").symlink_to(bucket / "missing")
    assert set(settled(blobs, clock)) == {"own.csv", "inside.csv"}
    for name in ("file.csv", "folder/key", "folder/new"):
        with pytest.raises(InvalidInput, match="link"):
            blobs.read("uploads", name)
        with pytest.raises(InvalidInput, match="link"):
            blobs.put("uploads", name, b"overwritten")
    assert (tmp_path / "secret" / "key").read_bytes() == b"secret"


def test_what_a_dead_writer_left_is_swept_away_after_a_day(
    blobs: LocalBlobs, clock: ManualClock, tmp_path: Path
) -> None:
    old, new = drop(tmp_path, ".put-old"), drop(tmp_path, ".put-new")
    now = clock.now().timestamp()
    os.utime(old, (now - 90_000, now - 90_000))
    os.utime(new, (now, now))
    assert settled(blobs, clock) == []
    assert not old.exists()
    assert new.exists()


def test_a_bucket_whose_folder_was_removed_is_empty(blobs: LocalBlobs, tmp_path: Path) -> None:
    blobs.put("uploads", "a", b"")
    shutil.rmtree(tmp_path / "buckets" / "uploads")
    assert scan(blobs) == []
    assert list(blobs.list("uploads")) == []


def test_a_signed_address_opens_one_object_for_a_while(tmp_path: Path, clock: ManualClock) -> None:
    blobs = open_blobs(tmp_path, clock, base_url="http://127.0.0.1:8080/")
    url = urlsplit(blobs.signed_url("videos", "a b/ü.mp4", valid_for=timedelta(hours=1)))
    assert url.path == "/blobs/videos/a%20b/%C3%BC.mp4"
    signed = {name: values[0] for name, values in parse_qs(url.query).items()}
    other = open_blobs(tmp_path, clock, base_url="http://127.0.0.1:8080")
    assert other.verify("videos", "a b/ü.mp4", **signed)
    assert not other.verify("videos", "other.mp4", **signed)
    assert not other.verify("media", "a b/ü.mp4", **signed)
    assert not other.verify("videos", "a b/ü.mp4", expires="9999999999", signature=signed["signature"])
    assert not other.verify("videos", "a b/ü.mp4", expires=signed["expires"], signature="ü\udc80")
    clock.advance(3601)
    assert not other.verify("videos", "a b/ü.mp4", **signed)
    assert (tmp_path / "state" / "signing.key").stat().st_mode & 0o777 == 0o600


def test_without_a_console_the_address_is_the_files_own(blobs: LocalBlobs, tmp_path: Path) -> None:
    blobs.put("videos", "a b.mp4", b"")
    url = blobs.signed_url("videos", "a b.mp4", valid_for=timedelta(hours=1))
    assert url == (tmp_path / "buckets" / "videos" / "a b.mp4").as_uri()
    assert blobs.location("videos", "a b.mp4") == str(tmp_path / "buckets" / "videos" / "a b.mp4")


ANNOUNCE = """
import sys, time; from pathlib import Path
from shared.adapters.local.blobs import LocalBlobs
from shared.adapters.local.database import Database
from shared.core.clock import SystemClock

root = Path(sys.argv[1])
blobs = LocalBlobs(root / "buckets", Database(root / "state" / "state.db"), SystemClock())
list(blobs.scan("uploads"))
time.sleep(0.25)
for blob in blobs.scan("uploads"):
    print(blob.name, blob.generation, flush=True)
    blobs.acknowledge(blob)
"""


@pytest.mark.parametrize("point", ["before_record", "after_record", "before_acknowledge", "after_acknowledge"])
def test_an_announcer_killed_at_any_step_leaves_no_file_unannounced(tmp_path: Path, point: str) -> None:
    for number in range(3):
        drop(tmp_path, f"{number}.csv")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", ANNOUNCE, str(tmp_path)]
    faulty = {**env, "LEADREEL_FAULTS": f"blobs.{point}=kill"}
    killed = subprocess.run(command, env=faulty, capture_output=True, text=True, timeout=30, check=False)
    assert killed.returncode == -9
    second = subprocess.run(command, env=env, capture_output=True, text=True, timeout=30, check=True)
    announced = [*killed.stdout.splitlines(), *second.stdout.splitlines()]
    assert {line.split()[0] for line in announced} == {"0.csv", "1.csv", "2.csv"}
    assert len(set(announced)) == 3  # a second announcement is of the same generation
    third = subprocess.run(command, env=env, capture_output=True, text=True, timeout=30, check=True)
    assert third.stdout == ""
