"""Long work that makes no circles: Python need not look for them at every turn.

Looking costs ingestion an eighth of its time, although what it makes is freed by counting references alone.
"""

import gc
from collections.abc import Generator, Iterable
from typing import TypeVar

T = TypeVar("T")
EVERY = 64  # items after which circles that others have made are looked for


def uncollected(items: Iterable[T]) -> Generator[T, None, None]:
    """The items; while they are worked on nobody looks for circles, every few of them somebody does. Close it."""
    if not gc.isenabled():
        yield from items
        return
    try:
        for number, item in enumerate(items, 1):
            gc.disable()
            yield item
            if number % EVERY == 0:
                gc.collect()
    finally:
        gc.enable()
