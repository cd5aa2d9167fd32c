"""A stand-in for the parts of Google Cloud that have no emulator: Cloud Tasks, Cloud Run jobs, Secret Manager.

It speaks gRPC on loopback, keeps what it was sent (`requests`, whole messages) and what became of it, and can lose
answers after the work is done, which is when a client that tries again does things twice.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

Handler = Callable[[Any], Any]


class Refusal(Exception):
    """The service answers with a status instead."""

    def __init__(self, status: str, message: str) -> None:
        super().__init__(message)
        self.status = status


class GoogleCloud:
    """The services' state. Names are kept as they come, so that a test reads them whole."""

    def __init__(self) -> None:
        self.requests: list[Any] = []
        self.tasks: dict[str, Any] = {}
        self.executions: dict[str, Any] = {}
        self.secrets: dict[str, list[bytes]] = {}
        self.address = ""
        self._ended: set[str] = set()
        self._lost: Counter[str] = Counter()
        self._refused: dict[str, Refusal] = {}

    def lose_answers(self, method: str, times: int = 1) -> None:
        """The next calls of `method` are done, and the caller hears UNAVAILABLE."""
        self._lost[method] += times

    def refuse(self, method: str, status: str, message: str) -> None:
        """All calls of `method` are refused from now on."""
        self._refused[method] = Refusal(status, message)

    # Cloud Tasks

    def create_task(self, request: Any) -> Any:
        name = request.task.name
        if name in self.tasks or name in self._ended:
            raise Refusal("ALREADY_EXISTS", "Requested entity already exists")
        self.tasks[name] = request.task
        return request.task

    def delete_task(self, request: Any) -> Any:
        from google.protobuf.empty_pb2 import Empty

        if request.name not in self.tasks:
            raise Refusal("NOT_FOUND", "Requested entity was not found.")
        del self.tasks[request.name]
        self._ended.add(request.name)
        return Empty()

    def get_queue(self, request: Any) -> Any:
        from google.cloud.tasks_v2beta3.types import Queue

        waiting = sum(name.startswith(f"{request.name}/tasks/") for name in self.tasks)
        return Queue(name=request.name, stats={"tasks_count": waiting})

    # Cloud Run

    def run_job(self, request: Any) -> Any:
        from google.cloud.run_v2.types import Execution
        from google.longrunning.operations_pb2 import Operation

        job = request.name.rpartition("/")[2]
        name = f"{request.name}/executions/{job}-{len(self.executions):05x}"
        made = Execution(name=name, job=request.name, task_count=request.overrides.task_count or 1)
        self.executions[name] = made
        operation = Operation(name=f"{request.name}/operations/1")
        operation.metadata.Pack(Execution.pb(made))
        return operation

    def get_execution(self, request: Any) -> Any:
        if request.name not in self.executions:
            raise Refusal("NOT_FOUND", f"Resource '{request.name}' was not found")
        return self.executions[request.name]

    def cancel_execution(self, request: Any) -> Any:
        from datetime import UTC, datetime

        from google.longrunning.operations_pb2 import Operation

        execution = self.get_execution(request)
        execution.cancelled_count = execution.task_count
        execution.completion_time = datetime.now(UTC)
        return Operation(name=f"{request.name}/operations/2")

    # Secret Manager

    def access_secret_version(self, request: Any) -> Any:
        from google.cloud.secretmanager_v1.types import AccessSecretVersionResponse

        secret = request.name.removesuffix("/versions/latest")
        if not self.secrets.get(secret):
            raise Refusal("NOT_FOUND", f"Secret [{secret}] not found or has no versions.")
        return AccessSecretVersionResponse(name=request.name, payload={"data": self.secrets[secret][-1]})

    def add_secret_version(self, request: Any) -> Any:
        from google.cloud.secretmanager_v1.types import SecretVersion

        if request.parent not in self.secrets:
            raise Refusal("NOT_FOUND", f"Secret [{request.parent}] not found.")
        self.secrets[request.parent].append(request.payload.data)
        return SecretVersion(name=f"{request.parent}/versions/{len(self.secrets[request.parent])}")

    # The wire

    def answer(self, method: str, request: Any) -> Any:
        """Do what is asked; Refusal for what is refused, or whose answer is lost."""
        self.requests.append(request)
        if method in self._refused:
            raise self._refused[method]
        answer = getattr(self, _snake(method))(request)
        if self._lost[method]:
            self._lost[method] -= 1
            raise Refusal("UNAVAILABLE", "the connection broke")
        return answer


@contextmanager
def serve() -> Iterator[GoogleCloud]:
    """A fresh cloud on a free port of this machine; `address` is where."""
    import grpc

    cloud = GoogleCloud()
    server = grpc.server(ThreadPoolExecutor(4))
    server.add_generic_rpc_handlers(tuple(_services(cloud)))
    cloud.address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    try:
        yield cloud
    finally:
        server.stop(grace=0).wait()


def _services(cloud: GoogleCloud) -> Iterator[Any]:
    import grpc
    from google.cloud.run_v2 import types as run
    from google.cloud.secretmanager_v1 import types as secrets
    from google.cloud.tasks_v2 import types as tasks
    from google.cloud.tasks_v2beta3 import types as queues

    methods: dict[str, dict[str, Any]] = {
        "google.cloud.tasks.v2.CloudTasks": {
            "CreateTask": tasks.CreateTaskRequest,
            "DeleteTask": tasks.DeleteTaskRequest,
        },
        "google.cloud.tasks.v2beta3.CloudTasks": {"GetQueue": queues.GetQueueRequest},
        "google.cloud.run.v2.Jobs": {"RunJob": run.RunJobRequest},
        "google.cloud.run.v2.Executions": {
            "GetExecution": run.GetExecutionRequest,
            "CancelExecution": run.CancelExecutionRequest,
        },
        "google.cloud.secretmanager.v1.SecretManagerService": {
            "AccessSecretVersion": secrets.AccessSecretVersionRequest,
            "AddSecretVersion": secrets.AddSecretVersionRequest,
        },
    }
    for service, kinds in methods.items():
        handlers = {
            name: grpc.unary_unary_rpc_method_handler(
                _handler(cloud, name), request_deserializer=kind.deserialize, response_serializer=_serialized
            )
            for name, kind in kinds.items()
        }
        yield grpc.method_handlers_generic_handler(service, handlers)


def _handler(cloud: GoogleCloud, method: str) -> Callable[[Any, Any], Any]:
    import grpc

    def handle(request: Any, context: Any) -> Any:
        try:
            return cloud.answer(method, request)
        except Refusal as refusal:
            context.abort(getattr(grpc.StatusCode, refusal.status), str(refusal))

    return handle


def _serialized(message: Any) -> bytes:
    raw = getattr(type(message), "pb", None)
    plain: bytes = (raw(message) if raw else message).SerializeToString()
    return plain


def _snake(name: str) -> str:
    """`CreateTask` → `create_task`."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
