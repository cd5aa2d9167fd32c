"""The table of the contract's cases names each of them."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PORTS = ("documents", "blobs", "queue", "jobs", "events", "events_in_the_cloud", "secrets")


def cases(port: str) -> set[str]:
    source = (Path(__file__).parent / f"test_{port}.py").read_text("utf-8")
    names = [node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return {name.removeprefix("test_").replace("_", " ") for name in names if name.startswith("test_")}


def test_every_case_stands_in_the_table_and_none_that_is_gone() -> None:
    text = (ROOT / "docs" / "contract.md").read_text("utf-8")
    sections = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    for port in PORTS:
        lines = sections[port.replace("_", " ").capitalize()].strip().splitlines()[2:]
        told = {line.split(" | ")[0].removeprefix("| ") for line in lines}
        assert told == cases(port), f"{port}: bring docs/contract.md up to date with: make contract-table"


def test_nothing_is_unverified_for_documents_and_blobs() -> None:
    text = (ROOT / "docs" / "contract.md").read_text("utf-8")
    summary = dict(re.findall(r"^\| (\w[\w ]*) \| \d+ \| (\d+) \|$", text, re.MULTILINE))
    assert summary.keys() >= {"documents", "blobs"}
    assert set(summary.values()) == {"0"}
