"""Commits whose answer may be lost."""

from collections.abc import Callable
from typing import TypeVar

from shared.core.errors import Conflict, TransientError
from shared.ports.documents import DocumentStore, Transaction

T = TypeVar("T")


def committed(documents: DocumentStore, work: Callable[[Transaction], T]) -> T:
    """What `work` came to in a transaction. It may run again, also when it was applied already.

    A Conflict that the store tells may be our own commit, whose answer was lost: the second run sees. One that `work`
    itself raises is marked `without_effect` and stands. Raises TransientError when the second answer is one again.
    """
    try:
        return documents.transaction(work)
    except Conflict as error:
        if error.not_applied:
            raise
    try:
        return documents.transaction(work)
    except Conflict as error:
        if error.not_applied:
            raise
        raise TransientError(f"the store answers with conflicts only: {error}") from error
