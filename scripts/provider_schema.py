"""The arguments of the Google provider's resources, out of its published bindings, for the check of terraform/.

The provider itself cannot be had without its registry; its bindings for CDKTF, on PyPI, name every argument, block and
attribute. Run it again when terraform/ uses a resource that tests/terraform/provider.json does not know:

    pip download --no-deps cdktf-cdktf-provider-google==16.12.1
    python -m scripts.provider_schema cdktf_cdktf_provider_google-16.12.1-py3-none-any.whl
"""

import json
import re
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent.parent
TARGET = HERE / "tests" / "terraform" / "provider.json"
_USED = re.compile(r'^(resource|data) "(google_\w+)"', re.MULTILINE)
_INTERFACE = re.compile(r"^export interface (\w+)[^{]*\{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r"/\*\*(.*?)\*/\s*readonly (\w+)(\??): ((?:\{[^}]*\}|[^;])+);", re.DOTALL)
_LINK = re.compile(r"#(\w+) \w+#\w+\}")
_GIVEN = re.compile(r"^    get (\w+)\(\): ", re.MULTILINE)
_PLAIN = {"string": "string", "number": "number", "boolean": "bool", "string[]": "list", "number[]": "list"}


def used(folder: Path) -> list[tuple[str, str]]:
    """The kinds of resources and data sources in the files of a folder: (`resource` or `data`, type)."""
    texts = (file.read_text("utf-8") for file in sorted(folder.rglob("*.tf")))
    return sorted({found for text in texts for found in _USED.findall(text)})


def schema_of(text: str) -> dict[str, Any]:
    """The schema of one resource, from the text of its declarations."""
    interfaces = {name: dict(_fields(body)) for name, body in _INTERFACE.findall(text)}
    top = next(name for name in interfaces if name.endswith("Config") and f"class {name[:-6]} extends" in text)
    given = sorted({_snake(name) for name in _GIVEN.findall(text.rpartition("export declare class")[2])})
    return {**_block(interfaces, top), "gives": [name for name in given if not name.endswith("_input")]}


def _fields(body: str) -> Iterator[tuple[str, tuple[str, bool, str]]]:
    """snake_case name → (type, required, its comment)."""
    for comment, name, optional, kind in _FIELD.findall(body):
        link = _LINK.search(comment)
        yield link[1] if link else _snake(name), (kind.strip(), not optional, comment)


def _block(interfaces: Mapping[str, Mapping[str, tuple[str, bool, str]]], name: str) -> dict[str, Any]:
    """`arguments`: name → type, with a `!` when it must be given. `blocks`: name → the same, and `must`, `many`."""
    arguments: dict[str, str] = {}
    blocks: dict[str, Any] = {}
    for field, (kind, required, comment) in interfaces[name].items():
        bare = kind.replace(" | cdktf.IResolvable", "")
        inner = bare.removesuffix("[]")
        if inner in interfaces and f"{field} block" in comment:
            flags = {"must": required, "many": bare.endswith("[]")}
            blocks[field] = _block(interfaces, inner) | {key: True for key, value in flags.items() if value}
        else:
            shape = "map" if bare.startswith("{") else _PLAIN.get(bare, "any")
            arguments[field] = shape + ("!" if required else "")
    return {key: value for key, value in (("arguments", arguments), ("blocks", blocks)) if value}


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def main(words: Sequence[str]) -> int:
    wheel = zipfile.ZipFile(words[0])
    inner = next(name for name in wheel.namelist() if name.endswith(".jsii.tgz"))
    kinds: dict[str, Any] = {"resource": {}, "data": {}}
    with tarfile.open(fileobj=BytesIO(wheel.read(inner))) as archive:
        package = json.load(archive.extractfile("package/package.json") or BytesIO())
        for sort, kind in used(HERE / "terraform"):
            folder = kind.removeprefix("google_").replace("_", "-")
            folder = f"data-google-{folder}" if sort == "data" else folder
            source = archive.extractfile(f"package/lib/{folder}/index.d.ts")
            kinds[sort][kind] = schema_of(source.read().decode() if source else "")
    about = {
        "source": f"{Path(words[0]).name}, {package['name']} {package['version']}",
        "provider": f"google {package['cdktf']['provider']['version']}",
        "licence": f"{package['license']}: names of arguments only",
    }
    lines = [f'  "{key}": {json.dumps(value)},' for key, value in about.items()]
    for sort, of in kinds.items():
        body = ",\n".join(
            f'    "{kind}": {json.dumps(schema, sort_keys=True, separators=(",", ":"))}' for kind, schema in of.items()
        )
        lines.append(f'  "{sort}": {{\n{body}\n  }}' + ("," if sort == "resource" else ""))
    TARGET.write_text("{\n" + "\n".join(lines) + "\n}\n", "utf-8")
    sys.stdout.write(f"{TARGET}: {sum(map(len, kinds.values()))} kinds, {TARGET.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
