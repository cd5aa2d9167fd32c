"""Jobs: Cloud Run runs them. Asking returns at once; what starts a job never waits for it."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.adapters.checks.tasks import check_run
from shared.adapters.gcp.cloud import Cloud, client
from shared.adapters.gcp.errors import translated
from shared.core import faults
from shared.core.errors import AppError, Conflict, NotFound, TransientError
from shared.ports.jobs import Execution, ExecutionState, JobConfig

_TIMEOUT = 30.0  # seconds for one call


class CloudJobs:
    """The jobs of one project."""

    def __init__(self, cloud: Cloud, jobs: Mapping[str, JobConfig]) -> None:
        from google.cloud.run_v2.services.executions import ExecutionsClient
        from google.cloud.run_v2.services.executions.transports import ExecutionsGrpcTransport
        from google.cloud.run_v2.services.jobs import JobsClient
        from google.cloud.run_v2.services.jobs.transports import JobsGrpcTransport

        self._cloud = cloud
        self._jobs = dict(jobs)
        self._starter = client(JobsClient, JobsGrpcTransport, cloud)
        self._executions = client(ExecutionsClient, ExecutionsGrpcTransport, cloud)

    def run(self, job: str, *, args: Sequence[str] = (), env: Mapping[str, str] | None = None, tasks: int = 1) -> str:
        from google.cloud.run_v2.types import EnvVar, RunJobRequest

        check_run(job, env or {}, tasks, self._jobs)
        overrides = RunJobRequest.Overrides(
            container_overrides=[
                RunJobRequest.Overrides.ContainerOverride(
                    args=list(args),
                    clear_args=not args,
                    env=[EnvVar(name=name, value=value) for name, value in sorted((env or {}).items())],
                )
            ],
            task_count=tasks,
        )
        request = RunJobRequest(name=self._name(job), overrides=overrides)
        faults.reach("run.before_run")
        try:
            with translated(f"job {job}"):
                operation = self._starter.run_job(request=request, retry=None, timeout=_TIMEOUT)
        except TransientError:
            raise  # whether it has started is not known
        except AppError as refused:
            raise refused.without_effect() from refused.__cause__
        faults.reach("run.after_run")
        return str(operation.metadata.name.rpartition("/")[2])

    def execution(self, id: str) -> Execution:
        job = self._job_of(id)
        with translated(f"job {job}, execution {id}"):
            found = self._executions.get_execution(name=f"{self._name(job)}/executions/{id}", timeout=_TIMEOUT)
        return Execution(
            id, job, _state(found), found.task_count, found.succeeded_count, found.failed_count, _reason(found)
        )

    def cancel(self, id: str) -> None:
        try:
            job = self._job_of(id)
            with translated(f"job {job}, execution {id}"):
                self._executions.cancel_execution(name=f"{self._name(job)}/executions/{id}", timeout=_TIMEOUT)
        except (NotFound, Conflict):
            return  # there is none, or it has ended

    def _name(self, job: str) -> str:
        return f"{self._cloud.location}/jobs/{self._cloud.named(job)}"

    def _job_of(self, id: str) -> str:
        """An execution's name begins with its job's."""
        found = [name for name in self._jobs if id.startswith(f"{self._cloud.named(name)}-")]
        if not found:
            raise NotFound(f"execution {id}: no job of manifest.yaml has such executions")
        return max(found, key=len)


def _state(found: Any) -> ExecutionState:
    if not found.completion_time:
        return "running" if found.running_count or found.succeeded_count or found.failed_count else "pending"
    if found.cancelled_count:
        return "cancelled"
    return "failed" if found.failed_count else "succeeded"


def _reason(found: Any) -> str:
    said = [one.message for one in found.conditions if one.type_ == "Completed"]
    return said[0] if said and found.failed_count else ""
