"""The renderer's door: which of how many workers a process is, and one task as several processes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from containers.renderer.main import owner, place, processes

HOME = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({}, (0, 1)),
        ({"CLOUD_RUN_TASK_INDEX": "2", "CLOUD_RUN_TASK_COUNT": "4"}, (2, 4)),
        ({"CLOUD_RUN_TASK_INDEX": "2", "CLOUD_RUN_TASK_COUNT": "4", "LEADREEL_RENDER_PROCESS": "1/2"}, (5, 8)),
    ],
)
def test_every_process_of_every_task_has_a_place_of_its_own(env: dict[str, str], expected: tuple[int, int]) -> None:
    assert place(env) == expected


def test_processes_of_one_task_hold_leases_under_names_of_their_own() -> None:
    task = {"CLOUD_RUN_EXECUTION": "e", "CLOUD_RUN_TASK_INDEX": "1", "CLOUD_RUN_TASK_COUNT": "2"}
    names = {owner({**task, "LEADREEL_RENDER_PROCESS": f"{n}/2"}, 0) for n in range(2)}
    assert names == {"e/2/0", "e/3/0"}


def test_there_is_a_process_for_each_core_in_the_cloud_and_one_here() -> None:
    assert processes({}, "local") == 1
    assert processes({}, "gcp") == (os.cpu_count() or 1)
    assert processes({"LEADREEL_RENDER_PROCESSES": "3"}, "local") == 3
    assert processes({"LEADREEL_RENDER_PROCESS": "0/3", "LEADREEL_RENDER_PROCESSES": "3"}, "gcp") == 1


def test_two_processes_end_well_when_nothing_waits_and_badly_without_their_manifest(tmp_path: Path) -> None:
    env = {**os.environ, "LEADREEL_DATA": str(tmp_path), "LEADREEL_RENDER_PROCESSES": "2", "LEADREEL_NETWORK": "off"}
    command = [sys.executable, "-m", "containers.renderer.main"]
    assert subprocess.run(command, cwd=HOME, env=env, capture_output=True, timeout=60, check=False).returncode == 0
    asked = subprocess.Popen([*command, "--manifest", "none"], cwd=HOME, env=env, stderr=subprocess.PIPE, text=True)
    said = asked.communicate(timeout=60)[1]
    assert asked.returncode == 1
    assert "no manifest 'none'" in said
