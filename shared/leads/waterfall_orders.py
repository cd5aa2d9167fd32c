"""Whom to ask for a field, in which order: data that a user may change.

waterfalls:
  email:
    - find_email
    - hunter_finder: {price: 0.034, quota: 500, timeout: 15, threshold: 0.9}
    - hunter_verifier
  personal_line: []          # nobody is asked
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from shared.core.errors import InvalidInput
from shared.core.ids import stable_id
from shared.leads.waterfall import Step

ORDERS: Final[Mapping[str, tuple[Step, ...]]] = {
    "email": (Step("find_email"), Step("hunter_finder"), Step("hunter_verifier")),
    "company_summary": (Step("summary_writer", timeout=60.0, threshold=0.6),),
    "personal_line": (Step("line_writer", timeout=60.0, threshold=0.6),),
}
KEYS: Final[Mapping[str, tuple[str, ...]]] = {  # the variables of which one must hold a key
    "hunter_finder": ("LEADREEL_HUNTER_KEY",),
    "hunter_verifier": ("LEADREEL_HUNTER_KEY",),
    "summary_writer": ("LEADREEL_OPENAI_KEY", "LEADREEL_GEMINI_KEY"),
    "line_writer": ("LEADREEL_OPENAI_KEY", "LEADREEL_GEMINI_KEY"),
}
FIELDS_OF: Final[Mapping[str, frozenset[str]]] = {  # for which field a provider has answers
    "find_email": frozenset({"email"}),
    "hunter_finder": frozenset({"email"}),
    "hunter_verifier": frozenset({"email"}),
    "summary_writer": frozenset({"company_summary"}),
    "line_writer": frozenset({"personal_line"}),
}
_SETTING: Final = "LEADREEL_WATERFALLS"
_LIMITS: Final = {"quota": (0, 10_000_000), "timeout": (1, 120), "threshold": (0, 1), "keep": (1, 3650)}


def orders(text: str = "") -> Mapping[str, tuple[Step, ...]]:
    """The house's orders, with those of the setting in their place. Raises InvalidInput that names what is wrong."""
    return {**ORDERS, **{field: _order(field, given) for field, given in _given(text).items()}}


def named(text: str) -> frozenset[str]:
    """Fields whose order the setting names: they are searched for though this process may hold no key."""
    return frozenset(field for field, given in _given(text).items() if given)


def wanted(text: str, env: Mapping[str, str]) -> frozenset[str]:
    """Fields for which there is somebody to pay: a provider with a key, or one that the setting names."""
    keyed = {provider for provider, variables in KEYS.items() if any(env.get(one) for one in variables)}
    known = orders(text)
    return frozenset(
        field
        for field, steps in known.items()
        if any(step.provider in keyed or (field in named(text) and step.provider in KEYS) for step in steps)
    )


def missing(providers: Iterable[str]) -> Mapping[str, str]:
    """Why a provider is not there, for those that are not."""
    return {
        name: f"not asked: it has no key; set {' or '.join(variables)}"
        for name, variables in KEYS.items()
        if name not in set(providers)
    }


def fingerprints(env: Mapping[str, str]) -> dict[str, str]:
    """By service, what tells its key from another."""
    found: dict[str, str] = {}
    for name, variables in KEYS.items():
        key = next((env[one] for one in variables if env.get(one)), "")
        mark = stable_id("key", key)[:8] if key else ""
        found |= {"model": mark} if name.endswith("_writer") else {name: mark, name.partition("_")[0]: mark}
    return found


def _given(text: str) -> Mapping[str, Any]:
    if not text.strip():
        return {}
    import yaml

    try:
        given = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise InvalidInput(f"{_SETTING}: not readable as YAML: {error}") from error
    if not isinstance(given, dict):
        raise InvalidInput(f"{_SETTING}: expected a list of providers for each field, such as email: [hunter_finder]")
    if strangers := sorted(str(field) for field in given if field not in ORDERS):
        raise InvalidInput(f"{_SETTING}: nothing is bought for {', '.join(strangers)}; known: {', '.join(ORDERS)}")
    return given


def _order(field: str, given: Any) -> tuple[Step, ...]:
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise InvalidInput(f"{_SETTING}: {field}: expected a list of providers, not {given!r}")
    return tuple(_step(field, one) for one in given)


def _step(field: str, given: Any) -> Step:
    name, options = (given, {}) if isinstance(given, str) else _named(field, given)
    known = sorted(provider for provider, fields in FIELDS_OF.items() if field in fields)
    if name not in known:
        raise InvalidInput(f"{_SETTING}: {field}: there is no provider {name!r}; there are: {', '.join(known)}")
    usual = next((step for step in ORDERS[field] if step.provider == name), Step(name))
    where = f"{_SETTING}: {field}: {name}"
    values = {key: _value(key, value, where) for key, value in options.items()}
    return Step(
        name,
        price=values.get("price", usual.price),
        quota=None if (quota := values.get("quota")) is None else int(quota),
        timeout=float(values.get("timeout", usual.timeout)),
        threshold=float(values.get("threshold", usual.threshold)),
        keep=int(values.get("keep", usual.keep)),
    )


def _named(field: str, given: Any) -> tuple[str, Mapping[str, Any]]:
    if not isinstance(given, dict) or len(given) != 1:
        raise InvalidInput(f"{_SETTING}: {field}: expected a provider's name or `name: {{…}}`, not {given!r}")
    ((name, options),) = given.items()
    if not isinstance(options, dict | None):
        raise InvalidInput(f"{_SETTING}: {field}: {name}: expected {{price, quota, timeout, threshold, keep}}")
    return str(name), options or {}


def _value(key: str, value: Any, where: str) -> Decimal:
    if key != "price" and key not in _LIMITS:
        raise InvalidInput(f"{where}: unknown {key!r}; known: price, {', '.join(_LIMITS)}")
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise InvalidInput(f"{where}: {key} is a number, not {value!r}") from error
    low, high = _LIMITS.get(key, (0, 1_000))
    if not number.is_finite() or not low <= number <= high:
        raise InvalidInput(f"{where}: {key} is {low} to {high}, not {value!r}")
    return number
