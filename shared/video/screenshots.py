"""Pictures of leads' sites, taken by a real browser.

A site is hostile until proven otherwise: all its traffic passes an egress proxy of its own, every lead gets a fresh
context with no permissions, and time, bytes and memory are limited. A site that cannot be shown is a value with its
reason, never an error: the video is made all the same.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import TracebackType
from typing import TYPE_CHECKING, cast, get_args

from shared.core.clock import Clock
from shared.core.codec import encode_sorted
from shared.core.errors import AppError, Conflict, InvalidInput, NotFound
from shared.core.ids import stable_id
from shared.core.log import get_log
from shared.core.text import shorten
from shared.egress import EgressRules, Target
from shared.ports.blobs import BlobStore
from shared.proxy import EgressProxy, ProxyLimits, Refusal
from shared.video.chromium import REMEDY, find_chromium, flags
from shared.video.photographing import Look, first_line, photograph, seconds_since
from shared.video.shots import DEFAULT, Flag, NoShot, Shot, ShotSettings
from shared.video.tabs import end_greedy_tabs

if TYPE_CHECKING:
    from playwright.async_api import Browser, Playwright

__all__ = ["BUCKET", "Camera", "Found", "NoShot", "ScreenArchive", "Shot", "ShotSettings"]

BUCKET = "screens"
_PAGES_PER_BROWSER = 200
_EDITION = "2"  # raise it when pictures come out differently: older ones are then not reused
_LOOK_EVERY = 0.3  # seconds between two looks at the memory of tabs

log = get_log(__name__)


@dataclass(slots=True)
class _Life:
    """One browser from its start to its end, and the pages it has in hand."""

    browser: "Browser"
    proxy: EgressProxy  # for what the browser does by itself; every page has its own
    taken: int = 0
    at_work: int = 0


class Camera:
    """A warm browser that starts with the first picture. May be used by several threads, `at_once` pages at a time."""

    def __init__(self, rules: EgressRules, chromium: str = "", *, at_once: int = 2, look: Look | None = None) -> None:
        self._rules = rules
        self._chromium = chromium
        self._look = look
        self._at_once = at_once
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()
        self._playwright: Playwright | None = None
        self._life: _Life | None = None
        self._room = asyncio.Semaphore(at_once)
        self._changing = asyncio.Lock()
        self._shutter = asyncio.Lock()

    def __enter__(self) -> "Camera":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        with self._lock:
            loop, self._loop = self._loop, None
        if loop is not None:
            asyncio.run_coroutine_threadsafe(self._stop(), loop).result(30)
            loop.call_soon_threadsafe(loop.stop)

    @property
    def running(self) -> bool:
        return self._life is not None

    def take(self, url: str, settings: ShotSettings = DEFAULT) -> Shot | NoShot:
        """A picture of the page at `url`, or why there is none."""
        if not url.strip():
            return NoShot("no_url", "no website is known")
        shot: Shot | NoShot = NoShot("dead", "")
        for address in _addresses(url):
            shot = self._take(address, settings)
            if not (isinstance(shot, NoShot) and shot.cause == "dead"):
                break
        return shot

    def _take(self, url: str, settings: ShotSettings) -> Shot | NoShot:
        try:
            target = self._rules.check_url(url)
            self._rules.resolve(target.host, target.port)
        except NotFound as error:
            return NoShot("dead", f"the site cannot be found: {error}")
        except InvalidInput as error:
            return NoShot("refused", f"the address may not be visited: {error}")
        except AppError as error:
            return NoShot("dead", f"the site cannot be reached: {error}")
        return asyncio.run_coroutine_threadsafe(self._visit(target, settings), self._running_loop()).result()

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="camera", daemon=True).start()
            return self._loop

    # Within the loop's thread

    async def _visit(self, target: Target, settings: ShotSettings) -> Shot | NoShot:
        async with self._room:
            for last in (False, True):
                shot = await self._visit_once(target, settings, last=last)
                if shot is not None:
                    return shot
        raise AssertionError("the last visit always ends")

    async def _visit_once(self, target: Target, settings: ShotSettings, *, last: bool) -> Shot | NoShot | None:
        """None when the browser broke down under pages of several sites, so that nobody knows whose fault it was."""
        from playwright.async_api import Error

        try:
            life = await self._living()
        except (AppError, Error) as error:
            return NoShot("no_browser", f"no browser can be started: {first_line(error)}")
        began = time.monotonic()
        limits = ProxyLimits(total_bytes=settings.most_bytes, connection_bytes=settings.most_bytes)
        watch = asyncio.get_running_loop().create_task(_watch(life, settings.memory))
        try:
            with EgressProxy(self._rules, limits) as proxy:
                shot = await photograph(
                    life.browser, target.url, settings, proxy.url, self._look, shutter=self._shutter
                )
                shot = _with_refusal(shot, proxy.refusals)
        except Error as error:
            await self._retire(life)  # whatever ails it, the next lead gets a healthy one
            if life.at_work > 1 and not last:
                return None
            return NoShot("crash", f"the browser gave up on the site: {first_line(error)}")
        finally:
            watch.cancel()
            life.at_work -= 1
            if life is not self._life and not life.at_work:
                await _ended(life)
        log.info("page seen", seconds=seconds_since(began), outcome=getattr(shot, "cause", "shot"))
        return shot

    async def _living(self) -> _Life:
        async with self._changing:
            life = self._life
            if life is not None and (life.taken >= _PAGES_PER_BROWSER or not life.browser.is_connected()):
                await self._retire(life)  # a browser grows with every page
                life = None
            if life is None:
                life = self._life = await self._born()
            life.taken += 1
            life.at_work += 1
            return life

    async def _born(self) -> _Life:
        from playwright.async_api import async_playwright

        program = find_chromium(self._chromium)
        if program is None:
            raise NotFound(f"no Chromium on this machine; {REMEDY}")
        self._playwright = self._playwright or await async_playwright().start()
        proxy = EgressProxy(self._rules).__enter__()
        try:
            browser = await self._playwright.chromium.launch(
                executable_path=str(program),
                args=flags(),
                proxy={"server": proxy.url, "bypass": "<-loopback>"},
                timeout=30_000,
                handle_sigterm=False,
                handle_sigint=False,
            )
        except BaseException:
            proxy.__exit__(None, None, None)
            raise
        return _Life(browser, proxy)

    async def _retire(self, life: _Life) -> None:
        """No new page goes to it; it ends with the last page that it has."""
        if self._life is life:
            self._life = None
        if not life.at_work:
            await _ended(life)

    async def _stop(self) -> None:
        life, self._life = self._life, None
        if life is not None:
            await _ended(life)
        playwright, self._playwright = self._playwright, None
        if playwright is not None:
            await playwright.stop()


async def _ended(life: _Life) -> None:
    from playwright.async_api import Error

    with suppress(Error, TimeoutError):
        await asyncio.wait_for(life.browser.close(), 10)
    life.proxy.__exit__(None, None, None)


def _with_refusal(shot: Shot | NoShot, refusals: Sequence[Refusal]) -> Shot | NoShot:
    """A site that sends visitors where they may not go looks like one that answers with an error."""
    if isinstance(shot, NoShot) and refusals:
        return replace(shot, reason=f"{shot.reason}; {shorten(refusals[0].reason, 200)}")
    return shot


async def _watch(life: _Life, most: int) -> None:
    mark = f"--proxy-server={life.proxy.url}"
    while True:
        await asyncio.sleep(_LOOK_EVERY)
        end_greedy_tabs(mark, most)


def _addresses(url: str) -> tuple[str, ...]:
    """What to try, in this order, for what stands in a lead's record: most leave the scheme out."""
    text = url.strip()
    scheme = text.partition(":")[0].lower()
    if "://" in text or scheme in {"javascript", "data", "file", "about", "blob", "view-source"}:
        return (text,)
    return (f"https://{text}", f"http://{text}")


@dataclass(frozen=True, slots=True)
class Found:
    """A picture in the bucket, or the reason for having none."""

    shot: Shot | NoShot
    blob: str = ""
    reused: bool = False


@dataclass(slots=True)
class ScreenArchive:
    """Pictures by address and settings; one younger than `keep` is used again. Safe for several threads."""

    blobs: BlobStore
    clock: Clock
    keep: timedelta = timedelta(days=1)
    _failed: dict[str, NoShot] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, url: str, settings: ShotSettings) -> Found | None:
        name = self._name(url, settings)
        with self._lock:
            if failed := self._failed.get(name):
                return Found(failed, reused=True)
        blob = self.blobs.stat(BUCKET, name)
        if blob is None or self.clock.now() - blob.updated > self.keep:
            return None
        try:
            content = self.blobs.read(BUCKET, name, generation=blob.generation)
        except NotFound:
            return None
        facts = blob.metadata
        size = (int(facts.get("width", settings.width)), int(facts.get("height", settings.height)))
        dismissed = tuple(filter(None, facts.get("dismissed", "").split("\n")))
        flags = tuple(cast(Flag, flag) for flag in facts.get("flags", "").split() if flag in get_args(Flag))
        shot = Shot(content, *size, facts.get("url", url), facts.get("title", ""), dismissed, flags=flags)
        return Found(shot, name, reused=True)

    def see(self, url: str, settings: ShotSettings, take: Callable[[str], Shot | NoShot]) -> Found:
        """What is there already, else what `take` brings, which is then kept."""
        if found := self.find(url, settings):
            return found
        name = self._name(url, settings)
        shot = take(url)
        if isinstance(shot, NoShot):
            with self._lock:
                self._failed[name] = shot
            return Found(shot)
        facts = {"url": shot.url, "title": shot.title, "width": str(shot.width), "height": str(shot.height)}
        facts |= {"dismissed": "\n".join(shot.dismissed), "flags": " ".join(shot.flags)}
        with suppress(Conflict):
            self.blobs.put(BUCKET, name, shot.content, content_type="image/jpeg", metadata=facts)
        return Found(shot, name)

    def _name(self, url: str, settings: ShotSettings) -> str:
        return f"{stable_id('shot', _EDITION, url.strip(), encode_sorted(settings).decode())}.jpg"
