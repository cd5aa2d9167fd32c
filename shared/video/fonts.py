"""Which typefaces there are, and which of them can write a text.

A fresh machine may have no font at all: then Pillow's own, which knows Latin letters, is the last resort. Names come
in every script; what no font can write is found out before a video shows empty boxes.
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

# Sans-serifs that look well on a picture, best first; the rest of the machine's fonts follow for their coverage.
_PREFERRED = (
    "inter",
    "sfns",
    "helveticaneue",
    "segoeui",
    "roboto",
    "opensans",
    "notosans",
    "lato",
    "sourcesans",
    "liberationsans",
    "arimo",
    "arial",
    "dejavusans",
)
_NOT_FOR_TEXT = re.compile(
    r"(?i)emoji|symbol|mono|italic|oblique|math|icon|serif|condensed|narrow|music|wingd|webd|light|thin"
)
_BOLD = re.compile(r"(?i)bold|black|heavy|-w[6-9]\b")
_MISSING = "\U0010fffe"  # a code point that never has a glyph
_KEPT_FORMATS = {"\u200c", "\u200d"}  # joiners that Persian and Indic names need

Font = ImageFont.FreeTypeFont


def _folders() -> Iterator[Path]:
    home = Path.home()
    yield from (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".fonts", home / ".local/share/fonts")
    yield from (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts")
    if windows := os.environ.get("WINDIR"):
        yield Path(windows) / "Fonts"


@lru_cache(maxsize=2)
def faces(bold: bool) -> tuple[str, ...]:
    """Font files in the order in which they are tried; those of the wanted weight first within a family."""
    files = (
        path
        for folder in _folders()
        if folder.is_dir()
        for path in folder.rglob("*")
        if path.suffix.lower() in {".ttf", ".otf", ".ttc"} and not _NOT_FOR_TEXT.search(path.stem)
    )
    return tuple(sorted(map(str, files), key=lambda file: _rank(file, bold)))


def _rank(file: str, bold: bool) -> tuple[int, bool, int, str]:
    stem = re.sub(r"[^a-z]", "", Path(file).stem.lower())
    family = next((place for place, name in enumerate(_PREFERRED) if stem.startswith(name)), len(_PREFERRED))
    return family, bool(_BOLD.search(Path(file).stem)) != bold, len(stem), file


@lru_cache(maxsize=64)
def load(file: str, size: int) -> Font:
    """A face at a size in pixels; the empty name is Pillow's own."""
    if not file:
        built_in = ImageFont.load_default(size)
        assert isinstance(built_in, ImageFont.FreeTypeFont)
        return built_in
    return ImageFont.truetype(file, size)


@lru_cache(maxsize=4096)
def _has_glyph(file: str, character: str) -> bool:
    try:
        font = load(file, 20)
        found, missing = font.getmask(character), font.getmask(_MISSING)
    except OSError:  # a broken font file writes nothing
        return False
    return found.size != missing.size or bytes(found) != bytes(missing)


def _covers(file: str, text: str) -> bool:
    return all(ch.isspace() or ch in _KEPT_FORMATS or unicodedata.combining(ch) or _has_glyph(file, ch) for ch in text)


@lru_cache(maxsize=1024)
def face_for(text: str, bold: bool) -> str | None:
    """The first face that can write all of `text`, or None."""
    return next((file for file in (*faces(bold), "") if _covers(file, text)), None)


def cleaned(text: str) -> str:
    """`text` on one line, composed, without control characters and direction overrides.

    >>> cleaned("  Ana\\t\\u202eDiaz\\x00 ")
    'Ana Diaz'
    """
    line = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(
        ch for ch in line if ch in _KEPT_FORMATS or unicodedata.category(ch) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )


def writable(text: str, bold: bool = True) -> str:
    """`text` without the characters that no font of this machine can write, such as emoji."""
    line = cleaned(text)
    if face_for(line, bold) is not None:
        return line
    return " ".join("".join(ch for ch in line if face_for(ch, bold) is not None).split())


def can_write(text: str) -> bool:
    """True when at least one letter or digit stays, and no more than a third of them is lost."""
    letters = [ch for ch in cleaned(text) if ch.isalnum()]
    kept = [ch for ch in writable(text) if ch.isalnum()]
    return bool(kept) and len(kept) * 3 >= len(letters) * 2


def runs(text: str, bold: bool) -> list[tuple[str, str]]:
    """`text` as (words, face) pairs: neighbours that one face can write stay together."""
    whole = face_for(text, bold)
    if whole is not None:
        return [(text, whole)]
    parts: list[tuple[str, str]] = []
    for piece in _pieces(text, bold):
        face = face_for(piece, bold) or ""
        if parts and parts[-1][1] == face:
            parts[-1] = (parts[-1][0] + piece, face)
        else:
            parts.append((piece, face))
    return parts


def _pieces(text: str, bold: bool) -> Iterator[str]:
    for word in re.findall(r"\S+\s*", text):
        if face_for(word, bold) is None:
            yield from word
        else:
            yield word
