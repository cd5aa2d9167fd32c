"""The form in which every bench speaks: one JSON object a promise, the peer measured in the same run."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Promise:
    """A measured promise. `ratio` is ours / peer; `peer` 0 = there is none."""

    promise: str
    ours: float
    peer: float
    ratio: float
    target: float
    unit: str
    met: bool


def promise(
    name: str,
    ours: float,
    target: float,
    unit: str,
    *,
    peer: float = 0.0,
    better: Literal["higher", "lower"] = "higher",
    by: Literal["ours", "ratio"] = "ours",
) -> Promise:
    """A promise held against its target: by our own figure, or by the ratio to the peer."""
    ratio = ours / peer if peer else 0.0
    held = ours if by == "ours" else ratio
    met = held >= target if better == "higher" else held <= target
    return Promise(name, round(ours, 3), round(peer, 3), round(ratio, 4), target, unit, met)


def tell(promises: Iterable[Promise]) -> bool:
    """Print each as a line of JSON; whether all were met."""
    all_met = True
    for one in promises:
        sys.stdout.write(json.dumps(asdict(one)) + "\n")
        sys.stdout.flush()
        all_met &= one.met
    return all_met
