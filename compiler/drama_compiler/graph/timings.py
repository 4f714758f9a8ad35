"""The exact lengths and places in time of each job: from the schedule, never part of a basis.

All frames are whole frames at the film's rate, counted from the start of what the job makes,
unless a field says that it counts from the start of the film.
"""

from __future__ import annotations

from drama_compiler.film.film import Rational
from drama_compiler.film.frozen import Frozen


class SpeechAt(Frozen):
    """Who speaks from which frame of a clip's body on; `voice` is the job that made the sound."""

    voice: str
    character: str
    start_frame: int


class ClipTiming(Frozen):
    """`body_frames` are in the cut; `head_frames` and `tail_frames` are handles around them.

    `asked_seconds` is the length that a service is asked for, where it makes only some lengths.
    """

    body_frames: int
    head_frames: int = 0
    tail_frames: int = 0
    speech: tuple[SpeechAt, ...] = ()
    asked_seconds: float | None = None


class PartAt(Frozen):
    """A range of a clip: `[start_frame, end_frame)` of the clip's own frames; no end is its end."""

    clip: str
    start_frame: int = 0
    end_frame: int | None = None


class PictureTiming(Frozen):
    """How much of its clips the picture must hold.

    Without `parts` it is of its one clip, whose head handle tells where the body begins. With
    them it is those ranges in a row: of takes that a person chose and trimmed, or of a shot that
    was too long for one.
    """

    body_frames: int
    head_frames: int
    tail_frames: int
    parts: tuple[PartAt, ...] = ()


class TextAt(Frozen):
    """When the text of the same index in the brief is on the screen, `[start, end)`."""

    start_frame: int
    end_frame: int


class SegmentTiming(Frozen):
    """`start_frame` counts from the picture's first frame, handle included.

    `fade_in_frames` and `fade_out_frames` are to black at the segment's own ends.
    """

    start_frame: int
    frames: int
    texts: tuple[TextAt, ...] = ()
    fade_in_frames: int = 0
    fade_out_frames: int = 0
    fade_color: str = "black"


class TransitionTiming(Frozen):
    """`frames` of both pictures are mixed, each from its own start frame on."""

    frames: int
    from_start_frame: int
    to_start_frame: int
    texts: tuple[TextAt, ...] = ()


class ThemeAt(Frozen):
    """A theme is to be heard from this second of the cue on."""

    character: str
    start_seconds: float


class CueTiming(Frozen):
    """How long a cue lasts, when themes enter, and on which seconds cuts fall."""

    seconds: float
    themes: tuple[ThemeAt, ...] = ()
    cuts_seconds: tuple[float, ...] = ()


class SoundTiming(Frozen):
    """How long an ambience lasts, in seconds; an effect has its own length."""

    seconds: float


class SoundAt(Frozen):
    """A sound in a stem, by the job that makes it; frames count from the start of the film."""

    job: str
    start_frame: int
    end_frame: int | None = None
    gain_decibels: float = 0.0
    pan: float = 0.0


class StemTiming(Frozen):
    """The whole stem: `frames` long at `rate` frames a second, with every sound in it.

    `pieces` are the frames at which a piece of it begins that can be made apart; 0 is the first.
    """

    frames: int
    rate: Rational
    sounds: tuple[SoundAt, ...] = ()
    pieces: tuple[int, ...] = (0,)


class MixTiming(Frozen):
    """The length of the film in frames at `rate` frames a second, and its stems' `pieces`."""

    frames: int
    rate: Rational
    pieces: tuple[int, ...] = (0,)


class Chapter(Frozen):
    """A scene in the master; the frame counts from the start of the film."""

    title: str
    start_frame: int


class SubtitleAt(Frozen):
    """A line of the soft subtitles; frames count from the start of the film."""

    language: str
    text: str
    start_frame: int
    end_frame: int


class MasterTiming(Frozen):
    """`parts` are the names of segment and transition jobs in the order of the film."""

    frames: int
    parts: tuple[str, ...]
    chapters: tuple[Chapter, ...] = ()
    subtitles: tuple[SubtitleAt, ...] = ()


Timing = (
    ClipTiming
    | PictureTiming
    | SegmentTiming
    | TransitionTiming
    | CueTiming
    | SoundTiming
    | StemTiming
    | MixTiming
    | MasterTiming
    | None
)
