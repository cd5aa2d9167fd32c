"""Subtitles: read from SRT, VTT and ASS, or made of spoken words; styles with the spoken word marked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from shared.core.errors import InvalidInput
from shared.video.timeline import Canvas, Captions, Text, Word

_STAMP = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})")
_ARROW = re.compile(r"^\s*(\S+)\s+-->\s+(\S+)")
_TAGS = re.compile(r"<[^>\n]{0,200}>|\{\\[^}\n]{0,500}\}")
_VTT_TIME = re.compile(r"<((?:\d{1,3}:)?\d{1,2}:\d{2}\.\d{3})>")
_KARAOKE = re.compile(r"\{[^}]{0,500}?\\[kK][fo]?(\d{1,5})[^}]{0,500}?\}")


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word and when it is heard, in seconds. `opens`: a new group of words begins with it."""

    text: str
    start: float
    end: float
    opens: bool = False


def read_captions(text: str, name: str = "captions") -> tuple[SpokenWord, ...]:
    """The words of an SRT, VTT or ASS file. Where a file times whole lines only, each line's time is shared out among
    its words by their length. Raises InvalidInput that names the line.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    cues = list(_ass(text, name) if "[Events]" in text or "[Script Info]" in text else _blocks(text, name))
    if not cues:
        raise InvalidInput(f"{name}: no captions in it; give SRT, VTT or ASS")
    words = sorted((word for cue in cues for word in cue), key=lambda word: word.start)
    ends = [following.start for following in words[1:]] + [float("inf")]
    return tuple(
        replace(word, end=max(word.start + 0.01, min(word.end, end))) for word, end in zip(words, ends, strict=True)
    )


def _blocks(text: str, name: str) -> Iterator[list[SpokenWord]]:
    """SRT and VTT: a line with an arrow, then the words until an empty line."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        arrow = _ARROW.match(line)
        if arrow is None:
            continue
        start, end = (_seconds(stamp, f"{name}: line {number + 1}") for stamp in arrow.groups())
        body = []
        for following in lines[number + 1 :]:
            if not following.strip() or "-->" in following:
                break
            body.append(following)
        yield _cue(" ".join(body), start, end, f"{name}: line {number + 1}")


def _cue(body: str, start: float, end: float, place: str) -> list[SpokenWord]:
    if end <= start:
        raise InvalidInput(f"{place}: it ends at {end:g} s, before its beginning at {start:g} s")
    parts = _VTT_TIME.split(body)
    if len(parts) == 1:
        return _shared_out(_TAGS.sub("", body), start, end)
    moments = [start, *(_seconds(stamp, place) for stamp in parts[1::2]), end]
    pieces = zip(parts[::2], pairwise(moments), strict=True)
    words = [word for piece, (a, b) in pieces for word in _shared_out(_TAGS.sub("", piece), a, max(a + 0.01, b))]
    return [replace(word, opens=number == 0) for number, word in enumerate(words)]


def _ass(text: str, name: str) -> Iterator[list[SpokenWord]]:
    order = ["layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text"]
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("["):
            inside = line.strip() == "[Events]"
        elif inside and line.startswith("Format:"):
            order = [field.strip().lower() for field in line[7:].split(",")]
        elif inside and line.startswith("Dialogue:"):
            values = dict(zip(order, line[9:].split(",", len(order) - 1), strict=False))
            place = f"{name}: line {number}"
            start, end = (_seconds(values.get(key, "").strip(), place) for key in ("start", "end"))
            if end > start:
                yield _ass_words(values.get("text", ""), start, end)


def _ass_words(body: str, start: float, end: float) -> list[SpokenWord]:
    body = body.replace("\\N", " ").replace("\\n", " ").replace("\\h", " ")
    parts = _KARAOKE.split(body)
    if len(parts) == 1:
        return _shared_out(_TAGS.sub("", body), start, end)
    words: list[SpokenWord] = []
    at = start
    for length, piece in zip(parts[1::2], parts[2::2], strict=True):
        until = min(end, at + int(length) / 100)
        words += _shared_out(_TAGS.sub("", piece), at, max(until, at + 0.01))
        at = until
    return [replace(word, opens=number == 0) for number, word in enumerate(words)]


def _seconds(stamp: str, place: str) -> float:
    found = _STAMP.fullmatch(stamp)
    if found is None:
        raise InvalidInput(f"{place}: {stamp[:40]!r} is no time such as 00:01:02,500")
    hours, minutes, seconds, parts = found.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(parts.ljust(3, "0")) / 1000


def _shared_out(text: str, start: float, end: float) -> list[SpokenWord]:
    """A line's time by the length of its words."""
    words = text.split()
    weights = [len(word) + 2 for word in words]
    made, at, step = [], start, (end - start) / max(1, sum(weights))
    for number, (word, weight) in enumerate(zip(words, weights, strict=True)):
        made.append(SpokenWord(word, at, at + weight * step, opens=number == 0))
        at += weight * step
    return made


# Styles


@dataclass(frozen=True, slots=True)
class CaptionStyle:
    """How subtitles look. `size` is a part of the picture's shorter side; colours as in timelines."""

    size: float = 0.068
    color: str = "#ffffff"
    mark: str = "#facc15"  # of the spoken word
    plate: str = ""  # behind the spoken word
    panel: str = ""  # behind all words
    outline: float = 0.09  # in sizes of the letters
    outline_color: str = "#0b1020"
    shadow: bool = True
    most: int = 4  # words that stand together
    lines: int = 2
    family: str = ""
    bold: bool = True
    upper: bool = False


STYLES: Mapping[str, CaptionStyle] = {
    "classic": CaptionStyle(mark=""),
    "highlight": CaptionStyle(),
    "classic-one-word": CaptionStyle(size=0.1, mark="", most=1, lines=1),
    "boxed-word": CaptionStyle(mark="#ffffff", plate="#7c3aed", outline=0.05),
    "boxed-line": CaptionStyle(mark="#facc15", panel="#0b1020d9", outline=0.0, shadow=False),
    "shout": CaptionStyle(size=0.085, mark="#22d3ee", most=3, upper=True, outline=0.12),
    "calm": CaptionStyle(size=0.052, mark="", outline=0.0, panel="#00000099", bold=False, shadow=False, most=8),
}


def style_named(name: str) -> CaptionStyle:
    if name not in STYLES:
        raise InvalidInput(f"no captions are drawn in the style {name!r}; there are: {', '.join(STYLES)}")
    return STYLES[name]


def captions_of(words: Sequence[SpokenWord], style: CaptionStyle, canvas: Canvas, room: int) -> Captions:
    """The element: words in frames of the canvas, letters in its size. `room`: pixels that a line may take."""
    size = max(8, round(style.size * min(canvas.width, canvas.height)))
    text = Text(
        "",
        size,
        style.color,
        bold=style.bold,
        width=room,
        lines=style.lines,
        align="center",
        panel=style.panel,
        padding=round(size * 0.4) if style.panel else 0,
        radius=round(size * 0.25) if style.panel else 0,
        shadow=style.shadow,
        family=style.family,
        outline=round(size * style.outline),
        outline_color=style.outline_color,
    )
    return Captions(
        tuple(_in_frames(words, canvas, upper=style.upper)),
        text,
        most=style.most,
        mark=style.mark,
        plate=style.plate,
        gap=max(1, canvas.frames(0.5)),
        linger=canvas.frames(0.3),
    )


def _in_frames(words: Sequence[SpokenWord], canvas: Canvas, *, upper: bool) -> Iterator[Word]:
    for word in words:
        start = canvas.frames(max(0.0, word.start))
        yield Word(word.text.upper() if upper else word.text, start, max(start + 1, canvas.frames(word.end)))


def unwritable(words: Sequence[SpokenWord]) -> tuple[str, ...]:
    """Words that no font of this machine can write: they would be missing from the picture."""
    from shared.video.fonts import can_write

    return tuple(
        dict.fromkeys(word.text for word in words if any(map(str.isalnum, word.text)) and not can_write(word.text))
    )
