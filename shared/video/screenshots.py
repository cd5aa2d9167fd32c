"""Pictures of leads' sites, taken by a real browser.

A site is hostile until proven otherwise: all traffic passes the egress proxy, every lead gets a fresh context with no
permissions, and time and size are limited. A site that cannot be shown is a value with its reason, never an error:
the video is made all the same.
"""

import hashlib
import io
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal

from shared.core.clock import Clock
from shared.core.codec import encode_sorted
from shared.core.errors import AppError, Conflict, InvalidInput, NotFound
from shared.core.ids import stable_id
from shared.core.log import get_log
from shared.core.text import shorten
from shared.egress import EgressRules, Target
from shared.ports.blobs import BlobStore
from shared.proxy import EgressProxy
from shared.video.chromium import REMEDY, find_chromium, flags

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

BUCKET = "screens"
_SCRIPT = Path(__file__).with_name("overlays.js")
_PAGES_PER_BROWSER = 200
_BYTES_PER_BROWSER = 256_000_000
_EDITION = "1"  # raise it when pictures come out differently: older ones are then not reused
_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version} Safari/537.36"

Cause = Literal["no_url", "refused", "dead", "status", "not_a_page", "timeout", "blank", "no_browser", "crash"]

log = get_log(__name__)


@dataclass(frozen=True, slots=True)
class ShotSettings:
    """How pictures are taken. Lengths in pixels, times in seconds."""

    width: int = 1280
    height: int = 720  # of the window
    most: int = 6000  # rows of a picture: pages may be endless
    quality: int = 88  # of the JPEG
    load: float = 20.0  # until the page's text is there
    settle: float = 4.0  # for what comes later: images, fonts, banners


DEFAULT = ShotSettings()


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of a page: JPEG."""

    content: bytes
    width: int
    height: int
    url: str  # where the browser ended up
    title: str = ""
    dismissed: tuple[str, ...] = ()  # what was clicked away or hidden
    notes: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class NoShot:
    """There is no picture; `reason` is a clause for people, such as: the site answered 404."""

    cause: Cause
    reason: str


class Camera:
    """A warm browser behind an egress proxy of its own. To be used by one thread; it starts with the first picture."""

    def __init__(self, rules: EgressRules, chromium: str = "") -> None:
        self._rules = rules
        self._chromium = chromium
        self._proxy: EgressProxy | None = None
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._taken = 0

    def __enter__(self) -> "Camera":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._stop_browser()
        playwright, self._playwright = self._playwright, None
        if playwright is not None:
            playwright.stop()

    def take(self, url: str, settings: ShotSettings = DEFAULT) -> Shot | NoShot:
        """A picture of the page at `url`, or why there is none."""
        if not url.strip():
            return NoShot("no_url", "no website is known")
        try:
            target = self._rules.check_url(_with_scheme(url))
            self._rules.resolve(target.host, target.port)
        except NotFound as error:
            return NoShot("dead", f"the site cannot be found: {error}")
        except InvalidInput as error:
            return NoShot("refused", f"the address may not be visited: {error}")
        except AppError as error:
            return NoShot("dead", f"the site cannot be reached: {error}")
        return self._visit(target, settings)

    def _visit(self, target: Target, settings: ShotSettings) -> Shot | NoShot:
        from playwright.sync_api import Error

        try:
            browser = self._running()
        except (AppError, Error) as error:
            return NoShot("no_browser", f"no browser can be started: {_first_line(error)}")
        began = time.monotonic()
        try:
            shot = _in_fresh_context(browser, target.url, settings)
        except Error as error:
            self._stop_browser()  # whatever ails it, the next lead gets a healthy one
            return NoShot("crash", f"the browser gave up on the site: {_first_line(error)}")
        log.info("page seen", seconds=round(time.monotonic() - began, 2), outcome=getattr(shot, "cause", "shot"))
        return shot

    def _running(self) -> "Browser":
        from playwright.sync_api import sync_playwright

        if self._browser is not None and (self._worn_out() or not self._browser.is_connected()):
            self._stop_browser()
        if self._browser is None:
            program = find_chromium(self._chromium)
            if program is None:
                raise NotFound(f"no Chromium on this machine; {REMEDY}")
            self._proxy = EgressProxy(self._rules).__enter__()
            self._playwright = self._playwright or sync_playwright().start()
            self._browser = self._playwright.chromium.launch(
                executable_path=str(program),
                args=flags(),
                proxy={"server": self._proxy.url, "bypass": "<-loopback>"},
                timeout=30_000,
                handle_sigterm=False,
                handle_sigint=False,
            )
            self._taken = 0
        self._taken += 1
        return self._browser

    def _worn_out(self) -> bool:
        """A browser grows with every page, and a proxy carries so many bytes and no more."""
        carried = self._proxy.counts.get("bytes", 0) if self._proxy else 0
        return self._taken >= _PAGES_PER_BROWSER or carried > _BYTES_PER_BROWSER

    def _stop_browser(self) -> None:
        from playwright.sync_api import Error

        browser, self._browser = self._browser, None
        proxy, self._proxy = self._proxy, None
        if browser is not None:
            with suppress(Error):
                browser.close()
        if proxy is not None:
            proxy.__exit__(None, None, None)


def _in_fresh_context(browser: "Browser", url: str, settings: ShotSettings) -> Shot | NoShot:
    context = browser.new_context(
        viewport={"width": settings.width, "height": settings.height},
        user_agent=_AGENT.format(version=browser.version.partition(".")[0] + ".0.0.0"),
        locale="en-US",
        service_workers="block",
        accept_downloads=False,
        permissions=[],
        reduced_motion="reduce",
        ignore_https_errors=False,
    )
    try:
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.on("popup", lambda popup: popup.close())
        return _photograph(page, url, settings)
    finally:
        context.close()


def _photograph(page: "Page", url: str, settings: ShotSettings) -> Shot | NoShot:
    page.set_default_timeout(settings.load * 1000)
    if obstacle := _open(page, url, settings):
        return obstacle
    notes: list[str] = []
    dismissed = _clear(page, settings, notes)
    content = _picture(page, settings, _measured(page, settings), notes)
    if content is None:
        return NoShot("timeout", "the page never came to rest")
    width, rows, blank = _looked_at(content)
    if blank:
        return NoShot("blank", "the page is empty")
    return Shot(content, width, rows, page.url, shorten(_title(page), 200), tuple(dismissed), tuple(notes))


def _open(page: "Page", url: str, settings: ShotSettings) -> NoShot | None:
    """Load the page; the reason when there is none to be seen."""
    from playwright.sync_api import Error, TimeoutError

    try:
        response = page.goto(url, wait_until="domcontentloaded")
    except TimeoutError:
        return NoShot("timeout", f"the site did not answer within {settings.load:g} s")
    except Error as error:
        return _not_loaded(error)
    if response is None:
        return NoShot("dead", "the site sent nothing")
    if response.status >= 400:
        return NoShot("status", f"the site answered {response.status}")
    kind = (response.headers.get("content-type") or "text/html").partition(";")[0].strip().lower()
    if kind not in {"text/html", "application/xhtml+xml"}:
        return NoShot("not_a_page", f"the address leads to {shorten(kind, 60)}, not to a page")
    with suppress(TimeoutError):
        page.wait_for_load_state("load", timeout=settings.settle * 1000)
    page.wait_for_timeout(250)  # banners like to come a moment late
    return None


def _not_loaded(error: Exception) -> NoShot:
    text = _first_line(error)
    if "Download is starting" in text:
        return NoShot("not_a_page", "the address leads to a file, not to a page")
    reasons: Mapping[str, tuple[Cause, str]] = {
        "ERR_NAME_NOT_RESOLVED": ("dead", "the site cannot be found"),
        "ERR_CONNECTION": ("dead", "the site does not answer"),
        "ERR_EMPTY_RESPONSE": ("dead", "the site sent nothing"),
        "ERR_TUNNEL": ("dead", "the site cannot be reached"),
        "ERR_CERT": ("dead", "the site's certificate is not valid"),
        "ERR_SSL": ("dead", "the site's encryption is broken"),
        "ERR_TOO_MANY_REDIRECTS": ("dead", "the site sends visitors in a circle"),
        "ERR_TIMED_OUT": ("timeout", "the site did not answer in time"),
        "ERR_ABORTED": ("not_a_page", "the address leads to a file, not to a page"),
        "ERR_INVALID_RESPONSE": ("dead", "the site's answer cannot be read"),
    }
    found = next((reason for mark, reason in reasons.items() if mark in text), None)
    return NoShot(*found) if found else NoShot("dead", f"the site cannot be shown: {shorten(text, 120)}")


def _clear(page: "Page", settings: ShotSettings, notes: list[str]) -> list[str]:
    """Overlays gone, lazy content in, headers at their place; what was dismissed."""
    dismissed = _dismissed(page)
    page.wait_for_timeout(150)
    _in_page(page, f"__leadreelScroll({settings.most}, {settings.settle * 1000})", notes)
    page.wait_for_timeout(150)
    dismissed += _dismissed(page)  # modals that wait for a scroll
    dismissed += _strings(_in_page(page, "__leadreelClear()", notes))
    _in_page(page, "__leadreelUnstick()", notes)
    return list(dict.fromkeys(dismissed))[:20]


def _dismissed(page: "Page") -> list[str]:
    from playwright.sync_api import Error

    script = _SCRIPT.read_text("utf-8")
    gone: list[str] = []
    for frame in page.frames[:12]:  # consent services like to live in a frame
        in_frame = frame != page.main_frame
        if in_frame and not any(
            word in frame.url for word in ("consent", "cmp", "cookie", "privacy", "gdpr", "trustarc")
        ):
            continue
        with suppress(Error):
            frame.evaluate(script)
            gone += _strings(frame.evaluate(f"__leadreelDismiss({'true' if in_frame else 'false'})"))
    return gone


def _in_page(page: "Page", call: str, notes: list[str]) -> Any:
    from playwright.sync_api import Error

    try:
        return page.evaluate(call)
    except Error as error:  # it went elsewhere, or it defends itself: the picture is taken as it is
        notes.append(f"the page could not be tidied: {shorten(_first_line(error), 80)}")
        return None


def _strings(value: Any) -> list[str]:
    return [shorten(item, 60) for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _measured(page: "Page", settings: ShotSettings) -> int:
    from playwright.sync_api import Error

    with suppress(Error, TypeError, ValueError):
        found = int(page.evaluate("Math.max(document.documentElement.scrollHeight, document.body?.scrollHeight ?? 0)"))
        return max(settings.height, min(settings.most, found)) // 2 * 2
    return settings.height


def _picture(page: "Page", settings: ShotSettings, height: int, notes: list[str]) -> bytes | None:
    from playwright.sync_api import Error, FloatRect

    common: dict[str, Any] = {"type": "jpeg", "quality": settings.quality, "animations": "disabled", "caret": "hide"}
    clip: FloatRect = {"x": 0, "y": 0, "width": settings.width, "height": height}
    with suppress(Error):
        return page.screenshot(full_page=True, clip=clip, timeout=10_000, **common)
    notes.append("only the first screen could be taken")
    with suppress(Error):
        return page.screenshot(timeout=5_000, **common)
    return None


def _title(page: "Page") -> str:
    from playwright.sync_api import Error

    with suppress(Error):
        return page.title()
    return ""


def _looked_at(content: bytes) -> tuple[int, int, bool]:
    """Width, height, and whether nothing is to be seen."""
    from PIL import Image, ImageStat

    with Image.open(io.BytesIO(content)) as image:
        width, height = image.size
        image.draft("L", (width // 8, height // 8))
        spread = ImageStat.Stat(image.convert("L")).stddev[0]
    return width, height, spread < 1.5


def _with_scheme(url: str) -> str:
    text = url.strip()
    return (
        text
        if "://" in text or text.lower().startswith(("javascript:", "data:", "file:", "about:"))
        else f"http://{text}"
    )


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


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
        return Found(Shot(content, *size, facts.get("url", url), facts.get("title", ""), dismissed), name, reused=True)

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
        facts["dismissed"] = "\n".join(shot.dismissed)
        with suppress(Conflict):
            self.blobs.put(BUCKET, name, shot.content, content_type="image/jpeg", metadata=facts)
        return Found(shot, name)

    def _name(self, url: str, settings: ShotSettings) -> str:
        return f"{stable_id('shot', _EDITION, url.strip(), encode_sorted(settings).decode())}.jpg"
