"""Task queues: Cloud Tasks, which posts each task to its function's address with a token that proves the platform."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import islice
from typing import Any

from shared.adapters.checks.tasks import check_queue, check_task
from shared.adapters.gcp.cloud import Cloud, client
from shared.adapters.gcp.errors import of_call, translated
from shared.core import faults
from shared.core.clock import Clock
from shared.core.errors import Conflict, InvalidInput, NotFound
from shared.core.ids import IdSource, random_id
from shared.ports.queue import QueueConfig, QueueTask

_TIMEOUT = 20.0  # seconds for one call
_TRIES = 4
_AT_ONCE = 16  # calls under way: the service takes one task in each
_CHUNK = 500


class CloudQueue:
    """The sending side; the platform is the other."""

    def __init__(
        self,
        cloud: Cloud,
        queues: Mapping[str, QueueConfig],
        clock: Clock,
        *,
        ids: IdSource = random_id,
        url_of: Callable[[str], str] | None = None,
    ) -> None:
        """`url_of`: a function's address, which its tokens are also signed for."""
        from google.cloud.tasks_v2.services.cloud_tasks import CloudTasksClient
        from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcTransport

        if not cloud.task_caller:
            told = "LEADREEL_TASK_CALLER is not set: the service account under which queues call functions"
            raise InvalidInput(told).of_an_unready_house()
        self._cloud = cloud
        self._queues = dict(queues)
        self._clock = clock
        self._ids = ids
        self._url_of = url_of or cloud.function_url
        self._client = client(CloudTasksClient, CloudTasksGrpcTransport, cloud)

    def enqueue(self, task: QueueTask) -> str:
        request = self._request(task)
        faults.reach("tasks.before_create")
        if not self._create(request):
            raise Conflict(f"queue {task.queue}: the name {task.name} is pending or ended within 24 h; use another")
        faults.reach("tasks.after_create")
        return str(request.task.name.rpartition("/")[2])

    def enqueue_many(self, tasks: Iterable[QueueTask]) -> int:
        requests: Iterator[Any] = map(self._request, tasks)
        accepted = 0
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="tasks") as pool:
            while chunk := list(islice(requests, _CHUNK)):
                faults.reach("tasks.before_create_many")
                accepted += sum(pool.map(self._create, chunk))
                faults.reach("tasks.after_create_many")
        return accepted

    def cancel(self, queue: str, name: str) -> bool:
        check_queue(queue, self._queues)
        try:
            with translated(f"queue {queue}: {name}"):
                self._client.delete_task(name=f"{self._parent(queue)}/tasks/{name}", timeout=_TIMEOUT)
        except (NotFound, Conflict):  # never there, ended, or under way
            return False
        return True

    def backlog(self) -> Mapping[str, int]:
        """Tasks not ended, by queue, as Cloud Tasks estimates them (its v2beta3 alone tells). A queue that terraform
        has not made yet holds none."""
        counts = {}
        for name in self._queues:
            try:
                with translated(f"queue {name}"):
                    found = self._looker.get_queue(
                        request={"name": self._parent(name), "read_mask": {"paths": ["stats"]}}, timeout=_TIMEOUT
                    )
                counts[name] = int(found.stats.tasks_count)
            except NotFound:
                counts[name] = 0
        return counts

    @cached_property
    def _looker(self) -> Any:
        from google.cloud.tasks_v2beta3.services.cloud_tasks import CloudTasksClient
        from google.cloud.tasks_v2beta3.services.cloud_tasks.transports import CloudTasksGrpcTransport

        return client(CloudTasksClient, CloudTasksGrpcTransport, self._cloud)

    def _parent(self, queue: str) -> str:
        return f"{self._cloud.location}/queues/{self._cloud.named(queue)}"

    def _request(self, task: QueueTask) -> Any:
        """The whole message; a task without a name gets one, so that sending it again makes no second task."""
        from google.cloud.tasks_v2.types import CreateTaskRequest, HttpMethod, HttpRequest, OidcToken, Task
        from google.protobuf.duration_pb2 import Duration

        config = check_task(task, self._queues, self._clock.now())
        url = self._url_of(config.function)
        made = Task(
            name=f"{self._parent(task.queue)}/tasks/{task.name or self._ids()}",
            http_request=HttpRequest(
                url=url,
                http_method=HttpMethod.POST,
                headers={"Content-Type": "application/json", **task.headers},
                body=task.body,
                oidc_token=OidcToken(service_account_email=self._cloud.task_caller, audience=url),
            ),
            dispatch_deadline=Duration(seconds=int(config.dispatch_deadline)),
            schedule_time=task.not_before,
        )
        return CreateTaskRequest(parent=self._parent(task.queue), task=made)

    def _create(self, request: Any) -> bool:
        """False when the name is taken by another task than the one that a try whose answer was lost has made."""
        from google.api_core import exceptions as answers

        what, in_doubt = f"queue {request.parent.rpartition('/')[2]}", False
        error: Exception | None = None
        for attempt in range(_TRIES):
            try:
                with translated(what):
                    try:
                        self._client.create_task(request=request, retry=None, timeout=_TIMEOUT)
                    except (answers.ServiceUnavailable, answers.DeadlineExceeded, answers.InternalServerError) as lost:
                        error, in_doubt = lost, True
                    else:
                        return True
            except Conflict:
                return in_doubt
            self._clock.sleep(0.1 * 2**attempt)
        raise of_call(error or Exception("no answer"), what)
