"""Listing a folder of a bucket walks that folder alone, and finds what a walk over all would find."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.local.blobs import LocalBlobs
from shared.adapters.local.database import Database
from shared.core.clock import ManualClock

NAMES = ("a/b/1.jpg", "a/b/c/2.jpg", "a/b2/3.jpg", "a.jpg", "ab/4.jpg", "ä/5.jpg", "b/.hidden", "b/6.jpg")


def bucket(root: Path) -> LocalBlobs:
    for name in NAMES:
        file = root / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")
    (root / "outside").mkdir(exist_ok=True)
    (root / "outside" / "secret.jpg").write_bytes(b"x")
    link = root / "content" / "a" / "link"
    if not link.is_symlink():
        link.symlink_to(root / "outside")
    return LocalBlobs(root, Database(root / "state.db"), ManualClock())


def test_a_folder_is_listed_as_if_everything_had_been(tmp_path: Path) -> None:
    blobs = bucket(tmp_path)

    @given(st.sampled_from([name[:end] for name in NAMES for end in range(len(name) + 1)]) | st.text(max_size=6))
    def holds(prefix: str) -> None:
        every = [blob.name for blob in blobs.list("content")]
        assert [blob.name for blob in blobs.list("content", prefix)] == [one for one in every if one.startswith(prefix)]

    holds()
    for odd in ("a/link/", "a/../a/b/", "/a", "a//b/", "b/.hidden/", "../outside/", "\ud800/"):
        assert not list(blobs.list("content", odd)), odd
