"""The stand-in for Instagram, on a clock of its own, and what publishes there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec.structs import replace

from sandbox.instagram.publishing import FILM
from sandbox.instagram.web import Instagram, instagram
from sandbox.standin import StandIn
from shared.adapters.local.blobs import LocalBlobs
from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.auth.tokens import TokenCare, TokenRecord
from shared.core.clock import ManualClock
from shared.publish.graph import Flavour, Graph
from shared.publish.graph_tokens import GraphTokens
from shared.publish.model import Account, Media, Post
from shared.publish.platforms.instagram import InstagramPublisher


@dataclass
class House:
    """Everything of ours, and the vendor over there."""

    clock: ManualClock
    standin: StandIn
    vendor: Instagram
    documents: LocalDocuments
    blobs: LocalBlobs
    secret: bytes = b"s" * 32
    graphs: list[Graph] = field(default_factory=list)

    def graph(self, token: str, flavour: Flavour = "facebook") -> Graph:
        made = Graph(token, flavour, url=f"{self.standin.url}/{flavour}")
        self.graphs.append(made)
        return made

    def maker(self, record: TokenRecord) -> GraphTokens:
        rules = self.vendor.rules
        flavour: Flavour = "instagram" if record.flavour == "instagram" else "facebook"
        return GraphTokens(flavour, rules.app_id, rules.app_secret, url=f"{self.standin.url}/{flavour}")

    @property
    def tokens(self) -> TokenCare:
        return TokenCare(self.documents, self.clock, lambda: self.secret, self.maker)

    @property
    def publisher(self) -> InstagramPublisher:
        return InstagramPublisher(self.tokens, self.blobs, self.clock, self.graph)

    def account(self, flavour: Flavour = "facebook", **settings: object) -> Account:
        account = Account(f"ig-{flavour}", "instagram", self.vendor.user.id, "@sandbox", flavour, settings)
        self.tokens.put(account.id, "instagram", flavour, self.vendor.token(flavour))
        return account

    def post(self, account: Account, caption: str = "A hook #build", film: bytes = FILM) -> Post:
        blob = self.blobs.put("content", "drafts/one.mp4", film, content_type="video/mp4")
        media = Media(
            "content", blob.name, blob.generation, sha256(film).hexdigest(), blob.size, duration=8.0, width=1080
        )
        return Post(account, media, caption, "draft-1")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    clock = ManualClock(datetime(2026, 11, 1, 12, tzinfo=UTC))
    database = Database(tmp_path / "leadreel.db")
    with instagram(Instagram(now=clock.now)) as (standin, vendor):
        yield House(clock, standin, vendor, LocalDocuments(database, ()), LocalBlobs(tmp_path, database, clock))


def other_words(post: Post, caption: str) -> Post:
    return replace(post, caption=caption)
