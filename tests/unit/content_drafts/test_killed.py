"""A process that dies at any named point on the way from proposal to draft: one draft, one paid render."""

import re
from pathlib import Path
from typing import Any

import pytest

from shared.core import faults

HOME = Path(__file__).parents[3] / "shared"
FILES = ("content/drafts.py", "content/draft_worker.py", "content/draft_renders.py", "content/draft_store.py")
POINTS = sorted({found for file in FILES for found in re.findall(r'reach\("([^"]+)"\)', (HOME / file).read_text())})
EFFECTS = re.findall(r'reach\("([^"]+)"\)', (HOME / "effects/ledger.py").read_text())


class PowerCut(BaseException):
    """Nothing catches it, as nothing outlives a power cut."""


def cut(point: str) -> None:
    raise PowerCut(point)


def survive(stage: Any, point: str, at: int) -> bool:
    """Drive on through one power cut at the `at`-th arrival at `point`; whether it came."""
    faults.arm(point, cut, at=at)
    came = False
    try:
        stage.settle()
    except PowerCut:
        came = True
    finally:
        faults.disarm()
    if came:
        stage.die()
        for _ in range(3):
            stage.house.reaper.rescue()
            stage.settle()
            if not next(stage.house.tasks.list(kind="draft", state="skipped"), None):
                break
            stage.clock.advance(2400)
    return came


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch, film: bytes) -> None:
    """The house's renderer makes the same film each time; how is told elsewhere."""
    from shared.app import App

    class Renderer:
        def render_movie(self, movie: Any, target: Path, **_: Any) -> None:
            target.write_bytes(film)

    monkeypatch.setattr(App, "movies", lambda self, *_, **__: Renderer())


@pytest.mark.load
@pytest.mark.usefixtures("_quick")
@pytest.mark.parametrize("renderer", ["house", "json2video"])
def test_a_power_cut_at_any_point_leaves_one_draft_and_one_order(stage: Any, renderer: str) -> None:
    stage.renderer = renderer
    stage.begin()
    came: set[str] = set()
    numbers: list[int] = []
    for point in [*POINTS, *(EFFECTS if renderer == "json2video" else [])]:
        for at in (1, 2) if renderer == "house" else (1,):
            id, ordered = f"{point}-{at}", stage.standin.count("POST", "/v2/movies")
            stage.propose(id)
            if survive(stage, point, at):
                came.add(point)
            draft = stage.house.drafts.of_proposal(id)
            assert draft is not None and draft.sha256 and not draft.error.startswith("not rendered"), (id, draft)
            assert stage.standin.count("POST", "/v2/movies") - ordered == (renderer == "json2video"), id
            assert draft.cost > 0 if renderer == "json2video" else draft.cost == 0, id
            numbers.append(draft.number)
    assert numbers == list(range(1, len(numbers) + 1)) == sorted(draft.number for draft in stage.drafts())
    assert {task.state for task in stage.house.tasks.list(kind="draft")} == {"done"}
    assert len(list(stage.house.blobs.list("content", "drafts/"))) == len(numbers)
    elsewhere = {
        "house": {"draft.before_order", "draft.after_order"},
        "json2video": {"drafter.before_render", "drafter.after_render"},
    }
    assert set(POINTS) - came == elsewhere[renderer] | {"drafts.change", "drafts.changed"}
