"""Some requirements, pinned to what `uv.lock` holds, with all that they need: read from the lock by uv itself."""

import os
import shutil
import subprocess
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from shared.core.errors import InvalidInput, NotFound, PermanentError

HERE = Path(__file__).parent.parent
_PROJECT = """[project]
name = "{name}"
version = "0"
requires-python = "{python}"
dependencies = {wanted}
"""
_ROOT = """[[package]]
name = "{name}"
version = "0"
source = {{ virtual = "." }}
dependencies = [{needs}]

"""


@dataclass(frozen=True, slots=True)
class Lock:
    """The text of a lock file, and what it says."""

    text: str
    data: dict[str, Any]
    name: str

    @staticmethod
    def read(file: Path) -> "Lock":
        text = file.read_text("utf-8")
        return Lock(text, tomllib.loads(text), file.name)

    def packages(self, name: str) -> list[dict[str, Any]]:
        """What the lock holds of a distribution: one version, or one for each range of Pythons. Raises InvalidInput
        when it holds none."""
        found = [package for package in self.data["package"] if package["name"] == name and "version" in package]
        if not found:
            raise InvalidInput(f"{self.name} holds no {name}; add it to pyproject.toml and run: uv lock")
        return found

    def versions(self, name: str) -> list[str]:
        return [str(package["version"]) for package in self.packages(name)]


def requirements_of(file: Path) -> list[Requirement]:
    """The lines of a requirements file. Raises InvalidInput with file and line."""
    wanted = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if text := line.partition("#")[0].strip():
            try:
                wanted.append(Requirement(text))
            except InvalidRequirement as error:
                raise InvalidInput(f"{file}:{number}: {text!r} is no requirement: {error}") from error
    return wanted


def write_project(folder: Path, name: str, wanted: Sequence[Requirement], lock: Lock) -> None:
    """A project in `folder` that needs `wanted` and nothing else, at the versions of `lock`.

    `uv export --frozen` and `uv sync --frozen` work there without asking any index. Raises InvalidInput when the lock
    cannot give what is wanted.
    """
    for requirement in wanted:
        for version in lock.versions(canonicalize_name(requirement.name)):
            if not requirement.specifier.contains(version, prereleases=True):
                raise InvalidInput(f"{requirement} is wanted, but {lock.name} holds {version}; run: uv lock --upgrade")
    project = _PROJECT.format(
        name=f"of-{name}", python=lock.data["requires-python"], wanted=[str(one) for one in wanted]
    )
    (folder / "pyproject.toml").write_text(project, "utf-8")
    (folder / "uv.lock").write_text(_with_root(lock, f"of-{name}", wanted), "utf-8")


def pinned(name: str, wanted: Sequence[Requirement], lock: Lock) -> str:
    """The text of a requirements file: every distribution that `wanted` leads to, at one version, with its markers."""
    with TemporaryDirectory() as folder:
        write_project(Path(folder), name, wanted, lock)
        flags = ["--frozen", "--offline", "--no-hashes", "--no-emit-project", "--no-header", "--no-annotate"]
        return uv("export", *flags, cwd=Path(folder))


def uv(*words: str, cwd: Path) -> str:
    """What uv prints. Raises NotFound when it is missing, PermanentError with its last line when it fails."""
    beside = os.pathsep.join(map(str, (HERE / "build" / "uv" / "bin", Path.home() / ".local" / "bin")))
    program = shutil.which("uv") or shutil.which("uv", path=beside)
    if program is None:
        raise NotFound("uv is not there; `make setup` brings it, or see docs.astral.sh/uv")
    env = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT"}}
    done = subprocess.run(  # noqa: S603 - uv, with words of our own
        [program, *words], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise PermanentError(f"uv {words[0]}: {done.stderr.strip()}")
    return done.stdout


def _with_root(lock: Lock, name: str, wanted: Sequence[Requirement]) -> str:
    """The lock with another project at its root."""
    head, *packages = lock.text.split("[[package]]\n")
    others = [text for text in packages if not _is_root(text)]
    needs = ", ".join(need for one in wanted for need in _needs(one, lock))
    root = _ROOT.format(name=name.replace("_", "-"), needs=needs)
    return head + root + "".join(f"[[package]]\n{text}" for text in others)


def _is_root(text: str) -> bool:
    (package,) = tomllib.loads("[[package]]\n" + text)["package"]
    return not {"registry", "git", "url"} & set(package["source"])


def _needs(requirement: Requirement, lock: Lock) -> Iterator[str]:
    """A requirement as the lock writes it: a line for each version that it holds."""
    packages = lock.packages(canonicalize_name(requirement.name))
    for package in packages:
        parts, markers = [f'name = "{package["name"]}"'], [str(requirement.marker)] if requirement.marker else []
        if len(packages) > 1:
            source = ", ".join(f'{key} = "{value}"' for key, value in package["source"].items())
            parts += [f'version = "{package["version"]}"', f"source = {{ {source} }}"]
            markers.append(" or ".join(f"({one})" for one in package["resolution-markers"]))
        if requirement.extras:
            parts.append(f"extra = [{', '.join(f'{chr(34)}{extra}{chr(34)}' for extra in sorted(requirement.extras))}]")
        if markers:
            parts.append(f"marker = '''{' and '.join(f'({one})' for one in markers)}'''")
        yield "{ " + ", ".join(parts) + " }"
