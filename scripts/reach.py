"""What a door reaches: the modules of this house that a call to it can load, found without running anything.

A module counts with every import in it, at its top or inside a function; what stands under TYPE_CHECKING does not.
Two modules are read piece by piece, because each of them leads everywhere: the composition root (`shared.app`, by the
parts of `App` that are asked for) and the entry (`shared.entry`, by the decorators that the door wears).

Three things would make such a reading wrong. Each is met, or refused with InvalidInput:
- a module loaded by a name made at run time: the package named in that file counts as a whole;
- the whole house handed on, or a part of it asked for by `getattr`: refused;
- a table of handlers by kind of task: an entry counts for the door to which that kind's queue leads, and for every
  door that no queue leads to.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeGuard

from shared.core.errors import InvalidInput

HOUSE = ("shared", "functions", "containers", "local", "sandbox")
ROOT, ENTRY, APP = "shared.app", "shared.entry", "App"
_VARIABLE = re.compile(r"LEADREEL_[A-Z0-9_]+")
_DYNAMIC = {"import_module", "iter_modules", "walk_packages", "__import__", "find_spec"}


@dataclass(frozen=True, slots=True)
class Reach:
    """Modules of the house, the foreign modules that they ask for (full name → who asks), and variables."""

    modules: frozenset[str]
    foreign: Mapping[str, frozenset[str]]
    variables: frozenset[str] = frozenset()  # of the environment, that are named there


@dataclass(frozen=True, slots=True)
class Piece:
    """A top-level definition of a module that is read piece by piece; `App.x` is a part of the root class."""

    module: str
    name: str


class Reading:
    """Reads the sources below `root`. `routes`: kind of task → the function to which its queue leads."""

    def __init__(self, root: Path, routes: Mapping[str, str]) -> None:
        self._root = root
        self._trees: dict[str, ast.Module] = {}
        self._doors: dict[str, Reach] = {}
        self.routes = routes

    def door(self, function: str) -> Reach:
        """What the door of a function reaches. Raises InvalidInput when that cannot be told."""
        if function not in self._doors:
            led_to = function if function in self.routes.values() else ""
            self._doors[function] = _Walk(self, led_to).from_module(f"functions.{function}.main")
        return self._doors[function]

    def module(self, name: str) -> Reach:
        """What a module reaches, whatever kind of task comes along."""
        return _Walk(self, "").from_module(name)

    def path(self, module: str) -> Path | None:
        """The file of a module of the house, None when there is none."""
        if module.partition(".")[0] not in HOUSE or not all(part.isidentifier() for part in module.split(".")):
            return None
        base = self._root.joinpath(*module.split("."))
        return next((file for file in (base.with_suffix(".py"), base / "__init__.py") if file.is_file()), None)

    def tree(self, module: str) -> ast.Module:
        if module not in self._trees:
            path = self.path(module)
            if path is None:
                raise InvalidInput(f"{module}: there is no such module in the house")
            self._trees[module] = _parsed(path.read_text("utf-8"))
        return self._trees[module]

    def within(self, package: str) -> list[str]:
        """The modules that lie in a package."""
        path = self.path(package)
        files = path.parent.rglob("*.py") if path is not None and path.name == "__init__.py" else []
        return [".".join(file.relative_to(self._root).with_suffix("").parts) for file in files]


@dataclass(slots=True)
class _Walk:
    reading: Reading
    led_to: str  # the queue's door whose kinds alone come along; "" = any kind
    modules: set[str] = field(default_factory=set)
    foreign: dict[str, set[str]] = field(default_factory=dict)
    variables: set[str] = field(default_factory=set)
    _seen: set[Piece] = field(default_factory=set)
    _open: list[Piece] = field(default_factory=list)

    def from_module(self, start: str) -> Reach:
        self._add_module(start)
        while self._open:
            self._read(self._open.pop())
        foreign = {name: frozenset(who) for name, who in self.foreign.items()}
        return Reach(frozenset(self.modules), foreign, frozenset(self.variables))

    def _add_module(self, module: str) -> None:
        """The module as it is when it has been imported, its packages included."""
        parts = module.removesuffix(".__init__").split(".")
        for length in range(1, len(parts) + 1):
            name = ".".join(parts[:length])
            if name not in self.modules and self.reading.path(name) is not None:
                self.modules.add(name)
                self._open.append(Piece(name, ""))

    def _add(self, module: str, name: str) -> None:
        piece = Piece(module, name)
        if piece not in self._seen:
            self._seen.add(piece)
            self._open.append(piece)

    def _read(self, piece: Piece) -> None:
        body = self.reading.tree(piece.module).body
        if not piece.name:
            by_pieces = piece.module in {ROOT, ENTRY}
            self._take(piece.module, [node for node in body if not by_pieces or not _is_definition(node)])
            return
        outer, _, part = piece.name.partition(".")
        for node in body:
            if not _is_definition(node) or node.name != outer:
                continue
            if part:
                parts = [inner for inner in node.body if getattr(inner, "name", "") == part]
                self._take(piece.module, parts)
            elif piece == Piece(ROOT, APP):
                if getattr(node, "bases", ()):
                    raise InvalidInput(f"{ROOT}:{node.lineno}: {APP} has parts in another class; packaging reads one")
                self._add(ROOT, f"{APP}.__init__")
            else:
                self._take(piece.module, [node])

    def _take(self, module: str, nodes: Iterable[ast.stmt]) -> None:
        found = list(self._reachable(nodes))
        asked = {id(node.value) for node in found if isinstance(node, ast.Attribute)}
        for node in found:
            match node:
                case ast.Call(func=ast.Name(id="app")) | ast.Name(id="self", ctx=ast.Load()) if id(
                    node
                ) not in asked and (module == ROOT or isinstance(node, ast.Call)):
                    raise InvalidInput(f"{module}:{node.lineno}: the whole house is handed on; ask it for one part")
                case ast.Import() | ast.ImportFrom():
                    self._take_import(module, node)
                case ast.Attribute(value=ast.Call(func=ast.Name(id="app"))):
                    self._add(ROOT, f"{APP}.{node.attr}")
                case ast.Attribute(value=ast.Name(id="self")) if module == ROOT:
                    self._add(ROOT, f"{APP}.{node.attr}")
                case ast.Name() if module in {ROOT, ENTRY}:
                    self._add(module, node.id)
                case ast.Call():
                    self._take_call(module, node)
                case ast.Constant(value=str(text)) if _VARIABLE.fullmatch(text):
                    self.variables.add(text)

    def _take_import(self, module: str, node: ast.Import | ast.ImportFrom) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                self._take_name(module, alias.name, node.lineno)
            return
        if node.level:
            raise InvalidInput(f"{module}:{node.lineno}: a relative import; write the whole name")
        for alias in node.names:
            if node.module in {ROOT, ENTRY}:
                self._add_module(node.module)
                self._add(node.module, alias.name)
            elif self.reading.path(f"{node.module}.{alias.name}") is not None:
                self._add_module(f"{node.module}.{alias.name}")
            else:
                self._take_name(module, str(node.module), node.lineno)

    def _take_name(self, module: str, name: str, line: int) -> None:
        if self.reading.path(name) is not None:
            self._add_module(name)
        elif name.partition(".")[0] in HOUSE and self.reading.path(name.partition(".")[0]) is not None:
            raise InvalidInput(f"{module}:{line}: imports {name}, which is not there")
        else:
            self.foreign.setdefault(name, set()).add(module)

    def _take_call(self, module: str, node: ast.Call) -> None:
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if called == "getattr" and node.args:
            first = ast.unparse(node.args[0])
            if first == "app()" or (first == "self" and module == ROOT):
                raise InvalidInput(f"{module}:{node.lineno}: a part of the house is asked for by getattr; name it")
        if called in _DYNAMIC and not (node.args and isinstance(node.args[0], ast.Constant)):
            self._take_named_packages(module, node.lineno)

    def _take_named_packages(self, module: str, line: int) -> None:
        texts = [
            node.value
            for node in ast.walk(self.reading.tree(module))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        packages = [text for text in texts if "." in text and self.reading.path(text) is not None]
        if not packages:
            raise InvalidInput(f"{module}:{line}: loads modules by a name made at run time; name their package there")
        for package in packages:
            for inner in [package, *self.reading.within(package)]:
                self._add_module(inner)

    def _reachable(self, nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
        """The nodes and all below them, without what only a type checker sees and kinds that go elsewhere."""
        waiting = list(nodes)
        while waiting:
            node = waiting.pop()
            if isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}:
                waiting += node.orelse
                continue
            yield node
            waiting += self._coming_here(node) if isinstance(node, ast.Dict) else ast.iter_child_nodes(node)

    def _coming_here(self, table: ast.Dict) -> list[ast.expr]:
        """The values of a dictionary; of one whose keys are kinds of tasks, those whose kind comes to this door."""
        routes = self.reading.routes
        kinds = [key.value if isinstance(key, ast.Constant) else None for key in table.keys]
        if not self.led_to or not all(kind in routes for kind in kinds):
            return [*table.values, *(key for key in table.keys if key is not None)]
        return [value for kind, value in zip(kinds, table.values, strict=True) if routes[str(kind)] == self.led_to]


@lru_cache(maxsize=1024)
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


def _is_definition(node: ast.AST) -> TypeGuard[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
