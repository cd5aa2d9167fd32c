"""Which typefaces there are, and which of them can write a text.

A fresh machine may have no font at all: then Pillow's own, which knows Latin letters, is the last resort. Names come
in every script; what no font can write is found out before a video shows empty boxes.
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
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
_WEIGHT = re.compile(r"#(\d+)\Z")  # behind the file of a typeface that has every weight


@dataclass(frozen=True, slots=True)
class Style:
    """Which typeface is wished for."""

    bold: bool = True
    italic: bool = False
    family: str = ""  # as people call it; what is not there gives way to the house's own
    file: str = ""  # a font file of the user's own, tried first


BOLD, REGULAR = Style(), Style(bold=False)


def _folders() -> Iterator[Path]:
    home = Path.home()
    yield from (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".fonts", home / ".local/share/fonts")
    yield from (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts")
    if windows := os.environ.get("WINDIR"):
        yield Path(windows) / "Fonts"


@lru_cache(maxsize=64)
def faces(style: Style = BOLD) -> tuple[str, ...]:
    """Font files in the order in which they are tried: the user's, the family's, the house's, then the machine's."""
    wanted = _plain(style.family)
    family = [file for file in _machine(style.italic) if wanted and _plain(Path(file).stem).startswith(wanted)]
    family.sort(key=lambda file: _rank(file, style.bold))
    rest = sorted(_machine(False), key=lambda file: _rank(file, style.bold))
    own = [style.file] if style.file else []
    return tuple(dict.fromkeys([*own, *family, *_house(style), *rest]))


def knows(family: str) -> bool:
    """Whether a typeface of this name is on the machine, or comes with the house."""
    wanted = _plain(family)
    return bool(wanted) and (
        wanted == "inter" or any(_plain(Path(file).stem).startswith(wanted) for file in _machine(False))
    )


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


def _house(style: Style) -> list[str]:
    """Inter, where it is installed as a package: so words look alike on every machine."""
    found = find_spec("fontpkg_inter")
    if found is None or not found.submodule_search_locations:
        return []
    folder = Path(next(iter(found.submodule_search_locations))) / "files"
    file = folder / ("Inter-Italic[opsz,wght].ttf" if style.italic else "Inter[opsz,wght].ttf")
    return [f"{file}#{700 if style.bold else 400}"] if file.is_file() else []


@lru_cache(maxsize=2)
def _machine(italic: bool) -> tuple[str, ...]:
    files = (
        path
        for folder in _folders()
        if folder.is_dir()
        for path in folder.rglob("*")
        if path.suffix.lower() in {".ttf", ".otf", ".ttc"}
    )
    slanted = re.compile(r"(?i)italic|oblique")
    if italic:
        return tuple(str(path) for path in files if slanted.search(path.stem))
    return tuple(str(path) for path in files if not _NOT_FOR_TEXT.search(path.stem))


def _rank(file: str, bold: bool) -> tuple[int, bool, int, str]:
    stem = _plain(Path(file).stem)
    family = next((place for place, name in enumerate(_PREFERRED) if stem.startswith(name)), len(_PREFERRED))
    return family, bool(_BOLD.search(Path(file).stem)) != bold, len(stem), file


def fingerprint() -> str:
    """What decides how words look: the fonts at hand and the library that sets them."""
    from PIL import __version__, features

    known = [f"{Path(face).name}" for style in (BOLD, REGULAR) for face in faces(style)]
    return "|".join([__version__, str(features.version("raqm")), str(features.version("fribidi")), *known])


@lru_cache(maxsize=128)
def load(file: str, size: int) -> Font:
    """A face at a size in pixels; the empty name is Pillow's own."""
    if not file:
        built_in = ImageFont.load_default(size)
        assert isinstance(built_in, ImageFont.FreeTypeFont)
        return built_in
    weight = _WEIGHT.search(file)
    font = ImageFont.truetype(_WEIGHT.sub("", file), size)
    if weight:
        # Inter's axes: the size for which letters are drawn, and their weight.
        font.set_variation_by_axes([max(14, min(32, size)), int(weight[1])])
    return font


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
def face_for(text: str, style: Style) -> str | None:
    """The first face that can write all of `text`, or None."""
    return next((file for file in (*faces(style), "") if _covers(file, text)), None)


def cleaned(text: str) -> str:
    """`text` on one line, composed, without control characters and direction overrides.

    >>> cleaned("  Ana\\t\\u202eDiaz\\x00 ")
    'Ana Diaz'
    """
    line = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(
        ch for ch in line if ch in _KEPT_FORMATS or unicodedata.category(ch) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )


def writable(text: str, style: Style = BOLD) -> str:
    """`text` without the characters that no font of this machine can write, such as emoji."""
    line = cleaned(text)
    if face_for(line, style) is not None:
        return line
    return " ".join("".join(ch for ch in line if face_for(ch, style) is not None).split())


def lost(text: str, style: Style = BOLD) -> str:
    """The characters that no font of this machine can write."""
    line = cleaned(text)
    if face_for(line, style) is not None:
        return ""
    return "".join(dict.fromkeys(ch for ch in line if not ch.isspace() and face_for(ch, style) is None))


def can_write(text: str) -> bool:
    """True when at least one letter or digit stays, and no more than a third of them is lost."""
    letters = [ch for ch in cleaned(text) if ch.isalnum()]
    kept = [ch for ch in writable(text) if ch.isalnum()]
    return bool(kept) and len(kept) * 3 >= len(letters) * 2


def runs(text: str, style: Style) -> list[tuple[str, str]]:
    """`text` as (words, face) pairs: neighbours that one face can write stay together."""
    whole = face_for(text, style)
    if whole is not None:
        return [(text, whole)]
    parts: list[tuple[str, str]] = []
    for piece in _pieces(text, style):
        face = face_for(piece, style) or ""
        if parts and parts[-1][1] == face:
            parts[-1] = (parts[-1][0] + piece, face)
        else:
            parts.append((piece, face))
    return parts[::-1] if rightwards(text) else parts


def rightwards(text: str) -> bool:
    """True when a line of it begins at the right, as Arabic and Hebrew do: by its first letter.

    >>> rightwards("\u202bمحمد (Ltd)"), rightwards("Hi محمد")
    (True, False)
    """
    kinds = (unicodedata.bidirectional(ch) for ch in text)
    return next((kind != "L" for kind in kinds if kind in {"L", "R", "AL"}), False)


def _pieces(text: str, style: Style) -> Iterator[str]:
    for word in re.findall(r"\S+\s*", text):
        if face_for(word, style) is None:
            yield from word
        else:
            yield word
