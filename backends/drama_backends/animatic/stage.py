"""The stage: the one coordinate system in which figures, places and the camera agree.

Units: an adult stands 1000 units tall. x grows to the right of the screen, y grows DOWN, the
ground of the acting plane is y = 0, so a standing adult reaches from y = 0 up to y = -1000 and
eyes are near y = -930. The horizon of an eye-level shot is y = HORIZON. A plate (a drawn place)
spans at least PLATE: wide enough for a 21:9 extreme wide, tall enough for a 9:16 one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

HORIZON = -860.0


class Box(NamedTuple):
    """A rectangle on the stage: left, top, right, bottom, in units."""

    left: float
    top: float
    right: float
    bottom: float


PLATE = Box(-5000.0, -4600.0, 5000.0, 1900.0)


class Point(NamedTuple):
    """A point on the stage, in units."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one shot's light and style, as `#rrggbb`."""

    sky_top: str
    sky_low: str
    far: str
    middle: str
    near: str
    ground: str
    light: str
    shadow: str
    ink: str
    accent: str
    haze: str


@dataclass(frozen=True, slots=True)
class FigureDrawing:
    """A figure drawn at the origin (between the feet), facing as asked, in stage units.

    `body` is an SVG fragment without the changing parts of the face; `mouths` (by viseme:
    `rest`, `a`, `e`, `o`, `m`) and `eyes` (`open`, `closed`) are fragments drawn over it, empty
    dicts for a figure seen from the back. `defs` goes into the document's <defs>, its ids
    prefixed so that several figures can share a document. `bounds` encloses everything drawn.
    `head` encloses the head, hair and hat left out; `eyes_at` is between the eyes.
    """

    body: str
    defs: str
    bounds: Box
    head: Box
    eyes_at: Point
    hand_left: Point
    hand_right: Point
    mouths: dict[str, str] = field(default_factory=dict)
    eyes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlaceLayer:
    """One layer of a place, as an SVG fragment in stage units.

    `parallax` is how much it moves when the camera trucks: 0 at infinity (sky), 1 in the acting
    plane, over 1 in front of it. Layers come far to near. `drift` names a slow motion of its
    own (`clouds`, `water`, `mist`, `foliage`, or nothing). `opaque` when it fills its plate.
    """

    name: str
    parallax: float
    svg: str
    defs: str = ""
    drift: str = ""
    opaque: bool = False
