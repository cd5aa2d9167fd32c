"""`make demo`, with fewer leads than a newcomer sees, and once more."""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from shared.video.chromium import REMEDY, find_chromium
from shared.video.probe import probe

ROOT = Path(__file__).parents[2]


def run(data: Path) -> str:
    env = {**os.environ, "LEADREEL_DATA": str(data), "PYTHONFAULTHANDLER": "1"}  # a crash below Python is told
    command = [sys.executable, "-m", "local.demo", "14"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.mark.load
@pytest.mark.timeout(600)
def test_the_demo_makes_a_video_for_every_lead_and_nothing_twice(tmp_path: Path) -> None:
    if find_chromium() is None:
        pytest.skip(REMEDY)
    first = run(tmp_path / "data")
    assert "14 created, 1 merged, 0 updated, 1 rejected" in first
    assert re.search(r"videos +14, 14 of them new", first)
    assert re.search(r"spent +\$0\.00", first)
    videos = sorted((tmp_path / "data" / "videos").glob("*.mp4"))
    assert len(videos) == 14
    for video in videos:
        found = probe(video)
        assert found.flaws == ()
        assert abs(found.seconds - 10) < 0.05
    with (tmp_path / "data" / "demo" / "leads_with_videos.csv").open(encoding="utf-8-sig", newline="") as file:
        leads = list(csv.DictReader(file))
    assert {Path(lead["video"]).resolve() for lead in leads} == {video.resolve() for video in videos}
    assert len(list((tmp_path / "data" / "screens").iterdir())) == 5
    reasons = {lead["video_note"] for lead in leads} - {""}
    assert any("404" in reason for reason in reasons)
    assert any("no website" in reason for reason in reasons)

    again = run(tmp_path / "data")
    assert "Nothing was done twice" in again
    assert "0 created, 15 merged" in again
    assert sorted((tmp_path / "data" / "videos").glob("*.mp4")) == videos
