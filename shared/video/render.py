"""From a timeline to a file: what every renderer promises, and the registry of those there are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from shared.core.errors import InvalidInput
from shared.video.timeline import Timeline

if TYPE_CHECKING:
    from shared.video.layers.base import Files


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file and what it took."""

    path: Path
    frames: int
    seconds: float  # of video
    cpu_seconds: float  # of this process, while it was made
    reused_frames: int = 0  # copied from segments that were encoded before
    notes: tuple[str, ...] = field(default=())


class Renderer(Protocol):
    """Makes a timeline into a file. The file appears whole or not at all."""

    name: str

    def render(self, timeline: Timeline, files: "Files", target: Path, *, comment: str = "") -> Rendered:
        """Raises InvalidInput for a timeline or a file that cannot be rendered."""


_RENDERERS: Mapping[str, str] = {
    "planes": "shared.video.renderers.planes:PlaneRenderer",
    "ffmpeg": "shared.video.renderers.graph:GraphRenderer",
    "moviepy": "shared.video.renderers.clips:MoviePyRenderer",
}
NAMES = tuple(_RENDERERS)


def open_renderer(name: str = "planes", **options: Any) -> Renderer:
    """The renderer of that name. Raises InvalidInput that lists those there are."""
    if name not in _RENDERERS:
        raise InvalidInput(f"no renderer is called {name!r}; there are: {', '.join(NAMES)}")
    module, _, attribute = _RENDERERS[name].partition(":")
    make: Callable[..., Renderer] = getattr(import_module(module), attribute)
    return make(**options)
