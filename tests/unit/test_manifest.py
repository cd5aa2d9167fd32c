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
        ("  renderer:\n", "  enrich:\n", "used twice"),
        ("  console:\n", "  ingest-csv:\n", "used twice"),
        ("  media: {}", "  uploads: {}", "is there twice"),
        ("  render:\n    {kind", "  enrich:\n    {kind", "is there twice"),
        ("max_backoff: 300", "max_backof: 300", "max_backof|retry"),
        ("timeout: 540", "timout: 540", "unknown setting 'timout'"),
        ("memory: 256Mi", "memory: 256M", "memory must be such as 512Mi"),
        ("reads: [uploads]", "reads: [upload]", "reads names 'upload', which is none of the buckets"),
        ("sends: [enrich, render]", "sends: [enrch]", "none of the queues"),
        ("starts: [renderer]", "starts: [render]", "none of the jobs"),
        ("secrets: [installation]", "secrets: [instalation]", "none of the secrets"),
        ("concurrency: 1, instances: 1,", "concurrency: 1, public: true,", "only what takes requests can be public"),
        ("{env: LEADREEL_SECRET", "{env: leadreel_secret", "needs `env`"),
        ("cool_after: 90", "cool_after: 0", "cool_after must be from 1"),
        ("  uploads: {cool", "  Uploads: {cool", "a name is lower-case"),
        ("  videos: {}", "  videos_of_the_whole_house: {}", "at most 20"),
        ("field: updated_at}", "field: import}\n  - {field: x}", "needs `collection` and `field`"),
        (
            "{collection: imports, field: updated_at}",
            "{collection: imports, field: created_at}",
            "declared as an index",
        ),
        ("function: ingest_csv}", "function: ingest_csv}\n  - {bucket: uploads, function: ingest_csv}", "there twice"),
        (
            "{collection: imports, fields: [created_at]}",
            "{collection: imports, fields: [a, b], expires: true}",
            "one field",
        ),
        ("timeout: 540", "timeout: 541", "timeout must be from 1 to 540"),
        ("kind: task, timeout: 300", "kind: task, timeout: 1801", "timeout must be from 1 to 1800"),
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
    if told in {"unknown time zone", "not five fields", "unknown bucket"} or "unknown function" in told:
        assert line == changed[0]


def test_what_each_may_touch_is_told() -> None:
    access = read_manifest(ROOT / "manifest.yaml").access
    assert "uploads" in access["ingest_csv"].reads
    assert access["accept"].public and not access["maintain"].public
    assert "installation" in access["console"].secrets


def test_a_rate_of_500_is_the_most_and_501_is_refused_with_its_line() -> None:
    assert parse_manifest(TEXT.replace("    rate: 200", "    rate: 500")).queues["enrich"].rate == 500
    with pytest.raises(InvalidInput, match=rf"manifest.yaml:{TEXT[: TEXT.index('    rate: 200')].count(chr(10)) + 1}:"):
        parse_manifest(TEXT.replace("    rate: 200", "    rate: 501"))


def test_broken_yaml_is_refused_with_its_line() -> None:
    with pytest.raises(InvalidInput, match=r"manifest.yaml:2"):
        parse_manifest("buckets: {}\n  - : [")


def test_an_absent_manifest_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_manifest(tmp_path / "none.yaml")
