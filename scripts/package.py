"""The deployable folder of a function: `python -m scripts.package enrich` makes build/packages/enrich and its zip.

In it: main.py, requirements.txt with every distribution pinned as in uv.lock, manifest.yaml, and the part of shared/
that the door reaches. The same sources give the same bytes, so that an unchanged function is not deployed again.
"""

import argparse
import shutil
import sys
import tomllib
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from packaging.requirements import Requirement

from scripts.pins import Lock, pinned, requirements_of
from scripts.reach import Reading
from shared.app import ROUTES
from shared.core.errors import AppError, NotFound
from shared.manifest import Manifest, read_manifest

HERE = Path(__file__).parent.parent
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold


class Packer:
    """Packs functions of the house below `root`, which it reads once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.manifest = read_manifest(root / "manifest.yaml")
        self.reading = reading_of(root, self.manifest)
        self.lock = Lock.read(root / "uv.lock")

    def make(self, function: str, out: Path, extras: Sequence[str] = ()) -> Path:
        """The folder, made anew below `out`, with a zip of it beside it. Raises NotFound for an unknown function.
        `extras`: of pyproject.toml, whose distributions come along."""
        if function not in self.manifest.functions:
            known = ", ".join(sorted(self.manifest.functions))
            raise NotFound(f"there is no function {function!r}; known are: {known}")
        folder = out / function
        if folder.exists():
            shutil.rmtree(folder)
        for source, name in self._files(function):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        wanted = requirements_of(self._root / "functions" / function / "requirements.txt")
        wanted += [one for extra in extras for one in self._extra(extra)]
        (folder / "requirements.txt").write_text(pinned(function, wanted, self.lock), "utf-8")
        _zip(folder, out / f"{function}.zip")
        return folder

    def _extra(self, name: str) -> list[Requirement]:
        known = tomllib.loads((self._root / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
        if name not in known:
            raise NotFound(f"there is no extra {name!r}; known are: {', '.join(sorted(known))}")
        return [Requirement(line) for line in known[name]]

    def _files(self, function: str) -> Iterator[tuple[Path, str]]:
        """What is copied, and under which name; the requirements are not copied, but pinned."""
        folders = set()
        for module in sorted(self.reading.door(function).modules):
            path = self.reading.path(module)
            if path is None or module.startswith("functions"):
                continue
            yield path, str(path.relative_to(self._root))
            folders.add(path.parent)
        for folder in sorted(folders):
            yield from ((path, str(path.relative_to(self._root))) for path in _data_of(folder))
        yield self._root / "functions" / function / "main.py", "main.py"
        yield self._root / "manifest.yaml", "manifest.yaml"


def reading_of(root: Path, manifest: Manifest) -> Reading:
    """A reading of the house in which tasks go where the manifest sends them."""
    return Reading(root, {kind: manifest.queues[queue].function for kind, queue in ROUTES.items()})


def _data_of(folder: Path) -> Iterator[Path]:
    """What lies beside the modules of a package and is no module: tables, templates, scripts."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not (path / "__init__.py").exists():
            yield from (inner for inner in sorted(path.rglob("*")) if _is_data(inner))
        elif _is_data(path):
            yield path


def _is_data(path: Path) -> bool:
    return path.is_file() and path.suffix not in {".py", ".pyc"}


def _zip(folder: Path, target: Path) -> None:
    fresh = target.with_suffix(".part")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(str(path.relative_to(folder)), _EPOCH)
                entry.external_attr = 0o644 << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes())
    fresh.replace(target)


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("python -m scripts.package", description="Make what is deployed of a function.")
    parser.add_argument("function", nargs="*", help="names from manifest.yaml; none = all of them")
    parser.add_argument("--extra", action="append", default=[], help="such as sentry or tracing; may be given again")
    parser.add_argument("--out", type=Path, default=HERE / "build" / "packages")
    given = parser.parse_args(words)
    try:
        packer = Packer(HERE)
        for name in given.function or sorted(packer.manifest.functions):
            folder = packer.make(name, given.out, given.extra)
            size = (given.out / f"{name}.zip").stat().st_size
            sys.stdout.write(f"{folder}  ({size / 1000:.0f} kB zipped)\n")
    except AppError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
