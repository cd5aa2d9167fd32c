"""A checked movie → the house's timeline. What a movie needs from outside comes through what it is given."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from shared.core.errors import InvalidInput
from shared.video.captions import SpokenWord, read_captions, unwritable
from shared.video.checks import check
from shared.video.json2video import subtitles
from shared.video.json2video.audiograms import bars
from shared.video.json2video.layout import Box, box_for, cropped, look_of, move_of
from shared.video.json2video.materials import Material, Materials
from shared.video.json2video.model import (
    Audio,
    Audiogram,
    Component,
    Destination,
    Element,
    Hearing,
    Image,
    Markup,
    Movie,
    Passage,
    Subtitles,
    Video,
    Voice,
    Words,
)
from shared.video.json2video.passages import kind_of
from shared.video.json2video.reader import read_movie
from shared.video.json2video.styling import Frame
from shared.video.json2video.timing import Placed, Supply, placed
from shared.video.json2video.voices import Murmur, Transcriber
from shared.video.json2video.voices import Voice as VoicePort
from shared.video.json2video.words import Desk, component_clips, text_clips
from shared.video.overlays import laid_over
from shared.video.timeline import (
    Canvas,
    Captions,
    Clip,
    Fill,
    Footage,
    Html,
    Picture,
    Scene,
    Sound,
    Text,
    Timeline,
    Track,
    Transition,
)

_BARS = 56  # of an audiogram
_LOUDEST = 4.0  # factor of a sound
Shoot = Callable[[str, int, int, float], bytes]
"""A page on the web (address, width, height, seconds to wait) → its picture."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A timeline, where its contents lie, and what a person should know. HTML in it still has to be drawn."""

    timeline: Timeline
    files: Mapping[str, Path]
    notes: tuple[str, ...] = ()
    destinations: tuple[Destination, ...] = ()


@dataclass(frozen=True, slots=True)
class _Room:
    """A scene, or the movie itself, with its elements in time."""

    name: str
    place: str
    background: str
    length: int  # frames
    passage: Passage | None
    elements: tuple[Placed, ...]


def compile_movie(
    raw: bytes | str | Mapping[str, Any],
    materials: Materials,
    *,
    voice: VoicePort | None = None,
    transcriber: Transcriber | None = None,
    shoot: Shoot | None = None,
) -> Compiled:
    """Raises InvalidInput that names the place in the movie of what cannot be rendered here."""
    return _Compiler(read_movie(raw), materials, voice or Murmur(), transcriber, shoot).compiled()


@dataclass(slots=True)
class _Compiler:
    movie: Movie
    materials: Materials
    voice: VoicePort
    transcriber: Transcriber | None
    shoot: Shoot | None
    notes: list[str] = field(default_factory=list)

    @property
    def canvas(self) -> Canvas:
        return Canvas(self.movie.width, self.movie.height, Fraction(self.movie.fps).limit_denominator(1001))

    def compiled(self) -> Compiled:
        rooms = [self._scene(scene) for scene in self.movie.scenes]
        bare = Timeline(self.canvas, tuple(self._joined(rooms)))
        over = self._over(bare)
        rooms += self._rest(bare, over)
        bare = Timeline(self.canvas, tuple(self._joined(rooms)))
        sounds = self._sounds(rooms, bare, over)
        heard = replace(bare, sounds=sounds)
        scenes = [
            replace(scene, tracks=tuple(self._tracks(room, scene, at, heard)))
            for room, scene, at in zip(rooms, bare.scenes, bare.starts(), strict=True)
        ]
        whole = replace(heard, scenes=tuple(scenes))
        for clips in self._overlays(over, whole, rooms):
            whole = laid_over(whole, clips)
        self._look_at_words(whole)
        for one in self.movie.destinations:
            self.notes.append(f"{one.place}: a local rendering announces itself to nobody")
        notes = tuple(dict.fromkeys(self.notes))
        return Compiled(check(whole), self.materials.files, notes, self.movie.destinations)

    # Time

    def _scene(self, scene: Any) -> _Room:
        elements, seconds = placed(scene.elements, scene.scope, scene.duration, self._supply)
        length = max(1, self.canvas.frames(seconds))
        return _Room(scene.name, scene.place, scene.background, length, scene.passage, elements)

    def _joined(self, rooms: Sequence[_Room]) -> Iterator[Scene]:
        for number, room in enumerate(rooms):
            ground = Track("background", (Clip(Fill(room.background[:7]), 0, room.length),))
            enter = None
            if room.passage and number:
                frames = max(1, self.canvas.frames(room.passage.duration))
                most = min(room.length, rooms[number - 1].length) // 2
                if frames > most:
                    self.notes.append(f"{room.place}.transition: shortened to {float(most / self.canvas.rate):.2f} s")
                kind = kind_of(room.passage.style, f"{room.place}.transition.style")
                enter = Transition(kind, min(frames, most)) if most else None
            yield Scene(room.name, room.length, (ground,), enter)

    def _over(self, bare: Timeline) -> _Room:
        """The movie's own elements; they may last longer than all scenes."""
        least = bare.seconds if bare.scenes else 0.0
        elements, longest = placed(self.movie.elements, self.movie.scope, -1.0, self._supply, least=least)
        return _Room("movie", "movie", "", self.canvas.frames(longest), None, elements)

    def _rest(self, bare: Timeline, over: _Room) -> list[_Room]:
        left = over.length - bare.length if bare.scenes else over.length
        return [_Room("rest", "movie", "#000000", left, None, ())] if left > 0 else []

    # What elements need

    def _supply(self, element: Element) -> Supply:
        place = element.common.place
        if isinstance(element, Image):
            return Supply(None, self.materials.get(element.src, "picture", f"{place}.src"), self._mask(element))
        if isinstance(element, Video):
            film = self.materials.get(element.src, "film", f"{place}.src")
            return Supply(_heard_for(film, element.hearing, place), film, self._mask(element))
        if isinstance(element, Audio):
            sound = self.materials.get(element.src, "sound", f"{place}.src")
            return Supply(_heard_for(sound, element.hearing, place), sound)
        if isinstance(element, Voice):
            return self._spoken(element)
        return Supply()

    def _mask(self, element: Image | Video) -> Material | None:
        mask = element.dressing.mask
        return self.materials.get(mask, "picture", f"{element.common.place}.mask") if mask else None

    def _spoken(self, element: Voice) -> Supply:
        import tempfile

        place = element.common.place
        with tempfile.TemporaryDirectory() as folder:
            try:
                said = self.voice.speak(element.text, voice=element.voice, target=Path(folder) / "speech.wav")
            except InvalidInput as error:
                raise InvalidInput(f"{place}: {error}") from error
            material = self.materials.keep(said.path.read_bytes(), said.path.suffix or ".wav", "speech")
        if said.note:
            self.notes.append(f"{place}: {said.note}")
        return Supply(said.seconds, material, spoken=replace(said, path=material.path))

    # Sound

    def _sounds(self, rooms: Sequence[_Room], bare: Timeline, over: _Room) -> tuple[Sound, ...]:
        made = []
        for room, at in [*zip(rooms, bare.starts(), strict=True), (over, 0)]:
            for one in room.elements:
                sound = self._sound(one, at, at + room.length)
                if sound:
                    made.append(sound)
        return tuple(made)

    def _sound(self, one: Placed, at: int, stop: int) -> Sound | None:
        element, material = one.element, one.supply.material
        if not isinstance(element, Video | Audio | Voice) or material is None:
            return None
        hearing = element.hearing
        if hearing.muted or not hearing.volume or not material.sound:
            return None
        if hearing.volume > _LOUDEST:
            self.notes.append(f"{element.common.place}.volume: {hearing.volume:g} is drawn down to {_LOUDEST:g}")
        start, end = at + self.canvas.frames(one.start), min(stop, at + self.canvas.frames(one.end))
        timing = element.common.timing
        if end <= start:
            return None
        return Sound(
            material.asset,
            start,
            end - start,
            min(_LOUDEST, hearing.volume),
            offset=self.canvas.frames(hearing.seek),
            fade_in=self.canvas.frames(timing.fade_in),
            fade_out=self.canvas.frames(timing.fade_out),
            again=hearing.loop != 1,
            voice=isinstance(element, Voice),
        )

    # Pictures

    def _tracks(self, room: _Room, scene: Scene, at: int, heard: Timeline) -> Iterator[Track]:
        yield from scene.tracks
        for one in _by_level(room.elements):
            clips = tuple(self._timed(one, self._clips(one, at, heard), room.length))
            if clips:
                yield Track(one.element.common.id or one.element.common.place, clips)

    def _overlays(self, over: _Room, whole: Timeline, rooms: Sequence[_Room]) -> Iterator[tuple[Clip, ...]]:
        for one in _by_level(over.elements):
            if isinstance(one.element, Subtitles):
                yield self._subtitles(one.element, over, rooms, whole)
            else:
                yield tuple(self._timed(one, self._clips(one, 0, whole), whole.length))

    def _timed(self, one: Placed, clips: Sequence[Clip], room: int) -> Iterator[Clip]:
        start = self.canvas.frames(one.start)
        stop = min(room, max(start + 1, self.canvas.frames(one.end)))
        timing = one.element.common.timing
        fades = (self.canvas.frames(timing.fade_in), self.canvas.frames(timing.fade_out))
        for clip in clips if stop > start else ():
            yield replace(
                clip,
                start=start,
                length=stop - start,
                fade_in=min(fades[0], stop - start),
                fade_out=min(fades[1], stop - start),
                name=one.element.common.place,
            )

    def _clips(self, one: Placed, at: int, heard: Timeline) -> Sequence[Clip]:
        element, size = one.element, (self.canvas.width, self.canvas.height)
        if isinstance(element, Image | Video):
            return (self._picture(one, element),)
        if isinstance(element, Words):
            area = box_for(element.placing, size, size)
            return text_clips(element.text, element.settings, area, self._desk(), element.common.place)
        if isinstance(element, Component):
            area = box_for(element.placing, size, size)
            return component_clips(element.component, element.settings, area, self._desk(), element.common.place)
        if isinstance(element, Markup):
            return (self._markup(element),)
        if isinstance(element, Audiogram):
            return (self._audiogram(one, element, at, heard),)
        return ()

    def _picture(self, one: Placed, element: Image | Video) -> Clip:
        material, place = one.supply.material, element.common.place
        assert material is not None
        natural = (material.width, material.height)
        look = look_of(element.dressing, natural, one.supply.mask.asset if one.supply.mask else None, place)
        box = box_for(
            element.placing, cropped(element.dressing, natural, place), (self.canvas.width, self.canvas.height)
        )
        move = move_of(element.dressing)
        shown: Picture | Footage
        if isinstance(element, Image):
            shown = Picture(material.asset, box.fit, look, move)
        else:
            offset, again = self.canvas.frames(element.hearing.seek), element.hearing.loop != 1
            shown = Footage(material.asset, offset=offset, fit=box.fit, look=look, move=move, again=again)
        return _in_box(shown, box)

    def _markup(self, element: Markup) -> Clip:
        size = (self.canvas.width, self.canvas.height)
        box = box_for(element.placing, size, size)
        if not element.src:
            return _in_box(Html(element.html, box.width, box.height), box)
        place = f"{element.common.place}.src"
        if self.shoot is None:
            raise InvalidInput(f"{place}: pages of the web are not visited here; give `html`")
        try:
            content = self.shoot(element.src, box.width, box.height, element.wait)
        except InvalidInput as error:
            raise InvalidInput(f"{place}: {error}") from error
        return _in_box(Picture(self.materials.keep(content, ".png", "page").asset, "cover"), box)

    def _audiogram(self, one: Placed, element: Audiogram, at: int, heard: Timeline) -> Clip:
        size = (self.canvas.width, self.canvas.height)
        wide = element.placing.width if element.placing.width > 0 else size[0]
        high = element.placing.height if element.placing.height > 0 else size[1]
        box = box_for(replace(element.placing, width=wide, height=high), size, size)
        start = at + self.canvas.frames(one.start)
        stop = max(start + 1, at + self.canvas.frames(one.end))
        if not any(sound.start < stop and sound.start + sound.length > start for sound in heard.sounds):
            raise InvalidInput(f"{element.common.place}: nothing is heard while the audiogram is shown")
        made = bars(
            heard.sounds,
            self.canvas,
            (start, stop),
            self.materials.files,
            count=max(9, min(_BARS, box.width // 8)),
            amplitude=element.amplitude,
            color=element.color,
        )
        return replace(_in_box(made, box), opacity=element.opacity)

    def _desk(self) -> Desk:
        return Desk(
            Frame(self.canvas.width, self.canvas.height),
            lambda src, place: self.materials.get(src, "font", place),
            lambda src, place: self.materials.get(src, "picture", place),
            lambda: self.materials.files,
        )

    # Subtitles

    def _subtitles(self, element: Subtitles, over: _Room, rooms: Sequence[_Room], whole: Timeline) -> tuple[Clip, ...]:
        look = subtitles.read_look(element.settings, f"{element.common.place}.settings")
        words = self._captions(element) or tuple(self._said([*rooms, over], [*whole.starts(), 0]))
        end = whole.seconds
        words = tuple(word for word in words if word.start < end)
        if not words:
            raise InvalidInput(
                f"{element.common.place}: no words are known: give `captions`, or a voice; "
                "what films and sounds say is heard only where a transcriber is set up"
            )
        if lost := unwritable(words):
            self.notes.append(f"{element.common.place}: no font here writes {', '.join(lost[:5])}; left out")
        made = subtitles.element_of(words, look, self.canvas)
        if look.font_url:
            from msgspec.structs import replace as changed

            font = self.materials.get(look.font_url, "font", f"{element.common.place}.settings.font-url").asset
            made = changed(made, style=changed(made.style, font=font))
        return (subtitles.clip_of(made, look, self.canvas, whole.length),)

    def _captions(self, element: Subtitles) -> tuple[SpokenWord, ...]:
        given, place = element.captions.strip(), f"{element.common.place}.captions"
        if given and "\n" not in given and "-->" not in given:
            path = self.materials.get(given, "text", place).path
            given = path.read_bytes().decode("utf-8-sig", "replace")
        return read_captions(given, place) if given else ()

    def _said(self, rooms: Sequence[_Room], starts: Sequence[int]) -> Iterator[SpokenWord]:
        """What voices say, and what is heard in films and sounds where somebody can listen."""
        for room, at in sorted(zip(rooms, starts, strict=True), key=lambda pair: pair[1]):
            for one in room.elements:
                begin = float(at / self.canvas.rate) + one.start
                stop = float(at / self.canvas.rate) + one.end
                for word in self._words_of(one):
                    if begin + word.start < stop:
                        yield replace(word, start=begin + word.start, end=min(stop, begin + word.end))

    def _words_of(self, one: Placed) -> tuple[SpokenWord, ...]:
        if one.supply.spoken:
            return one.supply.spoken.words
        audible = isinstance(one.element, Video | Audio) and not one.element.hearing.muted
        if self.transcriber and audible and one.supply.material and one.supply.material.sound:
            seek = one.element.hearing.seek if isinstance(one.element, Video | Audio) else 0.0
            words = self.transcriber.words(one.supply.material.path)
            return tuple(
                replace(word, start=word.start - seek, end=word.end - seek) for word in words if word.start >= seek
            )
        return ()

    def _look_at_words(self, whole: Timeline) -> None:
        """Words that no font of this machine can write would be missing: that is said."""
        from shared.video import fonts

        for scene in whole.scenes:
            for clip in scene.clips():
                element = clip.element
                if isinstance(element, Text) and (lost := fonts.lost(element.text)):
                    self.notes.append(f"{clip.name}: no font of this machine writes {lost[:20]!r}; left out")
                style = element.style if isinstance(element, Captions) else element
                if isinstance(style, Text) and style.family and not style.font and not fonts.knows(style.family):
                    self.notes.append(
                        f"{clip.name}: the typeface {style.family!r} is not here; the house's own is used"
                    )


def _in_box(element: Any, box: Box) -> Clip:
    return Clip(element, 0, 1, box.x, box.y, width=box.width, height=box.height)


def _by_level(elements: Sequence[Placed]) -> list[Placed]:
    """Later ones on top, except where `z-index` says otherwise; subtitles over all."""
    return sorted(elements, key=lambda one: (isinstance(one.element, Subtitles), one.element.common.z, one.number))


def _heard_for(material: Material, hearing: Hearing, place: str) -> float | None:
    """Seconds that a film or sound lasts; None when it repeats for ever."""
    if hearing.seek >= material.seconds:
        raise InvalidInput(f"{place}.seek: {hearing.seek:g} s is behind the end, at {material.seconds:.2f} s")
    return None if hearing.loop < 0 else (material.seconds - hearing.seek) * max(1.0, hearing.loop)
