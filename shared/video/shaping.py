"""What a finished timeline may be given for the place where it will be seen: a shape, captions, a brand, a loudness."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import msgspec
from msgspec import Meta, Struct

from shared.core.codec import ready
from shared.core.errors import InvalidInput
from shared.video.layers.base import Files
from shared.video.templates import Color
from shared.video.timeline import Asset, Clip, Timeline

if TYPE_CHECKING:
    from shared.video.formats_brand import Brand

SHAPES: Final[Mapping[str, str]] = {"16:9": "wide", "1:1": "square", "9:16": "upright", "4:5": "instagram-feed"}
_ROOM = 0.94  # of the part that stays free, for captions
_MAX_BYTES = 5_000_000  # of a file of captions

_Words = Annotated[str, Meta(max_length=200)]


class BrandFile(Struct, frozen=True, forbid_unknown_fields=True):
    """A brand as a YAML file. `logo`: a picture beside it."""

    primary: Color = "#0f766e"
    secondary: Color = "#0c2f3a"
    accent: Color = "#fbbf24"
    text: Color = "#ffffff"
    family: _Words = ""
    logo: _Words = ""
    intro: _Words = ""
    outro: _Words = ""
    link: _Words = ""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked for. `captions`: SRT, VTT or ASS; `brand`: a BrandFile; `level`: -14 LUFS."""

    captions: Path | None = None
    style: str = "highlight"
    brand: Path | None = None
    level: bool = False


@dataclass(frozen=True, slots=True)
class Shaped:
    timeline: Timeline
    files: Files
    notes: tuple[str, ...] = ()


def shaped(timeline: Timeline, files: Files, format: str = "", wishes: Wishes = Wishes()) -> Shaped:
    """The timeline in a format (by its name, or as 9:16; empty: as it is), with what is wished for.

    Captions are laid over before cards come before and behind, so that each stays at its word.
    """
    from shared.video.formats import Safe, format_named, reframed

    made, notes, safe = Shaped(timeline, files), list[str](), Safe()
    if format:
        target = format_named(SHAPES.get(format, format))
        made, safe = replace(made, timeline=reframed(timeline, target, files)), target.safe
    if wishes.captions:
        line, told = _captioned(made.timeline, wishes.captions, wishes.style, safe.box(made.timeline.canvas))
        made, notes = replace(made, timeline=line), [*notes, *told]
    if wishes.brand:
        from shared.video.formats_brand import branded

        brand, own = read_brand(wishes.brand)
        made = Shaped(branded(made.timeline, brand, safe), {**made.files, **own})
    if wishes.level:
        from shared.video.formats_sound import leveled

        line, why = leveled(made.timeline, made.files)
        made, notes = replace(made, timeline=line), [*notes, *([f"loudness: {why}"] if why else [])]
    return replace(made, notes=tuple(notes))


def _captioned(
    timeline: Timeline, path: Path, style: str, free: tuple[int, int, int, int]
) -> tuple[Timeline, list[str]]:
    from shared.video.captions import captions_of, read_captions, style_named, unwritable
    from shared.video.overlays import laid_over
    from shared.video.planes import even

    if not path.is_file():
        raise InvalidInput(f"{path}: no such file")
    if path.stat().st_size > _MAX_BYTES:
        raise InvalidInput(f"{path.name}: {path.stat().st_size:,} bytes are too many for captions")
    try:
        words = read_captions(path.read_text("utf-8"), path.name)
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{path.name}: not readable as UTF-8; save it so") from error
    heard = [word for word in words if word.start < timeline.seconds]
    notes = [f"captions: {len(words) - len(heard)} words come after the end"] if len(heard) < len(words) else []
    if lost := unwritable(heard):
        notes.append(f"captions: no font here writes {', '.join(lost[:5])}")
    if not heard:
        return timeline, notes
    left, top, wide, high = free
    room = even(wide * _ROOM)
    element = captions_of(heard, style_named(style), timeline.canvas, room)
    middle, foot = left + wide // 2, top + high
    clip = Clip(element, 0, timeline.length, middle, foot, "center", "bottom", width=room, name="captions")
    return laid_over(timeline, (clip,)), notes


def read_brand(path: Path) -> "tuple[Brand, dict[str, Path]]":
    """A brand from its YAML, and where its logo lies. Raises InvalidInput that names the file and the key."""
    import yaml

    from shared.video.formats_brand import Brand
    from shared.video.planes import open_picture

    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
        held = msgspec.convert(raw, ready(BrandFile), strict=True)
    except OSError as error:
        raise InvalidInput(f"{path}: cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path.name}: not readable as YAML: {error}") from error
    except msgspec.ValidationError as error:
        raise InvalidInput(f"{path.name}: {error}; known are: {', '.join(BrandFile.__struct_fields__)}") from error
    words = {name: getattr(held, name) for name in BrandFile.__struct_fields__ if name != "logo"}
    if not held.logo:
        return Brand(**words), {}
    logo = (path.parent / held.logo).resolve()
    if not logo.is_relative_to(path.parent.resolve()) or not logo.is_file():
        raise InvalidInput(f"{path.name}: logo: no file {held.logo!r} beside it")
    picture = open_picture(logo)
    asset = Asset(held.logo, hashlib.sha256(logo.read_bytes()).hexdigest())
    return Brand(**words, logo=asset, logo_shape=picture.width / picture.height), {asset.sha256: logo}
