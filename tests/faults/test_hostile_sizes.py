"""Files made to fill the memory or the day end in a report, within seconds and a small memory."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.load
ROOT = Path(__file__).parents[2]
SECONDS = 10.0  # of processor time: other work may share the machine
MEGABYTES = 300

READ = """
import json, pathlib, re, resource, sys, time
from shared.core.errors import InvalidInput
from shared.leads.reader import open_path, open_table
began, good, told = time.process_time(), 0, ""
try:
    with open_path(sys.argv[1]) as stream:
        table = open_table(stream, "hostile")
        for _, _, cells, fault in table.rows():
            good += not fault and any(cell.startswith("Ana Diaz") for cell in cells)
        told = "; ".join(table.finish())
except InvalidInput as error:
    told = str(error)
own = pathlib.Path("/proc/self/status")  # getrusage counts what the process that started this one held
peak = int(re.search(r"VmHWM:\\s+(\\d+)", own.read_text())[1]) // 1024 if own.exists() else (
    resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
)
print(json.dumps([good, told, time.process_time() - began, peak]))
"""


def _kit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hostile_files", ROOT / "tests" / "data" / "hostile.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


KIT = _kit()


@pytest.mark.parametrize(("name", "make", "good"), [pytest.param(*one, id=one[0]) for one in KIT.heavy()])
def test_a_file_of_great_size_costs_little(name: str, make: object, good: int, tmp_path: Path) -> None:
    path = tmp_path / name
    code = (
        "import importlib.util, pathlib, sys; "
        f"spec = importlib.util.spec_from_file_location('kit', {str(ROOT / 'tests/data/hostile.py')!r}); "
        "kit = importlib.util.module_from_spec(spec); spec.loader.exec_module(kit); "
        f"next(make for name, make, _ in kit.heavy() if name == {name!r})(pathlib.Path(sys.argv[1]))"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True, timeout=120)  # its memory is not counted
    run = subprocess.run(
        [sys.executable, "-c", READ, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert "Traceback" not in run.stderr, run.stderr
    found, told, seconds, peak = json.loads(run.stdout)
    assert found == good, told
    assert "\n" not in told
    assert seconds < SECONDS, f"{seconds} s"
    assert peak < MEGABYTES, f"{peak} MB"


def test_the_whole_kit_is_taken_in_by_one_command(tmp_path: Path) -> None:
    kit = tmp_path / "kit"
    kit.mkdir()
    good = {path.name: count for path, count in KIT.write(kit)}
    command = [sys.executable, "-m", "local.cli", "--json", "--data", str(tmp_path / "data"), "ingest"]
    run = subprocess.run(
        [*command, "--stop-at", "leads", *map(str, sorted(kit.iterdir()))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 1, run.stderr
    assert "Traceback" not in run.stderr
    told = {one["file"]: one for one in map(json.loads, run.stdout.splitlines())}
    for name, count in good.items():
        one = told.get(name) or told[f"{name}.csv"]
        taken = one["created"] + one["merged"] + one["updated"]
        assert taken >= count, one
        assert one["rows"] == taken + one["rejected"], one
        assert one["state"] == "done" or one["problems"], one
        assert one["seconds"] < SECONDS, one
