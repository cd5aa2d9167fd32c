"""The drafts' page in a real headless Chromium: a draft plays, its caption is edited, a person decides."""

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from containers.console.house import no_doors, parts_of_the_house
from containers.console.main import build, server
from shared.app import App
from shared.content.model import Draft
from shared.core.settings import Settings

pytestmark = pytest.mark.browser
HOSTILE = '<img src=x onerror="document.title=1"></textarea><b>sale</b>'


@dataclass
class Served:
    url: str
    app: App
    film: bytes

    def draft(self, caption: str, *, strategy: str = "Show the finished work before the tools") -> Draft:
        name = f"drafts/{len(self.app.drafts.list()) + 1}.mp4"
        blob = self.app.blobs.put("content", name, self.film, content_type="video/mp4")
        return self.app.drafts.create(
            Draft(
                id="",
                number=0,
                proposal=name,
                produced_at=self.app.clock.now(),
                caption=caption,
                strategy=strategy,
                bucket="content",
                video=name,
                generation=blob.generation,
                sha256="ab" * 32,
                duration=2.0,
                width=180,
                height=320,
            )
        )


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Two seconds in portrait."""
    ffmpeg = pytest.importorskip("imageio_ffmpeg", reason="run: uv sync --extra video").get_ffmpeg_exe()
    target = tmp_path_factory.mktemp("film") / "film.mp4"
    picture = ["-f", "lavfi", "-i", "testsrc2=s=180x320:d=2:r=30", "-f", "lavfi", "-i", "sine=d=2"]
    form = ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "15", "-c:a", "aac", "-movflags", "+faststart"]
    subprocess.run([ffmpeg, "-v", "error", *picture, *form, str(target)], check=True)
    return target.read_bytes()


@pytest.fixture
def served(tmp_path: Path, film: bytes) -> Iterator[Served]:
    app = App(Settings(data=tmp_path / "data"))

    running = server(build(parts_of_the_house(app, no_doors)), port=0)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    end = time.monotonic() + 10
    while not running.started and time.monotonic() < end:
        time.sleep(0.02)
    port = running.servers[0].sockets[0].getsockname()[1]
    yield Served(f"http://127.0.0.1:{port}", app, film)
    running.should_exit = True
    thread.join(10)
    app.database.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="run: uv sync --extra video")
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("LEADREEL_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    with api.sync_playwright() as playwright:
        executable = found or playwright.chromium.executable_path
        if not Path(executable).exists():
            pytest.skip("no Chromium; run: uv run playwright install chromium, or apt-get install chromium")
        running = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    context.set_default_timeout(10_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert [fault for fault in faults if "status of 409" not in fault] == []


def until(page: Any, expression: str) -> None:
    end = time.monotonic() + 10
    while not page.evaluate(expression):
        assert time.monotonic() < end, expression
        time.sleep(0.05)


def test_a_draft_plays_and_is_approved_as_it_was_seen(served: Served, page: Any) -> None:
    draft = served.draft("Three ways to keep a shed dry")
    page.goto(f"{served.url}/drafts")
    page.evaluate("{ const film = document.querySelector('.draft video'); film.muted = true; film.play() }")
    until(page, "document.querySelector('.draft video').currentTime > 0.2")
    text = page.get_by_label("Caption")
    assert text.input_value() == draft.caption
    text.fill("Four ways\nto keep a shed dry")
    assert page.get_by_role("button", name="Approve").is_disabled()  # first what was written is saved
    page.get_by_role("button", name="Save caption").click()
    until(page, "document.querySelector('[data-approve] button')?.disabled === false")
    assert served.app.drafts.get(draft.id).caption == "Four ways\nto keep a shed dry"
    page.get_by_role("button", name="Approve").click()
    page.get_by_text("Approved by console").wait_for()
    assert served.app.drafts.get(draft.id).status == "Approved"
    page.get_by_label("Caption").fill("Five ways")
    page.get_by_role("button", name="Save caption").click()
    page.get_by_text("its caption was changed after it was approved; approve it again").wait_for()
    assert served.app.drafts.get(draft.id).status == "Draft"


def test_what_changed_elsewhere_is_seen_at_once_and_not_approved_unseen(served: Served, page: Any) -> None:
    first, second = served.draft("One"), served.draft("Two")
    page.goto(f"{served.url}/drafts?status=Draft")
    page.evaluate("window.still = true")
    card = f"document.querySelector('#draft-{first.id}')"
    page.locator(f"#draft-{first.id} input[name=reason]").fill("I am typing")
    served.app.approvals.edit(first.id, "Another one")
    served.app.approvals.deny(second.id, by="ben", reason="too loud")
    third = served.draft("Three")
    page.locator(f"#draft-{third.id}").wait_for()
    until(page, "document.querySelectorAll('[data-draft]').length === 2")  # the second is no longer among these
    until(page, "document.querySelector('[data-drafts=Denied]').textContent === '1'")
    page.get_by_text("This draft was changed elsewhere meanwhile").wait_for()
    assert page.evaluate(f"{card}.querySelector('input[name=reason]').value") == "I am typing"
    assert page.evaluate("window.still") is True
    page.locator(f"#draft-{first.id}").get_by_role("button", name="Approve").click()
    page.get_by_text("has changed since it was shown").wait_for()
    assert served.app.drafts.get(first.id).status == "Draft"


def test_denied_with_a_reason_and_taken_up_again(served: Served, page: Any) -> None:
    draft = served.draft(HOSTILE)
    page.goto(f"{served.url}/drafts")
    assert page.get_by_label("Caption").input_value() == HOSTILE
    assert page.locator(".draft img, .draft b").count() == 0
    page.get_by_label("Reason for denying draft 1").fill("the music is too loud")
    page.get_by_role("button", name="Deny").click()
    page.get_by_text("the music is too loud").wait_for()
    assert served.app.drafts.get(draft.id).reason == "the music is too loud"
    page.get_by_role("button", name="Take up again").click()
    page.get_by_role("button", name="Approve").wait_for()
    assert page.title() == "Drafts · Leadreel"


@pytest.mark.parametrize("width", [390, 1200])
def test_it_fits_the_screen_and_every_control_has_a_name(served: Served, page: Any, width: int) -> None:
    served.draft("x" * 2000, strategy="y" * 300)
    served.draft("Short")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{served.url}/drafts")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    nameless = page.evaluate(
        """[...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, video")].filter(
            (each) => !each.textContent.trim() && !each.getAttribute("aria-label") && !each.labels?.length
        ).map((each) => each.outerHTML)"""
    )
    assert nameless == []
