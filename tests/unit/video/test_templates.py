"""Video types are configuration: what is wrong in one is said with file, segment and key."""

from pathlib import Path

import pytest

from shared.core.errors import InvalidInput, NotFound
from shared.video.templates import find_type, load_type, load_types

GOOD = """
name: mine
title: My own
fallbacks: {first_name: friend}
segments:
  - {name: hello, kind: personal, seconds: 3, headline: "Hi {first_name}", plain: "Hello"}
  - {name: more, kind: card, seconds: 2, title: More}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mine.yaml").write_text(GOOD)
    return tmp_path


def test_the_shipped_types_are_whole() -> None:
    types = load_types()
    assert {"demo", "money_coaching", "skills_program"} <= types.keys()
    demo = types["demo"]
    assert (demo.canvas.width, demo.canvas.height, demo.canvas.rate) == (1280, 720, 30)
    assert sum(demo.canvas.frames(part.seconds) for part in demo.segments) == 300
    assert demo.fields() == {"first_name", "company_name"}
    assert demo.media() == {"head.mp4", "music.wav"}
    assert all(kind.shows_website for kind in types.values())


def test_a_users_type_stands_beside_ours_and_before_one_of_the_same_name(folder: Path) -> None:
    (folder / "other.yaml").write_text(GOOD.replace("name: mine", "name: demo").replace("My own", "My demo"))
    types = load_types(folder)
    assert types["mine"].title == "My own"
    assert types["demo"].title == "My demo"
    assert find_type("mine", folder).fallbacks["first_name"] == "friend"


def test_an_unknown_name_is_answered_with_those_there_are() -> None:
    with pytest.raises(NotFound, match=r"'nope'.*demo.*money_coaching"):
        find_type("nope")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("seconds: 3", "seconds: -1", ["segment 'hello'", "seconds"]),
        ("seconds: 2", "seconds: long", ["segment 'more'", "seconds", "expected"]),
        ("title: More", "titel: More", ["segment 'more'", "titel"]),
        ("kind: card", "kind: cart", ["segment 'more'", "cart"]),
        ("{name: more, kind: card", "{kind: card", ["segment 2", "name"]),
        ("name: more", "name: hello", ["segment 'hello'", "twice"]),
        ("fallbacks: {first_name: friend}", "fallbacks: {}", ["segment 'hello'", "first_name", "fallbacks"]),
        ("title: My own", "title: My own\nfps: fast", ["fps", "fast"]),
        ("title: My own", "title: My own\nfps: 1/0", ["fps"]),
        ("title: My own", "title: My own\nresolution: {width: 1281}", ["resolution.width"]),
        ("title: My own", "title: My own\nbrand: {primary: blue}", ["brand.primary"]),
        ("name: mine", "name: ../mine", ["name"]),
        ("title: My own", "colour: red", ["colour"]),
        ("segments:", "segments: []\nrest:", ["segments"]),
        ("name: mine", "name: [mine", ["YAML"]),
    ],
)
def test_a_mistake_is_named_with_its_place(folder: Path, old: str, new: str, words: list[str]) -> None:
    file = folder / "mine.yaml"
    file.write_text(GOOD.replace(old, new))
    with pytest.raises(InvalidInput) as refusal:
        load_type(file)
    for word in ["mine.yaml", *words]:
        assert word in str(refusal.value)


@pytest.mark.parametrize(
    "content", [b"", b"- 1\n- 2\n", b"just words", b"\xff\xfe\x00", b"!!python/object:os.system {}"]
)
def test_what_is_no_video_type_at_all_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "odd.yaml"
    file.write_bytes(content)
    with pytest.raises(InvalidInput, match=r"odd\.yaml"):
        load_type(file)
