"""The published schemas are true, and a timeline from a file is refused with the place of its fault."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from shared.core.codec import encode
from shared.core.errors import InvalidInput
from shared.video.schema import read_timeline, schemas, with_files
from shared.video.stage import Inputs, build
from shared.video.templates import SHIPPED, load_types

DOCS = Path(__file__).parents[3] / "docs" / "schemas"


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_published_schema_is_that_of_the_code(name: str) -> None:
    """If this fails: `schemas()` of shared/video/schema.py says what docs/schemas must hold."""
    assert json.loads((DOCS / name).read_text()) == json.loads(json.dumps(schemas()[name]))


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.yaml")), ids=lambda file: file.stem)
def test_our_own_types_keep_the_published_schema(file: Path) -> None:
    jsonschema.validate(yaml.safe_load(file.read_text()), schemas()["video-type.json"])


@pytest.mark.parametrize("name", sorted(load_types()))
def test_timelines_of_our_own_types_keep_the_published_schema(name: str) -> None:
    built = build(load_types()[name], Inputs({"first_name": "Ana"}))
    plain = json.loads(encode(built.timeline))
    jsonschema.validate(plain, schemas()["timeline.json"])
    assert read_timeline(encode(built.timeline)) == built.timeline


def movie(**clip: Any) -> bytes:
    one = {"element": {"type": "fill", "color": "#112233"}, "start": 0, "length": 30, **clip}
    scene = {"name": "hello", "length": 30, "tracks": [{"name": "ground", "clips": [one]}]}
    return encode({"canvas": {"width": 320, "height": 180, "rate": "30/1"}, "scenes": [scene]})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (movie(element={"type": "fill"}), "scene 'hello', track 'ground', clip 1: element: object missing"),
        (movie(element={"type": "sparkle"}), "scene 'hello', track 'ground', clip 1: element.type: "),
        (movie(length="long"), "scene 'hello', track 'ground', clip 1: length: expected `int`"),
        (movie(length=31), "scene 'hello', track 'ground', clip 1: frames 0 to 31 leave"),
        (movie(opacity=2), "opacity 2.0 is not within 0 to 1"),
        (b"not json", "timeline: "),
        (b"[" * 100_000, "timeline: "),
        (movie().replace(b"30/1", b"1/0"), "canvas: the rate"),
    ],
)
def test_a_fault_is_named_with_its_scene_and_its_element(content: bytes, said: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        read_timeline(content)
    assert said in str(raised.value)


def picture(name: str) -> bytes:
    return movie(element={"type": "picture", "asset": {"name": name}})


def test_files_beside_a_timeline_are_found_by_name_and_known_by_content(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"bytes of a logo")
    line, files = with_files(read_timeline(picture("logo.png")), tmp_path)
    (asset,) = line.assets()
    assert files[asset.sha256] == tmp_path / "logo.png"


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "missing.png", ""])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret").write_bytes(b"x")
    with pytest.raises(InvalidInput):
        with_files(read_timeline(picture(name)), tmp_path / "in")
