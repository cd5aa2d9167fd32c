"""What Cloud Tasks and Cloud Run refuse."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from shared.core.errors import InvalidInput
from shared.ports.jobs import JobConfig
from shared.ports.queue import QueueConfig, QueueTask

_MAX_BODY = 1_048_576
_MAX_AHEAD = timedelta(days=30)
_MAX_TASKS = 10_000
_NAME = re.compile(r"[A-Za-z0-9_-]{1,500}")
_RESERVED = "CLOUD_RUN_"


def check_task(task: QueueTask, queues: Mapping[str, QueueConfig], now: datetime) -> QueueConfig:
    """The task's queue. Raises InvalidInput."""
    queue = check_queue(task.queue, queues)
    if task.name is not None and not _NAME.fullmatch(task.name):
        raise InvalidInput(f"task name {task.name!r:.80}: use 1 to 500 letters, digits, - and _")
    if len(task.body) > _MAX_BODY:
        raise InvalidInput(f"task for {task.queue}: {len(task.body):,} bytes; at most {_MAX_BODY:,}; pass an id")
    if task.not_before is not None and task.not_before > now + _MAX_AHEAD:
        raise InvalidInput(f"task for {task.queue}: due {task.not_before}; at most 30 days ahead")
    return queue


def check_queue(name: str, queues: Mapping[str, QueueConfig]) -> QueueConfig:
    try:
        return queues[name]
    except KeyError:
        raise InvalidInput(f"no queue {name!r}; manifest.yaml has: {', '.join(sorted(queues))}") from None


def check_run(job: str, env: Mapping[str, str], tasks: int, jobs: Mapping[str, JobConfig]) -> JobConfig:
    """The job's settings. Raises InvalidInput."""
    config = check_job(job, jobs)
    if not 1 <= tasks <= _MAX_TASKS:
        raise InvalidInput(f"job {job}: {tasks} tasks; an execution has 1 to {_MAX_TASKS:,}")
    if reserved := sorted(name for name in env if name.startswith(_RESERVED)):
        raise InvalidInput(f"job {job}: {', '.join(reserved)} are set by the platform; use other names")
    return config


def check_job(name: str, jobs: Mapping[str, JobConfig]) -> JobConfig:
    try:
        return jobs[name]
    except KeyError:
        raise InvalidInput(f"no job {name!r}; manifest.yaml has: {', '.join(sorted(jobs))}") from None
