"""Who may import whom. The floors stand in docs/decisions/0001-floors.md."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("floors")  # every file is read once

ROOT = Path(__file__).parents[2]

FLOORS = {
    "shared.core": 1,
    "shared.ports": 2,
    "shared.http": 2,
    "shared.egress": 2,
    "shared.proxy": 2,
    "shared.adapters": 3,
    "shared.manifest": 3,
    "shared.effects": 3,
    "shared.tasks": 3,
    "shared.ai": 3,
    "shared.auth": 3,
    "shared.publish": 3,
    "shared.leads": 4,
    "shared.video": 4,
    "shared.calls": 4,
    "shared.ops": 4,
    "shared.sync": 5,
    "shared.content": 5,
    "shared.repurpose": 5,
    "shared.chat": 5,
    "shared.problem": 4,
    "shared.app": 6,
    "shared.entry": 7,
    "functions": 8,
    "containers": 8,
    "local": 9,
    "sandbox": 9,
}
BESIDE = {  # neighbours on one floor that may be used
    ("shared.http", "shared.egress"),
    ("shared.proxy", "shared.egress"),
    ("shared.manifest", "shared.ports"),
    ("shared.tasks", "shared.effects"),
    ("shared.ai", "shared.effects"),
    ("shared.publish", "shared.effects"),
    ("local", "sandbox"),
}
FILES = sorted(
    path for top in ("shared", "functions", "containers", "local", "sandbox") for path in (ROOT / top).rglob("*.py")
)


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str | None:
    """The longest known name that the module lies in; None for what is not ours."""
    names = [name for name in FLOORS if module == name or module.startswith(name + ".")]
    return max(names, key=len, default=None)


@cache
def imports_of(path: Path) -> tuple[tuple[str, bool], ...]:
    """Every module that a file imports, and whether it does so while it is itself being imported."""
    return tuple(_imports_of(path))


def _imports_of(path: Path) -> Iterator[tuple[str, bool]]:
    tree = ast.parse(path.read_text("utf-8"))
    inside = {
        id(node)
        for top in ast.walk(tree)
        if isinstance(top, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(top)
    }
    typing_only = {
        id(node)
        for top in ast.walk(tree)
        if isinstance(top, ast.If) and isinstance(top.test, ast.Name) and top.test.id == "TYPE_CHECKING"
        for node in ast.walk(top)
    }
    for node in ast.walk(tree):
        at_once = id(node) not in inside and id(node) not in typing_only
        if isinstance(node, ast.Import):
            yield from ((alias.name, at_once) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module, at_once
            yield from ((f"{node.module}.{alias.name}", at_once) for alias in node.names)


def edges() -> Iterator[tuple[str, str, Path]]:
    """Every step from one room into another."""
    for path in FILES:
        here = room_of(module_of(path))
        for module, _ in imports_of(path):
            there = room_of(module)
            if here and there and here != there:
                yield here, there, path


def test_every_folder_of_shared_stands_on_a_floor() -> None:
    homeless = [module_of(path) for path in FILES if module_of(path) != "shared" and room_of(module_of(path)) is None]
    assert homeless == [] or homeless == ["shared"]


def test_imports_point_downward_only() -> None:
    upward = {
        f"{path.relative_to(ROOT)}: {here} imports {there}"
        for here, there, path in edges()
        if FLOORS[there] >= FLOORS[here] and (here, there) not in BESIDE
    }
    assert upward == set()


def test_only_the_composition_root_knows_the_adapters() -> None:
    knowing = {str(path.relative_to(ROOT)) for here, there, path in edges() if there == "shared.adapters"}
    assert knowing <= {"shared/app.py"}


def test_the_sandbox_stands_alone() -> None:
    reached = {there for here, there, _ in edges() if here == "sandbox"}
    assert reached <= {"shared.core"}


def test_nothing_runs_in_circles() -> None:
    known = {module_of(path) for path in FILES}
    graph: dict[str, set[str]] = {}
    for path in FILES:
        here = module_of(path)
        graph[here] = {module for module, at_once in imports_of(path) if at_once and module in known and module != here}
    for package in [name for name in graph if any(other.startswith(name + ".") for other in graph)]:
        graph[package] = {module for module in graph[package] if not module.startswith(package + ".")}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' → '.join(error.args[1])}")


def test_a_vendor_kit_is_imported_by_its_plug_in_alone() -> None:
    """Kits of vendors live in one plug-in's file each, which is named after what it connects to."""
    kits = ("openai", "elevenlabs", "pyairtable", "gspread", "google.cloud", "google.genai", "moviepy")
    found = {
        f"{path.relative_to(ROOT)}: {module}"
        for path in FILES
        for module, at_once in imports_of(path)
        if at_once and any(module == kit or module.startswith(kit + ".") for kit in kits)
    }
    assert found == set()
