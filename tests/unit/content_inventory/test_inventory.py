"""The inventory: what changed is looked into, nothing else is."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shared.content.asset_store import shard_of
from shared.content.inventory import NAME, Stock
from shared.content.looker import Looker, Seen
from shared.content.model import Inventory
from shared.core import faults
from shared.core.codec import decode
from shared.core.errors import InvalidInput, TransientError

Told = Any  # conftest's
Place = Any


def names(place: Place) -> list[str]:
    return [blob.name for blob in place.blobs.list("content")]


def test_the_inventory_of_a_bucket(place: Place, media: Path) -> None:
    place.put("video_uploads/oak table/film.mp4", media / "film.mp4")
    place.put("wip_photos/oak table/1.jpg", media / "turned.jpg")
    place.put("music_uploads/tune.wav", media / "tune.wav")
    place.put("completed_works/notes.txt")
    place.put("completed_works/none.jpg", b"")
    place.put("drafts/1.mp4", media / "film.mp4")
    taking = place.stock(Looker).take()
    assert (taking.objects, taking.opened, taking.problems, taking.waiting, taking.written) == (5, 5, 2, 0, True)
    written = json.loads(place.blobs.read("content", NAME))
    found = decode(Inventory, place.blobs.read("content", NAME)).named()
    film, photo = found["video_uploads/oak table/film.mp4"], found["wip_photos/oak table/1.jpg"]
    assert (film.kind, film.folder, film.group) == ("video", "video_uploads", "video_uploads/oak table")
    assert (film.duration, film.orientation, film.sounds) == (3.0, "landscape", False)
    assert (photo.width, photo.height, photo.orientation) == (240, 320, "portrait")
    assert found["music_uploads/tune.wav"].duration == 2.5
    assert found["completed_works/none.jpg"].problem == "it is empty"
    assert found["completed_works/notes.txt"].kind == "other"
    assert place.blobs.stat("content", film.thumbnail).content_type == "image/jpeg"
    groups = {one["group"]: one for one in written["groups"]}
    assert groups["video_uploads/oak table"]["seconds"] == 3.0
    assert groups["completed_works"]["problems"] == 2


def test_a_second_run_opens_nothing_and_writes_nothing(place: Place, told: Told) -> None:
    for number in range(60):
        place.put(f"wip_photos/p{number % 7}/{number}.jpg")
    assert place.stock(told).take().opened == 60
    before = place.blobs.stat("content", NAME).generation
    told.opened.clear()
    again = place.stock(told).take()
    assert (again.opened, again.written, told.opened) == (0, False, [])
    assert place.blobs.stat("content", NAME).generation == before
    assert place.documents.get("content_assets", f"content-{shard_of('wip_photos/p0/0.jpg'):02x}") is not None


def test_only_what_is_new_or_changed_is_opened(place: Place, told: Told) -> None:
    for name in ("a", "b", "c"):
        place.put(f"wip_photos/{name}.jpg")
    place.stock(told).take()
    told.opened.clear()
    place.put("wip_photos/b.jpg", b"another")
    place.put("wip_photos/d.jpg")
    place.blobs.delete("content", "wip_photos/a.jpg")
    taking = place.stock(told).take()
    assert sorted(told.opened) == ["b.jpg", "d.jpg"]
    assert (taking.opened, taking.removed, taking.written) == (2, 1, True)
    assert [asset.name for asset in place.stock(told).inventory().assets] == [
        "wip_photos/b.jpg",
        "wip_photos/c.jpg",
        "wip_photos/d.jpg",
    ]


def test_a_small_picture_is_made_once_a_generation_and_goes_with_it(place: Place, media: Path) -> None:
    place.put("wip_photos/a.jpg", media / "wide.jpg")
    stock = place.stock(Looker)
    stock.take()
    (first,) = [name for name in names(place) if name.startswith("thumbnails/")]
    made = place.blobs.stat("content", first).generation
    stock.take()
    assert place.blobs.stat("content", first).generation == made
    place.put("wip_photos/a.jpg", media / "turned.jpg")
    stock.take()
    (second,) = [name for name in names(place) if name.startswith("thumbnails/")]
    assert second != first
    place.blobs.delete("content", "wip_photos/a.jpg")
    stock.take()
    assert not [name for name in names(place) if name.startswith("thumbnails/")]


def test_a_run_that_has_no_more_time_leaves_the_rest_to_the_next(place: Place, told: Told) -> None:
    for number in range(20):
        place.put(f"wip_photos/{number}.jpg")

    def slow(_path: Path) -> Seen:
        place.clock.advance(1)
        return Seen(width=1080, height=1920)

    told.seen = slow
    first = place.stock(told).take(patience=7)
    assert (first.opened, first.waiting) == (7, 13)
    assert json.loads(place.blobs.read("content", NAME))["waiting"] == 13
    second = place.stock(told).take()
    assert (second.opened, second.waiting, len(told.opened)) == (13, 0, 20)


@pytest.mark.parametrize(
    "point",
    [
        "inventory.before_open",
        "inventory.before_thumbnail",
        "inventory.after_thumbnail",
        "inventory.before_shard",
        "inventory.after_shard",
        "inventory.before_publish",
        "inventory.after_publish",
    ],
)
@pytest.mark.parametrize("at", [1, 2])
def test_a_run_may_die_anywhere_and_the_next_completes_it(place: Place, told: Told, point: str, at: int) -> None:
    """Also while one object replaces another and a third is gone."""

    def seen(path: Path) -> Seen:
        return Seen(width=1080, height=len(path.read_bytes()), thumbnail=True)

    def look(path: Path, kind: str, thumbnail: Path | None = None) -> Seen:
        assert thumbnail is not None
        thumbnail.write_bytes(b"small")
        return seen(path)

    told.look = look
    for name in ("a", "b", "c"):
        place.put(f"wip_photos/{name}.jpg")
    for change in (
        lambda: None,
        lambda: (place.put("wip_photos/a.jpg", b"xyz"), place.blobs.delete("content", "wip_photos/b.jpg")),
    ):
        change()
        faults.arm(point, faults.fail, at=at)
        try:
            place.stock(told).take()
        except TransientError:
            pass
        finally:
            faults.disarm()
        place.stock(told).take()
    found = decode(Inventory, place.blobs.read("content", NAME)).named()
    assert {name: asset.height for name, asset in found.items()} == {"wip_photos/a.jpg": 3, "wip_photos/c.jpg": 1}
    small = {name for name in names(place) if name.startswith("thumbnails/")}
    assert {asset.thumbnail for asset in found.values()} <= small


def test_two_runs_beside_each_other_lose_nothing(place: Place, told: Told) -> None:
    for number in range(40):
        place.put(f"wip_photos/{number}.jpg")
    other: list[Stock] = [place.stock(told.__class__())]

    def meanwhile(_path: Path) -> Seen:
        if other:
            place.put("wip_photos/late.jpg")
            place.blobs.delete("content", "wip_photos/3.jpg")
            other.pop().take()
        return Seen(width=1080, height=1920)

    told.seen = meanwhile
    place.stock(told).take()
    place.stock(told).take()
    kept = {asset.name for asset in place.stock(told).inventory().assets}
    assert kept == {f"wip_photos/{number}.jpg" for number in range(40) if number != 3} | {"wip_photos/late.jpg"}
    assert set(decode(Inventory, place.blobs.read("content", NAME)).named()) == kept


def test_an_object_that_changes_while_it_is_read_waits_for_the_next_run(place: Place, told: Told) -> None:
    place.put("wip_photos/a.jpg")

    def overwritten(path: Path) -> Seen:
        place.put("wip_photos/a.jpg", path.read_bytes() + b"+")
        return Seen(width=1, height=1)

    told.seen = overwritten
    place.stock(told).take()
    assert place.stock(told).inventory().assets == ()
    told.seen = lambda _path: Seen(width=2, height=2)
    place.stock(told).take()
    assert place.stock(told).inventory().assets[0].width == 2


def test_one_object_that_cannot_be_had_does_not_stop_the_others(
    place: Place, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c"):
        place.put(f"wip_photos/{name}.jpg")
    whole: Callable[..., str] = place.blobs.location

    def location(bucket: str, name: str) -> str:
        if name.endswith("b.jpg"):
            raise TransientError("the bucket did not answer")
        return whole(bucket, name)

    monkeypatch.setattr(place.blobs, "location", location)
    taking = place.stock(told).take()
    assert (taking.opened, taking.waiting) == (2, 1)
    assert taking.reasons == ("wip_photos/b.jpg: the bucket did not answer",)


@pytest.mark.parametrize("folders", [("thumbnails",), ("drafts/mine",), ("state",), (), (" / ",)])
def test_folders_of_the_house_are_no_raw_material(place: Place, folders: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput, match="folders"):
        place.stock(folders=folders)


def test_a_folder_within_another_is_counted_once(place: Place, told: Told) -> None:
    place.put("clips/deep/a.mp4")
    taking = place.stock(told, folders=("clips/deep", "/clips/")).take()
    assert (taking.objects, taking.opened) == (1, 1)
    assert place.stock(told, folders=("clips",)).inventory().assets[0].folder == "clips"
