"""What each job is told: plain data, complete, with nothing of where or by whom it is made.

A brief is what a director hands to a department. It says what the thing *is* (the job's basis)
and holds no exact length, no path and no model; lengths stand in the timings of `timings.py`.
"""

from __future__ import annotations

from typing import Literal

from drama_compiler.film.film import Format, Move
from drama_compiler.film.frozen import Frozen
from drama_compiler.film.words import (
    Angle,
    Composition,
    Daytime,
    Depth,
    Facing,
    ScreenPlace,
    Size,
    TransitionKind,
)


class FigureBrief(Frozen):
    """One character as seen in one shot; `wardrobe_name` names a look and is no part of it.

    `look` is the declaration and `wardrobe` what is worn over or instead of it, both in the
    writer's words. `doing` is the action's sentence about this figure, `mood` how it is played
    (parentheticals and `performance:`). `subject` marks those the frame is on; `back` the one
    whose back the camera looks over.
    """

    id: str
    name: str
    look: str = ""
    wardrobe: str = ""
    wardrobe_name: str = ""
    place: ScreenPlace | None = None
    depth: Depth = Depth.MIDDLE
    facing: Facing | None = None
    subject: bool = True
    back: bool = False
    mood: str = ""
    doing: str = ""
    speaks: bool = False


class ThingBrief(Frozen):
    """One prop as seen in one shot; `held_by` is a figure's id, where somebody has it."""

    id: str
    name: str
    look: str = ""
    held_by: str | None = None
    subject: bool = False


class PlaceBrief(Frozen):
    """Where and when a shot plays. `look`, `weather` and `light` in the writer's words."""

    id: str
    name: str
    look: str = ""
    variant_name: str = ""
    interior: bool | None = None
    time: Daytime = Daytime.DAY
    weather: str = ""
    light: str = ""


class StyleBrief(Frozen):
    """The look of the film, in the writer's words."""

    name: str = ""
    look: str = ""
    palette: str = ""
    avoid: str = ""


class ClipBrief(Frozen):
    """A shot's moving picture: who, what, where, how framed and how the camera moves.

    `aspect` (`9:16`) is the film's own; `format` is in the pixels asked for now, and as such no
    part of a basis. A clip that is `from_last` begins on the last frame of the picture among its
    inputs.
    """

    shot: str
    format: Format
    aspect: str
    size: Size
    composition: Composition
    angle: Angle
    moves: tuple[Move, ...] = ()
    lens_millimetres: float | None = None
    shallow_focus: bool = False
    speed: str = "1"
    figures: tuple[FigureBrief, ...] = ()
    things: tuple[ThingBrief, ...] = ()
    place: PlaceBrief
    style: StyleBrief = StyleBrief()
    actions: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    performance: str = ""
    blocking: str = ""
    prompt: str = ""
    avoid: str = ""
    seed: int | None = None
    from_last: bool = False


class PortraitBrief(Frozen):
    """A character's reference sheet: one look, in one wardrobe, in one style."""

    id: str
    name: str
    look: str = ""
    wardrobe: str = ""
    wardrobe_name: str = ""
    style: StyleBrief = StyleBrief()


class PlateBrief(Frozen):
    """A place with nobody in it, at one time of day, in one weather and light."""

    place: PlaceBrief
    aspect: str
    style: StyleBrief = StyleBrief()


class ObjectBrief(Frozen):
    """A thing on its own."""

    id: str
    name: str
    look: str = ""
    style: StyleBrief = StyleBrief()


class FrameBrief(Frozen):
    """The `first` or the `last` frame of a shot: `of` is its clip, without what moves."""

    which: Literal["first", "last"]
    of: ClipBrief


class LineAt(Frozen):
    """A spoken line, by its id, and when it begins in a shot: in seconds, to the tenth."""

    id: str
    at_seconds: float


class SyncBrief(Frozen):
    """A shot's clip in which the lips of `character` are to move; `faces` counts who is seen.

    What it is of is the clip and the voices: all that is said of the shot is said there.
    """

    shot: str
    format: Format
    character: str
    name: str
    faces: int = 1
    lines: tuple[LineAt, ...] = ()


class IdentityBrief(Frozen):
    """A character's voice as such; `voice` are the writer's words for it."""

    id: str
    name: str
    voice: str


class SpeakerBrief(Frozen):
    """Somebody who speaks in the film, as declared."""

    id: str
    name: str
    look: str = ""
    voice: str = ""


class VoiceBrief(Frozen):
    """A spoken line. `voice` is the character's declared voice, `mood` how the line is said.

    `beside` are the speakers whose voices are cast before this one's, so that it can be kept
    apart from them; they are no part of what the line is.
    """

    text: str
    language: str
    character: str
    name: str
    look: str = ""
    voice: str = ""
    mood: str = ""
    lyric: bool = False
    off_screen: bool = False
    beside: tuple[SpeakerBrief, ...] = ()


class ThemeBrief(Frozen):
    """A character's musical theme; an empty `theme` leaves it to the name."""

    id: str
    name: str
    theme: str = ""


class CueBrief(Frozen):
    """A piece of score: the writer's words (`dread, 60 bpm, low strings`) and whose themes."""

    text: str
    film: str
    themes: tuple[ThemeBrief, ...] = ()


class AmbienceBrief(Frozen):
    """What a place sounds like, in the writer's words, with what is known of the place."""

    text: str = ""
    place: PlaceBrief


class EffectBrief(Frozen):
    """One sound that happens once."""

    text: str


class PictureBrief(Frozen):
    """The shot as cut: clean, silent, with handles; `base` names its file, 8 characters at most."""

    shot: str
    base: str
    format: Format


class TextBrief(Frozen):
    """Text on the screen: `role` is `subtitle`, `translation`, `super` or `title`."""

    role: str
    text: str
    speaker: str = ""


class SegmentBrief(Frozen):
    """A shot's picture between its transitions, its text burnt in."""

    shot: str
    format: Format
    texts: tuple[TextBrief, ...] = ()


class TransitionBrief(Frozen):
    """Two neighbouring pictures mixed."""

    kind: TransitionKind
    format: Format
    texts: tuple[TextBrief, ...] = ()


class StemBrief(Frozen):
    """One bus of the film's sound: `dialogue`, `music`, `effects` or `ambience`."""

    bus: str


class MixBrief(Frozen):
    """All stems as one track; `loudness_lufs` integrated, true peak under -1 dBTP."""

    loudness_lufs: float


class MasterBrief(Frozen):
    """The film: segments and transitions in order, the mix, subtitles, chapters."""

    title: str
    format: Format
    language: str


Brief = (
    PortraitBrief
    | PlateBrief
    | ObjectBrief
    | FrameBrief
    | ClipBrief
    | SyncBrief
    | IdentityBrief
    | VoiceBrief
    | CueBrief
    | AmbienceBrief
    | EffectBrief
    | PictureBrief
    | SegmentBrief
    | TransitionBrief
    | StemBrief
    | MixBrief
    | MasterBrief
)
