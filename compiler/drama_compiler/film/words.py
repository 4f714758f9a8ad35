"""The closed words of the film: sizes, angles, moves, places on screen, kinds of transition.

They are the canonical forms; what a writer may type for each stands in the vocabulary of
`drama_grammar`, a file a language.
"""

from __future__ import annotations

from enum import StrEnum


class Size(StrEnum):
    """How much of a subject the frame holds, from the widest to the closest."""

    AERIAL = "aerial"
    ESTABLISHING = "establishing"
    EXTREME_WIDE = "extreme-wide"
    WIDE = "wide"
    FULL = "full"
    MEDIUM_WIDE = "medium-wide"
    MEDIUM = "medium"
    MEDIUM_CLOSE = "medium-close"
    CLOSE = "close"
    EXTREME_CLOSE = "extreme-close"
    INSERT = "insert"


class Composition(StrEnum):
    """How the subjects share the frame."""

    SINGLE = "single"
    TWO = "two"
    GROUP = "group"
    OVER = "over"
    POV = "pov"


class Angle(StrEnum):
    """Where the camera stands in height, and whether its horizon leans."""

    EYE_LEVEL = "eye-level"
    LOW = "low"
    HIGH = "high"
    OVERHEAD = "overhead"
    WORMS_EYE = "worms-eye"
    BIRDS_EYE = "birds-eye"
    DUTCH_LEFT = "dutch-left"
    DUTCH_RIGHT = "dutch-right"


class MoveKind(StrEnum):
    """What the camera does."""

    STATIC = "static"
    PAN = "pan"
    TILT = "tilt"
    DOLLY = "dolly"
    TRUCK = "truck"
    CRANE = "crane"
    ZOOM = "zoom"
    ORBIT = "orbit"
    ROLL = "roll"
    HANDHELD = "handheld"
    FOLLOW = "follow"
    WHIP = "whip"
    DOLLY_ZOOM = "dolly-zoom"
    RACK = "rack"


class Direction(StrEnum):
    """Where a move goes, as seen on the screen."""

    IN = "in"
    OUT = "out"
    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"


class Pace(StrEnum):
    """How fast a move goes."""

    SLOW = "slow"
    NORMAL = "normal"
    FAST = "fast"


class ScreenPlace(StrEnum):
    """Where a subject stands on the screen."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Depth(StrEnum):
    """How near to the camera a subject stands."""

    FOREGROUND = "foreground"
    MIDDLE = "middle"
    BACKGROUND = "background"


class Facing(StrEnum):
    """Where a subject looks, as seen on the screen."""

    LEFT = "left"
    RIGHT = "right"
    CAMERA = "camera"
    AWAY = "away"


class Daytime(StrEnum):
    """The time of day of a scene."""

    DAWN = "dawn"
    MORNING = "morning"
    DAY = "day"
    AFTERNOON = "afternoon"
    DUSK = "dusk"
    EVENING = "evening"
    NIGHT = "night"


class TransitionKind(StrEnum):
    """How one shot gives way to the next."""

    CUT = "cut"
    DISSOLVE = "dissolve"
    FADE_IN = "fade-in"
    FADE_OUT = "fade-out"
    FADE_TO_WHITE = "fade-to-white"
    CUT_TO_BLACK = "cut-to-black"
    WIPE = "wipe"
    SMASH_CUT = "smash-cut"
    MATCH_CUT = "match-cut"
