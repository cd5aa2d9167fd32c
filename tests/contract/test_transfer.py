"""What a house knows goes over from any store to any other, byte for byte."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.adapters.local.blobs import LocalBlobs
from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.core import faults
from shared.core.clock import ManualClock
from shared.core.errors import Conflict, InvalidInput
from shared.ops.transfer import FILE, Transfer, checked
from shared.ports.blobs import MOVED
from shared.ports.documents import Create, DocumentStore, Set

BUCKETS = ("media",)


@pytest.fixture
def transfer(shelf: Any) -> Transfer:
    return Transfer(shelf.documents(), shelf.blobs(), BUCKETS)


@pytest.fixture
def fresh(tmp_path: Path) -> Callable[[str], Transfer]:
    """Empty embedded stores."""

    def make(name: str) -> Transfer:
        database = Database(tmp_path / name / "state" / "state.db")
        blobs = LocalBlobs(tmp_path / name / "buckets", database, ManualClock())
        return Transfer(LocalDocuments(database, ()), blobs, BUCKETS)

    return make


def fill(transfer: Transfer) -> None:
    documents, blobs = transfer._documents, transfer._blobs
    documents.batch([
        Create("leads", "b", {"name": "Zoë", "score": 1.5, "n": 3, "whole": 2.0, "ok": True, "none": None, "at": []}),
        Create("leads", "a", {"deep": {"x": [{"y": 1}]}, "text": "line\u2028break \"'"}),
        Create("imports", "a", {"rows": 2}),
        Create("imports/a/chunks", "1", {"rows": [1, 2]}),
        Create("imports/a/chunks", "0", {"rows": []}),
        Create("imports", "a-b", {"rows": 0}),
        Create("imports/a-b/chunks", "0", {}),
        Create("imports", "b", {}),
    ])  # fmt: skip
    blobs.put("media", "talk/ü.mp4", b"film" * 1000, content_type="video/mp4", metadata={"who": "me"})
    blobs.put("media", "empty.txt", b"")


PATHS = ["imports/a", "imports/a/chunks/0", "imports/a/chunks/1", "imports/a-b", "imports/a-b/chunks/0", "imports/b",
         "leads/a", "leads/b"]  # fmt: skip


def test_everything_comes_in_the_order_of_its_path_from_any_place_on(transfer: Transfer) -> None:
    fill(transfer)
    documents = transfer._documents
    assert [f"{one.collection}/{one.id}" for one in documents.everything()] == PATHS
    for position, path in enumerate(PATHS):
        assert [f"{one.collection}/{one.id}" for one in documents.everything(path)] == PATHS[position + 1 :]
    assert next(documents.everything()).data == {"rows": 2}


def test_an_export_imported_elsewhere_exports_the_same_bytes(transfer: Transfer, fresh: Any, tmp_path: Path) -> None:
    fill(transfer)
    moved = transfer.export(tmp_path / "out")
    assert (moved.documents, moved.blobs) == (8, 2)
    other = fresh("other")
    assert other.import_from(tmp_path / "out").sha256 == moved.sha256
    other.export(tmp_path / "again")
    assert (tmp_path / "again" / FILE).read_bytes() == (tmp_path / "out" / FILE).read_bytes()
    assert other._blobs.read("media", "talk/ü.mp4") == b"film" * 1000
    assert other._documents.get("leads", "b") == transfer._documents.get("leads", "b")
    assert type(other._documents.get("leads", "b")["whole"]) is float


def test_and_back_again(transfer: Transfer, fresh: Any, tmp_path: Path) -> None:
    first = fresh("first")
    fill(first)
    told = first.export(tmp_path / "out")
    assert transfer.import_from(tmp_path / "out").sha256 == told.sha256
    assert transfer.export(tmp_path / "back").sha256 == told.sha256
    arrived = transfer._blobs.stat("media", "empty.txt")
    assert arrived and MOVED in arrived.metadata  # so that its arrival starts nothing


# What follows is the transfer's own, whatever the store


def test_one_file_holds_the_records_and_names_the_blobs(fresh: Any, tmp_path: Path) -> None:
    source = fresh("source")
    fill(source)
    source.export(tmp_path / "all.jsonl")
    assert checked(tmp_path / "all.jsonl").documents == 8
    other = fresh("other")
    assert other.import_from(tmp_path / "all.jsonl").blobs == 0
    assert other.digest().documents == 8


def test_an_interrupted_import_goes_on_where_it_stopped(fresh: Any, tmp_path: Path) -> None:
    source = fresh("source")
    source._documents.write_all(Set("leads", f"l{n:05}", {"n": n}) for n in range(5000))
    fill(source)
    told = source.export(tmp_path / "out")
    other = fresh("other")
    for point in ("transfer.before_chunk", "transfer.after_chunk", "transfer.after_note", "transfer.before_blob",
                  "transfer.after_blob"):  # fmt: skip
        faults.arm(point, faults.fail, at=1)
        with pytest.raises(faults.InjectedFault):
            other.import_from(tmp_path / "out")
        faults.disarm()
    done = other.import_from(tmp_path / "out")
    assert done.sha256 == told.sha256
    assert done.resumed == 5008
    other.export(tmp_path / "again")
    assert (tmp_path / "again" / FILE).read_bytes() == (tmp_path / "out" / FILE).read_bytes()


def test_a_store_that_is_not_empty_is_left_alone_unless_told(fresh: Any, tmp_path: Path) -> None:
    source, other = fresh("source"), fresh("other")
    fill(source)
    source.export(tmp_path / "out")
    other._documents.batch([Create("leads", "a", {"mine": 1}), Create("leads", "z", {"mine": 2})])
    with pytest.raises(Conflict, match="--over"):
        other.import_from(tmp_path / "out")
    assert other._documents.get("leads", "a") == {"mine": 1}
    other.import_from(tmp_path / "out", over=True)
    assert other._documents.get("leads", "a") == source._documents.get("leads", "a")
    assert other._documents.get("leads", "z") == {"mine": 2}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:-1],
        lambda text: text[: len(text) // 2],
        lambda text: text.replace(b'"rows":2', b'"rows":3'),
        lambda text: text + b"{}\n",
        lambda text: b"\n".join(text.split(b"\n")[1:]),
        lambda text: text.replace(b'"version":1', b'"version":9'),
        lambda text: b"\x00\xff" + text,
        lambda text: b"[" * 100_000 + b"\n",
        lambda text: b"",
    ],
)
def test_a_file_that_was_cut_or_changed_is_refused_before_anything_is_written(
    fresh: Any, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    source, other = fresh("source"), fresh("other")
    fill(source)
    source.export(tmp_path / "a.jsonl")
    (tmp_path / "b.jsonl").write_bytes(spoil((tmp_path / "a.jsonl").read_bytes()))
    with pytest.raises(InvalidInput, match=r"b\.jsonl"):
        other.import_from(tmp_path / "b.jsonl")
    assert list(other._documents.everything()) == []


def test_content_that_was_swapped_is_not_taken_in(fresh: Any, tmp_path: Path) -> None:
    source, other = fresh("source"), fresh("other")
    fill(source)
    source.export(tmp_path / "out")
    (film,) = [file for file in (tmp_path / "out" / "blobs").rglob("*") if file.is_file() and file.stat().st_size]
    film.write_bytes(b"evil" * 1000)
    with pytest.raises(InvalidInput, match="export again"):
        other.import_from(tmp_path / "out")


@pytest.mark.parametrize(("blob", "mark"), [("media/../../../evil", ""), ("media/fine", "../../evil")])
def test_a_name_that_leads_out_of_the_folder_leads_nowhere(fresh: Any, tmp_path: Path, blob: str, mark: str) -> None:
    true = sha256(b"x").hexdigest()
    described = {"blob": blob, "content_type": "text/plain", "metadata": {}, "sha256": mark or true, "size": 1}
    head = [{"format": "leadreel-data", "version": 1}, described]
    text = b"".join(json.dumps(line).encode() + b"\n" for line in head)
    content = tmp_path / "in" / "blobs" / true[:2] / true
    content.parent.mkdir(parents=True)
    content.write_bytes(b"x")
    end = {"blobs": 1, "documents": 0, "sha256": sha256(text).hexdigest()}
    (tmp_path / "in" / FILE).write_bytes(text + json.dumps(end).encode() + b"\n")
    with pytest.raises(InvalidInput):
        fresh("other").import_from(tmp_path / "in")
    assert not list(tmp_path.rglob("evil*"))


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.dictionaries(st.text("abcü_-", min_size=1, max_size=4), inner, max_size=3)
    | st.lists(inner.filter(lambda one: not isinstance(one, list)), max_size=3),
    max_leaves=8,
)  # fmt: skip
stored = st.dictionaries(
    st.tuples(st.sampled_from(["leads", "calls/x/chunks", "calls/x-/chunks", "calls"]), st.text("ab-!é", min_size=1)),
    st.dictionaries(st.text("abc", min_size=1, max_size=3), values, max_size=3),
    max_size=12,
)


@given(stored)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_content_survives_and_equal_content_has_equal_bytes(
    tmp_path_factory: pytest.TempPathFactory, content: dict[tuple[str, str], dict[str, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("law")

    def store(name: str) -> tuple[DocumentStore, Transfer]:
        database = Database(folder / name / "state.db")
        documents = LocalDocuments(database, ())
        return documents, Transfer(documents, LocalBlobs(folder / name, database, ManualClock()), ())

    one, first = store("one")
    for (collection, id), data in content.items():
        one.set(collection, id, data)
    two, second = store("two")
    for (collection, id), data in reversed(content.items()):
        two.set(collection, id, {"other": 1})
        two.set(collection, id, dict(reversed(data.items())))
    first.export(folder / "a.jsonl")
    second.export(folder / "b.jsonl")
    assert (folder / "a.jsonl").read_bytes() == (folder / "b.jsonl").read_bytes()
    three, third = store("three")
    third.import_from(folder / "a.jsonl")
    for (collection, id), data in content.items():
        assert three.get(collection, id) == one.get(collection, id) == data
