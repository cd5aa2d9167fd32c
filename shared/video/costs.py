"""What a campaign will take, before anything runs: CPU, bytes, money. Estimates from dated measurements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shared.video.plan import Kind, Piece, films, pieces, warnings
from shared.video.timeline import Timeline

# Estimates. CPU seconds and bytes a frame of 1280 x 720: rounded up from single encodes of the bench's scenes on one
# shared two-core machine, 2026-11-21 (page 3.4-3.7 ms, 4.0 kB; camera for one lead 2.8 ms and its decoding, 1.3 kB;
# shared: camera with noise 10.7 ms, 2.4 kB, card 4.5 ms, 0.5 kB). Real media differ: by a factor of two either way.
_CPU_PERSONAL, _CPU_MOVING, _CPU_SHARED = 0.0040, 0.0048, 0.0085
_BYTES_PERSONAL, _BYTES_MOVING, _BYTES_FILMED, _BYTES_SHARED = 4000, 1300, 2400, 500
_CPU_SOUND, _BYTES_SOUND = 0.017, 16_000  # a second of video
_CPU_VIDEO = 0.12  # an estimate too: a page, words, the container, a look at the result
# Cloud Run jobs, tier 1, as published 2026-11: USD a vCPU-second and a GiB-second.
_USD_CPU, _USD_GIB, _GIB = Decimal("0.000018"), Decimal("0.000002"), Decimal(1)
PRICES_AS_OF = "2026-11"


@dataclass(frozen=True, slots=True)
class PlannedPiece:
    """A stretch of every video of the campaign, and how often it is encoded."""

    start: float  # seconds
    seconds: float
    kind: Kind
    depends: tuple[str, ...]
    times: int


@dataclass(frozen=True, slots=True)
class Plan:
    videos: int
    seconds: float  # of one video
    pieces: tuple[PlannedPiece, ...]
    encoded_seconds: float  # of video that is encoded in all
    cpu_seconds: float
    bytes: int  # of all files together
    usd: Decimal
    prices_as_of: str
    warnings: tuple[str, ...]


def plan(timeline: Timeline, leads: Sequence[Mapping[str, str]], videos: int | None = None) -> Plan:
    """The plan of a campaign whose every video is shaped like `timeline`.

    `leads` are the fields of known leads: a keyed stretch is encoded once for each of their values. Without them,
    or with more `videos` than leads, the worst is assumed: every lead is different.
    """
    count = len(leads) if videos is None else videos
    rate = float(timeline.canvas.rate)
    area = timeline.canvas.width * timeline.canvas.height / (1280 * 720)
    planned, cpu, encoded, size = [], 0.0, 0.0, 0.0
    for piece in pieces(timeline):
        times = _times(piece, leads, count)
        each, bytes_ = _rates(timeline, piece)
        planned.append(PlannedPiece(piece.start / rate, piece.length / rate, piece.kind, piece.depends, times))
        cpu += each * area * piece.length * times
        size += bytes_ * area * piece.length * count
        encoded += piece.length / rate * times
    personal = any(sound.depends for sound in timeline.sounds)
    cpu += _CPU_VIDEO * count + _CPU_SOUND * timeline.seconds * (count if personal else 1)
    size += _BYTES_SOUND * timeline.seconds * count
    return Plan(
        videos=count,
        seconds=round(timeline.seconds, 3),
        pieces=tuple(planned),
        encoded_seconds=round(encoded, 1),
        cpu_seconds=round(cpu, 1),
        bytes=round(size),
        usd=(Decimal(round(cpu, 3)) * (_USD_CPU + _USD_GIB * _GIB)).quantize(Decimal("0.000001")),
        prices_as_of=PRICES_AS_OF,
        warnings=warnings(timeline),
    )


def _times(piece: Piece, leads: Sequence[Mapping[str, str]], count: int) -> int:
    if piece.kind == "shared":
        return min(1, count)
    if piece.kind == "unique" or not leads:
        return count
    values = {tuple(lead.get(name, "") for name in piece.depends) for lead in leads}
    return min(count, len(values) + max(0, count - len(leads)))


def _rates(timeline: Timeline, piece: Piece) -> tuple[float, float]:
    """CPU seconds and bytes a frame of 1280 x 720."""
    if piece.kind == "shared":
        return _CPU_SHARED, _BYTES_FILMED if films(timeline, piece) else _BYTES_SHARED
    return (_CPU_MOVING, _BYTES_MOVING) if films(timeline, piece) else (_CPU_PERSONAL, _BYTES_PERSONAL)
