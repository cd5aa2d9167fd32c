"""`leadreel up`: what is dropped arrives, whatever happens to the host."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from shared.app import App

HEADER = "full_name,email,company_name,phone\n"


def people(count: int, start: int = 0) -> str:
    rows = (
        f"Pat Person{n},pat{n}@firm{n}-test.com,Firm {n} Ltd,+1 512 555 {n:04d}\n" for n in range(start, start + count)
    )
    return HEADER + "".join(rows)


def drop(data: Path, name: str, text: str) -> None:
    """As a person does it: a copy that grows in place."""
    (data / "uploads").mkdir(parents=True, exist_ok=True)
    source = data.parent / name
    source.write_text(text)
    shutil.copyfile(source, data / "uploads" / name)


def emails(house: App) -> list[str]:
    return sorted(lead.text("email") for lead in house.leads.all())


def wait_for(true: Callable[[], Any], seconds: float = 60.0) -> float:
    """Seconds until it was true."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        time.sleep(0.01)
    return time.monotonic() - began


def test_a_dropped_file_is_leads_within_moments(up: Callable[..., Any], house: App, data: Path) -> None:
    up()
    drop(data, "a.csv", people(20))
    wait_for(lambda: house.leads.count() == 20, 10)
    (imported,) = house.imports.list()
    assert (imported.rows, imported.created) == (20, 20)


def test_what_was_dropped_while_the_house_was_down_is_found_at_the_start(
    up: Callable[..., Any], house: App, data: Path
) -> None:
    drop(data, "a.csv", people(3))
    up()
    wait_for(lambda: house.leads.count() == 3, 15)


def test_kill_9_in_the_middle_of_a_thousand_leads_loses_and_doubles_nothing(
    up: Callable[..., Any], house: App, data: Path
) -> None:
    # The import itself dies in its third chunk, and then the whole house while enrichers run.
    first = up(LEADREEL_FAULTS="intake.after_chunk=kill@3")
    drop(data, "a.csv", people(1000))
    wait_for(lambda: 0 < house.leads.count() < 1000, 20)
    first.kill()
    wait_for(lambda: not first.group(), 10)
    assert house.leads.count() < 1000
    second = up()
    wait_for(lambda: house.leads.count() == 1000, 60)
    wait_for(lambda: house.tasks.counts(kind="enrich").get("done", 0) > 50, 30)
    second.kill()
    third = up()
    wait_for(lambda: house.imports.list()[0].state == "done", 60)
    assert emails(house) == sorted(f"pat{n}@firm{n}-test.com" for n in range(1000))
    done = house.imports.list()[0]
    assert done.rows == done.created + done.merged + done.updated + done.rejected == 1000
    assert done.created == 1000
    assert third.stop() == 0


def test_ctrl_c_ends_the_whole_group(up: Callable[..., Any], data: Path) -> None:
    one = up()
    assert len(one.group()) >= 2
    assert one.stop() == 0
    assert one.group() == []


def test_a_second_host_for_the_same_folder_is_told_so(up: Callable[..., Any], data: Path) -> None:
    import subprocess
    import sys

    up()
    second = subprocess.run(
        [sys.executable, "-m", "local.cli", "--data", str(data), "up", "--port", "0"],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert second.returncode == 1
    assert "in use" in second.stderr
    assert "Traceback" not in second.stderr


def test_one_correlation_id_goes_from_the_object_to_the_last_effect(
    up: Callable[..., Any], house: App, data: Path
) -> None:
    up()
    drop(data, "a.csv", people(1))
    wait_for(house.effects.counts, 30)
    (imported,) = house.imports.list()
    (lead,) = house.leads.all()
    tasks = house.tasks.for_lead(lead.id)
    (effect,) = house.effects.list(subject=lead.id)
    ids = {imported.correlation_id, effect.correlation_id, *(task.correlation_id for task in tasks)}
    assert len(ids) == 1
    assert ids.pop()
