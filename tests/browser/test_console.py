"""The console in a real headless Chromium, on a real server; files take the real road into the store."""

import csv
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from containers.console.house import ListedLeads
from containers.console.main import build, server
from containers.console.parts import HookAnswer, Parts
from shared.adapters.local.blobs import LocalBlobs
from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.auth.keys import ApiKeys
from shared.core.clock import SystemClock
from shared.core.ids import random_id
from shared.core.metrics import Metrics
from shared.leads.enrichment import at_work, declarations
from shared.leads.fields import Fields
from shared.leads.imports import Imports
from shared.leads.inbox import TYPES
from shared.leads.intake import Intake
from shared.leads.ordering import EnrichmentPlan
from shared.leads.store import LeadStore
from shared.manifest import read_manifest
from shared.ports.blobs import ObjectRef
from shared.ports.queue import QueueTask
from shared.tasks.ledger import TaskLedger
from shared.tasks.model import Ending

pytestmark = pytest.mark.browser

MANIFEST = Path(__file__).parents[2] / "manifest.yaml"
CSV = "Full Name,Company,Email,Phone\n" + "".join(
    f"Person {n},Firm {n % 3},p{n}@firm{n}.example,+1 212 555 01{n:02}\n" for n in range(12)
)
HOSTILE = '<img src=x onerror="document.title=1">'


@dataclass
class SlowQueue:
    """Keeps the names of what was sent, until the road does it."""

    names: list[str] = field(default_factory=list)

    def enqueue(self, task: QueueTask) -> str:
        self.enqueue_many([task])
        return task.name or ""

    def enqueue_many(self, tasks: Iterable[QueueTask]) -> int:
        found = [task.name or "" for task in tasks]
        self.names += found
        return len(found)

    def cancel(self, queue: str, name: str) -> bool:
        return False


class Road(threading.Thread):
    """What the local host does: announces files to the intake, and ends a task now and then."""

    def __init__(self, blobs: LocalBlobs, intake: Intake, tasks: TaskLedger) -> None:
        super().__init__(daemon=True)
        self.over = threading.Event()
        self._blobs, self._intake, self._tasks = blobs, intake, tasks

    def run(self) -> None:
        while not self.over.wait(0.1):
            for blob in self._blobs.scan("uploads"):
                self._intake.run(ObjectRef(blob.bucket, blob.name, blob.generation))
                self._blobs.acknowledge(blob)
            for state in ("queued", "waiting"):
                for task in list(self._tasks.list(state=state, limit=12)):
                    if state == "waiting":
                        self._tasks.cancel([task.id])
                    elif (mine := self._tasks.claim(task.id, 60)) is not None:
                        self._tasks.settle(mine, Ending("done"))


@dataclass
class Served:
    url: str
    intake: Intake
    documents: LocalDocuments
    blobs: LocalBlobs
    leads: LeadStore


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    database = Database(tmp_path / "state.db")
    clock = SystemClock()
    documents = LocalDocuments(database, read_manifest(MANIFEST).indexes)
    blobs = LocalBlobs(tmp_path / "data", database, clock)
    tasks = TaskLedger(documents, SlowQueue(), clock, {"enrich": "enrich", "render": "render"})
    known = at_work(declarations())
    intake = Intake(documents, blobs, tasks, Fields(documents), lambda until: EnrichmentPlan(known, until), clock)
    leads = LeadStore(documents, clock)
    parts = Parts(
        documents=documents,
        blobs=blobs,
        leads=ListedLeads(leads, documents),
        imports=Imports(documents),
        tasks=tasks,
        add_lead=intake.add,
        keys=ApiKeys(documents, clock, random_id, b"k" * 32),
        status=lambda: {"spent": "0", "stuck": 0},
        explain=lambda id: {"lead": id},
        forward=lambda call: HookAnswer(202, b"{}"),
        clock=clock,
        metrics=Metrics(),
        secret=b"s" * 32,
    )
    running = server(build(parts), port=0)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    end = time.monotonic() + 10
    while not running.started and time.monotonic() < end:
        time.sleep(0.02)
    port = running.servers[0].sockets[0].getsockname()[1]
    road = Road(blobs, intake, tasks)
    road.start()
    yield Served(f"http://127.0.0.1:{port}", intake, documents, blobs, leads)
    road.over.set()
    road.join(5)
    running.should_exit = True
    thread.join(10)
    assert not thread.is_alive(), "the server did not end although its streams were told to"
    database.close()


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
    page.on("console", lambda message: faults.append(message.text) if is_fault(message) else None)
    yield page
    context.close()
    assert faults == []


def is_fault(message: Any) -> bool:
    """A refusal (400) is a regular answer, which browsers report as well."""
    return message.type == "error" and "status of 400" not in message.text


def until(page: Any, expression: str) -> None:
    """Wait until the expression is true; the page's own policy forbids Playwright's way, which evaluates text."""
    end = time.monotonic() + 10
    while not page.evaluate(expression):
        assert time.monotonic() < end, expression
        time.sleep(0.05)


def add(served: Served, **values: str) -> str:
    return served.intake.add(values, source="a test", key=values.get("email", str(values)), stop_at="leads").id


def names(page: Any) -> list[str]:
    found: list[str] = page.locator("td.c-company_name").all_inner_texts()
    return [text.split("\n")[0] for text in found]


def test_the_table_sorts_and_searches_without_loading_the_page_again(served: Served, page: Any) -> None:
    for n, firm in enumerate(["Zeta", "Alpha", "Émile"]):
        add(served, full_name=f"Person {n}", company_name=firm, email=f"p{n}@x{n}.example")
    page.goto(served.url)
    page.evaluate("window.still = true")
    page.get_by_role("link", name="Company").click()
    page.wait_for_selector("th.c-company_name[aria-sort=ascending]")
    assert names(page) == ["Alpha", "Émile", "Zeta"]
    page.get_by_role("link", name="Company").press("Enter")
    page.wait_for_selector("th.c-company_name[aria-sort=descending]")
    assert names(page) == ["Zeta", "Émile", "Alpha"]
    page.get_by_role("searchbox").fill("emile")
    until(page, "document.querySelectorAll('tbody tr').length === 1")
    assert names(page) == ["Émile"]
    assert "q=emile" in page.url and "sort=-company_name" in page.url
    page.go_back()
    until(page, "document.querySelectorAll('tbody tr').length === 3")
    assert page.evaluate("window.still") is True


def test_a_hostile_cell_is_text(served: Served, page: Any) -> None:
    lead = add(served, full_name="Mallory", company_name=HOSTILE, email="m@x.example")
    page.goto(served.url)
    assert names(page) == [HOSTILE]
    page.goto(f"{served.url}/leads/{lead}")
    assert page.get_by_text(HOSTILE).count() >= 1
    assert page.evaluate("document.querySelectorAll('main img').length") == 0
    assert page.title() != "1"


def test_the_video_plays_in_place_and_can_be_sought(served: Served, page: Any, tmp_path: Path) -> None:
    lead = add(served, full_name="Ana Diaz", email="ana@x.example")
    served.blobs.put("videos", f"{lead}/intro.mp4", clip(tmp_path), content_type="video/mp4")
    served.leads.edit(lead, {"video": served.blobs.location("videos", f"{lead}/intro.mp4")}, "a test")
    page.goto(served.url)
    answers: list[int] = []
    page.on("response", lambda answer: answers.append(answer.status) if "/media/" in answer.url else None)
    page.get_by_role("link", name="Play the video for Ana Diaz").click()
    until(page, "document.querySelector('tr.stage video')?.currentTime > 0.2")
    page.evaluate("document.querySelector('tr.stage video').currentTime = 2.2")
    until(page, "document.querySelector('tr.stage video').currentTime > 2.3")
    assert set(answers) == {206}
    page.get_by_role("link", name="Play the video for Ana Diaz").click()
    assert page.locator("video").count() == 0


def drop(page: Any, name: str, text: str) -> None:
    """Drop a file on the page as a person does, by drag events."""
    page.evaluate(
        """([name, text]) => {
            const carried = new DataTransfer();
            carried.items.add(new File([text], name, { type: "text/csv" }));
            const how = { dataTransfer: carried, bubbles: true, cancelable: true };
            for (const kind of ["dragenter", "dragover", "drop"])
                document.body.dispatchEvent(new DragEvent(kind, how));
        }""",
        [name, text],
    )


def test_a_dropped_file_is_followed_to_its_last_task_and_its_leads_appear(served: Served, page: Any) -> None:
    page.goto(served.url)
    page.get_by_text("No leads yet").wait_for()
    drop(page, "leads.csv", CSV)
    page.locator(".parcel.done").wait_for()
    told = page.locator(".parcel p").inner_text()
    assert "12 rows: 12 new, 0 merged, 0 rejected" in told and "tasks ended" in told
    page.locator("td.c-name").nth(11).wait_for()
    until(page, "document.querySelector('[data-figure=leads]').textContent === '12'")
    assert served.leads.count() == 12
    page.get_by_role("link", name="About this import").click()
    page.get_by_role("heading", name="leads.csv").wait_for()


def test_a_workbook_is_taken_as_a_csv_is(served: Served, page: Any) -> None:
    book = BytesIO()
    with xlsxwriter.Workbook(book) as made:
        sheet = made.add_worksheet()
        for row, cells in enumerate(csv.reader(StringIO(CSV))):
            sheet.write_row(row, 0, cells)
    page.goto(served.url)
    assert ".xlsx" in page.locator("#file").get_attribute("accept")
    page.set_input_files("#file", {"name": "leads.xlsx", "mimeType": TYPES[".xlsx"], "buffer": book.getvalue()})
    page.locator(".parcel.done").wait_for()
    assert "12 rows: 12 new" in page.locator(".parcel p").inner_text()
    assert served.leads.count() == 12


def test_a_chosen_file_that_holds_nothing_is_refused_in_words(served: Served, page: Any) -> None:
    page.goto(served.url)
    page.set_input_files("#file", {"name": "empty.csv", "mimeType": "text/csv", "buffer": b""})
    page.locator(".parcel.failed").wait_for()
    assert "the file is empty" in page.locator(".parcel p").inner_text()
    page.get_by_role("button", name="Close the progress of empty.csv").click()
    assert page.locator(".parcel").count() == 0


@pytest.mark.parametrize("path", ["/", "/imports", "/tasks", "/docs", "/leads/{lead}"])
@pytest.mark.parametrize("width", [390, 1200])
def test_no_page_is_wider_than_the_screen_and_every_control_has_a_name(
    served: Served, page: Any, path: str, width: int
) -> None:
    lead = add(served, full_name="x" * 300, company_name="y" * 300, email="m@x.example", website_url="x.example")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(served.url + path.format(lead=lead))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    nameless = page.evaluate(
        """[...document.querySelectorAll("a, button, input:not([type=hidden]), select, video")].filter((each) =>
            !each.textContent.trim() && !each.getAttribute("aria-label") && !each.labels?.length
        ).map((each) => each.outerHTML)"""
    )
    assert nameless == []


def clip(folder: Path) -> bytes:
    """Three seconds of moving picture and sound."""
    ffmpeg = pytest.importorskip("imageio_ffmpeg", reason="run: uv sync --extra video").get_ffmpeg_exe()
    target = folder / "clip.mp4"
    picture = ["-f", "lavfi", "-i", "testsrc2=s=320x180:d=3:r=30", "-f", "lavfi", "-i", "sine=d=3"]
    form = ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "15", "-c:a", "aac", "-movflags", "+faststart"]
    subprocess.run([ffmpeg, "-v", "error", *picture, *form, str(target)], check=True)
    return target.read_bytes()
