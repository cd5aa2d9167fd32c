"""The one SQLite file in which a machine keeps its state.

Write-ahead log, `synchronous=FULL`: what was committed survives kill -9 and a power cut. One connection writes, guarded
by a lock; reads take a connection from a small pool, each a steady view of the last commit. Other processes may do the
same at the same time.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from shared.core import faults
from shared.core.errors import AppError, PermanentError, TransientError

Connection = sqlite3.Connection

_WRITER_CACHE = 32  # MiB: what one commit of an import changes, so that no page goes to the log twice
_READER_CACHE = 2  # MiB, each
_IDLE_READERS = 4
_LOG = 64  # MiB of it before its pages move into the file: many are rewritten till then
_PAGE = 16_384  # bytes, of a new file: leads have two thousand, and each page that goes to the disk costs two calls

_SETUP = (
    f"PRAGMA page_size = {_PAGE}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = OFF",
    "PRAGMA mmap_size = 0",  # mapped pages would count as this process's memory
    f"PRAGMA journal_size_limit = {_LOG * 2**20}",
)


class Database:
    """Connections to the file at `path`, made with its folder when missing. Safe over threads and processes."""

    def __init__(self, path: Path, *, patience: float = 15.0) -> None:
        """`patience`: seconds to wait for another process's write before TransientError."""
        self.path = path
        self._patience = patience
        self._writing = threading.Lock()
        self._write_owner: int | None = None
        self._writer: Connection | None = None
        self._idle: list[Connection] = []
        self._pool = threading.RLock()  # a forgotten query may be collected, and give back, while it is held
        self._functions: dict[str, tuple[int, Callable[..., Any]]] = {}

    def define(self, name: str, arguments: int, function: Callable[..., Any]) -> None:
        """Make a pure Python function known to SQL on every connection."""
        self._functions[name] = (arguments, function)
        with self._pool:
            for connection in self._idle:
                connection.create_function(name, arguments, function, deterministic=True)
        with self._writing:  # never on a connection that another thread is using
            if self._writer is not None:
                self._writer.create_function(name, arguments, function, deterministic=True)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A write transaction: committed at the end of the block, rolled back when it raises."""
        if self._write_owner == threading.get_ident():
            raise RuntimeError("a write began inside a write of the same thread; use the transaction's own methods")
        with self._writing:
            self._write_owner = threading.get_ident()
            try:
                with _translated(self.path):
                    yield from self._transaction()
            finally:
                self._write_owner = None

    def _transaction(self) -> Iterator[Connection]:
        connection = self._writer = self._writer or self._open(_WRITER_CACHE)
        self._insist(connection, "BEGIN IMMEDIATE")
        try:
            yield connection
            faults.reach("database.before_commit")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        faults.reach("database.after_commit")

    def _insist(self, connection: Connection, statement: str) -> None:
        """Try again while another process is in the way: SQLite's own waiting is unfair under load, and absent while
        a new file is switched to its write-ahead log."""
        end = time.monotonic() + self._patience
        while True:
            try:
                connection.execute(statement)
                return
            except sqlite3.OperationalError as error:
                if not _is_busy(error) or time.monotonic() > end:
                    raise
                time.sleep(0.005)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading; begin a transaction on it for a steady view over several statements."""
        with _translated(self.path):
            with self._pool:
                connection = self._idle.pop() if self._idle else None
            connection = connection or self._open(_READER_CACHE, query_only=True)
            try:
                yield connection
            finally:
                self._give_back(connection)

    def _give_back(self, connection: Connection) -> None:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        with self._pool:
            if len(self._idle) < _IDLE_READERS:
                self._idle.append(connection)
                return
        connection.close()

    def connect(self) -> Connection:
        """A reading connection of one's own; the caller closes it."""
        with _translated(self.path):
            return self._open(_READER_CACHE, query_only=True)

    def close(self) -> None:
        """Close what is open. The store may be used again afterwards."""
        with self._writing:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
        with self._pool:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _open(self, cache: int, *, query_only: bool = False) -> Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            self.path, timeout=self._patience, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        for statement in _SETUP:
            self._insist(connection, statement)
        connection.execute(f"PRAGMA cache_size = -{cache * 1024}")
        ((page,),) = connection.execute("PRAGMA page_size").fetchall()  # an older file keeps the one it was made with
        connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG * 2**20 // page}")
        for name, (arguments, function) in self._functions.items():
            connection.create_function(name, arguments, function, deterministic=True)
        if query_only:
            connection.execute("PRAGMA query_only = ON")
        return connection


def _is_busy(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """SQLite's errors in the house's words."""
    try:
        yield
    except AppError:
        raise
    except sqlite3.OperationalError as error:
        if _is_busy(error):
            raise TransientError(f"{path}: another process holds the store for too long; try again") from error
        raise TransientError(f"{path}: the store did not answer ({error}); check free space and rights") from error
    except sqlite3.IntegrityError:
        raise
    except sqlite3.DatabaseError as error:
        raise PermanentError(f"{path}: the store cannot be read ({error}); restore a backup") from error
