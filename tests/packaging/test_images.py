"""What the container images hold suffices to run, and their files keep the house's rules.

No container engine is needed: the steps that fill an image are followed in a folder. What only an engine can do (apt,
users, a read-only root) is checked by its text.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.image import Image, Step, build, ignored, steps
from scripts.package import HERE
from scripts.pins import Lock, pinned, requirements_of
from shared.app import App
from shared.core.clock import iso
from shared.core.errors import InvalidInput
from shared.core.settings import Settings
from shared.tasks.model import Task
from shared.video.chromium import REMEDY, find_chromium
from shared.video.jobs import job_id

pytestmark = pytest.mark.xdist_group("images")
LINTER = shutil.which("hadolint")
NAMES = sorted(path.parent.name for path in (HERE / "containers").glob("*/Dockerfile"))
FONTS = {"fonts-noto-core", "fonts-noto-extra", "fonts-noto-cjk", "fonts-noto-color-emoji", "fonts-dejavu-core"}
COMPOSE = yaml.safe_load((HERE / "docker-compose.yml").read_text())["services"]["leadreel"]

SHORT = """
name: short
title: A second and a half
resolution: {width: 640, height: 360}
fps: 30
fallbacks: {first_name: there, company_name: your firm}
segments:
  - {name: hello, kind: personal, seconds: 1.5, background: website, headline: "Hi {first_name}!"}
"""


def of(name: str) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = {}
    for step in steps((HERE / "containers" / name / "Dockerfile").read_text()):
        found.setdefault(step.name, []).append(step)
    return found


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Image]:
    made: dict[str, Image] = {}

    def of(name: str) -> Image:
        if name not in made:
            folder = tmp_path_factory.mktemp(f"image-{name}")
            made[name] = build(HERE, HERE / "containers" / name / "Dockerfile", folder)
        return made[name]

    return of


def variables(image: Image, data: Path, **more: str) -> dict[str, str]:
    """As in the container, on this machine's base system."""
    base = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return image.variables(base) | {"HOME": str(data), "LEADREEL_DATA": str(data / "data"), **more}


def files(folder: Path) -> dict[str, float]:
    return {str(path): path.stat().st_mtime for path in folder.rglob("*") if path.is_file()}


def test_every_image_has_its_folder_and_the_manifest_s_containers_have_theirs() -> None:
    assert NAMES == ["console", "machine", "renderer"]


@pytest.mark.parametrize("name", NAMES)
def test_an_image_runs_as_nobody_in_particular_and_holds_no_secret(name: str) -> None:
    told = of(name)
    assert [step.text for step in told["USER"]] == ["10001"]
    assert told["FROM"][0].text == "python:3.11-slim-bookworm"
    assert "ADD" not in told
    for step in told["ENV"]:
        assert not re.search(r"(?i)secret|token|password|api_?key|credential", step.text)
    for step in told["RUN"]:
        if "apt-get" in step.text:
            assert "--no-install-recommends" in step.text and "rm -rf /var/lib/apt/lists/*" in step.text
        assert "pip install" not in step.text or "==" in step.text
        assert "uv sync" not in step.text or "--frozen" in step.text
    last = max(step.line for kind in ("RUN", "COPY") for step in told[kind])
    assert told["USER"][0].line > last  # what it runs, it cannot change


@pytest.mark.parametrize("name", ["renderer", "machine"])
def test_names_in_every_script_can_be_drawn(name: str) -> None:
    (system,) = [step for step in of(name)["RUN"] if "apt-get" in step.text]
    assert FONTS | {"chromium-headless-shell", "tini"} <= set(system.text.split())


def extras(name: str) -> set[str]:
    (sync,) = [step.text for step in of(name)["RUN"] if step.text.startswith("uv sync")]
    return set(re.findall(r"--extra (\w+)", sync))


def test_the_machine_holds_what_every_function_asks_for_and_all_that_is_shipped_as_an_extra() -> None:
    """Google's clients and the renderer that nobody needs stay out."""
    project = tomllib.loads((HERE / "pyproject.toml").read_text())["project"]
    assert project["optional-dependencies"].keys() - extras("machine") == {"gcp", "moviepy"}
    lines = [
        *project["dependencies"],
        *(one for extra in extras("machine") for one in project["optional-dependencies"][extra]),
    ]
    held = pinned("machine", [Requirement(line) for line in dict.fromkeys(lines)], Lock.read(HERE / "uv.lock"))
    names = {canonicalize_name(line.partition("==")[0]) for line in held.splitlines()}
    for file in (HERE / "functions").glob("*/requirements.txt"):
        asked = {canonicalize_name(one.name) for one in requirements_of(file)}
        assert {one for one in asked - names if not one.startswith("google-cloud-")} == set(), file


@pytest.mark.parametrize("name", ["console", "renderer", "machine"])
def test_traces_and_reports_can_be_switched_on_in_an_image(name: str) -> None:
    assert {"sentry", "tracing"} <= extras(name)


@pytest.mark.parametrize("name", ["console", "machine"])
def test_what_serves_tells_whether_it_is_well(name: str) -> None:
    (health,) = of(name)["HEALTHCHECK"]
    assert "/healthz" in health.text


if LINTER:  # hadolint is under the GPL and no dependency of ours: an extra look where it is installed

    @pytest.mark.parametrize("name", NAMES)
    def test_the_linter_finds_nothing(name: str) -> None:
        words = [str(LINTER), str(HERE / "containers" / name / "Dockerfile")]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("path", "out"),
    [
        ("shared/app.py", False),
        ("manifest.yaml", False),
        ("var/state/leadreel.db", True),
        (".env", True),
        ("tests/conftest.py", True),
        ("shared/__pycache__/app.pyc", True),
        ("shared/.secret", True),
        ("terraform/terraform.tfstate", True),
    ],
)
def test_only_what_is_named_can_get_into_an_image(path: str, out: bool) -> None:
    patterns = [line for line in (HERE / ".dockerignore").read_text().split("\n") if line and line[0] != "#"]
    assert ignored(patterns, path) == out


def test_a_step_that_cannot_be_followed_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM x\nWORKDIR /app\nCOPY \\\n  nowhere ./\n")
    (tmp_path / ".dockerignore").write_text("*\n")
    with pytest.raises(InvalidInput, match="Dockerfile:3: COPY nowhere: it is not there"):
        build(tmp_path, tmp_path / "Dockerfile", tmp_path / "image")


def test_the_renderer_image_makes_a_video(image: Callable[[str], Image], tmp_path: Path) -> None:
    one = image("renderer")
    house = App(Settings(data=tmp_path / "data", network=False))
    now = datetime.now(UTC)
    (tmp_path / "types").mkdir()
    (tmp_path / "types" / "short.yaml").write_text(SHORT)
    payload = {"lead": "l1", "video_type": "short", "fields": {"first_name": "Ana"}}
    house.renders.run(Task("t-1", "render", "running", now, now, lead="l1", payload=payload))
    id = job_id("l1", "short", payload["fields"])
    before = files(one.folder / "app")
    env = variables(one, tmp_path, LEADREEL_ATTEMPT_DEADLINE=iso(now + timedelta(minutes=5)), LEADREEL_NETWORK="off")
    env["LEADREEL_VIDEO_TYPES"] = str(tmp_path / "types")
    done = subprocess.run(  # tini only passes signals on
        [*one.entry[2:], id], cwd=one.inside("."), env=env, capture_output=True, text=True, timeout=90, check=False
    )
    assert done.returncode == 0, done.stderr
    result = house.renders.get(id).result
    assert result is not None and Path(house.locate(result.video)).stat().st_size > 1_000
    assert files(one.folder / "app") == before  # the root can be mounted read-only
    house.database.close()


@contextmanager
def running(one: Image, command: list[str], env: dict[str, str], url: str, log: Path) -> Iterator[None]:
    with log.open("w") as out:
        process = subprocess.Popen(
            command, cwd=one.inside("."), env=env, stdout=out, stderr=out, start_new_session=True
        )
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until and process.poll() is None:
            try:
                with urllib.request.urlopen(f"{url}/healthz", timeout=2):
                    break
            except OSError:
                time.sleep(0.1)
        else:
            pytest.fail(f"it did not come up: {log.read_text()}")
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def healthy(one: Image, env: dict[str, str], port: int) -> int:
    """The image's own check of its health."""
    words = [word.replace("127.0.0.1:8080", f"127.0.0.1:{port}") for word in one.health]
    return subprocess.run(words, env=env, check=False, capture_output=True, cwd=one.inside(".")).returncode


def test_the_console_image_serves_and_is_well(image: Callable[[str], Image], tmp_path: Path) -> None:
    one, port = image("console"), free_port()
    env = variables(one, tmp_path, PORT=str(port), HOST="127.0.0.1")
    before = files(one.folder / "app")
    with running(one, one.command, env, f"http://127.0.0.1:{port}", tmp_path / "log"):
        assert healthy(one, env, port) == 0
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/static/console.css") as answer:
            assert answer.status == 200
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/leads")
        assert refused.value.code == 401
        house = App(Settings(data=tmp_path / "data", network=False))
        _, key = house.keys.create("test", ["write"])
        headers = {"X-API-Key": key, "Content-Type": "application/json"}
        for name, company in (("Ana Diaz", "Acme Ltd"), ("Anna Diaz", "ACME Limited")):  # one or two: by likeness
            fields = {"full_name": name, "company_name": company, "email": f"{name[:3].lower()}@mail.acme-test.co.uk"}
            body = json.dumps({"fields": fields}).encode()
            post = urllib.request.Request(f"http://127.0.0.1:{port}/api/leads", body, headers)
            assert urllib.request.urlopen(post, timeout=20).status in {200, 201}  # the rules of a file's rows, here
        assert house.leads.count() in {1, 2}
        house.database.close()
    assert healthy(one, env, port) != 0
    assert files(one.folder / "app") == before


def test_the_machine_image_is_the_whole_cloud(image: Callable[[str], Image], tmp_path: Path) -> None:
    one, port = image("machine"), free_port()
    env = variables(one, tmp_path, LEADREEL_NETWORK="off")
    command = [*one.entry[2:], *(str(port) if word == "8080" else word for word in one.command)]
    command[command.index("0.0.0.0")] = "127.0.0.1"
    with running(one, command, env, f"http://127.0.0.1:{port}", tmp_path / "log"):
        assert healthy(one, env, port) == 0
        uploads = tmp_path / "data" / "uploads"
        (uploads / "a.csv").write_text("full_name,email\nAna Diaz,ana@acme-test.com\n")
        house = App(Settings(data=tmp_path / "data", network=False))
        until = time.monotonic() + 40
        while not list(house.leads.all()) and time.monotonic() < until:
            time.sleep(0.2)
        assert {lead.text("full_name") for lead in house.leads.all()} == {"Ana Diaz"}
        house.database.close()


@pytest.mark.skipif(find_chromium() is None, reason=f"no Chromium on this machine; {REMEDY}")
def test_the_browser_is_started_without_this_process_s_variables(tmp_path: Path) -> None:
    program = tmp_path / "bin" / "chromium-headless-shell"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nenv\necho "words: $*"\n')
    program.chmod(0o755)
    script = HERE / "containers" / "renderer" / "browser.sh"
    env = {"PATH": f"{program.parent}:/usr/bin:/bin", "OPENAI_API_KEY": "sk-x", "LEADREEL_SECRET": "s", "HOME": "/root"}
    done = subprocess.run(
        [script, "--headless", "a b"], env={**env, "TMPDIR": str(tmp_path)}, capture_output=True, text=True, check=True
    )
    names = {line.partition("=")[0] for line in done.stdout.splitlines() if "=" in line and "words:" not in line}
    assert names <= {"PATH", "LANG", "HOME", "TMPDIR", "PWD", "SHLVL", "_", "OLDPWD"}
    assert "sk-x" not in done.stdout
    assert re.search(r"words: (--no-sandbox )?--headless a b", done.stdout)


@pytest.mark.browser
@pytest.mark.skipif(find_chromium() is None, reason=f"no Chromium on this machine; {REMEDY}")
def test_the_real_browser_runs_by_that_script(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p id=x>hello</p>")
    script = HERE / "containers" / "renderer" / "browser.sh"
    with tempfile.TemporaryDirectory(prefix="lr") as short:  # a socket's path must not be long
        _runs_by_that_script(page, script, short)


def _runs_by_that_script(page: Path, script: Path, folder: str) -> None:
    words = ["--headless", "--disable-gpu", "--no-first-run", f"--user-data-dir={folder}/p", "--dump-dom"]
    words += ["--no-sandbox"] if os.geteuid() == 0 else []
    env = {"PATH": os.environ["PATH"], "TMPDIR": folder}
    done = subprocess.run(
        [script, *words, page.as_uri()], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert "hello" in done.stdout, done.stderr


def test_the_compose_file_keeps_the_container_small_and_the_data_outside() -> None:
    assert COMPOSE["volumes"] == ["./var:/data"]
    assert COMPOSE["user"] == "10001:10001"
    assert COMPOSE["read_only"] is True
    assert COMPOSE["cap_drop"] == ["ALL"]
    assert COMPOSE["security_opt"] == ["no-new-privileges:true"]
    assert COMPOSE["restart"] == "unless-stopped"
    assert COMPOSE["deploy"]["resources"]["limits"].keys() == {"cpus", "memory", "pids"}
    assert (
        COMPOSE["healthcheck"]["test"][1:]
        == Step(1, "", of("machine")["HEALTHCHECK"][0].text.partition("CMD ")[2]).words()
    )
    assert all(port.startswith("127.0.0.1:") for port in COMPOSE["ports"])
    assert (HERE / COMPOSE["build"]["dockerfile"]).exists()
    told = {step.name: step.text for step in steps((HERE / COMPOSE["build"]["dockerfile"]).read_text())}
    assert told["VOLUME"] == "/data"
    assert not any("KEY" in name or "SECRET" in name for name in COMPOSE["environment"])
