"""Jobs: containers that run to their end, outside any request, with Cloud Run's variables and retries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

ExecutionState = Literal["pending", "running", "succeeded", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class JobConfig:
    """One job as `manifest.yaml` declares it."""

    name: str
    module: str  # what runs: python -m MODULE here, the container's entry point there
    timeout: float = 600.0  # seconds for each attempt of a task
    max_retries: int = 3
    parallelism: int = 2  # tasks at once over all executions of the job on one machine
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Execution:
    """One run of a job with `tasks` tasks, each told its index."""

    id: str
    job: str
    state: ExecutionState
    tasks: int
    succeeded: int = 0
    failed: int = 0
    reason: str = ""


class JobRunner(Protocol):
    def run(self, job: str, *, args: Sequence[str] = (), env: Mapping[str, str] | None = None, tasks: int = 1) -> str:
        """Start an execution and return its id at once. Not idempotent: call it through the effect ledger."""

    def execution(self, id: str) -> Execution:
        """How far it is. Raises NotFound."""

    def cancel(self, id: str) -> None:
        """Stop what has not ended."""


class SupervisedJobs(JobRunner, Protocol):
    """The running side, which the platform is in the cloud and `local/host.py` drives here."""

    def supervise(self) -> int:
        """Start what is due, reap what ended, end what overran; returns how many tasks are running or due."""

    def stop(self) -> None:
        """SIGTERM, a grace time, SIGKILL for every running task; they start again as a new attempt later."""
