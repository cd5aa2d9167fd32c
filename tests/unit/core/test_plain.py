"""The quick ways to a noun's plain form end where msgspec's own ends."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct

from shared.core import codec


@dataclass(frozen=True, slots=True)
class Noun:
    value: Any
    at: datetime
    price: Decimal = Decimal("1.50")
    rate: Fraction = Fraction(30000, 1001)
    facts: dict[str, Any] = field(default_factory=dict)


class Quick(Struct, frozen=True):
    value: Any
    at: datetime
    price: Decimal = Decimal("1.50")


class Tagged(Struct, frozen=True, tag="t"):
    value: Any
    at: datetime


TIMES = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001 - the strategy adds the zone
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001 - likewise
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=-5))]),
)
LEAVES = st.one_of(
    st.text(), st.integers(), st.floats(allow_nan=False), st.booleans(), st.none(), TIMES, st.fractions(),
    st.decimals(allow_nan=False, allow_infinity=False), st.just(Path("/a/b")),
)  # fmt: skip
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.tuples(inner, inner),
        st.dictionaries(st.text(), inner, max_size=3),
        st.dictionaries(st.integers(), inner, max_size=2),
        st.dictionaries(st.text(), inner, max_size=2).map(MappingProxyType),
        st.builds(Noun, inner, TIMES),
        st.builds(Quick, inner, TIMES),
        st.builds(Tagged, inner, TIMES),
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.builds(Noun, VALUES, TIMES))
def test_a_noun_has_one_plain_form(noun: Noun) -> None:
    quick, slow = codec.to_plain(noun), codec._taken_apart(noun)
    assert quick == slow
    assert repr(quick) == repr(slow)  # also the types inside
