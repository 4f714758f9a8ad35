"""Moods: the name of a mood in, how brows, lids and lips are set out."""

from __future__ import annotations

from typing import NamedTuple


class Mood(NamedTuple):
    """How a face is set, in head units (y down) and shares.

    `brow_in` and `brow_out` move the brow's ends; `lid` opens the upper lid (1 is at rest),
    `inner` and `outer` lower its ends; `lower` lifts the lower lid; `corner` lifts the mouth's
    corners; `part` opens the lips at rest; `wide` is times the mouth's width; `gaze` moves the
    eyes down; `blush` reddens; `nod` and `lean` bend head and back, in degrees.
    """

    brow_in: float = 0.0
    brow_out: float = 0.0
    lid: float = 1.0
    inner: float = 0.0
    outer: float = 0.0
    lower: float = 0.0
    corner: float = 0.0
    part: float = 0.0
    wide: float = 1.0
    gaze: float = 0.0
    blush: float = 0.0
    nod: float = 0.0
    lean: float = 0.0


MOODS = {
    "neutral": Mood(corner=0.4),
    "joy": Mood(-1.6, -1.4, 0.92, 0, 0.1, 0.6, 3.6, 0.0, 1.2, 0, 0.6, -3, -2),
    "sorrow": Mood(-3.8, 2.4, 0.78, 0.0, 0.4, 0.15, -2.8, 0.0, 0.94, 0.5, 0.25, 9, 4),
    "anger": Mood(4.4, -2.6, 0.82, 0.5, 0.0, 0.4, -2.4, 0.0, 1.0, 0, 0.35, 3, 3),
    "fear": Mood(-4.6, 0.4, 1.26, 0.0, 0.12, 0.0, -2.0, 2.2, 0.92, 0, 0.0, -2, -5),
    "surprise": Mood(-4.4, -4.0, 1.3, 0.0, 0.0, 0.0, -0.4, 4.0, 0.72, 0, 0.1, -3, -3),
    "resolve": Mood(2.6, -1.2, 0.86, 0.18, 0.0, 0.3, -0.6, 0.0, 0.98, 0, 0.0, 1, 1),
    "tender": Mood(-1.8, 0.6, 0.8, 0.0, 0.18, 0.3, 2.0, 0.0, 1.02, 0.25, 0.5, 4, 1),
    "pain": Mood(3.4, 1.0, 0.42, 0.25, 0.1, 0.7, -3.0, 1.6, 1.12, 0.2, 0.3, 6, 4),
}


def mood(name: str) -> Mood:
    """The mood of that name, or the neutral one."""
    return MOODS.get(name, MOODS["neutral"])
