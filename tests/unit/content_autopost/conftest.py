"""Approved drafts over a real store, and a platform that tells what it was asked to show."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from shared.app import App
from shared.content.autopost import AutopostReport, Pace
from shared.content.model import Draft
from shared.core.clock import ManualClock
from shared.core.errors import PermanentError, TransientError
from shared.core.settings import Settings
from shared.effects.model import Absent, Finding, Receipt
from shared.publish.model import Account, Post
from shared.publish.publisher import Guarantee, Progress, posted
from shared.publish.registry import Publishers

ACCOUNT = Account("instagram-main", "instagram", "17841400000000001")


@dataclass
class Street:
    """A platform. `looks`: how often an upload is looked at until it may be shown."""

    platform: str = "instagram"
    guarantee: Guarantee = field(default_factory=lambda: Guarantee(60.0, 30.0, "handle"))
    looks: int = 0
    shown: list[tuple[str, str]] = field(default_factory=list)  # handle, caption
    seen: dict[str, int] = field(default_factory=dict)
    made: int = 0
    dead: str = ""  # why the token no longer counts
    quota: float = 0.0  # seconds until more is allowed
    lose: int = 0  # answers that are lost after it was shown
    hinder: Any = None  # called at each look

    def check(self, post: Post) -> None:
        from shared.core.errors import InvalidInput

        if len(post.caption) > 2200:
            raise InvalidInput("the caption is too long")

    def prepare(self, post: Post) -> str:
        self._token()
        if self.quota:
            raise TransientError("50 posts in 24 hours are reached", retry_after=self.quota).without_effect()
        self.made += 1
        return f"h{self.made}"

    def progress(self, post: Post, handle: str) -> Progress:
        self._token()
        if self.hinder:
            self.hinder()
        self.seen[handle] = self.seen.get(handle, 0) + 1
        if any(handle == one for one, _ in self.shown):
            return Progress("published", remote=f"remote-{handle}")
        ready = self.seen[handle] > self.looks
        return Progress("ready") if ready else Progress("waiting", "it is being processed", retry_after=60.0)

    def publish(self, post: Post, handle: str) -> Receipt:
        self._token()
        self.shown.append((handle, post.caption))
        if self.lose:
            self.lose -= 1
            raise TransientError("the line broke")
        return posted(f"remote-{handle}")

    def find(self, post: Post, handle: str, since: datetime) -> Finding:
        if any(handle == one for one, _ in self.shown):
            return posted(f"remote-{handle}")
        return Absent()

    def permalink(self, account: Account, remote: str) -> str:
        return f"https://street.test/{remote}"

    def _token(self) -> None:
        if self.dead:
            raise PermanentError(self.dead).without_effect()


class Desk:
    """The installation, and what outlives any process of it."""

    def __init__(self, data: Path) -> None:
        self.data, self.clock, self.street = data, ManualClock(), Street()
        self.pace = Pace(interval=20.0, total=420.0, per_run=1)
        self.house = self.begin()
        self.house.accounts.put(ACCOUNT)
        self.made = 0

    def begin(self) -> App:
        self.house = App(Settings(data=self.data, network=False), clock=self.clock)
        self.house.__dict__["publishers"] = Publishers({"instagram": lambda: self.street})
        self.house.autopost._pace = self.pace
        return self.house

    def die(self) -> App:
        held = self.house._alive._file
        if held is not None:
            held.close()
        self.house.database.close()
        return self.begin()

    def draft(self, caption: str = "A fence.", *, approved: bool = True) -> Draft:
        self.made += 1
        content = f"film {self.made}".encode()
        name = f"drafts/p{self.made}.mp4"
        blob = self.house.blobs.put("content", name, content, content_type="video/mp4")
        draft = self.house.drafts.create(
            Draft(
                id="",
                number=0,
                proposal=f"p{self.made}",
                produced_at=self.clock.now(),
                caption=caption,
                strategy="",
                bucket="content",
                video=name,
                generation=blob.generation,
                sha256=sha256(content).hexdigest(),
                duration=8.0,
                width=1080,
                height=1920,
            )
        )
        self.clock.advance(1)
        return self.approve(draft) if approved else draft

    def approve(self, draft: Draft) -> Draft:
        draft = self.house.drafts.get(draft.id)
        return self.house.approvals.approve(draft.id, by="ana", seen=draft.content_hash)

    def get(self, draft: Draft) -> Draft:
        return self.house.drafts.get(draft.id)

    def run(self, key: str = "") -> AutopostReport:
        return self.house.autopost.run(key)

    def captions(self) -> list[str]:
        return [caption for _, caption in self.street.shown]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "data")
    yield made
    made.house.database.close()
