"""The inventory as a maker of videos sees it: which projects there are, what shows them in the making and when done."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from shared.content.model import Asset, Inventory
from shared.core.text import fold

Role = Literal["film", "music", "result", "step", ""]
ROLES: Final[dict[str, Role]] = {
    "video_uploads": "film",
    "music_uploads": "music",
    "completed_works": "result",
    "wip_photos": "step",
    "build_photos": "step",
}
_SHORTEST = 1.0  # seconds of a film that is of use
_SMALLEST = 240  # pixels of the shorter side
_CAMERA_WORDS = """
    img dsc dscn dscf pxl mvi vid video movie photo image picture pic clip foto bild file untitled screenshot whatsapp
    gopro gh gx dji capcut inshot export final draft edit edited copy version new old rev before after wip done progress
    finished complete completed result results work works build builds step steps part day upload uploads raw jpg jpeg
    png mov mp heic screen recording at am pm hdr portrait landscape crop cropped small large hd uhd fhd
"""
_NO_TOPIC = frozenset(_CAMERA_WORDS.split())
_LONGEST_TOPIC = 30  # characters


@dataclass(frozen=True, slots=True)
class Story:
    """What belongs to one project, by name of its folder or files. `topic` is empty when nobody named it."""

    key: str
    topic: str
    steps: tuple[Asset, ...] = ()  # photos of the making, in their order
    results: tuple[Asset, ...] = ()  # photos of what was made
    films: tuple[Asset, ...] = ()

    @property
    def photos(self) -> tuple[Asset, ...]:
        return (*self.steps, *self.results)

    @property
    def pictures(self) -> tuple[Asset, ...]:
        return (*self.steps, *self.results, *self.films)


@dataclass(frozen=True, slots=True)
class Shelf:
    stories: tuple[Story, ...]
    films: tuple[Asset, ...]
    photos: tuple[Asset, ...]
    music: tuple[Asset, ...]

    @property
    def empty(self) -> bool:
        return not (self.films or self.photos)


def shelf_of(inventory: Inventory, roles: dict[str, Role] | None = None) -> Shelf:
    """What cannot be shown (unreadable, tiny, a blink of a film) stays out."""
    known = ROLES if roles is None else roles
    found: dict[str, dict[str, list[Asset]]] = defaultdict(lambda: defaultdict(list))
    topics: dict[str, str] = {}
    music = []
    for asset in sorted(inventory.assets, key=lambda one: one.name):
        if not usable(asset):
            continue
        if asset.kind == "audio":
            music.append(asset)
            continue
        topic = topic_of(asset)
        key = fold(topic) or f"?{asset.group}"
        topics.setdefault(key, topic)
        role = "film" if asset.kind == "video" else "step" if known.get(asset.folder) == "step" else "result"
        found[key][role].append(asset)
    stories = tuple(
        Story(key, topics[key], tuple(parts["step"]), tuple(parts["result"]), tuple(parts["film"]))
        for key, parts in sorted(found.items())
    )
    return Shelf(
        stories,
        tuple(film for story in stories for film in story.films),
        tuple(photo for story in stories for photo in story.photos),
        tuple(music),
    )


def usable(asset: Asset) -> bool:
    if asset.problem or asset.kind == "other" or "{{" in asset.name:  # a movie would take it for an expression
        return False
    if asset.kind == "audio":
        return (asset.duration or 0) >= _SHORTEST
    large = min(asset.width or 0, asset.height or 0) >= _SMALLEST
    return large and (asset.kind == "image" or (asset.duration or 0) >= _SHORTEST)


def topic_of(asset: Asset) -> str:
    """What the folder, else the file, is called by people; empty when only a camera named it.

    Letters alone come through: a name is somebody's text, and this one is written into videos and captions.
    """
    folder = asset.group.rpartition("/")[2] if asset.group != asset.folder else ""
    stem = asset.name.rpartition("/")[2].rpartition(".")[0]
    return next(filter(None, (_topic(folder), _topic(stem))), "")


def _topic(name: str) -> str:
    words = list(_kept(re.sub(r"(?<=[^\W\d_A-Z])(?=[A-Z])", " ", name[:200])))
    while words and len(" ".join(words)) > _LONGEST_TOPIC:
        words.pop()
    topic = " ".join(words)
    return topic[:1].upper() + topic[1:]


def _kept(name: str) -> Iterator[str]:
    for is_word, letters in groupby(name, key=_in_words):
        word = "".join(letters).strip("'’")
        if is_word and len(word) > 1 and fold(word) not in _NO_TOPIC:
            yield word if word.isupper() and len(word) <= 4 else word.lower()


def _in_words(letter: str) -> bool:
    """Letters, and the marks that many scripts write on them."""
    return letter in "'’" or unicodedata.category(letter)[0] in "LM"
