"""What ingestion is measured beside: the same work as rows of a relational schema, and what storing alone costs.

All of them write with the durability of the embedded store (write-ahead log, synchronous=FULL).
"""

import csv
import sqlite3
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from shared.core.ids import random_id
from shared.leads import matching
from shared.leads.chunks import read
from shared.leads.fields import BUILT_IN

ROWS_AT_ONCE = 100  # in a transaction, about as many as ours takes
DURABLE = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL")


def batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while part := list(islice(rows, ROWS_AT_ONCE)):
        yield part


def dict_reader(table: Path) -> dict[str, float]:
    """Rows by the names in their header, with the delimiter and the encoding known beforehand."""
    began = time.perf_counter()
    with table.open(newline="", encoding="utf-8") as file:
        count = sum(1 for _ in csv.DictReader(file))
    return {"rows": count, "seconds": time.perf_counter() - began}


def raw(table: Path, folder: Path) -> dict[str, float]:
    """The cells as they stand, into one table by `executemany`."""
    connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
    for statement in DURABLE:
        connection.execute(statement)
    began, count = time.perf_counter(), 0
    with table.open(newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        width = len(next(reader))
        connection.execute(f"CREATE TABLE raw ({', '.join(f'c{place} TEXT' for place in range(width))})")
        insert = f"INSERT INTO raw VALUES ({', '.join('?' * width)})"
        for rows in batches(reader):
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(insert, rows)
            connection.execute("COMMIT")
            count += len(rows)
    seconds = time.perf_counter() - began
    connection.close()
    return {"rows": count, "seconds": seconds}


def to_sql(table: Path, folder: Path) -> dict[str, float]:
    """The cells as they stand, by pandas: the floor of what storing costs with tools at hand."""
    import pandas  # type: ignore[import-untyped]  # it ships no types

    connection = sqlite3.connect(folder / "pandas.db")
    for statement in DURABLE:
        connection.execute(statement)
    began, count = time.perf_counter(), 0
    for part in pandas.read_csv(table, dtype=str, chunksize=ROWS_AT_ONCE * 10):
        part.to_sql("raw", connection, if_exists="append", index=False)
        count += len(part)
    seconds = time.perf_counter() - began
    connection.close()
    return {"rows": count, "seconds": seconds}


def values_of_attributes(table: Path, folder: Path, rows: int) -> dict[str, float]:
    """The same work as entities, attributes and values through SQLAlchemy: the same canonical values, found by the
    same keys, each lead once. Core statements in bulk, which are several times faster than mapped objects."""
    import sqlalchemy as sql

    metadata = sql.MetaData()
    leads = sql.Table("leads", metadata, sql.Column("id", sql.Text, primary_key=True), sql.Column("at", sql.Float))
    held = sql.Table(
        "attributes",
        metadata,
        sql.Column("lead", sql.Text, primary_key=True),
        sql.Column("field", sql.Text, primary_key=True),
        sql.Column("value", sql.Text),
        sql.Column("origin", sql.Text),
    )
    keys = sql.Table("keys", metadata, sql.Column("key", sql.Text, primary_key=True), sql.Column("lead", sql.Text))
    engine = sql.create_engine(f"sqlite:///{folder / 'eav.db'}")
    with engine.connect() as connection:
        for statement in DURABLE:
            connection.exec_driver_sql(statement)
    metadata.create_all(engine)
    began, count = time.perf_counter(), 0
    with table.open("rb") as stream:
        reading = read(stream, table.name, BUILT_IN, "US")
        for part in batches(islice(reading.rows, rows)):
            found = [reading.recorder.values(cells) for _, _, cells, _ in part]
            keyed = [["|".join(key) for key in matching.keys_of(values)] for values in found]
            with engine.begin() as connection:
                wanted = [key for one in keyed for key in one]
                known = set(connection.execute(sql.select(keys.c.key).where(keys.c.key.in_(wanted))).scalars())
                new = []
                for values, own in zip(found, keyed, strict=True):
                    if known.isdisjoint(own):
                        new.append((random_id(), values, own))
                        known.update(own)
                now = time.time()
                connection.execute(sql.insert(leads), [{"id": id, "at": now} for id, _, _ in new])
                connection.execute(
                    sql.insert(held),
                    [
                        {"lead": id, "field": field, "value": value, "origin": table.name}
                        for id, values, _ in new
                        for field, value in values.items()
                    ],
                )
                connection.execute(
                    sql.insert(keys).prefix_with("OR IGNORE"),
                    [{"key": key, "lead": id} for id, _, own in new for key in own],
                )
            count += len(part)
    seconds = time.perf_counter() - began
    engine.dispose()
    return {"rows": count, "seconds": seconds}
