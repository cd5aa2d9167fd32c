"""The exact messages that Cloud Tasks, Cloud Run and Secret Manager are sent, compared whole."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.google_cloud import GoogleCloud
from shared.adapters.gcp.cloud import Cloud
from shared.adapters.gcp.jobs import CloudJobs
from shared.adapters.gcp.queue import CloudQueue
from shared.core.clock import ManualClock
from shared.core.errors import Conflict, InvalidInput, NotFound, PermanentError, TransientError
from shared.ports.jobs import JobConfig
from shared.ports.queue import QueueConfig, QueueTask

QUEUES = {"find_email": QueueConfig("find_email", "find_email", dispatch_deadline=300)}
JOBS = {"renderer": JobConfig("renderer", "containers.renderer.main"), "renderer_hd": JobConfig("renderer_hd", "x")}
URL = "https://europe-west1-p.cloudfunctions.net/leadreel-find-email"


@pytest.fixture
def queue(recorded: Cloud) -> CloudQueue:
    return CloudQueue(recorded, QUEUES, ManualClock(datetime(2026, 1, 1, tzinfo=UTC)), ids=lambda: "anew")


def test_a_task_is_posted_to_its_functions_address_with_a_token_for_it(
    services: GoogleCloud, queue: CloudQueue
) -> None:
    from google.cloud.tasks_v2.types import CreateTaskRequest

    due = datetime(2026, 1, 1, 0, 5, tzinfo=UTC)
    queue.enqueue(QueueTask("find_email", b'{"task":"t1"}', "t1", {"traceparent": "00-a-b-01"}, due))
    parent = "projects/p/locations/europe-west1/queues/leadreel-find-email"
    assert services.requests == [
        CreateTaskRequest(
            {
                "parent": parent,
                "task": {
                    "name": f"{parent}/tasks/t1",
                    "http_request": {
                        "url": URL,
                        "http_method": "POST",
                        "headers": {"Content-Type": "application/json", "traceparent": "00-a-b-01"},
                        "body": b'{"task":"t1"}',
                        "oidc_token": {
                            "service_account_email": "calls-task@p.iam.gserviceaccount.com",
                            "audience": URL,
                        },
                    },
                    "schedule_time": due,
                    "dispatch_deadline": timedelta(seconds=300),
                },
            }
        )
    ]


def test_a_task_without_name_and_time_is_named_here_and_due_at_once(services: GoogleCloud, queue: CloudQueue) -> None:
    assert queue.enqueue(QueueTask("find_email", b"")) == "anew"
    (sent,) = services.requests
    assert sent.task.name.endswith("/tasks/anew")
    assert not sent.task.schedule_time


def test_a_task_whose_answer_was_lost_is_not_taken_for_someone_elses(services: GoogleCloud, queue: CloudQueue) -> None:
    services.lose_answers("CreateTask")
    assert queue.enqueue(QueueTask("find_email", b"", "t1")) == "t1"
    assert len(services.requests) == 2
    assert len(services.tasks) == 1
    services.lose_answers("CreateTask")
    assert queue.enqueue_many([QueueTask("find_email", b"", "t2")]) == 1
    with pytest.raises(Conflict):
        queue.enqueue(QueueTask("find_email", b"", "t2"))


def test_an_outage_is_an_error_that_can_be_retried_and_a_missing_role_one_that_cannot(
    services: GoogleCloud, queue: CloudQueue
) -> None:
    services.refuse("CreateTask", "UNAVAILABLE", "down")
    with pytest.raises(TransientError, match="leadreel-find-email"):
        queue.enqueue(QueueTask("find_email", b"", "t1"))
    services.refuse("CreateTask", "PERMISSION_DENIED", "cloudtasks.tasks.create")
    with pytest.raises(PermanentError, match=r"lacks a role.*cloudtasks\.tasks\.create"):
        queue.enqueue(QueueTask("find_email", b"", "t1"))


def test_how_many_tasks_wait_is_asked_of_each_queue(services: GoogleCloud, queue: CloudQueue) -> None:
    queue.enqueue_many([QueueTask("find_email", b"", name) for name in ("t1", "t2")])
    services.requests.clear()
    assert queue.backlog() == {"find_email": 2}
    (asked,) = services.requests
    assert asked.name == "projects/p/locations/europe-west1/queues/leadreel-find-email"
    assert list(asked.read_mask.paths) == ["stats"]
    services.refuse("GetQueue", "NOT_FOUND", "Queue does not exist.")
    assert queue.backlog() == {"find_email": 0}
    services.refuse("GetQueue", "PERMISSION_DENIED", "cloudtasks.queues.get")
    with pytest.raises(PermanentError, match="lacks a role"):
        queue.backlog()


def test_a_queue_wants_to_know_under_which_account_it_calls(recorded: Cloud) -> None:
    from dataclasses import replace

    with pytest.raises(InvalidInput, match="LEADREEL_TASK_CALLER"):
        CloudQueue(replace(recorded, task_caller=""), QUEUES, ManualClock())


def test_a_job_is_started_with_its_arguments_and_is_not_waited_for(services: GoogleCloud, recorded: Cloud) -> None:
    from google.cloud.run_v2.types import RunJobRequest

    jobs = CloudJobs(recorded, JOBS)
    id = jobs.run("renderer", args=["--job", "a b; rm -rf /"], env={"B": "2", "A": "1"}, tasks=3)
    assert services.requests == [
        RunJobRequest(
            {
                "name": "projects/p/locations/europe-west1/jobs/leadreel-renderer",
                "overrides": {
                    "container_overrides": [
                        {
                            "args": ["--job", "a b; rm -rf /"],
                            "env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}],
                        }
                    ],
                    "task_count": 3,
                },
            }
        )
    ]
    assert id == "leadreel-renderer-00000"
    assert jobs.execution(id).state == "pending"
    assert (jobs.execution(id).job, jobs.execution(id).tasks) == ("renderer", 3)
    jobs.cancel(id)
    assert jobs.execution(id).state == "cancelled"


def test_a_job_without_arguments_clears_those_of_the_container(services: GoogleCloud, recorded: Cloud) -> None:
    CloudJobs(recorded, JOBS).run("renderer")
    (sent,) = services.requests
    assert sent.overrides.container_overrides[0].clear_args
    assert sent.overrides.task_count == 1


def test_an_executions_name_tells_its_job(services: GoogleCloud, recorded: Cloud) -> None:
    jobs = CloudJobs(recorded, JOBS)
    assert jobs.execution(jobs.run("renderer_hd")).job == "renderer_hd"
    assert jobs.execution(jobs.run("renderer")).job == "renderer"
    with pytest.raises(NotFound):
        jobs.execution("leadreel-other-00000")


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        ({}, "pending"),
        ({"running_count": 1}, "running"),
        ({"succeeded_count": 1}, "running"),
        ({"succeeded_count": 2, "completion_time": datetime(2026, 1, 1, tzinfo=UTC)}, "succeeded"),
        ({"succeeded_count": 1, "failed_count": 1, "completion_time": datetime(2026, 1, 1, tzinfo=UTC)}, "failed"),
        ({"cancelled_count": 2, "completion_time": datetime(2026, 1, 1, tzinfo=UTC)}, "cancelled"),
    ],
)
def test_how_far_a_job_is(services: GoogleCloud, recorded: Cloud, counts: dict[str, object], state: str) -> None:
    jobs = CloudJobs(recorded, JOBS)
    id = jobs.run("renderer", tasks=2)
    (execution,) = services.executions.values()
    for name, value in counts.items():
        setattr(execution, name, value)
    assert jobs.execution(id).state == state


def test_a_start_whose_answer_was_lost_may_have_happened_and_a_refused_one_has_not(
    services: GoogleCloud, recorded: Cloud
) -> None:
    jobs = CloudJobs(recorded, JOBS)
    services.lose_answers("RunJob")
    with pytest.raises(TransientError) as lost:
        jobs.run("renderer")
    assert not lost.value.not_applied
    assert len(services.requests) == 1  # not tried again: the effect ledger decides
    services.refuse("RunJob", "PERMISSION_DENIED", "run.jobs.runWithOverrides")
    with pytest.raises(PermanentError) as refused:
        jobs.run("renderer")
    assert refused.value.not_applied
