"""A document with an end carries the timestamp by which Firestore removes it, and nobody else sees that."""

from datetime import UTC, datetime

import pytest

from shared.adapters.gcp.steps import checked, messages, steps_of
from shared.adapters.gcp.values import EXPIRES, expiring_of, plain
from shared.core.errors import InvalidInput
from shared.ports.documents import Index, Set

EXPIRING = expiring_of([Index("answers", ("ends_at",), expires=True), Index("leads", ("created_at",))])


def sent(collection: str, data: dict[str, object]) -> object:
    (message,) = messages(steps_of([Set(collection, "1", data)]), "root", {}, "", EXPIRING)
    return message.update.fields


def test_the_time_is_sent_as_a_timestamp_beside_the_text() -> None:
    fields = sent("answers", {"ends_at": "2026-11-21T08:00:00Z", "n": 1})
    assert fields[EXPIRES].timestamp_value.ToDatetime(UTC) == datetime(2026, 11, 21, 8, tzinfo=UTC)
    assert plain(fields) == {"ends_at": "2026-11-21T08:00:00Z", "n": 1}


@pytest.mark.parametrize("value", ["soon", None, 7, ""])
def test_what_is_no_time_does_not_expire(value: object) -> None:
    assert EXPIRES not in sent("answers", {"ends_at": value})


def test_other_collections_do_not_expire() -> None:
    assert EXPIRES not in sent("leads", {"ends_at": "2026-11-21T08:00:00Z", "created_at": "2026-11-21T08:00:00Z"})


def test_a_collection_below_a_document_is_known_by_its_last_name() -> None:
    assert EXPIRES in sent("calls/c1/answers", {"ends_at": "2026-11-21T08:00:00Z"})


def test_nobody_writes_the_stores_own_field() -> None:
    with pytest.raises(InvalidInput, match="use another"):
        checked(steps_of([Set("answers", "1", {EXPIRES: 1})]))
