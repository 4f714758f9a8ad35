"""Briefs and drawings that tests of the camera are made of: an adult, sky, water and ground."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from drama_backends.animatic.camera.drawings import Drawings
from drama_backends.animatic.camera.figure import Figure
from drama_backends.animatic.camera.framing import Framing, frame_shot, reference_width
from drama_backends.animatic.camera.raster import Pixels, Rasteriser
from drama_backends.animatic.camera.shoot import film
from drama_backends.animatic.camera.staging import Role, block_figures, spread_marks
from drama_backends.animatic.stage import PLATE, Box, FigureDrawing, PlaceLayer, Point
from drama_compiler.contract import (
    Angle,
    Composition,
    Format,
    Move,
    Size,
    briefs,
    timings,
)

FORMATS = [(640, 360), (360, 640), (480, 480), (840, 360)]


def figure_brief(name: str, **fields: object) -> briefs.FigureBrief:
    return briefs.FigureBrief.model_validate({"id": name, "name": name.upper(), **fields})


def clip_brief(
    size: Size = Size.MEDIUM,
    figures: Sequence[briefs.FigureBrief] = (),
    *,
    frame: tuple[int, int] = (640, 360),
    composition: Composition = Composition.SINGLE,
    angle: Angle = Angle.EYE_LEVEL,
    moves: Sequence[Move] = (),
    rate: Fraction = Fraction(24),
) -> briefs.ClipBrief:
    return briefs.ClipBrief(
        shot="s",
        format=Format(width=frame[0], height=frame[1], rate=rate),
        aspect="16:9",
        size=size,
        composition=composition,
        angle=angle,
        moves=tuple(moves),
        figures=tuple(figures),
        place=briefs.PlaceBrief(id="p", name="Place"),
    )


def adult(back: bool = False) -> FigureDrawing:
    """A paper doll with the proportions of an adult, 1000 units tall."""
    face = "" if back else '<circle cx="0" cy="-920" r="40" fill="#eca"/>'
    head = '<ellipse cy="-920" rx="62" ry="80" fill="#321"/>'
    body = f'<path d="M-150 0L-110-830L110-830L150 0Z" fill="#c22"/>{head}{face}'
    mouths = {
        name: f'<circle cy="-880" r="{r}" fill="#f00"/>'
        for name, r in (("rest", 2), ("a", 16), ("e", 9), ("o", 12), ("m", 3))
    }
    eyes = {
        "open": '<circle cx="-22" cy="-925" r="8" fill="#333"/>',
        "closed": '<path d="M-30-925h16v3h-16z"/>',
    }
    return FigureDrawing(
        body, "", Box(-150, -1000, 150, 0), Box(-62, -1000, 62, -840), Point(0, -925),
        Point(-120, -480), Point(120, -480), {} if back else mouths, {} if back else eyes,
    )  # fmt: skip


def plain_place(edge: str = "#f0f") -> tuple[PlaceLayer, ...]:
    """Sky and ground; the plate's left and right edges are marked, for nobody should see them."""
    wide = PLATE.right - PLATE.left

    def marked(colour: str, top: float) -> str:
        rows = f'y="{top}" height="{PLATE.bottom - top}"'
        return (
            f'<rect x="{PLATE.left}" width="{wide}" {rows} fill="{edge}"/>'
            f'<rect x="{PLATE.left + 40}" width="{wide - 80}" {rows} fill="{colour}"/>'
        )

    return (
        PlaceLayer("sky", 0.0, marked("#9bd", PLATE.top), opaque=True),
        PlaceLayer("water", 0.35, marked("#37a", -860.0), drift="water"),
        PlaceLayer("ground", 1.0, marked("#884", -200.0)),
    )


def framed(brief: briefs.ClipBrief) -> tuple[Framing, tuple[Figure, ...]]:
    marks = block_figures(brief)
    drawings = [adult(back=mark.role is Role.BACK) for mark in marks]
    spread = spread_marks(marks, drawings, reference_width(brief))
    return frame_shot(brief, [Figure(m, d) for m, d in zip(spread, drawings, strict=True)])


def head_box(figure: Figure, framing: Framing) -> Box:
    """The head in the frame, 0 to 1 both ways."""
    ground = figure.mark.ground(framing.camera_height)
    box = figure.box(figure.drawing.head, ground, framing.stance)
    return Box(
        (box.left - framing.left) / framing.width,
        (box.top - framing.top) / framing.height,
        (box.right - framing.left) / framing.width,
        (box.bottom - framing.top) / framing.height,
    )


def filmed(
    brief: briefs.ClipBrief,
    timing: timings.ClipTiming,
    *,
    layers: tuple[PlaceLayer, ...] | None = None,
    voices: dict[str, dict[str, object]] | None = None,
    action: str = "",
) -> Iterator[Pixels]:
    marks = block_figures(brief)
    drawings = Drawings(
        layers=layers or plain_place(),
        figures=tuple(adult(back=mark.role is Role.BACK) for mark in marks),
        actions=(action,) * len(marks),
    )
    return film(brief, timing, voices or {}, "flat", marks, drawings, Rasteriser())
