"""Carrying: what a figure has in hand in, how the arm holds it and its SVG out."""

from __future__ import annotations

from drama_backends.animatic.figures.limbs import Wear, palm
from drama_backends.animatic.figures.look import Look
from drama_backends.animatic.figures.rig import Rig, View
from drama_backends.animatic.figures.thing import prop

_POLES = frozenset({"staff", "spear", "umbrella", "oar"})
_LOW = frozenset({"bag", "basket", "bow", "sword"})
_FREE = frozenset({"stand", "walk", "sit", "kneel", "point"})
_NEAR = frozenset({"book", "cup", "phone", "flower", "fan", "box"})
_TURNS = {"sword": 152.0, "phone": 8.0, "book": -6.0, "fan": 12.0, "flower": 6.0}
_COLOURS = {"umbrella": "#b8322e"}


def hold_of(look: Look, action: str, holds: bool = False) -> str:
    """The row of stances.toml for how the far arm holds what the figure carries, or nothing.

    `holds` where it has something in hand that is not of its look.
    """
    if action == "row":
        return ""
    if holds and not look.carries and action in (*_FREE, "run"):
        return "hold_near"
    if not look.carries:
        return ""
    what = look.carries[0]
    if what in _POLES and action in ("reach", "hold"):
        # They raise what they have.
        return "hold_pole"
    if action not in _FREE:
        return ""
    if what in _POLES:
        return "hold_pole"
    if what in _NEAR:
        return "hold_near"
    return "hold_low" if what in _LOW else "hold_out"


def drawn_carried(wear: Wear, body: Rig) -> str:
    """The carried prop in the far hand; a rower has an oar."""
    row = body.action == "row"
    what = "oar" if row else (wear.look.carries[0] if wear.look.carries else "")
    if not what or (not row and not hold_of(wear.look, body.action)):
        return ""
    at = palm(body.far_arm, wear.build)
    turn = -52.0 if row else _TURNS.get(what, 0.0)
    if body.view in (View.FRONT, View.BACK) and what == "sword":
        turn = -160.0
    scale = wear.pen.scale * (0.94 if what in _POLES else 0.86)
    if what in ("staff", "spear") and body.action in ("stand", "walk"):
        scale = wear.pen.scale * max(0.7, min(1.2, -at[1] / 480))
    lift = {"bag": 190.0, "basket": 195.0, "cup": 30.0, "box": 90.0}.get(what, 0.0)
    pen = wear.pen.at(wear.pen.place((at[0], at[1] + lift)), scale, turn)
    return prop(pen, what, _COLOURS.get(what, ""))
