"""What stands in double braces."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.core.errors import InvalidInput
from shared.video.json2video.expressions import evaluate, filled, holds, written

SCOPE: dict[str, Any] = {"x": 4, "price": "849000", "name": "Ana", "rooms": [{"title": "Kitchen"}], "off": False}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("x", 4),
        ("x + 2 * 3", 10),
        ("(x + 2) * 3", 18),
        ("-x", -4),
        ("x / 8", 0.5),
        ("x % 3", 1),
        ("price * 2", 1698000),
        ("x == 4", True),
        ("x == '4'", True),
        ("x != 4 || !off", True),
        ("x > 3 && name == 'Ana'", True),
        ("x >= 5 ? 'big' : x >= 4 ? 'middle' : 'small'", "middle"),
        ("min(x, 2, 9)", 2),
        ("max(ceil(x / 3), 1)", 2),
        ("round(2.5) + floor(2.9)", 5),
        ("rooms.0.title", "Kitchen"),
        ("rooms.length", 1),
        ("'Hi ' + name", "Hi Ana"),
        ("off ? missing : 1", 1),
        ("x ? (1) : missing + 2", 1),
    ],
)
def test_an_expression_has_a_value(expression: str, value: Any) -> None:
    assert evaluate(expression, SCOPE, "movie") == value


@pytest.mark.parametrize(
    "expression",
    ["missing", "x +", "x / 0", "x ** 2", "name * 2", "open('x')", "(x", "x y", "__import__", "{}", "9" * 3000],
)
def test_what_is_none_is_refused_with_its_place(expression: str) -> None:
    with pytest.raises(InvalidInput, match=r"movie\.scenes\[0\]"):
        evaluate(expression, SCOPE, "movie.scenes[0]")


def test_alone_it_keeps_its_kind_and_among_words_it_is_written() -> None:
    made = filled({"start": "{{x / 2}}", "text": "{{ name }} has {{x}}", "deep": [{"a": "{{off}}"}]}, SCOPE, "movie")
    assert made == {"start": 2, "text": "Ana has 4", "deep": [{"a": False}]}


def test_what_a_lead_is_called_is_never_read_as_an_expression() -> None:
    assert filled("Hi {{name}}", {"name": "{{price}}", "price": 1}, "movie") == "Hi {{price}}"


def test_empty_and_falsy_conditions_do_not_hold() -> None:
    assert [holds(one, SCOPE, "m") for one in ("", "{{off}}", "false", 0, "{{x > 3}}", "yes")] == [
        *[False] * 4,
        True,
        True,
    ]


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        evaluate(text, SCOPE, "movie")
    except InvalidInput as error:
        assert str(error).startswith("movie")


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_sums_are_those_of_numbers(a: int, b: int) -> None:
    assert evaluate("a + b * 2 - a", {"a": a, "b": b}, "m") == 2 * b
    assert written(evaluate("a - b", {"a": a, "b": b}, "m")) == str(a - b)
