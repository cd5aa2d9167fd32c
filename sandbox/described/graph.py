"""Meta's descriptions of Graph's nodes and edges, in the format of its own code generator: a file a node, with its
`apis` (method, edge, parameters with their types) and its `fields`.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from sandbox.described.recorded import Misfit
from sandbox.described.schemas import faults_in
from sandbox.standin import Asked

COMMON: Final = {"access_token", "fields", "limit", "after", "before"}  # of every read, described nowhere
FILES: Final[Mapping[str, Mapping[str, str]]] = {  # what a name in the descriptions means, by log-in
    "facebook": {"user": "IGUser", "media": "IGMedia", "container": "ShadowIGMediaBuilder", "comment": "IGComment"},
    "instagram": {
        "user": "IGUserForIGOnlyAPI",
        "media": "IGMediaForIGOnlyAPI",
        "container": "ShadowIGMediaBuilder",
        "comment": "IGComment",
    },
}
ANSWERS: Final[Mapping[str, str]] = {
    "Media": "IGMediaForIGOnlyAPI",
    "User": "IGUserForIGOnlyAPI",
    "Comment": "IGComment",
    "InsightsResult": "InstagramInsightsResult",
}
TOKENS: Final = {
    "access_token": "IGAccessTokenForIGOnlyAPI",
    "refresh_access_token": "IGRefreshAccessTokenForIGOnlyAPI",
}
RETIRED: Final = {"impressions", "plays", "video_views", "clips_replays_count", "ig_reels_aggregated_all_plays_count"}
"""Metrics that the descriptions still name, and that nobody is given any more."""


class GraphApi:
    """`folder`: the descriptions. `kind_of`: what node an id is (user, media, container, comment), "" when unknown."""

    def __init__(self, folder: Path, kind_of: Callable[[str], str]) -> None:
        self._folder = folder
        self._kind_of = kind_of

    def judge(self, asked: Asked) -> list[Misfit]:
        host, *parts = [one for one in asked.path.split("/") if one]
        if parts and re.fullmatch(r"v\d+\.0", parts[0]):
            parts = parts[1:]
        shown = "/".join(self._kind_of(one) or one for one in parts)
        found = self._api(host, asked.method, parts)
        if found is None:
            return [Misfit(f"{asked.method} {host}/{shown}", "there is no such edge or method", undescribed=True)]
        node, api = found
        problems = [*self._params(asked, api), *self._fields(asked, node, api)]
        return [Misfit(f"{asked.method} {host}/{shown}", problem) for problem in problems]

    def _api(self, host: str, method: str, parts: list[str]) -> tuple[str, Mapping[str, Any]] | None:
        if host not in FILES or not parts:
            return None
        if host == "instagram" and len(parts) == 1 and parts[0] in TOKENS:
            node, edge = TOKENS[parts[0]], ""
        else:
            kind = "user" if parts[0] == "me" and host == "instagram" else self._kind_of(parts[0])
            if not kind or len(parts) > 2:
                return None
            node, edge = FILES[host][kind], "/".join(parts[1:])
        names = {"GET": "#get", "DELETE": "#delete", "POST": "#update"}
        for api in self._node(node).get("apis", ()):
            if api["method"] == method and (
                api.get("endpoint", "") == edge if edge else api.get("name") == names[method]
            ):
                return node, api
        return None

    def _node(self, name: str) -> Mapping[str, Any]:
        for file in (f"{name}.json", f"{name}.trimmed.json"):
            if (self._folder / file).exists():
                found: Mapping[str, Any] = json.loads((self._folder / file).read_text("utf-8"))
                return found
        return {}

    @cached_property
    def _enums(self) -> dict[str, list[str]]:
        found = json.loads((self._folder / "enum_types.trimmed.json").read_text("utf-8"))
        return {one["name"]: one["values"] for one in found}

    # Parameters

    def _params(self, asked: Asked, api: Mapping[str, Any]) -> Iterator[str]:
        known = {one["name"]: one for one in api.get("params", ())}
        reading = asked.method == "GET"
        loose = {name: _read(value, known.get(name, {}).get("type", "")) for name, value in asked.query}
        try:
            body = asked.json if asked.body else {}
        except ValueError:
            yield "body: it is no JSON"
            return
        sent = {**loose, **body}
        ours = {name: value for name, value in sent.items() if not (name in COMMON - known.keys() and reading)}
        schema = {
            "type": "object",
            "properties": {name: self._schema(one["type"]) for name, one in known.items()},
            "required": [name for name, one in known.items() if one.get("required")],
            "additionalProperties": False,
        }
        yield from faults_in(ours, schema, {})
        metrics = ours.get("metric") or []
        for gone in sorted(RETIRED & set(metrics if isinstance(metrics, list) else [metrics])):
            yield f"metric: {gone} is retired"

    def _schema(self, kind: str) -> dict[str, Any]:
        if kind.startswith("list<"):
            return {"type": "array", "items": self._schema(kind.removeprefix("list<").removesuffix(">"))}
        if kind in self._enums:
            return {"enum": self._enums[kind]}
        plain: Mapping[str, dict[str, Any]] = {
            "string": {"type": "string"},
            "bool": {"type": "boolean"},
            "int": {"type": ["integer", "string"], "pattern": r"^-?\d+$"},
            "unsigned int": {"type": ["integer", "string"], "pattern": r"^\d+$"},
            "float": {"type": "number"},
            "datetime": {"type": ["integer", "string"], "pattern": r"^(\d+|\d{4}-\d\d-\d\d.*)$"},
            "map": {"type": "object"},
            "Object": {"type": "object"},
        }
        return plain.get(kind, {})

    # Fields

    def _fields(self, asked: Asked, node: str, api: Mapping[str, Any]) -> Iterator[str]:
        wanted = re.sub(r"\{[^{}]*\}", "", asked.first("fields"))
        answered = node if str(api.get("name", "")).startswith("#") else str(api.get("return", ""))
        known = {one["name"] for one in self._node(ANSWERS.get(answered, answered)).get("fields", ())}
        for name in filter(None, wanted.split(",")):
            if known and name not in known:
                yield f"fields: {ANSWERS.get(answered, answered)} has no {name}"


def _read(text: str, kind: str) -> Any:
    """A value from a query string: lists are parted by commas, truth values and numbers are written out."""
    if kind.startswith("list<"):
        return text.split(",")
    if kind == "bool" and text in {"true", "false"}:
        return text == "true"
    return text
