"""Drawing a figure: a look and a pose in, the drawing of its kind out."""

from __future__ import annotations

from dataclasses import replace

from drama_backends.animatic.figures.assembly import Assembler
from drama_backends.animatic.figures.beast import draw_beast
from drama_backends.animatic.figures.bird import draw_bird
from drama_backends.animatic.figures.dragon import draw_dragon
from drama_backends.animatic.figures.figure import draw_human
from drama_backends.animatic.figures.fish import draw_fish
from drama_backends.animatic.figures.look import Look
from drama_backends.animatic.figures.pose import Pose
from drama_backends.animatic.stage import FigureDrawing, Palette

_KINDS = {"dragon": draw_dragon, "beast": draw_beast, "horse": draw_beast, "bird": draw_bird,
          "fish": draw_fish}  # fmt: skip


def draw_figure(
    look: Look,
    pose: Pose,
    palette: Palette,
    *,
    style: str = "ink",
    detail: str = "full",
    theme: Assembler | None = None,
) -> FigureDrawing:
    """A figure at the origin in stage units.

    `style` is `ink`, `flat` or `pencil`; `detail` is `full`, or `face` for a close-up. An unknown
    style is drawn as ink. A `theme` may put a person's parts together in its own way. The same
    arguments give the same text.
    """
    style = style if style in ("ink", "flat", "pencil") else "ink"
    animal = _KINDS.get(look.kind)
    if animal is not None:
        drawing = animal(look, pose, palette, style=style, detail=detail)
    else:
        drawing = draw_human(look, pose, palette, style=style, detail=detail, theme=theme)
    if look.kind == "spirit":
        return _faint(drawing)
    return drawing


def _faint(drawing: FigureDrawing) -> FigureDrawing:
    """A spirit lets the place shine through."""

    def veil(fragment: str) -> str:
        return f'<g opacity="0.68">{fragment}</g>'

    return replace(
        drawing,
        body=veil(drawing.body),
        mouths={name: veil(part) for name, part in drawing.mouths.items()},
        eyes={name: veil(part) for name, part in drawing.eyes.items()},
    )
