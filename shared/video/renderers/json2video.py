"""The vendor's service as a renderer: the same movie, unchanged, to their API."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shared.core import faults
from shared.core.clock import Clock
from shared.core.errors import PermanentError, TransientError
from shared.video.json2video.projects import PATIENCE, MovieState, Projects, wait_after
from shared.video.render import Rendered

if TYPE_CHECKING:
    from shared.effects.ledger import EffectLedger
    from shared.http import Api

Download = Callable[[str, Path], None]
"""(address, target): fetches a film through the egress rules, whole or not at all."""


class Json2VideoRenderer(Projects):
    """Sends movies to the vendor. `api` carries the key in its headers (`x-api-key`)."""

    name = "json2video"

    def __init__(self, api: "Api", effects: "EffectLedger", clock: Clock, download: Download) -> None:
        super().__init__(api, effects)
        self._clock, self._download = clock, download

    def render_movie(
        self,
        movie: bytes | str | Mapping[str, Any],
        target: Path,
        *,
        key: str = "",
        comment: str = "",  # noqa: ARG002 - the file is the vendor's: no comment of ours is in it
    ) -> Rendered:
        """Order, wait, fetch: for a person who waits. Tasks take `order`, `look` and `fetch` step by step."""
        project = self.order(movie, key=key)
        begun, looks = self._clock.monotonic(), 0
        while not (state := self.look(project)).ended:
            if self._clock.monotonic() - begun > PATIENCE:
                raise TransientError(f"json2video: {project} is not done after {PATIENCE:g} s; ask again later")
            self._clock.sleep(wait_after(looks))
            looks += 1
        return self.fetch(state, target)

    def fetch(self, state: MovieState, target: Path) -> Rendered:
        """The film at `target`. Raises PermanentError with the vendor's words when the rendering failed."""
        if state.state != "done":
            raise PermanentError(f"json2video: {state.project}: {state.message or state.state}")
        if not state.url:
            raise PermanentError(f"json2video: {state.project} is done, but names no film")
        from shared.video.probe import probe

        part = target.with_name(f".{target.name}.part")
        try:
            self._download(state.url, part)
            found = probe(part)
            if found.video is None or not found.video.frames:
                raise TransientError(f"json2video: {state.project}: the film that arrived has no pictures")
            faults.reach("json2video.before_publish")
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        return Rendered(target, found.video.frames, found.seconds, 0.0)
