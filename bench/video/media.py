"""Media for the render bench, made from nothing: a tall page, a speaker, shared films easy and hard, voices."""

import math
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from shared.video import fonts, portrait

RATE, WIDTH, HEIGHT = 30, 1280, 720
PERSONAL, COMMON = 8, 22  # seconds
BUBBLE, BUBBLE_X, BUBBLE_Y = 240, 40, 440
PAGE_ROWS = 6500
_SAMPLES = 48_000


@dataclass(frozen=True, slots=True)
class Set:
    """Where everything lies."""

    folder: Path
    leads: int
    kinds: tuple[str, ...]  # of shared films

    def page(self, lead: int) -> Path:
        """Every lead's page is a file of its own, as photographed pages are."""
        return self.folder / f"page{lead % self.leads}.jpg"

    @property
    def head(self) -> Path:
        return self.folder / "head.mp4"

    def common(self, kind: str) -> Path:
        """The shared film: `easy` = a card with a speaker, `hard` = a full-frame speaker with sensor noise."""
        return self.folder / f"common_{kind}.mp4"

    @property
    def common_voice(self) -> Path:
        return self.folder / "common.wav"

    def voice(self, lead: int) -> Path:
        return self.folder / f"hi{lead % self.leads}.wav"

    @property
    def font(self) -> Path:
        return Path(fonts.faces()[0].partition("#")[0])


def make(folder: Path, leads: int, kinds: tuple[str, ...]) -> Set:
    made = Set(folder, leads, kinds)
    rng = np.random.default_rng(7)
    noise = [rng.normal(0, 2.5, (HEIGHT, WIDTH, 1)).astype(np.int8) for _ in range(8)]
    page = _page()
    for lead in range(leads):
        page.save(made.page(lead), quality=92, comment=f"page of lead {lead}".encode())
    faces = [np.asarray(image) for image in portrait.frames()]
    _film(made.head, (_noisy(faces[k % len(faces)], noise[k % 8]) for k in range(30 * RATE)), 480, 480)
    for kind in kinds:
        _film(made.common(kind), _speaking(faces, noise) if kind == "hard" else _card(faces), WIDTH, HEIGHT)
    _speech(made.common_voice, COMMON, 99)
    for lead in range(leads):
        _speech(made.voice(lead), PERSONAL, lead)
    return made


def photo(width: int, height: int, seed: int) -> Image.Image:
    """A texture with the spectrum of photographs."""
    rng = np.random.default_rng(seed)
    total = np.zeros((height, width, 3), np.float32)
    for scale in (4, 9, 24, 70, 200):
        size = (max(2, width * scale // 600 + 2), max(2, height * scale // 600 + 2))
        for channel in range(3):
            grain = Image.fromarray(rng.normal(0, 1, (size[1], size[0])).astype(np.float32))
            total[..., channel] += np.asarray(grain.resize((width, height), Image.Resampling.BICUBIC)) * 60 / scale**0.5
    total += rng.normal(0, 3, total.shape) + rng.uniform(70, 180, 3)
    return Image.fromarray(np.clip(total, 0, 255).astype(np.uint8))


_WORDS = (
    "We help small teams sell more with less work. Our coaches bring twenty years of practice to every call and a "
    "plan you can follow from the first day. "
)


def _page() -> Image.Image:
    """A landing page: a header, a hero, twelve sections with a photo and words."""
    page = Image.new("RGB", (WIDTH, PAGE_ROWS), "#ffffff")
    pen = ImageDraw.Draw(page)
    large, plain = fonts.load(fonts.faces()[0], 64), fonts.load(fonts.faces(fonts.REGULAR)[0], 18)
    slope = np.linspace([43, 88, 118], [247, 121, 125], WIDTH)[None].repeat(640, 0)
    page.paste(Image.fromarray(slope.astype(np.uint8)), (0, 60))
    pen.text((80, 200), "Coaching that pays for itself", font=large, fill="#ffffff")
    for number in range(12):
        top = 760 + number * 478
        if number % 2:
            pen.rectangle((0, top - 40, WIDTH, top + 438), fill="#f3f6fa")
        left = 80 if number % 2 else 680
        page.paste(photo(520, 324, number), (left, top))
        words = 680 if number % 2 else 80
        pen.text((words, top), f"Service {number + 1}", font=fonts.load(fonts.faces()[0], 36), fill="#112233")
        for line in range(9):
            text = (_WORDS * 3)[line * 52 : line * 52 + 52]
            pen.text((words, top + 70 + 30 * line), text, font=plain, fill="#223344")
        pen.rounded_rectangle((words, top + 350, words + 180, top + 400), 8, fill="#e4572e")
        pen.text((words + 30, top + 362), "Book a call", font=plain, fill="#ffffff")
    return page


def _noisy(frame: Any, noise: Any) -> Any:
    grain = noise[: frame.shape[0], : frame.shape[1]]
    return np.clip(frame.astype(np.int16) + grain, 0, 255).astype(np.uint8)


def _speaking(faces: list[Any], noise: list[Any]) -> Iterator[Any]:
    """A speaker as large as the picture, before a blurred room, with the noise of a camera."""
    room = photo(WIDTH, HEIGHT, 98).filter(ImageFilter.GaussianBlur(5))
    for k in range(COMMON * RATE):
        picture = room.copy()
        picture.paste(Image.fromarray(faces[k % len(faces)]).resize((720, 720), Image.Resampling.BILINEAR), (280, 0))
        yield _noisy(np.asarray(picture), noise[k % 8])


def _card(faces: list[Any]) -> Iterator[Any]:
    """A coloured card with points and a small speaker."""
    card = Image.new("RGB", (WIDTH, HEIGHT), "#0f766e")
    pen = ImageDraw.Draw(card)
    for line, words in enumerate(("What you get", "A plan made for you", "One call a week", "Results you can measure")):
        font = fonts.load(fonts.faces()[0], 36 if line else 60)
        pen.text((360, 180 + 90 * line), words, font=font, fill="#ffffff")
    for k in range(COMMON * RATE):
        picture = card.copy()
        picture.paste(Image.fromarray(faces[k % len(faces)]).resize((216, 216), Image.Resampling.BILINEAR), (1020, 460))
        yield np.asarray(picture)


def _film(path: Path, frames: Iterator[Any], width: int, height: int) -> None:
    from shared.video.planes import to_yuv

    with av.open(str(path), "w") as film:
        stream: Any = film.add_stream("libx264", rate=RATE, options={"preset": "veryfast", "crf": "17", "g": "60"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        context = stream.codec_context
        context.color_primaries = context.color_trc = context.colorspace = context.color_range = 1
        for number, pixels in enumerate(frames):
            frame = to_yuv(av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24"))
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))


def _speech(path: Path, seconds: int, seed: int) -> None:
    """Something with the rhythm and the spectrum of speech: voiced syllables, hisses, pauses."""
    rng = np.random.default_rng(seed)
    t = np.arange(seconds * _SAMPLES) / _SAMPLES
    pitch = 120 + 20 * np.sin(2 * math.pi * 0.4 * t + seed)
    phase = 2 * math.pi * np.cumsum(pitch) / _SAMPLES
    voiced = sum(np.sin(phase * harmonic) / harmonic for harmonic in range(1, 24))
    syllables = np.clip(np.sin(2 * math.pi * 3.3 * t + seed) + 0.4 * np.sin(2 * math.pi * 1.1 * t), 0, 1)
    hiss = rng.normal(0, 0.25, t.size) * np.clip(np.sin(2 * math.pi * 1.7 * t + 2 + seed), 0, 1) ** 6
    sound = 0.25 * (voiced * syllables + hiss)
    both = np.stack([sound, sound], axis=1)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(_SAMPLES)
        file.writeframes((np.clip(both, -1, 1) * 32_000).astype("<i2").tobytes())
