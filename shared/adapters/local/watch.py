"""Telling readers that something changed, whichever process changed it."""

import sqlite3
import threading
from collections.abc import Callable, Iterable

from shared.adapters.local.database import Connection, Database
from shared.core.log import get_log

log = get_log(__name__)

_INTERVAL = 0.1  # seconds; one look costs some microseconds while nothing changes


class _Subscription:
    """One watcher of one collection."""

    def __init__(self, watcher: "Watcher", name: str, on_change: Callable[[], None]) -> None:
        self.name = name
        self._watcher = watcher
        self._on_change = on_change
        self._calling = threading.RLock()  # re-entrant: a callback may stop its own subscription
        self._stopped = False

    def stop(self) -> None:
        with self._calling:
            self._stopped = True
        self._watcher.drop(self)

    def call(self) -> None:
        with self._calling:
            if self._stopped:
                return
            try:
                self._on_change()
            except Exception as error:  # noqa: BLE001 - one subscriber's fault must not silence the others
                log.error("a watcher's callback failed", collection=self.name, error=error)


class Watcher:
    """One thread for all subscriptions of a store; it runs while there are any."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._subscriptions: set[_Subscription] = set()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None

    def add(self, name: str, on_change: Callable[[], None]) -> _Subscription:
        """Watch every collection whose last segment is `name`; changes after this call are told."""
        subscription = _Subscription(self, name, on_change)
        ready = threading.Event()
        with self._lock:
            self._subscriptions.add(subscription)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, args=(ready,), name="document-watch", daemon=True)
                self._thread.start()
            else:
                ready.set()
        ready.wait(5.0)
        return subscription

    def drop(self, subscription: _Subscription) -> None:
        with self._lock:
            self._subscriptions.discard(subscription)
            if not self._subscriptions:
                self._wake.set()

    def _run(self, ready: threading.Event) -> None:
        connection = self._database.connect()
        try:
            seen = _changes(connection)
            version = _data_version(connection)
            ready.set()
            while not self._is_over():
                self._wake.wait(_INTERVAL)
                self._wake.clear()
                seen, version = self._look(connection, seen, version)
        finally:
            connection.close()

    def _is_over(self) -> bool:
        with self._lock:
            if self._subscriptions:
                return False
            self._thread = None
            return True

    def _look(self, connection: Connection, seen: dict[str, int], version: int) -> tuple[dict[str, int], int]:
        try:
            current = _data_version(connection)
            if current == version:
                return seen, version
            changes = _changes(connection)
        except sqlite3.OperationalError:  # busy or gone: the next look will tell
            return seen, version
        changed = {name for name, number in changes.items() if seen.get(name) != number}
        with self._lock:
            due: Iterable[_Subscription] = [item for item in self._subscriptions if item.name in changed]
        for subscription in due:
            subscription.call()
        return changes, current


def _data_version(connection: Connection) -> int:
    version: int = connection.execute("PRAGMA data_version").fetchone()[0]
    return version


def _changes(connection: Connection) -> dict[str, int]:
    return dict(connection.execute("SELECT name, changes FROM collections").fetchall())
