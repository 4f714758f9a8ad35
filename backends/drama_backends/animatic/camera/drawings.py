"""What the other departments deliver for a shot, as data."""

from __future__ import annotations

from dataclasses import dataclass

from drama_backends.animatic.camera.finish import TileLike
from drama_backends.animatic.camera.props import Prop
from drama_backends.animatic.stage import FigureDrawing, Palette, PlaceLayer
from drama_backends.animatic.theme.theme import PLAIN, Theme


@dataclass(frozen=True, slots=True)
class Drawings:
    """What a shot is made of: layers, weather, a drawing for every mark, and the props.

    `actions` say what each figure was drawn doing (`stand`, `walk`, `run` …); none for nothing.
    `people` tells which figures are people, `strides` are each figure's drawings through a cycle
    of two steps, none for who does not walk. `boat` is what they are in where there is no ground,
    `table` what a thing alone rests on indoors. `theme` is what it was drawn with.
    """

    layers: tuple[PlaceLayer, ...]
    figures: tuple[FigureDrawing, ...]
    actions: tuple[str, ...] = ()
    props: tuple[Prop, ...] = ()
    weather: tuple[TileLike, ...] = ()
    lightning_seconds: tuple[float, ...] = ()
    people: tuple[bool, ...] = ()
    strides: tuple[tuple[FigureDrawing, ...], ...] = ()
    boat: Prop | None = None
    table: Prop | None = None
    palette: Palette | None = None
    theme: Theme = PLAIN
