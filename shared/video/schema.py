"""The published form of timelines and video types: JSON Schemas, and reading with the place of every fault."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec

from shared.core.codec import decode, encode_sorted
from shared.core.errors import InvalidInput
from shared.video.checks import check
from shared.video.templates import VideoType
from shared.video.timeline import Asset, Timeline

_MAX_BYTES = 20_000_000  # of a timeline's JSON


def schemas() -> Mapping[str, dict[str, Any]]:
    """The schemas by file name, as `docs/schemas/` holds them."""
    nouns = {"timeline.json": Timeline, "video-type.json": VideoType}
    made = {name: msgspec.json.schema(noun, schema_hook=_hook) for name, noun in nouns.items()}
    return {
        name: {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema} for name, schema in made.items()
    }


def _hook(kind: type) -> dict[str, Any]:
    if kind is Fraction:
        return {"type": "string", "pattern": r"^\d+(/\d+)?$", "description": "frames a second: 30/1 or 30000/1001"}
    raise InvalidInput(f"{kind.__name__}: it has no published form; say here what it looks like in JSON")


def read_timeline(content: bytes, name: str = "timeline") -> Timeline:
    """A timeline from its JSON. Raises InvalidInput that names the scene and the element."""
    if len(content) > _MAX_BYTES:
        raise InvalidInput(f"{name}: {len(content):,} bytes are too many for a timeline")
    try:
        return check(decode(Timeline, content))
    except (ValueError, ZeroDivisionError) as error:
        raise InvalidInput(f"{name}: canvas: the rate is not a number such as 30/1") from error
    except InvalidInput as error:
        raise InvalidInput(f"{name}: {_in_words(content, str(error))}") from error


def _in_words(content: bytes, message: str) -> str:
    """The decoder's path in the words of the file: scene 'hello', track 'words', clip 2: …"""
    text, _, path = message.partition(" - at `$.")
    text = text.removeprefix("not a valid Timeline: ")
    if not path:
        return text
    path = path.rstrip("`")
    raw: Any = msgspec.json.decode(content)
    words = []
    while match := re.match(r"(scenes|tracks|clips|sounds)\[(\d+)\]\.?", path):
        raw = raw[match[1]][int(match[2])]
        named = raw.get("name") if isinstance(raw, dict) else None
        words.append(f"{match[1][:-1]} {named!r}" if named else f"{match[1][:-1]} {int(match[2]) + 1}")
        path = path[match.end() :]
    return f"{', '.join(words)}{': ' if words else ''}{path}{': ' if path else ''}{text[:1].lower()}{text[1:]}"


def with_files(timeline: Timeline, folder: Path) -> tuple[Timeline, dict[str, Path]]:
    """A timeline whose assets are named by files in `folder`, and where each content lies.

    Raises InvalidInput for a name that leads out of the folder, a file that is not there, or other content than named.
    """
    files: dict[str, Path] = {}
    known: dict[Asset, Asset] = {}
    for asset in sorted(timeline.assets(), key=lambda one: one.name):
        path = (folder / asset.name).resolve()
        if not path.is_relative_to(folder.resolve()) or not path.is_file():
            raise InvalidInput(f"{asset.name}: no such file in {folder}")
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if asset.sha256 not in {"", found}:
            raise InvalidInput(f"{asset.name}: the file in {folder} has other content than the timeline names")
        known[asset] = replace(asset, sha256=found)
        files[found] = path
    return _replaced(timeline, known), files


def _replaced(timeline: Timeline, known: Mapping[Asset, Asset]) -> Timeline:
    """The assets stand deep inside: the JSON form is where all of them are easily reached."""

    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            if value.keys() == {"name", "sha256"}:
                asset = known[Asset(value["name"], value["sha256"])]
                return {"name": asset.name, "sha256": asset.sha256}
            return {key: walk(inner) for key, inner in value.items()}
        return [walk(inner) for inner in value] if isinstance(value, list) else value

    return decode(Timeline, encode_sorted(walk(msgspec.json.decode(encode_sorted(timeline)))))
