"""Google's discovery documents."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from sandbox.described.recorded import Misfit
from sandbox.described.schemas import faults_in, scalar
from sandbox.standin import Asked

_KEPT = ("type", "enum", "pattern")


class Discovery:
    """Unknown fields and parameters are refused. As Google does, JSON null is taken for absent, and True and False in
    query strings for the truth values."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document

    def judge(self, asked: Asked) -> list[Misfit]:
        method = next(
            (
                one
                for pattern, one in self._methods
                if one["httpMethod"] == asked.method and pattern.fullmatch(asked.path)
            ),
            None,
        )
        if method is None:
            return [Misfit(f"{asked.method} {asked.path}", "there is no such path or method", undescribed=True)]
        problems = [*self._query(asked, method), *self._body(asked, method)]
        return [Misfit(f"{asked.method} {method['id']}", problem) for problem in problems]

    @cached_property
    def _methods(self) -> list[tuple[re.Pattern[str], Mapping[str, Any]]]:
        base = "/" + str(self._document.get("servicePath", "")).strip("/")
        found = []
        for method in _methods(self._document):
            path = f"{base.rstrip('/')}/{method['path']}"
            parts = [
                "[^?]+" if part.startswith("{+") else "[^/]+" if part.startswith("{") else re.escape(part)
                for part in re.split(r"(\{[^}]+\})", path)
            ]
            found.append((re.compile("".join(parts)), method))
        return sorted(found, key=lambda one: one[0].pattern.count("[^"))

    def _query(self, asked: Asked, method: Mapping[str, Any]) -> Iterator[str]:
        own = {name: one for name, one in method.get("parameters", {}).items() if one["location"] == "query"}
        known = {**self._document.get("parameters", {}), **own}
        sent: dict[str, list[str]] = {}
        for name, value in asked.query:
            sent.setdefault(name, []).append(value)
        for name, values in sent.items():
            if name not in known:
                yield f"{name}: no such query parameter"
                continue
            if len(values) > 1 and not known[name].get("repeated"):
                yield f"{name}: is given {len(values)} times"
            schema = self._schema(known[name])
            for value in values:
                yield from (f"{name}: {one}" for one in faults_in(scalar(value, schema), schema, {}))
        for name, one in own.items():
            if one.get("required") and name not in sent:
                yield f"{name}: a required query parameter is missing"

    def _body(self, asked: Asked, method: Mapping[str, Any]) -> Iterator[str]:
        if "request" not in method:
            if asked.body.strip() not in (b"", b"{}", b"null"):
                yield "body: none is described"
            return
        if not asked.body:
            yield "body: a required one is missing"
            return
        try:
            body = asked.json
        except ValueError:
            yield "body: it is no JSON"
            return
        schema = {"$ref": f"#/$defs/{method['request']['$ref']}"}
        yield from faults_in(_without_nulls(body), schema, self._definitions)

    @cached_property
    def _definitions(self) -> dict[str, Any]:
        return {name: self._schema(one) for name, one in self._document["schemas"].items()}

    def _schema(self, node: Mapping[str, Any]) -> dict[str, Any]:
        if "$ref" in node:
            return {"$ref": f"#/$defs/{node['$ref']}"}
        if node.get("type") == "any":
            return {}
        made = {name: node[name] for name in _KEPT if name in node}
        if made.get("type") == "string" and node.get("format") in {"int64", "uint64"}:
            made["type"] = ["string", "integer"]
        if made.get("type") == "object":
            made["properties"] = {name: self._schema(one) for name, one in node.get("properties", {}).items()}
            more = node.get("additionalProperties")
            made["additionalProperties"] = self._schema(more) if isinstance(more, Mapping) else False
        if "items" in node:
            made["items"] = self._schema(node["items"])
        return made


def _methods(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from node.get("methods", {}).values()
    for resource in node.get("resources", {}).values():
        yield from _methods(resource)


def _without_nulls(value: Any) -> Any:
    """Cells keep theirs: in a list, a null stands for a place."""
    if isinstance(value, Mapping):
        return {name: _without_nulls(one) for name, one in value.items() if one is not None}
    return [_without_nulls(one) for one in value] if isinstance(value, list) else value
