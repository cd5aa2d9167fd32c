"""What is deployed of a function works where nothing else of the house is, with nothing else installed."""

import http.server
import json
import subprocess
import sys
import threading
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from packaging.utils import canonicalize_name

from scripts.package import HERE, Packer
from scripts.pins import requirements_of
from shared.app import ROUTES, App
from shared.core.codec import encode
from shared.core.errors import NotFound
from shared.core.settings import Settings
from shared.manifest import read_manifest
from shared.ports.events import finalized
from shared.tasks.model import NewTask

pytestmark = pytest.mark.xdist_group("packages")  # each is packed once
MANIFEST = read_manifest(HERE / "manifest.yaml")
FUNCTIONS = MANIFEST.functions
CSV = b"full_name,email,company_name\nAna Diaz,ana@acme-test.com,ACME\nBo Li,bo@bolt-test.com,Bolt\n"
BUILD = """
import importlib, pathlib, sys
sys.path.insert(0, '.')
for file in sorted(pathlib.Path('shared').rglob('*.py')):
    importlib.import_module('.'.join(file.with_suffix('').parts).removesuffix('.__init__'))
from shared.app import app
for part in sys.argv[1:]:
    print(part if getattr(app(), part) else '')
"""

Call = dict[str, object]


@pytest.fixture
def site() -> Iterator[str]:
    """A lead's site on this machine."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>ACME</title><p>Write to <a href='mailto:hello@acme-test.com'>us</a>")

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


def proof(house: App, function: str) -> dict[str, str]:
    token = house.signer.sign(FUNCTIONS[function].kind, function, valid_for=timedelta(minutes=5))
    return {"Authorization": f"Bearer {token}"}


def object_call(house: App, function: str) -> Call:
    bucket = next(one.bucket for one in house.manifest.triggers if one.function == function)
    event = finalized(house.blobs.put(bucket, "a.csv", CSV))
    names = {"ce-specversion": "1.0", "ce-id": event.id, "ce-source": event.source, "ce-type": event.type}
    more = {"ce-subject": event.subject, "ce-time": event.time.isoformat(), "Content-Type": "application/json"}
    return {"headers": {**proof(house, function), **names, **more}, "body": encode(dict(event.data)).decode()}


def task_call(house: App, function: str, task: str) -> Call:
    headers = {**proof(house, function), "Content-Type": "application/json"}
    return {"headers": headers, "body": json.dumps({"task": task, "correlation_id": "c"})}


def any_call(house: App, function: str) -> Call:
    """A call of the kind that the door answers, good enough to be let in."""
    kind = FUNCTIONS[function].kind
    if kind == "object":
        return object_call(house, function)
    if kind == "task":
        queues = {name for name, one in house.manifest.queues.items() if one.function == function}
        task = NewTask(next(kind for kind, queue in ROUTES.items() if queue in queues), lead="nobody", name="nothing")
        house.documents.batch(house.tasks.plan([task], ""))
        return task_call(house, function, task.id)
    if kind == "schedule":
        return {"headers": {**proof(house, function), "X-CloudScheduler-JobName": "s"}, "body": ""}
    _, key = house.keys.create("test", ["write", "publish"])
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    return {"headers": headers, "body": json.dumps({"email": "ana@acme-test.com"})}


CLIENTS = {  # adapter → the distribution of the client that it builds
    "blobs": "google-cloud-storage",
    "documents": "google-cloud-firestore",
    "events": "google-cloud-pubsub",
    "jobs": "google-cloud-run",
    "queue": "google-cloud-tasks",
    "secrets": "google-cloud-secret-manager",
}


def good_for(name: str) -> set[int]:
    """The answers of a door that did its work; one whose outside is not set up says so in plain words."""
    return {200, 204, 400} if FUNCTIONS[name].kind == "request" and name != "accept" else {200, 204}


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_door_asks_for_the_clients_of_the_adapters_it_reaches_and_no_others(name: str, packer: Packer) -> None:
    reached = packer.reading.door(name).modules
    wanted = {client for adapter, client in CLIENTS.items() if f"shared.adapters.gcp.{adapter}" in reached}
    asked = {one.name for one in requirements_of(HERE / "functions" / name / "requirements.txt")}
    assert {one for one in asked if one.startswith("google-cloud-")} == wanted


CLOSED = {name for name, one in FUNCTIONS.items() if one.kind != "request"}
ROWS = {"ingest_csv", "ingest_rest", "accept", "airtable_sync", "airtable_request"}
RUN_BY = {  # what a reading finds in reach of more doors than ever run it: (who asks, for what) → who runs it
    ("shared.http", "httpcore"): CLOSED,  # the signer's keys
    ("shared.http", "httpx"): {"ingest_csv", "ingest_rest", "enrich"},  # models and vendors
    ("shared.leads.enrichers._site", "selectolax"): {"enrich"},
    ("shared.leads.enrichers.find_email", "dns"): {"enrich"},
    ("shared.leads.canonical", "publicsuffixlist"): ROWS | {"enrich"},
    ("shared.leads.firms", "rapidfuzz"): ROWS,
    ("shared.leads.persons", "rapidfuzz"): ROWS,
    ("shared.leads.weighing", "rapidfuzz"): ROWS,
    ("shared.ops.reporting", "sentry_sdk"): set(),  # an extra: make package EXTRAS=sentry
}
LARGE = ("shared.ai.", "shared.content.", "shared.publish.", "shared.video.")  # plug-ins, of which a door runs a few


@pytest.fixture(scope="session")
def makers() -> Mapping[str, set[str]]:
    """Top-level module → the distributions that bring it."""
    return {top: {canonicalize_name(one) for one in found} for top, found in packages_distributions().items()}


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_what_a_door_can_load_from_outside_is_among_its_requirements(
    name: str, packed: Callable, packer: Packer, makers: Mapping[str, set[str]]
) -> None:
    pins = packed(name).pins()
    foreign = packer.reading.door(name).foreign
    tops = {(who, module.partition(".")[0]) for module, asking in foreign.items() for who in asking}
    outside = {(who, top) for who, top in tops if top not in sys.stdlib_module_names and top != "google"}
    missing = {(who, top) for who, top in outside if not makers.get(top, {top}) & pins}
    mine = {one for one in missing if name in RUN_BY.get(one, {name}) and not one[0].startswith(LARGE)}
    assert sorted(mine) == []


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_door_is_granted_what_it_reaches_and_no_more(name: str, packer: Packer) -> None:
    reached = packer.reading.door(name).modules
    access = MANIFEST.access[name]
    assert bool(access.reads or access.writes) == ("shared.adapters.gcp.blobs" in reached)
    assert bool(access.sends) == ("shared.adapters.gcp.queue" in reached)
    assert bool(access.starts) == ("shared.adapters.gcp.jobs" in reached)
    assert {MANIFEST.secrets[secret] for secret in access.secrets} <= packer.reading.door(name).variables


def test_who_reads_a_file_may_ask_a_model_about_its_columns() -> None:
    reading = [name for name in FUNCTIONS if "uploads" in MANIFEST.access[name].reads]
    assert {"ingest_csv", "ingest_rest"} <= set(reading)
    assert all({"openai", "gemini"} <= set(MANIFEST.access[name].secrets) for name in reading)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_package_holds_its_door_its_pins_and_no_more_of_the_house(name: str, packed: Callable) -> None:
    one = packed(name)
    top = {path.name for path in one.folder.iterdir()}
    assert top == {"main.py", "manifest.yaml", "requirements.txt", "shared"}
    assert all("==" in line for line in (one.folder / "requirements.txt").read_text().splitlines())
    files = list((one.folder / "shared").rglob("*.py"))
    assert 20 < len(files) < len(list((HERE / "shared").rglob("*.py")))


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_door_loads_nothing_that_its_requirements_do_not_lead_to(name: str, packed: Callable, house: App) -> None:
    one = packed(name)  # here with everything installed, so that a stray import succeeds and is seen
    told = one.call(house.settings.data, any_call(house, name), python=sys.executable)
    assert told["answers"][0]["status"] in good_for(name), told
    assert {"functions-framework", "msgspec"} <= set(told["loaded"])
    assert set(told["loaded"]) - one.pins() == set()


def test_over_googles_documents_and_buckets_a_dropped_file_becomes_leads_in_the_package(
    packed: Callable, tmp_path: Path, emulators: Mapping[str, str]
) -> None:
    project = f"p-{uuid.uuid4().hex[:12]}"
    house = App(Settings(data=tmp_path / "data", network=False, shelf="emulators", project=project))
    env = {"LEADREEL_SHELF": "emulators", "LEADREEL_PROJECT": project, **emulators}
    told = packed("ingest_csv").call(house.settings.data, object_call(house, "ingest_csv"), **env)
    assert told["answers"][0]["status"] == 200, told
    assert "google-cloud-firestore" in told["loaded"]
    assert house.leads.count() == 2
    house.database.close()


@pytest.fixture(scope="session")
def account(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The key of a service account that does not exist."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    told = {"type": "service_account", "project_id": "p-1", "client_email": "a@p-1.iam.gserviceaccount.com"}
    told |= {"private_key": key.decode(), "token_uri": "http://127.0.0.1:9/token", "private_key_id": "1"}
    file = tmp_path_factory.mktemp("account") / "key.json"
    file.write_text(json.dumps(told))
    return file


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_with_its_own_requirements_alone_every_module_is_loaded_and_every_part_of_googles_shelf_is_built(
    name: str, packed: Callable, packer: Packer, account: Path, environment_of: Callable, tmp_path: Path
) -> None:
    reached = packer.reading.door(name).modules
    parts = [part for part in ("blobs", "documents", "jobs", "queue") if f"shared.adapters.gcp.{part}" in reached]
    env = {"LEADREEL_SHELF": "gcp", "LEADREEL_PROJECT": "p-1", "LEADREEL_TASK_CALLER": "calls@example.com"}
    env |= {"GOOGLE_APPLICATION_CREDENTIALS": str(account), **environment_of(tmp_path)}
    one = packed(name)
    words = [one.python, "-c", BUILD, *parts]
    done = subprocess.run(words, cwd=one.folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == parts


def test_a_dropped_file_becomes_leads_in_the_package(packed: Callable, house: App) -> None:
    told = packed("ingest_csv").call(house.settings.data, object_call(house, "ingest_csv"))
    assert told["answers"][0]["status"] == 200
    assert {lead.text("email") for lead in house.leads.all()} == {"ana@acme-test.com", "bo@bolt-test.com"}


def test_the_packed_enrich_reads_a_lead_s_site_and_loads_nothing_foreign(
    packed: Callable, house: App, site: str
) -> None:
    one = packed("enrich")
    added = house.intake.add(
        {"full_name": "Ana Diaz", "website_url": f"http://{site}/"}, source="test", key="1", stop_at="enrich"
    )
    calls = [task_call(house, "enrich", task.id) for task in house.tasks.for_lead(added.id)] * 3  # some wait for others
    told = one.call(
        house.settings.data, *calls, python=sys.executable, LEADREEL_NETWORK="on", LEADREEL_EGRESS_ALLOW=site
    )
    assert {answer["status"] for answer in told["answers"]} <= {204, 503}, told
    assert set(told["loaded"]) - one.pins() == set()
    assert {"httpcore", "selectolax"} <= set(told["loaded"])
    tasks = {task.name: task for task in house.tasks.for_lead(added.id)}
    assert tasks["split_name"].state == tasks["website"].state == "done", tasks
    assert house.leads.get(added.id).text("first_name") == "Ana"
    assert {one.state for one in tasks.values()} <= {"done", "skipped"}


def test_the_packed_enrich_is_served_by_the_framework(packed: Callable, house: App, tmp_path: Path) -> None:
    one = packed("enrich")
    added = house.intake.add({"full_name": "Ana Diaz"}, source="test", key="1", stop_at="enrich")
    (task,) = [task for task in house.tasks.for_lead(added.id) if task.name == "split_name"]
    call = task_call(house, "enrich", task.id)
    with one.served(house.settings.data, tmp_path / "log") as url:
        request = urllib.request.Request(url, data=str(call["body"]).encode(), headers=call["headers"])
        assert urllib.request.urlopen(request, timeout=20).status == 204
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(urllib.request.Request(url, data=b"{}"), timeout=20)
    assert house.leads.get(added.id).text("first_name") == "Ana"


def test_an_extra_comes_along_where_it_is_asked_for(packer: Packer, tmp_path: Path) -> None:
    folder = packer.make("maintain", tmp_path, ["sentry"])
    assert "sentry-sdk==" in (folder / "requirements.txt").read_text()
    with pytest.raises(NotFound, match="tracing"):
        packer.make("maintain", tmp_path, ["moon"])


def test_the_same_sources_make_the_same_package(packed: Callable, tmp_path: Path) -> None:
    first = packed("render").folder.parent / "out" / "render.zip"
    Packer(HERE).make("render", tmp_path)
    assert (tmp_path / "render.zip").read_bytes() == first.read_bytes()
