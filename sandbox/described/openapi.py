"""OpenAPI documents, 3.0 and 3.1."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from sandbox.described.recorded import Misfit
from sandbox.described.schemas import faults_in, form_of, scalar
from sandbox.standin import Asked

_LOOSE = {"default", "example", "examples", "discriminator", "xml", "externalDocs", "nullable", "deprecated"}


class OpenApi:
    """`base`: the path before the document's own, where the stand-in's differs from the document's server."""

    def __init__(self, document: Mapping[str, Any], *, base: str | None = None) -> None:
        self._document = document
        servers = document.get("servers") or [{"url": ""}]
        self._base = (urlsplit(servers[0]["url"]).path if base is None else base).rstrip("/")

    def judge(self, asked: Asked) -> list[Misfit]:
        call = f"{asked.method} {asked.path}"
        found = self._operation(asked)
        if found is None:
            return [Misfit(call, "there is no such path or method", undescribed=True)]
        template, operation, shared = found
        named = f"{asked.method} {template}"
        parameters = [self._resolved(one) for one in [*shared, *operation.get("parameters", ())]]
        problems = [*self._query(asked, parameters), *self._body(asked, operation)]
        return [Misfit(named, problem) for problem in problems]

    def _operation(self, asked: Asked) -> tuple[str, Mapping[str, Any], list[Any]] | None:
        if not asked.path.startswith(self._base + "/"):
            return None
        path = asked.path.removeprefix(self._base)
        for template, pattern in self._paths:
            operations = self._document["paths"][template]
            if pattern.fullmatch(path) and asked.method.lower() in operations:
                return template, operations[asked.method.lower()], operations.get("parameters", [])
        return None

    @cached_property
    def _paths(self) -> list[tuple[str, re.Pattern[str]]]:
        """Fixed ones before those with a name in them."""
        made = [
            (one, re.compile(re.sub(r"\\\{[^/]+?\\\}", "[^/]+", re.escape(one)))) for one in self._document["paths"]
        ]
        return sorted(made, key=lambda one: one[0].count("{"))

    def _resolved(self, node: Any) -> Any:
        while isinstance(node, Mapping) and "$ref" in node:
            found: Any = self._document
            for part in node["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            node = found
        return node

    def _query(self, asked: Asked, parameters: list[Any]) -> Iterator[str]:
        known = {one["name"]: one for one in parameters if one.get("in") == "query"}
        sent = dict(asked.query)
        for name, value in sent.items():
            bare = name.removesuffix("[]")
            if bare not in known:
                yield f"{name}: no such query parameter"
                continue
            plain = self._resolved(known[bare].get("schema", {}))
            schema = self._strict(plain)
            if plain.get("type") != "array":
                yield from (f"{name}: {one}" for one in faults_in(scalar(value, schema), schema, self._definitions))
        for name, one in known.items():
            if one.get("required") and name not in sent:
                yield f"{name}: a required query parameter is missing"

    def _body(self, asked: Asked, operation: Mapping[str, Any]) -> Iterator[str]:
        described = self._resolved(operation.get("requestBody") or {})
        content, kind = described.get("content", {}), asked.headers.get("content-type", "").partition(";")[0]
        if not content:
            if asked.body.strip() not in (b"", b"{}"):
                yield "body: none is described"
            return
        if not asked.body:
            if described.get("required"):
                yield "body: a required one is missing"
            return
        if kind not in content:
            yield f"body: {kind or 'no content type'} is sent, {', '.join(content)} is described"
            return
        schema = {**self._strict(content[kind].get("schema", {})), "unevaluatedProperties": False}
        yield from faults_in(asked.json if kind.endswith("json") else _texts(form_of(asked)), schema, self._definitions)

    @cached_property
    def _definitions(self) -> dict[str, Any]:
        schemas = self._document.get("components", {}).get("schemas", {})
        return {name: self._strict(one) for name, one in schemas.items()}

    def _strict(self, node: Any) -> Any:
        """As 2020-12: choices may overlap, 3.0's `nullable` is spelled out, what checks nothing is left out."""
        if isinstance(node, list):
            return [self._strict(one) for one in node]
        if not isinstance(node, Mapping):
            return node
        made: dict[str, Any] = {}
        for name, one in node.items():
            if name == "properties" and isinstance(one, Mapping):
                made[name] = {key: self._strict(inner) for key, inner in one.items()}
            elif name == "$ref":
                made[name] = f"#/$defs/{one.rpartition('/')[2]}"
            elif name not in _LOOSE:
                made["anyOf" if name == "oneOf" else name] = self._strict(one)
        if node.get("nullable") and isinstance(made.get("type"), str):
            made["type"] = [made["type"], "null"]
        return made


def _texts(form: Mapping[str, Any]) -> dict[str, Any]:
    """A form's fields as JSON has them: files as text, `name[inner]` as an object."""
    made: dict[str, Any] = {}
    for name, value in form.items():
        outer, inner = name.partition("[")[::2]
        text = value.decode("latin-1") if isinstance(value, bytes) else value
        if not inner:
            made[outer] = text
        elif inner == "]":
            made.setdefault(outer, []).append(text)
        else:
            key = inner.rstrip("]")
            made.setdefault(outer, {})[key] = int(text) if text.isdigit() else text
    return made
