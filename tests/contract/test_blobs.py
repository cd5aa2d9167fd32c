"""What every blob store promises."""

import io
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.core.errors import Conflict, InvalidInput, NotFound


@pytest.fixture
def blobs(shelf: Any) -> Any:
    return shelf.blobs()


def test_an_object_is_read_as_it_was_put(blobs: Any, tmp_path: Path) -> None:
    (tmp_path / "source").write_bytes(b"from a file")
    for content, expected in (
        (b"bytes", b"bytes"),
        (io.BytesIO(b"a stream"), b"a stream"),
        (tmp_path / "source", b"from a file"),
        (b"", b""),
    ):
        blob = blobs.put("media", "folder/x.bin", content, content_type="video/mp4", metadata={"a": "ü"})
        assert blobs.read("media", "folder/x.bin") == expected
        assert (blob.bucket, blob.name, blob.size) == ("media", "folder/x.bin", len(expected))
        assert (blob.content_type, blob.metadata) == ("video/mp4", {"a": "ü"})
        assert blobs.stat("media", "folder/x.bin") == blob


def test_what_is_open_can_be_read_from_anywhere(blobs: Any) -> None:
    blobs.put("media", "x", b"0123456789")
    with blobs.open("media", "x") as stream:
        stream.seek(-3, io.SEEK_END)
        assert stream.read() == b"789"
        stream.seek(0)
        assert stream.read(2) == b"01"


def test_an_object_that_is_not_there_is_not_found(blobs: Any, tmp_path: Path) -> None:
    assert blobs.stat("media", "nothing") is None
    assert list(blobs.list("media")) == []
    blobs.put("media", "folder/x", b"")
    for name in ("nothing", "folder", "folder/x/y"):
        for act in (blobs.open, blobs.read):
            with pytest.raises(NotFound, match=name):
                act("media", name)
        with pytest.raises(NotFound):
            blobs.download("media", name, tmp_path / "target")
    assert not (tmp_path / "target").exists()
    blobs.delete("media", "nothing")


def test_every_write_is_a_higher_generation_and_the_old_one_is_gone(blobs: Any) -> None:
    old = blobs.put("media", "x", b"1")
    new = blobs.put("media", "x", b"2")
    assert new.generation > old.generation
    with pytest.raises(NotFound, match="generation"):
        blobs.open("media", "x", generation=old.generation)
    assert blobs.read("media", "x", generation=new.generation) == b"2"
    blobs.delete("media", "x")
    assert blobs.put("media", "x", b"3").generation > new.generation


def test_a_stream_that_is_open_keeps_its_generation(blobs: Any) -> None:
    blobs.put("media", "x", b"old")
    with blobs.open("media", "x") as stream:
        blobs.put("media", "x", b"new")
        assert stream.read() == b"old"


def test_a_write_or_delete_may_depend_on_the_generation(blobs: Any) -> None:
    first = blobs.put("media", "x", b"1", if_generation=0)
    with pytest.raises(Conflict, match="media/x"):
        blobs.put("media", "x", b"2", if_generation=0)
    second = blobs.put("media", "x", b"2", if_generation=first.generation)
    with pytest.raises(Conflict):
        blobs.put("media", "x", b"3", if_generation=first.generation)
    with pytest.raises(Conflict):
        blobs.delete("media", "x", if_generation=first.generation)
    assert blobs.read("media", "x") == b"2"
    blobs.delete("media", "x", if_generation=second.generation)
    assert blobs.stat("media", "x") is None
    blobs.delete("media", "x", if_generation=second.generation)  # it is not there: nothing to do


def test_of_many_first_writers_one_wins(shelf: Any) -> None:
    stores = [shelf.blobs() for _ in range(2)]

    def put(number: int) -> bool:
        try:
            stores[number % 2].put("media", "x", str(number).encode(), if_generation=0)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        winners = [number for number, won in enumerate(pool.map(put, range(12))) if won]
    assert [int(stores[0].read("media", "x"))] == winners


def test_objects_are_listed_by_name_below_a_prefix_and_behind_a_cursor(blobs: Any) -> None:
    names = ["a", "a.csv", "a/b", "a/c", "b", "é", "𝒳"]
    for name in reversed([name for name in names if name != "a"]):
        blobs.put("media", name, name.encode())
    names.remove("a")
    names.sort(key=str.encode)
    assert [blob.name for blob in blobs.list("media")] == names
    assert [blob.name for blob in blobs.list("media", "a/")] == ["a/b", "a/c"]
    assert [blob.name for blob in blobs.list("media", after="a/b", limit=2)] == ["a/c", "b"]
    assert [blob.name for blob in blobs.list("media", "zzz")] == []
    assert next(iter(blobs.list("media"))).size == 5


def test_a_download_is_whole_or_not_at_all(blobs: Any, tmp_path: Path) -> None:
    blob = blobs.put("media", "x", b"content")
    target = tmp_path / "deep" / "target.bin"
    assert blobs.download("media", "x", target, generation=blob.generation) == target
    assert target.read_bytes() == b"content"
    blobs.put("media", "x", b"other")
    with pytest.raises(NotFound):
        blobs.download("media", "x", target, generation=blob.generation)
    assert target.read_bytes() == b"content"
    assert [path.name for path in target.parent.iterdir()] == ["target.bin"]


@pytest.mark.parametrize(
    "name",
    ["", "/etc/passwd", "../x", "a/../x", "a/..", "..", ".", "a//b", "a/", "a\\..\\b", "a\0b", "a\nb", ".hidden",
     "a/.put-x", "x" * 256, "é" * 600, "\udc80"],
)  # fmt: skip
def test_an_unsafe_name_is_refused_everywhere(blobs: Any, name: str, tmp_path: Path) -> None:
    for act in (
        lambda: blobs.put("media", name, b"x"),
        lambda: blobs.open("media", name),
        lambda: blobs.read("media", name),
        lambda: blobs.stat("media", name),
        lambda: blobs.delete("media", name),
        lambda: blobs.download("media", name, tmp_path / "x"),
        lambda: blobs.location("media", name),
        lambda: blobs.signed_url("media", name, valid_for=timedelta(1)),
    ):
        with pytest.raises(InvalidInput):
            act()


@pytest.mark.parametrize("bucket", ["", "..", "a/b", "A", "x" * 64, "."])
def test_an_unsafe_bucket_is_refused(blobs: Any, bucket: str) -> None:
    with pytest.raises(InvalidInput):
        blobs.put(bucket, "x", b"")
    with pytest.raises(InvalidInput):
        list(blobs.list(bucket))


@pytest.mark.parametrize(
    "name", ["Zoë & Söhne (1).csv", "a b/c d.csv", "%2e%2e", "x" * 255, "名簿.csv", "a?b#c", "-rf", "a..b"]
)
def test_any_other_name_is_fine(blobs: Any, name: str) -> None:
    blobs.put("media", name, b"x")
    assert blobs.read("media", name) == b"x"
    assert [blob.name for blob in blobs.list("media")] == [name]
    assert blobs.location("media", name)
    assert blobs.signed_url("media", name, valid_for=timedelta(hours=1))


@pytest.mark.one_machine("in a bucket a name may be both")
def test_a_name_is_a_file_or_a_folder(blobs: Any) -> None:
    blobs.put("media", "a/b", b"x")
    blobs.put("media", "c", b"x")
    for name in ("a", "c/d"):
        with pytest.raises(InvalidInput, match="folder"):
            blobs.put("media", name, b"y")
    assert [blob.name for blob in blobs.list("media")] == ["a/b", "c"]


@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["put", "delete"]), st.sampled_from("abc"), st.binary(max_size=5)), max_size=12
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_bucket_holds_what_was_last_put(shelf: Any, steps: list[tuple[str, str, bytes]]) -> None:
    blobs = shelf.blobs()
    for blob in list(blobs.list("law")):
        blobs.delete("law", blob.name)
    model: dict[str, bytes] = {}
    highest: dict[str, int] = {}
    for step, name, content in steps:
        if step == "put":
            generation = blobs.put("law", name, content).generation
            assert generation > highest.get(name, 0)
            model[name], highest[name] = content, generation
        else:
            blobs.delete("law", name)
            model.pop(name, None)
    assert {blob.name: blobs.read("law", blob.name, generation=blob.generation) for blob in blobs.list("law")} == model


# Processes that die

_PUT = """
for number in range(4):
    print(blobs.put("media", "x.csv", str(number).encode() * 100_000).generation, flush=True)
"""


@pytest.mark.parametrize("point", ["before_put", "after_put"])
def test_a_writer_killed_around_a_put_leaves_a_whole_object(shelf: Any, point: str) -> None:
    _kill_at(shelf, shelf.fault_points[point])


@pytest.mark.parametrize("point", ["before_rename", "after_rename"])
def test_a_writer_killed_within_a_put_leaves_a_whole_object(embedded: Any, point: str) -> None:
    _kill_at(embedded, f"blobs.{point}")


def _kill_at(shelf: Any, point: str) -> None:
    blobs = shelf.blobs()
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "LEADREEL_FAULTS": f"{point}=kill@3"}
    command = [sys.executable, "-c", f"{shelf.blobs_in_a_script}\n{_PUT}"]
    killed = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert killed.returncode == -9, killed.stderr
    acknowledged = [int(line) for line in killed.stdout.split()]
    content = blobs.read("media", "x.csv")
    assert content in {b"1" * 100_000, b"2" * 100_000}
    blob = blobs.stat("media", "x.csv")
    assert blob.size == 100_000
    assert (blob.generation == acknowledged[-1]) == (content == b"1" * 100_000)
    assert [each.name for each in blobs.list("media")] == ["x.csv"]
    assert blobs.put("media", "x.csv", b"").generation > blob.generation
