"""A vendor that keeps what it was asked, for a description to judge."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sandbox.standin import Answer, Asked, Vendor


@dataclass(frozen=True, slots=True)
class Misfit:
    """A request that does not fit its vendor's description. `undescribed`: there is no such call in it at all."""

    call: str  # method and path
    problem: str
    undescribed: bool = False


class Description(Protocol):
    """A vendor's API as the vendor describes it."""

    def judge(self, asked: Asked) -> list[Misfit]:
        """Everything in a request that does not fit: path, method, parameters, fields and their types."""


@dataclass
class Recorded:
    """A vendor for `sandbox.standin.serve`, which passes everything on to another one."""

    vendor: Vendor
    calls: list[Asked] = field(default_factory=list)

    def __call__(self, asked: Asked) -> Answer:
        self.calls.append(asked)
        return self.vendor(asked)


def misfits(description: Description, calls: Sequence[Asked]) -> list[Misfit]:
    """Each misfit once, in the order of the calls."""
    return list(dict.fromkeys(misfit for asked in calls for misfit in description.judge(asked)))
