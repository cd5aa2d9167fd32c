"""A stand-in for JSON2Video: projects that wait, run and end; odd status numbers; webhooks; a film to fetch.

A project moves one step at each look, or as fast as `looks` says. `film` is what it serves for finished projects.
Its status numbers are the vendor's own: 400 for a movie, a key or credits, 401 for a plan's end, 403 for a key that may
only look, 413 for what is too large, 200 for a rendering that failed. `python -m sandbox.json2video [PORT]` serves it.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from sandbox.standin import Answer, Asked, StandIn, serve

KEY = "sandbox-key"
PORT = 8714
_TYPES = {"image", "video", "text", "html", "component", "audio", "voice", "audiogram", "subtitles"}


@dataclass
class Project:
    project: str
    movie: dict[str, Any]
    created: datetime
    looks: int = 0
    told: bool = False
    paid: bool = False


@dataclass
class Json2Video:
    """The vendor. `looks`: how often a project must be looked at until it is done."""

    key: str = KEY
    looks: int = 3
    credits: int = 1_000  # seconds of video
    plan: int = 1_000_000  # movies that the plan allows
    lookers: frozenset[str] = frozenset()  # keys that may look and not order
    largest: int = 2_000_000  # bytes of a movie
    gives_up: int = 0  # looks after which a project has timed out over there; 0: never
    film: Callable[[dict[str, Any]], bytes] = lambda _: b""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    call_back: bool = True
    url: str = ""
    projects: dict[str, Project] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Answer:
        if asked.path.startswith("/films/"):
            return self._film(asked.path.removeprefix("/films/").removesuffix(".mp4"))
        if asked.path not in {"/v2/movies", "/movies"}:
            return Answer(404, {"success": False, "message": "Not found"})
        key = asked.headers.get("x-api-key")
        if key != self.key and key not in self.lookers:
            return Answer(400, {"success": False, "message": "Invalid API key"})
        if asked.method == "POST":
            return self._order(asked)
        return self._look(asked) if asked.first("project") else self._list(asked)

    def _order(self, asked: Asked) -> Answer:
        if refused := self._refused(asked):
            return refused
        try:
            movie = asked.json
        except ValueError:
            return Answer(400, {"success": False, "message": "Invalid JSON"})
        if not isinstance(movie, dict) or not (movie.get("scenes") or movie.get("elements")):
            return Answer(400, {"success": False, "message": "Property 'scenes' is required"})
        if self.credits <= 0:
            return Answer(400, {"success": False, "message": "Not enough credits"})
        project = f"Sandbox{len(self.projects) + 1:09d}"
        self.projects[project] = Project(project, movie, self.now())
        return Answer(200, {"success": True, "project": project, "timestamp": self.now().isoformat()})

    def _refused(self, asked: Asked) -> Answer | None:
        if asked.headers.get("x-api-key") in self.lookers:
            return Answer(403, {"success": False, "message": "This API key's role does not allow it"})
        if len(asked.body) > self.largest:
            return Answer(413, {"message": "Request Too Long"})
        if len(self.projects) >= self.plan:
            return Answer(401, {"success": False, "message": "Your plan's quota is used up"})
        return None

    def _look(self, asked: Asked) -> Answer:
        found = self.projects.get(asked.first("project"))
        if found is None:  # 200, as they do
            movie = {"status": "error", "message": "Project not found", "project": asked.first("project")}
            return Answer(200, {"success": True, "movie": movie})
        found.looks += 1
        answer = self._told(found)
        if answer["status"] in {"done", "error", "timeout"} and not found.told:
            found.told = True
            self._announce(found, answer)
        return Answer(200, {"success": True, "movie": answer, "remaining_quota": {"time": self.credits}})

    def _list(self, asked: Asked) -> Answer:
        since = datetime.fromisoformat(asked.first("from") or (self.now() - timedelta(days=1)).isoformat())
        simple = asked.first("format") == "simple"
        listed = [
            {**self._told(one), **({} if simple else {"json": one.movie})}
            for one in self.projects.values()
            if one.created >= since
        ]
        first = int(asked.first("next_token") or 0)
        most = int(asked.first("limit") or 100)
        more = {"next_token": str(first + most)} if first + most < len(listed) else {}
        return Answer(200, {"success": True, "movies": listed[first : first + most], **more})

    def _told(self, found: Project) -> dict[str, Any]:
        told: dict[str, Any] = {"project": found.project, "created_at": found.created.isoformat(), "message": ""}
        fault = _fault(found.movie)
        if self.gives_up and found.looks >= self.gives_up:
            return {**told, "status": "timeout", "success": False, "message": "Rendering timed out"}
        if found.looks >= self.looks:
            if fault:
                return {**told, "status": "error", "success": False, "message": fault}
            size = len(self.film(found.movie))
            url = f"{self.url}/films/{found.project}.mp4"
            self.credits -= 0 if found.paid else int(_seconds(found.movie))
            found.paid = True  # at the end alone: what failed costs nothing
            length = f"{_seconds(found.movie):g}"
            return {**told, "status": "done", "success": True, "url": url, "duration": length, "size": str(size)}
        if found.looks == 0:
            return {**told, "status": "pending"}
        return {**told, "status": "running", "progress": round(100 * found.looks / self.looks)}

    def _film(self, project: str) -> Answer:
        found = self.projects.get(project)
        if found is None or found.looks < self.looks:
            return Answer(404, {"message": "no such film"})
        return Answer(200, self.film(found.movie), {"Content-Type": "video/mp4"})

    def _announce(self, found: Project, answer: dict[str, Any]) -> None:
        """In both documented forms by turns; nobody signs them."""
        if not self.call_back:
            return
        for export in found.movie.get("exports") or []:
            for one in export.get("destinations") or []:
                if one.get("type") == "webhook":
                    flat = {"project": found.project, "url": answer.get("url", ""), "id": found.movie.get("id", "")}
                    body = {"success": True, "movie": answer} if found.movie.get("client-data") else flat
                    threading.Thread(target=_post, args=(one["endpoint"], body), daemon=True).start()


def _fault(movie: dict[str, Any]) -> str:
    for number, scene in enumerate(movie.get("scenes") or []):
        for place, element in enumerate(scene.get("elements") or []):
            if element.get("type") not in _TYPES:
                return f"Scene #{number + 1}, element #{place + 1}: unknown type {element.get('type')!r}"
    return ""


def _post(endpoint: str, body: dict[str, Any]) -> None:
    headers = {"Content-Type": "application/json"}
    request = Request(endpoint, json.dumps(body).encode(), headers)  # noqa: S310 - the address is the test's own
    try:
        with urlopen(request, timeout=5) as answer:  # noqa: S310 - likewise
            answer.read()
    except OSError:
        return  # whoever does not listen is not called again


@contextmanager
def json2video(vendor: Json2Video | None = None, *, port: int = 0) -> Iterator[tuple[StandIn, Json2Video]]:
    """Serve the vendor. Its base URL is `standin.url + "/v2"`."""
    own = vendor or Json2Video()
    with serve("json2video", own, port=port) as standin:
        own.url = standin.url
        yield standin, own


def _seconds(movie: dict[str, Any]) -> float:
    """By the durations that are written down, as text or number; five for a scene that names none, or an odd one."""
    total = 0.0
    for scene in movie.get("scenes") or []:
        try:
            given = float(scene.get("duration") or 5)
        except (TypeError, ValueError):
            given = 5.0
        total += given if 0 < given < 600 else 5.0
    return total or 5.0


def some_film(movie: dict[str, Any]) -> bytes:
    """A film of the movie's shape and length that shows a shade which changes: nothing of the movie is in it."""
    import tempfile

    import av
    import numpy as np

    size = {"full-hd": (1920, 1080), "hd": (1280, 720), "instagram-story": (1080, 1920)}
    width, height = size.get(str(movie.get("resolution")), (720, 1280))
    if movie.get("resolution") == "custom":
        width, height = int(movie.get("width") or width), int(movie.get("height") or height)
    width, height, frames = max(64, width // 4 * 2), max(64, height // 4 * 2), round(min(_seconds(movie), 60.0) * 25)
    with tempfile.NamedTemporaryFile(suffix=".mp4") as held:  # by name: its index is put before the pictures
        with av.open(held.name, "w", options={"movflags": "faststart"}) as made:
            stream = made.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
            stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
            for number in range(frames):
                shade = np.full((height, width, 3), 40 + 180 * number // frames, dtype=np.uint8)
                made.mux(stream.encode(av.VideoFrame.from_ndarray(shade, format="rgb24")))
            made.mux(stream.encode())
        return Path(held.name).read_bytes()


def main() -> None:
    """Until Ctrl-C."""
    import sys
    from functools import lru_cache

    from sandbox.standin import stand

    port = int(sys.argv[1]) if len(sys.argv) > 1 else PORT
    known = lru_cache(maxsize=8)(lambda text: some_film(json.loads(text)))
    vendor = Json2Video(film=lambda movie: known(json.dumps(movie)), url=f"http://127.0.0.1:{port}")
    stand("json2video", vendor, port, [f"LEADREEL_JSON2VIDEO_KEY={KEY}"])


if __name__ == "__main__":
    main()
