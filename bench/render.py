"""Personal videos: what one costs here, beside MoviePy, one FFmpeg graph, and the encoder alone.

W1: 30 s, 8 s personal and 22 s shared. W2: personal throughout. 720p, 30 frames a second. CPU seconds, medians.
"""

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path

from bench.report import Promise, promise, tell
from bench.video import media, ours, peers, quality
from shared.video import audio
from shared.video.encode import MOVING, Encoding, encode
from shared.video.renderers.planes import PlaneRenderer
from shared.video.segments import DiskShelf, SegmentCache
from shared.video.timeline import Timeline

_CAMPAIGN = 20  # videos among which the shared part is divided
EQUAL = Encoding(peers.X264[0], int(peers.X264[1]), peers.X264[2])


@dataclass(frozen=True, slots=True)
class Taken:
    cpu: float
    wall: float


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    leads: int
    peer_runs: int
    personal: float  # seconds of W2
    kinds: tuple[str, ...]  # of shared films


QUICK, FULL = Size(3, 1, 6, ("hard",)), Size(20, 2, 30, ("hard", "easy"))


def cpu() -> float:
    """Seconds of this process and of those it has waited for."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def timed(work: Callable[[], object]) -> Taken:
    began, used = time.perf_counter(), cpu()
    work()
    return Taken(cpu() - used, time.perf_counter() - began)


def middle(taken: list[Taken]) -> Taken:
    return Taken(statistics.median(one.cpu for one in taken), statistics.median(one.wall for one in taken))


def renderer(encoding: Encoding | None = None, cache: Path | None = None, threads: int = 1) -> PlaneRenderer:
    kept = SegmentCache(DiskShelf(cache)) if cache else None
    if encoding is None:
        return PlaneRenderer(threads, kept)
    return PlaneRenderer(threads, kept, unique=encoding, moving=encoding, shared=encoding)


def race(made: media.Set, size: Size, out: Path) -> Iterator[Promise]:
    """W1."""
    for kind in size.kinds:
        rows: dict[str, list[Taken]] = {name: [] for name in ("moviepy", "graph", "equal", "free", "floor")}
        shares: dict[str, float] = {}
        ways = {"equal": renderer(EQUAL), "free": renderer()}
        for name, way in ways.items():
            line, files = ours.timeline(made, 0, kind), ours.files(made)
            shares[name] = timed(lambda: way.prepare(line, files)).cpu / _CAMPAIGN  # noqa: B023 - called at once
            way.render(ours.timeline(made, 1, kind), files, out / f"{name}.mp4")  # warm
        bare = _bare(made, kind, out)
        once = bare.shared()
        for lead in range(size.leads):
            rows["floor"].append(timed(bare.personal))
            if lead < size.peer_runs:
                rows["moviepy"].append(timed(lambda: peers.moviepy(made, lead, kind, out / "moviepy.mp4")))  # noqa: B023 - called at once
            if lead < size.peer_runs * 2 - 1:
                rows["graph"].append(timed(lambda: peers.whole_graph(made, lead, kind, out / "graph.mp4")))  # noqa: B023
            for name, way in ways.items():
                line, target = ours.timeline(made, lead, kind), out / f"{name}.mp4"
                rows[name].append(timed(lambda: way.render(line, ours.files(made), target)))  # noqa: B023
        took = {name: middle(taken) for name, taken in rows.items() if taken}
        yield from _race_promises(kind, took, made, out)
        yield from _floors(kind, took, shares["equal"], once / _CAMPAIGN)


def _race_promises(kind: str, took: dict[str, Taken], made: media.Set, out: Path) -> Iterator[Promise]:
    name = f"W1 ({kind} shared part)"
    targets = {"moviepy": (14.5, 19.0), "graph": (5.8, 7.0)} if kind == "hard" else {"moviepy": (12.0, 19.0)}
    if "moviepy" in took:
        peer = took["moviepy"].cpu
        equal, free = (peer / took[way].cpu for way in ("equal", "free"))
        yield _times(f"{name}: CPU of MoviePy / ours, equal x264", equal, targets["moviepy"][0])
        yield _times(f"{name}: CPU of MoviePy / ours, free settings", free, targets["moviepy"][1])
    graph = took["graph"].cpu / took["equal"].cpu
    # Beside an easy shared part a graph has little to encode: what it costs above the unique frames is the floor.
    yield _times(f"{name}: CPU of one FFmpeg graph / ours, equal x264", graph, 5.8 if kind == "hard" else 2.5)
    yield promise(f"{name}: CPU a video, equal x264", took["equal"].cpu, 3, "s", better="lower")
    yield promise(f"{name}: CPU a video, free settings", took["free"].cpu, 2, "s", better="lower")
    sizes = {way: (out / f"{way}.mp4").stat().st_size / 1000 for way in ("equal", "free")}
    yield promise(
        f"{name}: size with free settings / equal", sizes["free"], 1.25, "kB", peer=sizes["equal"], better="lower",
        by="ratio",
    )  # fmt: skip
    line = ours.timeline(made, made.leads - 1, kind)
    for part, span in (("personal part", (0, 240)), ("shared part", (240, 900))):
        free, equal = (quality.vmaf(out / f"{way}.mp4", line, ours.files(made), span) for way in ("free", "equal"))
        yield promise(f"{name}: VMAF of the {part}, free settings", free, 95, "VMAF", peer=equal)


@dataclass(frozen=True, slots=True)
class _Bare:
    """What nobody can do without: x264 at the equal settings on frames that lie ready, and the sound encoded once."""

    personal: Callable[[], object]
    shared: Callable[[], float]  # the seconds of CPU that it took


def _bare(made: media.Set, kind: str, out: Path) -> _Bare:
    line, files = ours.timeline(made, 0, kind), ours.files(made)
    split = round(media.PERSONAL * media.RATE)
    raws, heard = [], []
    for name, (first, stop) in {"personal": (0, split), "shared": (split, line.length)}.items():
        raws.append(out / f"{name}.yuv")
        with raws[-1].open("wb") as file:
            file.writelines(frame.to_ndarray().tobytes() for frame in ours.frames(line, files, (first, stop)))
        samples = (first * 48_000 // media.RATE, stop * 48_000 // media.RATE)
        heard.append(audio.mixed(line.sounds, line.canvas, *samples, files))

    def alone(number: int, length: int) -> None:
        encode(ours.raw_frames(raws[number]), length, line.canvas, EQUAL, 1)
        audio.encode_samples(heard[number])

    alone(0, split)  # warm
    return _Bare(lambda: alone(0, split), lambda: timed(lambda: alone(1, line.length - split)).cpu)


def _floors(kind: str, took: dict[str, Taken], share: float, bare_share: float) -> Iterator[Promise]:
    """How far any renderer could go in this run, on this machine: the floor depends on what is filmed."""
    name, floor, ours_ = f"W1 ({kind} shared part)", took["floor"].cpu, took["equal"].cpu
    yield promise(
        f"{name}: CPU a video / floor (x264 and sound alone)", ours_, 1.1, "s", peer=floor, better="lower", by="ratio"
    )
    targets = {"moviepy": 14.5, "graph": 5.8} if kind == "hard" else {"moviepy": 12.0, "graph": 2.5}
    for peer, target in targets.items():
        if peer in took:
            yield _times(f"{name}: floor: CPU of {peer} / x264 and sound alone", took[peer].cpu / floor, target)
    yield promise(
        f"{name}: CPU a video of {_CAMPAIGN} with its share of the shared part / floor",
        ours_ + share, 1.1, "s", peer=floor + bare_share, better="lower", by="ratio",
    )  # fmt: skip
    for peer, target in targets.items():
        if peer in took:
            yield _times(f"{name}: of {_CAMPAIGN}: CPU of {peer} / ours", took[peer].cpu / (ours_ + share), target)
            yield _times(f"{name}: of {_CAMPAIGN}: floor: {peer}", took[peer].cpu / (floor + bare_share), target)


def _times(name: str, factor: float, target: float) -> Promise:
    return promise(name, factor, target, "times")


def throughout(made: media.Set, size: Size, out: Path) -> Iterator[Promise]:
    """W2."""
    line, files = ours.timeline(made, 0, "easy", personal=size.personal, common=0), ours.files(made)
    line = replace(line, sounds=())
    raw = out / "composed.yuv"
    raw.write_bytes(b"".join(frame.to_ndarray().tobytes() for frame in ours.frames(line, files)))
    way, rows = renderer(EQUAL, threads=2), dict[str, list[Taken]]()
    cheap = renderer(threads=2)
    for one in (way, cheap):
        one.render(line, files, out / "w2.mp4")  # the speaker's frames, once a campaign
    runs: dict[str, Callable[[], object]] = {
        "encoder": lambda: encode(ours.raw_frames(raw), line.length, line.canvas, EQUAL, 2),
        "ours": lambda: way.render(line, files, out / "w2.mp4"),
        "free": lambda: cheap.render(line, files, out / "w2_free.mp4"),
        "graph": lambda: peers.personal_graph(made, 0, out / "w2_graph.mp4", size.personal),
    }

    def moviepy() -> None:
        peers.moviepy(made, 0, "hard", out / "w2_moviepy.mp4", size.personal, common=False)

    for number in range(3):
        for name, run in runs.items():
            rows.setdefault(name, []).append(timed(run))
        if number == 1:  # in the middle, so that the others are measured before and behind it
            rows["moviepy"] = [timed(moviepy)]
    took = {name: middle(taken) for name, taken in rows.items()}
    encoder = took["encoder"].cpu
    yield promise("W2: CPU / the encoder alone", took["ours"].cpu, 1.08, "s", peer=encoder, better="lower", by="ratio")
    yield _times("W2: wall of MoviePy / ours", took["moviepy"].wall / took["ours"].wall, 22)
    yield _times("W2: wall of MoviePy / ours, free settings", took["moviepy"].wall / took["free"].wall, 22)
    yield _times("W2: CPU of MoviePy / ours", took["moviepy"].cpu / took["ours"].cpu, 14)
    yield _times("W2: CPU of the best FFmpeg graph / ours", took["graph"].cpu / took["ours"].cpu, 1.2)


def repeats(made: media.Set, size: Size, out: Path) -> Iterator[Promise]:
    """What a shared second costs, what a repetition, what a changed name."""
    files, shelf = ours.files(made), out / "shelf"
    first = ours.timeline(made, 0, "hard")
    way = renderer(cache=shelf)
    way.prepare(first, files)
    lines = [ours.timeline(made, lead, "hard") for lead in range(size.leads)]
    began = sum(timed(lambda: way.render(line, files, out / f"{n}.mp4")).cpu for n, line in enumerate(lines))  # noqa: B023
    again = renderer(cache=shelf)
    repeated = sum(timed(lambda: again.render(line, files, out / f"{n}.mp4")).cpu for n, line in enumerate(lines))  # noqa: B023
    whole = began + timed(lambda: renderer().prepare(first, files)).cpu
    yield promise("repeating a finished campaign", repeated, 0.02, "s", peer=whole, better="lower", by="ratio")
    unique = _second(lambda more: ours.timeline(made, 1, "hard", personal=4 + more, common=4), files, out)
    shared = _second(lambda more: ours.timeline(made, 1, "hard", personal=4, common=4 + 4 * more), files, out) / 4
    yield promise(
        "one more shared second / one more unique", shared, 0.01, "s", peer=unique, better="lower", by="ratio"
    )
    kept = renderer(cache=shelf)
    renamed = ours.renamed(lines[0], "Somebody Else")
    made_anew = kept.render(renamed, files, out / "renamed.mp4")
    encoded = made_anew.frames - made_anew.reused_frames
    yield promise("a changed name: frames encoded anew", encoded, 240, "frames", better="lower")
    yield _same(made, out)


def _same(made: media.Set, out: Path) -> Promise:
    same = quality.shared_frames_equal(made, out, "hard")
    return promise("shared frames equal to the source segment's", float(same), 1, "share")


def _second(line: Callable[[int], Timeline], files: dict[str, Path], out: Path) -> float:
    """CPU of one more second: the difference of two lengths, each the median of several, all shared parts at hand."""
    medians = []
    for more in (0, 4):
        way = renderer()
        way.prepare(line(more), files)
        way.render(line(more), files, out / "second.mp4")
        runs = [timed(lambda: way.render(line(more), files, out / "second.mp4")).cpu for _ in range(5)]  # noqa: B023
        medians.append(statistics.median(runs))
    return max(0.0, medians[1] - medians[0]) / 4


_worker: PlaneRenderer | None = None


def _start(folder: Path, leads: int, barrier: Barrier) -> None:
    """In each worker process: what a campaign needs once, then wait for the others."""
    global _worker  # noqa: PLW0603 - a worker process keeps its renderer
    _worker = renderer()
    made = media.Set(folder, leads, ("hard",))
    for lead in (0, 1):
        _worker.render(ours.timeline(made, lead, "hard"), ours.files(made), folder / f"warm{os.getpid()}.mp4")
    barrier.wait()


@dataclass(frozen=True, slots=True)
class _Made:
    memory: float  # megabytes at most, so far
    wall: float
    queued: float  # seconds in which it could have worked, and other programs had the cores


def _timed_alone(work: Callable[[], object]) -> _Made:
    began, waited = time.perf_counter(), queued()
    work()
    return _Made(peak(), time.perf_counter() - began, queued() - waited)


def queued() -> float:
    """Seconds that this thread has waited for a core; 0 where the system does not tell."""
    try:
        return int(Path("/proc/thread-self/schedstat").read_text("ascii").split()[1]) / 1e9
    except OSError:
        return 0.0


def peak() -> float:
    """Megabytes that this process has held at most. A new process's `ru_maxrss` begins at that of its parent."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _one(job: tuple[Path, int, int]) -> _Made:
    folder, leads, lead = job
    assert _worker
    worker, made = _worker, media.Set(folder, leads, ("hard",))
    line = ours.renamed(ours.timeline(made, lead, "hard"), f"number {lead} of {os.getpid()}")
    return _timed_alone(lambda: worker.render(line, ours.files(made), folder / f"worker{os.getpid()}.mp4"))


def _start_encoder(folder: Path, leads: int, barrier: Barrier) -> None:
    _encoded((folder, leads, 0))  # warm
    barrier.wait()


def _encoded(job: tuple[Path, int, int]) -> _Made:
    """The same frames, lying ready, through the encoder alone, at the settings that a worker chooses."""
    folder, _, _ = job
    raw, length = folder / "ready.yuv", round(media.PERSONAL * media.RATE)
    return _timed_alone(lambda: encode(ours.raw_frames(raw), length, ours.CANVAS, MOVING, 1))


@dataclass(frozen=True, slots=True)
class _Pair:
    """What a second process on the other core brings: 2 = as much again."""

    by_clock: float
    by_core: float  # without the time that other programs had the cores
    taken: float  # that time, as a share
    memory: float


def _pair(
    start: Callable[[Path, int, Barrier], None], work: Callable[[tuple[Path, int, int]], _Made], made: media.Set,
    rounds: int,
) -> _Pair:  # fmt: skip
    jobs = iter([(made.folder, made.leads, lead) for lead in range(10_000)])
    spawn = get_context("spawn")
    initargs = (made.folder, made.leads, spawn.Barrier(2))
    ratios, one, two = list[float](), list[_Made](), list[_Made]()
    with ProcessPoolExecutor(2, mp_context=spawn, initializer=start, initargs=initargs) as pool:
        list(pool.map(abs, range(2)))  # both have started
        for _ in range(rounds):
            began = time.perf_counter()
            one += [pool.submit(work, next(jobs)).result() for _ in range(4)]  # one after the other: the other idles
            alone = (time.perf_counter() - began) / 4
            began = time.perf_counter()
            two += pool.map(work, [next(jobs) for _ in range(8)])
            ratios.append(alone / (time.perf_counter() - began) * 8)
    alone, beside = (statistics.median(video.wall - video.queued for video in videos) for videos in (one, two))
    taken = sum(video.queued for video in two) / sum(video.wall for video in two)
    return _Pair(statistics.median(ratios), 2 * alone / beside, taken, max(video.memory for video in (*one, *two)))


def workers(made: media.Set, size: Size) -> Iterator[Promise]:
    """Two single-threaded workers on two cores beside one, in turns; the encoder alone likewise; a worker's memory."""
    rounds = 5 if size is FULL else 2
    with (made.folder / "ready.yuv").open("wb") as file:
        span = (0, round(media.PERSONAL * media.RATE))
        frames = ours.frames(ours.timeline(made, 0, "hard"), ours.files(made), span)
        file.writelines(frame.to_ndarray().tobytes() for frame in frames)
    mine, bare = _pair(_start, _one, made, rounds), _pair(_start_encoder, _encoded, made, rounds)
    for name, ours_, floor in (
        ("two workers / one, by the clock", mine.by_clock, bare.by_clock),
        ("two workers / one, without the time that other programs had the cores", mine.by_core, bare.by_core),
    ):
        yield promise(f"{name} (peer: the encoder alone)", ours_, 1.9, "times", peer=floor)
    yield promise("share of the time in which other programs had the cores", mine.taken, 0.02, "share", better="lower")
    yield promise("peak memory of a worker", mine.memory, 400, "MB", better="lower")


def promises(size: Size, only: str | None = None) -> Iterator[Promise]:
    """All parts, or one of them."""
    with tempfile.TemporaryDirectory() as folder:
        made = media.make(Path(folder), size.leads, size.kinds)
        peers.prepare(made)
        out = Path(folder) / "out"
        out.mkdir()
        parts: dict[str, Callable[[], Iterator[Promise]]] = {
            "race": lambda: race(made, size, out),
            "throughout": lambda: throughout(made, size, out),
            "repeats": lambda: repeats(made, size, out),
            "workers": lambda: workers(made, size),
        }
        for name, part in parts.items():
            if only in {None, name}:
                yield from part()


def _machine() -> str:
    model = subprocess.run(["uname", "-m"], capture_output=True, text=True, check=False).stdout.strip()
    return f"{platform.system()} {model}, {os.cpu_count()} cores, Python {platform.python_version()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=["workers", "race", "throughout", "repeats"], help="one part")
    asked = parser.parse_args()
    quick = asked.quick
    if not quick:
        sys.stderr.write(f"{_machine()}\n")
    tell(promises(QUICK if quick else FULL, asked.only))


if __name__ == "__main__":
    main()
