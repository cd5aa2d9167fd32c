"""The whole first journey with Firestore and Cloud Storage underneath: what comes out is what one machine gives."""

import json
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from local.journey import Options, drop, walk
from shared.app import App, use
from shared.core.errors import InvalidInput
from shared.core.ids import random_id, stable_id
from shared.core.settings import Settings
from shared.ports.documents import Query
from shared.video.probe import probe

MESSY = """Report of leads;;;
;;;
Name;Firma;E-Mail;Standort
"Díaz, Ana";ACME GmbH;ana@acme.example;Köln, NRW, Deutschland
"Díaz, Ana";ACME GmbH;ana@acme.example;Köln, NRW, Deutschland
;;nothing;
"""

SHORT = """
name: short
title: A second and a half
resolution: {width: 640, height: 360}
fps: 30
fallbacks: {first_name: there, company_name: your firm}
segments:
  - {name: hello, kind: personal, seconds: 1.5, background: website, headline: "Hi {first_name}!"}
"""


def journey(settings: Settings, *, stop_at: str) -> tuple[App, tuple[int, ...], list[dict[str, Any]]]:
    """Drop a file, walk it to its end; the installation, the import's counts, the exported leads without ids."""
    app = use(App(settings))
    file = settings.data.parent / "messe.csv"
    file.write_text(MESSY)
    (done,) = walk(app, [drop(app, file, Options(stop_at=stop_at))], lambda _: None)
    target = BytesIO()
    app.exporter.write("jsonl", target)
    leads = [json.loads(line)["fields"] for line in target.getvalue().splitlines()]
    return app, (done.rows, done.created, done.merged, done.rejected), leads


@pytest.mark.slow
def test_a_dropped_file_becomes_the_same_leads_as_on_one_machine_and_a_video_in_the_bucket(
    tmp_path: Path, emulators: Mapping[str, str]
) -> None:
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
    (tmp_path / "types").mkdir()
    (tmp_path / "types" / "short.yaml").write_text(SHORT)
    own = {"video_type": "short", "video_types": tmp_path / "types"}
    near = Settings(data=tmp_path / "here" / "data", network=False, **own)
    far = replace(near, data=tmp_path / "there" / "data", shelf="emulators", project=f"test-{random_id()}")
    here, counted, at_home = journey(near, stop_at="enrich")  # what a video looks like does not depend on the shelf
    there, counted_there, abroad = journey(far, stop_at="render")
    places = [lead.pop("video") for lead in abroad]
    assert all("no website" in lead.pop("video_note") for lead in abroad)
    assert (counted, at_home) == (counted_there, abroad)
    assert len(places) == counted[1] >= 1
    for place in places:
        assert place.startswith(f"gs://{far.project}-leadreel-videos/")
        name = place.rpartition("/")[2]
        video = probe(there.blobs.download("videos", name, tmp_path / name))
        assert video.flaws == ()
        assert abs(video.seconds - 1.5) < 0.05
    assert not list((far.data / "videos").glob("*"))  # nothing of it lies on this machine
    one_id_leads_from_the_object_to_the_video(there)
    here.database.close()
    there.database.close()


def one_id_leads_from_the_object_to_the_video(app: App) -> None:
    """Through the function, the queue and the job, which is a process of its own."""
    (imported,) = app.imports.list()
    blob = app.blobs.stat(imported.bucket, imported.object)
    assert blob is not None
    id = stable_id("object", blob.bucket, blob.name, blob.generation)
    jobs = [found.data for found in app.documents.query(Query("render_jobs"))]
    assert {imported.correlation_id} | {task.correlation_id for task in app.tasks.list()} == {id}
    assert jobs and {job["correlation_id"] for job in jobs} == {id}
    written = [json.loads(line) for line in (app.settings.data / "logs" / "leadreel.jsonl").read_text().splitlines()]
    made = [line for line in written if line["message"] == "video made"]  # by the job
    assert len(made) == len(jobs) and {line["correlation_id"] for line in made} == {id}


def test_a_file_that_is_longer_than_a_call_goes_from_call_to_call(tmp_path: Path, emulators: Mapping[str, str]) -> None:
    """The first call stores what its time allows; the queue brings the rest to `ingest_rest`."""
    settings = Settings(
        data=tmp_path / "data", network=False, shelf="emulators", project=f"test-{random_id()}", ingest_patience=0.05
    )
    app = use(App(settings))
    file = tmp_path / "long.csv"
    rows = 700
    file.write_text("Full Name,Email\n" + "".join(f"Ana{n} Diaz{n},a{n}@x{n % 97}-test.com\n" for n in range(rows)))
    (done,) = walk(app, [drop(app, file, Options(stop_at="leads"))], lambda _: None)
    assert (done.state, done.rows, done.created, app.leads.count()) == ("done", rows, rows, rows)
    handed = list(app.tasks.list(kind="ingest"))
    assert len(handed) >= 2
    assert {task.state for task in handed} == {"done"}
    assert {task.correlation_id for task in handed} == {done.correlation_id}
    assert app.queue.backlog()["ingest"] == 0
    app.database.close()


def test_emulators_that_are_not_named_are_asked_for_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FIRESTORE_EMULATOR_HOST", raising=False)
    app = App(Settings(data=tmp_path, shelf="emulators", project="p"))
    with pytest.raises(InvalidInput, match="make emulators"):
        _ = app.documents


def test_a_shelf_that_does_not_exist_is_refused_with_those_that_do(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="local, emulators, gcp"):
        _ = App(Settings(data=tmp_path, shelf="azure")).documents


def test_on_google_cloud_nothing_is_delivered_from_here(tmp_path: Path) -> None:
    app = App(Settings(data=tmp_path, shelf="gcp", project="p"))
    for part in ("deliveries", "runs"):
        with pytest.raises(InvalidInput, match="on Google Cloud the platform"):
            getattr(app, part)
