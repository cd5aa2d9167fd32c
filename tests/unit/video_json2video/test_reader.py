"""A movie's JSON: what is known is read, all else is refused with its place."""

from typing import Any

import pytest

from shared.core.errors import InvalidInput
from shared.video.json2video.reader import read_movie


def one(**element: Any) -> dict[str, Any]:
    return {"scenes": [{"elements": [{"type": "text", "text": "hi"}, element]}]}


@pytest.mark.parametrize(
    ("movie", "place"),
    [
        ({}, r"movie\.scenes"),
        ({"scenes": [], "resolution": "8k"}, r"movie\.resolution"),
        ({"scenes": [{"elements": [{"type": "hologram"}]}]}, r"movie\.scenes\[0\]\.elements\[0\]\.type"),
        ({"scenes": [{"colour": "red"}]}, r"movie\.scenes\[0\]\.colour"),
        ({"scenes": [{"duration": "soon"}]}, r"movie\.scenes\[0\]\.duration"),
        ({"scenes": [{"duration": -3}]}, r"movie\.scenes\[0\]\.duration"),
        ({"scenes": [{"iterate": "rooms"}]}, r"movie\.scenes\[0\]\.iterate"),
        ({"scenes": [{"background-color": "{{nothing}}"}]}, r"background-color.*'nothing'"),
        ({"scenes": [{}], "exports": [{"destinations": [{"type": "ftp"}]}]}, r"exports\[0\]\.destinations\[0\]\.type"),
        ({"template": "abc"}, r"movie\.template"),
        ({"scenes": [{}], "watermark": True}, r"movie\.watermark"),
    ],
)
def test_a_fault_is_named_with_its_place(movie: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidInput, match=place):
        read_movie(movie)


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidInput, match=r"^movie: "):
        read_movie(raw)


def test_scenes_repeat_for_the_items_of_an_array() -> None:
    movie = {
        "variables": {"rooms": [{"name": "Kitchen"}, {"name": "Garden"}, {"name": "Attic"}]},
        "scenes": [{"iterate": "rooms", "iterate-as": "room", "id": "{{room.name}}-{{name}}-{{index}}"}],
    }
    assert [scene.name for scene in read_movie(movie).scenes] == [
        "Kitchen-Kitchen-0",
        "Garden-Garden-1",
        "Attic-Attic-2",
    ]


@pytest.mark.parametrize(
    ("how", "names"),
    [
        ({"array": "n", "from": 2}, "bc"),
        ({"array": "n", "from": 1, "to": 3}, "ab"),
        ({"array": "n", "from": -1}, "c"),
        ({"array": "n", "step": 2}, "ac"),
        ({"from": 1, "to": 2}, "12"),
        ("n", "abc"),
    ],
)
def test_a_part_of_the_items_is_taken(how: Any, names: str) -> None:
    movie = {"variables": {"n": ["a", "b", "c"]}, "scenes": [{"iterate": how, "id": "{{item}}"}]}
    assert "".join(scene.name for scene in read_movie(movie).scenes) == names


def test_what_a_condition_rules_out_is_left_out_unread() -> None:
    movie = {
        "variables": {"vip": False, "n": 3},
        "scenes": [
            {"condition": "{{vip}}", "id": "{{missing}}"},
            {"id": "kept", "elements": [{"type": "text", "text": "{{missing}}", "condition": "{{n > 5}}"}]},
        ],
    }
    (scene,) = read_movie(movie).scenes
    assert (scene.name, scene.elements) == ("kept", ())


def test_the_nearest_variable_counts() -> None:
    movie = {"variables": {"a": "movie", "b": 1}, "scenes": [{"variables": {"a": "{{a}}-scene"}, "id": "{{a}} {{b}}"}]}
    assert read_movie(movie).scenes[0].name == "movie-scene 1"
