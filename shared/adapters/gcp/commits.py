"""Sending steps to Firestore so that what happened is known, even when the answer was lost.

The client's own retries are off. A commit that is tried again after a lost answer may meet its own work as
ALREADY_EXISTS: one document of each commit carries a token, which is then read back.
"""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from shared.adapters.gcp.cloud import Cloud
from shared.adapters.gcp.errors import of_call, translated
from shared.adapters.gcp.steps import Step, messages, misfit, version_of
from shared.adapters.gcp.values import TOKEN, Vectors
from shared.core import faults
from shared.core.errors import AppError, TransientError
from shared.core.ids import IdSource, random_id
from shared.core.metrics import metrics

if TYPE_CHECKING:
    from google.cloud.firestore_v1.services.firestore import FirestoreClient

TIMEOUT = 60.0  # seconds for one call
_TRIES = 6
_FIRST_WAIT = 0.05  # seconds; doubled at each further try
_LONGEST_WAIT = 5.0


class Stale(Exception):
    """What a transaction read has changed since: it is to run again."""


def pause(attempt: int) -> float:
    """Seconds to wait after the `attempt`-th try (0 = the first), spread so that rivals do not meet again."""
    return min(_LONGEST_WAIT, _FIRST_WAIT * float(2**attempt)) * random.uniform(0.5, 1.5)  # noqa: S311 - no secret


class Commits:
    """Commits of one database."""

    def __init__(
        self,
        client: "FirestoreClient",
        cloud: Cloud,
        vectors: Vectors,
        *,
        expiring: Mapping[str, str] | None = None,
        ids: IdSource = random_id,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = client
        self._cloud = cloud
        self._vectors = vectors
        self._expiring = expiring or {}
        self._ids = ids
        self._sleep = sleep

    def apply(self, steps: Sequence[Step]) -> None:
        """All of them or none. Raises what the first misfit raises."""
        for _ in range(_TRIES):
            refusal = self._send(steps)
            if refusal is None:
                return
            error, steps = self._settle(steps)
            if error:
                raise error from refusal
            if not steps:
                return
        raise TransientError(f"{steps[0].place} and others keep changing under a write; try again later")

    def apply_if_unchanged(self, steps: Sequence[Step], read: Mapping[tuple[str, str], str | None]) -> None:
        """As `apply`, for a transaction. Raises Stale when something that it read has changed."""
        refusal = self._send(steps)
        if refusal is None:
            return
        versions = self.versions(steps)
        if any(versions[key] != version for key, version in read.items() if key in versions):
            raise Stale from refusal
        for step in steps:
            if error := misfit(step, versions[step.collection, step.id]):
                raise error from refusal
        raise Stale from refusal

    def apply_locked(self, steps: Sequence[Step], transaction: bytes) -> None:
        """As `apply`, inside a transaction of the service. Raises Stale when it was aborted."""
        refusal = self._send(steps, transaction)
        if refusal is None:
            return
        for step in steps:
            if error := misfit(step, self.versions([step])[step.collection, step.id]):
                raise error from refusal
        raise Stale from refusal

    def versions(self, steps: Sequence[Step]) -> dict[tuple[str, str], str | None]:
        """The present version of each step's document, None where there is none."""
        found = self._read(steps, fields=False)
        return {key: None if document is None else version_of(document.update_time) for key, document in found.items()}

    def _send(self, steps: Sequence[Step], transaction: bytes = b"") -> Exception | None:
        """None when it is applied, the refusal when a condition did not hold. Raises AppError for anything else."""
        from google.api_core import exceptions as answers
        from google.cloud.firestore_v1.types import CommitRequest

        token = self._ids()
        made = messages(steps, self._cloud.documents_root, self._vectors, token, self._expiring)
        request = CommitRequest.pb()(database=self._cloud.database_name, writes=made, transaction=transaction)
        wrapped = CommitRequest.wrap(request)
        lost_answers = (
            answers.ServiceUnavailable,
            answers.DeadlineExceeded,
            answers.InternalServerError,
            answers.Cancelled,
            answers.Unknown,
        )
        in_doubt = False
        error: Exception | None = None
        faults.reach("firestore.before_commit")
        for attempt in range(_TRIES):
            try:
                with translated(_what(steps)):
                    try:
                        self._client.commit(request=wrapped, retry=None, timeout=TIMEOUT)
                    except (answers.AlreadyExists, answers.FailedPrecondition, answers.NotFound) as refusal:
                        if in_doubt and self._is_ours(steps, token):
                            return None
                        if "index" in str(refusal):
                            raise
                        return refusal
                    except answers.Aborted as refusal:
                        if transaction:
                            return refusal
                        error = refusal
                    except lost_answers as lost:
                        error = lost
                        in_doubt = True
                    except answers.ResourceExhausted as refusal:
                        error = refusal
                    else:
                        faults.reach("firestore.after_commit")
                        metrics.add("documents_written", sum(not step.is_check for step in steps))
                        return None
            except AppError as told:
                raise told if in_doubt else told.without_effect() from told.__cause__
            self._sleep(pause(attempt))
        given_up = of_call(error, _what(steps)) if error else TransientError(_what(steps))
        raise given_up if in_doubt else given_up.without_effect()

    def _is_ours(self, steps: Sequence[Step], token: str) -> bool:
        """True when this very commit has been applied by an earlier try whose answer was lost."""
        carriers = [step for step in steps if step.data is not None and step.condition is not None][:1]
        if not carriers:  # deletes alone: what they wanted is true once the documents are gone
            return all(document is None for document in self._read(steps, fields=False).values())
        document = next(iter(self._read(carriers, fields=True).values()))
        return document is not None and document.fields[TOKEN].string_value == token

    def _settle(self, steps: Sequence[Step]) -> tuple[AppError | None, list[Step]]:
        """The first misfit, else the steps that are still worth sending."""
        versions = self.versions([step for step in steps if step.condition is not None])
        rest = []
        for step in steps:
            version = versions.get((step.collection, step.id))
            if step.condition is not None and (error := misfit(step, version)):
                return error, []
            if not (step.quiet and version is None):
                rest.append(step)
        return None, rest

    def _read(self, steps: Sequence[Step], *, fields: bool) -> dict[tuple[str, str], Any]:
        root = self._cloud.documents_root
        keys = {f"{root}/{step.place}": (step.collection, step.id) for step in steps}
        request: dict[str, Any] = {"database": self._cloud.database_name, "documents": list(keys)}
        if not fields:
            request["mask"] = {"field_paths": ["__name__"]}
        found: dict[tuple[str, str], Any] = dict.fromkeys(keys.values())
        if not keys:
            return found
        with translated(_what(steps)):
            for answer in self._client.batch_get_documents(request=request, timeout=TIMEOUT):
                message = type(answer).pb(answer)
                if message.WhichOneof("result") == "found":
                    found[keys[message.found.name]] = message.found
        return found


def _what(steps: Sequence[Step]) -> str:
    return f"writing {steps[0].place}" + (f" and {len(steps) - 1} more" if len(steps) > 1 else "")
