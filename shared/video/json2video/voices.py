"""Speech for `voice` elements: a port, and what stands in where no provider is set up."""

import math
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from shared.video.captions import SpokenWord


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sound file, its length, and when each word is heard."""

    path: Path
    seconds: float
    words: tuple[SpokenWord, ...]
    note: str = ""  # what a person should know, e.g. that nobody speaks


class Voice(Protocol):
    """Turns text into speech. Raises AppError."""

    def speak(self, text: str, *, voice: str, target: Path) -> Spoken:
        """`voice`: the provider's name of it, empty for its usual one. The file is written to `target`."""


class Transcriber(Protocol):
    """Hears words. Raises AppError."""

    def words(self, path: Path) -> tuple[SpokenWord, ...]:
        """The words of a sound or film file with their times in seconds from its beginning."""


_RATE = 48_000
_SYLLABLE = 0.17  # seconds, about 150 words a minute
_PAUSE = 0.09  # between words
_STOP = 0.32  # behind a sentence


class Murmur:
    """No voice at all: a soft hum in the rhythm of the words, so that lengths, subtitles and audiograms can be seen
    before a provider is chosen. It says so in its note."""

    def speak(self, text: str, *, voice: str, target: Path) -> Spoken:  # noqa: ARG002 - there is but one
        import numpy as np

        words = tuple(_timed(text))
        seconds = (words[-1].end if words else 0.0) + 0.25
        heard = np.zeros(round(seconds * _RATE), np.float64)
        for number, word in enumerate(words):
            count = max(1, round((word.end - word.start) * _RATE))
            t = np.arange(count) / _RATE
            pitch = 165 * 2 ** (((number * 5) % 7 - 3) / 12)
            tone = sum(np.sin(2 * math.pi * pitch * part * t) / part**1.5 for part in (1, 2, 3, 4))
            beat = 0.6 + 0.4 * np.cos(2 * math.pi * (t / _SYLLABLE - 0.5))
            envelope = np.minimum(1, np.minimum(t, t[::-1]) / 0.025) * beat
            first = round(word.start * _RATE)
            heard[first : first + count] += (0.22 * tone * envelope)[: len(heard) - first]
        with wave.open(str(target), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(_RATE)
            file.writeframes((np.clip(heard, -0.9, 0.9) * 32767).astype("<i2").tobytes())
        return Spoken(target, seconds, words, "no voice is set up: a hum of the same length stands in for the speech")


def _timed(text: str) -> list[SpokenWord]:
    made, at, opens = [], 0.05, True
    for word in text.split():
        syllables = max(1, sum(letter in "aeiouyäöüáéíóúàèìòùâêîôû" for letter in word.lower()) or len(word) // 3)
        end = at + min(8, syllables) * _SYLLABLE
        made.append(SpokenWord(word, at, end, opens))
        opens = word.endswith((".", "!", "?"))
        at = end + (_STOP if opens else _PAUSE)
    return made
