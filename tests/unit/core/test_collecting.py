"""Work without looking for circles ends as it began."""

import gc

import pytest

from shared.core.collecting import EVERY, uncollected


def test_nobody_looks_while_an_item_is_worked_on() -> None:
    assert [gc.isenabled() for _ in uncollected(range(3))] == [False, False, False]
    assert gc.isenabled()


def test_it_ends_as_it_began_whatever_happens() -> None:
    with pytest.raises(ValueError, match="stop"):
        for item in uncollected(range(3)):
            if item:
                raise ValueError("stop")
    gc.collect()  # what was left of the generator
    assert gc.isenabled()


def test_one_who_switched_it_off_finds_it_off() -> None:
    gc.disable()
    try:
        assert list(uncollected(range(2))) == [0, 1]
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_circles_of_others_go_now_and_then() -> None:
    class Circle:
        def __init__(self) -> None:
            self.own = self

    before = sum(type(one).__name__ == "Circle" for one in gc.get_objects())
    for _ in uncollected(range(EVERY * 3)):
        Circle()
    assert sum(type(one).__name__ == "Circle" for one in gc.get_objects()) - before <= EVERY
