"""Sees what was dropped in the buckets and publishes the event that Cloud Storage would send."""

import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from shared.core import log as logs
from shared.core.faults import reach
from shared.ports.blobs import Blob
from shared.ports.events import EventBus, finalized

log = logs.get_log(__name__)

LOOK_AGAIN = 0.1  # seconds between looks while something has yet to settle
QUIET = 2.0  # a look now and then, for file systems that do not notify


class ScannedBlobs(Protocol):
    def scan(self, bucket: str) -> Iterable[Blob]:
        """Objects not yet announced that have settled."""

    def acknowledge(self, blob: Blob) -> None:
        """It has been announced."""

    def is_settling(self, bucket: str) -> bool:
        """True when the last scan saw a file that may still be growing."""


class Watcher:
    """Announces every finalised object of the watched buckets at least once."""

    def __init__(self, blobs: ScannedBlobs, events: EventBus, buckets: Sequence[str], root: Path) -> None:
        self._blobs = blobs
        self._events = events
        self._buckets = buckets
        self._root = root

    def look(self) -> int:
        """Announce what is new; how many objects that were."""
        announced = 0
        for bucket in self._buckets:
            for blob in self._blobs.scan(bucket):
                self._events.publish(finalized(blob))
                reach("watcher.published")
                self._blobs.acknowledge(blob)
                log.info("object announced", bucket=bucket, object=blob.name, generation=blob.generation)
                announced += 1
        return announced

    def expecting(self) -> bool:
        """True while something seen has yet to settle."""
        return any(self._blobs.is_settling(bucket) for bucket in self._buckets)

    def run(self, stop: threading.Event) -> None:
        """Look at every change of the folders until `stop`."""
        from watchfiles import watch

        folders = [self._root / bucket for bucket in self._buckets]
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        while not stop.is_set():
            self.look()
            if self.expecting():
                stop.wait(LOOK_AGAIN)
                continue
            for _ in watch(
                *folders, stop_event=stop, step=20, debounce=50, rust_timeout=int(QUIET * 1000), yield_on_timeout=True
            ):
                break
