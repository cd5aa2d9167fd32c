"""The search index on one machine: SQLite's FTS5 in a file of its own, so that it never holds up what is stored.

A row's number begins with the record's time, so that the newest come first without being sorted. The file may be
removed at any time; it is made anew from the records.
"""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, Final

from shared.adapters.local.database import Connection, Database
from shared.core.clock import parse_iso
from shared.core.codec import decode, encode
from shared.ports.search import Entry, Hit, Lookup

_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_PLACES: Final = 1 << 21  # records of one millisecond
_ALL: Final = "§all"
_WORD: Final = re.compile(r"§?[^\W_]+")
_SETUP: Final = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(t, detail=none, columnsize=0, tokenize='ascii')",
    "CREATE TABLE IF NOT EXISTS records (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, stamp TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS numbers (name TEXT, value REAL, place INTEGER, PRIMARY KEY (name, value, place))"
    " WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS numbers_of ON numbers (place)",
    "CREATE TABLE IF NOT EXISTS state (one INTEGER PRIMARY KEY CHECK (one = 1), body BLOB NOT NULL)",
)


class LocalSearch:
    """Safe over threads and processes, as the database is."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.write() as connection:
            for statement in _SETUP:
                connection.execute(statement)

    def put(
        self, entries: Sequence[Entry], removed: Sequence[str] = (), state: Mapping[str, Any] | None = None
    ) -> None:
        with self._database.write() as connection:
            known = _places(connection, [*(entry.id for entry in entries), *removed])
            gone = [(place,) for place in known.values()]
            connection.executemany("DELETE FROM words WHERE rowid = ?", gone)
            connection.executemany("DELETE FROM numbers WHERE place = ?", gone)
            connection.executemany("DELETE FROM records WHERE place = ?", gone)
            placed = [(_free(connection, entry, known.get(entry.id)), entry) for entry in entries]
            connection.executemany(
                "INSERT INTO words (rowid, t) VALUES (?, ?)",
                [(place, " ".join((_ALL, *entry.tokens))) for place, entry in placed],
            )
            connection.executemany(
                "INSERT OR REPLACE INTO numbers VALUES (?, ?, ?)",
                [(name, value, place) for place, entry in placed for name, value in entry.numbers.items()],
            )
            if state is not None:
                connection.execute("INSERT OR REPLACE INTO state VALUES (1, ?)", (encode(dict(state)),))

    def state(self) -> dict[str, Any]:
        with self._database.read() as connection:
            row = connection.execute("SELECT body FROM state").fetchone()
        return decode(dict[str, Any], row[0]) if row else {}

    def stamps(self, ids: Sequence[str]) -> dict[str, str]:
        with self._database.read() as connection:
            return dict(_among(connection, "SELECT id, stamp FROM records WHERE id IN", ids))

    def find(self, lookup: Lookup, *, limit: int, after: str = "") -> Sequence[Hit]:
        conditions, values = _where(lookup)
        if after:
            conditions.append("words.rowid < ?")
            values.append(int(after) if after.lstrip("-").isdigit() else 0)
        found = "SELECT words.rowid, records.id FROM words JOIN records ON records.place = words.rowid WHERE"
        statement = f"{found} {' AND '.join(conditions)} ORDER BY words.rowid DESC LIMIT ?"
        with self._database.read() as connection:
            return [Hit(id, str(place)) for place, id in connection.execute(statement, (*values, limit))]

    def count(self, lookup: Lookup, *, at_most: int) -> int:
        conditions, values = _where(lookup)
        inner = f"SELECT 1 FROM words WHERE {' AND '.join(conditions)} LIMIT ?"  # noqa: S608 - our own words
        with self._database.read() as connection:
            found = connection.execute(f"SELECT count(*) FROM ({inner})", (*values, at_most)).fetchone()  # noqa: S608
        return int(found[0])


def _where(lookup: Lookup) -> tuple[list[str], list[Any]]:
    wanted = [_quoted(token) for token in (lookup.tokens or (() if lookup.prefixes else (_ALL,)))]
    wanted += [f"{_quoted(prefix)}*" for prefix in lookup.prefixes]
    match = " AND ".join(wanted)
    if lookup.lacking:
        match = f"({match}) NOT ({' OR '.join(map(_quoted, lookup.lacking))})"
    conditions, values = ["words MATCH ?"], list[Any]([match])
    for one in lookup.ranges:
        part = "words.rowid IN (SELECT place FROM numbers WHERE name = ?"
        values.append(one.name)
        for bound, sign in ((one.low, ">="), (one.high, "<=")):
            if bound is not None:
                part += f" AND value {sign} ?"
                values.append(bound)
        conditions.append(part + ")")
    return conditions, values


def _quoted(token: str) -> str:
    """A word in the index's own language; what is none there stands nowhere."""
    return f'"{token}"' if _WORD.fullmatch(token) else '"§nowhere"'


def _places(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    return dict(_among(connection, "SELECT id, place FROM records WHERE id IN", ids))


def _among(connection: Connection, statement: str, ids: Sequence[str]) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        found += connection.execute(f"{statement} ({','.join('?' * len(part))})", part).fetchall()
    return found


def _free(connection: Connection, entry: Entry, known: int | None) -> int:
    """The record's place: its old one, else the first free one of its millisecond; it is taken at once."""
    place = known if known is not None else _first(entry)
    while True:
        try:
            connection.execute("INSERT INTO records VALUES (?, ?, ?)", (place, entry.id, entry.stamp))
            return place
        except sqlite3.IntegrityError:
            place += 1


def _first(entry: Entry) -> int:
    milliseconds = int((parse_iso(entry.created_at) - _EPOCH).total_seconds() * 1000)
    spread = int.from_bytes(blake2b(entry.id.encode(), digest_size=4).digest(), "big") % (_PLACES // 2)
    return milliseconds * _PLACES + spread
