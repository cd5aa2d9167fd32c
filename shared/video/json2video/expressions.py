"""What stands in double braces: variables, arithmetic, comparisons, a choice of two, a few functions, no more.

An expression alone in a text keeps its kind, so that "{{seconds * 2}}" may stand where a number belongs; among other
words it is written out. A name with a dot reaches into an object: {{room.name}}, {{rooms.0}}.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.core.errors import InvalidInput

Value = Any  # what JSON can say
Scope = Mapping[str, Value]

_BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_TOKENS = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>\"[^\"]*\"|'[^']*')"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*)"
    r"|(?P<sign>===|!==|==|!=|<=|>=|&&|\|\||[-+*/%<>!?:(),]))"
)
_LONGEST = 2_000  # characters of one expression
_DEEPEST = 40  # brackets within brackets
_MAX_TEXT = 100_000  # characters that an expression may give


class Unknown(InvalidInput):
    """A variable that is not there, perhaps not yet."""

    def __init__(self, message: str, name: str) -> None:
        super().__init__(message)
        self.name = name


def filled(value: Value, scope: Scope, place: str) -> Value:
    """A piece of JSON with every expression in its texts replaced. Raises InvalidInput that names the place."""
    if isinstance(value, str):
        return _filled_text(value, scope, place)
    if isinstance(value, Mapping):
        return {key: filled(inner, scope, f"{place}.{key}") for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, scope, f"{place}[{number}]") for number, inner in enumerate(value)]
    return value


def _filled_text(text: str, scope: Scope, place: str) -> Value:
    alone = _BRACES.fullmatch(text.strip())
    if alone and "{{" not in alone[1]:
        return evaluate(alone[1], scope, place)
    made = _BRACES.sub(lambda found: written(evaluate(found[1], scope, place)), text)
    if len(made) > _MAX_TEXT:
        raise InvalidInput(f"{place}: its variables make a text of {len(made):,} characters; use shorter ones")
    return made


def holds(condition: Value, scope: Scope, place: str) -> bool:
    """Whether a condition is true; empty and falsy ones are not."""
    return truth(filled(condition, scope, place))


def truth(value: Value) -> bool:
    if isinstance(value, str):
        return value.strip().lower() not in {"", "false", "0", "null", "undefined"}
    return bool(value)


def written(value: Value) -> str:
    """A value among words.

    >>> written(2.0), written(2.5), written(True), written(None)
    ('2', '2.5', 'true', '')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)


def evaluate(expression: str, scope: Scope, place: str) -> Value:
    """The value of what stands between braces.

    >>> evaluate("rooms >= 4 ? 'Family home' : 'Cosy home'", {"rooms": 5}, "movie")
    'Family home'
    >>> evaluate("max(2, ceil(seconds / 2)) + 1", {"seconds": 7}, "movie")
    5
    """
    if len(expression) > _LONGEST:
        raise InvalidInput(f"{place}: an expression of {len(expression):,} characters is too long")
    return _Reader(_tokens(expression, place), scope, place, expression.strip()).whole()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def _tokens(expression: str, place: str) -> list[_Token]:
    found, at = [], 0
    expression = expression.strip()
    while at < len(expression):
        match = _TOKENS.match(expression, at)
        if match is None or match.lastgroup is None:
            raise InvalidInput(f"{place}: {{{{{expression}}}}} cannot be read at {expression[at : at + 20]!r}")
        found.append(_Token(match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


_BINDING = {"||": 1, "&&": 2, "==": 3, "!=": 3, "===": 3, "!==": 3, "<": 4, ">": 4, "<=": 4, ">=": 4}
_BINDING |= {"+": 5, "-": 5, "*": 6, "/": 6, "%": 6}


class _Reader:
    """Reads by precedence and calculates at once."""

    def __init__(self, tokens: Sequence[_Token], scope: Scope, place: str, shown: str) -> None:
        self._tokens, self._scope, self._place, self._shown = tokens, scope, place, shown
        self._at = 0
        self._depth = 0

    def whole(self) -> Value:
        value = self._choice()
        if self._at < len(self._tokens):
            raise self._fault(f"nothing is expected before {self._tokens[self._at].text!r}")
        return value

    def _choice(self) -> Value:
        """Both sides are read, one is used; what is wrong with the other does not matter."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._fault("it is nested too deeply")
        value = self._chain(1)
        if self._take("?"):
            first = self._either()
            self._expect(":")
            second = self._either()
            chosen = first if truth(value) else second
            if isinstance(chosen, InvalidInput):
                raise chosen
            value = chosen
        self._depth -= 1
        return value

    def _either(self) -> Value:
        start = self._at
        try:
            return self._choice()
        except Unknown as error:
            self._at = start
            self._skip()
            return error

    def _skip(self) -> None:
        """Past one side of a choice."""
        depth = choices = 0
        while self._at < len(self._tokens):
            sign = self._tokens[self._at].text
            if depth == 0 and choices == 0 and sign in {":", ")", ","}:
                return
            depth += {"(": 1, ")": -1}.get(sign, 0)
            choices += {"?": 1, ":": -1}.get(sign, 0) if depth == 0 else 0
            self._at += 1

    def _chain(self, least: int) -> Value:
        left = self._single()
        while (sign := self._sign()) in _BINDING and _BINDING[sign] >= least:
            self._at += 1
            right = self._chain(_BINDING[sign] + 1)
            left = self._joined(sign, left, right)
        return left

    def _single(self) -> Value:
        token = self._next()
        if token.kind == "number":
            return _number(token.text)
        if token.kind == "text":
            return token.text[1:-1]
        if token.kind == "name":
            return self._call(token.text) if self._sign() == "(" else self._known(token.text)
        if token.text in {"-", "+", "!"}:
            value = self._single()
            return not truth(value) if token.text == "!" else self._joined("-" if token.text == "-" else "+", 0, value)
        if token.text == "(":
            value = self._choice()
            self._expect(")")
            return value
        raise self._fault(f"a value is expected instead of {token.text!r}")

    def _known(self, name: str) -> Value:
        if name in _CONSTANTS:
            return _CONSTANTS[name]
        if name in self._scope:
            return self._scope[name]
        value: Value = self._scope
        for part in name.split("."):
            if isinstance(value, Mapping) and part in value:
                value = value[part]
            elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
                value = value[int(part)]
            elif isinstance(value, list | str) and part == "length":
                value = len(value)
            else:
                raise Unknown(f"{self._place}: there is no variable {name!r}; declare it under `variables`", name)
        return value

    def _call(self, name: str) -> Value:
        self._expect("(")
        values = []
        while self._sign() != ")":
            values.append(self._choice())
            if not self._take(","):
                break
        self._expect(")")
        function = _FUNCTIONS.get(name)
        if function is None:
            raise self._fault(f"there is no function {name!r}; there are: {', '.join(sorted(_FUNCTIONS))}")
        try:
            return function(*values)
        except (TypeError, ValueError, OverflowError) as error:
            raise self._fault(f"{name}() cannot take {', '.join(map(repr, values))[:80]}") from error

    def _joined(self, sign: str, left: Value, right: Value) -> Value:
        if sign in {"&&", "||"}:
            return (right if truth(left) else left) if sign == "&&" else (left if truth(left) else right)
        if sign in {"==", "===", "!=", "!=="}:
            return (_same(left, right)) == (sign in {"==", "==="})
        if sign == "+" and (_as_number(left) is None or _as_number(right) is None):
            return written(left) + written(right)
        one, other = _as_number(left), _as_number(right)
        if sign in {"<", ">", "<=", ">="}:
            pair = (one, other) if one is not None and other is not None else (written(left), written(right))
            return _COMPARE[sign](*pair)
        if one is None or other is None:
            raise self._fault(f"{written(left)[:40]!r} {sign} {written(right)[:40]!r} is no sum of numbers")
        if sign in {"/", "%"} and other == 0:
            raise self._fault("it divides by zero")
        return _plain(_ARITHMETIC[sign](one, other))

    def _sign(self) -> str:
        return self._tokens[self._at].text if self._at < len(self._tokens) else ""

    def _next(self) -> _Token:
        if self._at >= len(self._tokens):
            raise self._fault("a value is missing at its end")
        self._at += 1
        return self._tokens[self._at - 1]

    def _take(self, sign: str) -> bool:
        found = self._sign() == sign
        self._at += found
        return found

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise self._fault(f"{sign!r} is missing")

    def _fault(self, what: str) -> InvalidInput:
        return InvalidInput(f"{self._place}: {{{{{self._shown[:80]}}}}}: {what}")


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def _as_number(value: Value) -> int | float | None:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, str):
        try:
            return _plain(float(value)) if len(value) < 40 else None
        except ValueError:
            return None
    return None


def _plain(value: float) -> int | float:
    if math.isfinite(value) and value == int(value) and abs(value) < 1e15:
        return int(value)
    return value


def _same(left: Value, right: Value) -> bool:
    one, other = _as_number(left), _as_number(right)
    if one is not None and other is not None:
        return one == other
    return written(left) == written(right)


def _rounded(value: float, digits: int = 0) -> int | float:
    return _plain(math.floor(float(value) * 10**digits + 0.5) / 10**digits)


_CONSTANTS: Mapping[str, Value] = {"true": True, "false": False, "null": None}
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}
_ARITHMETIC: Mapping[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "%": lambda a, b: a % b,
}
_FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    "min": lambda *values: _plain(min(float(value) for value in values)),
    "max": lambda *values: _plain(max(float(value) for value in values)),
    "ceil": lambda value: math.ceil(float(value)),
    "floor": lambda value: math.floor(float(value)),
    "round": _rounded,
    "abs": lambda value: _plain(abs(float(value))),
    "length": len,
    "upper": lambda value: written(value).upper(),
    "lower": lambda value: written(value).lower(),
}
