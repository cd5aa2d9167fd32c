"""The store, with the manifest read once for all."""

from functools import cache
from pathlib import Path

import pytest

from shared.adapters.local.database import Database
from shared.adapters.local.documents import LocalDocuments
from shared.manifest import Manifest, read_manifest


@cache
def manifest() -> Manifest:
    return read_manifest(Path(__file__).parents[3] / "manifest.yaml")


@pytest.fixture
def documents(database: Database) -> LocalDocuments:
    return LocalDocuments(database, manifest().indexes, rehearse=True)
