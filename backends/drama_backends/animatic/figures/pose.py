"""The pose: what a figure does in one shot, read from a brief's words."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

from drama_backends.animatic.figures.rig import View
from drama_backends.animatic.figures.vocabulary import first, words_of
from drama_compiler.contract import Facing, ScreenPlace, briefs

ACTIONS = (
    "stand", "sit", "walk", "run", "reach", "point", "fall", "kneel", "lie", "embrace", "fight",
    "ride", "row", "swim", "fly", "drink", "hold",
)  # fmt: skip
MOODS = ("neutral", "joy", "sorrow", "anger", "fear", "surprise", "resolve", "tender", "pain")
_PROFILES = frozenset({"walk", "run", "row", "swim", "fly", "ride", "embrace"})


@dataclass(frozen=True, slots=True)
class Pose:
    """What a figure does: an action, where it looks, how it leans (degrees), how it feels.

    `stride` is where in its cycle of two steps a walk or a run is, 0 to 1, from the contact of
    the near foot on; None for the one pose that tells it best. `holds` where a hand is not free.
    `reach_degrees` raises the arms of an embrace to somebody taller, or lowers them.
    """

    action: str = "stand"
    facing: Facing = Facing.CAMERA
    lean: float = 0.0
    mood: str = "neutral"
    stride: float | None = None
    holds: bool = False
    reach_degrees: float = 0.0

    @property
    def view(self) -> View:
        """From where the figure is seen."""
        if self.facing is Facing.AWAY:
            return View.BACK
        if self.facing is Facing.CAMERA:
            return View.FRONT
        return View.PROFILE if self.action in _PROFILES else View.QUARTER

    @property
    def sideways(self) -> bool:
        """Whether it is seen from the side, as legs that go are."""
        return self.facing in (Facing.LEFT, Facing.RIGHT)

    @property
    def mirrored(self) -> bool:
        """Whether it is drawn looking right and turned over."""
        return self.facing is Facing.LEFT


def read_pose(brief: briefs.FigureBrief) -> Pose:
    """The pose of a figure: its action's words, its mood's, and where it looks.

    Without a facing it looks into the picture from its side: from the left to the right.
    """
    doing = words_of(brief.doing, "poses.toml")
    said = words_of(brief.mood, "poses.toml")
    action = first(doing, "action") or first(said, "action") or "stand"
    feeling = first(said, "mood") or first(doing, "mood") or "neutral"
    lean = first(doing, "lean") or first(said, "lean") or "0"
    return Pose(action, _facing(brief), float(lean), feeling)


def _facing(brief: briefs.FigureBrief) -> Facing:
    if brief.facing is not None:
        return brief.facing
    if brief.back:
        return Facing.AWAY
    if brief.place is ScreenPlace.RIGHT:
        return Facing.LEFT
    if brief.place is ScreenPlace.LEFT:
        return Facing.RIGHT
    seed = blake2b(brief.name.encode("utf-8", "replace"), digest_size=1).digest()[0]
    return Facing.RIGHT if seed % 2 else Facing.LEFT
