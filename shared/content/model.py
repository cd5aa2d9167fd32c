"""The nouns of content: what there is to make videos from, what is proposed, and what a person decides about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Literal

AssetKind = Literal["video", "audio", "image", "other"]
Orientation = Literal["portrait", "landscape", "square", ""]
DraftStatus = Literal["Draft", "Approved", "Posted", "Denied"]
STATUSES: Final[tuple[DraftStatus, ...]] = ("Draft", "Approved", "Posted", "Denied")


@dataclass(frozen=True, slots=True)
class Asset:
    """One generation of a media object. Lengths are seconds and pixels; None: not known, or it has none."""

    bucket: str
    name: str  # folder/group/…/file
    generation: int
    kind: AssetKind
    folder: str  # the configured folder it lies in, such as video_uploads
    group: str  # its parent folder: what belongs together; the folder itself when it lies directly there
    size: int  # bytes
    content_type: str
    updated: datetime
    duration: float | None = None
    width: int | None = None  # as shown: a turned phone video is portrait
    height: int | None = None
    orientation: Orientation = ""
    fps: float | None = None
    sounds: bool | None = None  # has an audio stream
    thumbnail: str = ""  # name of a small JPEG in the same bucket
    problem: str = ""  # why it could not be read, e.g. not a video at all


@dataclass(frozen=True, slots=True)
class Inventory:
    """What the content bucket held at a moment, by name."""

    taken_at: datetime
    bucket: str
    assets: tuple[Asset, ...]

    def named(self) -> dict[str, Asset]:
        return {asset.name: asset for asset in self.assets}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A video somebody could make: by whom it was thought of, from what, and why. `movie` is a JSON2Video movie."""

    id: str
    batch: str  # the run that made it
    created_at: datetime
    strategy: str  # one sentence
    intent: str  # e.g. teach, prove, sell, entertain
    caption: str
    resources: tuple[str, ...]  # names in the inventory
    movie: Mapping[str, Any]
    source: str = "rules"  # rules or assistant
    model: str = ""
    variety: float = 1.0  # 0 = the same as one before it, 1 = unlike all of them
    cost: Decimal = Decimal(0)  # USD spent on thinking of it
    facts: Mapping[str, Any] = field(default_factory=dict)  # family, season, what it resembles most


@dataclass(frozen=True, slots=True)
class PastDraft:
    """A proposal of before: what a person decided about it, and how it did once it was posted."""

    proposal: Proposal
    status: DraftStatus = "Draft"
    reason: str = ""  # why it was denied
    error: str = ""  # why it could not be rendered or posted
    posted_at: datetime | None = None
    results: Mapping[str, float] = field(default_factory=dict)  # views, reach, likes, saved, …: as the platform counts

    @property
    def family(self) -> str:
        return str(self.proposal.facts.get("family", ""))


@dataclass(frozen=True, slots=True)
class Draft:
    """A rendered proposal and what became of it. An approval holds for `content_hash` alone: caption and
    video as seen."""

    id: str
    number: int  # counted up from 1, as people name it
    proposal: str
    produced_at: datetime
    caption: str
    strategy: str
    status: DraftStatus = "Draft"
    bucket: str = ""
    video: str = ""  # name of the object
    generation: int = 0
    sha256: str = ""  # of the video's bytes
    link: str = ""  # where a person sees it
    duration: float = 0.0
    width: int = 0
    height: int = 0
    content_hash: str = ""
    approved_hash: str = ""  # the content hash that was approved
    approver: str = ""
    approved_at: datetime | None = None
    approved_on: str = ""  # the board on which it was approved; empty: the console, the command line
    reason: str = ""  # why it was denied
    account: str = ""  # on which account it is to be posted; empty: the configured one
    post: str = ""  # the platform's id
    permalink: str = ""
    posted_at: datetime | None = None
    error: str = ""  # what stands in the way, for people
    cost: Decimal = Decimal(0)  # USD for rendering
