"""The same POST sent twice is done once: the first answer is kept for a day and given again.

Without an `Idempotency-Key` a request is simply done. The record is made before the work; a process that dies in
between leaves it in flight until its lease ends, and then a repetition takes it over.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from containers.console.problems import Refused
from shared.core import faults
from shared.core.clock import Clock, iso, parse_iso
from shared.core.errors import AppError, Conflict
from shared.core.ids import random_id, stable_id
from shared.ports.documents import DocumentStore

ANSWERS = "idempotency"
KEPT = timedelta(hours=24)
LEASE = timedelta(seconds=90)  # longer than any of these requests takes
MAX_KEY = 255
KEPT_HEADERS = ("content-type", "location")

Work = Callable[[], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Request:
    """What makes a request the same: who sent it, where to, under which key; `digest` is of its body."""

    caller: str
    route: str
    key: str
    digest: str

    @property
    def id(self) -> str:
        return stable_id("idempotency", self.caller, self.route, self.key)


@dataclass(frozen=True, slots=True)
class Answers:
    """The kept answers."""

    documents: DocumentStore
    clock: Clock

    async def once(self, request: Request, work: Work) -> Response:
        """The answer of `work`, or the one that it gave before."""
        from starlette.concurrency import run_in_threadpool

        if not request.key:
            return await work()
        if len(request.key) > MAX_KEY or not request.key.isprintable():
            message = f"Idempotency-Key has over {MAX_KEY} characters or unprintable ones"
            raise Refused(400, "invalid_input", message, "send a random id, such as a UUID")
        owner = random_id()
        known = await run_in_threadpool(self._claim, request, owner)
        if known is not None:
            return known
        faults.reach("console.after_claim")
        try:
            answer = await work()
        except (AppError, HTTPException):
            await run_in_threadpool(self._release, request, owner)
            raise
        faults.reach("console.before_answer_kept")
        await run_in_threadpool(self._keep, request, owner, answer)
        faults.reach("console.after_answer_kept")
        return answer

    def _claim(self, request: Request, owner: str) -> Response | None:
        """None when the work is ours to do, else the answer to give."""
        now = self.clock.now()
        mine = {"digest": request.digest, "owner": owner, "created_at": iso(now), "ends_at": iso(now + LEASE)}
        try:
            self.documents.create(ANSWERS, request.id, mine)
            return None
        except Conflict:
            found = self.documents.snapshot(ANSWERS, request.id)
        if found is None:
            raise _in_flight()
        data = found.data
        if data["owner"] == owner:  # the store repeated our own create
            return None
        if parse_iso(data["ends_at"]) <= now:
            if "status" not in data and data["digest"] != request.digest:
                raise _other_body()
            self.documents.update(ANSWERS, request.id, mine, version=found.version)
            return None
        if data["digest"] != request.digest:
            raise _other_body()
        if "status" not in data:
            raise _in_flight()
        return _given_before(data)

    def _keep(self, request: Request, owner: str, answer: Response) -> None:
        now = self.clock.now()
        kept: dict[str, Any] = {
            "digest": request.digest,
            "owner": owner,
            "created_at": iso(now),
            "ends_at": iso(now + KEPT),
            "status": answer.status_code,
            "body": bytes(answer.body).decode(),
            "headers": {name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers},
        }
        self.documents.set(ANSWERS, request.id, kept)

    def _release(self, request: Request, owner: str) -> None:
        """The work refused: a corrected or later request may use the key again."""
        found = self.documents.snapshot(ANSWERS, request.id)
        if found is not None and found.data["owner"] == owner:
            self.documents.delete(ANSWERS, request.id)


def _given_before(data: Mapping[str, Any]) -> Response:
    return Response(data["body"], data["status"], {**data["headers"], "idempotent-replayed": "true"})


def _in_flight() -> Refused:
    return Refused(
        409, "in_flight", "a request with this Idempotency-Key is at work", "wait for its answer, then ask again"
    )


def _other_body() -> Refused:
    message = "this Idempotency-Key was used with another body"
    return Refused(422, "key_reused", message, "use a new key for a new request")
