"""Pictures of sites as values: how one is to be taken, the picture, and the reason for having none."""

import hashlib
from dataclasses import dataclass
from typing import Literal

Cause = Literal[
    "no_url", "refused", "dead", "status", "not_a_page", "timeout", "blank", "robots", "memory", "no_browser", "crash"
]
Flag = Literal["consent", "parked", "missing", "sparse"]
"""What a person should look at: a consent wall that stayed · a domain for sale or without a site · a page that says it
is not there though it was answered · hardly anything to be seen."""


@dataclass(frozen=True, slots=True)
class ShotSettings:
    """How pictures are taken. Lengths in pixels, times in seconds."""

    width: int = 1280
    height: int = 720  # of the window
    most: int = 6000  # rows of a picture: pages may be endless
    quality: int = 88  # of the JPEG
    load: float = 20.0  # until the page's text is there
    settle: float = 4.0  # for what comes later: images, fonts, banners
    total: float = 45.0  # for everything: then there is no picture
    most_bytes: int = 80_000_000  # that one page may load
    memory: int = 600_000_000  # bytes of one page's process


DEFAULT = ShotSettings()


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of a page: JPEG."""

    content: bytes
    width: int
    height: int
    url: str  # where the browser ended up
    title: str = ""
    dismissed: tuple[str, ...] = ()  # what was clicked away or hidden
    notes: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class NoShot:
    """There is no picture; `reason` is a clause for people, such as: the site answered 404."""

    cause: Cause
    reason: str
