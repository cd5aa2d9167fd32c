"""A commit whose answer is lost is looked at once more; what cannot be told then is for a later call."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.core.errors import Conflict, TransientError
from shared.effects.commits import committed


class Answers:
    """A store whose transactions run, and whose answers are these."""

    def __init__(self, *answers: Exception | None) -> None:
        self.answers = list(answers)
        self.runs = 0

    def transaction(self, work: Callable[[Any], Any]) -> Any:
        self.runs += 1
        done = work(None)
        if error := self.answers.pop(0):
            raise error
        return done


def test_a_conflict_may_be_our_own_commit_and_is_looked_at_again() -> None:
    documents = Answers(Conflict("moved"), None)
    assert committed(documents, lambda _: documents.runs) == 2


def test_a_second_conflict_is_for_a_later_call_and_not_the_callers_fault() -> None:
    with pytest.raises(TransientError, match="moved"):
        committed(Answers(Conflict("moved"), Conflict("moved")), lambda _: 1)


def test_what_the_work_itself_objects_to_stands_at_once() -> None:
    documents = Answers(None)

    def object_to_it(_: Any) -> None:
        raise Conflict("begun with other content").without_effect()

    with pytest.raises(Conflict, match="other content"):
        committed(documents, object_to_it)
    assert documents.runs == 1
