"""What goes on, as it goes on: one look at the store for all open pages, and only while there are any."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import ExitStack
from typing import Any

from starlette.concurrency import run_in_threadpool

from shared.core.codec import encode
from shared.core.errors import AppError
from shared.core.log import get_log
from shared.ports.documents import DocumentStore, Query

log = get_log(__name__)

INTERVAL = 0.4  # seconds between looks while something changes
RESTING = 5.0  # seconds between looks while nothing was announced
MAX_LISTENERS = 64
WATCHED = ("imports", "leads", "tasks", "drafts")


class Pulse:
    """Server-Sent Events about the whole house, calculated once however many pages listen."""

    def __init__(self, look: Callable[[], Mapping[str, Any]], documents: DocumentStore) -> None:
        self._look = look
        self._documents = documents
        self._listeners = 0
        self._changed = False
        self._task: asyncio.Task[None] | None = None
        self._beat = asyncio.Event()
        self._closed = False
        self.latest = b""

    @property
    def full(self) -> bool:
        return self._listeners >= MAX_LISTENERS

    async def listen(self) -> AsyncIterator[bytes]:
        """`data:` lines, one at once and one for every change, until the page goes or the house closes."""
        self._listeners += 1
        if self._task is None:
            self.latest = b""
            self._task = asyncio.create_task(self._run())
        seen = b""
        try:
            yield b"retry: 2000\n\n"
            while not self._closed:
                beat = self._beat  # taken before the look, so that no ring between look and wait is missed
                if self.latest and self.latest != seen:
                    seen = self.latest
                    yield b"data: " + seen + b"\n\n"
                try:
                    await asyncio.wait_for(beat.wait(), 15)
                except TimeoutError:
                    yield b": still here\n\n"
        finally:
            self._listeners -= 1
            if self._listeners == 0 and self._task is not None:
                self._task.cancel()
                self._task = None

    def close(self) -> None:
        """Let every stream end; called when the server is told to stop."""
        self._closed = True
        self._ring()

    def _ring(self) -> None:
        waiting, self._beat = self._beat, asyncio.Event()
        waiting.set()

    def _note(self) -> None:
        self._changed = True

    async def _run(self) -> None:
        with ExitStack() as watches:
            for collection in WATCHED:
                watch = await run_in_threadpool(self._documents.watch, Query(collection), self._note)
                watches.callback(watch.stop)
            rested = RESTING
            while not self._closed:
                if self._changed or rested >= RESTING:
                    self._changed, rested = False, 0.0
                    await self._once()
                await asyncio.sleep(INTERVAL)
                rested += INTERVAL

    async def _once(self) -> None:
        try:
            now = encode(await run_in_threadpool(self._look))
        except AppError as error:
            log.warning("no look at the store", reason=str(error))
            return
        if now != self.latest:
            self.latest = now
            self._ring()
