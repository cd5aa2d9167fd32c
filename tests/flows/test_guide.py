"""What the guide says is run as it stands there."""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```sh(?: exit=(\d+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = [page for page in sorted((ROOT / "docs" / "guide").glob("*.md")) if BLOCK.search(page.read_text())]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_block_of_a_page_runs(page: Path, tmp_path: Path, with_samples: Callable[[Path], Path]) -> None:
    with_samples(tmp_path / "var")
    env = {**os.environ, "PATH": f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}", "LEADREEL_NETWORK": "off"}
    env = {name: value for name, value in env.items() if name != "LEADREEL_DATA"}
    for code, text in BLOCK.findall(page.read_text()):
        run = subprocess.run(
            ["sh", "-eu", "-c", text], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60, check=False
        )
        assert run.returncode == int(code or 0), f"{text}\n{run.stdout}\n{run.stderr}"
        assert "Traceback" not in run.stderr


def test_links_between_the_pages_lead_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} → {target}"
