"""Functions are thin doors, cheap to open, and the manifest names each of them."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from shared.manifest import read_manifest

ROOT = Path(__file__).parents[2]
DOORS = sorted(path.parent.name for path in (ROOT / "functions").glob("*/main.py"))
HEAVY = (
    "google",
    "openai",
    "moviepy",
    "playwright",
    "gspread",
    "pyairtable",
    "httpx",
    "numpy",
    "av",
    "PIL",
    "fastapi",
    "rich",
    "jwt",
    "cryptography",
    "opentelemetry",
    "sentry_sdk",
)

LOADED = "import json, sys; import {module}; print(json.dumps(sorted(sys.modules)))"


def loaded_by(module: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(module=module)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("name", DOORS)
def test_opening_a_door_loads_no_client_that_it_may_not_need(name: str) -> None:
    own = loaded_by(f"functions.{name}.main") - loaded_by("functions_framework")  # which brings a `google` of its own
    heavy = {module for module in own if module.partition(".")[0] in HEAVY}
    assert heavy == set()


@pytest.mark.parametrize("name", DOORS)
def test_a_door_hands_over_and_ends(name: str) -> None:
    folder = ROOT / "functions" / name
    text = (folder / "main.py").read_text()
    functions = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    assert len(text.splitlines()) <= 30
    assert [function.name for function in functions] == [name]
    assert {path.name for path in folder.iterdir()} - {"__pycache__"} == {"main.py", "requirements.txt", "__init__.py"}


def test_the_manifest_and_the_folders_name_the_same_functions() -> None:
    assert sorted(read_manifest(ROOT / "manifest.yaml").functions) == DOORS


def test_every_job_and_service_of_the_manifest_has_its_module() -> None:
    manifest = read_manifest(ROOT / "manifest.yaml")
    modules = [job.module for job in manifest.jobs.values()] + [
        str(one["module"]) for one in manifest.services.values()
    ]
    missing = [module for module in modules if not (ROOT / (module.replace(".", "/") + ".py")).exists()]
    assert missing == []


def test_fault_points_have_one_name_each() -> None:
    names = [
        node.args[0].value
        for top in ("shared", "local", "containers")
        for path in (ROOT / top).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and (getattr(node.func, "attr", None) == "reach" or getattr(node.func, "id", None) == "reach")
    ]
    assert sorted(names) == sorted(set(names))
    assert all(isinstance(name, str) and name.count(".") >= 1 for name in names)
