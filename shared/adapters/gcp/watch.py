"""Being told that documents changed: Firestore's listener, told apart from its first answer."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from shared.adapters.checks.values import split
from shared.adapters.gcp.cloud import Cloud, credentials
from shared.adapters.gcp.queries import field_path
from shared.core.log import get_log
from shared.ports.documents import Query

if TYPE_CHECKING:
    from google.cloud.firestore import Client

log = get_log(__name__)

_FIRST_ANSWER = 10.0  # seconds


class _Subscription:
    """One listener. The first snapshot tells what is there already; each later one is a change."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self.begun = threading.Event()
        self._on_change = on_change
        self._calling = threading.RLock()  # re-entrant: a callback may stop its own subscription
        self._stopped = False
        self.listener: Any = None

    def told(self, _documents: Any, _changes: Any, _at: Any) -> None:
        if not self.begun.is_set():
            self.begun.set()
            return
        with self._calling:
            if self._stopped:
                return
            try:
                self._on_change()
            except Exception as error:  # noqa: BLE001 - a subscriber's fault must not end the listener's thread
                log.error("a watcher's callback failed", error=error)

    def stop(self) -> None:
        with self._calling:
            self._stopped = True
        if self.listener is not None:
            threading.Thread(target=self.listener.unsubscribe, daemon=True).start()  # it may be called on its thread


def watch(cloud: Cloud, query: Query, on_change: Callable[[], None]) -> _Subscription:
    """Changes after this call are told."""
    subscription = _Subscription(on_change)
    subscription.listener = _search(_client(cloud), query).on_snapshot(subscription.told)
    subscription.begun.wait(_FIRST_ANSWER)
    subscription.begun.set()
    return subscription


def _client(cloud: Cloud) -> "Client":
    from google.cloud.firestore import Client

    if cloud.firestore_emulator:  # found by the client itself, which then asks for no credentials
        return Client(project=cloud.project, database=cloud.database)
    return Client(project=cloud.project, database=cloud.database, credentials=credentials()[0])


def _search(client: "Client", query: Query) -> Any:
    from google.cloud.firestore_v1.base_query import FieldFilter

    split(query.collection)
    search: Any = client.collection_group(query.collection) if query.group else client.collection(query.collection)
    for where in query.where:
        search = search.where(filter=FieldFilter(field_path(where.field), where.op, where.value))
    if query.order_by is not None:
        direction = "DESCENDING" if query.descending else "ASCENDING"
        search = search.order_by(field_path(query.order_by), direction=direction)
    return search if query.limit is None or query.after is not None else search.limit(query.limit)
