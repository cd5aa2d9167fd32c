"""A house moves, and nothing begins anew because of it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from shared.app import App
from shared.core.settings import Settings

ROOT = Path(__file__).parents[2]


def test_a_house_that_moved_knows_its_uploads_and_does_not_read_them_again(
    up: Callable[..., Any], house: App, data: Path, tmp_path: Path
) -> None:
    old = App(Settings(data=tmp_path / "old", network=False))
    source = tmp_path / "people.csv"
    source.write_text("full_name,company_name\nAna Diaz,ACME\nBo Li,Bolt\n")

    def leadreel(folder: Path, *words: str) -> str:
        command = [sys.executable, "-m", "local.cli", "--data", str(folder), *words]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout

    leadreel(tmp_path / "old", "ingest", "--stop-at", "leads", str(source))
    leadreel(tmp_path / "old", "data", "export", str(tmp_path / "all"))
    leadreel(data, "data", "import", str(tmp_path / "all"))
    assert house.leads.count() == old.leads.count() == 2
    assert [one.object for one in house.imports.list()] == [one.object for one in old.imports.list()]
    up()
    log = data / "logs" / "leadreel.jsonl"
    end = time.monotonic() + 20
    while "object was moved here" not in (log.read_text() if log.exists() else ""):
        assert time.monotonic() < end, "the door did not hear of the object"
        time.sleep(0.05)
    assert len(house.imports.list()) == 1
    old.database.close()


def test_a_migration_that_was_killed_goes_on_with_the_same_command(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    for name in ("a", "b", "c"):
        people = [{"email": f"{name}{n}@firm{n}-test.com", "full_name": f"{name} Person{n}"} for n in range(50)]
        (old / f"{name}.json").write_text(json.dumps(people))

    def migrate(faults: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "local.cli", "--json", "--data", str(tmp_path / "data"), "migrate", "run"]
        env = {**os.environ, "LEADREEL_FAULTS": faults}
        return subprocess.run(
            [*command, str(old)], cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=60
        )

    for point in ("intake.after_chunk=kill@2", "migration.after_keep=kill@2"):
        assert migrate(point).returncode == -9
    done = json.loads(migrate("").stdout)
    assert (done["records"], done["created"], done["rejected"]) == (150, 150, 0)
    app = App(Settings(data=tmp_path / "data", network=False))
    assert app.leads.count() == 150
    assert app.migrations.validate() == []
    app.database.close()
