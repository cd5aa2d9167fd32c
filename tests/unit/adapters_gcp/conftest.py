"""Google's side: a project of its own on the emulators, and a stand-in for what has none."""

import os
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from sandbox.google_cloud import GoogleCloud, serve
from shared.adapters.gcp.cloud import Cloud
from shared.adapters.gcp.documents import FirestoreDocuments
from shared.core.ids import random_id

CALLER = "calls-task@p.iam.gserviceaccount.com"


@pytest.fixture
def services() -> Iterator[GoogleCloud]:
    with serve() as cloud:
        yield cloud


@pytest.fixture
def recorded(services: GoogleCloud) -> Cloud:
    """A project whose Tasks, Run and Secret Manager are the stand-in."""
    return Cloud("p", "europe-west1", task_caller=CALLER, recorder=services.address)


@pytest.fixture
def project(emulators: Mapping[str, str]) -> Cloud:
    return Cloud.load(os.environ, project=f"test-{random_id()}")


@pytest.fixture
def documents(project: Cloud) -> FirestoreDocuments:
    return FirestoreDocuments(project, (), sleep=lambda _: None)


class Unreliable:
    """A client whose next calls of one method lose their answer: done, or not."""

    def __init__(self, client: Any, method: str, *, done: bool, times: int = 1) -> None:
        self._client = client
        self._method = method
        self._done = done
        self._times = times
        self.calls = 0

    def __getattr__(self, name: str) -> Any:
        if name != self._method:
            return getattr(self._client, name)
        return self._call

    def _call(self, *args: Any, **more: Any) -> Any:
        from google.api_core.exceptions import ServiceUnavailable

        self.calls += 1
        if self.calls > self._times:
            return getattr(self._client, self._method)(*args, **more)
        if self._done:
            getattr(self._client, self._method)(*args, **more)
        raise ServiceUnavailable("the connection broke")


@pytest.fixture
def unreliable() -> type[Unreliable]:
    return Unreliable
