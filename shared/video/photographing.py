"""One visit: a page opened in a fresh context, tidied, photographed. Everything in it may be hostile."""

import asyncio
import io
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args

from shared.core.text import shorten
from shared.video.shots import Cause, Flag, NoShot, Shot, ShotSettings

if TYPE_CHECKING:
    from playwright.async_api import Browser, Frame, Page

T = TypeVar("T")
Look = Callable[[bytes, tuple[int, int]], tuple[str, tuple[int, int] | None]]
"""A second pair of eyes, such as a language model that sees: a JPEG of the window and its size to what stands before
the page (empty = nothing) and where to click it away."""

_SCRIPT = Path(__file__).with_name("overlays.js")
_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version} Safari/537.36"
_CONSENT_FRAMES = ("consent", "cmp", "cookie", "privacy", "gdpr", "trustarc", "sp_message", "truste")
_LATE = 0.25  # seconds in which banners like to come
_TURN = 2.0  # seconds
_ANSWER = 8.0  # seconds that a page has for a question about itself


async def photograph(
    browser: "Browser",
    url: str,
    settings: ShotSettings,
    proxy: str,
    look: Look | None = None,
    *,
    shutter: asyncio.Lock | None = None,
) -> Shot | NoShot:
    """The picture, or why there is none. Raises playwright's Error when the browser itself fails.

    Pages with the same `shutter` are taken one after the other: a whole page takes much memory while it is taken.
    """
    context = await browser.new_context(
        viewport={"width": settings.width, "height": settings.height},
        user_agent=_AGENT.format(version=browser.version.partition(".")[0] + ".0.0.0"),
        locale="en-US",
        service_workers="block",
        accept_downloads=False,
        permissions=[],
        reduced_motion="reduce",
        ignore_https_errors=False,
        proxy={"server": proxy, "bypass": "<-loopback>"},
    )
    try:
        page = await context.new_page()
        crashed: list[bool] = []
        page.on("dialog", lambda dialog: _later(dialog.dismiss()))
        page.on("popup", lambda popup: _later(popup.close()))
        page.on("crash", lambda _: crashed.append(True))
        try:
            async with asyncio.timeout(settings.total):
                return await _photograph(page, url, settings, look, shutter or asyncio.Lock())
        except TimeoutError:
            return NoShot("timeout", f"the site was not done within {settings.total:g} s")
        except Exception:  # a tab that is gone shows itself in many kinds of error; all others go on upwards
            if crashed:
                return NoShot("memory", "the site's page took more memory than it may, or broke the browser's tab")
            raise
    finally:
        await _closed(context.close())


_pending: set["asyncio.Task[None]"] = set()


def _later(work: Awaitable[None]) -> None:
    task = asyncio.get_running_loop().create_task(_closed(work))
    _pending.add(task)  # the loop itself holds tasks weakly
    task.add_done_callback(_pending.discard)


async def _closed(work: Awaitable[None]) -> None:
    from playwright.async_api import Error

    with suppress(Error, TimeoutError):
        await asyncio.wait_for(_awaited(work), 10)


async def _awaited(work: Awaitable[None]) -> None:
    await work


async def _photograph(
    page: "Page", url: str, settings: ShotSettings, look: Look | None, shutter: asyncio.Lock
) -> Shot | NoShot:
    page.set_default_timeout(settings.load * 1000)
    if obstacle := await _open(page, url, settings):
        return obstacle
    notes: list[str] = []
    dismissed = await _clear(page, settings, notes)
    if look:
        dismissed += await _second_look(page, look, settings, notes)
    seen = await _sensed(page)
    if seen.get("robots"):
        return NoShot("robots", "the site asks visitors to prove that they are people")
    height = await _measured(page, settings)
    async with _turn(shutter):
        content = await _picture(page, settings, height, notes)
    if content is None:
        return NoShot("timeout", "the page never came to rest")
    width, rows, blank = await asyncio.to_thread(_looked_at, content)
    if blank:
        return NoShot("blank", "the page is empty")
    title = shorten(str(seen.get("title", "")), 200)
    flags = tuple(cast(Flag, flag) for flag in get_args(Flag) if seen.get(flag))
    return Shot(content, width, rows, page.url, title, tuple(dict.fromkeys(dismissed))[:20], tuple(notes), flags)


async def _open(page: "Page", url: str, settings: ShotSettings) -> NoShot | None:
    """Load the page; the reason when there is none to be seen."""
    from playwright.async_api import Error, TimeoutError

    try:
        response = await page.goto(url, wait_until="domcontentloaded")
    except TimeoutError:
        return NoShot("timeout", f"the site did not answer within {settings.load:g} s")
    except Error as error:
        if "crashed" in str(error):
            raise
        return _not_loaded(error)
    if response is None:
        return NoShot("dead", "the site sent nothing")
    if response.status >= 400:
        return NoShot("status", f"the site answered {response.status}")
    kind = (response.headers.get("content-type") or "text/html").partition(";")[0].strip().lower()
    if kind not in {"text/html", "application/xhtml+xml"}:
        return NoShot("not_a_page", f"the address leads to {shorten(kind, 60)}, not to a page")
    with suppress(TimeoutError):
        await page.wait_for_load_state("load", timeout=settings.settle * 1000)
    await asyncio.sleep(_LATE)
    return None


_REASONS: Mapping[str, tuple[Cause, str]] = {
    "Download is starting": ("not_a_page", "the address leads to a file, not to a page"),
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


def _not_loaded(error: Exception) -> NoShot:
    text = first_line(error)
    found = next((reason for mark, reason in _REASONS.items() if mark in text), None)
    return NoShot(*found) if found else NoShot("dead", f"the site cannot be shown: {shorten(text, 120)}")


async def _clear(page: "Page", settings: ShotSettings, notes: list[str]) -> list[str]:
    """Overlays gone, lazy content in, headers at their place; what was dismissed."""
    dismissed = await _dismissed(page, notes)
    await asyncio.sleep(_LATE / 2)
    patience = settings.settle + 2
    await _in_page(page, f"__leadreelScroll({settings.most}, {settings.settle * 1000})", notes, patience)
    await asyncio.sleep(_LATE / 2)
    dismissed += await _dismissed(page, notes)  # modals that wait for a scroll
    if dismissed:
        await asyncio.sleep(_LATE)  # what was clicked away takes its leave
    dismissed += _strings(await _in_page(page, "__leadreelClear()", notes))
    await _in_page(page, "__leadreelUnstick()", notes)
    return dismissed


async def _dismissed(page: "Page", notes: list[str]) -> list[str]:
    """Clicks in the page and in the frames of consent services. A wall that fills the page is accepted and left."""
    gone: list[str] = []
    before = page.url
    for frame in page.frames[:12]:
        in_frame = frame != page.main_frame
        if in_frame and not any(word in frame.url.lower() for word in _CONSENT_FRAMES):
            continue
        found = await _in_page(frame, f"__leadreelDismiss({'true' if in_frame else 'false'})", notes)
        gone += _strings(found)
    if gone and page.url != before:
        await _arrived(page)
    return gone


async def _arrived(page: "Page") -> None:
    from playwright.async_api import Error

    with suppress(Error):
        await page.wait_for_load_state("load", timeout=4000)
    await asyncio.sleep(_LATE)


async def _second_look(page: "Page", look: Look, settings: ShotSettings, notes: list[str]) -> list[str]:
    """What the rules left over a page, as somebody sees it who looks: one click, judged by what it changes."""
    from playwright.async_api import Error

    try:
        window = await page.screenshot(type="jpeg", quality=60, timeout=5_000)
        view = page.viewport_size or {"width": 0, "height": 0}
        size = view["width"], view["height"]
        found, place = await asyncio.wait_for(asyncio.to_thread(look, window, size), 20)
        if not (found and place):
            return []
        x, y = place
        if not (0 <= x < size[0] and 0 <= y < size[1]):
            return []
        before = page.url
        await page.mouse.click(x, y)
        await asyncio.sleep(_LATE * 2)
        if page.url.partition("#")[0] != before.partition("#")[0]:
            await page.goto(before, wait_until="load")
            return await _clear(page, settings, notes)  # all that stood before it stands there again
        if await page.screenshot(type="jpeg", quality=60, timeout=5_000) == window:
            notes.append(f"seen, and a click did not help: {shorten(found, 50)}")
            return []
    except (Error, TimeoutError) as error:
        notes.append(f"no second look was taken: {shorten(first_line(error), 80)}")
        return []
    return [f"seen: {shorten(found, 50)}"]


@lru_cache(maxsize=1)
def _script() -> str:
    return _SCRIPT.read_text("utf-8")


async def _in_page(frame: "Page | Frame", call: str, notes: list[str], patience: float = _ANSWER) -> Any:
    """The answer of one of our functions; the script comes along, since a page may have gone elsewhere in between."""
    from playwright.async_api import Error

    try:
        # In a world of its own the page cannot see or change it... which Playwright does not offer: nothing is trusted.
        return await asyncio.wait_for(frame.evaluate(f"() => {{ {_script()}; return {call} }}"), patience)
    except TimeoutError:
        notes.append("the page could not be tidied: it does not answer")
    except Error as error:  # it went elsewhere, or it defends itself: the picture is taken as it is
        if "crashed" in str(error):
            raise
        notes.append(f"the page could not be tidied: {shorten(first_line(error), 80)}")
    return None


def _strings(value: Any) -> list[str]:
    return [shorten(item, 60) for item in value if isinstance(item, str)] if isinstance(value, list) else []


async def _sensed(page: "Page") -> Mapping[str, Any]:
    """What kind of page it is, as the page's words tell: plain values only."""
    found = await _in_page(page, "__leadreelSense()", [])
    return {str(key): value for key, value in found.items()} if isinstance(found, dict) else {}


async def _measured(page: "Page", settings: ShotSettings) -> int:
    height = "Math.max(document.documentElement.scrollHeight, document.body?.scrollHeight ?? 0)"
    found = await _in_page(page, height, [])
    if isinstance(found, int | float):
        return int(max(settings.height, min(settings.most, found))) // 2 * 2
    return settings.height


@asynccontextmanager
async def _turn(shutter: asyncio.Lock) -> AsyncIterator[None]:
    """Wait for one's turn, but not for long: a page that never comes to rest must not hold up another."""
    mine = False
    with suppress(TimeoutError):
        mine = await asyncio.wait_for(shutter.acquire(), _TURN)
    try:
        yield
    finally:
        if mine:
            shutter.release()


async def _picture(page: "Page", settings: ShotSettings, height: int, notes: list[str]) -> bytes | None:
    from playwright.async_api import Error, FloatRect

    common: dict[str, Any] = {"type": "jpeg", "quality": settings.quality, "animations": "disabled", "caret": "hide"}
    clip: FloatRect = {"x": 0, "y": 0, "width": settings.width, "height": height}
    with suppress(Error):
        return await page.screenshot(full_page=True, clip=clip, timeout=10_000, **common)
    notes.append("only the first screen could be taken")
    with suppress(Error):
        return await page.screenshot(timeout=5_000, **common)
    return None


def _looked_at(content: bytes) -> tuple[int, int, bool]:
    """Width, height, and whether nothing is to be seen."""
    from PIL import Image, ImageStat

    with Image.open(io.BytesIO(content)) as image:
        width, height = image.size
        image.draft("L", (width // 8, height // 8))
        spread = ImageStat.Stat(image.convert("L")).stddev[0]
    return width, height, spread < 1.5


def first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def seconds_since(began: float) -> float:
    return round(time.monotonic() - began, 2)
