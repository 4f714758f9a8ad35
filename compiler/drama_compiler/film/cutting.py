"""A transition and the room that there is for it come in; its frames come out."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from drama_compiler.film.film import Transition
from drama_compiler.film.pacing import to_frames
from drama_compiler.film.words import TransitionKind

DISSOLVE_SECONDS = Fraction(1, 2)
"""12 frames at 24 a second, which is what the trade takes where nobody says otherwise."""

FADE_SECONDS = Fraction(1)

CUT_TO_BLACK_SECONDS = Fraction(1, 12)
"""Two frames down to black at 24 a second: too fast to be seen as a fade."""

MIXED = frozenset({TransitionKind.DISSOLVE, TransitionKind.WIPE})
"""Kinds in which two pictures are on the screen at once."""

FADES_OUT = {
    TransitionKind.FADE_OUT: FADE_SECONDS,
    TransitionKind.FADE_TO_WHITE: FADE_SECONDS,
    TransitionKind.CUT_TO_BLACK: CUT_TO_BLACK_SECONDS,
}
"""Kinds in which the shot before goes to a colour, and how long that takes."""


class Cut(NamedTuple):
    """How a shot is entered. A mix lies `frames // 2` before the cut and the rest after it; a
    fade out wholly before it, a fade in wholly after.
    """

    kind: TransitionKind = TransitionKind.CUT
    frames: int = 0

    @property
    def mixed_before(self) -> int:
        """Frames of this shot's head handle that are seen."""
        return self.frames // 2 if self.kind in MIXED else 0

    @property
    def mixed_after(self) -> int:
        """Frames of the tail handle of the shot before that are seen."""
        return self.frames - self.frames // 2 if self.kind in MIXED else 0

    @property
    def before(self) -> int:
        """Frames that it takes of the body of the shot before."""
        return self.frames if self.kind in FADES_OUT else self.mixed_before

    @property
    def after(self) -> int:
        """Frames that it takes of this shot's body."""
        return self.frames if self.kind is TransitionKind.FADE_IN else self.mixed_after


class Entering:
    """How a shot is to be entered: at the length that is said, or that the trade takes."""

    __slots__ = ("frames", "kind")

    def __init__(self, transition: Transition, rate: Fraction) -> None:
        kind = self.kind = transition.kind
        self.frames = 0
        if kind in MIXED:
            usual = DISSOLVE_SECONDS
        elif kind is TransitionKind.FADE_IN or kind in FADES_OUT:
            usual = FADES_OUT.get(kind, FADE_SECONDS)
        else:
            return
        said = transition.seconds
        self.frames = to_frames(usual if said is None else said, rate)

    def clamped(self, before: int, after: int) -> Cut:
        """The transition, which takes at most `before` and `after` frames of the bodies beside it.

        Where they are too short it is made shorter, so that the transitions at its two ends leave
        a shot at least one frame to itself.
        """
        before, after = max(0, before), max(0, after)
        if self.kind in MIXED:
            most = min(2 * before + 1, 2 * after) if before else 0
        else:
            most = before if self.kind in FADES_OUT else after
        return Cut(self.kind, min(self.frames, most))


def fade_out_frames(ending: Transition, rate: Fraction, room: int) -> int:
    """The frames of the fade at the film's end, where its last shot has `room` frames for it."""
    return Entering(ending, rate).clamped(room, 0).frames if ending.kind in FADES_OUT else 0
