"""What can be said about terraform/ without a provider: names, types, blocks and references, against the schema that
`scripts/provider_schema.py` took from the provider's bindings."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import hcl2

META = {"for_each", "count", "depends_on", "lifecycle", "provider", "provisioner", "connection", "dynamic"}
_BY_HAND: dict[str, dict[str, Any]] = {  # what is not the Google provider's; from the pages of hashicorp/random 3.7
    "random_password": {"arguments": {"length": "number!", "special": "bool"}, "gives": ["result"]},
    "terraform_data": {"arguments": {"triggers_replace": "any", "input": "any"}, "gives": ["output", "id"]},
}
_REFERENCE = re.compile(
    r"(?<![\w.\"/-])(var|local|module|data|each|self|ephemeral|google_\w+|random_\w+|terraform_data)\.(\w+)"
    r"(?:\.(\w+)|\[[^\]]*\]\.(\w+)|\[\*\]\.(\w+))?(?:\.(\w+)|\[[^\]]*\]\.(\w+))?"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A resource, a data source or an ephemeral resource, as it stands in a file."""

    file: str
    sort: str
    kind: str
    name: str
    body: Mapping[str, Any]

    @property
    def where(self) -> str:
        return f"{self.file}: {self.kind}.{self.name}"


@lru_cache
def _parsed(text: str) -> dict[str, Any]:
    """Parsing is slow: a file that has not changed is parsed once."""
    parsed: dict[str, Any] = hcl2.loads(text)
    return parsed


class Module:
    """The files of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.texts = {file.name: file.read_text("utf-8") for file in sorted(folder.glob("*.tf"))}
        self.files: dict[str, dict[str, Any]] = {name: _parsed(text) for name, text in self.texts.items()}

    def named(self, section: str) -> dict[str, Mapping[str, Any]]:
        """The blocks with one label: variables, outputs, modules."""
        return {
            _bare(name): body
            for content in self.files.values()
            for entry in content.get(section, [])
            for name, body in entry.items()
        }

    @cached_property
    def locals(self) -> dict[str, Any]:
        return {
            name: value
            for content in self.files.values()
            for entry in content.get("locals", [])
            for name, value in entry.items()
            if not name.startswith("__")
        }

    @cached_property
    def blocks(self) -> list[Block]:
        return [
            Block(file, sort, _bare(kind), _bare(name), body)
            for file, content in self.files.items()
            for sort in ("resource", "data", "ephemeral")
            for entry in content.get(sort, [])
            for kind, named in entry.items()
            for name, body in named.items()
        ]


def problems(module: Module, schema: Mapping[str, Any]) -> Iterator[str]:
    """What the provider would refuse, as far as the schema tells."""
    for block in module.blocks:
        of = _BY_HAND if block.kind in _BY_HAND else schema["data" if block.sort == "data" else "resource"]
        if block.kind not in of:
            yield f"{block.where}: unknown{_meant(block.kind, of)}"
            continue
        yield from _body(block.where, block.body, of[block.kind], top=True)
    yield from _references(module, schema)


def leads_to(module: Module) -> dict[str, set[str]]:
    """What each resource, data source, local value and output needs first: its own name → their names."""
    graph: dict[str, set[str]] = {}
    for block in module.blocks:
        prefix = "" if block.sort == "resource" else f"{block.sort}."
        graph[f"{prefix}{block.kind}.{block.name}"] = _needs(block.body)
    for name, value in module.locals.items():
        graph[f"local.{name}"] = _needs(value)
    for section in ("module", "output"):
        graph |= {f"{section}.{name}": _needs(body) for name, body in module.named(section).items()}
    return graph


def _needs(body: Any) -> set[str]:
    found = set()
    for text in _texts(body):
        for match in _REFERENCE.finditer(text):
            head, first, *rest = match.groups()
            if head in {"data", "ephemeral"}:
                found.add(f"{head}.{first}.{next(filter(None, rest), '')}")
            elif head not in {"var", "each", "self"}:
                found.add(f"{head}.{first}")
    return found


def _body(where: str, body: Mapping[str, Any], schema: Mapping[str, Any], *, top: bool = False) -> Iterator[str]:
    arguments, blocks = schema.get("arguments", {}), schema.get("blocks", {})
    given = {name: value for name, value in body.items() if not name.startswith("__") and not (top and name in META)}
    dynamic = {_bare(name): inner for one in body.get("dynamic", []) for name, inner in one.items()}
    given.pop("dynamic", None)
    for name, value in given.items():
        if name in blocks and _is_block(value):
            if len(value) > 1 and not blocks[name].get("many"):
                yield f"{where}: {name} may stand once"
            for inner in value:
                yield from _body(f"{where}.{name}", inner, blocks[name])
        elif name in arguments and not _is_block(value):
            yield from _value(f"{where}.{name}", value, arguments[name].rstrip("!"))
        elif name in blocks:
            yield f"{where}: {name} is a block, not an argument"
        elif name in arguments:
            yield f"{where}: {name} is an argument, not a block"
        else:
            yield f"{where}: unknown argument {name}{_meant(name, {**arguments, **blocks})}"
    for name, inner in dynamic.items():
        if name not in blocks:
            yield f"{where}: unknown block {name}{_meant(name, blocks)}"
            continue
        for content in inner.get("content", []):
            yield from _body(f"{where}.{name}", content, blocks[name])
    must = {name for name, kind in arguments.items() if kind.endswith("!")}
    must |= {name for name, inner in blocks.items() if inner.get("must")}
    for name in sorted(must - given.keys() - dynamic.keys()):
        yield f"{where}: {name} is missing"


def _value(where: str, value: Any, kind: str) -> Iterator[str]:
    """A plain value of the wrong type. What is calculated is not known here."""
    calculated = isinstance(value, str) and value.startswith("${")
    if value is None or calculated or kind == "any":
        return
    found = {bool: "bool", int: "number", float: "number", list: "list", dict: "map", str: "string"}[type(value)]
    if found != kind and not (kind == "string" and found == "number"):
        yield f"{where}: {value if found == 'string' else json.dumps(value)} is a {found}, not a {kind}"


def _references(module: Module, schema: Mapping[str, Any]) -> Iterator[str]:
    variables, modules = module.named("variable"), module.named("module")
    known = {(block.sort, block.kind, block.name) for block in module.blocks}
    for file, content in module.files.items():
        for text in _texts(content):
            for match in _REFERENCE.finditer(text):
                head, first, *rest = match.groups()
                following = [part for part in rest if part]
                where = f"{file}: {match[0]}"
                if head == "var" and first not in variables:
                    yield f"{where}: no such variable{_meant(first, variables)}"
                elif head == "local" and first not in module.locals:
                    yield f"{where}: no such local value{_meant(first, module.locals)}"
                elif head == "module" and first not in modules:
                    yield f"{where}: no such module"
                elif head == "module":
                    yield from _output(module, where, first, following)
                elif head in {"data", "ephemeral"} or "_" in head:
                    yield from _resource(where, head, first, following, known, schema)


def _output(module: Module, where: str, name: str, following: list[str]) -> Iterator[str]:
    source = module.folder / _bare(module.named("module")[name]["source"])
    outputs = Module(source).named("output")
    if following and following[0] not in outputs:
        yield f"{where}: no such output{_meant(following[0], outputs)}"


def _resource(
    where: str,
    head: str,
    first: str,
    following: list[str],
    known: set[tuple[str, str, str]],
    schema: Mapping[str, Any],
) -> Iterator[str]:
    if head in {"data", "ephemeral"}:
        sort, kind, name, after = head, first, following[0] if following else "", following[1:]
    else:
        sort, kind, name, after = "resource", head, first, following
    if (sort, kind, name) not in known:
        yield f"{where}: nothing of that name"
        return
    of = _BY_HAND.get(kind) or schema["data" if sort == "data" else "resource"].get(kind, {})
    gives = {*of.get("gives", ()), *of.get("arguments", ()), *of.get("blocks", ())}
    if after and after[0] not in gives:
        yield f"{where}: {kind} has no {after[0]}{_meant(after[0], gives)}"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield str(key)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _is_block(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping) and "__is_block__" in value[0]


def _bare(text: str) -> str:
    return text.strip('"')


def _meant(name: str, known: Any) -> str:
    close = get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else ""
