"""One id leads from a dropped object to its video, through every process that worked for it."""

import json
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shared.app import App
from shared.core import trace
from shared.core.ids import stable_id
from shared.video.chromium import REMEDY, find_chromium


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


def wait_for(true: Callable[[], Any], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def told(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return str(answer.read().decode())


def test_the_log_alone_leads_from_the_object_to_the_blob_of_its_video(
    up: Callable[..., Any], house: App, data: Path
) -> None:
    if find_chromium() is None:
        pytest.skip(REMEDY)
    host = up(LEADREEL_TRACES="file")
    (data / "uploads").mkdir(parents=True, exist_ok=True)
    (data / "uploads" / "one.csv").write_text("full_name,company_name\nAna Diaz,ACME\n")
    wait_for(lambda: any("video" in lead.fields for lead in house.leads.all()))
    log = lines(data / "logs" / "leadreel.jsonl")

    (arrived,) = [line for line in log if line["message"] == "object arrived"]
    assert arrived["object"] == "one.csv"
    id = arrived["correlation_id"]
    assert id == stable_id("object", "uploads", "one.csv", arrived["generation"])
    path = [line for line in log if line.get("correlation_id") == id]
    for step in ("object arrived", "import done", "task ended", "effect done", "video made"):
        assert any(line["message"] == step for line in path), step
    assert {line["kind"] for line in path if line["message"] == "task ended"} >= {"enrich", "render"}
    (made,) = [line for line in path if line["message"] == "video made"]
    bucket, _, name = made["video"].partition("/")
    assert house.blobs.stat(bucket, name) is not None
    assert [str(lead.fields["video"].value) for lead in house.leads.all()] == [made["video"]]

    root = trace.of_correlation(id)
    assert root
    assert {line["logging.googleapis.com/trace"] for line in path} == {root.trace_id}
    spans = [span for span in lines(data / "logs" / "traces.jsonl") if span["trace"] == root.trace_id]
    assert {span["service"] for span in spans} >= {"functions", "renderer"}
    assert {span["name"] for span in spans} >= {"ingest_csv", "enrich", "render"}

    assert json.loads(told(f"{host.url}readyz")) == {"status": "ok"}
    assert "leadreel_tasks_total{" in told(f"{host.url}metrics")  # counted in the functions' own process
    assert 'leadreel_backlog{queue="enrich"} 0' in told(f"{host.url}metrics")


def test_a_rule_acts_soon_while_the_house_is_up(up: Callable[..., Any], house: App, data: Path) -> None:
    house.rules.save("near", "city:bonn", by="me", set={"status": "near"})
    lead = house.intake.add({"full_name": "Ana Diaz"}, source="t", key="1", stop_at="leads").id
    up()
    house.leads.edit(lead, {"city": "Bonn"}, "me")
    wait_for(lambda: house.leads.get(lead).text("status") == "near", 30)
