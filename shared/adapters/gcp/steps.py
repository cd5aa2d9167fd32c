"""Writes before they are sent: one step a document, with the condition under which it may be applied.

Several writes of one document in a batch become one step here: Firestore refuses some of their sequences, and the
embedded store takes them all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from shared.adapters.checks.values import check_document, check_id, checked_json, encoded_json, split
from shared.adapters.gcp.values import EXPIRES, TOKEN, Vectors, fill, set_expiry
from shared.core.errors import AppError, Conflict, InvalidInput, NotFound
from shared.ports.documents import MAX_DOCUMENT, MAX_WRITES, Create, Delete, Document, Encoded, Update, Write

ABSENT, PRESENT = "absent", "present"  # conditions; any other text is the version that must be the document's own
_CHECK_SIZE = MAX_DOCUMENT // 8  # a message of fewer bytes is no document of a mebibyte, however it is counted
_MICROSECONDS = 1_000_000
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Step:
    """What is to become of one document. `data` None = it is deleted; `is_check` = it only must be as it was read."""

    collection: str
    id: str
    condition: str | None
    data: Document | None
    is_check: bool = False
    quiet: bool = False  # a delete by version, to which a document that is gone already is no conflict

    @property
    def place(self) -> str:
        return f"{self.collection}/{self.id}"


def steps_of(writes: Sequence[Write]) -> list[Step]:
    """Raises InvalidInput for what Firestore refuses, Conflict and NotFound for writes that contradict each other."""
    if len(writes) > MAX_WRITES:
        raise InvalidInput(f"{len(writes)} writes at once; Firestore takes {MAX_WRITES}, send them in parts")
    steps: dict[tuple[str, str], Step] = {}
    for write in writes:
        split(write.collection)
        check_id(write.id, write.collection)
        key = (write.collection, write.id)
        before = steps.get(key)
        steps[key] = _first(write) if before is None else _after(before, write)
    return list(steps.values())


def _first(write: Write) -> Step:
    if isinstance(write, Delete):
        return Step(write.collection, write.id, write.version, None, quiet=write.version is not None)
    if isinstance(write, Create):
        return Step(write.collection, write.id, ABSENT, write.data)
    if isinstance(write, Update):
        return Step(write.collection, write.id, write.version or PRESENT, write.data)
    return Step(write.collection, write.id, None, write.data)


def _after(before: Step, write: Write) -> Step:
    """The step of a document that an earlier write of the batch has changed."""
    there = before.data is not None
    if isinstance(write, Create) and there:
        raise taken(before.place)
    if isinstance(write, Update) and not there:
        raise absent(before.place)
    if isinstance(write, Update | Delete) and write.version is not None and there:
        raise changed(before.place)
    return replace(before, data=None if isinstance(write, Delete) else write.data, quiet=False)


def taken(place: str) -> AppError:
    return Conflict(f"{place} is there already; read it, then decide")


def absent(place: str) -> AppError:
    return NotFound(f"{place} is not there; create it first")


def changed(place: str) -> AppError:
    return Conflict(f"{place} has changed since it was read; read it again, then decide")


def misfit(step: Step, version: str | None) -> AppError | None:
    """Why the step may not be applied to a document of that version (None = it is not there)."""
    if step.condition is None or step.condition == version or (step.condition == PRESENT and version):
        return None
    if step.condition == ABSENT:
        return taken(step.place) if version else None
    if version is None:
        return None if step.quiet else absent(step.place)
    return changed(step.place)


def checked(steps: Iterable[Step]) -> None:
    """Raise InvalidInput for a document that cannot be stored; those encoded elsewhere are answered for there."""
    for step in steps:
        if step.data is not None and type(step.data) is not Encoded:
            check_document(step.collection, step.id, step.data)
        for own in (TOKEN, EXPIRES):
            if step.data is not None and own in step.data:
                raise InvalidInput(f"{step.place}: field {own}: this name is the store's own; use another")


def _check_size(step: Step) -> None:
    """A message that may be a document of more than a mebibyte is measured as the embedded store measures it."""
    if type(step.data) is Encoded:
        encoded_json(step.collection, step.id, step.data)
    elif step.data is not None:
        checked_json(step.collection, step.id, step.data)


def messages(
    steps: Sequence[Step], root: str, vectors: Vectors, token: str, expiring: Mapping[str, str] = _NOTHING
) -> list[Any]:
    """The steps as protocol buffers; the token goes into the first document whose writing depends on a condition."""
    from google.cloud.firestore_v1.types import Write as Message

    make = Message.pb()
    made = []
    for step in steps:
        message = make()
        name = f"{root}/{step.collection}/{step.id}"
        if step.data is not None:
            message.update.name = name
            collection = step.collection.rpartition("/")[2]
            known = vectors.get(collection, frozenset())
            data = step.data.decoded() if type(step.data) is Encoded else step.data
            try:
                fill(message.update.fields, data, known)
            except UnicodeEncodeError as error:
                raise InvalidInput(f"{step.place}: a text is not valid Unicode; remove lone surrogates") from error
            if collection in expiring:
                set_expiry(message.update.fields, data, expiring[collection])
            if message.ByteSize() > _CHECK_SIZE:
                _check_size(step)
            if token and step.condition is not None:
                message.update.fields[TOKEN].string_value = token
                token = ""
        elif step.is_check and step.condition not in {None, ABSENT}:
            message.update.name = name
            message.update_mask.SetInParent()  # empty: nothing is changed, and the condition still holds or fails
        else:
            message.delete = name
        _set_condition(message.current_document, step.condition)
        made.append(message)
    return made


def _set_condition(target: Any, condition: str | None) -> None:
    if condition in {ABSENT, PRESENT}:
        target.exists = condition == PRESENT
    elif condition is not None:
        seconds, rest = divmod(int(condition) if condition.isdigit() else 0, _MICROSECONDS)
        target.update_time.seconds = seconds
        target.update_time.nanos = rest * 1000


def version_of(update_time: Any) -> str:
    """A document's version: the microsecond of its last change."""
    return str(update_time.seconds * _MICROSECONDS + update_time.nanos // 1000)


def guarded(steps: Sequence[Step], read: Mapping[tuple[str, str], str | None]) -> list[Step]:
    """A transaction's steps: what it read must be as it was read, whether it writes it or not.

    Raises Conflict and NotFound where its writes contradict what it read.
    """
    made = []
    for step in steps:
        key = (step.collection, step.id)
        if key in read:
            if error := misfit(step, read[key]):
                raise error
            step = replace(step, condition=read[key] or ABSENT, quiet=False)  # noqa: PLW2901 - the same step, guarded
        made.append(step)
    written = {(step.collection, step.id) for step in steps}
    checks = [
        Step(collection, id, version or ABSENT, None, is_check=True)
        for (collection, id), version in read.items()
        if (collection, id) not in written
    ]
    return made + checks
