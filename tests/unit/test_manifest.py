"""The manifest refuses, with file and line, what could not run."""

from pathlib import Path

import pytest

from shared.core.errors import InvalidInput
from shared.manifest import parse_manifest, read_manifest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "manifest.yaml").read_text()


def test_the_products_own_manifest_is_sound() -> None:
    manifest = read_manifest(ROOT / "manifest.yaml")
    assert manifest.queues["enrich"].function == "enrich"
    assert ("uploads", "ingest_csv") in {(trigger.bucket, trigger.function) for trigger in manifest.triggers}


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        ("    function: enrich", "    function: enrch", "unknown function 'enrch'"),
        ("    rate: 200", "    rate: 700", "rate must be from 0.01 to 500"),
        ('"*/5 * * * *"', '"*/5 * * *"', "not five fields"),
        ('"*/5 * * * *"', '"61 * * * *"', "not five fields"),
        ("Etc/UTC", "Mars/Base", "unknown time zone"),
        ("services:", "servces:", "unknown section 'servces'"),
        ("  renderer: {module", "  enrich: {module", "used twice"),
        ("kind: request", "kind: wish", "kind must be one of"),
        ("    function: render\n", "    function: maintain\n", "is of kind schedule, not task"),
        ("bucket: uploads", "bucket: upload", "unknown bucket"),
    ],
)
def test_what_could_not_run_is_refused_with_its_line(good: str, bad: str, told: str) -> None:
    assert good in TEXT
    broken = TEXT.replace(good, bad, 1)
    with pytest.raises(InvalidInput, match=told) as refusal:
        parse_manifest(broken)
    line = int(str(refusal.value).split(":")[1])
    changed = [n for n, (a, b) in enumerate(zip(TEXT.split("\n"), broken.split("\n"), strict=False), 1) if a != b]
    assert abs(line - changed[0]) <= 2 or "used twice" in told


def test_broken_yaml_is_refused_with_its_line() -> None:
    with pytest.raises(InvalidInput, match=r"manifest.yaml:2"):
        parse_manifest("buckets: {}\n  - : [")


def test_an_absent_manifest_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_manifest(tmp_path / "none.yaml")
