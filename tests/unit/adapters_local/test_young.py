"""Documents that are set by the hundred go through a small table, and nobody sees a difference."""

import random
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from shared.adapters.local import sieve, young
from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.core.errors import Conflict, TransientError
from shared.core.ids import stable_id
from shared.ports.documents import Create, Delete, Index, Query, Set, Transaction, Update, Where, Write, set_all

MANY = young.MANY


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "state.db")
    yield database
    database.close()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small tables that overflow after some hundred documents."""
    monkeypatch.setattr(young, "_LEAST", 2 * MANY)
    monkeypatch.setattr(young, "_MOST", 3 * MANY)


def key(number: int) -> str:
    return stable_id("key", number)


def lies(database: Database) -> tuple[int, int]:
    """How many documents of `keys` lie in the small table and in the large one."""
    with database.read() as connection:
        small = connection.execute("SELECT count(*) FROM young_doc_keys").fetchone()[0]
        return small, connection.execute("SELECT count(*) FROM doc_keys").fetchone()[0]


def put(documents: LocalDocuments, numbers: Sequence[int], n: int = 0) -> None:
    documents.batch([Set("keys", key(number), {"n": n, "number": number}) for number in numbers])


def test_documents_set_by_the_hundred_wait_in_a_small_table_and_move_on(database: Database, small: None) -> None:
    documents = LocalDocuments(database, ())
    put(documents, range(MANY))
    assert lies(database) == (MANY, 0)
    for first in range(MANY, 9 * MANY, MANY):
        put(documents, range(first, first + MANY))
    waiting, settled = lies(database)
    assert waiting + settled == 9 * MANY
    assert waiting <= 4 * MANY
    assert documents.count(Query("keys")) == 9 * MANY


def test_few_documents_go_to_the_large_table(database: Database) -> None:
    documents = LocalDocuments(database, ())
    put(documents, range(MANY - 1))
    with database.read() as connection, pytest.raises(sqlite3.OperationalError, match="young_doc_keys"):
        connection.execute("SELECT * FROM young_doc_keys")


def one(pick: random.Random, step: int) -> list[Write]:
    """A batch of any size and kind, over ids that are there and that are not."""
    ids = pick.sample(range(5 * MANY), pick.choice((1, 3, MANY, 2 * MANY)))
    kind = pick.choice(("set", "set", "set", "delete", "update", "create"))
    if kind == "delete":
        return [Delete("keys", key(id)) for id in ids[:20]]
    make = {"set": Set, "update": Update, "create": Create}[kind]
    return [make("keys", key(id), {"n": step, "tag": f"t{id % 7}"}) for id in (ids if kind == "set" else ids[:3])]


@pytest.mark.parametrize("seed", range(3))
def test_a_store_with_small_tables_answers_as_one_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: None, seed: int
) -> None:
    plain, ours = (LocalDocuments(Database(tmp_path / name), ()) for name in ("plain.db", "ours.db"))
    pick = random.Random(seed)
    for step in range(60):
        writes = one(pick, step)
        told: list[Any] = []
        for store, many in ((plain, 10_000), (ours, MANY)):
            monkeypatch.setattr(young, "MANY", many)
            try:
                store.batch(writes)
                told.append(None)
            except Exception as error:  # noqa: BLE001 - what is refused is refused by both, in the same words
                told.append(str(error))
        assert told[0] == told[1]
    wanted = [key(number) for number in range(6 * MANY)]
    queries = (
        Query("keys"),
        Query("keys", (Where("tag", "==", "t3"),)),
        Query("keys", (Where("tag", "in", ["t1", "t2"]),), limit=7, after=(None, key(5))),
        Query("keys", order_by="n", descending=True, limit=50),
        Query("keys", group=True, limit=20),
    )
    for query in queries:
        found = [[(one.id, one.data, one.version) for one in store.query(query)] for store in (plain, ours)]
        assert found[0] == found[1]
        assert plain.count(query) == ours.count(query)
    assert plain.get_many("keys", wanted) == ours.get_many("keys", wanted)
    assert list(plain.everything()) == list(ours.everything())
    assert list(plain.everything(f"keys/{key(9)}")) == list(ours.everything(f"keys/{key(9)}"))
    assert [plain.snapshot("keys", id) for id in wanted[:50]] == [ours.snapshot("keys", id) for id in wanted[:50]]


def test_an_index_declared_later_covers_what_waits_in_the_small_table(database: Database) -> None:
    documents = LocalDocuments(database, ())
    put(documents, range(MANY), n=4)
    after = LocalDocuments(database, [Index("keys", ("n", "number"))])
    query = Query("keys", (Where("n", "==", 4), Where("number", ">=", MANY - 2)))
    assert [found.data["number"] for found in after.query(query)] == [MANY - 2, MANY - 1]
    put(documents, range(MANY, 2 * MANY), n=4)  # a process that does not know the index
    assert after.count(query) == MANY + 2


def test_a_folder_from_before_small_tables_is_read_and_written(tmp_path: Path) -> None:
    """As the version before made it: pages of four kilobytes, no register of small tables."""
    path = tmp_path / "state.db"
    old = sqlite3.connect(path, isolation_level=None)
    old.execute("PRAGMA page_size = 4096")
    old.execute("PRAGMA journal_mode = WAL")
    old.execute("CREATE TABLE collections (name TEXT PRIMARY KEY, fields TEXT NOT NULL, changes INTEGER NOT NULL)")
    old.execute("INSERT INTO collections VALUES ('keys', '[]', 1)")
    old.execute(
        "CREATE TABLE doc_keys (parent TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL,"
        " UNIQUE (parent, id))"
    )
    old.executemany("INSERT INTO doc_keys VALUES ('', ?, 1, ?)", [(key(n), '{"n":1}') for n in range(MANY)])
    old.close()
    documents = LocalDocuments(Database(path), ())
    assert documents.count(Query("keys")) == MANY
    put(documents, range(MANY // 2, 2 * MANY), n=2)
    assert documents.count(Query("keys")) == 2 * MANY
    assert documents.get("keys", key(0)) == {"n": 1}
    assert documents.get("keys", key(MANY - 1)) == {"n": 2, "number": MANY - 1}


# What is not there need not be asked for


def asks(documents: LocalDocuments, numbers: Sequence[int]) -> set[str]:
    """What a transaction finds of these documents, asked for at once."""
    return documents.transaction(lambda transaction: set(transaction.get_many("keys", [key(n) for n in numbers])))


def test_what_another_process_has_written_is_found(tmp_path: Path) -> None:
    one, other = (LocalDocuments(Database(tmp_path / "state.db"), ()) for _ in range(2))
    for store in (one, other):
        put(store, range(MANY))
    assert asks(one, range(2 * MANY)) == {key(n) for n in range(MANY)}
    other.set("keys", key(MANY + 5), {})
    assert key(MANY + 5) in asks(one, range(2 * MANY))
    put(other, range(3 * MANY, 4 * MANY))
    assert len(asks(one, range(5 * MANY))) == 2 * MANY + 1
    other.delete("keys", key(0))
    assert key(0) not in asks(one, range(2 * MANY))
    other.set("keys", key(MANY + 6), {})
    put(one, range(4 * MANY, 5 * MANY))  # without having looked
    assert key(MANY + 6) in asks(one, range(2 * MANY))


def test_what_did_not_reach_the_disk_misleads_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = (LocalDocuments(Database(tmp_path / "state.db"), ()) for _ in range(2))
    put(one, range(MANY))
    assert len(asks(one, range(2 * MANY))) == MANY

    def stop(point: str) -> None:
        if point == "documents.after_apply":
            raise TransientError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr("shared.adapters.local.documents.faults.reach", stop)
        with pytest.raises(TransientError):
            put(one, range(MANY, 2 * MANY))
    put(other, range(2 * MANY, 3 * MANY))  # as the change that ours would have been
    assert len(asks(one, range(5 * MANY))) == 2 * MANY


def test_of_two_writes_of_one_document_the_later_one_stays(database: Database) -> None:
    documents = LocalDocuments(database, ())
    many = {key(n): {"n": 1} for n in range(MANY)}

    def work(transaction: Transaction) -> None:
        set_all(transaction, "keys", many)
        transaction.set("keys", key(3), {"n": 2})
        transaction.set("keys", key(4), {"n": 0})
        set_all(transaction, "keys", {key(4): {"n": 3}, key(5): {"n": 3}})

    documents.transaction(work)
    assert [documents.get("keys", key(n)) for n in range(2, 6)] == [{"n": 1}, {"n": 2}, {"n": 3}, {"n": 3}]


def test_what_a_transaction_has_written_the_next_one_finds_and_what_failed_is_not_there(database: Database) -> None:
    documents = LocalDocuments(database, ())
    put(documents, range(MANY))
    assert len(asks(documents, range(2 * MANY))) == MANY

    def write(first: int) -> Any:
        def work(transaction: Transaction) -> int:
            found = transaction.get_many("keys", [key(n) for n in range(first)])
            set_all(transaction, "keys", {key(n): {} for n in range(first, first + MANY)})
            if first == 3 * MANY:
                transaction.create("other", "taken", {})
            return len(found)

        return work

    assert documents.transactions([write(MANY), write(2 * MANY)]) == [MANY, 2 * MANY]
    documents.set("other", "taken", {})
    with pytest.raises(Conflict):
        documents.transaction(write(3 * MANY))
    assert len(asks(documents, range(5 * MANY))) == 3 * MANY
    put(documents, range(4 * MANY, 5 * MANY))
    assert len(asks(documents, range(5 * MANY))) == 4 * MANY


def test_a_sieve_is_made_when_asking_has_cost_as_much(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = LocalDocuments(database, ())
    for first in range(0, 12 * MANY, MANY):
        put(documents, range(first, first + MANY))
    made: list[int] = []
    whole = sieve.Sieve._make

    def make(self: sieve.Sieve, *given: Any) -> bool:
        made.append(whole(self, *given))
        return bool(made[-1])

    monkeypatch.setattr(sieve.Sieve, "_make", make)
    for _ in range(5):
        assert len(asks(documents, range(11 * MANY, 12 * MANY))) == MANY
    assert made == [False, False, True]
    assert asks(documents, range(12 * MANY, 13 * MANY)) == set()
