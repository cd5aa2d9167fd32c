"""The console of a running house: a file dropped on the page becomes leads whose videos play in place."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.app import App
from shared.video.chromium import REMEDY, find_chromium, flags

pytestmark = pytest.mark.browser


@pytest.fixture
def page() -> Iterator[Any]:
    chromium = find_chromium()
    if chromium is None:
        pytest.skip(REMEDY)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=flags())
        page = browser.new_page()
        page.set_default_timeout(60_000)
        yield page
        browser.close()


def until(page: Any, true: str, seconds: float = 60.0) -> None:
    """Ask the page again and again; its own policy forbids it to wait by evaluating text."""
    end = time.monotonic() + seconds
    while not page.evaluate(true):
        assert time.monotonic() < end, f"it did not happen: {true}"
        page.wait_for_timeout(100)


def test_a_file_given_to_the_page_becomes_a_lead_with_a_video_that_plays(
    up: Callable[..., Any], house: App, tmp_path: Path, page: Any
) -> None:
    file = tmp_path / "from the page.csv"
    file.write_text("Name;Firma\nAna <b>Díaz</b>;ACME GmbH\n", encoding="utf-8")
    running = up(LEADREEL_VIDEO_TYPE="demo")
    page.goto(running.url)
    page.set_input_files("input[type=file]", str(file))
    until(page, "document.querySelector('table.leads, main table')?.innerText.includes('ACME GmbH')")
    assert page.locator("main table b").count() == 0  # what a cell holds is text
    play = page.get_by_role("button", name="Play").or_(page.get_by_role("link", name="Play")).first
    until(page, "[...document.querySelectorAll('main a, main button')].some(one => /Play/.test(one.textContent))")
    play.click()
    until(page, "(document.querySelector('video')?.currentTime ?? 0) > 0.3")
    (lead,) = house.leads.all()
    assert lead.text("full_name").startswith("Ana")
    assert house.tasks.counts(kind="attach_video") == {"done": 1}


def test_what_zapier_posts_to_the_hook_reaches_the_function(up: Callable[..., Any], house: App) -> None:
    running = up()
    _, key = house.keys.create("zapier", ["write"])
    body = b'{"email": "ana@acme.example", "full_name": "Ana Diaz"}'
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json", "Idempotency-Key": "1"}
    for _ in range(2):
        request = urllib.request.Request(f"{running.url}hooks/accept", body, headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.status == 200
    assert house.leads.count() == 1


@pytest.mark.parametrize("function", ["ingest_csv", "enrich", "nothing"])
def test_no_other_door_is_reached_from_outside(up: Callable[..., Any], function: str) -> None:
    running = up()
    request = urllib.request.Request(f"{running.url}hooks/{function}", b"{}", {"Content-Type": "application/json"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=30)
    assert refused.value.code == 404
