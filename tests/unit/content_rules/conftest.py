"""An inventory of forty assets, and proposals as an assistant might write them."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.content.model import Asset, AssetKind, Inventory, Proposal
from shared.content.rules import RuleProposer

NOW = datetime(2026, 12, 11, 9, tzinfo=UTC)


def asset(name: str, kind: AssetKind, number: int = 0, *, seconds: float | None = None, wide: bool = False) -> Asset:
    width, height = (1600, 1067) if wide else (1080, 1920)
    shown = kind in {"image", "video"}
    return Asset(
        bucket="content",
        name=name,
        generation=1,
        kind=kind,
        folder=name.partition("/")[0],
        group=name.rpartition("/")[0],
        size=1000,
        content_type="",
        updated=NOW - timedelta(days=number),
        duration=seconds,
        width=width if shown else None,
        height=height if shown else None,
        orientation=("landscape" if wide else "portrait") if shown else "",
        fps=30.0 if kind == "video" else None,
        sounds=kind != "image",
    )


@pytest.fixture(scope="session")
def forty() -> Inventory:
    made = []
    for folder, project in (
        ("wip_photos", "oak-table"),
        ("build_photos", "garden_gate"),
        ("wip_photos", "Kitchen Shelves"),
    ):
        made += [asset(f"{folder}/{project}/step_{n}.jpg", "image", n, wide=n % 2 == 0) for n in range(5)]
        made += [asset(f"completed_works/{project}/final_{n}.jpg", "image", n, wide=n == 1) for n in range(2)]
        made.append(asset(f"video_uploads/{project}/clip.mp4", "video", 3, seconds=7.5))
    made += [asset(f"completed_works/IMG_{3000 + n}.jpg", "image", n, wide=n % 2 == 0) for n in range(6)]
    made += [asset(f"video_uploads/VID_{n}.mp4", "video", n, seconds=4.0 + 2 * n, wide=n == 2) for n in range(5)]
    made += [asset(f"music_uploads/tune {n}.mp3", "audio", n, seconds=8.0 + 20 * n) for n in range(5)]
    return Inventory(NOW, "content", tuple(made))


@pytest.fixture(scope="session")
def every(forty: Inventory) -> tuple[Proposal, ...]:
    """Proposals of three days, of every family."""
    found: list[Proposal] = []
    for seed in ("a", "b", "c"):
        found += RuleProposer().propose(forty, None, [], 18, NOW, seed)
    return tuple(found)
