"""Two runs at the same object, the same list, the same file: the newer generation wins and nothing is lost."""

from typing import Any

from shared.content.asset_store import AssetStore, Row, Rows, shard_of
from shared.content.inventory import NAME
from shared.content.model import Inventory
from shared.core import faults
from shared.core.codec import decode

Place = Any


def row(name: str, generation: int) -> Row:
    return Row(name, generation, "image", 1, "image/jpeg", "2026-01-01T00:00:00.000000Z", 1, width=generation)


def test_what_another_run_wrote_meanwhile_is_kept(place: Place) -> None:
    store = AssetStore(place.documents, "content")
    tried: list[int] = []

    def ours(there: Rows) -> Rows:
        if not tried:
            store.change(7, lambda rows: {**rows, "theirs": row("theirs", 1)})
        tried.append(len(there))
        return {**there, "ours": row("ours", 1)}

    store.change(7, ours)
    assert tried == [0, 1]
    assert set(dict(store.shards())[7]) == {"ours", "theirs"}


def test_a_late_run_replaces_no_newer_generation_and_removes_nothing_that_came_back(place: Place) -> None:
    name = "wip_photos/a.jpg"
    stock = place.stock()
    stock._keep(shard_of(name), {name: row(name, 9)}, {})
    stock._keep(shard_of(name), {name: row(name, 8)}, {})
    stock._keep(shard_of(name), {}, {name: 8})
    assert [asset.generation for asset in stock.inventory().assets] == [9]
    stock._keep(shard_of(name), {}, {name: 9})
    assert stock.inventory().assets == ()


def test_a_run_that_was_overtaken_does_not_publish_what_is_old(place: Place, told: Any) -> None:
    """While it is about to write, another run finds one more."""
    place.put("wip_photos/a.jpg")

    def meanwhile(_point: str) -> None:
        place.put("wip_photos/b.jpg")
        place.stock(told).take()

    faults.arm("inventory.before_publish", meanwhile)
    try:
        place.stock(told).take()
    finally:
        faults.disarm()
    assert set(decode(Inventory, place.blobs.read("content", NAME)).named()) == {"wip_photos/a.jpg", "wip_photos/b.jpg"}
