"""The contents of a container image, made without a container engine: `python -m scripts.image renderer DIR`.

The steps of containers/NAME/Dockerfile are followed in a folder: what COPY copies (and .dockerignore lets through), the
environment that `uv sync` makes from the lock, the variables of ENV. Steps that change the base system (apt, useradd,
pip) are not taken; they are told at the end.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from shared.core.errors import AppError, InvalidInput, NotFound, PermanentError

HERE = Path(__file__).parent.parent
_OURS = ("UV_",)  # settings of uv for a build elsewhere: no cache, copies, compiled


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction of a Dockerfile."""

    line: int
    name: str
    text: str

    def words(self) -> list[str]:
        """The arguments: a JSON list, or words at spaces."""
        if self.text.startswith("["):
            try:
                return [str(word) for word in json.loads(self.text)]
            except ValueError as error:
                raise InvalidInput(f"line {self.line}: {self.name} is no list of words: {error}") from error
        return self.text.split()


@dataclass(slots=True)
class Image:
    """What the steps have made."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)
    command: list[str] = field(default_factory=list)
    entry: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)
    user: str = ""
    work: str = "/"
    untaken: list[str] = field(default_factory=list)

    def inside(self, path: str) -> Path:
        """Where a path of the image lies on this machine."""
        whole = PurePosixPath(self.work) / path
        return self.folder / whole.relative_to("/")

    def here(self, text: str) -> str:
        """A value whose paths of the image are those of this machine."""
        return re.sub(r"(?<![\w.])/app\b", str(self.folder / "app"), text)

    def variables(self, base: Mapping[str, str]) -> dict[str, str]:
        """The variables of a process in it, over those of a base system."""
        values = dict(base)
        for name, raw in self.env.items():
            text = re.sub(r"\$\{?(\w+)\}?", lambda found: values.get(found[1], ""), raw)
            values[name] = self.here(text)
        return values


def steps(text: str) -> Iterator[Step]:
    """The instructions of a Dockerfile, lines that go on joined, comments left out."""
    begun, parts = 0, []
    for number, raw in enumerate(text.splitlines(), 1):
        if not raw.strip() or raw.lstrip().startswith("#"):
            continue
        begun = begun or number
        parts.append(raw.strip().removesuffix("\\").strip())
        if not raw.rstrip().endswith("\\"):
            name, _, rest = " ".join(parts).partition(" ")
            yield Step(begun, name.upper(), rest.strip())
            begun, parts = 0, []


def ignored(patterns: Sequence[str], path: str) -> bool:
    """Whether .dockerignore keeps a path, relative to its folder, out. The last pattern that fits decides."""
    out = False
    for pattern in patterns:
        keep = pattern.startswith("!")
        if _pattern(pattern.lstrip("!").strip("/")).match(path):
            out = not keep
    return out


def build(root: Path, dockerfile: Path, folder: Path) -> Image:
    """Follow the steps in an empty folder. Raises InvalidInput with the line of a step that cannot be followed."""
    image = Image(folder)
    rules = root / ".dockerignore"
    patterns = [line for line in rules.read_text("utf-8").split("\n") if line.strip() and line[0] != "#"]
    for step in steps(dockerfile.read_text("utf-8")):
        try:
            _follow(image, step, root, patterns)
        except AppError as error:
            raise InvalidInput(f"{dockerfile.relative_to(root)}:{step.line}: {error}") from error
    return image


def _follow(image: Image, step: Step, root: Path, patterns: Sequence[str]) -> None:
    match step.name:
        case "FROM" | "EXPOSE" | "VOLUME":
            return
        case "WORKDIR":
            image.work = step.text
            image.inside(".").mkdir(parents=True, exist_ok=True)
        case "ENV":
            for found in re.finditer(r'(\w+)=("[^"]*"|\S*)', step.text):
                image.env[found[1]] = found[2].strip('"')
        case "COPY":
            _copy(image, step, root, patterns)
        case "RUN":
            _run(image, step)
        case "USER":
            image.user = step.text
        case "ENTRYPOINT":
            image.entry = step.words()
        case "CMD":
            image.command = step.words()
        case "HEALTHCHECK":
            image.health = Step(step.line, "CMD", step.text.partition(" CMD ")[2]).words()
        case _:
            raise InvalidInput(f"{step.name} is not known here")


def _copy(image: Image, step: Step, root: Path, patterns: Sequence[str]) -> None:
    *sources, target = step.words()
    for source in sources:
        path = root / source
        if not path.exists():
            raise NotFound(f"COPY {source}: it is not there")
        files = [path] if path.is_file() else [inner for inner in sorted(path.rglob("*")) if inner.is_file()]
        taken = [file for file in files if not ignored(patterns, file.relative_to(root).as_posix())]
        if not taken:
            raise InvalidInput(f"COPY {source}: .dockerignore keeps all of it out")
        for file in taken:
            place = image.inside(target)
            goal = (
                place / file.relative_to(path) if path.is_dir() else (place / file.name if _folder(target) else place)
            )
            goal.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, goal)


def _run(image: Image, step: Step) -> None:
    """`uv sync` is followed, with the packages that this machine has already; the rest is left to the engine."""
    if not step.text.startswith("uv sync "):
        image.untaken.append(f"RUN {step.text}")
        return
    env = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV" and not name.startswith(_OURS)}
    done = subprocess.run(  # noqa: S603 - words of our own Dockerfile
        [*step.text.split(), "--offline", "--quiet"],
        cwd=image.inside("."),
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise PermanentError(f"{step.text}: {done.stderr.strip()}")


def _folder(target: str) -> bool:
    return target.endswith("/") or target == "."


def _pattern(pattern: str) -> re.Pattern[str]:
    """A pattern of .dockerignore: it takes what it names and all below."""
    text = ""
    for part in re.split(r"(\*\*/|\*\*|\*|\?)", pattern):
        text += {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}.get(part, re.escape(part))
    return re.compile(f"{text}(?:/.*)?$")


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("python -m scripts.image", description="Make what an image holds, in a folder.")
    parser.add_argument("name", help="a folder of containers/")
    parser.add_argument("folder", type=Path, help="empty, or not there")
    given = parser.parse_args(words)
    try:
        if given.folder.exists() and any(given.folder.iterdir()):
            raise InvalidInput(f"{given.folder} is not empty")
        image = build(HERE, HERE / "containers" / given.name / "Dockerfile", given.folder.absolute())
    except AppError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    told = [f"made in {given.folder}; not done here:", *(f"  {step}" for step in image.untaken)]
    sys.stdout.write("\n".join(told) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
