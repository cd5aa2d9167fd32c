"""Which platforms there are. One is one file in `platforms/`, with its `GUARANTEE` and its publisher's class."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from shared.core.errors import InvalidInput
from shared.publish import platforms
from shared.publish.publisher import Guarantee, Publisher

PLATFORMS: Final = "shared.publish.platforms"


class Publishers:
    """The publishers of an installation, by platform; one is made when it is first asked for."""

    def __init__(self, makers: Mapping[str, Callable[[], Publisher]]) -> None:
        self._makers = makers
        self._made: dict[str, Publisher] = {}

    def __call__(self, platform: str) -> Publisher:
        """Raises InvalidInput for a platform that nothing here knows."""
        if platform not in self._made:
            if platform not in self._makers:
                known = ", ".join(sorted(self._makers)) or "none"
                raise InvalidInput(f"nothing here publishes to {platform!r}; known are {known}")
            self._made[platform] = self._makers[platform]()
        return self._made[platform]

    @property
    def platforms(self) -> list[str]:
        return sorted(self._makers)


def guarantees() -> dict[str, Guarantee]:
    """What is assumed of each platform that has a file."""
    names = sorted(module.name for module in iter_modules(platforms.__path__))
    modules = {name: import_module(f"{PLATFORMS}.{name}") for name in names}
    return {name: module.GUARANTEE for name, module in modules.items() if hasattr(module, "GUARANTEE")}


def as_table(given: Mapping[str, Guarantee]) -> str:
    """The guarantees for the guide."""
    lines = ["| platform | asked by | late at most | seen after | a doubt rests | a handle lives | reuse refused |"]
    lines.append("| --- | --- | --- | --- | --- | --- | --- |")
    for name, one in given.items():
        rests = _minutes(one.quarantine)
        life = f"{one.handle_life / 3600:g} h" if one.handle_life else "not told"
        refused = "yes" if one.refuses_reuse else "not relied upon"
        times = f"{_minutes(one.lateness)} | {_minutes(one.lag)} | {rests}"
        lines.append(f"| {name} | {one.proof} | {times} | {life} | {refused} |")
    return "\n".join(lines)


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:g} min"
